//! What the square code of an identity card says, as a reader types it: number, old number, name, birth, sex, address and
//! day of issue, a bar between.

use chrono::NaiveDate;
use serde::Serialize;

use super::citizen::Sex;
use super::dates::PartialDate;
use super::identity;
use super::text::{fold, nfc_clean};

/// One identity card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Card {
    /// 12 digits.
    pub number: String,
    /// 9 digits, or empty.
    pub old_number: String,
    /// Name as the card has it.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Sex: as the card says, else as its number says.
    pub sex: Option<Sex>,
    /// Permanent address.
    pub address: String,
    /// Day of issue.
    pub issued: Option<NaiveDate>,
}

impl Card {
    /// Reads what a reader typed; `None` when it is no card. A typing tool may have changed letters, never digits, so the
    /// number decides; newer cards say more after the day of issue, which is left out.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let fields: Vec<&str> = typed.trim().split('|').map(str::trim).collect();
        let [number, old_number, name, birth, sex, address, rest @ ..] = fields.as_slice() else {
            return None;
        };
        let facts = identity::facts(number)?;
        let old = old_number.len() == 9 && old_number.bytes().all(|b| b.is_ascii_digit());
        let said = match fold(sex).as_str() {
            "nam" => Some(Sex::Male),
            "nu" => Some(Sex::Female),
            _ => None,
        };
        Some(Self {
            number: (*number).to_owned(),
            old_number: if old { (*old_number).to_owned() } else { String::new() },
            name: nfc_clean(name).into_owned(),
            birth: day(birth).map(PartialDate::from),
            sex: said.or(Some(facts.sex)),
            address: nfc_clean(address).into_owned(),
            issued: rest.first().and_then(|issued| day(issued)),
        })
    }
}

/// "12031980".
fn day(digits: &str) -> Option<NaiveDate> {
    (digits.len() == 8).then(|| NaiveDate::parse_from_str(digits, "%d%m%Y").ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expect: Option<&str>) {
        let read = Card::parse(typed).map(|card| {
            let birth = card.birth.map(PartialDate::to_vi).unwrap_or_default();
            let issued = card.issued.map(|day| day.to_string()).unwrap_or_default();
            format!(
                "{};{};{};{birth};{:?};{};{issued}",
                card.number,
                card.old_number,
                card.name,
                card.sex.unwrap(),
                card.address
            )
        });
        assert_eq!(read.as_deref(), expect, "{typed}");
    }

    #[test]
    fn a_card_is_read_as_readers_type_it() {
        check(
            "038080001234|171234567|Lò Văn Thử|12031980|Nam|Bản Mẫu, Xã Thử Nghiệm|01072021",
            Some("038080001234;171234567;Lò Văn Thử;12/03/1980;Male;Bản Mẫu, Xã Thử Nghiệm;2021-07-01"),
        );
        // Without an old number.
        check(
            "038180001235||Lò Thị Thử|02041980|Nữ|Bản Mẫu|01072021",
            Some("038180001235;;Lò Thị Thử;02/04/1980;Female;Bản Mẫu;2021-07-01"),
        );
        // A typing tool changed the sex; the number has it. The reader ended with a blank.
        check(
            "038180001235||Lò Thị Thử|02041980|Nuwx|Bản Mẫu|01072021 ",
            Some("038180001235;;Lò Thị Thử;02/04/1980;Female;Bản Mẫu;2021-07-01"),
        );
        // A newer card says more.
        check(
            "038080001234||Lò Văn Thử|12031980|Nam|Bản Mẫu|01072024||Lò Văn Cha||",
            Some("038080001234;;Lò Văn Thử;12/03/1980;Male;Bản Mẫu;2024-07-01"),
        );
        check(
            "038080001234||Lò Văn Thử|31021980|Nam|Bản Mẫu|",
            Some("038080001234;;Lò Văn Thử;;Male;Bản Mẫu;"),
        );
    }

    #[test]
    fn other_words_are_no_card() {
        check("", None);
        check("nguyen van a", None);
        check("038080001234", None);
        check("171234567||Lò Văn Thử|12031980|Nam|Bản Mẫu|01072021", None);
    }
}
