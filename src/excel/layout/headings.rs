//! Finds the one to three rows of a sheet that are its headings.

use super::aliases::{Candidate, candidates, overridden};
use super::cell_text;
use crate::domain::as_count;
use crate::domain::import::Field;
use crate::domain::legacy::{Encoding, has_unicode_vietnamese};
use crate::excel::sheet::{Cell, Sheet, SheetRow};

/// Rows that are searched for headings: titles above them take 3 to 8 (docs/domain.md, Lists in spreadsheets).
const SEARCHED_ROWS: usize = 60;
/// Longest text that can be a heading.
const LONGEST_HEADING: usize = 200;

/// Headings read from one to three rows.
pub(super) struct Block {
    /// Place of the first row in the sheet, 0-based.
    pub(super) first: usize,
    /// How many rows.
    pub(super) rows: usize,
    pub(super) encoding: Encoding,
    /// Column and its texts from top to bottom.
    pub(super) headings: Vec<(usize, Vec<String>)>,
    /// Columns that have their heading from a merged area to the left.
    pub(super) inherited: Vec<usize>,
    score: i32,
}

/// The rows that look most like headings: by whole aliases, else by words within longer headings.
/// `header` is the row where a person sees them.
pub(super) fn find_block(sheet: &Sheet, overrides: &[(Field, String)], header: Option<u32>) -> Option<Block> {
    if let Some(header) = header {
        let first = sheet.rows.iter().position(|row| row.number == header)?;
        let read = |encoding| {
            let mut block = read_block(sheet, first, encoding)?;
            block.score = score(&block, overrides, true);
            Some(block)
        };
        let mut blocks = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni].into_iter().filter_map(read);
        let plain = blocks.next()?;
        return Some(blocks.fold(plain, |best, block| if block.score > best.score { block } else { best }));
    }
    best_block(sheet, overrides, false)
        .filter(|block| block.score >= 30)
        .or_else(|| best_block(sheet, overrides, true))
}

fn best_block(sheet: &Sheet, overrides: &[(Field, String)], tolerant: bool) -> Option<Block> {
    let mut best: Option<Block> = None;
    for first in 0..sheet.rows.len().min(SEARCHED_ROWS) {
        if best.as_ref().is_some_and(|best| best.score >= 40 && first > best.first + 3) {
            break;
        }
        for encoding in [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni] {
            let legacy = encoding != Encoding::Unicode;
            if legacy && !sheet.rows.get(first).is_some_and(may_be_legacy) {
                break;
            }
            let Some(mut block) = read_block(sheet, first, encoding) else { continue };
            block.score = score(&block, overrides, tolerant);
            if let Some(row) = sheet.rows.get(first) {
                // Headings are words: numbers and dates belong to people.
                let values =
                    row.cells.iter().filter(|c| matches!(c, Cell::Number(_) | Cell::Date(_))).count();
                let digits = row.cells.iter().filter(|c| matches!(c, Cell::Text(t) if is_digits(t))).count();
                block.score -= i32::try_from(values + digits).unwrap_or(0) * 10;
            }
            let better = best.as_ref().is_none_or(|best| {
                block.score > best.score
                    || (block.score == best.score
                        && block.first + block.rows == best.first + best.rows
                        && block.encoding == best.encoding)
            });
            if block.score >= 20 && better {
                best = Some(block);
            }
        }
    }
    best
}

fn is_digits(text: &str) -> bool {
    let mut digits = 0;
    text.trim().chars().all(|c| {
        digits += usize::from(c.is_ascii_digit());
        c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | ' ' | '\'')
    }) && digits >= 4
}

fn may_be_legacy(row: &SheetRow) -> bool {
    row.cells.iter().any(|c| matches!(c, Cell::Text(t) if !t.is_ascii() && !has_unicode_vietnamese(t)))
}

/// 10 for each field that a heading names, 5 for a heading that is known to be of no use.
fn score(block: &Block, overrides: &[(Field, String)], tolerant: bool) -> i32 {
    let mut fields: Vec<Field> = Vec::new();
    let mut known = 0;
    for (_, parts) in &block.headings {
        if let Some(field) = overridden(parts, overrides) {
            fields.push(field);
            continue;
        }
        let found = candidates(parts, tolerant);
        match found.iter().find(|c| c.field.is_none_or(|field| !fields.contains(&field))) {
            Some(Candidate { field: Some(field), .. }) => fields.push(*field),
            Some(_) => known += 1,
            None => {}
        }
    }
    fields.sort_unstable();
    fields.dedup();
    i32::try_from(fields.len() * 10 + known * 5).unwrap_or(i32::MAX)
}

