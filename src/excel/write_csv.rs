//! Writes tables for other programs as CSV: UTF-8 without BOM, comma, one heading row.

use std::io;

use serde::Serialize;

use crate::disk::{NewFile, Written};
use crate::error::Result;

/// Writes `rows` to a file; the headings are the names of their fields.
///
/// # Errors
/// `save.*`.
pub fn write_csv<T: Serialize>(to: &NewFile<'_>, rows: impl IntoIterator<Item = T>) -> Result<Written> {
    let failed = |e: csv::Error| match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    };
    to.write(|out| {
        let mut writer = csv::Writer::from_writer(out);
        rows.into_iter().try_for_each(|row| writer.serialize(row)).map_err(failed)?;
        writer.flush()
    })
}
