//! Every way in which a book is refused: its code, and that nothing was written.

use super::*;

/// All files below `dir` with their content.
pub(super) fn state(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.clone(), Vec::new()));
            found.extend(state(&path));
        } else {
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

/// Opening `path` is refused with `code`, says so in a whole sentence, and leaves the folder as it was.
fn check(dir: &Path, path: &Path, passphrase: &str, code: &str) {
    let before = state(dir);
    let refused = Book::open(path, passphrase, &session()).map(drop).unwrap_err();
    assert_eq!(refused.code, code);
    let sentence = refused.sentence();
    assert!(sentence.ends_with('.') && !sentence.contains(['{', '}']), "{sentence}");
    assert!(state(dir) == before, "{code}: something was written");
}

/// A closed book in a folder without that of its backups, with room in it.
pub(super) fn closed_book() -> (tempfile::TempDir, PathBuf) {
    let mut b = bench();
    // Enough that the last pages are rows, not the schema.
    let names: Vec<String> = (0..500).map(|i| format!("Người {i}")).collect();
    b.add(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let path = b.book.path().to_owned();
    drop(b.book);
    std::fs::remove_dir_all(folder_of(&path)).unwrap();
    (b.dir, path)
}

#[test]
fn a_wrong_passphrase() {
    let (dir, path) = closed_book();
    check(dir.path(), &path, "một câu nào đó", "book.wrong_passphrase");
}

#[test]
fn a_backup_that_a_wrong_passphrase_was_tried_on_can_still_be_restored() {
    let mut b = bench();
    let backup = b.book.backup_before(&b.session, BackupReason::Asked).unwrap().finish().unwrap().path;
    let place = b.dir.path().join("phục hồi.tungnha");
    let before = state(b.dir.path());
    let restore = |passphrase| Book::restore(&backup, passphrase, &place, &b.session).map(drop);
    assert_eq!(restore("một câu nào đó").unwrap_err().code, "book.wrong_passphrase");
    assert!(state(b.dir.path()) == before, "something was written");
    assert_eq!(restore(PASS), Ok(()));
}

#[test]
fn what_is_not_a_book() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        check(dir.path(), &path, PASS, "book.not_a_book");
    };
    file("rỗng.tungnha", b"");
    file("ngắn.tungnha", b"Danh sach");
    let noise: Vec<u8> = (0..10_000u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    file("lạ.tungnha", &noise);
    file("bảng.xlsx", &[b"PK\x03\x04".as_slice(), &noise].concat());
    check(dir.path(), dir.path(), PASS, "book.not_a_book");

    let plain = dir.path().join("thường.db");
    Connection::open(&plain).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    check(dir.path(), &plain, PASS, "book.not_a_book");

    let other = dir.path().join("của chương trình khác.db");
    let conn = Connection::open(&other).unwrap();
    conn.pragma_update(None, "key", PASS).unwrap();
    conn.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(conn);
    check(dir.path(), &other, PASS, "book.not_a_book");
}

#[test]
fn what_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    check(dir.path(), &dir.path().join("sổ.tungnha"), PASS, "book.not_found");
    check(dir.path(), &dir.path().join("usb/sổ.tungnha"), PASS, "book.folder_missing");
}

#[test]
fn a_book_of_a_newer_version() {
    let (dir, path) = closed_book();
    let conn = open::unlock(&path, &Key::new(PASS, key::salt_of(&path).unwrap()).unwrap()).unwrap();
    conn.pragma_update(None, "user_version", migrate::VERSION + 1).unwrap();
    drop(conn);
    check(dir.path(), &path, PASS, "book.newer_version");
}

#[test]
fn a_book_open_elsewhere() {
    let b = bench();
    let who = Book::open(b.book.path(), PASS, &b.session).map(drop).unwrap_err();
    assert_eq!(who.code, "book.busy");
    assert!(who.sentence().contains(&format!("PID {}", std::process::id())), "{}", who.sentence());
    let path = b.book.path().to_owned();
    check(b.dir.path(), &path, PASS, "book.busy");
    drop(b.book);
    Book::open(&path, PASS, &b.session).unwrap();
}

#[test]
fn a_book_open_elsewhere_whose_folder_was_taken_away() {
    let b = bench();
    // Windows may leave a folder where it is in which a file is open.
    let taken = std::fs::remove_dir_all(folder_of(b.book.path()));
    assert!(taken.is_ok() || cfg!(windows), "{taken:?}");
    check(b.dir.path(), b.book.path(), PASS, "book.busy");
}

