//! Damage is found before anything is called good, and called damage, with its page.

use super::refusals::{closed_book, state};
use super::*;

/// Flips one bit of a file.
fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1 << (at % 8);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_with_one_flipped_bit_is_not_restored() {
    let (dir, path) = closed_book();
    let whole = std::fs::read(&path).unwrap();
    let place = dir.path().join("phục hồi.tungnha");
    for page in 0..whole.len() / 4096 {
        // The first bytes are the salt: see below.
        flip(&path, page * 4096 + 16 + page * 37 % 4000);
        let before = state(dir.path());
        let refused = Book::restore(&path, PASS, &place, &session()).map(drop).unwrap_err();
        assert_eq!(refused.code, "book.damaged", "page {}", page + 1);
        assert!(refused.sentence().contains(&format!(" {})", page + 1)), "page {}: {refused}", page + 1);
        assert!(state(dir.path()) == before, "something is left");
        std::fs::write(&path, &whole).unwrap();
    }
    Book::restore(&path, PASS, &place, &session()).unwrap();
}

#[test]
fn a_damaged_first_page_is_no_wrong_passphrase() {
    let (dir, path) = closed_book();
    let whole = std::fs::read(&path).unwrap();
    let check = |at: usize, passphrase: &str, code: &str| {
        flip(&path, at);
        let before = state(dir.path());
        let refused = Book::open(&path, passphrase, &session()).map(drop).unwrap_err();
        assert_eq!(refused.code, code, "byte {at}");
        assert!(!refused.sentence().contains(['{', '}']), "{refused}");
        assert!(state(dir.path()) == before, "something was written");
        std::fs::write(&path, &whole).unwrap();
    };
    check(16, PASS, "book.damaged");
    check(4095, PASS, "book.damaged");
    check(2000, "một câu nào đó", "book.wrong_passphrase");
    // Without the salt no key can be made.
    check(3, PASS, "book.wrong_passphrase");
}

#[test]
fn a_look_for_damage_names_the_page() {
    let (_dir, path) = closed_book();
    let pages = std::fs::read(&path).unwrap().len() / 4096;
    flip(&path, (pages - 1) * 4096 + 100);
    let found = Book::open(&path, PASS, &session()).and_then(|book| book.check()).unwrap_err();
    assert_eq!(found.code, "book.damaged");
    assert!(found.sentence().contains(&format!(" {pages})")), "{found}");
}

#[test]
fn a_failed_backup_is_told_until_one_succeeds() {
    let (_dir, path) = closed_book();
    // A page that nothing of this asks for: not the shortest index, by which rows are counted.
    let conn = connect(&path, &Key::new(PASS, key::salt_of(&path).unwrap()).unwrap()).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'visit_citizen'";
    let root: usize = conn.query_row(root, [], |row| row.get::<_, u32>(0)).unwrap() as usize;
    drop(conn);
    let at = (root - 1) * 4096 + 2000;
    let told = |book: &mut Book, session: &Session| {
        book.backup_state(session).unwrap().failure.map(|failure| failure.sentences[0].clone())
    };
    flip(&path, at);
    let mut book = Book::open(&path, PASS, &session()).unwrap();
    let page = format!("trang {root})");
    assert!(told(&mut book, &session()).unwrap().contains(&page));
    let entry = &book.history(1).unwrap()[0];
    assert_eq!(entry.kind, "backup-failed");
    assert!(entry.sentence().contains(&page), "{}", entry.sentence());
    drop(book);
    // The page is whole again, as after a drive was plugged in properly. Another day, another backup.
    flip(&path, at);
    let later = Session::new(Some("2026-11-22T07:00:00+07:00".parse().unwrap()));
    let folder = folder_of(&path);
    std::fs::write(folder.join("2026-11-22_080000_hang-ngay.tungnha"), b"made by a clock that ran ahead")
        .unwrap();
    let earlier = Session::new(Some("2026-11-22T05:00:00+07:00".parse().unwrap()));
    let mut book = Book::open(&path, PASS, &earlier).unwrap();
    assert!(told(&mut book, &earlier).is_some(), "it survives a restart");
    book.backup_before(&later, BackupReason::Asked).unwrap().finish().unwrap();
    assert_eq!(told(&mut book, &later), None);
}

#[test]
fn a_clock_out_of_range_changes_nothing() {
    for now in ["1899-12-31T23:00:00+07:00", "2101-01-01T00:00:00+07:00", "9999-12-31T23:59:59+07:00"] {
        let (dir, path) = closed_book();
        let session = Session::new(Some(now.parse().unwrap()));
        let before = state(dir.path());
        assert_eq!(Book::open(&path, PASS, &session).map(drop).unwrap_err().code, "clock.out_of_range");
        let new = dir.path().join("mới.tungnha");
        assert_eq!(
            Book::create(&new, PASS, &new_book(), &session).map(drop).unwrap_err().code,
            "clock.out_of_range"
        );
        assert!(state(dir.path()) == before);
        let mut b = bench();
        let refused = b.book.transact(&session, "test", (), |tx| tx.add_member("An")).unwrap_err();
        assert_eq!(refused.code, "clock.out_of_range");
        assert_eq!(b.book.note(&session, "reveal", &()).unwrap_err().code, "clock.out_of_range");
        assert!(b.members().is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_book_and_nobody_waits_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("ống.tungnha");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [pipe.as_path(), Path::new("/dev/zero")] {
        let (tell, told) = std::sync::mpsc::channel();
        let (path, place) = (path.to_owned(), dir.path().join("phục hồi.tungnha"));
        std::thread::spawn(move || {
            let opened = Book::open(&path, PASS, &session()).map(drop);
            let restored = Book::restore(&path, PASS, &place, &session()).map(drop);
            tell.send([opened, restored].map(|refused| refused.unwrap_err().code))
        });
        let codes = told.recv_timeout(Duration::from_secs(20)).expect("it hangs");
        assert_eq!(codes, ["book.not_a_book"; 2]);
    }
}

#[test]
fn backups_are_copied_to_a_second_place_and_asked_for_when_it_is_long_ago() {
    let at = |day: u32| Session::new(Some(format!("2026-11-{day}T20:00:00+07:00").parse().unwrap()));
    let mut b = bench();
    let stick = tempfile::tempdir().unwrap();
    let days = |book: &mut Book, day| book.backup_state(&at(day)).unwrap().days_without_copy;
    assert_eq!(days(&mut b.book, 30), None, "no place is set");
    b.book.second_place = Some(stick.path().to_owned());
    assert_eq!([22, 23, 24].map(|day| days(&mut b.book, day)), [None, None, Some(3)]);
    b.add(&["An"]);
    let copied = b.book.copy_to_second_place(&at(24)).unwrap().unwrap();
    let state = b.book.backup_state(&at(24)).unwrap();
    assert_eq!(state.copied_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-11-24T20:00:00+07:00"));
    assert_eq!([26, 27].map(|day| days(&mut b.book, day)), [None, Some(3)]);
    // What lies there is a book like any other, with all that was done.
    let restored = Book::restore(&copied, PASS, &b.dir.path().join("từ USB.tungnha"), &at(24)).unwrap();
    assert_eq!(restored.history(2).unwrap()[1].kind, "test");
    drop(restored);
    // A stick that is not plugged in.
    stick.close().unwrap();
    assert_eq!(b.book.copy_to_second_place(&at(25)).unwrap(), None);
    assert!(!b.book.backup_state(&at(25)).unwrap().second_place_there);
}
