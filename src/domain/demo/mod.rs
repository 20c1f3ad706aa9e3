//! An invented commune to try the product on: people, the survey that volunteers typed and the list of the police.
//!
//! Everything is a pure function of a number of people and a seed. Nobody is real: names are put together from
//! `data/names.csv`, and names or phones that stand in the public plans are kept out (`data/kept_out.txt`).

mod draw;
mod noise;
mod old_fonts;
mod people;
mod police_list;
mod survey;

use std::sync::OnceLock;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::citizen::Sex;
use super::dates::PartialDate;
use super::roster::AccountState;

pub use noise::{Kind, Noise};
pub use people::{Naming, invent, invent_named};
pub use police_list::police_list;
pub use survey::survey;

/// The day of the police list ("số liệu tính đến"); pass it to the roster import.
pub const AS_OF: (i32, u32, u32) = (2026, 11, 20);

/// An invented commune.
#[derive(Debug, Clone, PartialEq)]
pub struct Commune {
    /// Hamlets in the order of the survey.
    pub hamlets: Vec<Hamlet>,
    /// All people, by hamlet and household; some are not in the survey.
    pub people: Vec<Person>,
    seed: u64,
}

/// A hamlet of the invented commune.
#[derive(Debug, Clone, PartialEq)]
pub struct Hamlet {
    /// Name with its kind word.
    pub name: String,
    /// Its people: a range of [`Commune::people`].
    pub people: std::ops::Range<usize>,
}

/// A person as the papers have them; what the lists make of it is noise.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "as in Citizen, Household and RosterEntry")]
pub struct Person {
    /// Survey code ("Mã công dân"), unique in the commune.
    pub code: String,
    /// Place in [`Commune::hamlets`].
    pub hamlet: usize,
    /// Household code, unique in the commune.
    pub household: String,
    pub head: String,
    pub alley: String,
    pub house_number: String,
    pub name: String,
    pub sex: Sex,
    pub birth: PartialDate,
    pub number: String,
    pub old_number: String,
    pub phone: String,
    /// Key of `data/texts.csv` after `relation.`.
    pub relation: &'static str,
    pub smartphone: bool,
    pub internet: bool,
    pub state: AccountState,
    /// 1 or 2 where the state has a level, else 0.
    pub level: u8,
    pub approved_on: Option<NaiveDate>,
}

/// A page of a workbook: lines from the top, nothing known of cells and addresses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Name of the sheet.
    pub name: String,
    /// The first line is row 1.
    pub lines: Vec<Line>,
}

/// One line of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// What stands in it, from left to right.
    pub marks: Vec<Mark>,
    /// Hidden by the typist (filtered away); still a line of the list.
    pub hidden: bool,
    /// Whom it is about: place in [`Commune::people`].
    pub person: Option<usize>,
}

/// One value on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Column, counted from 0.
    pub column: u16,
    /// How many columns it is merged over, at least 1.
    pub columns: u16,
    /// How many lines it is merged over, at least 1.
    pub lines: u32,
    /// The value.
    pub value: Typed,
    /// The font it is drawn with.
    pub font: Font,
}

/// A value as somebody typed it.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Text.
    Text(String),
    /// A number that Excel shows as it likes.
    Number(f64),
    /// A number shown with its zeros by the format `000000000000`.
    Padded(f64),
    /// A real date.
    Date(NaiveDate),
}

/// Fonts of the survey (docs/domain.md, Old encodings).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Font {
    /// Times New Roman, Unicode.
    #[default]
    Unicode,
    /// `.VnTime`, TCVN3.
    Tcvn3,
    /// `.VnTimeH`, TCVN3 with lower-case codes drawn as capitals.
    Tcvn3Capital,
    /// `VNI-Times`.
    Vni,
}

/// Whether a folded name or a phone belongs to somebody named in the public plans (docs/domain.md, Personal data). The list holds
/// SHA-256 sums, so that the names themselves stand nowhere in the project.
#[must_use]
pub fn is_kept_out(folded_name_or_phone: &str) -> bool {
    static SUMS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    let sums = SUMS.get_or_init(|| include_str!("data/kept_out.txt").lines().filter_map(bytes).collect());
    let sum = Sha256::digest(folded_name_or_phone.as_bytes());
    sums.iter().any(|kept_out| kept_out.as_slice() == sum.as_slice())
}

/// The bytes of hexadecimal text.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex.chars().map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
    Some(digits?.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect())
}
