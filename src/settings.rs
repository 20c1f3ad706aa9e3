//! This computer's own settings: recent books, language, size of text. They stand beside the program, not in a book, and
//! hold no personal data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::disk;
use crate::domain::first_steps::FirstStep;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::messages::Language;

/// The settings of one computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// Language of the window.
    pub language: Language,
    /// Size of text in percent of the usual one: 90 to 150.
    pub text_percent: u16,
    /// Light, dark or as the system has it.
    pub theme: Theme,
    /// After so many idle minutes the book is locked; 0 never.
    pub idle_minutes: u16,
    /// Whether pictures of the screen leave the window out; not every system can.
    pub hide_from_capture: bool,
    /// Where the files of the end of a day go; empty until it is chosen. Each purpose has a folder of its own: papers with
    /// names do not go onto a stick that was chosen for another.
    pub daily_folder: PathBuf,
    /// Where packages for the units below were written last; empty until one was.
    pub down_folder: PathBuf,
    /// Where results and summaries for the unit above were written last; empty until one was.
    pub up_folder: PathBuf,
    /// Where reports were written last; empty until one was.
    pub report_folder: PathBuf,
    /// Where the backups of a book, by its id, are copied to: a stick or a second disk of this computer.
    pub second_places: BTreeMap<String, PathBuf>,
    /// What a list with names left for last: a code, never words of somebody; empty until it is chosen.
    pub purpose: String,
    /// First steps whose hints somebody put aside.
    pub steps_aside: Vec<FirstStep>,
    /// How tables of the window were left, by their names.
    pub tables: BTreeMap<String, TableLeft>,
    /// Books opened on this computer, the last one first.
    pub recent: Vec<RecentBook>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Vi,
            text_percent: 100,
            theme: Theme::Light,
            idle_minutes: 10,
            hide_from_capture: false,
            daily_folder: PathBuf::new(),
            down_folder: PathBuf::new(),
            up_folder: PathBuf::new(),
            report_folder: PathBuf::new(),
            second_places: BTreeMap::new(),
            purpose: String::new(),
            steps_aside: Vec::new(),
            tables: BTreeMap::new(),
            recent: Vec::new(),
        }
    }
}

/// How a table was left: nothing of what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TableLeft {
    /// The column by which its rows stand; as they come when missing.
    pub column: Option<String>,
    /// Whether the largest stands first.
    pub down: bool,
    /// Columns that are not shown.
    pub hidden: Vec<String>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Dark ink on warm paper.
    #[default]
    Light,
    /// For the evening.
    Dark,
    /// As the system has it.
    System,
}

/// A book that was opened on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecentBook {
    /// The file.
    pub path: PathBuf,
    /// Name of its unit.
    pub name: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
    /// The level that it works at.
    pub level: Level,
    /// When it was opened last, RFC 3339.
    pub opened_at: String,
}

/// Books that the list remembers.
const RECENT: usize = 8;

impl Settings {
    /// Reads the settings in `folder`. A missing or broken file gives the usual ones: they are no data to lose.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(file(folder)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes the settings into `folder`; without a folder they live as long as the program.
    ///
    /// # Errors
    /// `settings.not_written`.
    pub fn write(&self, folder: &Path) -> Result<()> {
        if folder.as_os_str().is_empty() {
            return Ok(());
        }
        let failed = |e: std::io::Error| Error::new("settings.not_written").with("detail", e);
        std::fs::create_dir_all(folder).map_err(failed)?;
        let text = serde_json::to_vec_pretty(self).map_err(|e| failed(e.into()))?;
        disk::replace(&file(folder), &text).map_err(failed)
    }

    /// The folders that are kept, each for one purpose.
    #[must_use]
    pub fn folders(&self) -> [&PathBuf; 4] {
        [&self.daily_folder, &self.down_folder, &self.up_folder, &self.report_folder]
    }

    /// Puts a book at the head of the recent ones.
    pub fn remember(&mut self, book: RecentBook) {
        self.recent.retain(|known| known.path != book.path);
        self.recent.insert(0, book);
        self.recent.truncate(RECENT);
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("settings.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(name: &str) -> RecentBook {
        let path = format!("{name}.tungnha").into();
        RecentBook {
            path,
            name: name.to_owned(),
            above: Vec::new(),
            level: Level::Hamlet,
            opened_at: String::new(),
        }
    }

    #[test]
    fn settings_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings { text_percent: 125, ..Settings::default() };
        settings.remember(book("Thôn 1"));
        settings.write(folder.path()).unwrap();
        assert_eq!(Settings::read(folder.path()), settings);
    }

    #[test]
    fn a_broken_file_gives_the_usual_settings() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
        std::fs::write(file(folder.path()), "{\"language\":").unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
    }

    #[test]
    fn the_last_opened_book_comes_first_and_once() {
        let mut settings = Settings::default();
        for name in ["A", "B", "A"] {
            settings.remember(book(name));
        }
        assert_eq!(settings.recent, [book("A"), book("B")]);
    }
}
