//! Older backups lose whom the book erased and follow its passphrase, wherever they are and whenever they can be reached.

use super::*;

const NEW: &str = "tre xanh bên bờ ao làng";

impl Bench {
    fn back_up(&mut self) -> PathBuf {
        self.book.backup_before(&self.session, BackupReason::Asked).unwrap().finish().unwrap().path
    }

    /// As a job that erases, up to where the power may go.
    fn erase(&mut self) {
        let session = &self.session;
        let erased = self.book.transact(&self.session, "erase-person", (), |tx| {
            tx.add_member(&session.new_id().to_string())?;
            tx.owe_erasure()
        });
        erased.unwrap();
    }

    /// Closes the book, has its folder changed, and opens what is then `name`.
    fn closed(self, name: &str, passphrase: &str, change: impl FnOnce(&Path)) -> Self {
        let Self { book, session, dir } = self;
        drop(book);
        change(dir.path());
        let book = Book::open(&dir.path().join(name), passphrase, &session).unwrap();
        Self { book, session, dir }
    }

    fn owed(&self) -> Vec<String> {
        let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        self.book.info().unwrap().backups_owed.into_iter().map(name).collect()
    }

    fn debts(&self) -> u32 {
        self.book.row("SELECT count(*) AS n FROM backup_owed", [], |row| row.get("n")).unwrap()
    }

    /// A place for a second copy, with one.
    fn second_place(&mut self) -> PathBuf {
        let place = self.dir.path().join("ổ cắm");
        std::fs::create_dir(&place).unwrap();
        self.book.second_place = Some(place.clone());
        self.book.copy_to_second_place(&self.session).unwrap().unwrap()
    }
}

fn opens(path: &Path, passphrase: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let restored = Book::restore(path, passphrase, &dir.path().join("lại.tungnha"), &session());
    restored.map_or_else(|e| e.code.to_owned(), |_| "opens".to_owned())
}

#[test]
fn what_a_power_cut_left_of_an_erasure_is_taken_up_at_the_next_opening() {
    let mut b = bench();
    let before = b.back_up();
    let copied = b.second_place();
    b.erase();
    // The power goes here, and in the middle of destroying another one.
    let half = before.with_file_name(format!("{}.tmp", b.session.new_id()));
    std::fs::copy(&before, &half).unwrap();
    let b = b.closed("sổ.tungnha", PASS, |_| {});
    assert!(!before.exists() && !copied.exists() && !half.exists());
    let backups = b.book.list_backups().unwrap();
    assert_eq!(backups.len(), 1, "a new one stands for them");
    assert!(copied.with_file_name(backups[0].path.file_name().unwrap()).exists());
    assert_eq!((b.owed(), b.debts()), (vec![], 0));
    // Done once: backups of later days stay.
    let b = b.closed("sổ.tungnha", PASS, |_| {});
    assert_eq!(b.book.list_backups().unwrap(), backups);
}

#[test]
fn a_changed_passphrase_stands_in_the_journal_and_reaches_a_drive_that_comes_back() {
    let mut b = bench();
    let copied = b.second_place();
    let away = b.dir.path().join("đã rút");
    std::fs::rename(b.dir.path().join("ổ cắm"), &away).unwrap();
    let older = b.book.change_passphrase(NEW, &b.session).unwrap();
    assert_eq!((older.done, older.left, older.away.len()), (1, vec![], 1));
    assert_eq!(b.book.history(1).unwrap()[0].sentence(), "Đổi mật khẩu của sổ");
    b.book.check().unwrap();
    assert_eq!((b.owed(), b.debts()), (vec!["ổ cắm".to_owned()], 1));
    let b = b.closed("sổ.tungnha", NEW, |_| {});
    assert_eq!((b.owed(), b.debts()), (vec!["ổ cắm".to_owned()], 1));
    let b = b.closed("sổ.tungnha", NEW, |dir| std::fs::rename(&away, dir.join("ổ cắm")).unwrap());
    assert_eq!((b.owed(), b.debts()), (vec![], 0), "the former key is kept no longer");
    assert_eq!((opens(&copied, PASS), opens(&copied, NEW)), ("book.wrong_passphrase".into(), "opens".into()));
}

#[test]
fn a_passphrase_that_comes_back_is_changed_again_while_a_place_is_away() {
    let mut b = bench();
    b.second_place();
    std::fs::rename(b.dir.path().join("ổ cắm"), b.dir.path().join("đã rút")).unwrap();
    for new in [NEW, PASS, "đường làng rợp bóng cau vườn"] {
        b.book.change_passphrase(new, &b.session).unwrap();
    }
    assert_eq!(b.debts(), 2);
}

