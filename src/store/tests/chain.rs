//! Entries of the journal hold each other: what was changed from outside shows.

use super::*;

/// What `check` says after `sql` was run past the program.
fn after(b: &Bench, sql: &str) -> String {
    let conn = &b.book.conn;
    conn.pragma_update(None, "query_only", false).unwrap();
    conn.execute_batch("SAVEPOINT outside").unwrap();
    conn.execute_batch(sql).unwrap();
    let checked = b.book.check();
    conn.execute_batch("ROLLBACK TO outside; RELEASE outside").unwrap();
    conn.pragma_update(None, "query_only", true).unwrap();
    match checked {
        Ok(()) => String::new(),
        Err(e) if e.code == "book.journal_changed" => e.params["id"].clone(),
        Err(e) => e.code.to_owned(),
    }
}

#[test]
fn a_line_or_entry_that_was_changed_from_outside_is_named() {
    let mut b = bench();
    let ids: Vec<String> =
        [["An"], ["Bình"], ["Chi"]].iter().map(|name| b.add(name).operation.unwrap().to_string()).collect();
    b.undo(None).unwrap();
    b.book.note(&b.session, "reveal", &serde_json::json!({ "screen": "walk" })).unwrap();
    let check = |sql: &str, expect: &str| assert_eq!(after(&b, sql), expect, "{sql}");
    check("SELECT 1", "");
    check("UPDATE change SET row_id = 'Khác' WHERE row_id = 'Bình'", &ids[1]);
    check("UPDATE operation SET at = '2026-11-20T08:00:00+07:00' WHERE seq = 1", &ids[0]);
    check(&format!("UPDATE operation SET member_id = '{}' WHERE seq = 3", ids[0]), &ids[2]);
    check("UPDATE operation SET clock = '' WHERE seq = 2", &ids[1]);
    check("UPDATE operation SET params = '[\"Khác\"]' WHERE seq = 1", &ids[0]);
    check("UPDATE operation SET chain = '' WHERE seq = 1", &ids[0]);
    // Whoever is taken out is missing to the one after.
    check("DELETE FROM operation WHERE seq = 5; UPDATE operation SET undoes = NULL WHERE seq = 4", &{
        let history = b.book.history(9).unwrap();
        history.iter().find(|one| one.kind == "undo").unwrap().id.to_string()
    });
    // Nobody is erased by hand.
    check("UPDATE operation SET params = '{\"erased\":true}' WHERE seq = 1", &ids[0]);
}

#[test]
fn a_time_said_from_outside_stands_beside_the_computer_s_own() {
    let mut b = bench();
    b.add(&["An"]);
    let own: String = b.book.conn.query_row("SELECT clock FROM operation", [], |row| row.get(0)).unwrap();
    let (now, stated) = (own.parse::<DateTime<FixedOffset>>().unwrap(), b.session.now());
    assert!(now != stated && own.ends_with("+07:00"), "{own}");
    // Who works by the computer's own clock has no second time.
    let live = Session::new(None);
    b.book.transact(&live, "test", (), |tx| tx.add_member("Bình")).unwrap();
    let clock: String =
        b.book.conn.query_row("SELECT clock FROM operation WHERE seq = 2", [], |row| row.get(0)).unwrap();
    assert_eq!(clock, "");
}
