//! What the command line says of backups, of damage and of books that cannot be written.

use std::path::Path;

use crate::command_line::{done, office, run};
use crate::fixture;

fn said(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = run(folder, args);
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

fn flip_near_the_end(book: &Path) {
    let mut bytes = std::fs::read(book).unwrap();
    let at = bytes.len() - 2000;
    bytes[at] ^= 1;
    std::fs::write(book, bytes).unwrap();
}

#[test]
fn a_failed_backup_is_told_and_the_command_is_done() {
    let folder = office();
    let book = folder.path().join("so.tungnha");
    let survey = fixture("so-dieu-tra-nho.xlsx").to_string_lossy().into_owned();
    done(folder.path(), &["register", "import", &survey]);
    flip_near_the_end(&book);
    // The day after, whose first command makes the day's backup.
    let next_day = |args: &[&'static str]| [&["--now", "2026-11-22T19:00:00+07:00"], args].concat();
    let (ok, told) = said(folder.path(), &next_day(&["history"]));
    assert!(ok && told.starts_with("backup.failed: ") && told.contains("trang"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert_eq!(done(folder.path(), &next_day(&["history"]))[0]["kind"], "backup-failed");
    let checks = done(folder.path(), &next_day(&["day", "check"])).to_string();
    assert!(checks.contains("close.backup_failed"), "{checks}");
    let (ok, told) = said(folder.path(), &next_day(&["book", "check"]));
    assert!(!ok && told.contains("book.damaged: ") && !told.contains('{'), "{told}");
    let papers = tempfile::tempdir().unwrap();
    let papers = papers.path().to_string_lossy();
    let (ok, told) = said(folder.path(), &[&next_day(&["day", "close"])[..], &["--out", &papers]].concat());
    assert!(!ok && told.contains("book.damaged: "), "{told}");
    let [book, saved] =
        [book, folder.path().join("cuu.tungnha")].map(|path| path.to_string_lossy().into_owned());
    let out = done(folder.path(), &["book", "salvage", &book, "--out", &saved]);
    assert!(out["tables"].as_array().unwrap().len() > 20);
    assert!(!out["lost"].as_array().unwrap().is_empty());
}

#[test]
fn a_clock_out_of_range_is_refused() {
    let folder = office();
    for now in ["1899-12-31T00:00:00+07:00", "2200-01-01T00:00:00+07:00"] {
        let (ok, told) = said(folder.path(), &["--now", now, "history"]);
        assert!(!ok && told.starts_with("clock.out_of_range: "), "{told}");
    }
}

#[test]
fn a_second_place_is_kept_in_the_settings_of_the_computer() {
    let folder = office();
    let stick = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings").to_string_lossy().into_owned();
    let on = |args: &[&str]| done(folder.path(), &[&["--settings", &settings], args].concat());
    let here = folder.path().to_string_lossy().into_owned();
    let (ok, told) = said(folder.path(), &["book", "second-place", "--folder", &here]);
    assert!(!ok && told.starts_with("backup.place_same: "), "{told}");
    on(&["book", "second-place", "--folder", &stick.path().to_string_lossy()]);
    let state = on(&["book", "copy"]);
    assert_eq!(state["copied_at"], "2026-11-21T19:00:00+07:00");
    assert_eq!(std::fs::read_dir(stick.path()).unwrap().count(), 1);
    on(&["book", "second-place"]);
    let (ok, told) = said(folder.path(), &["--settings", &settings, "book", "copy"]);
    assert!(!ok && told.starts_with("backup.no_place: "), "{told}");
}