#[test]
fn a_renamed_or_moved_book_reaches_the_backups_that_it_left() {
    let check = |name: &str| {
        let mut b = bench();
        let before = b.back_up();
        let mut b = b.closed(name, PASS, |dir| {
            std::fs::create_dir(dir.join("nơi khác")).unwrap();
            std::fs::rename(dir.join("sổ.tungnha"), dir.join(name)).unwrap();
        });
        b.book.change_passphrase(NEW, &b.session).unwrap();
        assert_eq!(opens(&before, NEW), "opens", "{name}");
        b.erase();
        b.book.settle_backups(&b.session).unwrap();
        assert!(!before.exists(), "{name}");
        assert_eq!((b.owed(), b.debts()), (vec![], 0));
        // A folder that was on another computer can only be told.
        b.closed("đi xa.tungnha", NEW, |dir| {
            let gone = dir.join("nơi khác");
            std::fs::rename(dir.join(name), dir.join("đi xa.tungnha")).unwrap();
            std::fs::rename(gone, dir.join("máy cũ")).unwrap();
        })
    };
    check("tên mới.tungnha");
    let mut b = check("nơi khác/sổ.tungnha");
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    assert_eq!(b.owed(), ["sổ.tungnha.saoluu"]);
}

#[test]
fn a_folder_that_came_along_with_its_book_is_missed_nowhere() {
    let mut b = bench();
    b.back_up();
    let b = b.closed("nhà mới/sổ.tungnha", PASS, |dir| {
        let new = dir.join("nhà mới");
        std::fs::create_dir(&new).unwrap();
        for name in ["sổ.tungnha", "sổ.tungnha.saoluu"] {
            std::fs::rename(dir.join(name), new.join(name)).unwrap();
        }
    });
    let mut b = b.closed("dọn tiếp/sổ.tungnha", PASS, |dir| {
        std::fs::rename(dir.join("nhà mới"), dir.join("dọn tiếp")).unwrap();
    });
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    assert_eq!((b.owed(), b.debts()), (vec![], 0));
    assert_eq!(b.book.list_backups().unwrap().len(), 1);
}

#[test]
fn backups_of_another_book_in_its_old_folder_are_left_alone() {
    let mut b = bench();
    let own = b.back_up();
    let mut b = b.closed("tên mới.tungnha", PASS, |dir| {
        std::fs::rename(dir.join("sổ.tungnha"), dir.join("tên mới.tungnha")).unwrap();
    });
    // Another book has taken the place, and has its backups there.
    let mut other = Book::create(&b.dir.path().join("sổ.tungnha"), PASS, &new_book(), &b.session).unwrap();
    let others = other.backup_before(&b.session, BackupReason::Asked).unwrap().finish().unwrap().path;
    drop(other);
    assert_eq!(own.parent(), others.parent());
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    assert!(!own.exists() && others.exists());
    assert_eq!((b.owed(), b.debts()), (vec![], 0));
}

#[test]
fn another_copy_of_the_book_is_told_until_somebody_has_seen_to_it() {
    let mut b = bench();
    b.add(&["An"]);
    let backup = b.back_up();
    let Bench { book, session, dir } = b;
    drop(book);
    let book = Book::restore(&backup, PASS, &dir.path().join("lại.tungnha"), &session).unwrap();
    let mut b = Bench { book, session, dir };
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    assert!(backup.exists(), "it is the other one's");
    let mut b = b.closed("lại.tungnha", PASS, |_| {});
    assert_eq!(b.owed(), ["sổ.tungnha"]);
    let refused = b.book.waive_backups(Path::new("khác"), &b.session).unwrap_err();
    assert_eq!(refused.code, "backup.not_owed");
    let told = b.book.info().unwrap().backups_owed.remove(0);
    b.book.waive_backups(&told, &b.session).unwrap();
    assert_eq!((b.owed(), b.debts()), (vec![], 0));
    let b = b.closed("lại.tungnha", PASS, |_| {});
    assert_eq!(b.owed(), Vec::<String>::new());
}

impl Bench {
    /// A copy of the book that was restored from its newest backup on another computer, with the same second place.
    fn restored_elsewhere(&mut self) -> Self {
        let backup = self.back_up();
        let dir = tempfile::tempdir().unwrap();
        let session = self.session.at("2026-11-21T21:00:00+07:00".parse().unwrap());
        let mut book = Book::restore(&backup, PASS, &dir.path().join("sổ.tungnha"), &session).unwrap();
        book.second_place = self.book.second_place.clone();
        Self { book, session, dir }
    }

    fn copied(&mut self) -> PathBuf {
        self.book.copy_to_second_place(&self.session).unwrap().unwrap()
    }

    fn of_copies(&mut self) -> Vec<PathBuf> {
        self.book.backup_state(&self.session).unwrap().of_copies
    }
}

