//! What a folder must hold after a power cut, a fault or a kill, and what must not be in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::process::Output;

use crate::disk::{Tree, write_tree};
use crate::office::{BookState, check_backup, check_older, look_at, scratch};

/// A folder between two commands.
pub(crate) struct Moment {
    pub(crate) tree: Tree,
    /// How its books stand.
    books: BTreeMap<String, BookState>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Book,
    Backup,
    /// SQLite's, the lock's, and what is not finished.
    Aside,
    /// A paper, a list, or something of somebody else.
    Paper,
}

fn role(path: &str) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    let aside =
        ["-wal", "-shm", "-journal", ".khoa", ".dangtao", ".tmp"].iter().any(|end| name.ends_with(end));
    if aside || path.contains(".dang-ghi") {
        Role::Aside
    } else if path.contains(".saoluu/") {
        Role::Backup
    } else if name.ends_with(".tungnha") {
        Role::Book
    } else {
        Role::Paper
    }
}

fn files(tree: &Tree, of: Role) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    tree.iter()
        .filter_map(move |(path, bytes)| Some((path, bytes.as_ref()?)))
        .filter(move |(path, _)| role(path) == of)
}

impl Moment {
    /// Looks at a folder, or rather at a copy of it; what a book needs to be opened would else be done to it. Files that
    /// are those of a `known` moment need no second look.
    pub(crate) fn new(tree: Tree, known: &[&Self]) -> Result<Self, String> {
        let copy = scratch();
        write_tree(copy.path(), &tree);
        let same = |path: &str, known: &Self| {
            let log = format!("{path}-wal");
            tree.get(path) == known.tree.get(path)
                && !tree.contains_key(&log)
                && !known.tree.contains_key(&log)
        };
        let mut books = BTreeMap::new();
        for (path, _) in files(&tree, Role::Book) {
            let state = match known.iter().find(|known| same(path, known)) {
                Some(known) => known.books[path].clone(),
                None => look_at(&copy.path().join(path), 0).map_err(|e| format!("{path}: {e}"))?,
            };
            check_older(&copy.path().join(path), state.passphrase).map_err(|e| format!("{path}: {e}"))?;
            books.insert(path.clone(), state);
        }
        for (path, _) in files(&tree, Role::Backup).filter(|(path, _)| !known.iter().any(|k| same(path, k))) {
            check_backup(&copy.path().join(path)).map_err(|e| format!("{path}: {e}"))?;
        }
        Ok(Self { tree, books })
    }

    /// Whether all stands as before but for whole books that the command makes, such as a backup that nobody was told of yet.
    fn has_only_made(&self, before: &Self, after: &Self, same_run: bool) -> bool {
        let like = |a: &BookState, b: &BookState| if same_run { a == b } else { a.is_like(b) };
        let stays =
            before.books.iter().all(|(path, was)| self.books.get(path).is_some_and(|is| like(is, was)));
        let new = self.books.iter().filter(|(path, _)| !before.books.contains_key(*path));
        stays && new.into_iter().all(|(path, is)| after.books.get(path).is_some_and(|made| like(is, made)))
    }

    /// Without what is told to stand there.
    fn without(&self, told: impl Fn(&str) -> bool) -> Self {
        let books = self.books.iter().filter(|(path, _)| !told(path));
        Self {
            tree: self.tree.clone(),
            books: books.map(|(path, state)| (path.clone(), state.clone())).collect(),
        }
    }

    fn stands_as(&self, other: &Self, same_run: bool) -> bool {
        self.books.len() == other.books.len()
            && self.books.iter().all(|(path, state)| {
                other
                    .books
                    .get(path)
                    .is_some_and(|other| if same_run { state == other } else { state.is_like(other) })
            })
    }
}

/// What is wrong with a folder in which the program was stopped after the command that led to `before`, in the middle of the
/// one that leads to `after`. `same_run`: ids are known.
pub(crate) fn judge_stopped(
    tree: Tree,
    before: &Moment,
    after: Option<&Moment>,
    papers_with_entry: bool,
    same_run: bool,
) -> Vec<String> {
    let known: Vec<&Moment> = [Some(before), after].into_iter().flatten().collect();
    let found = match Moment::new(tree, &known) {
        Ok(found) => found,
        Err(e) => return vec![e],
    };
    let is_done = after.is_some_and(|after| found.stands_as(after, same_run));
    let is_made = after.is_some_and(|after| found.has_only_made(before, after, same_run));
    if !is_done && !is_made && !found.stands_as(before, same_run) {
        return vec![format!(
            "the books are neither as before nor as after: {}",
            differences(&found, before)
        )];
    }
    let mut wrong = Vec::new();
    let later = after.unwrap_or(before);
    let must = if is_done && papers_with_entry { later } else { before };
    for of in [Role::Paper, Role::Backup] {
        for (path, bytes) in files(&must.tree, of) {
            let stays = files(&later.tree, of).any(|(later, _)| later == path);
            let changes = before.tree.get(path) != later.tree.get(path);
            if stays && (!changes || is_done && papers_with_entry) && of == Role::Paper {
                match found.tree.get(path) {
                    Some(Some(there)) if is_whole(path, there, bytes, same_run) => {}
                    Some(Some(there)) if there.is_empty() => wrong.push(format!("{path} is empty")),
                    Some(_) => wrong.push(format!("{path} is not what was written")),
                    None => wrong.push(format!("{path} is lost")),
                }
            } else if stays && !found.tree.contains_key(path) && before.tree.contains_key(path) {
                wrong.push(format!("{path} is lost"));
            }
        }
    }
    for (path, bytes) in files(&found.tree, Role::Paper) {
        let mut written = [before, later].into_iter().filter_map(|moment| moment.tree.get(path)?.as_ref());
        let whole = written.any(|written| is_whole(path, bytes, written, same_run));
        if !whole && !wrong.iter().any(|line| line.starts_with(path.as_str())) {
            wrong.push(format!("{path} stands there in part ({} bytes)", bytes.len()));
        }
    }
    wrong
}

