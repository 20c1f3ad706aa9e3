//! A diagnosis: what somebody who is asked for help has to know of the program, the computer and the book, and nothing of anybody.
//!
//! It holds counts, sizes, versions, codes and times. No name of a person, unit, file or folder is asked for here.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Nothing;
use super::desk::Desk;
use crate::built;
use crate::disk::{self, NewFile};
use crate::domain::dates::vi_at;
use crate::domain::file_kind::{BOM, FileKind};
use crate::domain::trace::Line;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::messages::{self, Language, word};
use crate::session::Session;
use crate::settings::{Settings, Theme};
use crate::store::Book;

/// Refusals that are told, the last ones.
const REFUSALS: usize = 20;
/// Steps that are told, the last ones.
const STEPS: usize = 40;

/// The screen that the window is on, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Screen {
    /// Width of the screen.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Width of the window.
    pub window_width: u32,
    /// Its height.
    pub window_height: u32,
    /// How much larger than 96 dots an inch the screen draws, in percent.
    pub scale_percent: u32,
}

/// What a diagnosis is made with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Diagnose {
    /// The screen of the window.
    #[serde(default)]
    pub screen: Option<Screen>,
}

/// A diagnosis, to be read before it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Diagnosis {
    /// The whole text.
    pub text: String,
    /// A name for its file.
    pub file: String,
}

/// Where the diagnosis that was shown last is saved.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveDiagnosis {
    /// The file.
    pub out: PathBuf,
    /// Whether an earlier text there may be replaced.
    #[serde(default)]
    pub replace: bool,
}

/// A place of the script where a screen failed.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct Fault {
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
}

/// Makes a diagnosis, with a book or without one.
pub fn diagnose(desk: &mut Desk, args: &Diagnose) -> Result<Diagnosis> {
    let now = desk.session.now();
    let lines = desk.log.lines();
    let mut text = Text(String::new());
    text.line("diagnosis.title", &[]);
    text.line("diagnosis.promise", &[]);
    text.line("diagnosis.at", &[("at", &vi_at(now))]);
    on_program(&mut text, desk, args.screen);
    on_settings(&mut text, desk.settings());
    on_book(&mut text, desk);
    on_log(&mut text, &lines);
    let file =
        format!("{} {}.{}", word("diagnosis.file"), now.format("%Y-%m-%d %H%M"), FileKind::Text.ending());
    desk.diagnosis.clone_from(&text.0);
    Ok(Diagnosis { text: text.0, file })
}

/// Saves the diagnosis that was shown last, as it was shown.
///
/// # Errors
/// `diagnosis.none` when none was, `save.*`.
pub fn save(desk: &mut Desk, args: &SaveDiagnosis) -> Result<Nothing> {
    if desk.diagnosis.is_empty() {
        return Err(Error::new("diagnosis.none"));
    }
    let to = NewFile { path: &args.out, kind: FileKind::Text, replace: args.replace };
    to.write_bytes(format!("{BOM}{}", desk.diagnosis.replace('\n', "\r\n")).as_bytes())?.keep();
    Ok(Nothing {})
}

/// Wipes the log of this computer.
///
/// # Errors
/// `settings.not_written`.
pub fn wipe_log(desk: &mut Desk, _: &Nothing) -> Result<Nothing> {
    desk.log.wipe()?;
    Ok(Nothing {})
}

/// Notes where a screen failed.
pub fn note_fault(desk: &mut Desk, args: &Fault) -> Result<Nothing> {
    let at = desk.session.now().naive_local();
    desk.log.note(Line::fault(at, args.line, args.column));
    Ok(Nothing {})
}

/// The text, line by line.
struct Text(String);

impl Text {
    fn line(&mut self, code: &str, values: &[(&str, &str)]) {
        self.0 += &messages::sentence(code, values.iter().copied());
        self.0.push('\n');
    }

    fn heading(&mut self, code: &str) {
        self.0 += &format!("\n== {} ==\n", word(code));
    }

    /// `name: value`, as tables and steps are told.
    fn plain(&mut self, text: &str) {
        self.0 += text;
        self.0.push('\n');
    }
}

fn on_program(text: &mut Text, desk: &Desk, screen: Option<Screen>) {
    text.heading("diagnosis.program");
    text.line("diagnosis.version", &[("version", &built::version())]);
    let system = match desk.machine.system.as_str() {
        "" => std::env::consts::OS,
        told => told,
    };
    text.line("diagnosis.system", &[("system", system), ("kind", std::env::consts::ARCH)]);
    if !desk.machine.webview.is_empty() {
        text.line("diagnosis.webview", &[("version", &desk.machine.webview)]);
    }
    if let Some(screen) = screen {
        let number = |value: u32| value.to_string();
        text.line(
            "diagnosis.screen",
            &[
                ("width", &number(screen.width)),
                ("height", &number(screen.height)),
                ("scale", &number(screen.scale_percent)),
                ("window_width", &number(screen.window_width)),
                ("window_height", &number(screen.window_height)),
            ],
        );
    }
}

