//! The survey by household as volunteers type it: one sheet a hamlet, each typist with an own layout and habits.

use std::borrow::Cow;

use super::draw::{Draw, texts};
use super::noise::{self, Form, Noise};
use super::old_fonts::encode;
use super::{Commune, Font, Hamlet, Line, Mark, Page, Person, Typed};
use crate::domain::citizen::Sex;

/// The pages of the survey, made one after the other. A page holds one hamlet; now and then two, with group rows.
pub fn survey(commune: &Commune, noise: &Noise) -> impl Iterator<Item = Page> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = at;
        commune.hamlets.get(first)?;
        let mut draw = Draw::new(commune.seed, 1_000 + u64::try_from(first).unwrap_or(0));
        // Hamlets 20 and 21, 45 and 46, … share a page.
        at += if first % 25 == 20 { 2 } else { 1 };
        let hamlets = commune.hamlets.get(first..at.min(commune.hamlets.len()))?;
        Some(page(
            commune,
            hamlets,
            Typist::new(first, hamlets.len() > 1, noise, &mut draw),
            noise,
            &mut draw,
        ))
    })
}

/// Whether the survey has a person: drawn from the person's place alone, so that truth and pages agree.
pub(super) fn is_surveyed(commune: &Commune, person: usize, noise: &Noise) -> bool {
    !Draw::new(commune.seed ^ 0x5EED, u64::try_from(person).unwrap_or(0)).chance(noise.missed)
}

/// How one volunteer types.
struct Typist {
    font: Font,
    /// Titles above the table are often Unicode where the table is not.
    title_font: Font,
    form: Form,
    capitals: bool,
    layout: Layout,
    numbering_row: bool,
    ordinal_restarts: bool,
    sums_by_alley: bool,
    group_rows: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One row of headings.
    Plain,
    /// Two: address and devices grouped.
    Grouped,
    /// Three: "Năm sinh" split into Nam and Nữ.
    Deep,
}

impl Typist {
    fn new(hamlet: usize, group_rows: bool, noise: &Noise, draw: &mut Draw) -> Self {
        let every = noise.tcvn3_every;
        let font = if every > 0 && hamlet % every == 1 % every {
            if hamlet / every % 3 == 1 { Font::Tcvn3Capital } else { Font::Tcvn3 }
        } else if every > 0 && hamlet == 3 {
            Font::Vni
        } else {
            Font::Unicode
        };
        let form = match hamlet {
            _ if font != Font::Unicode || noise.litter == 0.0 => Form::Nfc,
            h if h % 10 == 2 => Form::Nfd,
            h if h % 10 == 5 => Form::Composite,
            _ => Form::Nfc,
        };
        Self {
            font,
            title_font: if draw.chance(0.5) { Font::Unicode } else { font },
            form,
            capitals: font == Font::Tcvn3Capital || draw.chance(0.08),
            layout: match draw.below(20) {
                0..10 => Layout::Plain,
                10..17 => Layout::Grouped,
                _ => Layout::Deep,
            },
            numbering_row: draw.chance(0.4),
            ordinal_restarts: draw.chance(0.5),
            sums_by_alley: draw.chance(0.3),
            group_rows: group_rows || draw.chance(0.1),
        }
    }

    fn text(&self, text: &str) -> Typed {
        let text = noise::in_form(&self.cased(text), self.form);
        Typed::Text(encode(&text, self.font))
    }

    fn cased(&self, text: &str) -> String {
        if self.capitals { text.to_uppercase() } else { text.to_owned() }
    }

    /// Text that keeps its case.
    fn small_text(&self, text: &str) -> Typed {
        let text = if self.font == Font::Tcvn3Capital { text.to_uppercase() } else { text.to_owned() };
        Typed::Text(encode(&noise::in_form(&text, self.form), self.font))
    }

