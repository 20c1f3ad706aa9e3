//! Summary files, received and sent, what they state of each day, and the keys of the units below.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{named_params, params};

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::ids::UnitId;
use crate::domain::summary::{Rank, StatedDay, SummaryFile, UnitDay, deciding};
use crate::error::{Error, Result};
use crate::session::Session;

/// The key of a book below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedKey {
    /// Id of the unit in its own book.
    pub id: String,
    /// The unit in this book; `None` further down.
    pub unit_id: Option<UnitId>,
    /// Name of the unit.
    pub name: String,
    /// Fingerprint of the key.
    pub fingerprint: String,
    /// Fingerprint of the file that named it; empty when a person confirmed it.
    pub vouched_by: String,
}

/// A summary file that the book has, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in SummaryFile")]
pub struct KeptFile {
    pub sha256: String,
    /// The unit that signed it; the book's own for those sent.
    pub unit_id: UnitId,
    pub sequence: u32,
    pub day: NaiveDate,
    pub issued_at: DateTime<FixedOffset>,
    pub previous: String,
    pub taken_at: DateTime<FixedOffset>,
}

/// The statement of one unit on one day that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDay {
    /// The unit that signed it.
    pub unit_id: UnitId,
    /// What decided.
    pub rank: Rank,
    /// sha256 of the file.
    pub file: String,
    /// Its units.
    pub stated: StatedDay,
    /// Their sum.
    pub total: Option<UnitDay>,
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Book {
    /// The seed of the key that signs the files of this book.
    ///
    /// # Errors
    /// `book.damaged`; the book's own.
    pub fn signing_seed(&self) -> Result<[u8; 32]> {
        let text: String = self.row("SELECT signing_seed FROM book", [], |row| row.get("signing_seed"))?;
        let damaged = || Error::new("book.damaged").with("detail", "signing_seed");
        let mut seed = [0; 32];
        if text.len() != 64 {
            return Err(damaged());
        }
        for (byte, at) in seed.iter_mut().zip((0..64).step_by(2)) {
            let digits = text.get(at..at + 2).ok_or_else(damaged)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| damaged())?;
        }
        Ok(seed)
    }

    /// The keys of the units below.
    ///
    /// # Errors
    /// The book's own.
    pub fn pinned_keys(&self) -> Result<Vec<PinnedKey>> {
        self.rows(
            "SELECT id, unit_id, name, fingerprint, vouched_by FROM pinned_key ORDER BY id",
            [],
            |row| {
                Ok(PinnedKey {
                    id: row.get("id")?,
                    unit_id: row.get("unit_id")?,
                    name: row.get("name")?,
                    fingerprint: row.get("fingerprint")?,
                    vouched_by: row.get("vouched_by")?,
                })
            },
        )
    }

    /// All summary files, by unit and number.
    ///
    /// # Errors
    /// The book's own.
    pub fn summary_files(&self) -> Result<Vec<KeptFile>> {
        self.rows(
            "SELECT id, unit_id, sequence, day, issued_at, previous, taken_at FROM summary_file
             ORDER BY unit_id, sequence, issued_at, id",
            [],
            |row| {
                Ok(KeptFile {
                    sha256: row.get("id")?,
                    unit_id: row.get("unit_id")?,
                    sequence: row.get("sequence")?,
                    day: row.get::<_, Plain<_>>("day")?.0,
                    issued_at: row.get::<_, Plain<_>>("issued_at")?.0,
                    previous: row.get("previous")?,
                    taken_at: row.get::<_, Plain<_>>("taken_at")?.0,
                })
            },
        )
    }

    /// A summary file as it was signed.
    ///
    /// # Errors
    /// The book's own.
    pub fn summary_text(&self, sha256: &str) -> Result<String> {
        self.row("SELECT file FROM summary_file WHERE id = ?1", [sha256], |row| row.get("file"))
    }

    /// The statements that decide, from `from` to `day`, of one unit or of all, by unit and day.
    ///
    /// # Errors
    /// The book's own.
    pub fn kept_days(&self, unit: Option<UnitId>, from: NaiveDate, day: NaiveDate) -> Result<Vec<KeptDay>> {
        type Line = (UnitId, NaiveDate, Rank, String, String, String);
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Line> {
            let issued_at: Plain<DateTime<FixedOffset>> = row.get("issued_at")?;
            let file: String = row.get("file_id")?;
            Ok((
                row.get("unit_id")?,
                row.get::<_, Plain<_>>("day")?.0,
                (row.get("sequence")?, issued_at.0, file.clone()),
                file,
                row.get("stated")?,
                row.get("total")?,
            ))
        };
        let lines = match unit {
            Some(unit) => self.rows(
                "SELECT * FROM summary_day WHERE unit_id = ?1 AND day BETWEEN ?2 AND ?3",
                params![unit, Plain(from), Plain(day)],
                read,
            )?,
            None => self.rows(
                "SELECT * FROM summary_day WHERE day BETWEEN ?1 AND ?2",
                params![Plain(from), Plain(day)],
                read,
            )?,
        };
        let decided = deciding(
            lines
                .into_iter()
                .map(|(unit, day, rank, file, stated, total)| ((unit, day), rank, (file, stated, total))),
        );
        let json = |e: serde_json::Error| Error::new("book.damaged").with("detail", e);
        decided
            .into_iter()
            .map(|((unit_id, _), (rank, (file, stated, total)))| {
                let stated = serde_json::from_str(&stated).map_err(json)?;
                let total =
                    if total.is_empty() { None } else { Some(serde_json::from_str(&total).map_err(json)?) };
                Ok(KeptDay { unit_id, rank, file, stated, total })
            })
            .collect()
    }

    /// First day of the figures counted from people that may differ from those sent last: visits and extracts were added,
    /// corrected or taken back since. `None`: none were.
    ///
    /// # Errors
    /// The book's own.
    pub fn first_day_changed(&self) -> Result<Option<NaiveDate>> {
        self.row(include_str!("summary_changed.sql"), [], |row| {
            Ok(row.get::<_, Option<Plain<NaiveDate>>>("day")?.map(|day| day.0))
        })
    }

    /// Days that summaries have stated, or that were taken back, since the last one was sent.
    ///
    /// # Errors
    /// The book's own.
    pub fn days_stated_since(&self) -> Result<BTreeSet<NaiveDate>> {
        let days = self.rows(
            "SELECT DISTINCT substr(row_id, -10) AS day FROM change
             WHERE place = 'summary_day'
               AND seq > (SELECT coalesce(max(last_change), 0) FROM operation WHERE kind = 'export-summary')",
            [],
            |row| Ok(row.get::<_, Plain<NaiveDate>>("day")?.0),
        )?;
        Ok(days.into_iter().collect())
    }

    /// The last day up to `day` that each unit has stated.
    ///
    /// # Errors
    /// The book's own.
    pub fn last_stated_days(&self, day: NaiveDate) -> Result<BTreeMap<UnitId, NaiveDate>> {
        let last = self.rows(
            "SELECT unit_id, max(day) AS day FROM summary_day WHERE day <= ?1 GROUP BY unit_id",
            [Plain(day)],
            |row| Ok((row.get("unit_id")?, row.get::<_, Plain<NaiveDate>>("day")?.0)),
        )?;
        Ok(last.into_iter().collect())
    }

    /// The units that people of the register live in.
    ///
    /// # Errors
    /// The book's own.
    pub fn units_with_people(&self) -> Result<BTreeSet<UnitId>> {
        let units = self.rows("SELECT DISTINCT unit_id FROM citizen", [], |row| row.get("unit_id"))?;
        Ok(units.into_iter().collect())
    }

    /// The day of the first visit.
    ///
    /// # Errors
    /// The book's own.
    pub fn first_visit_day(&self) -> Result<Option<NaiveDate>> {
        self.row("SELECT substr(min(at), 1, 10) AS day FROM visit", [], |row| {
            Ok(row.get::<_, Option<Plain<NaiveDate>>>("day")?.map(|day| day.0))
        })
    }

    /// How many summary files and stated days there are.
    ///
    /// # Errors
    /// The book's own.
    pub fn summary_counts(&self) -> Result<(u32, u32)> {
        self.row(
            "SELECT (SELECT count(*) FROM summary_file) AS files, (SELECT count(*) FROM summary_day) AS days",
            [],
            |row| Ok((row.get("files")?, row.get("days")?)),
        )
    }
}

