//! Reads a sheet of targets in the shape of Phụ lục I: up to three heading rows, a row that numbers the columns (1) to
//! (10), a row a unit, a total row. What is printed is taken as it is.

use chrono::NaiveDate;

use super::look::day_in;
use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::as_count;
use crate::domain::report::Percent;
use crate::domain::target::{Levels, PrintedRow, count_of, is_total, whole_number};
use crate::domain::text::{clean, fold};
use crate::error::{Error, Result};

/// A sheet of targets as printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrintedTargets {
    /// "Số liệu tính đến ngày …" in the titles or headings.
    pub as_of: Option<NaiveDate>,
    /// Rows of units, with their row as Excel shows it.
    pub rows: Vec<(u32, PrintedRow)>,
    /// The total row.
    pub total: Option<PrintedRow>,
    /// Heading rows that were pasted with the figures.
    pub headings: u32,
}

/// Columns of the form up to which the numbering row must count at the least: the three targets.
const FEWEST: usize = 5;
/// Columns of the form.
const COLUMNS: usize = 10;

/// Reads the targets of a sheet; `None` when it has no numbering row, or nothing under it.
///
/// # Errors
/// `target.negative`, `target.too_large`, `target.not_a_number` with the row.
pub fn read_targets(sheet: &Sheet) -> Result<Option<PrintedTargets>> {
    let numbered = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, numbering(row)?)));
    let Some((at, columns)) = numbered else { return Ok(None) };
    let number = sheet.rows.get(at).map_or(0, |row| row.number);
    let mut found =
        PrintedTargets { as_of: sheet.texts_above(number).find_map(day_in), ..PrintedTargets::default() };
    let PrintedTargets { rows, total, .. } =
        read_rows(sheet.rows.get(at + 1..).unwrap_or_default(), &columns)?;
    (found.rows, found.total) = (rows, total);
    Ok((!found.rows.is_empty()).then_some(found))
}

/// The rows under the headings.
fn read_rows(rows: &[SheetRow], columns: &[usize]) -> Result<PrintedTargets> {
    let mut found = PrintedTargets::default();
    for row in rows {
        let figures = Figures { row, columns };
        let (ordinal, name) = (figures.text(1), figures.text(2));
        let is_total = is_total(&ordinal) || is_total(&name);
        let unit = if name.is_empty() { ordinal } else { name };
        // Group rows and signatures have no figures.
        if unit.is_empty() || (3..=5).all(|column| figures.is_blank(column)) {
            continue;
        }
        let printed = figures.printed(unit)?;
        if is_total {
            found.total = Some(printed);
        } else {
            found.rows.push((row.number, printed));
        }
    }
    Ok(found)
}

/// Reads rows that were copied from a sheet of targets and pasted: a line a row, cells apart by tabs, with or without the
/// ordinal before the unit, with or without headings above. Headings that name the unit and the targets say which column
/// is which. `None` when no line has a unit and a figure.
///
/// # Errors
/// As [`read_targets`]; the row is the line.
pub fn read_pasted(text: &str) -> Result<Option<PrintedTargets>> {
    let cell = |cell: &str| match cell.trim() {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    let row = |(line, number): (&str, u32)| SheetRow {
        number,
        cells: line.split('\t').map(cell).collect(),
        fonts: Vec::new(),
    };
    let mut rows: Vec<SheetRow> = text.lines().zip(1..).map(row).collect();
    let headings = rows.iter().take_while(|row| is_heading(row)).count();
    let (heads, figures) = rows.split_at(headings);
    let numbered = heads.iter().find_map(numbering);
    // Of several lines only Phụ lục I itself is known, whose columns stand in its order.
    let mut worded = heads.iter().filter(|row| row.cells.iter().any(|cell| *cell != Cell::Empty));
    let named = worded.next().filter(|_| worded.next().is_none()).and_then(named_columns);
    let columns = numbered.or(named).unwrap_or_else(|| {
        // Where a figure comes right after a word there is no ordinal: the unit comes first in all lines.
        let units_first = figures.iter().any(|row| {
            let is_number = |place: usize| row.cells.get(place).and_then(whole).is_some();
            matches!(row.cells.first(), Some(Cell::Text(_))) && !is_number(0) && is_number(1)
        });
        let ordinal = if units_first { usize::MAX } else { 0 };
        std::iter::once(ordinal).chain(usize::from(!units_first)..COLUMNS).collect()
    });
    rows.drain(..headings);
    let mut found = read_rows(&rows, &columns)?;
    found.headings = as_count(headings);
    Ok((!found.rows.is_empty()).then_some(found))
}

fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Text(text) => whole_number(text),
        _ => None,
    }
}