    fn mark(&self, column: u16, value: Typed) -> Mark {
        let font = if matches!(value, Typed::Text(_)) { self.font } else { Font::Unicode };
        Mark { column, columns: 1, lines: 1, value, font }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Ordinal,
    Household,
    Code,
    Name,
    Birth,
    BirthMale,
    BirthFemale,
    Sex,
    Number,
    OldNumber,
    Phone,
    Relation,
    Head,
    Alley,
    House,
    Residence,
    Smartphone,
    Internet,
    Note,
}

impl Column {
    /// Key of the heading in `data/texts.csv`, and the key of the heading over it.
    fn heading(self, layout: Layout) -> (&'static str, Option<&'static str>) {
        let (own, group) = match self {
            Self::Ordinal => ("heading.ordinal", None),
            Self::Household => ("heading.household", None),
            Self::Code => ("heading.code", None),
            Self::Name => ("heading.name", None),
            Self::Birth => ("heading.birth", None),
            Self::BirthMale => ("heading.birth.male", Some("heading.birth.group")),
            Self::BirthFemale => ("heading.birth.female", Some("heading.birth.group")),
            Self::Sex => ("heading.sex", None),
            Self::Number => ("heading.number", None),
            Self::OldNumber => ("heading.old_number", None),
            Self::Phone => ("heading.phone", None),
            Self::Relation => ("heading.relation", None),
            Self::Head => ("heading.head", None),
            Self::Alley => ("heading.alley", Some("heading.address.group")),
            Self::House => ("heading.house", Some("heading.address.group")),
            Self::Residence => ("heading.residence", None),
            Self::Smartphone => ("heading.smartphone", Some("heading.device.group")),
            Self::Internet => ("heading.internet", Some("heading.device.group")),
            Self::Note => ("heading.note", None),
        };
        (own, if layout == Layout::Plain { None } else { group })
    }
}

impl Layout {
    fn columns(self) -> Vec<Column> {
        use Column as C;
        match self {
            Self::Plain => vec![
                C::Ordinal,
                C::Household,
                C::Code,
                C::Name,
                C::Birth,
                C::Sex,
                C::Number,
                C::Phone,
                C::Relation,
                C::Alley,
                C::House,
                C::Smartphone,
                C::Internet,
                C::Note,
            ],
            Self::Grouped => vec![
                C::Ordinal,
                C::Code,
                C::Household,
                C::Head,
                C::Name,
                C::Relation,
                C::Birth,
                C::Sex,
                C::Number,
                C::OldNumber,
                C::Phone,
                C::Alley,
                C::House,
                C::Residence,
                C::Smartphone,
                C::Internet,
            ],
            Self::Deep => vec![
                C::Ordinal,
                C::Household,
                C::Alley,
                C::House,
                C::Code,
                C::Name,
                C::BirthMale,
                C::BirthFemale,
                C::Number,
                C::OldNumber,
                C::Phone,
                C::Relation,
                C::Residence,
                C::Smartphone,
                C::Internet,
                C::Note,
            ],
        }
    }

    fn heading_lines(self) -> u32 {
        match self {
            Self::Plain => 1,
            Self::Grouped => 2,
            Self::Deep => 3,
        }
    }
}

fn page(commune: &Commune, hamlets: &[Hamlet], typist: Typist, noise: &Noise, draw: &mut Draw) -> Page {
    let columns = typist.layout.columns();
    let width = u16::try_from(columns.len()).unwrap_or(1);
    let name: Vec<&str> = hamlets.iter().map(|h| h.name.as_str()).collect();
    let name = name.join(", ");
    let mut page = Page { name: name.chars().take(31).collect(), lines: titles(&name, width, &typist, draw) };
    page.lines.extend(headings(&columns, &typist, draw));
    let column_of =
        |wanted| columns.iter().position(|c| *c == wanted).and_then(|i| u16::try_from(i).ok()).unwrap_or(1);
    let sum_column = column_of(Column::Name);
    let mut total = 0;
    for hamlet in hamlets {
        if typist.group_rows {
            page.lines.push(line(vec![typist.mark(0, typist.small_text(&hamlet.name))]));
        }
        let mut ordinal = 0;
        let mut alley_sum = 0;
        let (mut alley, mut household) = ("", "");
        for place in hamlet.people.clone().filter(|p| is_surveyed(commune, *p, noise)) {
            let Some(person) = commune.people.get(place) else { continue };
            if typist.sums_by_alley && alley_sum > 0 && alley != person.alley {
                page.lines.push(sum_line("foot.sum", alley_sum, sum_column, &typist));
                alley_sum = 0;
            }
            let new_household = household != person.household;
            if new_household && typist.ordinal_restarts {
                ordinal = 0;
            }
            (alley, household) = (&person.alley, &person.household);
            for _ in 0..if draw.chance(noise.twice) { 2 } else { 1 } {
                ordinal += 1;
                (alley_sum, total) = (alley_sum + 1, total + 1);
                let mut of = Cow::Borrowed(person);
                if noise.number_at_home > 0.0
                    && draw.chance(noise.number_at_home)
                    && let Some(other) = housemate(commune, person, place)
                {
                    other.number.clone_into(&mut of.to_mut().number);
                }
                let marks = person_marks(&of, &columns, ordinal, new_household, &typist, noise, draw);
                page.lines.push(Line {
                    marks,
                    hidden: draw.chance(0.004 * noise.litter),
                    person: Some(place),
                });
            }
        }
    }
    page.lines.push(sum_line("foot.total", total, sum_column, &typist));
    page.lines.extend(signatures(width, &typist));
    page
}

/// The one written before or after somebody of the same household.
fn housemate<'a>(commune: &'a Commune, person: &Person, place: usize) -> Option<&'a Person> {
    let around = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
    around.filter_map(|at| commune.people.get(at)).find(|other| other.household == person.household)
}

