//! The book as its users meet it.

mod chain;
mod damage;
mod figures;
mod finding;
mod kills;
#[cfg(unix)]
mod links;
mod older;
mod refusals;
mod salvage;
mod secrets;
mod syncs;
mod undo_all;
mod upgrades;

use std::time::Duration;

use super::*;
use crate::domain::ids::OperationId;

const PASS: &str = "một mùa hè rực nắng";

fn new_book() -> NewBook {
    NewBook {
        level: Level::Commune,
        name: "Xã Thử Nghiệm".into(),
        code: "14629".into(),
        kind: "xa".into(),
        above: vec!["Tỉnh Thử".into()],
        unit: None,
    }
}

fn session() -> Session {
    Session::new(Some("2026-11-21T19:30:00+07:00".parse().unwrap()))
}

#[test]
fn a_book_is_made_closed_and_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("xã.tungnha");
    let made = Book::create(&path, PASS, &new_book(), &session()).unwrap().info().unwrap();
    let book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(book.info().unwrap(), made);
    book.check().unwrap();
}

/// A book in a folder of its own, which goes when this is dropped.
struct Bench {
    book: Book,
    session: Session,
    dir: tempfile::TempDir,
}

fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let session = session();
    let book = Book::create(&dir.path().join("sổ.tungnha"), PASS, &new_book(), &session).unwrap();
    Bench { book, session, dir }
}

impl Tx<'_> {
    fn add_member(&self, name: &str) -> Result<()> {
        self.conn().execute("INSERT INTO member (id, name, phone, role) VALUES (?1, ?1, '', '')", [name])?;
        Ok(())
    }
}

impl Bench {
    fn add(&mut self, names: &[&str]) -> Done<()> {
        self.book
            .transact(&self.session, "test", names, |tx| names.iter().try_for_each(|n| tx.add_member(n)))
            .unwrap()
    }

    fn members(&self) -> Vec<String> {
        let mut statement = self.book.conn().prepare("SELECT name FROM member ORDER BY id").unwrap();
        let names = statement.query_map([], |row| row.get("name")).unwrap();
        names.map(|name| name.unwrap()).collect()
    }
}

#[test]
fn a_change_is_one_operation_with_its_tables() {
    let mut b = bench();
    let done = b.add(&["An", "Bình"]);
    assert!(done.operation.is_some());
    assert_eq!(done.touched, ["member"]);
    assert_eq!(b.members(), ["An", "Bình"]);
}

#[test]
fn a_drive_that_was_gone_while_the_book_was_copied_is_found_again() {
    let mut b = bench();
    b.add(&["An"]);
    let (path, away) = (b.book.path().to_owned(), b.dir.path().join("đã rút"));
    b.book.close().unwrap();
    std::fs::rename(&path, &away).unwrap();
    b.book.reopen().unwrap_err();
    let refused = b.book.ensure_open().unwrap_err();
    assert_eq!(refused.code, "book.disk_failed");
    assert!(!refused.sentence().contains(['{', '}']), "{refused}");
    std::fs::rename(&away, &path).unwrap();
    b.book.ensure_open().unwrap();
    b.add(&["Bình"]);
    assert_eq!(b.members(), ["An", "Bình"]);
}

#[test]
fn a_change_of_nothing_is_no_operation() {
    let mut b = bench();
    b.add(&["An"]);
    let done = b
        .book
        .transact(&b.session, "test", (), |tx| Ok(tx.conn().execute("UPDATE member SET name = name", [])?))
        .unwrap();
    assert_eq!((done.value, done.operation, done.touched), (1, None, vec![]));
}

#[test]
fn a_rehearsal_says_what_a_change_would_do_and_leaves_nothing() {
    let mut b = bench();
    b.add(&["An"]);
    let entries = b.book.history(9).unwrap();
    let count = b.book.rehearse(&b.session, |tx| {
        tx.add_member("Bình")?;
        tx.row("SELECT count(*) FROM member", [], |row| row.get::<_, u32>(0))
    });
    assert_eq!(count.unwrap(), 2);
    assert_eq!((b.members(), b.book.history(9).unwrap()), (vec!["An".to_owned()], entries));
    let refused = b.book.rehearse(&b.session, |tx| tx.add_member("An"));
    assert_eq!(refused.unwrap_err().code, "book.failed");
    b.add(&["Bình"]);
}

