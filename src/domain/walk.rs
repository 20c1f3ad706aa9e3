//! The order in which a person walks: alleys and house numbers in their natural order.

use super::citizen::Household;
use super::ids::HouseholdId;
use super::text::fold;
use super::unit::UnitsOfDay;

/// Words that only say "house" or "alley". They differ by region and by writer and never decide the order.
const KINDS: [&str; 10] = ["so", "nha", "sn", "ngo", "ng", "ngach", "hem", "kiet", "duong", "pho"];

/// One piece of an address. After a number a letter comes before a nested number: 12, 12A, 12bis, 12/3, 12/3A, 13.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A number at the start or after a word.
    Number(u64),
    /// A run of letters.
    Word(String),
    /// A number after a number: the 3 of "12/3" and of "Ngõ 12 ngách 3".
    Nested(u64),
}

/// The natural order of an alley or a house number: "Ngõ 2" before "Ngõ 10", "12/3A" after "12/3". Marks, case and
/// punctuation do not count. Even and odd numbers stay together; empty text comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NaturalKey {
    empty: bool,
    parts: Vec<Part>,
    text: String,
}

impl NaturalKey {
    /// The key of one alley or house number.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = fold(text);
        let mut parts = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !KINDS.contains(&word) {
                push_parts(word, &mut parts);
            }
        }
        Self { empty: text.is_empty(), parts, text }
    }
}

/// Splits "12bis" into 12 and "bis".
fn push_parts(word: &str, parts: &mut Vec<Part>) {
    let mut run = String::new();
    for c in word.chars() {
        if run.chars().next_back().is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit()) {
            push_run(&run, parts);
            run.clear();
        }
        run.push(c);
    }
    push_run(&run, parts);
}

fn push_run(run: &str, parts: &mut Vec<Part>) {
    if run.starts_with(|c: char| c.is_ascii_digit()) {
        // A run too long for a number is no house number; the text decides between two of them.
        let number = run.parse().unwrap_or(u64::MAX);
        parts.push(match parts.last() {
            Some(Part::Number(_) | Part::Nested(_)) => Part::Nested(number),
            _ => Part::Number(number),
        });
    } else {
        parts.push(Part::Word(run.to_owned()));
    }
}

/// Says of a house in a hamlet that is another's by the day of `units` whose alley it stands in: two hamlets that became one
/// may each have a "Ngõ 1", and nobody walks those as one.
pub fn name_former_hamlet(household: &mut Household, units: &UnitsOfDay) {
    let former = units.name(household.unit_id).filter(|_| units.home(household.unit_id) != household.unit_id);
    if let Some(former) = former {
        let parts = [former, &household.alley].into_iter().filter(|part| !part.is_empty());
        household.alley = parts.collect::<Vec<_>>().join(" – ");
    }
}

/// How the survey's own order on the walk is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// One count through the whole hamlet.
    Hamlet,
    /// It starts again in each alley.
    Alley,
}

impl Numbering {
    /// Reads it off the households of one hamlet: the same place in two alleys means that it restarts.
    #[must_use]
    pub fn of<'a>(households: impl IntoIterator<Item = &'a Household>) -> Self {
        let mut places: Vec<(u32, String)> = households
            .into_iter()
            .filter(|house| house.walk_order > 0)
            .map(|house| (house.walk_order, fold(&house.alley)))
            .collect();
        places.sort_unstable();
        places.dedup();
        let restarts = places.iter().zip(places.iter().skip(1)).any(|(a, b)| a.0 == b.0);
        if restarts { Self::Alley } else { Self::Hamlet }
    }
}

/// Place of one household on the walk through its hamlet: the survey's order first where it is given, then by alley and
/// house number; unnumbered houses last, by the given name of their head. No two households share a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WalkKey {
    /// Place in the hamlet; `u32::MAX` when the survey does not say.
    in_hamlet: u32,
    alley: NaturalKey,
    in_alley: u32,
    house: NaturalKey,
    head: String,
    id: HouseholdId,
}

