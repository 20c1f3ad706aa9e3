//! Files on the disk, beside the book: the one place that opens what was handed in and writes what is handed out.
//!
//! What is written stands under its name whole and on the disk (file and folder synced), or not at all. It never takes the
//! place of a book, of a backup or of a file of another kind, and no link is followed to write.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{NamedTempFile, TempDir, TempPath};

use crate::domain::file_kind::FileKind;
use crate::error::{Error, Result};

/// Begins the name of what is being written: a program that is killed leaves it, and nobody takes it for a finished file.
pub(crate) const DRAFT: &str = ".dang-ghi-";

/// The largest file that may be replaced: all of it is looked at, whether it is of the kind.
const LARGEST_REPLACED: u64 = 256 << 20;

/// A file that was handed in, opened to be read. Only regular files: a pipe or a device never ends.
///
/// # Errors
/// `file.not_found`, `file.is_directory`, `file.not_regular`, `file.cannot_read`, each with the name in `file`.
pub fn open(path: &Path) -> Result<File> {
    let refused = |e: io::Error| match e.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Error::new("file.not_found"),
        _ => Error::new("file.cannot_read").with("reason", e),
    };
    // Looked at before it is opened: opening a pipe waits for somebody who writes.
    let opened = fs::metadata(path).map_err(refused).and_then(|found| {
        if found.is_dir() {
            return Err(Error::new("file.is_directory"));
        }
        if !found.is_file() {
            return Err(Error::new("file.not_regular"));
        }
        File::open(path).map_err(refused)
    });
    opened.map_err(|e| e.with("file", name_of(path)))
}

/// The bytes of a file that was handed in, at most `limit`.
///
/// # Errors
/// As [`open`]; `file.too_large` with the `limit` in MiB.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let file = open(path)?;
    let named = |e: Error| e.with("file", name_of(path));
    let failed = |e: io::Error| named(Error::new("file.cannot_read").with("reason", e));
    let claimed = file.metadata().map_err(failed)?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(claimed).unwrap_or(0));
    // A file that grows may hold more than was said of it.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(named(Error::new("file.too_large").with("limit", limit >> 20)));
    }
    Ok(bytes)
}

/// The text of a small file that was handed in, at most `limit` bytes of UTF-8.
///
/// # Errors
/// As [`open`]; `file.not_small` with the `limit` in MiB.
pub fn read_text(path: &Path, limit: u64) -> Result<String> {
    let bytes = read(path, limit).map_err(|e| match e.code {
        "file.too_large" => Error { code: "file.not_small", ..e },
        _ => e,
    })?;
    let unread = |e: std::string::FromUtf8Error| {
        Error::new("file.cannot_read").with("file", name_of(path)).with("reason", e)
    };
    String::from_utf8(bytes).map_err(unread)
}

/// The last part of a path, for sentences.
#[must_use]
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Waits until the names in a folder are on its disk.
///
/// # Errors
/// The disk's.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows lets no folder be opened to be synced; NTFS keeps names in a journal of its own.
    if cfg!(windows) {
        return Ok(());
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match File::open(folder)?.sync_all() {
        // A file system that knows no such thing.
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

/// The folder that a file lies in.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// A new file in a folder, under a name of its own, for nobody else to read; it is removed again unless it is placed.
///
/// # Errors
/// The disk's.
pub fn draft_in(folder: &Path) -> io::Result<NamedTempFile> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    tempfile::Builder::new().prefix(DRAFT).tempfile_in(folder)
}

/// Puts a file of our own in the place of the one before, which stays whole until then.
///
/// # Errors
/// The disk's; the file before is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut draft = draft_in(folder_of(path))?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    draft.persist(path).map_err(|e| e.error)?;
    sync_folder(folder_of(path))
}

/// Adds a line to a file of our own. One that would grow over `most` bytes takes the place of `before` and is begun anew:
/// both together hold the last lines.
///
/// # Errors
/// The disk's.
pub fn append_line(path: &Path, before: &Path, line: &str, most: u64) -> io::Result<()> {
    let there = fs::metadata(path).map_or(0, |found| found.len());
    if there > 0 && there + line.len() as u64 + 1 > most {
        fs::rename(path, before)?;
    }
    // One write: another start may add its own.
    File::options().create(true).append(true).open(path)?.write_all(format!("{line}\n").as_bytes())
}

/// Takes files of our own away, those that are there.
///
/// # Errors
/// The disk's.
pub fn remove_own(paths: &[PathBuf]) -> io::Result<()> {
    let remove = |path: &PathBuf| match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    };
    paths.iter().try_for_each(remove)
}