/// A line of headings: it numbers the columns, or has words and no figure but those within words ("Mức 1").
fn is_heading(row: &SheetRow) -> bool {
    let words = row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_))).count();
    let named = row.cells.iter().filter(|cell| field_of(cell).is_some()).count();
    numbering(row).is_some()
        || words == 0
        || (named > 0 && named * 2 >= words && row.cells.iter().all(|cell| whole(cell).is_none()))
}

/// Which column of the form a heading names: 1 the ordinal, 2 the unit, 3 to 5 the targets; 0 another one.
fn field_of(cell: &Cell) -> Option<usize> {
    let Cell::Text(text) = cell else { return None };
    let said = fold(text);
    let is = |words: &[&str]| words.iter().any(|word| said == *word);
    let begins = |words: &[&str]| words.iter().any(|word| said.starts_with(word));
    if is(&["stt", "tt", "so tt", "so thu tu"]) {
        Some(1)
    } else if is(&["thon", "to dan pho", "xa", "xa phuong", "khu dan cu", "dia ban", "ten"])
        || begins(&["don vi", "ten don vi", "ten thon", "thon to ", "thon xom", "dia ban "])
    {
        Some(2)
    } else if begins(&["muc 1", "muc do 1", "chi tieu muc 1"]) {
        Some(4)
    } else if begins(&["muc 2", "muc do 2", "chi tieu muc 2"]) {
        Some(5)
    } else if begins(&["chi tieu", "tong so", "tong chi tieu", "so luong", "chung"]) || is(&["tong", "cong"])
    {
        Some(3)
    } else if begins(&[
        "ket qua",
        "da kich hoat",
        "ty le",
        "ti le",
        "con lai",
        "ghi chu",
        "trong do",
        "so lieu",
    ]) {
        Some(0)
    } else {
        None
    }
}

/// The places of the columns (1) to (5) as one heading names them, each once; what it does not name is nowhere.
fn named_columns(row: &SheetRow) -> Option<Vec<usize>> {
    let mut places = vec![usize::MAX; 5];
    for (place, cell) in row.cells.iter().enumerate() {
        let Some(column) = field_of(cell).filter(|column| *column > 0) else { continue };
        let slot = places.get_mut(column - 1)?;
        if *slot != usize::MAX {
            return None;
        }
        *slot = place;
    }
    let there = |column: usize| places.get(column - 1).is_some_and(|place| *place != usize::MAX);
    // The other targets follow the one that is named alone, as in Phụ lục I.
    let told = there(2) && (there(3) || (there(4) && there(5)));
    (told && row.cells.len() <= 5).then_some(places)
}

/// The places of the columns (1), (2), … when the row numbers them: "(1)", "1", "(8) = (6) + (7)".
fn numbering(row: &SheetRow) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    for (place, cell) in row.cells.iter().enumerate() {
        let number = match cell {
            Cell::Empty => continue,
            Cell::Number(number) if *number == (places.len() + 1) as f64 => places.len() + 1,
            Cell::Text(text) => {
                let text = text.trim().trim_start_matches('(');
                let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
                let after = text.chars().nth(digits.len());
                if after.is_some_and(|c| c != ')' && c != '=' && c != ' ') {
                    return None;
                }
                digits.parse().ok()?
            }
            _ => return None,
        };
        if number != places.len() + 1 || number > COLUMNS {
            return None;
        }
        places.push(place);
    }
    (places.len() >= FEWEST).then_some(places)
}

struct Figures<'a> {
    row: &'a SheetRow,
    columns: &'a [usize],
}

