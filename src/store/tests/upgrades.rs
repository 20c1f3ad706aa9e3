//! Books of older versions are raised, and are then as fresh ones.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::*;

/// The schema of the first version, as it was given out.
const FIRST: &str = include_str!("schema_1.sql");

/// One row of each table that the steps make anew, in the words of the first version.
const ROWS: &str = "
    INSERT INTO household SELECT 'h', id, '1', 'An', 'Ngõ 2', '4', 0 FROM unit LIMIT 1;
    INSERT INTO citizen SELECT 'c', 'h', id, 'M1', 'Nguyễn Văn An', '1990', 'male', '', '', '', '', '', '', '', '', '', ''
      FROM unit LIMIT 1;
    INSERT INTO import VALUES ('i', 'roster', 'ds.xlsx', '', '2026-11-21T19:30:00+07:00', '{}');
    INSERT INTO roster VALUES ('r', '2026-11-20', 'i');
    INSERT INTO roster_entry VALUES
      ('e', 'r', 'DS', 7, 'Nguyễn Văn An', '1990', 'male', '', '', '', '', '', '', 'active', 2, '', '2026-11-19', '');
    INSERT INTO match VALUES ('e', 'r', 'matched', 'c', 'number', 1.0, '{}', 'c', 0);
    INSERT INTO pinned_key SELECT 'k', id, 'Thôn 1', 'vân tay', '' FROM unit LIMIT 1;
    INSERT INTO summary_file SELECT 's', id, 1, '2026-11-20', '2026-11-20T21:00:00+07:00', '', '2026-11-20T22:00:00+07:00', '{}'
      FROM unit LIMIT 1;
    INSERT INTO summary_day SELECT 's 2026-11-20', 's', id, '2026-11-20', 1, '2026-11-20T21:00:00+07:00', '', '[]'
      FROM unit LIMIT 1;";

/// A book of the first version in a folder: what a present one holds, in the tables of then, with [`ROWS`].
fn older_book() -> (tempfile::TempDir, PathBuf) {
    let mut b = bench();
    b.add(&["An"]);
    let Bench { book, dir, .. } = b;
    let conn = &book.conn;
    conn.pragma_update(None, "query_only", false).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    journal::triggers::drop_triggers(conn).unwrap();
    let held: Vec<(String, Vec<Vec<Value>>)> = ["book", "unit", "unit_past", "member", "operation", "change"]
        .map(|table| (table.into(), rows(conn, table)))
        .into();
    for table in tables::tables(conn).unwrap().iter().map(String::as_str).chain(tables::JOURNAL) {
        conn.execute_batch(&format!("DROP TABLE \"{table}\"")).unwrap();
    }
    conn.execute_batch(FIRST).unwrap();
    for (table, rows) in held {
        let columns = conn.prepare(&format!("SELECT * FROM {table}")).unwrap().column_count();
        for mut row in rows {
            // What came since stands last.
            row.truncate(columns);
            let places = vec!["?"; row.len()].join(", ");
            conn.execute(&format!("INSERT INTO {table} VALUES ({places})"), params_from_iter(row)).unwrap();
        }
    }
    conn.execute_batch(ROWS).unwrap();
    conn.execute("UPDATE operation SET schema_version = 1", []).unwrap();
    migrate::seal(conn, 1).unwrap();
    (dir, book.path().to_owned())
}

fn rows(conn: &Connection, table: &str) -> Vec<Vec<Value>> {
    let mut all = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = all.column_count();
    let rows = all.query_map([], |row| (0..columns).map(|i| row.get(i)).collect()).unwrap();
    rows.map(|row: rusqlite::Result<Vec<Value>>| row.unwrap()).collect()
}

/// The whole schema: every object, with its SQL freed of comments, quotes and the way it is laid out; every column.
fn schema(conn: &Connection) -> Vec<String> {
    let plain = |sql: String| -> String {
        let code: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap()).collect();
        code.concat().chars().filter(|c| !c.is_whitespace() && *c != '"').collect()
    };
    let mut found = Vec::new();
    let mut all = conn.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").unwrap();
    let objects = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    for (kind, name, sql) in objects.map(|o: rusqlite::Result<(String, String, String)>| o.unwrap()) {
        found.push(format!("{kind} {name}: {}", plain(sql)));
        let mut columns = conn
            .prepare("SELECT cid, name, type, \"notnull\", coalesce(dflt_value, '-'), pk FROM pragma_table_xinfo(?1)")
            .unwrap();
        let mut rows = columns.query([&name]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..6).map(|i| format!("{:?}", row.get_ref(i).unwrap())).collect();
            found.push(format!("{name}: {}", values.join(" ")));
        }
    }
    found.sort();
    found
}

