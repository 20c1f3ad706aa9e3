//! The program's own files: exchanged for those of another version, with the former ones kept in a folder beside them.
//!
//! A program that runs cannot be written over on Windows, but renamed: each file steps aside, and the new one takes its name. What
//! fails half-way is taken back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::error::{Error, Result};

/// The folder of the former files; a program that is started in it works for the folder above.
const FORMER: &str = "truoc";
/// Says which version the files beside it are.
const VERSION: &str = "phien-ban.txt";
/// The longest version.
const LONGEST_VERSION: u64 = 100;

/// What is exchanged, the program last.
pub const FILES: &[&str] = if cfg!(windows) {
    &[VERSION, "LICENSE.txt", "NOTICES.txt", "WebView2Loader.dll", "tung-nha-cli.exe", "tung-nha.exe"]
} else {
    &[VERSION, "LICENSE.txt", "NOTICES.txt", "tung-nha-cli", "tung-nha"]
};

/// Where the program lies.
#[derive(Debug, Clone)]
pub struct Program {
    folder: PathBuf,
}

impl Program {
    /// The one that runs. Ask as it starts: later its file may have another name.
    #[must_use]
    pub fn running() -> Self {
        Self::at(disk::folder_of(&std::env::current_exe().unwrap_or_default()))
    }

    /// The one whose files lie in `folder`.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        let former = folder.file_name().is_some_and(|name| name == FORMER);
        Self { folder: if former { disk::folder_of(folder) } else { folder }.to_owned() }
    }

    /// Its file, to be started.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join(FILES.last().unwrap_or(&""))
    }

    /// The folder of its settings, where it was brought on a stick.
    #[must_use]
    pub fn portable_settings(&self) -> Option<PathBuf> {
        Some(self.folder.join("cai-dat")).filter(|folder| folder.is_dir())
    }

    /// Whether its files are its own to exchange: brought on a stick, or put there by our setup. Those of a package are the
    /// system's.
    #[must_use]
    pub fn is_own(&self) -> bool {
        let installed = cfg!(windows) && self.folder.join("uninstall.exe").is_file();
        (installed || self.portable_settings().is_some()) && self.file().is_file()
    }

    /// The version that is kept beside it, if one is.
    #[must_use]
    pub fn kept(&self) -> Option<String> {
        let former = self.folder.join(FORMER);
        let version = disk::read_text(&former.join(VERSION), LONGEST_VERSION).ok()?;
        let program = former.join(FILES.last()?);
        Some(version.trim().to_owned()).filter(|version| !version.is_empty() && program.is_file())
    }

    /// Puts `files` in the place of those that are there, which are of version `now` and are kept.
    ///
    /// # Errors
    /// `update.not_here`; `update.failed` with the reason: everything is then as it was.
    pub fn exchange(&self, files: &BTreeMap<String, Vec<u8>>, now: &str, next: &str) -> Result<()> {
        if !self.is_own() {
            return Err(Error::new("update.not_here"));
        }
        let exchange = || {
            let draft = disk::draft_folder_in(&self.folder)?;
            let versions = [(self.folder.join(VERSION), now), (draft.path().join(VERSION), next)];
            for (path, version) in versions {
                disk::replace(&path, version.as_bytes())?;
            }
            for (name, bytes) in files {
                write(&draft.path().join(name), bytes)?;
            }
            self.place(draft.path(), &draft.path().join(FORMER), &disk::rename)
        };
        exchange().map_err(|e| failed(&e))?;
        self.tell_system(next);
        Ok(())
    }

    /// Exchanges the program for the version that is kept, and keeps this one.
    ///
    /// # Errors
    /// `update.none_kept`; as [`Program::exchange`].
    pub fn back(&self) -> Result<String> {
        let version = self.kept().filter(|_| self.is_own()).ok_or_else(|| Error::new("update.none_kept"))?;
        let back = || {
            let draft = disk::draft_folder_in(&self.folder)?;
            self.place(draft.path(), draft.path(), &disk::rename)
        };
        back().map_err(|e: io::Error| failed(&e))?;
        self.tell_system(&version);
        Ok(version)
    }

    /// Gives the files in `new` the places of the present ones, which are kept; what was kept so far goes to `aside`, which is `new`
    /// itself on the way back. Each step is a `rename` of a file: a folder in which a program runs has to stay on Windows.
    fn place(
        &self,
        new: &Path,
        aside: &Path,
        rename: &dyn Fn(&Path, &Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let kept = self.folder.join(FORMER);
        for folder in [&kept, aside] {
            fs::create_dir_all(folder)?;
        }
        let mut steps: Vec<(PathBuf, PathBuf)> =
            FILES.iter().map(|name| (kept.join(name), aside.join(name))).collect();
        let comes = |name: &str| new.join(name).is_file() || new == aside && kept.join(name).is_file();
        for name in FILES.iter().filter(|name| comes(name)) {
            let place = self.folder.join(name);
            steps.extend([(place.clone(), kept.join(name)), (new.join(name), place)]);
        }
        let mut done: Vec<(PathBuf, PathBuf)> = Vec::new();
        for (path, to) in steps {
            if path.symlink_metadata().is_err() {
                continue;
            }
            if let Err(e) = rename(&path, &to) {
                for (path, to) in done.iter().rev() {
                    disk::rename(to, path)?;
                }
                return Err(e);
            }
            done.push((path, to));
        }
        disk::sync_folder(&kept)?;
        disk::sync_folder(&self.folder)
    }

    /// The list of programs of Windows says the version, where a setup put it there.
    fn tell_system(&self, version: &str) {
        if !cfg!(windows) || self.portable_settings().is_some() {
            return;
        }
        let root = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
        let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\TungNha";
        // A list that says the former version does no harm.
        let _ = std::process::Command::new(PathBuf::from(root).join(r"System32\reg.exe"))
            .args(["add", key, "/v", "DisplayVersion", "/d", version, "/f"])
            .status();
    }
}

