//! What the log of a computer may say: commands, how long they took, codes of refusals, and values that are nobody's.
//!
//! A refusal carries names, numbers, paths and words of files beside its code. None of them is asked whether it is
//! personal: what is not on the list of this file is left out.

use std::fmt;
use std::time::Duration;

use chrono::NaiveDateTime;

use crate::error::Error;
use crate::messages;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When, in Việt Nam.
    pub at: NaiveDateTime,
    /// A command, or one of the events `start`, `panic`, `fault`.
    pub what: String,
    /// How long it took, in milliseconds.
    pub millis: Option<u64>,
    /// Why it was refused.
    pub code: Option<String>,
    /// Values that may be known.
    values: Vec<(String, String)>,
}

/// Parameters of refusals that count or limit something.
const COUNTS: [&str; 13] = [
    "count", "days", "digits", "limit", "most", "percent", "row", "rows", "shortest", "sheets", "total",
    "year", "years",
];

/// Digits of a number that is nobody's: numbers of people have nine and more, telephones ten.
const MOST_DIGITS: usize = 7;

/// Commands that come with every key or every minute: only their refusals are worth a line.
const QUIET: [&str; 8] = [
    "citizen_check",
    "citizen_draft_keep",
    "fault_note",
    "gazetteer",
    "now",
    "passphrase_strength",
    "register_find",
    "register_names_near",
];

const TIME: &str = "%Y-%m-%d %H:%M:%S";

impl Line {
    fn event(at: NaiveDateTime, what: &str) -> Self {
        Self { at, what: what.to_owned(), millis: None, code: None, values: Vec::new() }
    }

    /// A command that was called; `None`: it is not worth a line.
    #[must_use]
    pub fn step(
        at: NaiveDateTime,
        command: &'static str,
        took: Duration,
        refused: Option<&Error>,
    ) -> Option<Self> {
        if refused.is_none() && QUIET.contains(&command) {
            return None;
        }
        let mut line = Self::event(at, command);
        line.millis = Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
        if let Some(refused) = refused {
            line.code = Some(refused.code.to_owned());
            for (name, value) in &refused.params {
                line.add(name, &value.replace(' ', "-"));
            }
        }
        Some(line)
    }

    /// The program began.
    #[must_use]
    pub fn start(at: NaiveDateTime, version: &str) -> Self {
        Self::event(at, "start").with("version", version)
    }

    /// The program broke off: at a place of its sources, and nothing of what it said there.
    #[must_use]
    pub fn panic(at: NaiveDateTime, file: &str, line: u32) -> Self {
        Self::event(at, "panic").with("place", &format!("{}:{line}", of_crate(file)))
    }

    /// A screen failed: at a place of the script, and nothing of what it said there.
    #[must_use]
    pub fn fault(at: NaiveDateTime, line: u32, column: u32) -> Self {
        Self::event(at, "fault").with("place", &format!("script.js:{line}:{column}"))
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.add(name, value);
        self
    }

