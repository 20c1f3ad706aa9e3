//! Where a visit was (nơi gặp): plans send teams to offices, markets, schools and places of worship too
//! (docs/domain.md, Visits and evidence).

use serde::{Deserialize, Serialize};

use super::rows;
use super::words::word_code;
use crate::domain::text::fold;

/// Where a visit was; what is not said was at home, as the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Venue {
    /// Nhà: said, not only taken for granted.
    Home,
    /// Cơ quan, trụ sở, nhà văn hóa.
    Office,
    /// Chợ, siêu thị, cửa hàng.
    Market,
    /// Trường học.
    School,
    /// Cơ sở tôn giáo.
    Worship,
    /// Điểm hỗ trợ, điểm lưu động.
    Point,
}

impl Venue {
    /// All, in the order of the forms.
    pub const ALL: [Self; 6] =
        [Self::Home, Self::Office, Self::Market, Self::School, Self::Worship, Self::Point];

    /// Code in the book and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Office => "office",
            Self::Market => "market",
            Self::School => "school",
            Self::Worship => "worship",
            Self::Point => "point",
        }
    }

    /// Row of `messages.csv` with its word.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Home => "venue.home",
            Self::Office => "venue.office",
            Self::Market => "venue.market",
            Self::School => "venue.school",
            Self::Worship => "venue.worship",
            Self::Point => "venue.point",
        }
    }

    /// The venue of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|venue| venue.code() == code)
    }

    /// The venue that words mean ("chợ", "nhà văn hóa", "Ở trường").
    #[must_use]
    pub fn from_words(text: &str) -> Option<Self> {
        let folded = fold(text);
        let bare = ["tai ", "o "].iter().find_map(|before| folded.strip_prefix(before)).unwrap_or(&folded);
        Self::from_code(bare).or_else(|| Self::from_code(word_code("venue", bare)?)).or_else(|| {
            Self::ALL.into_iter().find(|venue| fold(crate::messages::word(venue.word_code())) == folded)
        })
    }

    /// How packages of version 1, which have no field for it, say it at the head of the note (docs/formats.md). Never changes.
    #[must_use]
    pub fn mark(self) -> &'static str {
        rows(include_str!("../data/venue_marks.csv"))
            .find_map(|[code, mark]| (code == self.code()).then_some(mark))
            .unwrap_or_default()
    }
}

/// The note as packages carry it: after where the visit was.
#[must_use]
pub fn carry(venue: Option<Venue>, note: &str) -> String {
    let mark = venue.map_or("", Venue::mark);
    if mark.is_empty() { note.to_owned() } else { format!("{mark} {note}").trim_end().to_owned() }
}

/// What [`carry`] made, taken apart.
#[must_use]
pub fn carried(note: &str) -> (Option<Venue>, &str) {
    let found = Venue::ALL.into_iter().find_map(|venue| Some((venue, note.strip_prefix(venue.mark())?)));
    found.map_or((None, note), |(venue, rest)| (Some(venue), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_venue_in_the_words_of_people() {
        let check = |text: &str, expect: &str| {
            assert_eq!(Venue::from_words(text).map_or("?", Venue::code), expect, "{text}");
        };
        check("chợ", "market");
        check("Ở chợ", "market");
        check("tại nhà", "home");
        check("Nhà", "home");
        check("Siêu thị", "market");
        check("Trường học", "school");
        check("NHÀ VĂN HÓA", "office");
        check("nhà thờ", "worship");
        check("chùa", "worship");
        check("Điểm lưu động", "point");
        check("school", "school");
        for venue in Venue::ALL {
            check(crate::messages::word(venue.word_code()), venue.code());
        }
        check("trên đường", "?");
        check("", "?");
    }

    #[test]
    fn a_note_carries_it_there_and_back() {
        for venue in Venue::ALL.into_iter().map(Some).chain([None]) {
            for note in ["", "hẹn tối mai", "[x] y"] {
                assert_eq!(carried(&carry(venue, note)), (venue, note));
            }
        }
        assert_eq!(carry(Some(Venue::Market), "đi chợ về"), "[tại chợ] đi chợ về");
        assert_eq!(carry(None, "đi chợ về"), "đi chợ về");
        // An older program's user wrote it by hand.
        assert_eq!(carried("[tại trường]lớp 9A"), (Some(Venue::School), "lớp 9A"));
    }
}
