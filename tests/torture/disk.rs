//! The disk below a program that was watched: what the program asked of it, what is on it for sure, and what it may hold
//! after a power cut.
//!
//! The rules are those that POSIX promises and no more. What was written and not synced may be there, be lost, or be there
//! in parts; a name that was made, changed or removed stays so once its folder was synced.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What a file system keeps whole; a disk may keep smaller pieces.
const PAGE: usize = 4096;
const SECTOR: usize = 512;

/// The files of a folder by their paths from it, with `/`; a folder within has no bytes.
pub(crate) type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// Reads a folder.
pub(crate) fn read_tree(root: &Path) -> Tree {
    fn walk(root: &Path, below: &str, tree: &mut Tree) {
        for entry in fs::read_dir(root.join(below)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.file_type().unwrap().is_dir() {
                tree.insert(path.clone(), None);
                walk(root, &path, tree);
            } else {
                tree.insert(path.clone(), Some(fs::read(root.join(&path)).unwrap()));
            }
        }
    }
    let mut tree = Tree::new();
    walk(root, "", &mut tree);
    tree
}

/// Writes a folder, which is made.
pub(crate) fn write_tree(root: &Path, tree: &Tree) {
    fs::create_dir_all(root).unwrap();
    for (path, bytes) in tree {
        match bytes {
            None => fs::create_dir_all(root.join(path)).unwrap(),
            Some(bytes) => fs::write(root.join(path), bytes).unwrap(),
        }
    }
}

/// One call of a program, as the shim noted it.
#[derive(Debug)]
pub(crate) enum Call {
    /// A program begins; it has no file open.
    Program,
    Open {
        fd: i64,
        is_new: bool,
        path: String,
    },
    Copy {
        fd: i64,
        to: i64,
    },
    Close {
        fd: i64,
    },
    Write {
        fd: i64,
        at: usize,
        bytes: Vec<u8>,
    },
    Resize {
        fd: i64,
        size: usize,
    },
    Sync {
        fd: i64,
    },
    Rename {
        from: String,
        to: String,
    },
    Link {
        from: String,
        to: String,
    },
    Remove {
        path: String,
    },
    MakeFolder {
        path: String,
    },
    /// The call that was made to fail.
    Fault {
        kind: char,
        path: String,
    },
    /// A socket of a family.
    Socket {
        family: i64,
    },
    /// What the shim has no model for.
    Unknown {
        number: i64,
    },
}

/// The log of the shim, with the place in it where each call ends.
pub(crate) fn read_log(log: &[u8], root: &Path) -> Vec<(usize, Call)> {
    const HEAD: usize = 25;
    let root = root.to_str().unwrap();
    let mut calls = Vec::new();
    let mut at = 0;
    while at < log.len() {
        let int = |from: usize| i64::from_le_bytes(log[at + from..at + from + 8].try_into().unwrap());
        let count = |from: usize| {
            usize::try_from(u32::from_le_bytes(log[at + from..at + from + 4].try_into().unwrap())).unwrap()
        };
        let (kind, fd, number, n, m) = (char::from(log[at]), int(1), int(9), count(17), count(21));
        let bytes = &log[at + HEAD..at + HEAD + n];
        let path = |bytes: &[u8]| {
            let path = String::from_utf8(bytes.to_vec()).unwrap();
            path.strip_prefix(root).unwrap_or(&path).trim_start_matches('/').to_owned()
        };
        let first = || path(bytes);
        let second = || path(&log[at + HEAD + n..at + HEAD + n + m]);
        let size = || usize::try_from(number).unwrap();
        let call = match kind {
            'P' => Call::Program,
            'o' => Call::Open { fd, is_new: number & 1 == 1, path: first() },
            'D' => Call::Copy { fd, to: number },
            'c' => Call::Close { fd },
            'w' => Call::Write { fd, at: size(), bytes: bytes.to_vec() },
            't' => Call::Resize { fd, size: size() },
            's' => Call::Sync { fd },
            'r' => Call::Rename { from: first(), to: second() },
            'l' => Call::Link { from: first(), to: second() },
            'u' | 'd' => Call::Remove { path: first() },
            'm' => Call::MakeFolder { path: first() },
            'F' => Call::Fault { kind: char::from(u8::try_from(fd).unwrap()), path: first() },
            'N' => Call::Socket { family: fd },
            _ => Call::Unknown { number: fd },
        };
        at += HEAD + n + m;
        calls.push((at, call));
    }
    calls
}