#[test]
fn a_refused_change_leaves_nothing() {
    let mut b = bench();
    let refused = b.book.transact(&b.session, "test", (), |tx| {
        tx.add_member("An")?;
        Err::<(), _>(Error::new("test.refused"))
    });
    assert_eq!(refused.unwrap_err().code, "test.refused");
    assert!(b.members().is_empty());
}

#[test]
fn a_panic_in_a_change_leaves_nothing_and_the_book_goes_on() {
    let mut b = bench();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        b.book.transact(&b.session, "test", (), |tx| -> Result<()> {
            tx.add_member("An")?;
            panic!("on purpose")
        })
    }));
    assert!(panicked.is_err());
    assert!(b.members().is_empty());
    b.add(&["Bình"]);
    assert_eq!(b.members(), ["Bình"]);
}

#[test]
fn nothing_is_written_beside_the_door() {
    let b = bench();
    assert!(b.book.conn().execute("DELETE FROM unit", []).is_err());
}

impl Bench {
    fn rename(&mut self, from: &str, to: &str) -> OperationId {
        self.book
            .transact(&self.session, "test", (), |tx| {
                Ok(tx.conn().execute("UPDATE member SET name = ?2 WHERE name = ?1", [from, to])?)
            })
            .unwrap()
            .operation
            .unwrap()
    }

    fn undo(&mut self, id: Option<OperationId>) -> std::result::Result<OperationId, &'static str> {
        self.book.undo(id, &self.session).map(|done| done.operation.unwrap()).map_err(|e| e.code)
    }

    fn reopen(self) -> Self {
        let Self { book, session, dir } = self;
        let path = book.path().to_owned();
        drop(book);
        let book = Book::open(&path, PASS, &session).unwrap();
        Self { book, session, dir }
    }
}

#[test]
fn undo_and_redo_survive_a_restart() {
    let mut b = bench();
    b.add(&["An", "Bình"]);
    b.rename("An", "Ân");
    let mut b = b.reopen();
    let undo = b.undo(None).unwrap();
    assert_eq!(b.members(), ["An", "Bình"]);
    let mut b = b.reopen();
    let redo = b.undo(Some(undo)).unwrap();
    assert_eq!(b.members(), ["Ân", "Bình"]);
    b.undo(Some(redo)).unwrap();
    assert_eq!(b.members(), ["An", "Bình"]);
    b.undo(None).unwrap();
    assert!(b.members().is_empty());
    assert_eq!(b.undo(None), Err("undo.nothing"));
    b.book.check().unwrap();
}

#[test]
fn the_history_tells_what_can_be_undone() {
    let mut b = bench();
    let add = b.add(&["An", "Bình"]).operation.unwrap();
    let rename = b.rename("An", "Ân");
    let history = b.book.history(10).unwrap();
    let seen: Vec<_> =
        history.iter().map(|o| (o.id, o.rows, o.can_undo.as_ref().map_err(|e| e.code).copied())).collect();
    assert_eq!(seen, [(rename, 1, Ok(())), (add, 2, Err("undo.changed_since"))]);
    assert_eq!(history[1].params, serde_json::json!(["An", "Bình"]));
    let undo = b.undo(None).unwrap();
    b.undo(Some(undo)).unwrap();
    let sentences: Vec<_> = b.book.history(2).unwrap().iter().map(OperationView::sentence).collect();
    assert_eq!(sentences, ["Làm lại: operation.test", "Hoàn tác: operation.test"]);
    assert_eq!(b.book.history(1).unwrap().len(), 1);
}

#[test]
fn an_undo_that_would_take_away_later_work_is_refused_with_its_name() {
    let mut b = bench();
    let add = b.add(&["An"]).operation.unwrap();
    let rename = b.rename("An", "Ân");
    let refused = b.book.undo(Some(add), &b.session).unwrap_err();
    assert_eq!(refused.code, "undo.changed_since");
    assert_eq!(refused.params["id"], rename.to_string());
    assert_eq!(refused.params["at"], "19:30 21/11/2026");
    assert_eq!(b.members(), ["Ân"]);
    // Once the later change is undone, nothing stands in the way.
    b.undo(Some(rename)).unwrap();
    assert_eq!(b.undo(Some(rename)), Err("undo.already"));
    b.undo(Some(add)).unwrap();
    assert!(b.members().is_empty());
    assert_eq!(b.undo(Some(OperationId(b.session.new_id()))), Err("undo.not_found"));
}