fn line(marks: Vec<Mark>) -> Line {
    Line { marks, ..Line::default() }
}

fn titles(hamlet: &str, width: u16, typist: &Typist, draw: &mut Draw) -> Vec<Line> {
    let half = width / 2;
    let title = |column, columns, text: &str| {
        let value = Typed::Text(encode(text, typist.title_font));
        Mark { column, columns, lines: 1, value, font: typist.title_font }
    };
    let t = texts();
    let survey = t.pick("title.survey", draw).to_owned();
    vec![
        line(vec![
            title(0, half, t.first("title.office")),
            title(half, width - half, t.first("title.nation")),
        ]),
        line(vec![title(0, half, &hamlet.to_uppercase()), title(half, width - half, t.first("title.motto"))]),
        line(vec![]),
        line(vec![title(0, width, &survey)]),
        line(vec![title(0, width, t.first("title.as_of"))]),
        line(vec![]),
    ]
}

/// Headings of one to three lines, merged over columns and lines, and the row "(1) (2) …".
fn headings(columns: &[Column], typist: &Typist, draw: &mut Draw) -> Vec<Line> {
    let count = typist.layout.heading_lines();
    let mut lines = vec![Line::default(); count as usize];
    let mut put = |at: u32, column: usize, columns: usize, over: u32, key: &str| {
        let value = typist.small_text(texts().pick(key, draw));
        let mut mark = typist.mark(u16::try_from(column).unwrap_or(0), value);
        (mark.columns, mark.lines) = (u16::try_from(columns).unwrap_or(1), over);
        if let Some(line) = lines.get_mut(at as usize) {
            line.marks.push(mark);
        }
    };
    let mut i = 0;
    // The deep layout has one more line on top: the household's columns and the person's.
    let top = u32::from(typist.layout == Layout::Deep);
    if top == 1 {
        put(0, 1, 3, 1, "heading.household.group");
        put(0, 4, columns.len() - 4, 1, "heading.person.group");
    }
    while let Some(column) = columns.get(i) {
        let (own, group) = column.heading(typist.layout);
        let alone = *column == Column::Ordinal;
        let start = if alone { 0 } else { top };
        match group {
            None => put(start, i, 1, count - start, own),
            Some(group) => {
                let members =
                    columns.iter().skip(i).take_while(|c| c.heading(typist.layout).1 == Some(group)).count();
                put(start, i, members, 1, group);
                for (j, member) in columns.iter().enumerate().skip(i).take(members) {
                    put(start + 1, j, 1, count - start - 1, member.heading(typist.layout).0);
                }
                i += members - 1;
            }
        }
        i += 1;
    }
    if typist.numbering_row {
        let number =
            |i: usize| typist.mark(u16::try_from(i).unwrap_or(0), Typed::Text(format!("({})", i + 1)));
        lines.push(line((0..columns.len()).map(number).collect()));
    }
    lines
}

fn sum_line(key: &str, sum: u32, column: u16, typist: &Typist) -> Line {
    let sum = typist.mark(column + 1, Typed::Number(f64::from(sum)));
    line(vec![typist.mark(column, typist.small_text(texts().first(key))), sum])
}

fn signatures(width: u16, typist: &Typist) -> Vec<Line> {
    let t = texts();
    let right = width / 2 + 1;
    let at = |column, key| typist.mark(column, typist.small_text(t.first(key)));
    vec![
        line(vec![]),
        line(vec![at(right, "foot.place")]),
        line(vec![at(1, "foot.maker"), at(right, "foot.head")]),
        line(vec![at(1, "foot.sign"), at(right, "foot.sign")]),
    ]
}