impl WalkKey {
    /// The key of one household.
    #[must_use]
    pub fn new(household: &Household, numbering: Numbering) -> Self {
        let place = if household.walk_order == 0 { u32::MAX } else { household.walk_order };
        let house = NaturalKey::new(&household.house_number);
        // Only a house without a number is told by its head; folding every name would be half of the work.
        let head = if house.empty {
            let name = fold(&household.head);
            format!("{} {name}", name.rsplit(' ').next().unwrap_or_default())
        } else {
            String::new()
        };
        Self {
            in_hamlet: if numbering == Numbering::Hamlet { place } else { u32::MAX },
            alley: NaturalKey::new(&household.alley),
            in_alley: if numbering == Numbering::Alley { place } else { u32::MAX },
            house,
            head,
            id: household.id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    /// `texts`, ';' between, are in walking order and stay so after any shuffle.
    fn check(texts: &str) {
        let expect: Vec<&str> = texts.split(';').map(str::trim).collect();
        let mut sorted = expect.clone();
        sorted.reverse();
        sorted.sort_by_key(|text| NaturalKey::new(text));
        assert_eq!(sorted, expect);
    }

    #[test]
    fn alleys_and_houses_in_walking_order() {
        check("Ngõ 2; Ngõ 10; Ngõ 10 ngách 2; Ngõ 10/12; Ngõ 11");
        check("12; 12A; 12B; 12bis; 12/3; 12/3A; 12/3/5; 12/4; 12/10; 13");
        check("1; 2; 3; 4; 10; 11");
        check("Số 5; Số nhà 7; SN 12; 31");
        check("Hẻm 3; Kiệt 5; Ngõ 7");
        check("5; Lô A3; Lô A10; Lô B1");
        check("9; 10; Xóm Chùa; Xóm Đình; ");
        check("Khu A; KHU Á 2; khu b");
    }

    fn household(place: u32, alley: &str, house: &str, head: &str) -> Household {
        let id = |text: &str| Uuid::from_u128(text.bytes().fold(0, |sum, b| sum * 31 + u128::from(b)));
        Household {
            id: HouseholdId(id(&format!("{place}{alley}{house}{head}"))),
            unit_id: super::super::ids::UnitId(Uuid::nil()),
            code: String::new(),
            head: head.to_owned(),
            alley: alley.to_owned(),
            house_number: house.to_owned(),
            walk_order: place,
        }
    }

    fn check_walk(expect: &[(u32, &str, &str, &str)]) {
        let houses: Vec<Household> = expect
            .iter()
            .rev()
            .map(|(place, alley, house, head)| household(*place, alley, house, head))
            .collect();
        let numbering = Numbering::of(&houses);
        let mut sorted: Vec<&Household> = houses.iter().collect();
        sorted.sort_by_key(|house| WalkKey::new(house, numbering));
        let found: Vec<(u32, &str, &str, &str)> = sorted
            .iter()
            .map(|h| (h.walk_order, h.alley.as_str(), h.house_number.as_str(), h.head.as_str()))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn unnumbered_houses_come_last_by_the_given_name_of_the_head() {
        check_walk(&[
            (0, "Ngõ 2", "1", "Vũ Văn Yên"),
            (0, "Ngõ 2", "3", "Đỗ Thị Ánh"),
            (0, "Ngõ 2", "", "Trần Văn Bình"),
            (0, "Ngõ 2", "", "Lê Thị Cúc"),
            (0, "Ngõ 10", "1", "An Văn Ba"),
        ]);
    }

    #[test]
    fn the_order_of_the_survey_goes_first() {
        check_walk(&[
            (1, "Ngõ 9", "7", "A"),
            (2, "Ngõ 1", "1", "B"),
            (3, "Ngõ 9", "5", "C"),
            (0, "Ngõ 1", "2", "D"),
        ]);
        // It restarts in each alley.
        check_walk(&[
            (1, "Ngõ 1", "9", "A"),
            (2, "Ngõ 1", "1", "B"),
            (0, "Ngõ 1", "4", "C"),
            (1, "Ngõ 2", "7", "D"),
            (2, "Ngõ 2", "3", "E"),
        ]);
    }

    proptest! {
        #[test]
        fn folding_changes_nothing(text in "[ \\-/.,A-Za-z0-9ĐđÂâỗẢ]{0,12}") {
            prop_assert_eq!(NaturalKey::new(&text), NaturalKey::new(&fold(&text)));
            prop_assert_eq!(NaturalKey::new(&text), NaturalKey::new(&text.to_uppercase()));
        }

        #[test]
        fn the_order_is_total(mut texts in proptest::collection::vec("(Ngõ |Số |Lô )?[0-9A-C/]{0,5}", 3..9)) {
            texts.sort_by_key(|text| NaturalKey::new(text));
            for (i, a) in texts.iter().enumerate() {
                for b in texts.iter().skip(i) {
                    prop_assert!(NaturalKey::new(a) <= NaturalKey::new(b), "{} {}", a, b);
                }
            }
        }
    }
}
