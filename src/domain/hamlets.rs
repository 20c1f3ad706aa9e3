//! What the hamlets of a book are called, now and before: whom a list means by a name that has changed since.
//!
//! An old name stands for the unit that has its people today: a renamed one for itself, a merged one for the one that it
//! was merged into. Whom a name of a unit that was split up means, only the households say.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ids::UnitId;
use super::text::fold;
use super::unit::DatedUnit;

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HamletPlace {
    /// The unit of whom is new there.
    pub(super) unit_id: UnitId,
    /// The units that its people may be written for, the one that bore the name first.
    pub(super) among: Vec<UnitId>,
    /// The unit is no more: it was split up, and the name does not say into whose part.
    pub(super) split: bool,
}

/// One name of a unit.
#[derive(Debug)]
struct Name {
    folded: String,
    /// The last day of it; `None`: the unit is called so today.
    until: Option<NaiveDate>,
    unit: UnitId,
}

impl Name {
    fn age(&self) -> NaiveDate {
        self.until.unwrap_or(NaiveDate::MAX)
    }
}

/// The units of a book by all their names.
#[derive(Debug)]
pub struct Hamlets {
    units: Vec<DatedUnit>,
    names: Vec<Name>,
    places: Vec<HamletPlace>,
    /// Folded names that were asked for, and their places.
    asked: BTreeMap<String, usize>,
}

impl Hamlets {
    /// All units of a book.
    #[must_use]
    pub fn new(units: Vec<DatedUnit>) -> Self {
        let mut hamlets =
            Self { units: Vec::new(), names: Vec::new(), places: Vec::new(), asked: BTreeMap::new() };
        for unit in units {
            hamlets.add(unit);
        }
        hamlets
    }

    /// The units of a book as they were known on a day: a list of before a merger is read by the names of then.
    #[must_use]
    pub fn as_of(units: &[DatedUnit], day: NaiveDate) -> Self {
        Self::new(units.iter().filter_map(|unit| unit.as_of(day)).collect())
    }

    /// How many units there are.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// The name of a unit.
    pub(super) fn name(&self, id: UnitId) -> Option<&str> {
        self.unit(id).map(|unit| unit.unit.name.as_str())
    }

    /// Adds a unit. Places given before keep their numbers.
    pub(super) fn add(&mut self, unit: DatedUnit) {
        let id = unit.unit.id;
        let name = |name: &str, until| Name { folded: fold(name), until, unit: id };
        self.names.push(name(&unit.unit.name, unit.last_day));
        self.names.extend(unit.past.iter().map(|past| name(&past.name, Some(past.until))));
        self.units.push(unit);
        self.asked.clear();
    }

    /// A place by its number.
    pub(super) fn place(&self, number: usize) -> Option<&HamletPlace> {
        self.places.get(number)
    }

    /// The number of the place that a folded name leads to; `None` when no unit is or was called so.
    pub(super) fn named(&mut self, key: &str) -> Option<usize> {
        if let Some(number) = self.asked.get(key) {
            return Some(*number);
        }
        let place = self.place_of(self.bearer(key)?);
        let number = self.places.iter().position(|known| *known == place).unwrap_or_else(|| {
            self.places.push(place);
            self.places.len() - 1
        });
        self.asked.insert(key.to_owned(), number);
        Some(number)
    }

    /// The present name of the unit that a text names (a hamlet column or an address), now or before: the longest name
    /// where several stand in it.
    #[must_use]
    pub fn name_in(&self, text: &str) -> Option<&str> {
        let text = format!(" {} ", fold(text));
        let hamlet = |unit: UnitId| self.unit(unit).is_some_and(|unit| unit.unit.parent_id.is_some());
        let stands = |name: &&Name| hamlet(name.unit) && text.contains(&format!(" {} ", name.folded));
        let longest = |name: &&Name| (name.folded.chars().count(), name.age());
        let name = self.names.iter().filter(stands).max_by_key(longest)?;
        self.unit(self.standing(name.unit)).map(|unit| unit.unit.name.as_str())
    }

    /// The unit of a folded name: who is called so today, else who was called so last.
    fn bearer(&self, key: &str) -> Option<UnitId> {
        let exact = self.names.iter().filter(|name| name.folded == key).max_by_key(|name| name.age());
        if let Some(name) = exact {
            return Some(name.unit);
        }
        // "Đoài" is "Thôn Đoài", when only one unit is called so.
        let bare = bare_name(key);
        let only = |today: bool| {
            let alike = |name: &&Name| name.until.is_none() == today && bare_name(&name.folded) == bare;
            let mut alike: Vec<&Name> = self.names.iter().filter(alike).collect();
            alike.dedup_by_key(|name| self.standing(name.unit));
            alike
        };
        let today = only(true);
        let alike = if today.is_empty() { only(false) } else { today };
        match alike.as_slice() {
            [name] if bare == key || bare_name(&name.folded) == name.folded => Some(name.unit),
            _ => None,
        }
    }

    fn unit(&self, id: UnitId) -> Option<&DatedUnit> {
        self.units.iter().find(|unit| unit.unit.id == id)
    }