#[test]
fn a_redo_across_a_later_undo_is_refused() {
    let mut b = bench();
    b.add(&["An"]);
    let rename = b.rename("An", "Ân");
    let undo = b.undo(Some(rename)).unwrap();
    let redo = b.undo(Some(undo)).unwrap();
    b.undo(Some(rename)).unwrap();
    assert_eq!(b.undo(Some(redo)), Err("undo.changed_since"));
}

impl Tx<'_> {
    fn add_unit(&self, id: &str, parent: Option<&str>) -> Result<()> {
        self.conn().execute(
            "INSERT INTO unit (id, parent_id, kind, name, name_fold, code, position)
             VALUES (?1, coalesce(?2, (SELECT unit_id FROM book)), 'thon', ?1, ?1, '', 1)",
            params![id, parent],
        )?;
        Ok(())
    }
}

#[test]
fn an_undo_of_what_is_used_since_is_refused() {
    let mut b = bench();
    let mut add = |id: &str, parent: Option<&str>| {
        b.book.transact(&b.session, "test", (), |tx| tx.add_unit(id, parent)).unwrap().operation.unwrap()
    };
    let one = add("thôn 1", None);
    let other = add("thôn 2", None);
    let alley = add("xóm 1", Some("thôn 1"));
    let refused = b.book.undo(Some(one), &b.session).unwrap_err();
    assert_eq!(
        (refused.code, refused.params["id"].as_str()),
        ("undo.used_since", alley.to_string().as_str())
    );
    assert_eq!(
        b.book.history(9).unwrap().last().unwrap().can_undo.as_ref().unwrap_err().code,
        "undo.used_since"
    );
    b.undo(Some(other)).unwrap();
    b.undo(Some(alley)).unwrap();
    b.undo(Some(one)).unwrap();
}

#[test]
fn an_undo_that_would_refer_to_what_is_gone_is_refused() {
    let mut b = bench();
    b.book
        .transact(&b.session, "test", (), |tx| {
            tx.add_unit("a", None).and_then(|()| tx.add_unit("b", Some("a")))
        })
        .unwrap();
    let mut run = |sql: &'static str| {
        let done = b.book.transact(&b.session, "test", (), |tx| Ok(tx.conn().execute(sql, [])?));
        done.unwrap().operation.unwrap()
    };
    let away = run("DELETE FROM unit WHERE id = 'b'");
    run("DELETE FROM unit WHERE id = 'a'");
    assert_eq!(b.undo(Some(away)), Err("undo.dangling"));
    b.book.check().unwrap();
}

#[test]
fn a_row_that_replaces_another_has_its_lines() {
    let mut b = bench();
    b.add(&["An"]);
    b.book
        .transact(&b.session, "test", (), |tx| {
            Ok(tx
                .conn()
                .execute("REPLACE INTO member (id, name, phone, role) VALUES ('An', 'Ân', '', '')", [])?)
        })
        .unwrap();
    b.undo(None).unwrap();
    assert_eq!(b.members(), ["An"]);
}

