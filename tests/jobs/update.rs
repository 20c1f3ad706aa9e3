//! A new version of the program, taken from a file while a book lies open, and the way back.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use tung_nha::api::{self, Nothing, UpdateFile};
use tung_nha::exchange::envelope;
use tung_nha::exchange::update_v1::{ManifestV1, seal};
use tung_nha::program::{FILES, Program};

use crate::Office;

const SEED: [u8; 32] = [7; 32];
const NOW: &str = env!("CARGO_PKG_VERSION");

/// An office whose program was brought on a stick, and knows a key.
fn office() -> Office {
    let mut office = Office::new();
    fs::create_dir(office.folder.path().join("cai-dat")).unwrap();
    office.desk.program = Program::at(office.folder.path());
    office.desk.release_keys = vec![envelope::public_key(&SEED)];
    fs::write(office.desk.program.file(), "the old program").unwrap();
    office
}

/// A signed file with a program.
fn update(office: &Office, version: &str, schema: u32) -> UpdateFile {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(format!("p/{}", FILES.last().unwrap()), zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"the new program").unwrap();
    let manifest = ManifestV1 {
        arch: ARCH.into(),
        build: format!("{version} (29/11/2026)"),
        changes: vec!["In nhanh hơn.".into()],
        format: String::new(),
        schema,
        sha256: String::new(),
        size: 0,
        system: OS.into(),
        version: version.into(),
    };
    let file = office.folder.path().join(format!("{version}.tncapnhat"));
    fs::write(&file, seal(manifest, &zip.finish().unwrap().into_inner(), &SEED)).unwrap();
    UpdateFile { file }
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one_after_a_backup() {
    let mut office = office();
    let file = update(&office, "9.0.0", 1000);
    let desk = &mut office.desk;
    let look = api::update_look(desk, &file).unwrap();
    assert_eq!((look.now.as_str(), look.version.as_str(), look.raises_books), (NOW, "9.0.0", true));
    assert_eq!(look.changes, ["In nhanh hơn."]);
    let before = api::backup_list(desk, &Nothing {}).unwrap().len();
    let book = api::book_info(desk, &Nothing {}).unwrap().path;

    let done = api::update_apply(desk, &file).unwrap();
    assert_eq!(done.version, "9.0.0");
    assert_eq!(fs::read(desk.program.file()).unwrap(), b"the new program");
    assert_eq!(api::update_state(desk, &Nothing {}).unwrap().kept.as_deref(), Some(NOW));
    // The backup opens, and the book lies closed.
    assert_eq!(api::book_info(desk, &Nothing {}).unwrap_err().code, "book.none_open");
    for path in [done.backup.unwrap().path, book] {
        api::book_open(desk, &api::OpenBook { path, passphrase: crate::PASSPHRASE.into() }).unwrap();
    }
    assert_eq!(api::backup_list(desk, &Nothing {}).unwrap().len(), before + 1);

    let back = api::update_back(desk, &Nothing {}).unwrap();
    assert_eq!((back.version.as_str(), back.backup.is_some()), (NOW, true));
    assert_eq!(fs::read(desk.program.file()).unwrap(), b"the old program");
}

/// It is said before a file is asked for.
#[test]
fn a_build_without_a_key_says_that_it_takes_no_update() {
    let mut office = office();
    assert!(api::update_state(&mut office.desk, &Nothing {}).unwrap().keys);
    office.desk.release_keys.clear();
    assert!(!api::update_state(&mut office.desk, &Nothing {}).unwrap().keys);
}

/// What is refused changes neither program nor book.
#[test]
fn what_is_refused_leaves_program_and_book() {
    let check = |expect: &str, change: &dyn Fn(&mut Office) -> UpdateFile| {
        let mut office = office();
        let args = change(&mut office);
        let refused = api::update_apply(&mut office.desk, &args).unwrap_err();
        assert_eq!(refused.code, expect);
        let sentence = refused.sentence();
        assert!(!sentence.contains(['{', '}']) && sentence.ends_with('.'), "{sentence}");
        let program = office.folder.path().join(FILES.last().unwrap());
        assert_eq!(fs::read(program).unwrap(), b"the old program", "{expect}");
        assert!(office.desk.program.kept().is_none(), "{expect}");
        api::book_info(&mut office.desk, &Nothing {}).unwrap();
    };
    check("update.same_version", &|office| update(office, NOW, 8));
    check("update.older_version", &|office| update(office, "0.0.1", 8));
    check("update.no_keys", &|office| {
        office.desk.release_keys.clear();
        update(office, "9.0.0", 8)
    });
    check("update.unknown_key", &|office| {
        office.desk.release_keys = vec![envelope::public_key(&[8; 32])];
        update(office, "9.0.0", 8)
    });
    check("update.not_here", &|office| {
        fs::remove_dir(office.folder.path().join("cai-dat")).unwrap();
        update(office, "9.0.0", 8)
    });
    check("update.damaged", &|office| {
        let args = update(office, "9.0.0", 8);
        let mut bytes = fs::read(&args.file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&args.file, bytes).unwrap();
        args
    });
    check("file.not_found", &|_| UpdateFile { file: PathBuf::from("/khong/co.tncapnhat") });
    check("file.too_large", &|office| {
        let file = office.folder.path().join("to.tncapnhat");
        fs::File::create(&file).unwrap().set_len(1 << 30).unwrap();
        UpdateFile { file }
    });
    // Without a backup nothing is exchanged. Windows does not let the folder be taken from an open book.
    #[cfg(unix)]
    check("backup.failed", &|office| {
        let book = api::book_info(&mut office.desk, &Nothing {}).unwrap().path;
        let backups = book.with_extension("tungnha.saoluu");
        fs::remove_dir_all(&backups).ok();
        fs::write(&backups, "").unwrap();
        update(office, "9.0.0", 8)
    });
}
