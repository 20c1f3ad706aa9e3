//! Whatever writes a file: never over a book, a backup or a file of another kind, over one of its own kind only when asked, and
//! what is refused leaves nothing behind.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use tung_nha::api::{self, ImportFile, ImportRoster, ReportForm, Result};

use crate::{Office, fixture};

/// Writes to `path`, over what is there if `replace`.
type Writer = fn(&mut Office, &Path, bool) -> Result<()>;

/// Every command that writes a file, and the ending of its files.
const WRITERS: [(&str, &str, Writer); 8] = [
    ("report", "xlsx", |office, out, replace| {
        let (out, day) = (out.into(), "2026-11-21".parse().unwrap());
        let args = api::ReportArgs {
            paper: api::AskPaper::new(ReportForm::Daily, day),
            out,
            replace,
            password: None,
        };
        api::report(&mut office.desk, &args).map(drop)
    }),
    ("worklist", "xlsx", |office, out, replace| {
        let args = api::MakeWorklist { out: Some(out.into()), replace, ..api::MakeWorklist::default() };
        api::worklist(&mut office.desk, &args).map(drop)
    }),
    ("reconcile", "csv", |office, out, replace| {
        let args = api::Reconcile { out: Some(out.into()), replace, ..api::Reconcile::default() };
        api::reconcile(&mut office.desk, &args).map(drop)
    }),
    ("reconcile evidence", "csv", |office, out, replace| {
        let as_of = "2026-11-21".parse().unwrap();
        let args = api::WeighEvidence { as_of, out: Some(out.into()), replace };
        api::reconcile_evidence(&mut office.desk, &args).map(drop)
    }),
    ("register import --rejected", "xlsx", |office, out, replace| rejected(office, out, replace, false)),
    ("register import --rejected --dry-run", "xlsx", |office, out, replace| {
        rejected(office, out, replace, true)
    }),
    ("roster import --rejected", "xlsx", |office, out, replace| {
        let file = one_bad_row(office, out, replace);
        let args = ImportRoster { file, as_of: "2026-11-21".parse().unwrap(), partial: Some(true) };
        api::roster_import(&mut office.desk, &args).map(drop)
    }),
    ("summary export", "tnsolieu", |office, out, replace| {
        let args = api::ExportSummary { day: "2026-11-21".parse().unwrap(), out: out.into(), replace };
        api::summary_export(&mut office.desk, &args).map(drop)
    }),
];

/// A list with a row that is taken and one that is not.
fn one_bad_row(office: &Office, out: &Path, replace: bool) -> ImportFile {
    let file = office.file("co-dong-sai.csv");
    ImportFile { file, rejected: Some(out.into()), replace, ..ImportFile::default() }
}

fn rejected(office: &mut Office, out: &Path, replace: bool, dry_run: bool) -> Result<()> {
    let args = ImportFile { dry_run, ..one_bad_row(office, out, replace) };
    api::register_import(&mut office.desk, &args).map(drop)
}

/// A commune with both lists taken in.
fn office() -> Office {
    let mut office = Office::new();
    office.survey(&fixture("so-dieu-tra-nho.xlsx"));
    office.extract(&fixture("danh-sach-nho.xlsx"));
    let rows =
        ["Họ và tên;Ngày sinh;Số CCCD;Thôn", "Lê Văn An;1980;;Thôn 1", "Lê Văn Ba;1981;3,82E+10;Thôn 1"];
    office.write("co-dong-sai.csv", &rows.join("\n"));
    office
}

/// All files below the folder of the office, without the open book's own log.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_none_or(|e| e != "tungnha-wal") {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn no_writer_takes_the_place_of_a_book_a_backup_or_another_kind_of_file() {
    let mut office = office();
    let book = office.file("Xã Thử Nghiệm.tungnha");
    let backup = api::backup_list(&mut office.desk, &api::Nothing {}).unwrap().remove(0).path;
    // A book under another name: its bytes say what it is.
    let disguised = ["xlsx", "csv", "tnsolieu"].map(|ending| office.file(&format!("khac.{ending}")));
    for path in &disguised {
        std::fs::copy(&backup, path).unwrap();
    }
    for (name, ending, write) in WRITERS {
        for replace in [false, true] {
            let before = files(office.folder.path());
            let entries = api::history(&mut office.desk, &api::History { limit: 99 }).unwrap().len();
            let mut check = |path: &Path, expect: &str| {
                let refused = write(&mut office, path, replace).unwrap_err();
                assert_eq!(refused.code, expect, "{name} to {}", path.display());
                let said = refused.sentence();
                assert!(said.ends_with('.') && !said.contains(['{', '}']), "{said}");
            };
            check(&book, "save.wrong_ending");
            check(&backup, "save.wrong_ending");
            let own = disguised.iter().find(|path| path.extension().unwrap() == ending).unwrap();
            check(own, "save.other_kind");
            check(&own.with_file_name("khong-co").join("a").with_extension(ending), "save.folder_missing");
            let after = api::history(&mut office.desk, &api::History { limit: 99 }).unwrap().len();
            assert_eq!(after, entries, "{name} was refused and stands in the journal");
            assert!(files(office.folder.path()) == before, "{name}: something was written");
        }
    }
}

#[test]
fn the_list_that_is_taken_in_is_never_replaced_by_its_rows_to_correct() {
    let mut office = office();
    let list = office.file("danh-sach.xlsx");
    std::fs::copy(fixture("so-dieu-tra-nho.xlsx"), &list).unwrap();
    let before = std::fs::read(&list).unwrap();
    let args = ImportFile { rejected: Some(list.clone()), ..one_bad_row(&office, &list, true) };
    let args = ImportFile { file: list.clone(), ..args };
    assert_eq!(api::register_import(&mut office.desk, &args).unwrap_err().code, "save.is_source");
    assert!(std::fs::read(&list).unwrap() == before);
}

