//! A member's own secret opens the book as the book's passphrase does, and only while the book says so.

use super::slots::key_file;
use super::*;
use crate::domain::member::Member;

const MAU: &str = "chuồn chuồn bay thấp thì mưa";
const THU: &str = "gió đưa cành trúc la đà";
const NEW: &str = "bảy nổi ba chìm với nước non";

/// A book with two members who have secrets, and an import of people nobody needs here.
struct Team {
    b: Bench,
    mau: Member,
    thu: Member,
}

fn named(b: &mut Bench, name: &str) -> Member {
    let member = Member {
        id: MemberId(b.session.new_id()),
        name: name.to_owned(),
        phone: String::new(),
        role: None,
        rights: None,
        unit: None,
    };
    b.book.transact(&b.session, "test", (), |tx| tx.insert_member(member.id, name)).unwrap();
    member
}

fn team() -> Team {
    let mut b = bench();
    let (mau, thu) = (named(&mut b, "Bùi Văn Mẫu"), named(&mut b, "Lò Thị Thử"));
    b.book.set_secret(&mau, MAU, &b.session).unwrap();
    b.book.set_secret(&thu, THU, &b.session).unwrap();
    Team { b, mau, thu }
}

impl Team {
    /// Closes the book; its file.
    fn close(self) -> (tempfile::TempDir, PathBuf) {
        let Bench { book, dir, .. } = self.b;
        (dir, book.path().to_owned())
    }
}

/// Who a typed secret lets in: a name, nobody (`passphrase`), or the refusal.
fn opens(path: &Path, typed: &str) -> String {
    match Book::open(path, typed, &session()) {
        Ok(book) => match book.opened_by() {
            Some(id) => book.member(id).unwrap().unwrap().name,
            None => "passphrase".to_owned(),
        },
        Err(e) => e.code.to_owned(),
    }
}

#[test]
fn whoever_opens_by_a_secret_is_that_member() {
    let (_dir, path) = team().close();
    assert_eq!(opens(&path, MAU), "Bùi Văn Mẫu");
    assert_eq!(opens(&path, THU), "Lò Thị Thử");
    // As another keyboard types it.
    use unicode_normalization::UnicodeNormalization;
    assert_eq!(opens(&path, &MAU.nfd().collect::<String>()), "Bùi Văn Mẫu");
    assert_eq!(opens(&path, PASS), "passphrase");
    assert_eq!(opens(&path, "một câu nào đó"), "book.wrong_passphrase");
    let text = std::fs::read_to_string(key_file(&path)).unwrap();
    assert!(!text.contains("Mẫu") && !text.contains("Thử"), "{text}");
}

#[test]
fn a_secret_is_as_hard_to_guess_as_a_passphrase_and_nobody_elses() {
    let Team { mut b, mau, thu } = team();
    let mut check = |secret: &str, expect: &str| {
        let set = b.book.set_secret(&thu, secret, &b.session);
        assert_eq!(set.map_or_else(|e| e.code, |()| ""), expect, "{secret}");
    };
    check("1234", "book.passphrase_short");
    check("20111985", "book.passphrase_weak");
    check("lò thị thử", "book.passphrase_weak");
    check(PASS, "member.secret_taken");
    check(MAU, "member.secret_taken");
    check(NEW, "");
    assert_eq!(b.book.members_with_secrets().unwrap().len(), 2);
    assert!(b.book.is_openers(PASS).unwrap() && !b.book.is_openers(NEW).unwrap());
    let (_dir, path) = Team { b, mau, thu }.close();
    assert_eq!(
        (opens(&path, NEW).as_str(), opens(&path, THU).as_str()),
        ("Lò Thị Thử", "book.wrong_passphrase")
    );
    let book = Book::open(&path, NEW, &session()).unwrap();
    assert!(
        book.is_openers(NEW).unwrap() && book.is_openers(PASS).unwrap() && !book.is_openers(MAU).unwrap()
    );
}

#[test]
fn a_secret_that_was_taken_away_opens_nothing_even_by_an_older_file() {
    let Team { mut b, mau, thu } = team();
    let older = std::fs::read(key_file(b.book.path())).unwrap();
    b.book.remove_secret(&mau, &b.session).unwrap();
    // Nobody gives it back by undo.
    let last = b.book.history(1).unwrap();
    assert_eq!(last[0].can_undo.as_ref().unwrap_err().code, "undo.no_change");
    let (_dir, path) = Team { b, mau, thu }.close();
    assert_eq!(
        (opens(&path, MAU).as_str(), opens(&path, THU).as_str()),
        ("book.wrong_passphrase", "Lò Thị Thử")
    );
    std::fs::write(key_file(&path), older).unwrap();
    assert_eq!(opens(&path, MAU), "book.wrong_passphrase");
}

