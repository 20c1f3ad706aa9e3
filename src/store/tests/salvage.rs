//! A damaged book is opened into a new one; what is read and what is lost make up what there was.

use rand::{RngExt, SeedableRng};

use super::refusals::state;
use super::*;

/// A closed book of 1,000 people in 250 households, half of them visited, with its rows by table.
fn people() -> (tempfile::TempDir, PathBuf, Vec<(String, u32)>) {
    let mut b = bench();
    b.book
        .transact(&b.session, "test", (), |tx| {
            let conn = tx.conn();
            tx.add_member("Lê Thị Mơ")?;
            for i in 0..250 {
                conn.execute(
                    "INSERT INTO household (id, unit_id, code, head, alley, house_number, walk_order)
                     SELECT ?1, unit_id, ?1, 'Nguyễn Văn An', 'Ngõ 2', '4', 0 FROM book",
                    [format!("h{i:03}")],
                )?;
            }
            for i in 0..1000 {
                conn.execute(
                    "INSERT INTO citizen SELECT ?1, ?2, unit_id, ?1, ?3, '1990', 'male', '', '', '', '', '', '', '', '', '',
                       '' FROM book",
                    [format!("c{i:03}"), format!("h{:03}", i / 4), format!("Nguyễn Văn Thứ {i}")],
                )?;
            }
            Ok(())
        })
        .unwrap();
    for i in 0..500 {
        b.book
            .transact(&b.session, "test", (), |tx| {
                tx.conn().execute(
                    "INSERT INTO visit VALUES (?1, ?2, '2026-11-21T19:00:00+07:00', 'absent', 0, '', '', '', 'Lê Thị Mơ', '', NULL, '', NULL)",
                    [format!("v{i:03}"), format!("c{:03}", i * 2)],
                )?;
                Ok(())
            })
            .unwrap();
    }
    let all = rows(&b.book);
    let Bench { book, dir, .. } = b;
    let path = book.path().to_owned();
    drop(book);
    (dir, path, all)
}

fn rows(book: &Book) -> Vec<(String, u32)> {
    let mut tables = tables::tables(book.conn()).unwrap();
    tables.extend(tables::JOURNAL.map(str::to_owned));
    tables.sort();
    let count = |table: &String| -> u32 {
        book.conn().query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0)).unwrap()
    };
    tables.iter().map(|table| (table.clone(), count(table))).collect()
}

#[test]
fn what_is_read_and_what_is_lost_make_up_what_there_was() {
    let (dir, path, all) = people();
    let whole = std::fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let (mut saved, mut beyond, mut lost_rows) = (0, 0, 0);
    // Where the schema itself is hit, nothing can be saved: of a book this small it takes a third of the pages.
    for round in 0..20 {
        let mut spoilt = whole.clone();
        let damaged: Vec<usize> = (0..4).map(|_| random.random_range(1..pages)).collect();
        damaged.iter().for_each(|page| spoilt[page * 4096 + 1000] ^= 4);
        std::fs::write(&path, &spoilt).unwrap();
        let out = dir.path().join(format!("cứu {round}.tungnha"));
        let before = state(dir.path());
        match Book::salvage(&path, PASS, &out, &session()) {
            Ok(salvaged) => {
                saved += 1;
                let at = format!("round {round}, pages {damaged:?} of {pages}");
                let found: Vec<_> =
                    salvaged.tables.iter().map(|t| (t.table.clone(), t.read + t.lost)).collect();
                assert_eq!(found, all, "{at}");
                let told = salvaged.lost.iter().filter(|row| row.why != Lost::Reference).count();
                assert_eq!(told, salvaged.tables.iter().map(|t| t.lost as usize).sum::<usize>(), "{at}");
                lost_rows += told;
                let book = Book::open(&out, PASS, &session()).unwrap();
                book.check().unwrap_or_else(|e| panic!("{at}: {e}"));
                // Its own entry comes on top, and the place of its first backup.
                let own = ["operation", "backup_place"];
                let read: Vec<_> = salvaged
                    .tables
                    .iter()
                    .map(|t| (t.table.clone(), t.read + u32::from(own.contains(&t.table.as_str()))))
                    .collect();
                assert_eq!(rows(&book), read, "{at}");
                assert_eq!(book.history(1).unwrap()[0].kind, "salvage");
                // Undo would need lines that may be gone.
                assert!(book.history(3).unwrap().iter().all(|entry| entry.can_undo.is_err()));
            }
            Err(refused) => {
                assert_eq!(refused.code, "book.beyond_salvage", "{refused}");
                assert!(state(dir.path()) == before, "something is left");
                beyond += 1;
            }
        }
        assert_eq!(std::fs::read(&path).unwrap(), spoilt, "the damaged book stays as it is");
    }
    eprintln!("{saved} saved, {beyond} beyond, {lost_rows} rows lost");
    assert!(saved >= 6 && lost_rows > 50, "{saved} saved, {beyond} beyond, {lost_rows} rows lost");
}

#[test]
fn a_sound_book_loses_nothing() {
    let (dir, path, all) = people();
    let out = dir.path().join("cứu.tungnha");
    let salvaged = Book::salvage(&path, PASS, &out, &session()).unwrap();
    assert!(salvaged.lost.is_empty());
    assert_eq!(salvaged.tables.iter().map(|t| (t.table.clone(), t.read)).collect::<Vec<_>>(), all);
    assert_eq!(Book::salvage(&path, PASS, &out, &session()).unwrap_err().code, "book.exists");
    let other = dir.path().join("khác.tungnha");
    assert_eq!(
        Book::salvage(&path, "câu khác hẳn", &other, &session()).unwrap_err().code,
        "book.wrong_passphrase"
    );
}

#[test]
fn a_book_that_was_cut_off_is_saved_as_far_as_it_goes() {
    let (dir, path, all) = people();
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 10 * 4096 - 100]).unwrap();
    assert_eq!(Book::open(&path, PASS, &session()).map(drop).unwrap_err().code, "book.damaged");
    let salvaged = Book::salvage(&path, PASS, &dir.path().join("cứu.tungnha"), &session()).unwrap();
    assert!(!salvaged.lost.is_empty());
    let people =
        |tables: &[SalvagedTable]| tables.iter().find(|t| t.table == "citizen").map(|t| t.read + t.lost);
    assert_eq!(people(&salvaged.tables), all.iter().find(|(table, _)| table == "citizen").map(|(_, n)| *n));
}
