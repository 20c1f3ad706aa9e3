//! Takes in a table of points, from a workbook or as it was pasted.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::keep_points::{place, twin};
use crate::domain::accounting::Accounting;
use crate::domain::ids::PointId;
use crate::domain::point::Point;
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::read_points::{PointRow, pasted, read_points};
use crate::excel::read_sheet::SourceFile;
use crate::session::Session;
use crate::store::Book;

/// Points of a province.
const MOST: usize = 20_000;
/// Characters that are pasted at most.
const LONGEST_PASTE: usize = 1 << 20;

/// A table of points.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ImportPoints {
    /// The workbook; without it `text`.
    pub file: Option<PathBuf>,
    /// The table as it was copied from a spreadsheet, tabs between the cells.
    pub text: String,
    /// Show what would happen and change nothing.
    pub dry_run: bool,
}

/// Takes points in. One of the same name in the same unit is brought up to the table; a row that cannot be read is left out
/// and says why.
///
/// # Errors
/// `file.*` when it cannot be read; `point.no_table`, `point.too_many`.
pub fn import_points(book: &mut Book, session: &Session, args: &ImportPoints) -> Result<Accounting> {
    let rows = read(args)?;
    if rows.is_empty() {
        return Err(Error::new("point.no_table"));
    }
    let count: usize = rows.iter().map(|(_, points)| points.len()).sum();
    if count > MOST {
        return Err(Error::new("point.too_many").with("limit", MOST));
    }
    let known = book.points()?;
    let mut out = Accounting::default();
    let mut written: Vec<Point> = Vec::new();
    for (sheet, points) in &rows {
        for row in points {
            out.rows_in += 1;
            match take(book, session, row) {
                Ok(point) if twin(&written, &point).is_some() => {
                    let twice = Error::new("point.twice").with("name", &point.name);
                    reject(&mut out, sheet, row, &twice);
                }
                Ok(mut point) => {
                    let before = twin(&known, &point);
                    point.id = before.map_or(point.id, |before| before.id);
                    match before {
                        Some(before) if *before == point => out.unchanged += 1,
                        Some(_) => out.updated += 1,
                        None => out.added += 1,
                    }
                    written.push(point);
                }
                Err(error) => reject(&mut out, sheet, row, &error),
            }
        }
    }
    written.retain(|point| !known.contains(point));
    if !args.dry_run && !written.is_empty() {
        book.transact(session, "import-points", json!({ "count": written.len() }), |tx| {
            written.iter().try_for_each(|point| tx.put_point(point))
        })?;
    }
    Ok(out)
}

/// The points of each sheet that is a table of them.
fn read(args: &ImportPoints) -> Result<Vec<(String, Vec<PointRow>)>> {
    let Some(path) = &args.file else {
        if args.text.len() > LONGEST_PASTE {
            return Err(Error::new("point.too_many").with("limit", MOST));
        }
        let points = read_points(&pasted(&args.text)).map(|points| (String::new(), points));
        return Ok(points.into_iter().collect());
    };
    let mut file = SourceFile::open(path)?;
    let mut sheets = Vec::new();
    for index in 0..file.sheet_names().len() {
        let sheet = file.read(index)?;
        sheets.extend(read_points(&sheet).map(|points| (sheet.name, points)));
    }
    Ok(sheets)
}

fn take(book: &Book, session: &Session, row: &PointRow) -> Result<Point> {
    if let Some(raw) = &row.unread {
        return Err(Error::new("point.cell_unclear").with("raw", raw));
    }
    let unit = place(book, session, &row.form.unit)?;
    row.form.read(PointId(session.new_id()), unit, session.today())
}

fn reject(out: &mut Accounting, sheet: &str, row: &PointRow, why: &Error) {
    out.rejected += 1;
    out.issues.push(RowIssue {
        sheet: sheet.to_owned(),
        row: row.row,
        column: String::new(),
        code: "row.point_wrong",
        severity: Severity::Rejection,
        raw: why.sentence(),
        stored: String::new(),
    });
}