impl Tx<'_> {
    /// Pins a key, or gives a pinned one its unit here.
    ///
    /// # Errors
    /// The book's own.
    pub fn pin_key(&self, key: &PinnedKey) -> Result<()> {
        self.write(
            "INSERT INTO pinned_key (id, unit_id, name, fingerprint, vouched_by)
             VALUES (:id, :unit_id, :name, :fingerprint, :vouched_by)
             ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, vouched_by = excluded.vouched_by",
            named_params! {
                ":id": key.id, ":unit_id": key.unit_id, ":name": key.name, ":fingerprint": key.fingerprint,
                ":vouched_by": key.vouched_by,
            },
        )
    }

    /// Keeps a summary file of `unit` and what it states.
    ///
    /// # Errors
    /// The book's own.
    pub fn keep_summary(
        &self,
        session: &Session,
        unit: UnitId,
        summary: &SummaryFile,
        sha256: &str,
        file: &str,
    ) -> Result<()> {
        self.write(
            "INSERT OR FAIL INTO summary_file (id, unit_id, sequence, day, issued_at, previous, taken_at, file)
             VALUES (:id, :unit_id, :sequence, :day, :issued_at, :previous, :taken_at, :file)",
            named_params! {
                ":id": sha256, ":unit_id": unit, ":sequence": summary.sequence, ":day": Plain(summary.day),
                ":issued_at": Plain(summary.issued_at), ":previous": summary.previous,
                ":taken_at": Plain(session.now()), ":file": file,
            },
        )?;
        let json = |e: serde_json::Error| Error::new("book.failed").with("detail", e);
        for stated in &summary.days {
            let total = stated.total().map(|t| serde_json::to_string(&t)).transpose().map_err(json)?;
            self.write(
                "INSERT OR FAIL INTO summary_day (id, file_id, unit_id, day, sequence, issued_at, total, stated)
                 VALUES (:id, :file_id, :unit_id, :day, :sequence, :issued_at, :total, :stated)",
                named_params! {
                    ":id": format!("{sha256} {}", stated.day), ":file_id": sha256, ":unit_id": unit,
                    ":day": Plain(stated.day), ":sequence": summary.sequence,
                    ":issued_at": Plain(summary.issued_at), ":total": total.unwrap_or_default(),
                    ":stated": serde_json::to_string(stated).map_err(json)?,
                },
            )?;
        }
        Ok(())
    }
}
