//! How a work package stands to what the hamlet's book has said and heard before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::domain::sharing::{Fields, Rows};
use crate::error::Result;
use crate::exchange::package_v1::{WorkPackage, read_result};
use crate::exchange::rows_v1::{Way, table_named};
use crate::store::packages::{KeptPackage, PackageKind};
use crate::store::{Book, Tx};

/// How a work package stands to what the book had before it.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The book has had it last.
    pub(super) again: bool,
    /// Number of the package that is newer, if one is.
    pub(super) older_than: Option<u32>,
    /// The commune's book was restored from a backup, or took something back: it lacks what the hamlet knows it to have had.
    pub(super) went_back: bool,
    /// Number and sum of the newest result package that has arrived.
    pub(super) acknowledged: u32,
    pub(super) arrived: Option<String>,
    /// Sums of result packages before that one: both books know what they said.
    pub(super) known: Vec<String>,
    /// Sums of work packages that the commune's book knows no more.
    pub(super) forgotten: Vec<String>,
}

impl Heard {
    pub(super) fn of(packages: &[KeptPackage], package: &WorkPackage, sha256: &str) -> Self {
        let of = |kind: PackageKind| packages.iter().filter(move |kept| kept.kind == kind);
        let is_known = |kept: &&KeptPackage| package.known.binary_search(&kept.sha256).is_ok();
        let last = of(PackageKind::Work).next_back();
        let arrived = of(PackageKind::Result).rfind(is_known);
        let acknowledged = arrived.map_or(0, |result| result.sequence);
        let follows = last.is_none_or(|last| is_known(&last));
        let before = of(PackageKind::Result).filter(|kept| kept.open && kept.sequence < acknowledged);
        let gone = of(PackageKind::Work).filter(|kept| !is_known(kept));
        Self {
            again: last.is_some_and(|last| last.sha256 == sha256),
            older_than: last
                .filter(|last| !follows && package.issued_at <= last.issued_at)
                .map(|last| last.sequence),
            went_back: !follows || last.is_some_and(|last| acknowledged < last.acknowledged),
            acknowledged,
            arrived: arrived.map(|result| result.sha256.clone()),
            known: before.map(|kept| kept.sha256.clone()).collect(),
            forgotten: gone.map(|kept| kept.sha256.clone()).collect(),
        }
    }
}

/// What the result package of a sum said of each row.
pub(super) fn said(book: &Book, sha256: &str) -> Result<BTreeMap<(String, String), Option<Fields>>> {
    let text = book.package_file(sha256)?;
    if text.is_empty() {
        return Ok(BTreeMap::new());
    }
    let changes = read_result(text.as_bytes())?.package.changes;
    Ok(changes.into_iter().map(|change| (change.key(), change.to)).collect())
}

/// The commune forgot something, and nobody knows what: of the people who are in the package or should be, the books agree on
/// nothing any more. What is missing there goes up again, what differs is asked.
pub(super) fn disagree(tx: &Tx<'_>, here: &BTreeSet<&String>, shared: &mut Rows) -> Result<()> {
    let of = |table: &str, id: &String, fields: &Fields| match table {
        "citizen" | "departure" => id.clone(),
        _ => fields.get("citizen_id").and_then(Value::as_str).unwrap_or_default().to_owned(),
    };
    // Who had left by the commune's word stays away.
    let away: BTreeSet<String> = shared
        .keys()
        .filter(|(table, id)| table == "departure" && !here.contains(id))
        .map(|(_, id)| id.clone())
        .collect();
    let forgotten: Vec<(String, String)> = shared
        .iter()
        .filter(|((table, id), fields)| {
            table_named(table).is_some_and(|table| table.way == Way::Both)
                && !away.contains(&of(table, id, fields))
        })
        .map(|(key, _)| key.clone())
        .collect();
    for key in forgotten {
        tx.share_row((&key.0, &key.1), None)?;
        shared.remove(&key);
    }
    Ok(())
}