#[test]
fn a_file_of_its_own_kind_is_replaced_only_when_asked() {
    for (name, ending, write) in WRITERS {
        let mut office = office();
        let out = office.file("ra").with_extension(ending);
        // The survey is in already: only what was refused comes again.
        write(&mut office, &out, false).unwrap();
        let first = std::fs::read(&out).unwrap();
        assert!(!first.is_empty(), "{name}");
        assert_eq!(write(&mut office, &out, false).unwrap_err().code, "save.exists", "{name}");
        assert!(std::fs::read(&out).unwrap() == first, "{name}");
        write(&mut office, &out, true).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn every_workbook_says_which_build_made_it() {
    let check = |path: &Path| {
        let mut parts = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
        let properties = std::io::read_to_string(parts.by_name("docProps/core.xml").unwrap()).unwrap();
        let says = concat!("Từng Nhà ", env!("CARGO_PKG_VERSION"));
        assert!(properties.contains(says), "{}: {properties}", path.display());
    };
    let mut office = office();
    for (name, _, write) in WRITERS.iter().filter(|(_, ending, _)| *ending == "xlsx") {
        let out = office.file(&format!("{name}.xlsx"));
        write(&mut office, &out, false).unwrap();
        check(&out);
    }
    let made = tung_nha::jobs::demo::make_demo::make_demo(60, 7, office.folder.path()).unwrap();
    check(&made.register);
    check(&made.roster);
}

/// A paper is noted in the journal only once it stands; what cannot be noted goes again.
#[test]
fn a_change_that_is_refused_leaves_no_file() {
    for (name, ending, write) in WRITERS {
        let mut office = office();
        let out = office.file("ra").with_extension(ending);
        // Stopped from the start: each job looks at it before it commits.
        let stop = office.desk.session.stop_switch();
        stop.store(true, Ordering::Relaxed);
        let ended = write(&mut office, &out, false);
        stop.store(false, Ordering::Relaxed);
        assert_eq!(ended.is_ok(), out.exists(), "{name}: {ended:?}");
        let drafts = |path: &PathBuf| path.to_string_lossy().contains(".dang-ghi");
        assert!(!files(office.folder.path()).keys().any(drafts), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_handed_in_is_read_and_never_waited_for() {
    let mut office = office();
    let pipe = office.file("ong.xlsx");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let desk = &mut office.desk;
    for path in [pipe.as_path(), Path::new("/dev/zero")] {
        let file = || ImportFile { file: path.into(), ..ImportFile::default() };
        let day = "2026-11-21".parse().unwrap();
        let refused: [Result<()>; 6] = [
            api::register_import(desk, &file()).map(drop),
            api::roster_import(desk, &ImportRoster { file: file(), as_of: day, partial: None }).map(drop),
            api::visit_import(desk, &api::ImportVisits { files: vec![path.into()], ..Default::default() })
                .map(drop),
            api::campaign_create(desk, &api::CampaignFile { file: path.into() }).map(drop),
            api::summary_verify(desk, &api::VerifySummary { file: path.into() }).map(drop),
            api::target_import(desk, &api::ImportTargets { file: path.into(), ..Default::default() })
                .map(drop),
        ];
        for refused in refused {
            assert_eq!(refused.unwrap_err().code, "file.not_regular");
        }
    }
}

#[test]
fn no_date_beyond_1900_to_2100_gets_into_the_book() {
    let mut office = office();
    let found = api::FindPeople { query: "Nguyễn".into(), limit: 1 };
    let code = api::register_find(&mut office.desk, &found).unwrap().people[0].citizen.code.clone();
    for at in ["-5000-01-01T08:00:00+07:00", "1899-12-31T08:00:00+07:00"] {
        let visit = api::NewVisit {
            at: Some(at.parse().unwrap()),
            reason: "at-work".into(),
            ..api::NewVisit::new(&code, api::Outcome::Absent)
        };
        let refused = api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap_err();
        assert_eq!(refused.code, "date.out_of_range", "{at}");
        assert!(refused.sentence().ends_with('.') && !refused.sentence().contains('{'));
    }
    let file = ImportFile { file: fixture("danh-sach-nho.xlsx"), ..ImportFile::default() };
    let args = ImportRoster { file, as_of: "0026-11-20".parse().unwrap(), partial: None };
    assert_eq!(api::roster_import(&mut office.desk, &args).unwrap_err().code, "date.out_of_range");
    // Still whole: the journal, the papers and the closing.
    api::history(&mut office.desk, &api::History { limit: 9 }).unwrap();
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    let folder = office.file("ngay");
    api::close_day(&mut office.desk, &api::CloseDay { day: None, folder }).unwrap();
}

/// A summary with such a name would be refused by whoever gets it, and by the day that is closed.
#[test]
fn no_unit_has_a_name_that_a_summary_cannot_carry() {
    let mut office = office();
    let mut check = |name: &str, expect: &str| {
        let args = api::NewUnit { name: name.into(), ..api::NewUnit::default() };
        let found = api::unit_add(&mut office.desk, &args);
        assert_eq!(found.map_or_else(|e| e.code, |_| ""), expect, "{name:?}");
    };
    check("Thôn \u{7}Đoài", "unit.bad_name");
    check(&"Thôn ".repeat(50), "unit.bad_name");
    check(" ", "unit.no_name");
    check("Thôn Đoài", "");
}
