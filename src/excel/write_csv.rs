//! Writes tables for other programs as CSV: UTF-8 without BOM, comma, one heading row.

use std::path::Path;

use serde::Serialize;

use crate::error::{Error, Result};

/// Writes `rows` to `path`; the headings are the names of their fields.
///
/// # Errors
/// `file.cannot_write`.
pub fn write_csv<T: Serialize>(path: &Path, rows: impl IntoIterator<Item = T>) -> Result<()> {
    let failed =
        |e: csv::Error| Error::new("file.cannot_write").with("file", path.display()).with("reason", e);
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    for row in rows {
        writer.serialize(row).map_err(failed)?;
    }
    writer.flush().map_err(|e| failed(e.into()))
}