    /// The unit that has the people of `unit` today: itself, or the one that it was merged into. One that was split up stays
    /// what it was.
    fn standing(&self, unit: UnitId) -> UnitId {
        // A circle cannot be made by the jobs; a damaged book must still not hang.
        let merged = |id: &UnitId| self.unit(*id).and_then(DatedUnit::merged_into);
        std::iter::successors(Some(unit), merged).take(self.units.len() + 1).last().unwrap_or(unit)
    }

    fn place_of(&self, bearer: UnitId) -> HamletPlace {
        let unit_id = self.standing(bearer);
        let mut among = vec![bearer];
        self.add_people_of(unit_id, &mut among);
        let unit = self.unit(unit_id);
        // A part may have kept the name of the whole: an old list means all of it.
        let whole = unit.and_then(|part| {
            let whole = self.units.iter().find(|whole| part.is_part_of(whole))?;
            (fold(&whole.unit.name) == fold(&part.unit.name)).then_some(whole.unit.id)
        });
        if let Some(whole) = whole {
            self.add_people_of(whole, &mut among);
        }
        HamletPlace { unit_id, among, split: unit.is_some_and(|unit| unit.last_day.is_some()) }
    }

    /// Adds the units that people of `unit` may be written for: itself, those merged into it, and the parts of what was
    /// split up.
    fn add_people_of(&self, unit: UnitId, among: &mut Vec<UnitId>) {
        let mut open = vec![unit];
        let mut seen = Vec::new();
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            if !among.contains(&id) {
                among.push(id);
            }
            let Some(here) = self.unit(id) else { continue };
            let within = |other: &&DatedUnit| other.merged_into() == Some(id) || other.is_part_of(here);
            open.extend(self.units.iter().filter(within).map(|other| other.unit.id));
            // A part may have been merged on.
            open.extend(here.merged_into());
        }
    }
}

/// Kind words of hamlets, folded, longest first (docs/domain.md, Units and hamlets).
const KINDS: [(&str, &str); 20] = [
    ("to nhan dan tu quan ", "to-nhan-dan-tu-quan"),
    ("to dan pho ", "to-dan-pho"),
    ("cum dan cu ", "cum-dan-cu"),
    ("khu dan cu ", "khu-dan-cu"),
    ("tieu khu ", "tieu-khu"),
    ("khu pho ", "khu-pho"),
    ("khoi pho ", "khoi-pho"),
    ("thon ", "thon"),
    ("khom ", "khom"),
    ("khoi ", "khoi"),
    ("buon ", "buon"),
    ("lang ", "lang"),
    ("phum ", "phum"),
    ("xom ", "xom"),
    ("soc ", "soc"),
    ("ban ", "ban"),
    ("bon ", "bon"),
    ("khu ", "khu"),
    ("ap ", "ap"),
    ("tdp ", "to-dan-pho"),
];

/// The kind of a hamlet by the first word of its name; empty when it has none.
#[must_use]
pub fn kind_of(name: &str) -> &'static str {
    let folded = fold(name);
    KINDS.iter().find(|(word, _)| folded.starts_with(word)).map_or("", |(_, kind)| kind)
}

/// Whether the name of a person is the name of a place: it has a digit, or begins with a kind word that is no family name (Bàn,
/// Tô and Lang are).
#[must_use]
pub fn is_place_name(name: &str) -> bool {
    const NO_FAMILY: [&str; 8] =
        ["thon ", "xom ", "buon ", "khom ", "phum ", "tdp ", "khu pho ", "to dan pho "];
    let folded = fold(name);
    name.contains(|c: char| c.is_ascii_digit()) || NO_FAMILY.iter().any(|word| folded.starts_with(word))
}

/// The places that a title names one after the other ("Xóm Đông, Thôn Đoài"), folded; empty when it names but one, or something else.
#[must_use]
pub fn places_in(title: &str) -> Vec<String> {
    let title = [" - ", " – "].into_iter().fold(title.to_owned(), |title, and| title.replace(and, ","));
    let names: Vec<&str> = title.split([',', ';', '+', '&']).map(str::trim).collect();
    let several =
        names.len() > 1 && names.iter().all(|name| is_place_name(name) || !kind_of(name).is_empty());
    if several { names.into_iter().map(fold).collect() } else { Vec::new() }
}

/// A folded name without its kind word.
fn bare_name(folded: &str) -> &str {
    KINDS.iter().find_map(|(word, _)| folded.strip_prefix(word)).unwrap_or(folded)
}

