//! Property: whatever is done to any tables, undoing all of it restores every row of every table.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Every row of every table but the journal, as text.
fn dump(book: &Book) -> BTreeMap<String, Vec<String>> {
    let mut dump = BTreeMap::new();
    for table in journal::tables(book.conn()).unwrap() {
        let mut statement = book.conn().prepare(&format!("SELECT * FROM {table} ORDER BY id")).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..width).map(|i| Ok(format!("{:?}", row.get_ref(i)?))).collect::<rusqlite::Result<Vec<_>>>()
        });
        let rows = rows.unwrap().map(|row| row.unwrap().join(" ")).collect();
        dump.insert(table, rows);
    }
    dump
}

/// One statement of an operation, on one of a few rows of tables of every kind: a tree, a REAL, NULLs, quotes.
#[derive(Debug, Clone)]
enum Act {
    AddUnit { id: u8, parent: u8 },
    MoveUnit { id: u8, parent: u8 },
    RenameUnit { id: u8, name: String },
    AddEntry { id: u8, score: f64, raw: String },
    Score { id: u8, score: f64 },
    Replace { id: u8, name: String },
    Delete { table: &'static str, id: u8 },
}

fn act() -> impl Strategy<Value = Act> {
    let id = 0u8..6;
    let text = prop_oneof![Just(String::new()), Just("Ngõ \"2\" \\ 'x'\n\u{1}".to_owned()), "\\PC{0,8}"];
    let score =
        prop_oneof![Just(0.0), Just(1.0), Just(0.1 + 0.2), any::<f64>().prop_filter("", |f| f.is_finite())];
    prop_oneof![
        (id.clone(), 0u8..6).prop_map(|(id, parent)| Act::AddUnit { id, parent }),
        (id.clone(), 0u8..6).prop_map(|(id, parent)| Act::MoveUnit { id, parent }),
        (id.clone(), text.clone()).prop_map(|(id, name)| Act::RenameUnit { id, name }),
        (id.clone(), score.clone(), text.clone()).prop_map(|(id, score, raw)| Act::AddEntry {
            id,
            score,
            raw
        }),
        (id.clone(), score).prop_map(|(id, score)| Act::Score { id, score }),
        (id.clone(), text).prop_map(|(id, name)| Act::Replace { id, name }),
        (prop_oneof![Just("unit"), Just("roster_entry"), Just("member")], id)
            .prop_map(|(table, id)| Act::Delete { table, id }),
    ]
}

fn perform(tx: &Tx<'_>, act: &Act) -> rusqlite::Result<usize> {
    let conn = tx.conn();
    match act {
        Act::AddUnit { id, parent } => conn.execute(
            "INSERT OR IGNORE INTO unit SELECT 'u' || ?1, (SELECT id FROM unit WHERE id = 'u' || ?2), '', '', '', '', ?1",
            params![id, parent],
        ),
        Act::MoveUnit { id, parent } => conn.execute(
            "UPDATE unit SET parent_id = (SELECT id FROM unit WHERE id = 'u' || ?2) WHERE id = 'u' || ?1",
            params![id, parent],
        ),
        Act::RenameUnit { id, name } => {
            conn.execute("UPDATE unit SET name = ?2, kind = ?2 WHERE id >= 'u' || ?1", params![id, name])
        }
        Act::AddEntry { id, score, raw } => conn.execute(
            "INSERT OR REPLACE INTO roster_entry VALUES ('e' || ?1, 'r', 'S', ?1, ?3, '1950', '', '', '', '', '', '',
               '', 'unknown', 0, '', '', ?3, '', NULL, '', ?2, '', '', 0)",
            params![id, score, raw],
        ),
        Act::Score { id, score } => {
            conn.execute("UPDATE roster_entry SET score = ?2 WHERE id = 'e' || ?1", params![id, score])
        }
        Act::Replace { id, name } => {
            conn.execute("REPLACE INTO member VALUES ('m' || ?1, ?2, '', '')", params![id, name])
        }
        Act::Delete { table, id } => {
            let prefix = table.get(..1).unwrap_or_default().replace('r', "e");
            conn.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [format!("{prefix}{id}")])
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_restores_all(operations in prop::collection::vec(prop::collection::vec(act(), 1..6), 1..8)) {
        let mut b = bench();
        b.book.transact(&b.session, "test", (), |tx| {
            tx.conn().execute("INSERT INTO import VALUES ('i', 'roster', '', '', '', '')", [])?;
            Ok(tx.conn().execute("INSERT INTO roster VALUES ('r', '2026-11-01', 'i')", [])?)
        }).unwrap();

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