/// A file or a folder, whatever its names.
enum Node {
    File { sure: Vec<u8>, pending: Vec<(u64, Change)> },
    Folder { sure: BTreeMap<String, usize>, now: BTreeMap<String, usize>, pending: Vec<(u64, Naming)> },
}

/// A change of a file that is not synced.
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
}

/// A change of a folder that is not synced. A name that changes within a folder does so in one step.
enum Naming {
    Set(String, usize),
    Unset(String),
    Rename(String, String, usize),
}

fn rename(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Set(name, id) => {
            names.insert(name.clone(), *id);
        }
        Naming::Unset(name) => {
            names.remove(name);
        }
        Naming::Rename(from, to, id) => {
            if names.get(from) == Some(id) {
                names.remove(from);
            }
            names.insert(to.clone(), *id);
        }
    }
}

/// What a power cut takes of what was not synced.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Loss {
    /// All of it.
    All,
    /// None of it: as if the program had been killed.
    Nothing,
    /// What came after a call; that one may be torn. As a journalling file system does.
    Since(u64),
    /// Any of it: each page of a file and each name for itself.
    Any { page: usize },
}

/// The disk at a moment.
pub(crate) struct Disk {
    /// The root stands first.
    nodes: Vec<Node>,
    open: BTreeMap<i64, usize>,
    nr: u64,
}

impl Disk {
    /// A disk on which all of `tree` is for sure.
    pub(crate) fn new(tree: &Tree) -> Self {
        let mut disk = Self { nodes: vec![folder()], open: BTreeMap::new(), nr: 0 };
        for (path, bytes) in tree {
            let node = bytes
                .as_ref()
                .map_or_else(folder, |bytes| Node::File { sure: bytes.clone(), pending: Vec::new() });
            disk.add(path, node);
        }
        for node in &mut disk.nodes {
            if let Node::Folder { sure, now, pending } = node {
                sure.clone_from(now);
                pending.clear();
            }
        }
        disk
    }

    fn find(&self, path: &str) -> usize {
        path.split('/').filter(|name| !name.is_empty()).fold(0, |id, name| match &self.nodes[id] {
            Node::Folder { now, .. } => *now.get(name).unwrap_or_else(|| panic!("{path} is not on the disk")),
            Node::File { .. } => panic!("{path} lies below a file"),
        })
    }

    fn name(&mut self, folder: &str, naming: Naming) {
        let (id, nr) = (self.find(folder), self.nr);
        let Node::Folder { now, pending, .. } = &mut self.nodes[id] else { panic!("{folder} is no folder") };
        rename(now, &naming);
        pending.push((nr, naming));
    }

    fn add(&mut self, path: &str, node: Node) -> usize {
        let id = self.nodes.len();
        self.nodes.push(node);
        let (folder, name) = split(path);
        self.name(folder, Naming::Set(name.to_owned(), id));
        id
    }

    fn change(&mut self, fd: i64, change: Change) {
        let nr = self.nr;
        let Node::File { pending, .. } = &mut self.nodes[self.open[&fd]] else { panic!("{fd} is a folder") };
        pending.push((nr, change));
    }

