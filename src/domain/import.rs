//! What one row of a survey or an extract says of one person.

use serde::Serialize;

use super::citizen::Sex;
use super::dates::PartialDate;
use super::roster::AccountState;
use super::text::has_long_number;
use crate::error::Error;

/// A field that a column can hold. The text form (kebab-case) is what `--map` takes; the Vietnamese field names of
/// Vietnamese names (`ho_ten`, `ngay_sinh`, …) are accepted beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the glossary's")]
pub enum Field {
    Ordinal,
    Hamlet,
    HouseholdCode,
    Head,
    Alley,
    HouseNumber,
    WalkOrder,
    Code,
    Name,
    /// Họ đệm of a name in two columns.
    FamilyName,
    /// Tên of a name in two columns.
    GivenName,
    Birth,
    /// "Năm sinh: Nam | Nữ": the filled one of the two columns tells the sex.
    BirthMale,
    BirthFemale,
    BirthDay,
    BirthMonth,
    BirthYear,
    Sex,
    Number,
    OldNumber,
    /// "Số CMND/CCCD": 9 or 12 digits in one column.
    NumberOrOld,
    Phone,
    Relation,
    Residence,
    /// Nơi thường trú.
    Address,
    /// Nơi ở hiện tại.
    PresentAddress,
    Smartphone,
    Internet,
    /// Biết CNTT.
    KnowsIt,
    /// Ngày tập huấn.
    TrainedOn,
    Note,
    State,
    Level,
    /// "Mức 1" and "Mức 2" as two tick columns.
    Level1,
    Level2,
    ApprovedOn,
    ActivatedOn,
}

/// The value as the file had it, of each repaired field.
pub type Raw = Vec<(Field, String)>;

impl Field {
    /// The fields that hold identity numbers, new or old.
    pub const NUMBERS: [Self; 3] = [Self::Number, Self::NumberOrOld, Self::OldNumber];

    /// Every field with its kebab-case name and its Vietnamese name.
    pub const NAMES: [(Self, &'static str, &'static str); 37] = [
        (Self::Ordinal, "ordinal", "stt"),
        (Self::Hamlet, "hamlet", "to_thon"),
        (Self::HouseholdCode, "household-code", "ma_ho"),
        (Self::Head, "head", "chu_ho"),
        (Self::Alley, "alley", "ngo"),
        (Self::HouseNumber, "house-number", "so_nha"),
        (Self::WalkOrder, "walk-order", "thu_tu_di"),
        (Self::Code, "code", "ma_cong_dan"),
        (Self::Name, "name", "ho_ten"),
        (Self::FamilyName, "family-name", "ho_dem"),
        (Self::GivenName, "given-name", "ten"),
        (Self::Birth, "birth", "ngay_sinh"),
        (Self::BirthMale, "birth-male", "nam_sinh_nam"),
        (Self::BirthFemale, "birth-female", "nam_sinh_nu"),
        (Self::BirthDay, "birth-day", "sinh_ngay"),
        (Self::BirthMonth, "birth-month", "sinh_thang"),
        (Self::BirthYear, "birth-year", "sinh_nam"),
        (Self::Sex, "sex", "gioi_tinh"),
        (Self::Number, "number", "so_dinh_danh"),
        (Self::OldNumber, "old-number", "cmnd_cu"),
        (Self::NumberOrOld, "number-or-old", "cmnd_cccd"),
        (Self::Phone, "phone", "dien_thoai"),
        (Self::Relation, "relation", "quan_he"),
        (Self::Residence, "residence", "tinh_trang_cu_tru"),
        (Self::Address, "address", "thuong_tru"),
        (Self::PresentAddress, "present-address", "noi_o"),
        (Self::Smartphone, "smartphone", "dien_thoai_thong_minh"),
        (Self::Internet, "internet", "may_tinh_internet"),
        (Self::KnowsIt, "knows-it", "biet_cntt"),
        (Self::TrainedOn, "trained-on", "ngay_tap_huan"),
        (Self::Note, "note", "ghi_chu"),
        (Self::State, "state", "trang_thai"),
        (Self::Level, "level", "muc"),
        (Self::Level1, "level1", "muc_1"),
        (Self::Level2, "level2", "muc_2"),
        (Self::ApprovedOn, "approved-on", "ngay_phe_duyet"),
        (Self::ActivatedOn, "activated-on", "ngay_kich_hoat"),
    ];