fn files_in(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_day_s_first_opening_makes_a_backup_that_can_be_restored() {
    let mut b = bench();
    b.add(&["An"]);
    let mut b = b.reopen().reopen();
    let backups = b.book.list_backups().unwrap();
    assert_eq!(backups.len(), 1, "one a day");
    let backup = &backups[0];
    assert_eq!(backup.path.file_name().unwrap(), "2026-11-21_193000_hang-ngay.tungnha");
    assert_eq!((backup.reason, backup.at.to_string().as_str()), (BackupReason::Daily, "2026-11-21 19:30:00"));

    b.add(&["Bình"]);
    let beside = b.dir.path().join("phục hồi.tungnha");
    let restored = Book::restore(&backup.path, PASS, &beside, &b.session).unwrap();
    let b2 = Bench { book: restored, session: session(), dir: tempfile::tempdir().unwrap() };
    assert_eq!(b2.members(), ["An"]);
    assert_eq!(b.members(), ["An", "Bình"]);
    let refused = Book::restore(&backup.path, PASS, &beside, &b.session).map(drop).unwrap_err();
    assert_eq!(refused.code, "book.exists");
    drop(b2);
    drop(b.book);
    assert_eq!(
        files_in(b.dir.path()),
        ["phục hồi.tungnha", "phục hồi.tungnha.saoluu", "sổ.tungnha", "sổ.tungnha.saoluu"]
    );
}

#[test]
fn a_backup_before_an_import_leaves_the_book_open_and_undo_at_hand() {
    let mut b = bench();
    b.add(&["An"]);
    let first = b.book.backup_before(&b.session, BackupReason::Import).unwrap().finish().unwrap();
    let second = b.book.backup_before(&b.session, BackupReason::Import).unwrap().finish().unwrap();
    assert_ne!(first.path, second.path);
    b.undo(None).unwrap();
    assert_eq!(b.book.list_backups().unwrap(), [second, first]);
}

#[test]
fn a_new_passphrase_opens_the_book_and_the_old_one_no_more() {
    let mut b = bench();
    b.add(&["An"]);
    b.book.change_passphrase("tre xanh bên bờ ao làng", &b.session).unwrap();
    b.add(&["Bình"]);
    assert_eq!(b.book.change_passphrase("ngắn", &b.session).unwrap_err().code, "book.passphrase_short");
    let path = b.book.path().to_owned();
    drop(b.book);
    assert_eq!(Book::open(&path, PASS, &b.session).map(drop).unwrap_err().code, "book.wrong_passphrase");
    let book = Book::open(&path, "tre xanh bên bờ ao làng", &b.session).unwrap();
    book.check().unwrap();
    let b = Bench { book, ..b };
    assert_eq!(b.members(), ["An", "Bình"]);
}

#[test]
fn older_backups_follow_a_new_passphrase() {
    let mut b = bench();
    b.add(&["An"]);
    let place = b.dir.path().join("ổ cắm");
    std::fs::create_dir(&place).unwrap();
    b.book.second_place = Some(place.clone());
    let copied = b.book.copy_to_second_place(&b.session).unwrap().unwrap();
    let first = b.book.list_backups().unwrap().remove(0).path;
    // One that somebody spoilt is told, and stays as it is.
    let spoilt = first.with_file_name("2026-11-01_193000_hang-ngay.tungnha");
    std::fs::write(&spoilt, vec![7; 8192]).unwrap();
    let older = b.book.change_passphrase("tre xanh bên bờ ao làng", &b.session).unwrap();
    assert_eq!((older.done, older.left, older.away), (2, vec![spoilt.clone()], Vec::new()));
    assert_eq!(std::fs::read(&spoilt).unwrap(), vec![7; 8192]);
    for (n, backup) in [first, copied].iter().enumerate() {
        let out = b.dir.path().join(format!("phục hồi {n}.tungnha"));
        let with = |passphrase: &str| Book::restore(backup, passphrase, &out, &b.session);
        assert_eq!(with(PASS).map(drop).unwrap_err().code, "book.wrong_passphrase");
        let book = with("tre xanh bên bờ ao làng").unwrap();
        book.check().unwrap();
        let members: u32 = book.conn.query_row("SELECT count(*) FROM member", [], |row| row.get(0)).unwrap();
        assert_eq!(members, 1);
    }
    // A drive that is not there is told.
    std::fs::rename(&place, b.dir.path().join("đã rút")).unwrap();
    let older = b.book.change_passphrase("mật khẩu mới hơn nữa", &b.session).unwrap();
    assert_eq!(older.away, vec![place]);
}

#[test]
fn the_file_is_one_that_sqlcipher_opens_with_the_passphrase() {
    let b = bench();
    let path = b.book.path().to_owned();
    drop(b.book);
    let conn = Connection::open(path).unwrap();
    conn.pragma_update(None, "key", PASS).unwrap();
    let units: i64 = conn.query_row("SELECT count(*) FROM unit", [], |row| row.get(0)).unwrap();
    assert_eq!(units, 1);
}

#[test]
fn a_passphrase_is_the_same_in_composed_and_combining_letters() {
    use unicode_normalization::UnicodeNormalization;
    let b = bench();
    let path = b.book.path().to_owned();
    drop(b.book);
    let combining: String = PASS.nfd().collect();
    assert_ne!(combining, PASS);
    Book::open(&path, &combining, &b.session).unwrap();
}
