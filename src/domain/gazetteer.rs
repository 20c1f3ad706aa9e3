//! The provinces and communes of Việt Nam as of 20/9/2026: offered when a unit is named, never forced.
//!
//! 34 provinces and 3,321 communes with their national codes (texts: they begin with 0), docs/domain.md, Units and hamlets; source and licence
//! are in THIRD-PARTY.md. Below the commune there is no national list.

use std::sync::LazyLock;

use serde::Serialize;

use super::text::fold;

/// A province or a commune of the national list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ListedPlace {
    /// National code: two digits of a province, five of a commune.
    pub code: &'static str,
    /// Name with its kind: "Xã Kép".
    pub name: &'static str,
    /// Code of the province of a commune; empty for a province.
    pub province: &'static str,
    #[serde(skip)]
    fold: String,
}

static PLACES: LazyLock<Vec<ListedPlace>> = LazyLock::new(|| {
    let place = |line: &'static str| {
        let mut cells = line.split(',');
        let (code, name, province) = (cells.next()?, cells.next()?, cells.next()?);
        Some(ListedPlace { code, name, province, fold: fold(name) })
    };
    include_str!("data/gazetteer.csv").lines().skip(1).filter_map(place).collect()
});

/// All places: provinces first, then communes by province and code.
#[must_use]
pub fn places() -> &'static [ListedPlace] {
    &PLACES
}

/// The province or commune of a national code.
#[must_use]
pub fn place(code: &str) -> Option<&'static ListedPlace> {
    places().iter().find(|place| place.code == code)
}

/// Places whose name holds every word of `name` (marks and case do not count), within the provinces that `province`
/// names by code or words (all when empty). A name that begins with the words stands first.
#[must_use]
pub fn search(name: &str, province: &str) -> Vec<&'static ListedPlace> {
    let (name, province) = (fold(name), fold(province));
    let holds = |place: &ListedPlace, words: &str| {
        let own: Vec<&str> = place.fold.split(' ').collect();
        words.split(' ').filter(|word| !word.is_empty()).all(|word| own.iter().any(|o| o.starts_with(word)))
    };
    let within: Vec<&str> = places()
        .iter()
        .filter(|place| place.province.is_empty() && (place.code == province || holds(place, &province)))
        .map(|place| place.code)
        .collect();
    let inside = |place: &ListedPlace| {
        province.is_empty() || within.contains(&place.province) || within.contains(&place.code)
    };
    let mut found: Vec<&'static ListedPlace> =
        places().iter().filter(|place| inside(place) && holds(place, &name)).collect();
    found.sort_by_key(|place| !(place.fold.ends_with(&name) || place.fold.starts_with(&name)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        let provinces = places().iter().filter(|place| place.province.is_empty()).count();
        assert_eq!((provinces, places().len() - provinces), (34, 3_321));
        let mut codes: Vec<&str> = places().iter().map(|place| place.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), places().len(), "no code stands twice");
        for commune in places().iter().filter(|place| !place.province.is_empty()) {
            assert!(commune.code.len() == 5 && place(commune.province).is_some(), "{commune:?}");
        }
    }

    #[test]
    fn names_are_those_of_20_9_2026() {
        let check = |code: &str, expect: &str| assert_eq!(place(code).map(|p| p.name), Some(expect));
        check("24", "Thành phố Bắc Ninh"); // 39/2026/QH16
        check("75", "Thành phố Đồng Nai"); // 30/2026/QH16
        check("22", "Thành phố Quảng Ninh"); // 36/2026/QH16
        check("07399", "Phường Kép"); // 388/NQ-UBTVQH16
        check("25270", "Phường Lộc Ninh"); // 237/NQ-UBTVQH16
    }

    #[test]
    fn places_are_found_as_people_type() {
        let check = |name: &str, province: &str, expect: &[&str]| {
            let found: Vec<String> =
                search(name, province).iter().map(|p| format!("{} {}", p.code, p.name)).collect();
            assert_eq!(found, expect, "{name:?} in {province:?}");
        };
        check("kep", "bac ninh", &["07399 Phường Kép"]);
        check("Phường Kép", "24", &["07399 Phường Kép"]);
        check("dac khu co to", "", &["07192 Đặc khu Cô Tô"]);
        check("không có nơi này", "", &[]);
    }
}