#[test]
fn an_upgraded_book_equals_a_fresh_one() {
    let (_dir, path) = older_book();
    let fresh = bench();
    let older = connect(&path, &Key::new(PASS, key::salt_of(&path).unwrap()).unwrap()).unwrap();
    assert_ne!(schema(&older), schema(fresh.book.conn()), "the older book is older");
    drop(older);

    let mut book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(schema(book.conn()), schema(fresh.book.conn()));
    assert_eq!(book.info().unwrap().version, migrate::VERSION);
    book.check().unwrap();

    let backups = book.list_backups().unwrap();
    assert_eq!(backups.len(), 1);
    assert_eq!(backups[0].reason, BackupReason::Upgrade);
    // What was done before can be read, not undone.
    assert_eq!(book.history(9).unwrap()[0].can_undo.as_ref().unwrap_err().code, "undo.older_version");
    assert_eq!(book.undo(None, &session()).unwrap_err().code, "undo.older_version");
}

#[test]
fn an_upgraded_book_holds_what_it_held() {
    let (_dir, path) = older_book();
    let book = Book::open(&path, PASS, &session()).unwrap();
    let text = |sql: &str| -> String { book.conn.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(text("SELECT name || ' ' || birth || ' ' || sex FROM citizen"), "Nguyễn Văn An 1990 male");
    assert_eq!(text("SELECT alley || ' ' || house_number || note FROM household"), "Ngõ 2 4");
    assert_eq!(text("SELECT state || ' ' || level || ' ' || activated_on FROM match"), "active 2 2026-11-19");
    assert_eq!(text("SELECT fingerprint || replaced_by FROM pinned_key"), "vân tay");
    assert_eq!(text("SELECT day || ' ' || era || ' ' || sequence FROM summary_file"), "2026-11-20 0 1");
    assert_eq!(text("SELECT id || ' ' || era || ' ' || stated FROM summary_day"), "s 2026-11-20 0 []");
}

#[test]
fn sheets_are_counted_on_from_those_that_were_printed() {
    let (_dir, path) = older_book();
    let second = Book::open_with(&path, PASS, &session(), 2, &migrate::STEPS[..1]).unwrap();
    second.conn.pragma_update(None, "query_only", false).unwrap();
    let printed = "INSERT INTO walk_sheet SELECT 'w', 4, id, '2026-11-20', '[]' FROM unit LIMIT 1";
    second.conn.execute_batch(printed).unwrap();
    drop(second);
    let book = Book::open(&path, PASS, &session()).unwrap();
    let next: u32 = book.conn.query_row("SELECT next_sheet FROM book", [], |row| row.get(0)).unwrap();
    assert_eq!(next, 5);
}

#[test]
fn a_step_that_fails_leaves_the_older_book() {
    let (_dir, path) = older_book();
    let bad = migrate::Step { to: migrate::VERSION, sql: "DROP TABLE visit; CREATE TABLE nonsense" };
    assert!(Book::open_with(&path, PASS, &session(), migrate::VERSION, &[bad]).is_err());
    let book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(book.info().unwrap().citizens, 1);
    book.check().unwrap();
}

#[test]
fn a_step_that_leaves_dangling_references_is_refused() {
    let (_dir, path) = older_book();
    let bad = migrate::Step { to: migrate::VERSION, sql: "DELETE FROM unit" };
    let refused = Book::open_with(&path, PASS, &session(), migrate::VERSION, &[bad]).map(drop).unwrap_err();
    assert_eq!(refused.code, "book.damaged");
    let book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(book.info().unwrap().units, 1);
}

#[test]
fn the_steps_lead_from_the_first_version_to_the_present_one() {
    let mut versions = vec![1];
    versions.extend(migrate::STEPS.iter().map(|step| step.to));
    assert!(versions.windows(2).all(|pair| pair[1] == pair[0] + 1), "no step is left out");
    assert_eq!(versions.last(), Some(&migrate::VERSION));
}
