//! The police list: an extract of the population database, cleaner than the survey and in another order.

use super::draw::{Draw, texts};
use super::noise;
use super::survey::is_surveyed;
use super::{Commune, Font, Line, Mark, Noise, Page, Person, Typed};
use crate::domain::as_count;
use crate::domain::citizen::Sex;
use crate::domain::roster::AccountState;

/// Share of the people who stand on the list.
const LISTED: f64 = 0.65;
/// A longer list goes on to a second sheet.
const ROWS_OF_ONE_SHEET: usize = 50_000;

const COLUMNS: &[&str] =
    &["ordinal", "name", "birth", "sex", "number", "phone", "address", "state", "level", "approved"];

/// The pages of the list and, for each page, whom each line is about and whether the survey has that person:
/// `(line counted from 0, survey code or empty)`.
#[must_use]
pub fn police_list(commune: &Commune, survey_noise: &Noise) -> Vec<(Page, Vec<(usize, String)>)> {
    let mut draw = Draw::new(commune.seed, 1);
    let mut listed = listed_people(commune, &mut draw);
    let outsiders = listed.len() / 200;
    // People of other communes who registered here: not in the commune's survey.
    let strangers = super::invent(u32::try_from(outsiders).unwrap_or(0).max(1), commune.seed ^ 0xFF00_FF00);
    let mut rows: Vec<(&Person, Option<usize>)> =
        listed.drain(..).filter_map(|i| Some((commune.people.get(i)?, Some(i)))).collect();
    rows.extend(strangers.people.iter().take(outsiders).map(|p| (p, None)));
    draw.shuffle(&mut rows);

    let first = if rows.len() > ROWS_OF_ONE_SHEET { rows.len() * 3 / 5 } else { rows.len() };
    let (front, rest) = rows.split_at_checked(first).unwrap_or((&rows, &[]));
    let mut pages = Vec::new();
    for (rows, name) in [(front, "sheet.list"), (rest, "sheet.list.more")] {
        if rows.is_empty() {
            continue;
        }
        let mut page = Page { name: texts().first(name).to_owned(), lines: titles() };
        let mut truth = Vec::with_capacity(rows.len());
        // The second sheet comes from an older export: names in capitals, real dates.
        let style = if pages.is_empty() { Style::New } else { Style::Old };
        for (ordinal, (person, place)) in (1_u32..).zip(rows) {
            let code = place.filter(|p| is_surveyed(commune, *p, survey_noise)).map(|_| person.code.clone());
            truth.push((page.lines.len(), code.unwrap_or_default()));
            let mut marks = marks(commune, person, ordinal, style, &mut draw);
            if survey_noise.bare_rows > 0.0 && draw.chance(survey_noise.bare_rows) {
                marks.retain(|mark| {
                    !matches!(COLUMNS.get(usize::from(mark.column)), Some(&("birth" | "number")))
                });
            }
            if survey_noise.spellings {
                respell(&mut marks, commune, person, &mut draw);
            }
            page.lines.push(Line { marks, hidden: false, person: *place });
        }
        page.lines.extend(foot());
        pages.push((page, truth));
    }
    pages
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    New,
    Old,
}

/// People from 14 years on, few children, so that the share of all people is [`LISTED`].
fn listed_people(commune: &Commune, draw: &mut Draw) -> Vec<usize> {
    let grown = |p: &Person| super::AS_OF.0 - p.birth.year() >= 14;
    let count = |n: usize| f64::from(as_count(n));
    let adults = count(commune.people.iter().filter(|p| grown(p)).count());
    let children = count(commune.people.len()) - adults;
    let wanted = LISTED * count(commune.people.len());
    let child_share = 0.05;
    let adult_share = ((wanted - child_share * children) / adults.max(1.0)).min(1.0);
    let people = commune.people.iter().enumerate();
    people
        .filter(|(_, p)| draw.chance(if grown(p) { adult_share } else { child_share }))
        .map(|(i, _)| i)
        .collect()
}

fn mark(column: usize, columns: u16, value: Typed) -> Mark {
    Mark { column: u16::try_from(column).unwrap_or(0), columns, lines: 1, value, font: Font::Unicode }
}

fn words(key: &str) -> Typed {
    Typed::Text(texts().first(key).to_owned())
}

fn line(marks: Vec<Mark>) -> Line {
    Line { marks, ..Line::default() }
}

fn titles() -> Vec<Line> {
    let headings =
        COLUMNS.iter().enumerate().map(|(i, c)| mark(i, 1, words(&format!("heading.list.{c}")))).collect();
    vec![
        line(vec![mark(0, 4, words("title.police")), mark(4, 6, words("title.nation"))]),
        line(vec![mark(4, 6, words("title.motto"))]),
        line(vec![mark(0, 10, words("title.list"))]),
        line(vec![mark(0, 10, words("title.list.as_of"))]),
        line(vec![]),
        line(headings),
    ]
}

fn foot() -> Vec<Line> {
    vec![
        line(vec![]),
        line(vec![mark(6, 1, words("foot.police"))]),
        line(vec![mark(6, 1, words("foot.sign"))]),
    ]
}

