//! Tells people from group, household, total, numbering and signature rows.

use super::row_words::{group_name, household, is_footer, is_ordinal, is_roman, starts_with, strip_ordinal};
use super::{Layout, RowKind, SheetColumn, cell_text};
use crate::domain::import::Field;
use crate::domain::legacy::Encoding;
use crate::domain::text::fold;
use crate::excel::sheet::{Cell, SheetRow};

pub(super) struct Classifier<'a> {
    layout: &'a Layout,
    names: Vec<&'a SheetColumn>,
    evidence: Vec<(usize, Field)>,
    ordinal: Option<usize>,
    headings: Vec<(usize, String)>,
}

impl<'a> Classifier<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        use Field as F;
        const EVIDENCE: [F; 14] = [
            F::Number,
            F::NumberOrOld,
            F::OldNumber,
            F::Phone,
            F::Birth,
            F::BirthYear,
            F::BirthMale,
            F::BirthFemale,
            F::BirthDay,
            F::Sex,
            F::Relation,
            F::State,
            F::Code,
            F::Level,
        ];
        Self {
            layout,
            names: layout
                .columns
                .iter()
                .filter(|c| matches!(c.field, Some(F::Name | F::FamilyName | F::GivenName)))
                .collect(),
            evidence: layout
                .columns
                .iter()
                .filter_map(|c| Some((c.index, c.field.filter(|field| EVIDENCE.contains(field))?)))
                .collect(),
            ordinal: layout.column(F::Ordinal).map(|c| c.index),
            headings: layout
                .columns
                .iter()
                .map(|c| (c.index, fold(c.heading.rsplit(" – ").next().unwrap_or_default())))
                .collect(),
        }
    }

    pub(super) fn kind(&self, row: &SheetRow, in_footer: bool) -> RowKind {
        let has_name = self.names.iter().any(|column| {
            matches!(row.cells.get(column.index), Some(Cell::Text(text)) if text.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        });
        let mut evidence = None;
        for (column, field) in &self.evidence {
            evidence = evidence.max(row.cells.get(*column).and_then(|cell| speaks_of_person(cell, *field)));
            if evidence == Some(Evidence::Sure) {
                break;
            }
        }
        let sure = evidence == Some(Evidence::Sure);
        // The usual row first: this runs for every person.
        if has_name && sure {
            return RowKind::Person;
        }
        let texts = self.texts(row);
        let lead = texts.iter().find(|text| !is_ordinal(text)).map_or("", String::as_str);
        let lead_without_ordinal = strip_ordinal(lead);
        if self.is_numbering(row) || self.repeats_headings(row) {
            return RowKind::Numbering;
        }
        if starts_with("subtotal", lead_without_ordinal).is_some() {
            return RowKind::Subtotal;
        }
        if has_name && evidence.is_some() {
            return RowKind::Person;
        }
        let numbered = self.ordinal.is_some_and(|column| is_number(row.cells.get(column)));
        if texts.iter().any(|text| is_footer(text)) {
            return RowKind::Footer;
        }
        // Also behind a signature block: the next hamlet's people may follow.
        if !sure && texts.len() <= 2 && starts_with("group", lead_without_ordinal).is_some() {
            return RowKind::Group(group_name(lead_without_ordinal));
        }
        if !sure && texts.len() <= 2 && starts_with("alley", lead_without_ordinal).is_some() {
            return RowKind::Alley(group_name(lead_without_ordinal));
        }
        if in_footer && !(has_name && numbered) {
            return if sure && texts.len() > 1 { RowKind::Person } else { RowKind::Footer };
        }
        if !sure && texts.len() <= 2 {
            if let Some(household) = household(lead_without_ordinal) {
                return household;
            }
            let roman = texts.first().is_some_and(|text| is_roman(text));
            if roman && texts.len() == 2 && lead.split(' ').count() <= 6 {
                return RowKind::Group(group_name(lead_without_ordinal));
            }
        }
        if has_name || sure {
            return RowKind::Person;
        }
        let filled = row.cells.iter().filter(|cell| **cell != Cell::Empty).count();
        if lead.is_empty() {
            return if filled <= 1 { RowKind::Numbering } else { RowKind::Subtotal };
        }
        // Nobody knows what it is: better refused by sight than dropped in silence.
        if filled >= 3 { RowKind::Person } else { RowKind::Footer }
    }

    pub(super) fn begins_footer(&self, row: &SheetRow) -> bool {
        self.texts(row).iter().any(|text| is_footer(text))
    }

    /// All texts of the row that have a letter, decoded.
    fn texts(&self, row: &SheetRow) -> Vec<String> {
        (0..row.cells.len())
            .map(|index| {
                let column = self.layout.columns.iter().find(|column| column.index == index);
                // A title over all columns stands in column A, in the encoding of the names.
                let encoding = match column.map(|column| (column.field, column.encoding)) {
                    Some((field, encoding)) if field.is_some() && field != Some(Field::Ordinal) => encoding,
                    _ => self.names.first().map_or(Encoding::Unicode, |name| name.encoding),
                };
                cell_text(row, index, encoding)
            })
            .filter(|text| text.chars().any(char::is_alphabetic))
            .collect()
    }

    /// "(1) (2) (3)", "1 2 3", "A B 1 2", "(8)=(6)+(7)".
    fn is_numbering(&self, row: &SheetRow) -> bool {
        let mut numbers: Vec<u64> = Vec::new();
        let mut filled = 0;
        for cell in row.cells.iter().filter(|cell| **cell != Cell::Empty) {
            filled += 1;
            match cell {
                Cell::Number(n) if (0.0..1000.0).contains(n) && n.fract() == 0.0 => {
                    numbers.extend(format!("{n:.0}").parse::<u64>());
                }
                Cell::Text(text) => {
                    let text = text.trim();
                    if text.chars().filter(|c| c.is_alphabetic()).count() > 1 || text.len() > 30 {
                        return false;
                    }
                    let digits: String = text
                        .chars()
                        .skip_while(|c| !c.is_ascii_digit())
                        .take_while(char::is_ascii_digit)
                        .collect();
                    numbers.extend(digits.parse::<u64>());
                }
                _ => return false,
            }
        }
        let rising = numbers.windows(2).all(|pair| matches!(pair, [a, b] if *b == a + 1));
        filled >= 3 && numbers.len() >= 2 && numbers.first() <= Some(&2) && rising
    }

    /// Headings printed again on every page.
    fn repeats_headings(&self, row: &SheetRow) -> bool {
        let Some(name) = self.names.first() else { return false };
        let Some(Cell::Text(_)) = row.cells.get(name.index) else { return false };
        let Some((_, heading)) = self.headings.iter().find(|(index, _)| *index == name.index) else {
            return false;
        };
        let name = cell_text(row, name.index, name.encoding);
        // Names are longer than their heading is often enough: compare lengths before folding every name.
        if name.len() > heading.len() * 3 + 8 || fold(&name) != *heading {
            return false;
        }
        let same = self
            .headings
            .iter()
            .filter(|(index, heading)| fold(&cell_text(row, *index, Encoding::Unicode)) == *heading)
            .count();
        same >= 2
    }
}

