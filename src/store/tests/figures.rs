//! What the book costs on a commune of 130,000 people: `cargo test --lib store::tests::figures -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::*;

const PEOPLE: u32 = 120_000;

/// Prints what `act` took; gives its time on the processor.
fn time<T>(what: &str, act: impl FnOnce() -> T) -> (T, Duration) {
    let (start, cpu) = (Instant::now(), on_processor());
    let value = act();
    let (took, cpu) = (start.elapsed(), on_processor().saturating_sub(cpu));
    eprintln!("{what:<40} {:>8.1} ms, {:>8.1} ms on the processor", millis(took), millis(cpu));
    (value, if cpu.is_zero() { took } else { cpu })
}

fn millis(d: Duration) -> f64 {
    d.as_secs_f64() * 1000.0
}

/// Time that this thread has had a processor (Linux), which a busy machine does not change.
fn on_processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or(0))
}

/// As many units, households and people as a commune has, in the shape of an import.
fn import(tx: &Tx<'_>, session: &Session) -> Result<()> {
    let conn = tx.conn();
    let mut unit = conn.prepare_cached(
        "INSERT OR FAIL INTO unit (id, parent_id, kind, name, name_fold, code, position)
         VALUES (?1, (SELECT unit_id FROM book), 'thon', ?2, ?2, '', 1)",
    )?;
    let mut household = conn.prepare_cached(
        "INSERT OR FAIL INTO household (id, unit_id, code, head, alley, house_number, walk_order)
         VALUES (?1, ?2, '', ?3, 'Ngõ 12', '12/3A', 0)",
    )?;
    let mut citizen = conn.prepare_cached(
        "INSERT OR FAIL INTO citizen VALUES (?1, ?2, ?3, ?4, ?5, '1975-03-12', 'male', ?6, '', '0912345678', 'con',
           'thường trú', 'Thôn 1, Xã Thử Nghiệm', 'yes', 'no', '', '')",
    )?;
    let (mut unit_id, mut household_id) = (String::new(), String::new());
    for i in 0..PEOPLE {
        if i % 800 == 0 {
            unit_id = session.new_id().to_string();
            unit.execute(params![unit_id, format!("Thôn {i}")])?;
        }
        if i % 4 == 0 {
            household_id = session.new_id().to_string();
            household.execute(params![household_id, unit_id, format!("Nguyễn Văn {i}")])?;
        }
        citizen.execute(params![
            session.new_id().to_string(),
            household_id,
            unit_id,
            format!("CD-{i}"),
            format!("Nguyễn Thị Thử {i}"),
            format!("{:012}", u64::from(i) * 1_000_003 % 999_999_999_999),
        ])?;
    }
    Ok(())
}

#[test]
#[ignore = "takes half a minute; prints figures"]
fn figures() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("xã.tungnha");
    let session = session();
    let (mut book, _) = time("create", || Book::create(&path, PASS, &new_book(), &session).unwrap());

    book.conn.pragma_update(None, "query_only", false).unwrap();
    journal::triggers::drop_triggers(&book.conn).unwrap();
    book.conn.execute_batch("BEGIN").unwrap();
    let (_, bare) = time("120,000 people without journal", || import(&Tx::of(&book), &session).unwrap());
    book.conn.execute_batch("ROLLBACK").unwrap();
    journal::triggers::make_triggers(&book.conn).unwrap();
    book.conn.pragma_update(None, "query_only", true).unwrap();

    let (done, _) = time("120,000 people, whole operation", || {
        book.transact(&session, "test", (), |tx| {
            let (_, noted) = time("120,000 people with journal", || import(tx, &session).unwrap());
            eprintln!("{:<40} {:>8.1} ms on the processor", "  journal", millis(noted.saturating_sub(bare)));
            Ok(())
        })
        .unwrap()
    });
    eprintln!("book {} MB", std::fs::metadata(&path).unwrap().len() / 1_000_000);
    time("update of 85,000 rows", || {
        book.transact(&session, "test", (), |tx| {
            Ok(tx.conn().execute(
                "UPDATE citizen SET note = 'x' WHERE id IN (SELECT id FROM citizen LIMIT 85000)",
                [],
            )?)
        })
        .unwrap()
    });
    time("undo of it", || book.undo(None, &session).unwrap());
    for _ in 0..3 {
        let id = session.new_id().to_string();
        time("one visit", || {
            book.transact(&session, "test", (), |tx| {
                tx.conn().execute(
                    "INSERT INTO visit VALUES (?1, (SELECT id FROM citizen WHERE code = 'CD-777'), '2026', 'absent', 0,
                       '', '', '', NULL, '', NULL, '', NULL)",
                    [&id],
                )?;
                Ok(())
            })
            .unwrap()
        });
    }
    time("history of 50", || book.history(50).unwrap());
    for _ in 0..3 {
        book.undo(None, &session).unwrap();
    }
    time("history of 50", || book.history(50).unwrap());
    let (_, copied) =
        time("backup", || book.backup_before(&session, BackupReason::Import).unwrap().finish().unwrap());
    time("  of it counting", || backup::counts(&book.conn).unwrap());
    let (_, undone) = time("undo of the import", || book.undo(done.operation, &session).unwrap());
    eprintln!("book {} MB", std::fs::metadata(&path).unwrap().len() / 1_000_000);
    time("redo of the import", || {
        let undo = book.history(1).unwrap()[0].id;
        book.undo(Some(undo), &session).unwrap()
    });
    time("check", || book.check().unwrap());
    drop(book);
    time("open with the day's backup", || drop(Book::open(&path, PASS, &session).unwrap()));
    time("open", || drop(Book::open(&path, PASS, &session).unwrap()));
    assert!(
        undone < Duration::from_secs(10) && copied < Duration::from_secs(5),
        "far slower than measured before"
    );
}