#[test]
fn backups_of_another_copy_at_a_second_place_are_left_and_told() {
    let mut b = bench();
    let common = b.second_place();
    let mut other = b.restored_elsewhere();
    other.add(&["Bình"]);
    let theirs = other.copied();
    b.add(&["An"]);
    let ours = b.copied();
    assert_eq!(theirs.parent(), ours.parent());
    let kept = std::fs::read(&theirs).unwrap();

    // Erased here: the other copy has its people still, and what it made stays.
    b.erase();
    let older = b.book.settle_backups(&b.session).unwrap();
    assert!(!common.exists() && !ours.exists());
    assert_eq!((&older.left, &older.away), (&vec![], &vec![]));
    assert_eq!(older.of_copies, std::slice::from_ref(&theirs));
    assert_eq!(std::fs::read(&theirs).unwrap(), kept);
    let new: Vec<_> = b.book.list_backups().unwrap().into_iter().map(|one| one.path).collect();
    assert!(ours.with_file_name(new[0].file_name().unwrap()).exists(), "a new one stands for ours");

    // Another passphrase here: it still opens with the one that it has.
    b.book.change_passphrase(NEW, &b.session).unwrap();
    assert_eq!(std::fs::read(&theirs).unwrap(), kept);
    assert_eq!(opens(&theirs, PASS), "opens");
    assert_eq!(b.of_copies(), std::slice::from_ref(&theirs));
    // And the other way about, by a passphrase that this book never had.
    other.book.change_passphrase("đường làng rợp bóng cau vườn", &other.session).unwrap();
    let later = other.copied();
    let kept = [std::fs::read(&theirs).unwrap(), std::fs::read(&later).unwrap()];
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    assert_eq!([std::fs::read(&theirs).unwrap(), std::fs::read(&later).unwrap()], kept);
    assert_eq!(b.owed().len(), 2, "what opens with no key of ours is told, and nothing is done to it");
}

#[test]
fn whoever_has_seen_to_another_copy_is_told_no_more_of_its_folder() {
    let mut b = bench();
    b.second_place();
    let mut other = b.restored_elsewhere();
    other.add(&["Bình"]);
    let theirs = other.copied();
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    let mut b = b.closed("sổ.tungnha", PASS, |_| {});
    assert_eq!((b.of_copies(), b.debts()), (vec![theirs.clone()], 1), "told at each opening");
    b.book.waive_backups(theirs.parent().unwrap(), &b.session).unwrap();
    assert_eq!((b.of_copies(), b.debts()), (vec![], 0));
    assert!(theirs.exists());
}

#[test]
fn rotation_at_a_second_place_takes_no_backup_of_another_copy() {
    let mut b = bench();
    b.second_place();
    let mut other = b.restored_elsewhere();
    other.add(&["Bình"]);
    let theirs = other.copied();
    for minute in 0..12 {
        b.session = b.session.at(format!("2026-11-21T22:{minute:02}:00+07:00").parse().unwrap());
        b.copied();
    }
    assert!(theirs.exists());
    let folder = theirs.parent().unwrap();
    let all = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let all: Vec<_> = all.filter(|path| path.extension().is_some_and(|end| end == "tungnha")).collect();
    assert_eq!(all.len(), 11, "ten of ours and theirs: {all:?}");
}

#[test]
fn one_copy_is_made_at_a_second_place_with_folders_of_two_names() {
    let mut b = bench();
    let before = b.second_place();
    let mut b = b.closed("tên mới.tungnha", PASS, |dir| {
        std::fs::rename(dir.join("sổ.tungnha"), dir.join("tên mới.tungnha")).unwrap();
    });
    b.book.second_place = Some(b.dir.path().join("ổ cắm"));
    let after = b.copied();
    assert_ne!(before.parent(), after.parent());
    b.erase();
    b.book.settle_backups(&b.session).unwrap();
    assert!(!before.exists() && !after.exists());
    assert_eq!((b.owed(), b.debts()), (vec![], 0));
    assert_eq!(std::fs::read_dir(after.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn what_a_power_cut_left_nameless_in_a_former_folder_goes_too() {
    let check = |taken: bool| {
        let mut b = bench();
        let before = b.back_up();
        b.erase();
        let nameless = before.with_file_name(format!("{}.tmp", b.session.new_id()));
        let b = b.closed("tên mới.tungnha", PASS, |dir| {
            std::fs::rename(dir.join("sổ.tungnha"), dir.join("tên mới.tungnha")).unwrap();
            // The power went while it was overwritten: nothing says any more whose it was.
            std::fs::rename(&before, &nameless).unwrap();
            std::fs::write(&nameless, vec![7; 9000]).unwrap();
            if taken {
                drop(Book::create(&dir.join("sổ.tungnha"), PASS, &new_book(), &session()).unwrap());
            }
        });
        assert!(!nameless.exists(), "{taken}");
        assert_eq!((b.owed(), b.debts()), (vec![], 0));
    };
    check(false);
    check(true);
}
