//! A disk that fails while a change is committed: what is said of the change is true, whoever looks.

use std::process::{Command, Stdio};

use super::*;

/// Set for the child: the book.
const CHILD: &str = "TUNG_NHA_TEST_SYNCS";
/// The file that makes the disk fail once it is there.
const FAILS: &str = "TUNG_NHA_TEST_FAILS";

/// Not a test: the child of the test below. It changes the book on a disk that fails, says what it was told, and is gone
/// without closing the book.
#[test]
#[ignore = "the child of a test"]
fn child() {
    let (Ok(path), Ok(fails)) = (std::env::var(CHILD), std::env::var(FAILS)) else { return };
    let path = PathBuf::from(path);
    let session = session();
    let mut book = Book::open(&path, PASS, &session).unwrap();
    let mut add = |name: &str| {
        book.transact(&session, "test", (), |tx| tx.add_member(name)).map_or_else(|e| e.code, |_| "")
    };
    if fails.ends_with("later") {
        assert_eq!(add("An"), "");
    }
    std::fs::write(&fails, "").unwrap();
    std::fs::write(path.with_extension("told"), add("Bình")).unwrap();
    std::process::abort();
}

#[test]
fn what_is_said_after_a_failed_sync_is_true() {
    let dir = tempfile::tempdir().unwrap();
    let shim = dir.path().join("no_sync.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/tests/no_sync.c");
    let built =
        Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&shim).arg(source).arg("-ldl").status();
    if !cfg!(target_os = "linux") || !built.is_ok_and(|status| status.success()) {
        return;
    }
    for when in ["at once", "later"] {
        let b = bench();
        let path = b.book.path().to_owned();
        drop(b.book);
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::syncs::child", "--ignored", "--nocapture"])
            .env(CHILD, &path)
            .env(FAILS, dir.path().join(when))
            .env("LD_PRELOAD", &shim)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!ended.success());
        let told = std::fs::read_to_string(path.with_extension("told")).unwrap();
        let book = Book::open(&path, PASS, &session()).unwrap();
        book.check().unwrap();
        let there: bool = book
            .conn()
            .query_row("SELECT count(*) FROM member WHERE name = 'Bình'", [], |row| row.get(0))
            .unwrap();
        let expect = if there { "book.done_unsynced" } else { "book.disk_failed" };
        assert_eq!(told, expect, "{when}: there {there}");
    }
}
