//! Property: whatever is done to any tables, undoing all of it restores every row of every table.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Every row of every table but the journal, as text.
fn dump(book: &Book) -> BTreeMap<String, Vec<String>> {
    let mut dump = BTreeMap::new();
    for table in tables::tables(book.conn()).unwrap() {
        let mut statement = book.conn().prepare(&format!("SELECT * FROM \"{table}\" ORDER BY id")).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..width).map(|i| Ok(format!("{:?}", row.get_ref(i)?))).collect::<rusqlite::Result<Vec<_>>>()
        });
        let rows = rows.unwrap().map(|row| row.unwrap().join(" ")).collect();
        dump.insert(table, rows);
    }
    dump
}

/// Tables with what is hard: a tree of references, REAL, NULL, quotes, text that looks like a number.
const TABLES: &str = "
    CREATE TABLE thing (
      id     TEXT NOT NULL PRIMARY KEY,
      parent TEXT REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED,
      text   TEXT,
      number REAL NOT NULL,
      whole  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE \"order\" (id TEXT NOT NULL PRIMARY KEY, \"group by\" TEXT NOT NULL, named TEXT NOT NULL UNIQUE) STRICT;";

/// One statement of an operation, on one of a few rows.
#[derive(Debug, Clone)]
enum Act {
    Add { id: u8, parent: u8, text: Option<String>, number: f64, whole: i64 },
    Move { id: u8, parent: u8 },
    Write { id: u8, text: Option<String>, number: f64 },
    Replace { id: u8, name: String },
    Delete { id: u8 },
    DeleteOrder { id: u8 },
}

fn act() -> impl Strategy<Value = Act> {
    let id = 0u8..6;
    let text = prop_oneof![
        Just(None),
        Just(Some("012345678901".to_owned())),
        Just(Some("Ngõ \"2\" \\ 'x'\n\u{1}".to_owned())),
        "\\PC{0,8}".prop_map(Some),
    ];
    let number =
        prop_oneof![Just(1.0), Just(0.1 + 0.2), any::<f64>().prop_filter("finite", |f| f.is_finite())];
    prop_oneof![
        (id.clone(), id.clone(), text.clone(), number.clone(), any::<i64>())
            .prop_map(|(id, parent, text, number, whole)| Act::Add { id, parent, text, number, whole }),
        (id.clone(), id.clone()).prop_map(|(id, parent)| Act::Move { id, parent }),
        (id.clone(), text, number).prop_map(|(id, text, number)| Act::Write { id, text, number }),
        (id.clone(), "[ab]").prop_map(|(id, name)| Act::Replace { id, name }),
        id.clone().prop_map(|id| Act::Delete { id }),
        id.prop_map(|id| Act::DeleteOrder { id }),
    ]
}

fn perform(tx: &Tx<'_>, act: &Act) -> rusqlite::Result<usize> {
    let conn = tx.conn();
    match act {
        Act::Add { id, parent, text, number, whole } => conn.execute(
            "INSERT OR REPLACE INTO thing VALUES ('t' || ?1, (SELECT id FROM thing WHERE id = 't' || ?2), ?3, ?4, ?5)",
            params![id, parent, text, number, whole],
        ),
        Act::Move { id, parent } => conn.execute(
            "UPDATE thing SET parent = (SELECT id FROM thing WHERE id = 't' || ?2) WHERE id = 't' || ?1",
            params![id, parent],
        ),
        Act::Write { id, text, number } => conn.execute(
            "UPDATE thing SET text = ?2, number = ?3 WHERE id >= 't' || ?1",
            params![id, text, number],
        ),
        Act::Replace { id, name } => {
            conn.execute("REPLACE INTO \"order\" VALUES ('o' || ?1, ?1 || ?2, ?2)", params![id, name])
        }
        Act::Delete { id } => conn.execute("DELETE FROM thing WHERE id = 't' || ?1", [id]),
        Act::DeleteOrder { id } => conn.execute("DELETE FROM \"order\" WHERE id = 'o' || ?1", [id]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_restores_all(operations in prop::collection::vec(prop::collection::vec(act(), 1..6), 1..8)) {
        let mut b = bench();
        b.book.conn.pragma_update(None, "query_only", false).unwrap();
        b.book.conn.execute_batch(TABLES).unwrap();
        journal::triggers::make_triggers(&b.book.conn).unwrap();
        b.book.conn.pragma_update(None, "query_only", true).unwrap();

        // The state before each operation that was taken; one that leaves dangling references is refused whole.
        let mut states = Vec::new();
        for operation in &operations {
            let before = dump(&b.book);
            let done = b.book.transact(&b.session, "test", (), |tx| {
                for act in operation {
                    perform(tx, act)?;
                }
                Ok(())
            });
            match done {
                Ok(Done { operation: Some(_), .. }) => states.push(before),
                Ok(_) => prop_assert_eq!(dump(&b.book), before),
                Err(e) => {
                    prop_assert_eq!(e.code, "book.dangling");
                    prop_assert_eq!(dump(&b.book), before);
                }
            }
        }
        let end = dump(&b.book);
        let mut undos = Vec::new();
        for before in states.iter().rev() {
            undos.push(b.undo(None).unwrap());
            prop_assert_eq!(&dump(&b.book), before);
        }
        // And redoing all brings the end back.
        for undo in undos.into_iter().rev() {
            b.undo(Some(undo)).unwrap();
        }
        prop_assert_eq!(dump(&b.book), end);
        b.book.check().unwrap();
    }
}