/// Destroys a file: what it holds is overwritten, then it is renamed to `nameless` and removed. On a solid-state disk the old content
/// may survive in cells that no program reaches.
///
/// # Errors
/// The disk's.
pub fn destroy(path: &Path, nameless: &Path) -> io::Result<()> {
    /// How much is overwritten at a time.
    const CHUNK: usize = 1 << 20;
    let mut file = File::options().write(true).open(path)?;
    let length = file.metadata()?.len();
    let mut noise = vec![0_u8; CHUNK];
    for zeros in [false, true] {
        file.seek(SeekFrom::Start(0))?;
        let mut left = length;
        while left > 0 {
            if zeros {
                noise.fill(0);
            } else {
                getrandom::fill(&mut noise).map_err(|e| io::Error::other(e.to_string()))?;
            }
            let part = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            file.write_all(noise.get(..part).unwrap_or_default())?;
            left -= part as u64;
        }
        file.sync_all()?;
    }
    file.set_len(0)?;
    file.sync_all()?;
    drop(file);
    // The name, too, tells whose list it was.
    fs::rename(path, nameless)?;
    fs::remove_file(nameless)?;
    // Not every system lets a folder be written through.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Bytes that are free on the disk of a folder; nothing where the system does not say.
#[must_use]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    fs4::available_space(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok()
}

/// A new folder within `above`, which is made where only it is missing; it goes again with all in it unless it is placed.
///
/// # Errors
/// The disk's.
pub fn draft_folder_in(above: &Path) -> io::Result<TempDir> {
    if !above.exists() {
        fs::create_dir_all(above)?;
        sync_folder(folder_of(above))?;
    }
    tempfile::Builder::new().prefix(DRAFT).tempdir_in(above)
}

/// The folder that is not there yet: "2026-11-21 xa-lam-khe", then "2026-11-21 xa-lam-khe lan 2". Books of several units,
/// and the sample, may have one folder for their days.
pub fn free_folder(above: &Path, stem: &str) -> PathBuf {
    let name = |nth: u32| if nth == 1 { stem.to_owned() } else { format!("{stem} lan {nth}") };
    let mut folders = (1..).map(|nth| above.join(name(nth)));
    folders.find(|folder| !folder.exists()).unwrap_or_default()
}

/// The folders that have to be made before something can be put into `folder`, the innermost first.
pub fn new_folders(folder: &Path) -> Vec<PathBuf> {
    let is_there = |folder: &Path| folder.as_os_str().is_empty() || folder.exists();
    folder.ancestors().take_while(|folder| !is_there(folder)).map(Path::to_owned).collect()
}

/// Gives a finished folder its name, and waits until the name is on the disk.
///
/// # Errors
/// `AlreadyExists`; the disk's. The draft is removed.
pub fn place_folder(draft: TempDir, folder: &Path) -> io::Result<Written> {
    if fs::symlink_metadata(folder).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    rename(draft.path(), folder)?;
    let _ = draft.keep();
    let written = Written { path: folder.to_owned(), before: Before::Folder };
    sync_folder(folder_of(folder))?;
    Ok(written)
}

/// Renames. Windows refuses while a virus scanner looks at a new file, which takes a moment.
///
/// # Errors
/// The disk's.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut again = 0..if cfg!(windows) { 20 } else { 0 };
    loop {
        match fs::rename(from, to) {
            Err(e) if e.kind() == ErrorKind::PermissionDenied && again.next().is_some() => {
                std::thread::sleep(Duration::from_millis(100));
            }
            renamed => return renamed,
        }
    }
}

/// A file that one program at a time holds, for as long as it keeps what it is given; nothing where another has it.
///
/// # Errors
/// Those of the system: a folder where nothing can be written, a drive without locks.
pub fn hold(path: &Path) -> io::Result<Option<File>> {
    let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

/// A place to write to.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// The file.
    pub path: &'a Path,
    /// What kind it is.
    pub kind: FileKind,
    /// Whether it may take the place of a file of its own kind.
    pub replace: bool,
}

