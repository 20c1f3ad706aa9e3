//! Reads a table of points: one heading row with the words of `data/point_headings.csv`, a row a point.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::dates::vi;
use crate::domain::point::{PointForm, PointKind};
use crate::domain::target::is_total;
use crate::domain::text::{clean, fold};

/// One point as its row says it.
#[derive(Debug, Clone, PartialEq)]
pub struct PointRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The point.
    pub form: PointForm,
    /// The first cell that cannot be read, as it stands there: a kind that is none, people a day that are no number.
    pub unread: Option<String>,
}

/// Folded heading → field.
static HEADINGS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("data/point_headings.csv").lines().skip(1);
    let lines = lines.filter_map(|line| line.split_once(','));
    lines.map(|(field, heading)| (fold(heading.trim_matches('"')), field)).collect()
});

/// The points of a sheet; `None` when no row has a heading for the name beside another one.
#[must_use]
pub fn read_points(sheet: &Sheet) -> Option<Vec<PointRow>> {
    let (at, columns) = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, columns(row)?)))?;
    let points = sheet.rows.iter().skip(at + 1).filter_map(|row| {
        let text = |field: &str| {
            columns.get(field).and_then(|place| row.cells.get(*place)).map(text_of).unwrap_or_default()
        };
        let [name, kind, capacity] = [text("name"), text("kind"), text("capacity")];
        let sum = row.cells.iter().take(2).any(|cell| is_total(&text_of(cell)));
        // Signatures, the numbers under the headings and units that have no point are no points.
        let numbered = name.starts_with('(') && name.ends_with(')');
        if name.is_empty() || numbered || sum || self::columns(row).is_some() {
            return None;
        }
        let read_kind = PointKind::from_words(&kind);
        let plain = capacity.replace([' ', '\u{a0}'], "");
        let read_capacity =
            if plain.is_empty() || plain == "–" { Ok(None) } else { plain.parse().map(Some) };
        let unread =
            if read_kind.is_none() { Some(kind) } else { read_capacity.is_err().then_some(capacity) };
        let form = PointForm {
            name,
            unit: text("unit"),
            kind: read_kind.unwrap_or_default(),
            address: text("address"),
            days: text("days"),
            hours: text("hours"),
            staff: text("staff"),
            equipment: text("equipment"),
            capacity: read_capacity.unwrap_or_default(),
        };
        Some(PointRow { row: row.number, form, unread })
    });
    Some(points.collect())
}

/// A table that was copied from a spreadsheet: a line a row, tabs between the cells.
#[must_use]
pub fn pasted(text: &str) -> Sheet {
    let cells = |line: &str| {
        line.split('\t').map(|cell| Cell::Text(cell.trim().trim_matches('"').to_owned())).collect()
    };
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let rows = lines.map(|(number, line)| SheetRow { number, cells: cells(line), fonts: Vec::new() });
    Sheet { rows: rows.collect(), ..Sheet::default() }
}

fn columns(row: &SheetRow) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    for (place, cell) in row.cells.iter().enumerate() {
        if let Some(field) = HEADINGS.get(&fold(&text_of(cell))) {
            columns.entry(*field).or_insert(place);
        }
    }
    (columns.contains_key("name") && columns.len() > 1).then_some(columns)
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text).0.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(at) => vi(at.date()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_table_is_a_point_a_row() {
        let text = "STT\tĐơn vị\tTên điểm\tLoại\tNgày\tCông suất\n\
                    (1)\t(2)\t(3)\t(4)\t(5)\t(6)\n\
                    1\tThôn 1\tNhà văn hóa\tCố định\tT2-T6\t40\n\
                    2\tThôn 2\t\t\t\t\n\
                    3\tThôn 3\tChợ\tnửa vời\tCN\t40\n\
                    4\tThôn 3\tTrường\tLưu động\tCN\tnhiều\n\
                    Tổng cộng\t\t3 điểm\t\t\t80\n\
                    \n\
                    \t\tNgười lập\n";
        let points = read_points(&pasted(text)).unwrap();
        let shown: Vec<String> = points
            .iter()
            .map(|PointRow { row, form, unread }| {
                let capacity = form.capacity.map_or("-".to_owned(), |capacity| capacity.to_string());
                format!("{row} {} {} {:?} {capacity} {unread:?}", form.unit, form.name, form.kind)
            })
            .collect();
        assert_eq!(
            shown,
            [
                "3 Thôn 1 Nhà văn hóa Fixed 40 None",
                "5 Thôn 3 Chợ Fixed 40 Some(\"nửa vời\")",
                "6 Thôn 3 Trường Mobile - Some(\"nhiều\")",
                "9  Người lập Fixed - None",
            ]
        );
        assert_eq!(read_points(&pasted("Họ và tên\tNăm sinh\nLê Văn An\t1970")), None);
    }
}
