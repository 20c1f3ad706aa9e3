//! Decides in which encoding each column was typed.

use super::headings::Block;
use super::{Layout, SAMPLED_ROWS};
use crate::domain::import::Field;
use crate::domain::legacy::{Encoding, decode, has_legacy_letters, has_unicode_vietnamese, is_readable};
use crate::excel::sheet::{Cell, FontKind, SheetRow};

/// Font majority first, then the headings' own encoding, then the names themselves; a column with Vietnamese Unicode letters
/// is Unicode, unless cells that cannot be are three times as many: then it is mixed (docs/domain.md, Old encodings).
pub(super) fn decide_encodings(layout: &mut Layout, block: &Block, data: &[SheetRow]) {
    let with_fonts = data.iter().any(|row| !row.fonts.is_empty());
    let by_header = block.encoding;
    let name =
        layout.column(Field::Name).or_else(|| layout.column(Field::FamilyName)).map(|column| column.index);
    let by_names = if with_fonts || by_header != Encoding::Unicode {
        Encoding::Unicode
    } else {
        name.map_or(Encoding::Unicode, |column| encoding_of_names(data, column))
    };
    if !with_fonts && by_header == Encoding::Unicode && by_names == Encoding::Unicode {
        return;
    }
    for column in &mut layout.columns {
        let (mut total, mut tcvn3, mut vni) = (0_usize, 0_usize, 0_usize);
        let (mut unicode, mut legacy) = (0_usize, 0_usize);
        for row in data {
            let Some(Cell::Text(text)) = row.cells.get(column.index) else { continue };
            if !text.is_ascii() && has_unicode_vietnamese(text) {
                unicode += 1;
                continue;
            }
            legacy += usize::from(has_legacy_letters(text));
            total += 1;
            match row.fonts.get(column.index) {
                Some(FontKind::Tcvn3 | FontKind::Tcvn3Capital) => tcvn3 += 1,
                Some(FontKind::Vni) => vni += 1,
                _ => {}
            }
        }
        let is_unicode = unicode > 0 && unicode * 3 > legacy;
        column.mixed = unicode > 0 && !is_unicode;
        column.encoding = if is_unicode {
            Encoding::Unicode
        } else if tcvn3 * 2 > total {
            Encoding::Tcvn3
        } else if vni * 2 > total {
            Encoding::Vni
        } else if by_header != Encoding::Unicode {
            by_header
        } else {
            by_names
        };
    }
}

/// The encoding under which a column without fonts reads as names, of whatever people: a third of its marked cells are
/// readable once decoded, and were not before.
fn encoding_of_names(data: &[SheetRow], column: usize) -> Encoding {
    let cells = data.iter().filter_map(|row| match row.cells.get(column) {
        Some(Cell::Text(text)) if !text.is_ascii() => Some(text.as_str()),
        _ => None,
    });
    let sample: Vec<&str> = cells.take(SAMPLED_ROWS).collect();
    let unicode = sample.iter().filter(|text| has_unicode_vietnamese(text)).count();
    let hits = |encoding: Encoding| {
        sample.iter().filter(|text| !is_readable(text) && is_readable(&decode(text, encoding))).count()
    };
    let (tcvn3, vni) = (hits(Encoding::Tcvn3), hits(Encoding::Vni));
    let (encoding, most) = if tcvn3 >= vni { (Encoding::Tcvn3, tcvn3) } else { (Encoding::Vni, vni) };
    if most >= 3 && most * 3 >= sample.len() && most >= unicode * 3 { encoding } else { Encoding::Unicode }
}