    /// The next call of the program.
    pub(crate) fn run(&mut self, call: &Call) {
        self.nr += 1;
        match call {
            Call::Program => self.open.clear(),
            Call::Open { fd, is_new, path } => {
                let id = if *is_new {
                    self.add(path, Node::File { sure: Vec::new(), pending: Vec::new() })
                } else {
                    self.find(path)
                };
                self.open.insert(*fd, id);
            }
            Call::Copy { fd, to } => {
                self.open.insert(*to, self.open[fd]);
            }
            Call::Close { fd } => {
                self.open.remove(fd);
            }
            Call::Write { fd, at, bytes } => {
                self.change(*fd, Change::Write { at: *at, bytes: bytes.clone() });
            }
            Call::Resize { fd, size } => self.change(*fd, Change::Resize(*size)),
            Call::Sync { fd } => match &mut self.nodes[self.open[fd]] {
                Node::File { sure, pending } => {
                    *sure = contents(sure, pending, pending.len(), |_| pending.len(), PAGE);
                    pending.clear();
                }
                Node::Folder { sure, now, pending } => {
                    sure.clone_from(now);
                    pending.clear();
                }
            },
            Call::Rename { from, to } => {
                let id = self.find(from);
                let ((from_folder, old), (to_folder, new)) = (split(from), split(to));
                if from_folder == to_folder {
                    self.name(from_folder, Naming::Rename(old.to_owned(), new.to_owned(), id));
                } else {
                    self.name(to_folder, Naming::Set(new.to_owned(), id));
                    self.name(from_folder, Naming::Unset(old.to_owned()));
                }
            }
            Call::Link { from, to } => {
                let id = self.find(from);
                let (folder, name) = split(to);
                self.name(folder, Naming::Set(name.to_owned(), id));
            }
            Call::Remove { path } => {
                let (folder, name) = split(path);
                self.name(folder, Naming::Unset(name.to_owned()));
            }
            Call::MakeFolder { path } => {
                self.add(path, folder());
            }
            Call::Unknown { number } => panic!("the shim has no model for call {number}"),
            Call::Fault { .. } | Call::Socket { .. } => {}
        }
    }

    /// What the disk may hold when the power goes now.
    pub(crate) fn after_cut(&self, loss: Loss, chance: &mut ChaCha8Rng) -> Tree {
        let mut tree = Tree::new();
        self.collect(0, "", loss, chance, &mut tree);
        tree
    }

    /// A loss as one call after the other may suffer it.
    pub(crate) fn some_loss(&self, chance: &mut ChaCha8Rng) -> Loss {
        match chance.random_range(0..6) {
            0 => Loss::All,
            1 => Loss::Nothing,
            // Mostly of late: who goes back far finds all synced since.
            2 | 3 => Loss::Since(self.nr.saturating_sub(chance.random_range(0..40))),
            4 => Loss::Any { page: PAGE },
            _ => Loss::Any { page: SECTOR },
        }
    }

    fn collect(&self, id: usize, path: &str, loss: Loss, chance: &mut ChaCha8Rng, tree: &mut Tree) {
        match &self.nodes[id] {
            Node::File { sure, pending } => {
                tree.insert(path.to_owned(), Some(file_after(sure, pending, loss, chance)));
            }
            Node::Folder { sure, pending, .. } => {
                let mut names = sure.clone();
                for (nr, naming) in pending {
                    if is_kept(*nr, loss, chance) {
                        rename(&mut names, naming);
                    }
                }
                if !path.is_empty() {
                    tree.insert(path.to_owned(), None);
                }
                for (name, id) in names {
                    let path = if path.is_empty() { name } else { format!("{path}/{name}") };
                    self.collect(id, &path, loss, chance, tree);
                }
            }
        }
    }
}