fn marks(commune: &Commune, person: &Person, ordinal: u32, style: Style, draw: &mut Draw) -> Vec<Mark> {
    let text = |text: &str| Some(Typed::Text(text.to_owned()));
    let name = match style {
        Style::New if draw.chance(0.03) => noise::other_tone_place(&person.name),
        Style::New => person.name.clone(),
        Style::Old => person.name.to_uppercase(),
    };
    let birth = match person.birth.to_date() {
        Some(date) if style == Style::Old => Typed::Date(date),
        _ => Typed::Text(person.birth.to_vi()),
    };
    let number = match draw.below(1_000) {
        0..6 => None,
        6..14 if !person.old_number.is_empty() => text(&person.old_number),
        // Re-established: the number changed since the survey (docs/domain.md, Identity numbers).
        14..16 => text(&renewed(&person.number, draw)),
        16..40 => person.number.parse().ok().map(Typed::Number),
        _ => text(&person.number),
    };
    let phone = match draw.below(100) {
        0..10 => None,
        10..20 => Some(Typed::Text(super::people::phone(draw))),
        _ => text(&person.phone),
    };
    let (state, level) = state(person, draw);
    let values = [
        Some(Typed::Number(f64::from(ordinal))),
        Some(Typed::Text(name)),
        Some(birth),
        text(texts().first(if person.sex == Sex::Male { "sex.male" } else { "sex.female" })),
        number,
        phone,
        Some(Typed::Text(address(commune, person, draw))),
        Some(Typed::Text(state)),
        Some(Typed::Text(level)),
        person.approved_on.map(|d| Typed::Text(d.format("%d/%m/%Y").to_string())),
    ];
    let values = values.into_iter().enumerate();
    values
        .filter_map(|(i, v)| v.filter(|v| *v != Typed::Text(String::new())).map(|v| mark(i, 1, v)))
        .collect()
}

fn renewed(number: &str, draw: &mut Draw) -> String {
    let (start, _) = number.split_at_checked(6).unwrap_or((number, ""));
    format!("{start}{:06}", draw.below(1_000_000))
}

/// State and level in one of the usual spellings.
fn state(person: &Person, draw: &mut Draw) -> (String, String) {
    let key = match person.state {
        AccountState::NotRegistered => "not-registered",
        AccountState::PendingApproval => "pending-approval",
        AccountState::Rejected => "rejected",
        AccountState::ApprovedNotActivated => "approved-not-activated",
        AccountState::ActiveLevel1 => "active-level1",
        AccountState::ActiveLevel2 => "active-level2",
        AccountState::Locked => "locked",
        AccountState::Unknown => "unknown",
    };
    let state = texts().pick(&format!("state.{key}"), draw).to_owned();
    let level = texts().pick(&format!("level.{}", person.level), draw).to_owned();
    (state, level)
}

/// A free-text address that names the hamlet.
fn address(commune: &Commune, person: &Person, draw: &mut Draw) -> String {
    let hamlet = commune.hamlets.get(person.hamlet).map_or("", |h| h.name.as_str());
    let lower = {
        let mut letters = hamlet.chars();
        letters.next().map(|c| c.to_lowercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    texts()
        .pick("address", draw)
        .replace("{house}", &person.house_number)
        .replace("{alley}", &person.alley)
        .replace("{hamlet_lower}", &lower)
        .replace("{hamlet}", hamlet)
        .replace("{commune}", texts().first("commune.short"))
        .replace("{province}", texts().first("province.short"))
}

/// Puts the address in an order and a spelling of its own.
fn respell(marks: &mut [Mark], commune: &Commune, person: &Person, draw: &mut Draw) {
    let hamlet = commune.hamlets.get(person.hamlet).map_or("", |hamlet| hamlet.name.as_str());
    let number = person.alley.rsplit(' ').next().unwrap_or_default();
    let address = texts()
        .pick("address.other", draw)
        .replace("{house}", &person.house_number)
        .replace("{alley}", &person.alley)
        .replace("{number}", number)
        .replace("{hamlet}", hamlet);
    for mark in marks.iter_mut().filter(|mark| COLUMNS.get(usize::from(mark.column)) == Some(&"address")) {
        mark.value = Typed::Text(address.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::super::invent;
    use super::*;

    #[test]
    fn two_thirds_are_listed_and_truth_names_the_surveyed() {
        let commune = invent(10_000, 3);
        let list = police_list(&commune, &Noise::default());
        let (page, truth) = &list[0];
        assert!((6_300..6_800).contains(&truth.len()), "{}", truth.len());
        let known = truth.iter().filter(|(_, code)| !code.is_empty()).count();
        assert!(known < truth.len() && known > truth.len() * 85 / 100, "{known}");
        for (line, code) in truth {
            let person = page.lines[*line].person;
            assert!(code.is_empty() || person.is_some_and(|p| commune.people[p].code == *code));
        }
    }

    #[test]
    fn a_long_list_goes_on_to_a_second_sheet() {
        assert_eq!(police_list(&invent(90_000, 3), &Noise::default()).len(), 2);
    }
}