impl NewFile<'_> {
    /// Refuses a place that may not be written to, before any work is done.
    ///
    /// # Errors
    /// `save.wrong_ending`, `save.exists`, `save.other_kind`, `save.folder_missing`, `save.failed`.
    pub fn check(&self) -> Result<()> {
        self.is_there().map(drop)
    }

    /// Writes the file whole: what is there under its name afterwards is on the disk. It is taken back unless it is
    /// [kept](Written::keep).
    ///
    /// # Errors
    /// As [`NewFile::check`]; `save.disk_full`. Nothing is left behind.
    pub fn write(&self, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<Written> {
        let is_there = self.is_there()?;
        let failed = |e: io::Error| self.failed(&e);
        let (file, draft) = draft_in(folder_of(self.path)).map_err(failed)?.into_parts();
        let mut out = BufWriter::new(file);
        write(&mut out).map_err(failed)?;
        out.into_inner().map_err(|e| failed(e.into_error()))?.sync_all().map_err(failed)?;
        let before = if is_there {
            // Kept under another name: a full disk has no room to write it again.
            let aside = aside(self.path).map_err(failed)?;
            draft.persist(self.path).map_err(|e| failed(e.error))?;
            Before::File(aside)
        } else {
            draft.persist_noclobber(self.path).map_err(|e| failed(e.error))?;
            Before::Nothing
        };
        let written = Written { path: self.path.to_owned(), before };
        match sync_folder(folder_of(self.path)) {
            Ok(()) => Ok(written),
            Err(e) => Written::keep_with([written], Err(failed(e))),
        }
    }

    /// As [`NewFile::write`], of bytes that are there.
    ///
    /// # Errors
    /// As [`NewFile::write`].
    pub fn write_bytes(&self, bytes: &[u8]) -> Result<Written> {
        self.write(|out| out.write_all(bytes))
    }

    /// Whether something stands there, which may be replaced.
    fn is_there(&self) -> Result<bool> {
        let refused = |code| Error::new(code).with("path", self.path.display());
        let ending = self.kind.ending();
        if !self.path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)) {
            return Err(refused("save.wrong_ending").with("ending", ending));
        }
        let found = match fs::symlink_metadata(self.path) {
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let folder = folder_of(self.path);
                let there = folder.as_os_str().is_empty() || folder.is_dir();
                return if there { Ok(false) } else { Err(refused("save.folder_missing")) };
            }
            found => found.map_err(|e| self.failed(&e))?,
        };
        if !found.is_file() || found.len() > LARGEST_REPLACED {
            return Err(refused("save.other_kind"));
        }
        let bytes = fs::read(self.path).map_err(|e| self.failed(&e))?;
        if !bytes.is_empty() && !self.kind.is_of(&bytes) {
            return Err(refused("save.other_kind"));
        }
        if !self.replace {
            return Err(refused("save.exists"));
        }
        Ok(true)
    }

    fn failed(&self, why: &io::Error) -> Error {
        not_written(self.path, why)
    }
}

/// Why something could not be written at `path`, as a refusal.
#[must_use]
pub fn not_written(path: &Path, why: &io::Error) -> Error {
    let code = match why.kind() {
        ErrorKind::AlreadyExists => "save.exists",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "save.disk_full",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "save.folder_missing",
        _ => "save.failed",
    };
    Error::new(code).with("path", path.display()).with("why", why)
}

/// A file that stands written. Dropped, it is taken back and what stood there before is put there again; so a change that
/// is refused after its paper was written leaves no paper.
#[must_use = "dropped, the file is taken back"]
#[derive(Debug)]
pub struct Written {
    path: PathBuf,
    before: Before,
}

/// What stood where something was written.
#[derive(Debug)]
enum Before {
    Nothing,
    /// A file, which stands under this name until it is known that it is replaced.
    File(TempPath),
    /// Nothing, and what stands there now is a folder.
    Folder,
    /// What was written stays.
    Kept,
}

impl Written {
    /// It stays.
    pub fn keep(mut self) {
        self.before = Before::Kept;
    }

    /// Keeps what was written within a change if the change stands, be it that the disk was not sure of it; else takes it
    /// back.
    ///
    /// # Errors
    /// That of the change; `save.left` when the disk did not even let the file be taken back.
    pub fn keep_with<T>(written: impl IntoIterator<Item = Self>, change: Result<T>) -> Result<T> {
        let stands = change.as_ref().map_or_else(|e| e.code == "book.done_unsynced", |_| true);
        let mut left = None;
        for mut one in written {
            if stands {
                one.keep();
            } else if one.take_back().is_err() {
                left = Some(one.path.clone());
            }
        }
        change.map_err(|e| match left {
            Some(path) => {
                let why = e.params.get("detail").map_or(e.code, String::as_str);
                Error::new("save.left").with("path", path.display()).with("why", why)
            }
            None => e,
        })
    }

    fn take_back(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.before, Before::Kept) {
            Before::Kept => return Ok(()),
            Before::Nothing => fs::remove_file(&self.path),
            Before::Folder => fs::remove_dir_all(&self.path),
            Before::File(aside) => aside.persist(&self.path).map_err(|e| e.error),
        }?;
        sync_folder(folder_of(&self.path))
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // Nothing can be reported from here: the refusal that led here is told.
        let _ = self.take_back();
    }
}

