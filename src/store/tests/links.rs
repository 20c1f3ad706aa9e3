//! What lies where a book, its lock or a backup goes: nothing of anybody is written to, replaced or removed, through a link or not.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::refusals::{closed_book, state};
use super::*;

const FOREIGN: &[u8] = b"of somebody else";

/// A file of somebody else, in a folder of its own.
fn foreign() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("luận văn.docx");
    std::fs::write(&path, FOREIGN).unwrap();
    (dir, path)
}

#[test]
fn nothing_changes_before_the_passphrase_is_right() {
    let (dir, path) = closed_book();
    let folder = folder_of(&path);
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("dang-mo.khoa"), FOREIGN).unwrap();
    let before = state(dir.path());
    let refused = Book::open(&path, "một câu nào đó", &session()).map(drop).unwrap_err();
    assert_eq!(refused.code, "book.wrong_passphrase");
    assert!(state(dir.path()) == before);
    // Not ours, so not written to; the book opens all the same, and once only.
    let book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(std::fs::read(folder.join("dang-mo.khoa")).unwrap(), FOREIGN);
    assert_eq!(Book::open(&path, PASS, &session()).map(drop).unwrap_err().code, "book.busy");
    drop(book);
}

#[test]
fn links_are_not_followed_to_write() {
    let check = |link: &dyn Fn(&Path, &Path)| {
        let (dir, path) = closed_book();
        let (elsewhere, target) = foreign();
        link(&path, &target);
        let before = state(dir.path());
        let refused = Book::open(&path, PASS, &session()).map(drop).unwrap_err();
        assert_eq!(refused.code, "book.linked");
        assert!(!refused.sentence().contains(['{', '}']), "{refused}");
        assert!(state(dir.path()) == before);
        assert_eq!(state(elsewhere.path()), [(target, FOREIGN.to_vec())]);
    };
    check(&|path, target| {
        std::fs::create_dir(folder_of(path)).unwrap();
        symlink(target, folder_of(path).join("dang-mo.khoa")).unwrap();
    });
    check(&|path, target| symlink(target.parent().unwrap(), folder_of(path)).unwrap());
}

#[test]
fn a_log_that_is_a_link_is_not_followed() {
    let (_dir, path) = closed_book();
    let (_elsewhere, target) = foreign();
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    symlink(&target, &log).unwrap();
    Book::open(&path, PASS, &session()).map(drop).unwrap_err();
    assert_eq!(std::fs::read(target).unwrap(), FOREIGN);
}

#[test]
fn what_lies_in_the_place_of_a_draft_stays() {
    let mut b = bench();
    let (_elsewhere, target) = foreign();
    let beside = |path: &Path| PathBuf::from(format!("{}.dangtao", path.display()));
    let place = |name: &str| b.dir.path().join(name);
    let backup = folder_of(b.book.path()).join("2026-11-21_193000_theo-yeu-cau.tungnha");
    let [new, restored, copy] = [place("mới.tungnha"), place("phục hồi.tungnha"), place("bản sao.tungnha")];
    for path in [b.book.path(), &backup, &new, &restored, &copy] {
        symlink(&target, beside(path)).unwrap();
    }
    b.book.backup_before(&b.session, BackupReason::Asked).unwrap().finish().unwrap();
    b.book.backup_to(&copy, &b.session).unwrap();
    b.book.change_passphrase("mật khẩu mới hơn nữa", &b.session).unwrap();
    Book::create(&new, PASS, &new_book(), &b.session).unwrap();
    Book::restore(&backup, "mật khẩu mới hơn nữa", &restored, &b.session).unwrap();
    for path in [b.book.path(), &backup, &new, &restored, &copy] {
        assert!(beside(path).is_symlink());
        // Names and numbers are in them: for nobody else to read.
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
    }
    assert_eq!(std::fs::read(&target).unwrap(), FOREIGN);
    // A place that is a link to nowhere is no free place.
    symlink(b.dir.path().join("ở đâu"), place("liên kết.tungnha")).unwrap();
    let refused = Book::create(&place("liên kết.tungnha"), PASS, &new_book(), &b.session).map(drop);
    assert_eq!(refused.unwrap_err().code, "book.exists");
    assert_eq!(b.book.backup_to(&place("liên kết.tungnha"), &b.session).unwrap_err().code, "book.exists");
}

#[test]
fn rotation_takes_only_backups_away() {
    let mut b = bench();
    let (_elsewhere, target) = foreign();
    let folder = folder_of(b.book.path());
    // Like backups by their names, but no files of a book.
    let names = ["2020-01-01_080000_hang-ngay.docx", "2020-01-02_080000_hang-ngay"];
    names.iter().for_each(|name| std::fs::write(folder.join(name), FOREIGN).unwrap());
    symlink(&target, folder.join("2020-01-03_080000_hang-ngay.tungnha")).unwrap();
    std::fs::create_dir(folder.join("2020-01-04_080000_hang-ngay.tungnha")).unwrap();
    for minute in 10..22 {
        let then = Session::new(Some(format!("2026-11-21T20:{minute}:00+07:00").parse().unwrap()));
        b.book.backup_before(&then, BackupReason::Asked).unwrap().finish().unwrap();
    }
    let left = files_in(&folder);
    assert_eq!(left.iter().filter(|name| name.starts_with("2020")).count(), 4, "{left:?}");
    assert_eq!(b.book.list_backups().unwrap().len(), 10);
}
