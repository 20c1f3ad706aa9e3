//! The book as its users meet it.

use super::*;

const PASS: &str = "mật khẩu thử nghiệm";

fn new_book() -> NewBook {
    NewBook {
        level: Level::Commune,
        name: "Xã Thử Nghiệm".into(),
        code: "14629".into(),
        kind: "xa".into(),
        above: vec!["Tỉnh Thử".into()],
    }
}

fn session() -> Session {
    Session::new(Some("2026-11-21T19:30:00+07:00".parse().unwrap()))
}

#[test]
fn a_book_is_made_closed_and_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("xã.tnso");
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
    let book = Book::create(&dir.path().join("sổ.tnso"), PASS, &new_book(), &session).unwrap();
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