#[test]
fn a_book_with_another_passphrase_keeps_the_secrets_of_its_members() {
    let Team { mut b, mau, thu } = team();
    let older = std::fs::read(key_file(b.book.path())).unwrap();
    b.book.remove_secret(&thu, &b.session).unwrap();
    b.book.change_passphrase(NEW, &b.session).unwrap();
    let (_dir, path) = Team { b, mau, thu }.close();
    assert_eq!(opens(&path, MAU), "Bùi Văn Mẫu");
    assert_eq!(opens(&path, NEW), "passphrase");
    assert_eq!(opens(&path, PASS), "book.wrong_passphrase");
    // Who was taken out and kept a file has the former key alone.
    std::fs::write(key_file(&path), older).unwrap();
    assert_eq!(opens(&path, THU), "book.keys_older");
    assert_eq!(opens(&path, NEW), "passphrase");
    assert_eq!(opens(&path, THU), "book.wrong_passphrase");
    assert_eq!(opens(&path, MAU), "Bùi Văn Mẫu");
}

#[test]
fn a_lost_or_damaged_file_of_keys_is_made_anew_by_the_passphrase() {
    let check = |spoil: &dyn Fn(&Path), refused: &str| {
        let (_dir, path) = team().close();
        spoil(&key_file(&path));
        assert_eq!(opens(&path, MAU), refused);
        let book = Book::open(&path, PASS, &session()).unwrap();
        assert!(book.info().unwrap().keys_mended);
        drop(book);
        assert_eq!(opens(&path, MAU), "Bùi Văn Mẫu");
        let book = Book::open(&path, THU, &session()).unwrap();
        assert!(!book.info().unwrap().keys_mended);
    };
    check(&|keys| std::fs::remove_file(keys).unwrap(), "book.wrong_passphrase");
    check(&|keys| std::fs::write(keys, "{").unwrap(), "book.keys_damaged");
    check(&|keys| std::fs::write(keys, vec![b' '; 2 << 20]).unwrap(), "book.keys_damaged");
    // A slot that another program put there, whose key is none.
    check(
        &|keys| {
            let text = std::fs::read_to_string(keys).unwrap();
            std::fs::write(keys, text.replace("\"key\": \"", "\"key\": \"AAAA")).unwrap();
        },
        "book.keys_damaged",
    );
}

#[test]
fn a_secret_that_could_not_be_written_is_told_and_opens_after_the_passphrase() {
    let mut b = bench();
    let mau = named(&mut b, "Bùi Văn Mẫu");
    let keys = key_file(b.book.path());
    std::fs::create_dir(&keys).unwrap();
    let refused = b.book.set_secret(&mau, MAU, &b.session).unwrap_err();
    assert_eq!(refused.code, "book.keys_unwritten");
    assert!(refused.sentence().contains("Đã ghi vào sổ"), "{}", refused.sentence());
    // Nor does it keep the book from being opened.
    let (_dir, path) = Team { thu: mau.clone(), mau, b }.close();
    assert_eq!(opens(&path, PASS), "passphrase");
    std::fs::remove_dir(&keys).unwrap();
    assert_eq!((opens(&path, PASS).as_str(), opens(&path, MAU).as_str()), ("passphrase", "Bùi Văn Mẫu"));
}

#[test]
fn a_file_that_was_changed_is_seen_by_its_mark() {
    let (_dir, path) = team().close();
    let text = std::fs::read_to_string(key_file(&path)).unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    // The second slot gets the key of the first: it opens for the first alone.
    file["slots"][1]["key"] = file["slots"][0]["key"].clone();
    std::fs::write(key_file(&path), file.to_string()).unwrap();
    assert_eq!(opens(&path, THU), "book.keys_damaged");
    assert_eq!(opens(&path, MAU), "Bùi Văn Mẫu");
    assert_eq!(opens(&path, THU), "Lò Thị Thử");
}