fn person_marks(
    person: &Person,
    columns: &[Column],
    ordinal: u32,
    new_household: bool,
    typist: &Typist,
    noise: &Noise,
    draw: &mut Draw,
) -> Vec<Mark> {
    let words = texts();
    let mut marks = Vec::with_capacity(columns.len());
    for (i, column) in columns.iter().enumerate() {
        let mut word = |key: &str| typist.small_text(words.pick(key, draw));
        let yes = |yes| if yes { "yes" } else { "no" };
        let value = match column {
            Column::Ordinal => Some(Typed::Number(f64::from(ordinal))),
            Column::Household => Some(Typed::Text(person.household.clone())),
            Column::Code => Some(Typed::Text(person.code.clone())),
            Column::Name => {
                let typed = noise::name(&person.name, noise, draw);
                let slips = typist.font == Font::Unicode && draw.chance(0.02 * noise.litter);
                Some(typist.text(&if slips { noise::foreign_d(&typed) } else { typed }))
            }
            Column::Birth => Some(noise::birth(person.birth, noise, draw)),
            Column::BirthMale => (person.sex == Sex::Male).then(|| noise::birth(person.birth, noise, draw)),
            Column::BirthFemale => {
                (person.sex == Sex::Female).then(|| noise::birth(person.birth, noise, draw))
            }
            Column::Sex => Some(word(if person.sex == Sex::Male { "sex.male" } else { "sex.female" })),
            Column::Number => noise::number(&person.number, noise, draw),
            Column::OldNumber => (!person.old_number.is_empty() && draw.chance(0.3))
                .then(|| Typed::Text(person.old_number.clone())),
            Column::Phone => noise::phone(&person.phone, noise, draw),
            Column::Relation => Some(word(&format!("relation.{}", person.relation))),
            // The head's name stands on the first line of a household only.
            Column::Head => new_household.then(|| typist.text(&person.head)),
            Column::Alley => Some(typist.small_text(&person.alley)),
            Column::House => Some(house_number(&person.house_number)),
            Column::Residence => Some(word("residence")),
            Column::Smartphone => Some(word(yes(person.smartphone))),
            Column::Internet => Some(word(yes(person.internet))),
            Column::Note => Some(word("note")),
        };
        if let Some(value) = value.filter(|v| *v != Typed::Text(String::new())) {
            marks.push(typist.mark(u16::try_from(i).unwrap_or(0), value));
        }
    }
    marks
}

/// A plain house number becomes a number in a spreadsheet, "12/3A" stays text.
fn house_number(number: &str) -> Typed {
    number.parse::<u32>().map_or_else(|_| Typed::Text(number.to_owned()), |n| Typed::Number(f64::from(n)))
}

#[cfg(test)]
mod tests {
    use super::super::invent;
    use super::*;

    #[test]
    fn every_shape_of_the_issue_is_there() {
        let commune = invent(40_000, 1);
        let pages: Vec<Page> = survey(&commune, &Noise::default()).collect();
        let fonts = |font| {
            pages
                .iter()
                .filter(|p| {
                    p.lines.iter().any(|l| l.person.is_some() && l.marks.iter().any(|m| m.font == font))
                })
                .count()
        };
        assert_eq!(fonts(Font::Vni), 1);
        assert!(fonts(Font::Tcvn3) > 2 && fonts(Font::Tcvn3Capital) > 1);
        assert!(pages.len() < commune.hamlets.len(), "some pages hold two hamlets");
        let depths: std::collections::BTreeSet<u32> =
            pages.iter().flat_map(|p| p.lines.iter().flat_map(|l| l.marks.iter().map(|m| m.lines))).collect();
        assert_eq!(depths.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
        assert!(pages.iter().any(|p| p.lines.iter().any(|l| l.hidden)));
    }

    #[test]
    fn the_survey_misses_a_tenth_of_the_people() {
        let commune = invent(10_000, 4);
        let noise = Noise::default();
        let pages: Vec<Page> = survey(&commune, &noise).collect();
        let seen: std::collections::BTreeSet<usize> =
            pages.iter().flat_map(|p| p.lines.iter().filter_map(|l| l.person)).collect();
        assert!((8_850..9_150).contains(&seen.len()), "{}", seen.len());
        assert!(seen.iter().all(|p| is_surveyed(&commune, *p, &noise)));
    }

    #[test]
    fn without_noise_names_and_numbers_are_true() {
        let commune = invent(300, 4);
        let noise = Noise {
            missing_number: 0.0,
            lost_zeros: 0.0,
            year_only: 0.0,
            unmarked: 0.0,
            typo: 0.0,
            swapped_day: 0.0,
            moved_digit: 0.0,
            missed: 0.0,
            twice: 0.0,
            tcvn3_every: 0,
            litter: 0.0,
            ..Noise::default()
        };
        let mut people = 0;
        for (line, person) in
            survey(&commune, &noise).flat_map(|p| p.lines).filter_map(|l| l.person.map(|p| (l, p)))
        {
            let person = &commune.people[person];
            let has = |text: &str| line.marks.iter().any(|m| m.value == Typed::Text(text.to_owned()));
            assert!(
                has(&person.number) && (has(&person.name) || has(&person.name.to_uppercase())),
                "{line:?}"
            );
            people += 1;
        }
        assert_eq!(people, 300);
    }
}