/// A second name for a file, which it keeps when another takes its place.
fn aside(path: &Path) -> io::Result<TempPath> {
    let mut name = draft_in(folder_of(path))?;
    let mut file = File::open(path)?;
    let second = name.path().to_owned();
    // A stick's file system has no second names: the content is copied.
    if fs::remove_file(&second).and_then(|()| fs::hard_link(path, &second)).is_err() {
        name = draft_in(folder_of(path))?;
        io::copy(&mut file, &mut name)?;
        name.as_file().sync_all()?;
    }
    Ok(name.into_temp_path())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKBOOK: &[u8] = b"PK\x03\x04 xl/workbook.xml old";

    fn new(path: &Path, kind: FileKind, replace: bool) -> NewFile<'_> {
        NewFile { path, kind, replace }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| name_of(&e.unwrap().path())).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_there_is_replaced_only_by_its_own_kind_and_when_asked() {
        use FileKind::{Summary, Table, Workbook};
        let noise: Vec<u8> = (0..8192_u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        let check = |name: &str, before: Option<&[u8]>, kind, replace, expect: &str| {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join(name);
            if let Some(before) = before {
                fs::write(&path, before).unwrap();
            }
            let found = new(&path, kind, replace).write_bytes(b"new");
            assert_eq!(found.as_ref().map_or_else(|e| e.code, |_| ""), expect, "{name}");
            if let Err(e) = &found {
                assert!(
                    e.sentence().ends_with('.') && !e.sentence().contains(['{', '}']),
                    "{}",
                    e.sentence()
                );
            }
            let stays = if expect.is_empty() { Some(&b"new"[..]) } else { before };
            found.map(Written::keep).ok();
            assert_eq!(fs::read(&path).ok().as_deref(), stays, "{name}");
            assert_eq!(names(dir.path()).len(), usize::from(stays.is_some()), "{name}: something is left");
        };
        check("a.xlsx", None, Workbook, false, "");
        check("a.XLSX", None, Workbook, false, "");
        check("a.xlsx", None, Summary, false, "save.wrong_ending");
        check("so.tungnha", None, Workbook, true, "save.wrong_ending");
        check("so.tungnha", Some(&noise), Workbook, true, "save.wrong_ending");
        check("a.xlsx", Some(WORKBOOK), Workbook, false, "save.exists");
        check("a.xlsx", Some(WORKBOOK), Workbook, true, "");
        check("a.xlsx", Some(b""), Workbook, true, "");
        // A book under the name of a workbook.
        check("a.xlsx", Some(&noise), Workbook, true, "save.other_kind");
        check("a.csv", Some(&noise), Table, true, "save.other_kind");
        check("a.csv", Some(b"sheet,row\n"), Table, true, "");
        check("a.csv", Some(br#"{"payload":"#), Table, true, "save.other_kind");
        check("a.tnsolieu", Some(br#"{"payload":"#), Summary, true, "");
        check("a.tnsolieu", Some(WORKBOOK), Summary, true, "save.other_kind");
        check("no/a.xlsx", None, Workbook, false, "save.folder_missing");
    }

    #[test]
    fn what_is_not_kept_is_as_it_was() {
        for before in [None, Some(WORKBOOK)] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("a.xlsx");
            before.iter().for_each(|before| fs::write(&path, before).unwrap());
            drop(new(&path, FileKind::Workbook, true).write_bytes(b"new").unwrap());
            assert_eq!(fs::read(&path).ok().as_deref(), before);
            assert_eq!(names(dir.path()).len(), usize::from(before.is_some()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_devices_are_refused() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (target, link, pipe) =
            (dir.path().join("b.xlsx"), dir.path().join("a.xlsx"), dir.path().join("p.csv"));
        fs::write(&target, WORKBOOK).unwrap();
        symlink(&target, &link).unwrap();
        assert_eq!(new(&link, FileKind::Workbook, true).check().unwrap_err().code, "save.other_kind");
        assert_eq!(fs::read(&target).unwrap(), WORKBOOK);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(new(&pipe, FileKind::Table, true).check().unwrap_err().code, "save.other_kind");
        for (path, code) in
            [(pipe.as_path(), "file.not_regular"), (Path::new("/dev/zero"), "file.not_regular")]
        {
            assert_eq!(open(path).unwrap_err().code, code);
        }
        assert_eq!(read(dir.path(), 9).unwrap_err().code, "file.is_directory");
        assert_eq!(read(&target, 9).unwrap_err().code, "file.too_large");
        let written = dir.path().join("c.xlsx");
        new(&written, FileKind::Workbook, false).write_bytes(b"x").unwrap().keep();
        assert_eq!(fs::metadata(written).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