fn on_settings(text: &mut Text, settings: &Settings) {
    text.heading("diagnosis.settings");
    let theme = match settings.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::System => "system",
    };
    let language = if settings.language == Language::Vi { "vi" } else { "en" };
    let chosen = settings.folders().iter().filter(|folder| !folder.as_os_str().is_empty()).count();
    text.line(
        "diagnosis.look",
        &[("language", language), ("text", &settings.text_percent.to_string()), ("theme", theme)],
    );
    text.line(
        "diagnosis.keeping",
        &[
            ("minutes", &settings.idle_minutes.to_string()),
            ("hidden", yes(settings.hide_from_capture)),
            ("folders", &chosen.to_string()),
            ("places", &settings.second_places.len().to_string()),
        ],
    );
    for (nth, book) in settings.recent.iter().enumerate() {
        let size = std::fs::metadata(&book.path)
            .map_or_else(|_| word("diagnosis.gone").to_owned(), |file| size(file.len()));
        let at = book.opened_at.get(..16).unwrap_or_default().replace('T', " ");
        let nth = (nth + 1).to_string();
        text.line(
            "diagnosis.recent",
            &[("nth", &nth), ("level", level(book.level)), ("size", &size), ("at", &at)],
        );
    }
}

fn on_book(text: &mut Text, desk: &mut Desk) {
    text.heading("diagnosis.book");
    let told = match desk.open() {
        Ok((book, session)) => tell_book(text, book, session).map_err(|e| e.code),
        Err(e) => Err(e.code),
    };
    match told {
        Ok(()) => {}
        Err("book.none_open") => text.line("diagnosis.no_book", &[]),
        Err(code) => text.line("diagnosis.unread", &[("code", code)]),
    }
}

fn tell_book(text: &mut Text, book: &mut Book, session: &Session) -> Result<()> {
    let info = book.info()?;
    text.line(
        "diagnosis.what",
        &[
            ("level", level(info.level)),
            ("schema", &info.version.to_string()),
            ("sample", yes(info.sample)),
            ("read_only", yes(info.read_only)),
        ],
    );
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    let mut log = book.path().as_os_str().to_owned();
    log.push("-wal");
    let free = disk::free_bytes(disk::folder_of(book.path())).map_or_else(|| "–".to_owned(), size);
    text.line(
        "diagnosis.sizes",
        &[("book", &size(length(book.path()))), ("log", &size(length(Path::new(&log)))), ("free", &free)],
    );
    let backups = book.list_backups()?;
    let newest = backups
        .first()
        .map_or_else(|| "–".to_owned(), |backup| backup.at.format("%H:%M %d/%m/%Y").to_string());
    let all = size(backups.iter().map(|backup| backup.bytes).sum());
    text.line(
        "diagnosis.backups",
        &[("count", &backups.len().to_string()), ("size", &all), ("newest", &newest)],
    );
    if let Some(failure) = book.backup_failure(session) {
        text.line("diagnosis.backup_failed", &[("code", failure.code)]);
    }
    text.heading("diagnosis.rows");
    let (full, empty): (Vec<_>, Vec<_>) = book.row_counts()?.into_iter().partition(|(_, rows)| *rows > 0);
    for (table, rows) in full {
        text.plain(&format!("{table}: {rows}"));
    }
    let empty: Vec<String> = empty.into_iter().map(|(table, _)| table).collect();
    text.line("diagnosis.empty", &[("tables", &empty.join(", "))]);
    Ok(())
}

fn on_log(text: &mut Text, lines: &[Line]) {
    text.heading("diagnosis.times");
    for (code, command) in [("diagnosis.opened", "book_open"), ("diagnosis.checked", "book_check")] {
        let took = lines.iter().rev().find(|line| line.what == command && line.code.is_none());
        let took =
            took.and_then(|line| line.millis).map_or_else(|| "–".to_owned(), |millis| format!("{millis} ms"));
        text.line(code, &[("took", &took)]);
    }
    let refused = |line: &&Line| line.code.is_some() || line.what == "panic" || line.what == "fault";
    tell(text, "diagnosis.refusals", lines.iter().filter(refused), REFUSALS);
    tell(text, "diagnosis.steps", lines.iter(), STEPS);
}

/// The last lines, the oldest first.
fn tell<'a>(text: &mut Text, heading: &str, lines: impl Iterator<Item = &'a Line>, most: usize) {
    text.heading(heading);
    let mut told: Vec<_> = lines.collect();
    told.drain(..told.len().saturating_sub(most));
    if told.is_empty() {
        text.line("diagnosis.nothing", &[]);
    }
    told.iter().for_each(|line| text.plain(&line.to_string()));
}

fn yes(is: bool) -> &'static str {
    word(if is { "diagnosis.yes" } else { "diagnosis.no" })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Hamlet => word("diagnosis.hamlet"),
        Level::Commune => word("diagnosis.commune"),
        Level::District => word("diagnosis.district"),
        Level::Province => word("diagnosis.province"),
    }
}

/// "12,3 MB".
fn size(bytes: u64) -> String {
    let (of, unit) = if bytes < 1 << 30 { (1 << 20, "MB") } else { (1 << 30, "GB") };
    let tenths = bytes.saturating_mul(10).div_ceil(of);
    format!("{},{} {unit}", tenths / 10, tenths % 10)
}