    fn add(&mut self, name: &str, value: &str) {
        if may_be_known(name, value) {
            self.values.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Reads a line back; `None` for what no line of this program looks like.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let at = NaiveDateTime::parse_from_str(&format!("{} {}", words.next()?, words.next()?), TIME).ok()?;
        let what = words.next().filter(|what| is_command(what))?;
        let mut line = Self::event(at, what);
        for word in words {
            if let Some((name, value)) = word.split_once('=') {
                line.values
                    .push(Some((name.to_owned(), value.to_owned())).filter(|_| may_be_known(name, value))?);
            } else if let Some(millis) = word.strip_suffix("ms") {
                line.millis = Some(millis.parse().ok()?);
            } else {
                line.code = Some(word.to_owned()).filter(|code| messages::has(code));
                line.code.as_ref()?;
            }
        }
        Some(line)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.format(TIME), self.what)?;
        if let Some(millis) = self.millis {
            write!(f, " {millis}ms")?;
        }
        if let Some(code) = &self.code {
            write!(f, " {code}")?;
        }
        self.values.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

/// Whether a value may be written.
fn may_be_known(name: &str, value: &str) -> bool {
    let number = |text: &str| {
        (1..=MOST_DIGITS).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
    };
    match name {
        // What SQLite or the system calls a failure.
        "detail" => match value.split_once('-') {
            Some(("SQLite" | "errno", told)) => number(told),
            // The pages of a damaged book.
            Some((word, pages)) if word == messages::word("book.damaged.pages") => {
                pages.split(",-").all(|page| page == "…" || number(page))
            }
            _ => false,
        },
        "place" => is_place(value),
        "version" => value.len() < 20 && value.split('.').all(number),
        _ => COUNTS.contains(&name) && number(value),
    }
}

fn is_command(text: &str) -> bool {
    text.len() <= 40
        && text.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_')
}

/// `src/store/mod.rs:123`, `script.js:1:45678`.
fn is_place(text: &str) -> bool {
    let mut parts = text.split(':');
    let file = parts.next().unwrap_or_default();
    let named = file.ends_with(".rs") || file == "script.js";
    let plain = file.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"._-/".contains(&letter));
    let rest: Vec<&str> = parts.collect();
    let numbers = rest.iter().all(|part| part.len() <= MOST_DIGITS && part.parse::<u32>().is_ok());
    named && plain && file.len() <= 100 && (1..=2).contains(&rest.len()) && numbers
}

/// The file within its crate, without the folders of whoever built the program.
fn of_crate(file: &str) -> String {
    let file = file.replace('\\', "/");
    let Some((above, inside)) = file.rsplit_once("/src/") else {
        return if file.starts_with("src/") { file } else { String::new() };
    };
    let name = above.rsplit('/').next().unwrap_or_default();
    // "age-0.12.0", as the registry has it.
    let version = name.rsplit_once('-').is_some_and(|(_, version)| may_be_known("version", version));
    if version || ["src-tauri", "core", "alloc", "std"].contains(&name) {
        format!("{name}/src/{inside}")
    } else {
        format!("src/{inside}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at() -> NaiveDateTime {
        NaiveDateTime::parse_from_str("2026-11-21 20:30:05", TIME).unwrap()
    }

    #[test]
    fn a_line_says_what_may_be_known() {
        let check = |refused: Error, expect: &str| {
            let line = Line::step(at(), "book_open", Duration::from_millis(532), Some(&refused)).unwrap();
            assert_eq!(line.to_string(), format!("2026-11-21 20:30:05 book_open 532ms {expect}").trim_end());
            assert_eq!(Line::read(&line.to_string()), Some(line));
        };
        let with = |code, name, value: &str| Error::new(code).with(name, value);
        check(with("book.wrong_passphrase", "path", "/nha/a/Xã Lam Khê.tungnha"), "book.wrong_passphrase");
        check(with("file.too_large", "limit", "256"), "file.too_large limit=256");
        check(with("file.too_large", "limit", "034099001234"), "file.too_large");
        check(with("file.too_large", "limit", "Trần Thử"), "file.too_large");
        check(with("book.damaged", "detail", "SQLite 779"), "book.damaged detail=SQLite-779");
        check(with("book.disk_failed", "detail", "errno 28"), "book.disk_failed detail=errno-28");
        check(with("book.damaged", "detail", "trang 41, 42, …"), "book.damaged detail=trang-41,-42,-…");
        check(with("book.damaged", "detail", "trang 41, Lan"), "book.damaged");
        check(with("book.failed", "detail", "UNIQUE constraint failed: Thử"), "book.failed");
        check(with("unit.unknown", "name", "Thon"), "unit.unknown");
    }

    #[test]
    fn a_panic_says_its_place_alone() {
        let check = |file: &str, expect: &str| {
            let line = Line::panic(at(), file, 12);
            assert_eq!(line.to_string(), format!("2026-11-21 20:30:05 panic{expect}"));
            assert_eq!(Line::read(&line.to_string()), Some(line));
        };
        check("src/store/mod.rs", " place=src/store/mod.rs:12");
        check("/nha/.cargo/registry/src/index/age-0.12.0/src/a/b.rs", " place=age-0.12.0/src/a/b.rs:12");
        check("C:\\Users\\Thử\\tung-nha\\src\\disk.rs", " place=src/disk.rs:12");
        check("/nguon/src-tauri/src/desk.rs", " place=src-tauri/src/desk.rs:12");
        check("/nha/Lan/a.rs", "");
        assert_eq!(
            Line::fault(at(), 1, 4567).to_string(),
            "2026-11-21 20:30:05 fault place=script.js:1:4567"
        );
        assert_eq!(Line::start(at(), "0.2.0").to_string(), "2026-11-21 20:30:05 start version=0.2.0");
    }

    #[test]
    fn what_comes_with_every_key_is_not_worth_a_line() {
        let step = |refused: Option<&Error>| Line::step(at(), "register_find", Duration::ZERO, refused);
        assert_eq!(step(None), None);
        assert!(step(Some(&Error::new("book.none_open"))).is_some());
    }

    #[test]
    fn what_is_no_line_is_not_read() {
        let check = |text: &str| assert_eq!(Line::read(text), None, "{text}");
        check("");
        check("2026-11-21 20:30:05");
        check("2026-11-21 20:30:05 Trần");
        check("2026-11-21 20:30:05 book_open 5ms khong-co.ma");
        check("2026-11-21 20:30:05 book_open 5ms book.busy who=Lan");
        check("2026-11-21 20:30:05 book_open 5ms book.busy limit=034099001234");
        check("2026-11-21 20:30:05 panic place=/nha/Lan:12");
    }

    /// What is somebody's: names, numbers, telephones, paths.
    fn personal() -> impl Strategy<Value = String> {
        prop_oneof![
            "(Trần|Lò|Nguyễn) (Văn|Thị) (Thử|Mẫu)",
            "0[0-9]{11}",
            "0[35789][0-9]{8}",
            "/nha/[a-z]{3,8}/(Xã|so) [A-Z][a-z]{2,6}\\.(tungnha|xlsx)",
            "C:\\\\Users\\\\[A-Z][a-z]{3,8}\\\\khao sat\\.xlsx",
            "[A-Z][a-z]{3,9} [0-9]{1,2}/[0-9]{1,2}/19[0-9]{2}",
        ]
    }

    proptest! {
        #[test]
        fn nothing_personal_is_ever_written(secret in personal(), name in 0..24_usize, place in any::<bool>()) {
            const NAMES: [&str; 24] = [
                "book", "column", "count", "days", "detail", "field", "file", "folder", "id", "limit", "name", "number",
                "path", "place", "raw", "reason", "row", "sheet", "stored", "total", "unit", "version", "who", "why",
            ];
            let refused = Error::new("book.failed").with(NAMES[name], &secret);
            let step = Line::step(at(), "book_open", Duration::ZERO, Some(&refused)).unwrap().to_string();
            let file = if place { format!("{secret}/src/lib.rs") } else { format!("/{secret}.rs") };
            let panic = Line::panic(at(), &file, 7).to_string();
            for written in [step, panic] {
                prop_assert!(!written.contains(&secret), "{written}");
                for word in secret.split([' ', '/', '\\']).filter(|word| word.chars().count() > 3) {
                    prop_assert!(!written.contains(word) || ["Users"].contains(&word), "{word} in {written}");
                }
            }
        }
    }
}