#[test]
fn a_truncated_or_spoilt_file() {
    let (dir, path) = closed_book();
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 100]).unwrap();
    check(dir.path(), &path, PASS, "book.damaged");
    std::fs::write(&path, &whole[..whole.len() / 4096 / 2 * 4096]).unwrap();
    check(dir.path(), &path, PASS, "book.damaged");

    let mut spoilt = whole.clone();
    let last = spoilt.len() - 2000;
    spoilt[last] ^= 1;
    std::fs::write(&path, spoilt).unwrap();
    let found = Book::open(&path, PASS, &session()).and_then(|book| book.check()).unwrap_err();
    assert_eq!(found.code, "book.damaged");
    // The backups still there are not pushed out by copies of a damaged book.
    let mut book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(book.backup_failure(&session()).map(|e| e.code), Some("backup.failed"));
    assert!(book.list_backups().unwrap().is_empty());
}

#[test]
fn a_new_book_that_cannot_be() {
    let dir = tempfile::tempdir().unwrap();
    let check = |name: &str, passphrase: &str, code: &str| {
        let before = state(dir.path());
        let refused = Book::create(&dir.path().join(name), passphrase, &new_book(), &session());
        assert_eq!(refused.map(drop).unwrap_err().code, code);
        assert!(state(dir.path()) == before, "{code}: something was written");
    };
    check("sổ.tungnha", "1234567", "book.passphrase_short");
    check("sổ.tungnha", "      1234567      ", "book.passphrase_short");
    for weak in ["12345678", "password", "20111985", "mật khẩu mới", "xã thử nghiệm"] {
        check("sổ.tungnha", weak, "book.passphrase_weak");
    }
    check("usb/sổ.tungnha", PASS, "book.folder_missing");
    std::fs::write(dir.path().join("có rồi.tungnha"), b"x").unwrap();
    check("có rồi.tungnha", PASS, "book.exists");
}

#[test]
fn a_weak_passphrase_is_refused_with_one_that_is_strong() {
    let mut b = bench();
    let refused = b.book.change_passphrase("20/11/1985", &b.session).unwrap_err();
    assert_eq!(refused.code, "book.passphrase_weak");
    assert!(refused.sentence().contains("Chỉ có số"), "{}", refused.sentence());
    let proposal = refused.params["proposal"].clone();
    assert!(refused.sentence().contains(&proposal));
    b.book.change_passphrase(&proposal, &b.session).unwrap();
    assert!(b.book.is_passphrase(&proposal).unwrap());
}

#[test]
fn a_book_that_has_no_room_left_stays_as_it_was() {
    let mut b = bench();
    b.add(&["An"]);
    // As a full disk answers: SQLITE_FULL.
    let pages: i64 = b.book.conn().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    b.book.conn().pragma_update(None, "max_page_count", pages + 5).unwrap();
    let full = b.book.transact(&b.session, "test", (), |tx| {
        (0..10_000).try_for_each(|i| tx.add_member(&format!("Người {i}")))
    });
    assert_eq!(full.unwrap_err().code, "book.disk_full");
    assert_eq!(b.members(), ["An"]);
    b.add(&["Bình"]);
    b.book.check().unwrap();
}

