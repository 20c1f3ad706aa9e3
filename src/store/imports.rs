//! The files that were taken in, and how their columns were mapped by hand.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::accounting::Accounting;
use crate::domain::ids::ImportId;
use crate::domain::import::Field;
use crate::domain::roster::AccountState;
use crate::error::Result;
use crate::session::Session;

/// One file taken in, for the record.
pub struct NewImport<'a> {
    /// `register`, `roster` or `visit`.
    pub kind: &'static str,
    /// The file's name, without its folder.
    pub file_name: &'a str,
    /// SHA-256 of the file, hex.
    pub sha256: &'a str,
    /// What became of its rows.
    pub accounting: &'a Accounting,
}

/// Columns as a person mapped them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedColumns {
    /// The heading of each field.
    pub fields: BTreeMap<Field, String>,
    /// Headings that hold nothing.
    pub unused: BTreeSet<String>,
    /// What words for states mean, by their folded text.
    pub states: BTreeMap<String, AccountState>,
}

/// What `layout.mapping` holds.
#[derive(Serialize, Deserialize)]
struct RememberedColumns {
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    unused: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    states: BTreeMap<String, AccountState>,
}

impl Book {
    /// Columns that the user mapped by hand, by the signature of their headings.
    pub fn layouts(&self) -> Result<BTreeMap<String, MappedColumns>> {
        let rows = self.rows("SELECT signature, mapping FROM layout", [], |row| {
            Ok((row.get::<_, String>("signature")?, row.get::<_, String>("mapping")?))
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|(signature, mapping)| {
                let mapping: RememberedColumns = serde_json::from_str(&mapping).ok()?;
                // A field of a newer program is not known here: the rest still helps.
                let fields =
                    mapping.fields.into_iter().filter_map(|(f, h)| Some((f.parse().ok()?, h))).collect();
                Some((signature, MappedColumns { fields, unused: mapping.unused, states: mapping.states }))
            })
            .collect())
    }
}

impl Tx<'_> {
    /// Records a file taken in.
    pub fn insert_import(&self, session: &Session, import: &NewImport<'_>) -> Result<ImportId> {
        let id = ImportId(session.new_id());
        self.write(
            "INSERT INTO import (id, kind, file_name, sha256, at, outcome)
             VALUES (:id, :kind, :file_name, :sha256, :at, :outcome)",
            named_params! {
                ":id": id, ":kind": import.kind, ":file_name": import.file_name, ":sha256": import.sha256,
                ":at": Plain(session.now()), ":outcome": outcome(import.accounting),
            },
        )?;
        Ok(id)
    }

    /// Records what became of the rows of a file whose record was made before they were read.
    pub fn finish_import(&self, id: ImportId, accounting: &Accounting) -> Result<()> {
        self.write(
            "UPDATE import SET outcome = :outcome WHERE id = :id",
            named_params! { ":id": id, ":outcome": outcome(accounting) },
        )
    }

    /// Remembers which headings of a layout hold which fields, and what its words for states mean.
    pub fn remember_layout(&self, session: &Session, signature: &str, mapped: &MappedColumns) -> Result<()> {
        let fields = mapped.fields.iter().map(|(field, heading)| (field.name().to_owned(), heading.clone()));
        let columns = RememberedColumns {
            fields: fields.collect(),
            unused: mapped.unused.clone(),
            states: mapped.states.clone(),
        };
        let text = serde_json::to_string(&columns).unwrap_or_default();
        self.write(
            "INSERT INTO layout (id, signature, mapping) VALUES (:id, :signature, :mapping)
             ON CONFLICT (signature) DO UPDATE SET mapping = excluded.mapping WHERE mapping <> excluded.mapping",
            named_params! { ":id": session.new_id().to_string(), ":signature": signature, ":mapping": text },
        )
    }
}

/// The counts alone: the findings speak of people and are told once.
fn outcome(accounting: &Accounting) -> String {
    let counts = Accounting {
        issues: Vec::new(),
        repairs: accounting.repairs.clone(),
        shown: BTreeMap::new(),
        updated_fields: BTreeMap::new(),
        updates: Vec::new(),
        warnings: Vec::new(),
        extract: None,
        ..*accounting
    };
    serde_json::to_string(&counts).unwrap_or_default()
}
