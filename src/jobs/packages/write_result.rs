//! Writes the result package of a hamlet: all that its book has changed and was not told to have arrived.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::take_work::own_laptop;
use super::{both_ways, check_fits, known, names};
use crate::disk::{NewFile, Written};
use crate::domain::as_count;
use crate::domain::file_kind::FileKind;
use crate::domain::hash;
use crate::domain::sharing::{RowChange, Rows, changes};
use crate::error::Result;
use crate::exchange::package_v1::{ResultPackage, UnitV1, read_result, write_result};
use crate::exchange::sealed;
use crate::session::Session;
use crate::store::Book;
use crate::store::packages::{KeptPackage, PackageKind};

/// The result package to write.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteResult {
    /// The day; today when missing.
    pub day: Option<NaiveDate>,
    /// The file (.tnketqua).
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenResult {
    /// The file.
    pub out: PathBuf,
    /// Its number.
    pub sequence: u32,
    /// Visits in it, those that earlier files had and the commune has not acknowledged included.
    pub visits: usize,
    /// People in it whose record changed.
    pub people: usize,
    /// Of the fields in it, those of notes and the rest.
    pub others: usize,
}

/// Writes the result package, sealed to the commune.
///
/// # Errors
/// `package.not_hamlet`, `package.misfit`; `save.*`; the book's own.
pub fn write(book: &mut Book, session: &Session, args: &WriteResult) -> Result<WrittenResult> {
    let to = NewFile { path: &args.out, kind: FileKind::Result, replace: args.replace };
    to.check()?;
    let laptop = own_laptop(book)?;
    let info = book.info()?;
    let day = args.day.unwrap_or_else(|| session.today());
    let seed = book.signing_seed()?;
    let unit = UnitV1 { code: info.code, id: info.unit_id.to_string(), name: info.name };
    let packages = book.packages(Some(info.unit_id))?;
    let last = packages.iter().rfind(|package| package.kind == PackageKind::Result);
    let work = packages.iter().rfind(|package| package.kind == PackageKind::Work);
    let package = ResultPackage {
        acknowledged: work.map_or(0, |work| work.acknowledged),
        changes: unsaid(book)?,
        day,
        issued_at: session.now(),
        key: String::new(),
        known: known(&packages),
        recipient: sealed::address(&seed)?,
        sequence: last.map_or(1, |last| last.sequence.saturating_add(1)),
        token: laptop.token,
        unit,
        work: work.map_or(0, |work| work.sequence),
    };
    for RowChange { table, id, to, .. } in &package.changes {
        to.iter().try_for_each(|to| check_fits(book, &package.unit.name, (table, id), to))?;
    }
    let text = write_result(&package, &seed);
    // What goes out is what comes in elsewhere.
    read_result(text.as_bytes())?;
    let bytes = sealed::seal_to(&laptop.address, text.as_bytes())?;
    let people = people_of(&package.changes);
    let kept = KeptPackage {
        sha256: hash::sha256(text.as_bytes()),
        unit: info.unit_id,
        kind: PackageKind::Result,
        sequence: package.sequence,
        acknowledged: package.acknowledged,
        day,
        issued_at: package.issued_at,
        at: session.now(),
        people: as_count(people.len()),
        signer: String::new(),
        open: true,
    };
    let mut written = None;
    let told = json!({ "number": package.sequence, "day": day, "path": to.path });
    let done = book.transact(session, "write-result", told, |tx| {
        tx.keep_package(&kept, &text)?;
        written = Some(to.write_bytes(&bytes)?);
        Ok(())
    });
    Written::keep_with(written, done)?;
    let of = |tables: &[&str]| package.changes.iter().filter(|c| tables.contains(&c.table.as_str())).count();
    Ok(WrittenResult {
        out: args.out.clone(),
        sequence: package.sequence,
        visits: of(&["visit"]),
        people: people.len(),
        others: of(&["household", "member", "assignment", "assignment_note"]),
    })
}

/// What the commune was not told, or has not said to know.
fn unsaid(book: &Book) -> Result<Vec<RowChange>> {
    let shared = book.shared_rows()?;
    let mut mine = Rows::new();
    for table in both_ways() {
        mine.extend(book.rows_of_table(table.name, &names(table), None)?);
    }
    let goes_up = |(table, _): &(String, String)| both_ways().any(|up| up.name == table);
    let shared: Rows = shared.into_iter().filter(|(key, _)| goes_up(key)).collect();
    let from_above: BTreeSet<String> =
        shared.keys().filter(|(table, _)| table == "assignment").map(|(_, id)| id.clone()).collect();
    let mut changes = changes(&shared, &mine);
    // Members that the commune has are the commune's to change; those whom nothing names are the hamlet's own affair.
    changes.retain(|change| change.table != "member" || change.from.is_none());
    // Tasks come from above; what the hamlet gave itself, and notes of that, are its own affair.
    changes.retain(|change| change.table != "assignment" || change.from.is_some() && change.to.is_some());
    changes.retain(|change| {
        let of = change.to.as_ref().or(change.from.as_ref()).and_then(|f| f.get("assignment_id")?.as_str());
        of.is_none_or(|task| from_above.contains(task))
    });
    for change in changes.iter_mut().filter(|change| change.table == "assignment") {
        for fields in change.from.iter_mut().chain(&mut change.to) {
            fields.retain(|field, _| field == "handed_in");
        }
    }
    changes.retain(|change| change.from != change.to);
    let named: BTreeSet<String> = changes
        .iter()
        .filter_map(|change| change.to.as_ref()?.get("member_id")?.as_str().map(str::to_owned))
        .collect();
    changes.retain(|change| change.table != "member" || named.contains(&change.id));
    Ok(changes)
}

/// People whose record is changed.
pub(super) fn people_of(changes: &[RowChange]) -> BTreeSet<String> {
    changes
        .iter()
        .filter_map(|change| match change.table.as_str() {
            "citizen" | "departure" | "merged_citizen" => Some(change.id.clone()),
            "identity" => {
                change.to.as_ref().or(change.from.as_ref())?.get("citizen_id")?.as_str().map(str::to_owned)
            }
            _ => None,
        })
        .collect()
}
