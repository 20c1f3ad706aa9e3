//! A program killed at any moment (kill -9, power cut) loses nothing that was committed and leaves nothing half done.

use std::io::Write;
use std::process::{Command, Stdio};

use rand::{RngExt, SeedableRng};

use super::*;

/// Set for the child that is killed: the book, and the file that it notes its committed operations in.
const CHILD: &str = "TUNG_NHA_TEST_KILLED";

/// Not a test: the child of the tests below, working until it is killed. Small changes as of visits, big ones as of
/// imports, undos and backups.
#[test]
#[ignore = "the child of the kill tests"]
fn child() {
    let Ok(path) = std::env::var(CHILD) else { return };
    let path = PathBuf::from(path);
    let session = Session::new(None);
    let mut book = Book::open(&path, PASS, &session).unwrap();
    let mut committed = std::fs::File::options().append(true).open(path.with_extension("committed")).unwrap();
    // It ends by itself should its parent be gone.
    let start = std::time::Instant::now();
    for round in (0u32..).take_while(|_| start.elapsed() < Duration::from_secs(120)) {
        let rows = if round % 5 == 0 { 3000 } else { 1 + round % 7 };
        let name = format!("{} {round}", session.new_id());
        let done = book
            .transact(&session, "test", (&name, rows), |tx| {
                (0..rows).try_for_each(|i| tx.add_member(&format!("{name}/{i}")))
            })
            .unwrap();
        writeln!(committed, "{} {rows}", done.operation.unwrap()).unwrap();
        if round % 4 == 3 {
            let done = book.undo(None, &session).unwrap();
            writeln!(committed, "{} {}", done.operation.unwrap(), done.value.rows).unwrap();
        }
        if round % 11 == 7 {
            book.backup_before(&session, BackupReason::Import).unwrap().finish().unwrap();
        }
    }
}

/// The power went while pages were moved from the log into the book: the log still has those that are torn there, and
/// the last one, of which a part was written.
#[test]
fn what_its_log_still_has_is_no_damage() {
    const FRAME: usize = 24 + 4096;
    let mut b = bench();
    b.add(&["An", "Bình"]);
    let wal = |path: &Path| path.with_file_name(format!("{}-wal", path.file_name().unwrap().display()));
    let log = std::fs::read(wal(b.book.path())).unwrap();
    for part_of_a_page in [0, 512] {
        let dir = tempfile::tempdir().unwrap();
        let copy = dir.path().join("so.tungnha");
        let mut pages = std::fs::read(b.book.path()).unwrap();
        for frame in log[32..].chunks_exact(FRAME) {
            let page = u32::from_be_bytes(frame[..4].try_into().unwrap()) as usize;
            // All but the salt of the book.
            pages.iter_mut().skip((page - 1) * 4096 + 2048).take(2048).for_each(|byte| *byte = 7);
        }
        pages.resize(pages.len() + part_of_a_page, 7);
        std::fs::write(&copy, pages).unwrap();
        std::fs::write(wal(&copy), &log).unwrap();
        // The day's backup is there: making it would move the pages.
        let backups = folder_of(&copy);
        std::fs::create_dir(&backups).unwrap();
        std::fs::write(backups.join("2026-11-21_190000_hang-ngay.tungnha"), "").unwrap();
        let book = Book::open(&copy, PASS, &session()).unwrap();
        book.check().unwrap();
        assert_eq!(std::fs::metadata(&copy).unwrap().len() % 4096, 0);
    }
}

/// Kills the child `times` times after a random while and looks at the book each time.
fn kill(times: u32, seed: u64) {
    let b = bench();
    let path = b.book.path().to_owned();
    drop(b.book);
    let notes = path.with_extension("committed");
    std::fs::write(&notes, "").unwrap();
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let mut seen = 0;
    for time in 0..times {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::kills::child", "--ignored", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Every fourth while it opens the book, the others while it works.
        let told = std::fs::metadata(&notes).unwrap().len();
        let opening = time % 4 == 3;
        for _ in 0..3000 {
            if opening || std::fs::metadata(&notes).unwrap().len() > told {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(Duration::from_millis(random.random_range(0..500)));
        child.kill().unwrap();
        child.wait().unwrap();

        let book = Book::open(&path, PASS, &Session::new(None)).unwrap();
        let at = format!("seed {seed}, kill {time}");
        book.check().unwrap_or_else(|e| panic!("{at}: {e}"));
        let lines =
            |sql: &str, id: &str| -> u32 { book.conn().query_row(sql, [id], |row| row.get(0)).unwrap() };
        let text = std::fs::read_to_string(&notes).unwrap();
        // The last line may be cut: then it was not told to anybody.
        let told: Vec<_> = text.split_inclusive('\n').filter(|l| l.ends_with('\n')).collect();
        for (id, rows) in told.iter().skip(seen).filter_map(|line| line.trim().split_once(' ')) {
            let sql = "SELECT coalesce(max(last_change - first_change + 1), 0) FROM operation WHERE id = ?1";
            assert_eq!(lines(sql, id).to_string(), rows, "{at}: a committed operation is lost or half");
        }
        seen = told.len();
        // Every line belongs to an operation, and the rows are those that the lines make.
        assert_eq!(
            lines(
                "SELECT (SELECT coalesce(max(seq), 0) FROM change) - coalesce(max(last_change), 0) FROM operation WHERE ?1 <> ''",
                "x"
            ),
            0,
            "{at}: half an operation"
        );
        let sql = "SELECT (SELECT count(*) FROM member WHERE ?1 <> '')
             - (SELECT count(*) FILTER (WHERE action = 'insert') - count(*) FILTER (WHERE action = 'delete') FROM change)";
        assert_eq!(lines(sql, "x"), 0, "{at}: rows without lines");
        drop(book);
        std::fs::write(&notes, told.concat()).unwrap();
    }
    assert!(seen > 0, "the child never got to work");
}

#[test]
fn killed_twenty_times() {
    kill(20, 1);
}

#[test]
#[ignore = "takes a quarter of an hour: cargo xtask torture"]
fn killed_a_thousand_times() {
    // Ten books: all of a book is looked at after every kill, and it grows with each.
    for seed in 2..12 {
        kill(100, seed);
    }
}