/// The hamlet that a title or a file name speaks of ("DANH SÁCH KHẢO SÁT THÔN ĐOÀI, XÃ …"): from its kind word to the
/// end of the phrase. `None` when there is no kind word.
#[must_use]
pub fn hamlet_in(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    (0..words.len()).rev().find_map(|start| {
        let rest = words.get(start..)?.join(" ");
        let (word, _) = KINDS.iter().find(|(word, _)| format!("{} ", fold(&rest)).starts_with(word))?;
        // "Bản khảo sát", "khu vực", "Làng nghề": too common in titles to trust.
        if matches!(*word, "ban " | "khu " | "lang ") {
            return None;
        }
        let name = rest.split([',', ';', '(', '–', '.']).next()?.split(" - ").next()?.trim().to_owned();
        (fold(&name).len() > word.len()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::unit::PastUnit;
    use crate::domain::unit::example::{day, id, unit};

    #[test]
    fn a_place_is_no_person() {
        let check = |name: &str, expect: bool| assert_eq!(is_place_name(name), expect, "{name}");
        check("Thôn 1", true);
        check("Xóm Đông", true);
        check("Bản 3", true);
        check("Tổ dân phố Chợ", true);
        check("Bàn Văn Tư", false);
        check("Tô Thị Dung", false);
        check("Thông Minh Hải", false);
    }

    fn was(mut unit: DatedUnit, until: &str, parent: u128, name: &str) -> DatedUnit {
        unit.past.push(PastUnit {
            until: day(until),
            parent_id: Some(id(parent)),
            kind: String::new(),
            name: name.into(),
            code: String::new(),
        });
        unit
    }

    fn closed(unit: DatedUnit, last: &str) -> DatedUnit {
        DatedUnit { last_day: Some(day(last)), ..unit }
    }

    fn from(unit: DatedUnit, first: &str) -> DatedUnit {
        DatedUnit { first_day: Some(day(first)), ..unit }
    }

    /// Commune 1 with hamlet 2 renamed in May; 3 and 4 merged into 5 in June; 6 split into 7 and 8 in July, 8 merged into 9
    /// with the new 10 in August; 11 split into 12, which keeps the name, and 13.
    fn commune() -> Hamlets {
        Hamlets::new(vec![
            unit(1, None, "Xã Thử"),
            was(unit(2, Some(1), "Thôn Đông"), "2026-04-30", 1, "Thôn 1"),
            closed(was(unit(3, Some(5), "Thôn A"), "2026-05-31", 1, "Thôn A"), "2026-05-31"),
            closed(was(unit(4, Some(5), "Thôn B"), "2026-05-31", 1, "Thôn B"), "2026-05-31"),
            from(unit(5, Some(1), "Thôn AB"), "2026-06-01"),
            closed(unit(6, Some(1), "Thôn C"), "2026-06-30"),
            from(was(unit(7, Some(1), "Thôn C1"), "2026-06-30", 6, "Thôn C1"), "2026-07-01"),
            closed(
                was(
                    from(was(unit(8, Some(9), "Thôn C2"), "2026-06-30", 6, "Thôn C2"), "2026-07-01"),
                    "2026-07-31",
                    1,
                    "Thôn C2",
                ),
                "2026-07-31",
            ),
            from(unit(9, Some(1), "Thôn Mới"), "2026-08-01"),
            closed(unit(11, Some(1), "Thôn D"), "2026-06-30"),
            from(was(unit(12, Some(1), "Thôn D"), "2026-06-30", 11, "Thôn D"), "2026-07-01"),
            from(was(unit(13, Some(1), "Thôn E"), "2026-06-30", 11, "Thôn E"), "2026-07-01"),
        ])
    }

    #[test]
    fn old_names_lead_to_who_stands_today() {
        let check = |name: &str, unit: u128, among: &[u128], split: bool| {
            let mut hamlets = commune();
            let place = hamlets.named(&fold(name)).and_then(|at| hamlets.place(at)).unwrap();
            let mut found = place.among.clone();
            found.sort_unstable();
            let among: Vec<UnitId> = among.iter().map(|n| id(*n)).collect();
            assert_eq!((place.unit_id, found, place.split), (id(unit), among, split), "{name}");
        };
        check("Thôn Đông", 2, &[2], false);
        check("thôn 1", 2, &[2], false);
        check("Thôn A", 5, &[3, 4, 5], false);
        check("B", 5, &[3, 4, 5], false);
        check("Thôn AB", 5, &[3, 4, 5], false);
        check("Thôn C", 6, &[6, 7, 8, 9], true);
        check("Thôn C1", 7, &[7], false);
        check("Thôn C2", 9, &[8, 9], false);
        check("Thôn D", 12, &[11, 12, 13], false);
        check("Thôn E", 13, &[13], false);
        assert_eq!(commune().named(&fold("Thôn 9")), None);
    }

    #[test]
    fn an_address_names_the_hamlet_of_today() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(commune().name_in(text), expect, "{text}");
        check("Số 5, thôn B, xã Thử", Some("Thôn AB"));
        check("Thôn 1", Some("Thôn Đông"));
        check("thôn C1, xã Thử", Some("Thôn C1"));
        check("xã Thử", None);
    }

    #[test]
    fn titles_name_hamlets() {
        let check =
            |title: &str, expect: Option<&str>| assert_eq!(hamlet_in(title).as_deref(), expect, "{title}");
        check("BẢN KHẢO SÁT THÔN ĐOÀI, XÃ THỬ NGHIỆM", Some("THÔN ĐOÀI"));
        check("Danh sách tổ dân phố 5 - phường Mẫu", Some("tổ dân phố 5"));
        check("Bản khảo sát", None);
    }
}