#[test]
fn backups_open_by_the_secrets_of_their_day() {
    let Team { mut b, mau, thu } = team();
    let made = b.book.backup_before(&b.session, BackupReason::Asked).unwrap().finish().unwrap();
    let beside = b.dir.path().join("ổ khác.tungnha");
    b.book.backup_to(&beside, &b.session).unwrap();
    b.book.set_secret(&mau, NEW, &b.session).unwrap();
    let folder = b.dir.path().to_owned();
    let (_dir, path) = Team { b, mau, thu }.close();
    let restored = |backup: &Path, name: &str, typed: &str| {
        let new = folder.join(name);
        let done = Book::restore(backup, typed, &new, &session());
        done.map(|book| (book.opened_by().is_some(), book.info().unwrap().keys_mended)).map_err(|e| e.code)
    };
    assert_eq!(restored(&made.path, "một.tungnha", MAU), Ok((true, false)));
    // Secrets that were taken away since do not come back: who restores keeps the own one.
    assert_eq!(opens(&folder.join("một.tungnha"), THU), "book.wrong_passphrase");
    assert_eq!(opens(&folder.join("một.tungnha"), MAU), "Bùi Văn Mẫu");
    assert_eq!(restored(&beside, "hai.tungnha", MAU), Ok((true, false)));
    assert_eq!(restored(&made.path, "ba.tungnha", NEW), Err("book.wrong_passphrase"));
    assert_eq!(restored(&made.path, "bốn.tungnha", PASS), Ok((false, false)));
    assert_eq!(opens(&folder.join("bốn.tungnha"), MAU), "book.wrong_passphrase");
    assert_eq!(opens(&path, NEW), "Bùi Văn Mẫu");
    assert_eq!(list_names(&folder_of(&path)).len(), 3, "a backup, its keys, the lock");
}

fn list_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn another_file_is_not_taken_for_the_keys_of_a_backup() {
    let Team { mut b, mau, thu } = team();
    let out = b.dir.path().join("ra.tungnha");
    std::fs::write(key_file(&out), "của người khác").unwrap();
    assert_eq!(b.book.backup_to(&out, &b.session).unwrap_err().code, "book.exists");
    assert_eq!(std::fs::read_to_string(key_file(&out)).unwrap(), "của người khác");
    // A new book in the place of one whose keys still lie there leaves them alone.
    drop(Team { b, mau, thu });
    let dir = tempfile::tempdir().unwrap();
    let (_old, path) = team().close();
    let new = dir.path().join("sổ.tungnha");
    std::fs::copy(key_file(&path), key_file(&new)).unwrap();
    Book::create(&new, NEW, &new_book(), &session()).unwrap();
    assert_eq!(opens(&new, NEW), "passphrase");
    assert!(key_file(&new).exists());
    assert_eq!(opens(&new, MAU), "book.keys_older");
}

#[test]
fn members_who_are_gone_open_nothing() {
    let Team { mut b, mau, thu } = team();
    let slots = |b: &Bench| {
        let text = std::fs::read_to_string(key_file(b.book.path())).unwrap();
        text.matches("\"sealed\"").count()
    };
    let done = b.book.transact(&b.session, "test", (), |tx| tx.delete_member(thu.id)).unwrap();
    assert_eq!(slots(&b), 1);
    // The member comes back, the secret does not.
    b.book.undo(done.operation, &b.session).unwrap();
    assert_eq!(slots(&b), 1);
    b.book.set_secret(&thu, THU, &b.session).unwrap();
    b.book.transact(&b.session, "test", (), |tx| tx.delete_member(thu.id)).unwrap();
    let (_dir, path) = Team { b, mau, thu }.close();
    assert_eq!(opens(&path, THU), "book.wrong_passphrase");
    assert_eq!(opens(&path, PASS), "passphrase");
    assert_eq!(opens(&path, MAU), "Bùi Văn Mẫu");
}

#[test]
fn a_salvaged_book_keeps_the_secrets() {
    let (dir, path) = team().close();
    let out = dir.path().join("cứu.tungnha");
    Book::salvage(&path, PASS, &out, &session()).unwrap();
    assert_eq!(opens(&out, PASS), "passphrase");
    assert_eq!(opens(&out, MAU), "Bùi Văn Mẫu");
}

#[test]
#[ignore = "a measurement, of a release build"]
fn what_a_try_costs() {
    let (_dir, path) = team().close();
    let begun = std::time::Instant::now();
    assert_eq!(opens(&path, "một câu nào đó"), "book.wrong_passphrase");
    let wrong = begun.elapsed();
    let begun = std::time::Instant::now();
    opens(&path, PASS);
    eprintln!("a wrong secret {wrong:?}, the passphrase {:?}", begun.elapsed());
}