/// A disk of our own; `None` where it may not be mounted (not root, not Linux).
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount(options: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(dir.path());
        mount.stderr(std::process::Stdio::null());
        mount.status().is_ok_and(|s| s.success()).then_some(Self(dir))
    }

    fn remount(&self, how: &str) {
        let options = format!("remount,{how}");
        let done = std::process::Command::new("mount").args(["-o", &options]).arg(self.0.path()).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk() {
    let Some(disk) = Disk::mount("size=1m") else { return };
    let session = session();
    let path = disk.0.path().join("sổ.tungnha");
    let mut book = Book::create(&path, PASS, &new_book(), &session).unwrap();
    let fill = |book: &mut Book, rows: u32| {
        book.transact(&session, "test", (), |tx| {
            (0..rows).try_for_each(|i| tx.add_member(&format!("Người {rows} {i}")))
        })
    };
    fill(&mut book, 10).unwrap();
    assert_eq!(fill(&mut book, 20_000).unwrap_err().code, "book.disk_full");
    book.check().unwrap();
    // The big transaction has left a long log, which closing takes away.
    book.close().and_then(|()| book.reopen()).unwrap();
    let filler = disk.0.path().join("phim.mp4");
    // As much as goes in: the error is the point.
    let _ = std::fs::write(&filler, vec![0; 1 << 20]);
    let refused = book.backup_before(&session, BackupReason::Import).and_then(Verifying::finish).unwrap_err();
    assert_eq!(refused.code, "backup.failed");
    assert!(refused.params["cause"].contains("đã đầy"), "{refused}");
    assert_eq!(fill(&mut book, 11).unwrap_err().code, "book.disk_full");
    let other = disk.0.path().join("mới.tungnha");
    assert_eq!(
        Book::create(&other, PASS, &new_book(), &session).map(drop).unwrap_err().code,
        "book.disk_full"
    );
    assert!(!other.exists() && !folder_of(&other).exists());
    std::fs::remove_file(filler).unwrap();
    fill(&mut book, 12).unwrap();
    let members: u32 = book.conn().query_row("SELECT count(*) FROM member", [], |row| row.get(0)).unwrap();
    assert_eq!(members, 22);
}

/// A book where nothing can be written can be looked at; every change is refused and nothing is written anywhere.
fn check_read_only(dir: &Path, path: &Path) {
    let before = state(dir);
    let mut book = Book::open(path, PASS, &session()).unwrap();
    let info = book.info().unwrap();
    assert!(info.read_only);
    assert_eq!(info.name, "Xã Thử Nghiệm");
    book.check().unwrap();
    assert_eq!(book.history(5).unwrap().len(), 1);
    let session = session();
    let refused = [
        book.transact(&session, "test", (), |tx| tx.add_member("Bình")).map(drop),
        book.note(&session, "reveal", &()),
        book.undo(None, &session).map(drop),
        book.change_passphrase("mật khẩu mới hơn nữa", &session).map(drop),
        book.backup_before(&session, BackupReason::Asked).map(drop),
    ];
    for refused in refused.map(Result::unwrap_err) {
        assert_eq!(refused.code, "book.read_only");
        assert!(!refused.sentence().contains(['{', '}']), "{refused}");
    }
    assert_eq!(book.backup_failure(&session), None);
    // A copy elsewhere is no change.
    let elsewhere = tempfile::tempdir().unwrap();
    book.backup_to(&elsewhere.path().join("sao.tungnha"), &session).unwrap();
    assert!(
        !Book::open(&elsewhere.path().join("sao.tungnha"), PASS, &session).unwrap().info().unwrap().read_only
    );
    assert_eq!(book.info().unwrap().name, "Xã Thử Nghiệm");
    drop(book);
    assert!(state(dir) == before, "something was written");
    assert_eq!(
        Book::open(path, "một câu nào đó", &session).map(drop).unwrap_err().code,
        "book.wrong_passphrase"
    );
}

#[test]
fn a_read_only_file_can_be_looked_at() {
    let (dir, path) = closed_book();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    check_read_only(dir.path(), &path);
}

#[test]
fn a_read_only_disk_can_be_looked_at() {
    let Some(disk) = Disk::mount("size=4m") else { return };
    // Signs that mean something in an address.
    let path = disk.0.path().join("sổ 100%? #1.tungnha");
    let mut book = Book::create(&path, PASS, &new_book(), &session()).unwrap();
    book.transact(&session(), "test", (), |tx| tx.add_member("An")).unwrap();
    drop(book);
    disk.remount("ro");
    check_read_only(disk.0.path(), &path);
    let other = Book::create(&disk.0.path().join("mới.tungnha"), PASS, &new_book(), &session());
    assert_eq!(other.map(drop).unwrap_err().code, "book.read_only");
}

#[test]
fn a_read_only_disk_with_unfinished_work_is_not_misread() {
    let Some(disk) = Disk::mount("size=4m") else { return };
    let path = disk.0.path().join("sổ.tungnha");
    let mut book = Book::create(&path, PASS, &new_book(), &session()).unwrap();
    book.transact(&session(), "test", (), |tx| tx.add_member("An")).unwrap();
    // As a program that was killed leaves them.
    let log = file::beside(&path, "-wal");
    let left = [&path, &log].map(|file| std::fs::read(file).unwrap());
    drop(book);
    for (file, bytes) in [&path, &log].into_iter().zip(left) {
        std::fs::write(file, bytes).unwrap();
    }
    disk.remount("ro");
    check(disk.0.path(), &path, PASS, "book.read_only_unfinished");
    disk.remount("rw");
    assert_eq!(Book::open(&path, PASS, &session()).unwrap().history(1).unwrap().len(), 1);
}
