//! The log of this computer: the last commands and refusals, in codes and numbers alone (`src/domain/trace.rs`). Two files of
//! bounded size stand beside the settings; it is read by people who were asked for help, when a diagnosis is made.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::disk;
use crate::domain::trace::Line;
use crate::error::{Error, Result};
use crate::session::Session;

/// Bytes of each of the two files.
const MOST: u64 = 128 << 10;

/// Lines that are kept in memory, where there is no folder for them.
const KEPT: usize = 200;

/// The log.
#[derive(Default)]
pub struct Log {
    folder: PathBuf,
    last: VecDeque<Line>,
}

fn files(folder: &Path) -> [PathBuf; 2] {
    ["nhat-trinh.log", "nhat-trinh-truoc.log"].map(|name| folder.join(name))
}

/// A log that cannot be written is no reason to stop anybody's work.
fn append(folder: &Path, line: &Line) {
    let [file, before] = files(folder);
    let _ = std::fs::create_dir_all(folder)
        .and_then(|()| disk::append_line(&file, &before, &line.to_string(), MOST));
}

impl Log {
    /// The log in a folder; without one it lives as long as the program.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), last: VecDeque::new() }
    }

    /// Notes a line.
    pub fn note(&mut self, line: Line) {
        if !self.folder.as_os_str().is_empty() {
            return append(&self.folder, &line);
        }
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }

    /// Notes a command that was called.
    pub fn note_step(
        &mut self,
        session: &Session,
        command: &'static str,
        took: Duration,
        refused: Option<&Error>,
    ) {
        if let Some(line) = Line::step(session.now().naive_local(), command, took, refused) {
            self.note(line);
        }
    }

    /// All lines, the oldest first. What somebody else wrote there is not read.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        if self.folder.as_os_str().is_empty() {
            return self.last.iter().cloned().collect();
        }
        let [file, before] = files(&self.folder);
        let text = |path: &Path| disk::read_text(path, 2 * MOST).unwrap_or_default();
        [before, file]
            .iter()
            .flat_map(|path| text(path).lines().filter_map(Line::read).collect::<Vec<_>>())
            .collect()
    }

    /// Wipes it.
    ///
    /// # Errors
    /// `settings.not_written`.
    pub fn wipe(&mut self) -> Result<()> {
        self.last.clear();
        let failed = |e: io::Error| Error::new("settings.not_written").with("detail", e);
        if self.folder.as_os_str().is_empty() {
            Ok(())
        } else {
            disk::remove_own(&files(&self.folder)).map_err(failed)
        }
    }
}

/// From now on a panic notes its place in the log of a folder, and nothing of what it says.
pub fn note_panics(folder: &Path) {
    let (folder, before) = (folder.to_owned(), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(place) = panic.location() {
            let now = Session::new(None).now().naive_local();
            append(&folder, &Line::panic(now, place.file(), place.line()));
        }
        before(panic);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(nth: u32) -> Line {
        let at = Session::new(None).now().naive_local();
        Line::fault(at, nth, 1)
    }

    #[test]
    fn the_log_keeps_its_last_lines_within_its_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::of(folder.path());
        for nth in 0..8000 {
            log.note(line(nth));
        }
        let sizes = files(folder.path()).map(|file| std::fs::metadata(file).unwrap().len());
        assert!(sizes.iter().all(|size| (1..=MOST).contains(size)), "{sizes:?}");
        let lines = Log::of(folder.path()).lines();
        assert!(lines.len() > 2500, "{}", lines.len());
        assert!(lines.last().unwrap().to_string().ends_with("script.js:7999:1"));
        log.wipe().unwrap();
        assert_eq!(log.lines(), []);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        log.wipe().unwrap();
    }

    #[test]
    fn a_line_that_is_cut_or_foreign_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::of(folder.path());
        log.note(line(1));
        let [file, _] = files(folder.path());
        let before = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("Trần Văn Thử 034099001234\n{before}2026-11-21 20:")).unwrap();
        assert_eq!(log.lines().len(), 1);
    }

    #[test]
    fn a_panic_leaves_its_place_and_not_its_words() {
        let folder = tempfile::tempdir().unwrap();
        note_panics(folder.path());
        let broken = std::panic::catch_unwind(|| panic!("Trần Văn Thử 034099001234"));
        drop(std::panic::take_hook());
        assert!(broken.is_err());
        let [file, _] = files(folder.path());
        let written = std::fs::read_to_string(file).unwrap();
        assert!(written.contains(" panic place=src/log.rs:"), "{written}");
        assert!(!written.contains("Thử") && !written.contains("034099001234"), "{written}");
    }

    #[test]
    fn without_a_folder_it_lives_in_memory() {
        let mut log = Log::default();
        (0..300).for_each(|nth| log.note(line(nth)));
        assert_eq!(log.lines().len(), KEPT);
        log.wipe().unwrap();
        assert_eq!(log.lines(), []);
    }
}