    /// The kebab-case name that `--map` takes and remembered mappings keep.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(field, _, _)| *field == self).map_or("", |(_, name, _)| name)
    }
}

impl std::str::FromStr for Field {
    type Err = Error;

    /// `name` or `ho_ten`; `-` and `_` are the same.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wanted = text.trim().to_ascii_lowercase().replace('_', "-");
        Self::NAMES
            .iter()
            .find(|(_, name, vietnamese)| *name == wanted || vietnamese.replace('_', "-") == wanted)
            .map(|(field, _, _)| *field)
            .ok_or_else(|| Error::new("layout.unknown_field").with("field", text))
    }
}

/// One person as one row says it. Empty text and `None` mean that the row does not say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Citizen, Household and RosterEntry")]
pub struct PersonRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// Hamlet column, else group row, else empty (then the sheet's name decides).
    pub hamlet: String,
    pub household_code: String,
    pub head: String,
    pub alley: String,
    pub house_number: String,
    pub walk_order: u32,
    pub code: String,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    pub number: String,
    pub old_number: String,
    pub phone: String,
    pub relation: String,
    pub residence: String,
    pub address: String,
    pub present_address: String,
    pub smartphone: Option<bool>,
    pub internet: Option<bool>,
    pub knows_it: Option<bool>,
    pub trained_on: Option<PartialDate>,
    pub note: String,
    pub state: Option<AccountState>,
    /// 0 when the row does not say.
    pub level: u8,
    pub approved_on: Option<PartialDate>,
    pub activated_on: Option<PartialDate>,
    /// The value as the file had it, of each repaired field.
    pub raw: Raw,
    /// Fields that were guessed or read in part: they fill a blank and overwrite nothing.
    pub doubtful: Vec<Field>,
}

/// A text with the middle of its long numbers hidden: identity numbers and phones, however they were typed.
#[must_use]
pub fn masked(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits < 9 {
        return text.to_owned();
    }
    let mut at = 0;
    let hide = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        at += 1;
        if at > 2 && at <= digits - 2 { '•' } else { c }
    };
    text.chars().map(hide).collect()
}

/// As [`masked`], of a text in which such numbers stand beside days and other figures: those stay.
#[must_use]
pub fn masked_within(text: &str) -> String {
    if !has_long_number(text) {
        return text.to_owned();
    }
    let apart = |c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '.' | '-'));
    let hide = |part: &str| if has_long_number(part) { masked(part) } else { part.to_owned() };
    let hidden: String = text.split_inclusive(apart).map(hide).collect();
    // Written with strokes or commas between its groups: then all digits go.
    if has_long_number(&hidden) { masked(&hidden) } else { hidden }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_within_a_text_are_masked_and_days_stay() {
        let check = |text: &str, expect: &str| assert_eq!(masked_within(text), expect);
        check("038171000135", "03••••••••35");
        check("19:30 22/11/2026, 20:00 23/11/2026", "19:30 22/11/2026, 20:00 23/11/2026");
        check("Sai số máy: 0912345642; hẹn 22/11/2026", "Sai số máy: 09••••••42; hẹn 22/11/2026");
        check("gọi 0912 345 642 (con)", "gọi 09•• ••• •42 (con)");
        check("gọi 0912/345/642", "gọi 09••/•••/•42");
        check("Số 038171000135 khác 038171000136", "Số 03••••••••35 khác 03••••••••36");
        check("1.250.000.000 đồng", "1.250.000.000 đồng");
    }

    #[test]
    fn long_numbers_are_masked() {
        let check = |text: &str, expect: &str| assert_eq!(masked(text), expect);
        check("038171000135", "03••••••••35");
        check("38.171.000.135", "38.•••.•••.•35");
        check("04/09/1971", "04/09/1971");
        check("Nguyễn Văn An", "Nguyễn Văn An");
    }
}