/// The books that stand otherwise than expected.
fn differences(found: &Moment, expect: &Moment) -> String {
    let names: BTreeSet<&String> = found.books.keys().chain(expect.books.keys()).collect();
    let told = |moment: &Moment, name| moment.books.get(name).map_or("no book".to_owned(), BookState::told);
    let differ = names.into_iter().filter(|name| found.books.get(*name) != expect.books.get(*name));
    differ
        .map(|name| format!("{name}: {}, not {}", told(found, name), told(expect, name)))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Whether a paper is the one that was written; one of another run says the same with other ids.
fn is_whole(path: &str, there: &[u8], written: &[u8], same_run: bool) -> bool {
    if there == written {
        return true;
    }
    let parts = |bytes: &[u8]| -> Option<Vec<(String, u64)>> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).ok()?;
        let count = zip.len();
        let read = |at| -> Option<(String, u64)> {
            let mut part = zip.by_index(at).ok()?;
            // To the end: its checksum is looked at.
            let bytes = std::io::copy(&mut part, &mut std::io::sink()).ok()?;
            Some((part.name().ok()?.into_owned(), bytes))
        };
        (0..count).map(read).collect()
    };
    !same_run && path.ends_with(".xlsx") && parts(there).is_some_and(|there| Some(there) == parts(written))
}

/// What is wrong after a command that ended by itself although calls of it failed. `gone`: files could not be removed.
pub(crate) fn judge_ended(
    output: &Output,
    tree: Tree,
    before: &Moment,
    after: &Moment,
    gone: bool,
) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut wrong = Vec::new();
    let expect = match output.status.code() {
        Some(0) => after,
        Some(1) => {
            wrong.extend(bad_sentence(&said));
            // Told as it is: the change stands, and the disk was not sure of it.
            if said.starts_with("book.done_unsynced: ") { after } else { before }
        }
        other => return vec![format!("ended with {other:?}: {}", said.trim())],
    };
    let done = output.status.success();
    let found = match Moment::new(tree, &[before, after]) {
        Ok(found) => found,
        Err(e) => return vec![e],
    };
    // On a disk that refuses all from one call on, what was made cannot be taken back either: the refusal has to say so.
    let left = ["không lấy lại được", "không xóa lại được"].iter().any(|words| said.contains(words));
    let may_stay = |path: &str| !done && left && said.contains(path);
    // An erasure that stands says in its answer which backups it could not reach; the next opening, which was tried above, settles them.
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let owed = answer["backups_left"].as_array().is_some_and(|left| !left.is_empty());
    // Told as it is: nobody knows.
    let unknown = !done && (left || said.starts_with("book.maybe_done: ")) && found.stands_as(after, false);
    // A book that nobody could write to is looked at and printed from all the same, and says so.
    let papers = |moment: &Moment| files(&moment.tree, Role::Paper).count();
    let prints = papers(after) > papers(before);
    let only_read = done && prints && said.starts_with("book.read_only: ") && found.stands_as(before, false);
    let is_told = |path: &str| may_stay(path) && !before.books.contains_key(path);
    let stands = found.without(is_told).stands_as(&expect.without(is_told), false);
    if !stands && !unknown && !only_read {
        let how = if !done && found.stands_as(after, false) {
            "after a refusal the change is there"
        } else {
            "the books are other"
        };
        wrong.push(format!("{how}: {} {}", said.trim(), differences(&found, expect)));
    }
    for (path, bytes) in files(&expect.tree, Role::Paper) {
        match found.tree.get(path) {
            Some(Some(there)) if is_whole(path, there, bytes, false) || may_stay(path) => {}
            Some(_) => wrong.push(format!("{path} is not what was written")),
            None => wrong.push(format!("{path} is lost")),
        }
    }
    // A backup that could not be made is told; one that rotation takes away need not be.
    let told = done && (owed || !said.trim().is_empty());
    for (path, _) in files(&expect.tree, Role::Backup) {
        if !told && !found.tree.contains_key(path) {
            wrong.push(format!("{path} is not there, and nothing is said of it"));
        }
    }
    if !gone {
        let may = |path: &str| {
            may_stay(path)
                || role(path) == Role::Backup
                || owed && path.ends_with(".tmp")
                || ["-wal", ".khoa"].iter().any(|end| path.ends_with(end))
        };
        let left = found.tree.keys().filter(|path| !expect.tree.contains_key(*path) && !may(path));
        wrong.extend(left.map(|path| format!("{path} is left behind")));
    }
    wrong
}

/// What is wrong with how a refusal is told.
fn bad_sentence(said: &str) -> Option<String> {
    let said = said.trim();
    let whole = said.split_once(": ").is_some_and(|(code, sentence)| {
        let code_is_one = code.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c));
        code_is_one && sentence.contains(' ') && sentence.ends_with('.') && !sentence.contains(['{', '}'])
    });
    (!whole || said.contains("panicked")).then(|| format!("no whole sentence: {said}"))
}

/// Keeps what a failing state looked like, for whoever looks for the reason.
pub(crate) fn keep_state(name: &str, tree: &Tree) {
    if let Some(folder) = std::env::var_os("TORTURE_KEEP") {
        let folder = std::path::Path::new(&folder).join(name);
        let _ = fs::remove_dir_all(&folder);
        write_tree(&folder, tree);
    }
}
