//! Books of older versions are raised, and are then as fresh ones.

use super::*;

/// What makes a version 0 of the present schema: an older book as the upgrade below expects it. No older version has
/// been given out yet; a real one stands here as a file of its own once there is.
const DOWN: &str = "
    DROP INDEX visit_at;
    ALTER TABLE campaign DROP COLUMN last_day;
    DROP TABLE layout;";

/// The step back up, as its author would write it, with the tables as `schema.sql` has them.
fn step() -> migrate::Step {
    let fresh = bench();
    let sql = |name: &str| -> String {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = ?1";
        fresh.book.conn().query_row(sql, [name], |row| row.get(0)).unwrap()
    };
    let sql = format!(
        "{}; {};
         ALTER TABLE campaign ADD COLUMN last_day TEXT NOT NULL DEFAULT '';
         {};
         INSERT INTO new_campaign SELECT * FROM campaign;
         DROP TABLE campaign;
         ALTER TABLE new_campaign RENAME TO campaign;",
        sql("layout"),
        sql("visit_at"),
        sql("campaign").replace("CREATE TABLE campaign", "CREATE TABLE new_campaign"),
    );
    migrate::Step { to: migrate::VERSION, sql: sql.leak() }
}

/// An older book in a folder, with a member in it.
fn older_book() -> (tempfile::TempDir, PathBuf) {
    let mut b = bench();
    b.add(&["An"]);
    let Bench { book, dir, .. } = b;
    book.conn.pragma_update(None, "query_only", false).unwrap();
    journal::drop_triggers(&book.conn).unwrap();
    book.conn.execute_batch(DOWN).unwrap();
    migrate::seal(&book.conn, migrate::VERSION - 1).unwrap();
    book.conn.execute("UPDATE operation SET schema_version = ?1", [migrate::VERSION - 1]).unwrap();
    (dir, book.path().to_owned())
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

    let mut book = Book::open_with(&path, PASS, &session(), migrate::VERSION, &[step()]).unwrap();
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
fn a_step_that_fails_leaves_the_older_book() {
    let (_dir, path) = older_book();
    let bad = migrate::Step { to: migrate::VERSION, sql: "DROP TABLE visit; CREATE TABLE nonsense" };
    assert!(Book::open_with(&path, PASS, &session(), migrate::VERSION, &[bad]).is_err());
    let book = Book::open_with(&path, PASS, &session(), migrate::VERSION, &[step()]).unwrap();
    assert_eq!(book.info().unwrap().visits, 0);
    book.check().unwrap();
}

#[test]
fn a_step_that_leaves_dangling_references_is_refused() {
    let (_dir, path) = older_book();
    let bad = migrate::Step { to: migrate::VERSION, sql: "DELETE FROM unit" };
    let refused = Book::open_with(&path, PASS, &session(), migrate::VERSION, &[bad]).map(drop).unwrap_err();
    assert_eq!(refused.code, "book.damaged");
    let book = Book::open_with(&path, PASS, &session(), migrate::VERSION, &[step()]).unwrap();
    assert_eq!(book.info().unwrap().units, 1);
}

/// What takes the steps back, the last one first.
const BACK: &str = "
    DROP TABLE walk_sheet;
    ALTER TABLE household DROP COLUMN note;";

#[test]
fn the_steps_from_the_first_version_lead_to_the_schema() {
    let mut b = bench();
    b.add(&["An"]);
    let Bench { book, dir: _dir, .. } = b;
    let path = book.path().to_owned();
    book.conn.pragma_update(None, "query_only", false).unwrap();
    journal::drop_triggers(&book.conn).unwrap();
    book.conn.execute_batch(BACK).unwrap();
    migrate::seal(&book.conn, 1).unwrap();
    drop(book);
    let book = Book::open(&path, PASS, &session()).unwrap();
    assert_eq!(schema(book.conn()), schema(bench().book.conn()));
    book.check().unwrap();
}

#[test]
fn the_steps_end_at_the_schema() {
    let mut versions = vec![1];
    versions.extend(migrate::STEPS.iter().map(|step| step.to));
    assert!(versions.windows(2).all(|pair| pair[1] == pair[0] + 1), "no step is left out");
    assert_eq!(versions.last(), Some(&migrate::VERSION));
}
