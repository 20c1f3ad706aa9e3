//! What travels beside figures: lists down to hamlets, their visits and corrections back up, named and sealed; plans and tasks
//! down from the province.

mod answers_beside;
mod draw_handed_over;
pub mod find_files;
pub mod give_work;
mod heard;
mod joined_records;
pub mod list_laptops;
mod merge_result;
mod merge_work;
mod of_agency;
mod own_targets;
mod row_changes;
pub mod settle_conflicts;
pub mod take_enrolment;
pub mod take_result;
pub mod take_work;
pub mod taken;
pub mod write_enrolment;
pub mod write_result;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::ids::UnitId;
use crate::domain::sharing::{Fields, Rows};
use crate::error::{Error, Result};
use crate::exchange::rows_v1::{TABLES, Table, Way, table_named};
use crate::messages::word;
use crate::store::packages::{KeptConflict, KeptPackage};
use crate::store::{Book, Tx};

/// The names of a table's fields.
fn names(table: &Table) -> Vec<&'static str> {
    table.fields.iter().map(|(name, _)| *name).collect()
}

/// Refuses what no package of a unit could carry, of these fields of a row: by the name of the person or household, and the field.
///
/// # Errors
/// `package.misfit`.
fn check_fits(book: &Book, unit: &str, (table, id): (&str, &str), fields: &Fields) -> Result<()> {
    let Some(of) = table_named(table) else { return Ok(()) };
    let Some(field) = of.misfit(fields) else { return Ok(()) };
    let row = book.row_of_table(table, &names(of), id)?.unwrap_or_default();
    let text =
        |row: &Fields, field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let begin = |text: String| text.chars().filter(|c| !c.is_control()).take(40).collect::<String>();
    let person = text(&row, "citizen_id")
        .parse()
        .ok()
        .map_or_else(|| Ok(Vec::new()), |id| book.citizens_by_id(&[id]))?;
    let own = ["code", "name", "head", "title", "task"].map(|field| begin(text(&row, field)));
    let own = own.into_iter().chain(person.into_iter().flat_map(|person| [person.code, person.name]));
    let who: Vec<String> = own.filter(|part| !part.is_empty()).take(2).collect();
    let known = format!("package.field.{field}");
    let known = if crate::messages::has(&known) { word(&known).to_owned() } else { field.to_owned() };
    Err(Error::new("package.misfit")
        .with("unit", unit)
        .with("who", who.join(" "))
        .with("field", known)
        .with("raw", begin(text(fields, field))))
}

/// The tables whose rows go up too.
fn both_ways() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.way == Way::Both)
}

/// Not a field: which of two answers for one person counts.
const ANSWER: &str = "answer";

/// The sums of packages, as packages name them.
fn known(packages: &[KeptPackage]) -> Vec<String> {
    let mut known: Vec<String> = packages.iter().map(|package| package.sha256.clone()).collect();
    known.sort();
    known
}

/// The fields of a row, with the record that stays for one that was joined to it.
fn of_today(fields: &Fields, joined: &BTreeMap<String, String>) -> Fields {
    let mut fields = fields.clone();
    if let Some(Value::String(id)) = fields.get_mut("citizen_id")
        && let Some(stays) = joined.get(id)
    {
        id.clone_from(stays);
    }
    fields
}

/// Questions between this book's own unit and the book above (of an enrolment its signer) that both answer alike by now, `rows`
/// being what that one has, or whose row is gone here, are none.
fn settle_what_agrees(tx: &Tx<'_>, own: UnitId, signer: &str, rows: &Rows) -> Result<()> {
    let ours = |kept: &KeptConflict| kept.settled.is_empty() && kept.unit == own && kept.id.ends_with(signer);
    let open = tx.conflicts()?.into_iter().filter(ours);
    for kept in open {
        let ((table, id), field) = (&kept.row, kept.conflict.field.as_str());
        let here = tx.row_of_table(table, &[field], id)?;
        let mine = here.as_ref().and_then(|fields| fields.get(field));
        let theirs = rows.get(&kept.row).and_then(|fields| fields.get(field));
        if mine.is_none() || mine == theirs {
            tx.put_conflict(&KeptConflict { settled: "theirs".to_owned(), ..kept })?;
        }
    }
    Ok(())
}