impl Figures<'_> {
    fn cell(&self, column: usize) -> &Cell {
        self.columns.get(column - 1).and_then(|place| self.row.cells.get(*place)).unwrap_or(&Cell::Empty)
    }

    fn text(&self, column: usize) -> String {
        match self.cell(column) {
            Cell::Text(text) => clean(text).0.trim().to_owned(),
            _ => String::new(),
        }
    }

    fn is_blank(&self, column: usize) -> bool {
        match self.cell(column) {
            Cell::Empty => true,
            Cell::Text(text) => ["", "-", "–"].contains(&text.trim()),
            _ => false,
        }
    }

    /// A whole number.
    fn whole(&self, unit: &str, column: usize) -> Result<Option<i64>> {
        if self.is_blank(column) {
            return Ok(None);
        }
        let wrong = |raw: &str| {
            Error::new("target.not_a_number")
                .with("unit", unit)
                .with("row", self.row.number)
                .with("column", column)
                .with("raw", raw.chars().take(40).collect::<String>())
        };
        match self.cell(column) {
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                format!("{number:.0}").parse().map(Some).map_err(|_| wrong("0"))
            }
            Cell::Number(number) => Err(wrong(&number.to_string())),
            Cell::Text(text) => whole_number(text).map(Some).ok_or_else(|| wrong(text)),
            _ => Err(wrong("")),
        }
    }

    fn levels(&self, unit: &str, [total, level1, level2]: [usize; 3]) -> Result<Option<Levels>> {
        let count = |column| match self.whole(unit, column)? {
            Some(value) => count_of(unit, value).map(Some),
            None => Ok::<_, Error>(None),
        };
        let (total, level1, level2) = (count(total)?, count(level1)?, count(level2)?);
        let sum = || Some(level1?.saturating_add(level2?));
        Ok(total.or_else(sum).map(|total| Levels { total, level1, level2 }))
    }

    fn printed(&self, unit: String) -> Result<PrintedRow> {
        let target = self.levels(&unit, [3, 4, 5])?.unwrap_or_default();
        let active = self.levels(&unit, [8, 6, 7])?;
        let computed = active.and_then(|a| Percent::of(a.total, target.total)).map(|ratio| ratio.0);
        let remaining = self.whole(&unit, 10)?;
        Ok(PrintedRow { ratio: self.ratio(computed), unit, target, active, remaining })
    }

    /// Hundredths of a percent: "7,64%", 7.64 or, of a cell shown in percent, 0.0764: whichever is nearest to what is
    /// computed.
    fn ratio(&self, computed: Option<u32>) -> Option<u32> {
        let hundredths = |number: f64| format!("{:.0}", number.abs()).parse::<u32>().ok();
        match self.cell(9) {
            Cell::Text(text) => {
                let bare: String =
                    text.chars().filter(|c| c.is_ascii_digit() || *c == ',' || *c == '.').collect();
                hundredths(bare.replace(',', ".").parse::<f64>().ok()? * 100.0)
            }
            Cell::Number(number) => {
                let (part, percent) = (hundredths(number * 10_000.0)?, hundredths(number * 100.0)?);
                let near = computed.unwrap_or(part);
                Some(if part.abs_diff(near) <= percent.abs_diff(near) { part } else { percent })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet, a row a line, cells apart by '|'.
    fn sheet(text: &str) -> Sheet {
        let rows = text.trim().lines().zip(1..).map(|(line, number)| {
            let cell = |cell: &str| match cell.trim() {
                "" => Cell::Empty,
                text => match text.strip_prefix('#') {
                    Some(number) => Cell::Number(number.parse().unwrap()),
                    None => Cell::Text(text.to_owned()),
                },
            };
            SheetRow { number, cells: line.split('|').map(cell).collect(), fonts: Vec::new() }
        });
        Sheet { rows: rows.collect(), ..Sheet::default() }
    }

    const HEAD: &str = "STT|Đơn vị|Chỉ tiêu|||Kết quả (Số liệu tính đến ngày 08/02/2023)\n(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8) = (6) + (7)|(9)|(10)\n";

    #[test]
    fn figures_are_read_as_printed() {
        let check = |row: &str, expect: &str| {
            let found = read_targets(&sheet(&format!("{HEAD}{row}")));
            let shown = match found {
                Ok(Some(found)) => {
                    let row = &found.rows[0].1;
                    let levels =
                        |l: Levels| format!("{}={:?}+{:?}", l.total, l.level1, l.level2).replace("Some", "");
                    let active = row.active.map_or("-".to_owned(), levels);
                    format!(
                        "{} {} {active} {:?} {:?}",
                        row.unit,
                        levels(row.target),
                        row.ratio,
                        row.remaining
                    )
                }
                Ok(None) => "none".to_owned(),
                Err(e) => e.code.to_owned(),
            };
            assert_eq!(shown, expect, "{row}");
        };
        let whole = "A 316749=(270257)+(46492) 24193=(9009)+(15184) Some(764) Some(292556)";
        check("1|A|316.749|270.257|46.492|9.009|15.184|24.193|7,64%|292.556", whole);
        check("#1|A|#316749|#270257|#46492|#9009|#15184|#24193|#0.0764|#292556", whole);
        check("#1|A|316,749|270 257|#46492|#9009|#15184|#24193|#7.64|#292556", whole);
        check("1|A|5||", "A 5=None+None - None None");
        check("1|A||#2|#3", "A 5=(2)+(3) - None None");
        check("1|A|5|–|-|||9||-4", "A 5=None+None 9=None+None None Some(-4)");
        check("1|A|-5||", "target.negative");
        check("1|A|#-5||", "target.negative");
        check("1|A|#1.5||", "target.not_a_number");
        check("1|A|12.34||", "target.not_a_number");
        check("1|A|nhiều||", "target.not_a_number");
        check("1|A|#4000000000||", "target.too_large");
        check("1|A|#1e300||", "target.not_a_number");
        check("Nơi nhận:||||", "none");
    }

    #[test]
    fn pasted_rows_are_those_of_the_sheet() {
        let check = |text: &str, expect: &str| {
            let shown = match read_pasted(text) {
                Ok(Some(found)) => {
                    let row = |row: &PrintedRow| {
                        let levels = row.target.level1.zip(row.target.level2);
                        let levels = levels.map(|(one, two)| format!(" ({one} {two})")).unwrap_or_default();
                        format!("{}={}{levels}", row.unit, row.target.total)
                    };
                    let heads = (found.headings > 0).then(|| format!("+{}", found.headings));
                    let rows = found.rows.iter().map(|(line, printed)| format!("{line} {}", row(printed)));
                    let told = heads.into_iter().chain(rows).chain(found.total.iter().map(row));
                    told.collect::<Vec<_>>().join("; ")
                }
                Ok(None) => "none".to_owned(),
                Err(e) => format!("{} {}", e.code, e.params["row"]),
            };
            assert_eq!(shown, expect, "{text}");
        };
        check("1\tThôn 1\t1.200\t1.000\t200\r\n2\tThôn 2\t30\n", "1 Thôn 1=1200 (1000 200); 2 Thôn 2=30");
        check("Thôn 1\t1.200\nThôn 2\t\t3\t4", "1 Thôn 1=1200; 2 Thôn 2=7 (3 4)");
        check("STT\tĐơn vị\tTổng số\n1\tThôn 1\t5", "+1; 2 Thôn 1=5");
        check("Đơn vị\tChỉ tiêu\nThôn 1\t5\nTổng cộng\t5", "+1; 2 Thôn 1=5; Tổng cộng=5");
        check("Chỉ tiêu\tThôn\n5\tThôn 1\n7\tThôn 2", "+1; 2 Thôn 1=5; 3 Thôn 2=7");
        check("Thôn\tMức 2\tMức 1\nThôn 1\t2\t3", "+1; 2 Thôn 1=5 (3 2)");
        check(
            "STT\tĐơn vị\tChỉ tiêu\t\t\n\t\tTổng số\tMức 1\tMức 2\n1\tThôn 1\t5\t2\t3",
            "+2; 3 Thôn 1=5 (2 3)",
        );
        check("(1)\t(2)\t(3)\t(4)\t(5)\n1\tThôn 1\t5\t2\t3", "+1; 2 Thôn 1=5 (2 3)");
        check("\nĐơn vị\tChỉ tiêu\n\nThôn 1\t5", "+3; 4 Thôn 1=5");
        check("Thôn 1\t5\nToàn xã\t5", "1 Thôn 1=5; Toàn xã=5");
        check("Thôn 1\t5\nCộng toàn xã:\t5", "1 Thôn 1=5; Cộng toàn xã:=5");
        check("Cộng Hòa\t5", "1 Cộng Hòa=5"); // a hamlet
        check("Thôn Toàn\t5", "1 Thôn Toàn=5");
        check("Đơn vị\tChỉ tiêu", "none");
        check("Thôn 1\tchưa có\nThôn 2\t5", "target.not_a_number 1");
        check("Thôn 1\t5\nCộng\t6", "1 Thôn 1=5; Cộng=6");
        check("Thôn 1\t5\nThôn 2\tnhiều", "target.not_a_number 2");
        check("Thôn 1", "none");
        check("", "none");
    }

    #[test]
    fn totals_groups_and_signatures_are_told_apart() {
        let text = format!(
            "PHỤ LỤC I\n{HEAD}I|Thành phố||\n1|A|#5|#2|#3\n2|B|#7|#3|#4\nTổng cộng||#12|#5|#8\nNơi nhận:|- UBND|"
        );
        let found = read_targets(&sheet(&text)).unwrap().unwrap();
        assert_eq!(found.as_of, NaiveDate::from_ymd_opt(2023, 2, 8));
        let units: Vec<_> = found.rows.iter().map(|(row, printed)| (*row, printed.unit.as_str())).collect();
        assert_eq!(units, [(5, "A"), (6, "B")]);
        let total = found.total.unwrap();
        assert_eq!((total.unit.as_str(), total.target.level2), ("Tổng cộng", Some(8)));
        assert!(read_targets(&sheet("STT|Đơn vị\n1|A|#5|#2|#3")).unwrap().is_none());
    }
}