/// What a cell tells about its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// May stand in other rows, too (a count, a word).
    Possible,
    /// Tells of a person.
    Sure,
}

fn speaks_of_person(cell: &Cell, field: Field) -> Option<Evidence> {
    use Field as F;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let (sure, maybe) = match (field, cell) {
        (_, Cell::Empty | Cell::Error) => (false, false),
        (F::Number | F::NumberOrOld | F::OldNumber | F::Phone, Cell::Number(n)) => (*n >= 1e7, true),
        (F::Number | F::NumberOrOld | F::OldNumber | F::Phone, Cell::Text(text)) => {
            (digits(text) >= 8, digits(text) > 0)
        }
        (F::Birth | F::BirthYear | F::BirthMale | F::BirthFemale, Cell::Date(_)) => (true, true),
        (F::Birth | F::BirthYear | F::BirthMale | F::BirthFemale, Cell::Number(n)) => (*n >= 1850.0, true),
        (F::Birth | F::BirthYear | F::BirthMale | F::BirthFemale, Cell::Text(text)) => {
            (digits(text) >= 4, true)
        }
        (F::Sex, Cell::Text(text)) => {
            (matches!(fold(text).as_str(), "nam" | "nu"), text.chars().count() < 10)
        }
        (F::Sex, _) | (F::BirthDay, _) => (false, true),
        (F::Relation | F::State | F::Code | F::Level, _) => (false, true),
        _ => (false, false),
    };
    if sure { Some(Evidence::Sure) } else { maybe.then_some(Evidence::Possible) }
}

fn is_number(cell: Option<&Cell>) -> bool {
    match cell {
        Some(Cell::Number(_)) => true,
        Some(Cell::Text(text)) => text.trim().trim_end_matches('.').parse::<u32>().is_ok(),
        _ => false,
    }
}