fn read_block(sheet: &Sheet, first: usize, encoding: Encoding) -> Option<Block> {
    // Below, households may be merged by the thousand.
    let top = sheet.rows.get(first)?.number;
    let near: Vec<_> =
        sheet.merged.iter().filter(|(from, _, to, _)| *from <= top + 3 && *to >= top).collect();
    let merged_at = |row: u32, column: usize| {
        let column = as_count(column);
        near.iter().find(|(top, left, bottom, right)| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        })
    };
    let mut rows = 1;
    while rows < 3
        && let Some((above, row)) = sheet.rows.get(first + rows - 1).zip(sheet.rows.get(first + rows))
        && row.number == above.number + 1
        && continues(above, row, &|column| merged_at(above.number, column).is_some_and(|(_, l, _, r)| l < r))
    {
        rows += 1;
    }
    let block_rows = sheet.rows.get(first..first + rows)?;
    let width = block_rows.iter().map(|row| row.cells.len()).max()?;
    let mut inherited = Vec::new();
    // The texts of the rows, filled to the right within merged areas.
    let mut grid: Vec<Vec<String>> = Vec::new();
    for (at, row) in block_rows.iter().enumerate() {
        let below = block_rows.get(at + 1);
        let mut texts: Vec<String> = Vec::with_capacity(width);
        for column in 0..width {
            let mut text = cell_text(row, column, encoding);
            if text.chars().count() > LONGEST_HEADING {
                text.clear();
            }
            if text.is_empty() {
                let filled_below = |column: usize| below.is_some_and(|below| filled(below, column));
                let from_left = match merged_at(row.number, column) {
                    Some((_, left, _, _)) => usize::try_from(*left).ok().filter(|left| *left < column),
                    // Without merged areas (csv): a gap above two headings belongs to the text on its left.
                    None if sheet.merged.is_empty()
                        && column > 0
                        && filled_below(column)
                        && filled_below(column - 1) =>
                    {
                        Some(column - 1)
                    }
                    None => None,
                };
                if let Some(from) = from_left.and_then(|left| texts.get(left)).filter(|t| !t.is_empty()) {
                    text = from.clone();
                    inherited.push(column);
                }
            }
            texts.push(text);
        }
        grid.push(texts);
    }
    let headings: Vec<(usize, Vec<String>)> = (0..width)
        .filter_map(|column| {
            let mut parts: Vec<String> = grid
                .iter()
                .filter_map(|texts| texts.get(column))
                .filter(|t| !t.is_empty())
                .cloned()
                .collect();
            parts.dedup();
            (!parts.is_empty()).then_some((column, parts))
        })
        .collect();
    (headings.len() >= 2).then_some(Block { first, rows, encoding, headings, inherited, score: 0 })
}

fn filled(row: &SheetRow, column: usize) -> bool {
    !matches!(row.cells.get(column), None | Some(Cell::Empty))
}

/// Whether `row` belongs to the headings above it: all its texts stand below a gap or below a heading that spans
/// several columns, or are hints in brackets.
fn continues(above: &SheetRow, row: &SheetRow, spans: &dyn Fn(usize) -> bool) -> bool {
    let mut hints = 0;
    let mut texts = 0;
    for (column, cell) in row.cells.iter().enumerate() {
        match cell {
            Cell::Empty => continue,
            Cell::Text(text) => {
                let text = text.trim();
                texts += 1;
                let hint =
                    text.starts_with('(') && text.ends_with(')') && text.chars().any(char::is_alphabetic);
                hints += usize::from(hint);
                let gap_to_the_right = !filled(above, column + 1) && filled(row, column + 1);
                if hint || !filled(above, column) || spans(column) || gap_to_the_right {
                    continue;
                }
                return false;
            }
            _ => return false,
        }
    }
    // A single text below a gap is a title's or a group's, unless it is a hint.
    texts > 1 || hints == texts
}