fn folder() -> Node {
    Node::Folder { sure: BTreeMap::new(), now: BTreeMap::new(), pending: Vec::new() }
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn is_kept(nr: u64, loss: Loss, chance: &mut ChaCha8Rng) -> bool {
    match loss {
        Loss::All => false,
        Loss::Nothing => true,
        Loss::Since(last) => nr <= last,
        Loss::Any { .. } => chance.random(),
    }
}

fn file_after(sure: &[u8], pending: &[(u64, Change)], loss: Loss, chance: &mut ChaCha8Rng) -> Vec<u8> {
    let all = pending.len();
    match loss {
        Loss::All => sure.to_vec(),
        Loss::Nothing => contents(sure, pending, all, |_| all, PAGE),
        Loss::Since(last) => {
            let kept = pending.partition_point(|(nr, _)| *nr <= last);
            let mut bytes = contents(sure, pending, kept, |_| kept, PAGE);
            // The call in which it happened.
            if let Some((_, Change::Write { at, bytes: torn })) = pending.get(kept)
                && chance.random()
            {
                let part = &torn[..chance.random_range(0..=torn.len())];
                put(&mut bytes, *at, part);
            }
            bytes
        }
        Loss::Any { page } => {
            let size = chance.random_range(0..=all);
            let mut reached: BTreeMap<usize, usize> = BTreeMap::new();
            let mut reach = |at: usize| *reached.entry(at).or_insert_with(|| chance.random_range(0..=all));
            contents(sure, pending, size, &mut reach, page)
        }
    }
}

fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

/// A file of which `reach(page)` changes have reached a page, and the first `sized` ones the size.
fn contents(
    sure: &[u8],
    pending: &[(u64, Change)],
    sized: usize,
    mut reach: impl FnMut(usize) -> usize,
    page: usize,
) -> Vec<u8> {
    let mut size = sure.len();
    let mut bytes = sure.to_vec();
    for (nr, (_, change)) in pending.iter().enumerate() {
        let (from, to) = match change {
            Change::Write { at, bytes } => (*at, at + bytes.len()),
            Change::Resize(size) => (*size, bytes.len()),
        };
        if nr < sized {
            size = match change {
                Change::Write { .. } => size.max(to),
                Change::Resize(size) => *size,
            };
        }
        let mut start = from;
        while start < to {
            let end = to.min((start / page + 1) * page);
            if nr < reach(start / page) {
                match change {
                    Change::Write { at, bytes: new } => put(&mut bytes, start, &new[start - at..end - at]),
                    Change::Resize(_) => bytes[start..end].fill(0),
                }
            }
            start = end;
        }
    }
    bytes.resize(size, 0);
    bytes
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        files.iter().map(|(path, text)| ((*path).to_owned(), Some(text.as_bytes().to_vec()))).collect()
    }

    /// A disk with "a" = "old" after the calls; what it may hold.
    fn outcomes(calls: Vec<Call>) -> Vec<Tree> {
        let mut disk = Disk::new(&tree(&[("a", "old")]));
        calls.iter().for_each(|call| disk.run(call));
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        let mut found: Vec<Tree> = Vec::new();
        for _ in 0..300 {
            let loss = disk.some_loss(&mut chance);
            let after = disk.after_cut(loss, &mut chance);
            if !found.contains(&after) {
                found.push(after);
            }
        }
        found.sort();
        found
    }

    /// Writes "new" to a draft, then `end`.
    fn replaced(end: Vec<Call>) -> Vec<Tree> {
        let mut calls = vec![
            Call::Open { fd: 3, is_new: true, path: "b".into() },
            Call::Write { fd: 3, at: 0, bytes: b"new".to_vec() },
        ];
        calls.extend(end);
        outcomes(calls)
    }

    #[test]
    fn only_what_was_synced_is_sure() {
        let rename = || Call::Rename { from: "b".into(), to: "a".into() };
        let root = || Call::Open { fd: 4, is_new: false, path: String::new() };
        let whole = replaced(vec![Call::Sync { fd: 3 }, rename(), root(), Call::Sync { fd: 4 }]);
        assert_eq!(whole, [tree(&[("a", "new")])]);
        // Without the folder: the old file, or the new one; whole each.
        let unnamed = replaced(vec![Call::Sync { fd: 3 }, rename()]);
        assert!(unnamed.iter().all(|t| [Some(b"new".to_vec()), Some(b"old".to_vec())].contains(&t["a"])));
        assert!(unnamed.len() > 1);
        // Without the file: a name with nothing behind it.
        let empty = replaced(vec![rename(), root(), Call::Sync { fd: 4 }]);
        assert!(empty.contains(&tree(&[("a", "")])) && empty.contains(&tree(&[("a", "new")])));
        // In place.
        let torn = outcomes(vec![
            Call::Open { fd: 3, is_new: false, path: "a".into() },
            Call::Resize { fd: 3, size: 0 },
            Call::Write { fd: 3, at: 0, bytes: b"newer".to_vec() },
        ]);
        for text in ["old", "", "newer", "new"] {
            assert!(torn.contains(&tree(&[("a", text)])), "{text}");
        }
    }
}