fn failed(e: &io::Error) -> Error {
    Error::new("update.failed").with("reason", e)
}

/// Writes a file that can be started, and looks whether the disk gives it back as it was written.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    file.sync_all()?;
    drop(file);
    if fs::read(path)? == bytes { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = FILES[FILES.len() - 1];
    const CLI: &str = FILES[FILES.len() - 2];

    fn portable(files: &[(&str, &str)]) -> (tempfile::TempDir, Program) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("cai-dat")).unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let program = Program::at(folder.path());
        (folder, program)
    }

    fn next(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    /// All files below a folder with what is in them.
    fn all(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = disk::name_of(&path);
            if path.is_dir() {
                found.extend(all(&path).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
            } else {
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
        found
    }

    fn expect(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn the_former_program_is_kept_and_comes_back() {
        let (folder, program) = portable(&[(PROGRAM, "0"), (CLI, "cli 0"), ("so.tungnha", "book")]);
        program.exchange(&next(&[(PROGRAM, "1"), (CLI, "cli 1")]), "0.2.0", "0.2.1").unwrap();
        let updated = |now: &str, kept: &str| {
            let cli = |text: &str| format!("cli {text}");
            expect(&[
                (PROGRAM, now),
                (CLI, &cli(now)),
                (VERSION, &format!("0.2.{now}")),
                ("so.tungnha", "book"),
                (&format!("truoc/{PROGRAM}"), kept),
                (&format!("truoc/{CLI}"), &cli(kept)),
                ("truoc/phien-ban.txt", &format!("0.2.{kept}")),
            ])
        };
        assert_eq!(all(folder.path()), updated("1", "0"));
        assert_eq!(program.kept().as_deref(), Some("0.2.0"));
        assert_eq!(program.back().unwrap(), "0.2.0");
        assert_eq!(all(folder.path()), updated("0", "1"));
        // Started by hand where it is kept.
        let kept = Program::at(&folder.path().join("truoc"));
        assert_eq!(kept.file(), program.file());
        assert_eq!(kept.back().unwrap(), "0.2.1");
        assert_eq!(all(folder.path()), updated("1", "0"));
        // One more version: the one before is kept, not the first.
        program.exchange(&next(&[(PROGRAM, "2"), (CLI, "cli 2")]), "0.2.1", "0.2.2").unwrap();
        assert_eq!(all(folder.path()), updated("2", "1"));
    }

    #[test]
    fn what_fails_half_way_leaves_everything_as_it_was() {
        let (folder, program) = portable(&[(PROGRAM, "0"), (CLI, "cli 0"), (VERSION, "0.2.0")]);
        program.exchange(&next(&[(PROGRAM, "1"), (CLI, "cli 1")]), "0.2.0", "0.2.1").unwrap();
        let before = all(folder.path());
        let steps = std::cell::Cell::new(0);
        for fails in 0.. {
            let draft = tempfile::tempdir_in(folder.path()).unwrap();
            for (name, text) in [(PROGRAM, "2"), (CLI, "cli 2"), (VERSION, "0.2.2")] {
                fs::write(draft.path().join(name), text).unwrap();
            }
            steps.set(0);
            let placed = program.place(draft.path(), &draft.path().join("cu"), &|path, to| {
                steps.set(steps.get() + 1);
                if steps.get() > fails { Err(io::ErrorKind::Other.into()) } else { fs::rename(path, to) }
            });
            drop(draft);
            if placed.is_ok() {
                break;
            }
            assert_eq!(all(folder.path()), before, "step {fails}");
        }
        // What was kept steps aside by a rename a file, then two a file.
        assert_eq!(steps.get(), 9);
        assert_eq!(program.kept().as_deref(), Some("0.2.1"));
    }

    #[test]
    fn what_the_system_put_there_is_the_systems() {
        let (folder, program) = portable(&[(PROGRAM, "0")]);
        assert!(program.is_own());
        fs::remove_dir(folder.path().join("cai-dat")).unwrap();
        assert!(!program.is_own());
        let refused = program.exchange(&next(&[(PROGRAM, "1")]), "0.2.0", "0.2.1").unwrap_err();
        assert_eq!(refused.code, "update.not_here");
        assert_eq!(program.back().unwrap_err().code, "update.none_kept");
        assert_eq!(all(folder.path()), expect(&[(PROGRAM, "0")]));
    }
}
