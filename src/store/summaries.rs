//! Summary files, received and sent, what they state of each day, and the keys of the units below.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{named_params, params};
use zeroize::Zeroizing;

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
    /// Id of the unit in the book that took the place of this one when it was lost; empty while this one is in use.
    pub replaced_by: String,
}

/// Stands between the parts of the row id of a key that was named from above; no id of a unit has one.
const NAMED: char = '\n';

impl PinnedKey {
    /// The id of its row. What a unit names below itself holds below itself alone: two units may name one id, and neither
    /// stands in the way of the other or of what a person has confirmed.
    fn row(&self) -> String {
        match self.vouched_by.as_str() {
            "" => self.id.clone(),
            by => format!("{by}{NAMED}{}{NAMED}{}", self.id, self.fingerprint),
        }
    }

    /// Whether a person has confirmed it.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.vouched_by.is_empty()
    }

    /// How many of the `replaced` keys came before this one, each in the place of the one before.
    #[must_use]
    pub fn era(&self, replaced: &[Self]) -> u32 {
        let (mut era, mut id) = (0, &self.id);
        // A circle cannot be made by the jobs; a damaged book must still not hang.
        while let Some(before) = replaced.iter().find(|key| key.replaced_by == *id && era < 1_000) {
            (era, id) = (era + 1, &before.id);
        }
        era
    }
}

/// A summary file that the book has, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in SummaryFile")]
pub struct KeptFile {
    pub sha256: String,
    /// The unit that signed it; the book's own for those sent.
    pub unit_id: UnitId,
    /// How many keys of the unit were replaced before the one that signed it.
    pub era: u32,
    pub sequence: u32,
    pub day: NaiveDate,
    pub issued_at: DateTime<FixedOffset>,
    pub previous: String,
    pub taken_at: DateTime<FixedOffset>,
}

/// The days from which on figures may be others than they were; none where nothing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSince {
    /// First day of a change to visits, departures or units.
    pub first: Option<NaiveDate>,
    /// Days of extracts that came, went or were reconciled anew: each from its day on, until a newer one is in use.
    pub lists: Vec<NaiveDate>,
    /// First day that was sent, when people, targets or campaigns changed: that may have touched any day, and often none.
    pub doubtful: Option<NaiveDate>,
}

/// The statement of one unit on one day that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDay {
    /// The unit that signed it.
    pub unit_id: UnitId,
    /// What decided; it names the file.
    pub rank: Rank,
    /// Its units.
    pub stated: StatedDay,
    /// Their sum.
    pub total: Option<UnitDay>,
}

/// What decides between the statements of `row`.
fn rank(row: &rusqlite::Row<'_>) -> rusqlite::Result<Rank> {
    Ok(Rank {
        era: row.get("era")?,
        sequence: row.get("sequence")?,
        issued_at: row.get::<_, Plain<_>>("issued_at")?.0,
        file: row.get("file_id")?,
    })
}

/// The sum of a statement from its JSON.
fn sum(total: &str) -> Result<Option<UnitDay>> {
    if total.is_empty() { Ok(None) } else { serde_json::from_str(total).map(Some).map_err(damaged) }
}

fn damaged(e: serde_json::Error) -> Error {
    Error::new("book.damaged").with("detail", e)
}

impl Book {
    /// The seed of the key that signs the files of this book.
    ///
    /// # Errors
    /// `book.damaged`; the book's own.
    pub fn signing_seed(&self) -> Result<Zeroizing<[u8; 32]>> {
        let text: String = self.row("SELECT signing_seed FROM book", [], |row| row.get("signing_seed"))?;
        let text = Zeroizing::new(text);
        let damaged = || Error::new("book.damaged").with("detail", "signing_seed");
        let mut seed = Zeroizing::new([0; 32]);
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
    pub fn pinned_keys(&self) -> Result<Vec<PinnedKey>> {
        self.rows(
            "SELECT id, unit_id, name, fingerprint, vouched_by, replaced_by FROM pinned_key ORDER BY id",
            [],
            |row| {
                let id: String = row.get("id")?;
                Ok(PinnedKey {
                    id: id.split(NAMED).nth(1).map(str::to_owned).unwrap_or(id),
                    unit_id: row.get("unit_id")?,
                    name: row.get("name")?,
                    fingerprint: row.get("fingerprint")?,
                    vouched_by: row.get("vouched_by")?,
                    replaced_by: row.get("replaced_by")?,
                })
            },
        )
    }

    /// How many keys of each unit below were replaced before its present one.
    pub fn eras(&self) -> Result<BTreeMap<UnitId, u32>> {
        let keys = self.pinned_keys()?;
        let replaced: Vec<PinnedKey> =
            keys.iter().filter(|key| !key.replaced_by.is_empty()).cloned().collect();
        Ok(keys.iter().filter_map(|key| Some((key.unit_id?, key.era(&replaced)))).collect())
    }

    /// All summary files, by unit and number.
    pub fn summary_files(&self) -> Result<Vec<KeptFile>> {
        self.rows(
            "SELECT id, unit_id, era, sequence, day, issued_at, previous, taken_at FROM summary_file
             ORDER BY unit_id, era, sequence, issued_at, id",
            [],
            |row| {
                Ok(KeptFile {
                    sha256: row.get("id")?,
                    unit_id: row.get("unit_id")?,
                    era: row.get("era")?,
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
    pub fn summary_text(&self, sha256: &str) -> Result<String> {
        self.row("SELECT file FROM summary_file WHERE id = ?1", [sha256], |row| row.get("file"))
    }

    /// The statements that decide, from `from` to `day`, of one unit or of all, by unit and day.
    pub fn kept_days(&self, unit: Option<UnitId>, from: NaiveDate, day: NaiveDate) -> Result<Vec<KeptDay>> {
        type Line = (UnitId, NaiveDate, Rank, String, String);
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Line> {
            Ok((
                row.get("unit_id")?,
                row.get::<_, Plain<_>>("day")?.0,
                rank(row)?,
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
            lines.into_iter().map(|(unit, day, rank, stated, total)| ((unit, day), rank, (stated, total))),
        );
        decided
            .into_iter()
            .map(|((unit_id, _), (rank, (stated, total)))| {
                let stated = serde_json::from_str(&stated).map_err(damaged)?;
                Ok(KeptDay { unit_id, rank, stated, total: sum(&total)? })
            })
            .collect()
    }

    /// All that a unit has stated of a day, the statement that decides first, each with its sum.
    pub fn statements(&self, unit: UnitId, day: NaiveDate) -> Result<Vec<(Rank, Option<UnitDay>)>> {
        let lines = self.rows(
            "SELECT era, sequence, issued_at, file_id, total FROM summary_day WHERE unit_id = ?1 AND day = ?2",
            params![unit, Plain(day)],
            |row| Ok((rank(row)?, row.get::<_, String>("total")?)),
        )?;
        let mut stated: Vec<(Rank, Option<UnitDay>)> =
            lines.into_iter().map(|(rank, total)| Ok((rank, sum(&total)?))).collect::<Result<_>>()?;
        stated.sort_by(|(a, _), (b, _)| b.cmp(a));
        Ok(stated)
    }

    /// What each unit has stated as its sum, from `from` to `day`, without the units below it: a province asks for months.
    pub fn stated_totals(
        &self,
        from: NaiveDate,
        day: NaiveDate,
    ) -> Result<BTreeMap<(UnitId, NaiveDate), Option<UnitDay>>> {
        let lines = self.rows(
            "SELECT unit_id, day, era, sequence, issued_at, file_id, total FROM summary_day WHERE day BETWEEN ?1 AND ?2",
            params![Plain(from), Plain(day)],
            |row| {
                let (unit, day): (UnitId, Plain<NaiveDate>) = (row.get("unit_id")?, row.get("day")?);
                Ok(((unit, day.0), rank(row)?, row.get::<_, String>("total")?))
            },
        )?;
        let parsed = deciding(lines.into_iter()).into_iter().map(|(key, (_, total))| Ok((key, sum(&total)?)));
        parsed.collect()
    }

    /// The days whose figures may differ from those at the line `since` of the journal. With `every` what was undone since
    /// counts, too: of any later line nothing more than that has changed.
    pub fn changed_since(&self, since: i64, every: bool) -> Result<ChangedSince> {
        let params = named_params! { ":since": since, ":every": every };
        self.row(include_str!("summary_changed.sql"), params, |row| {
            let [first, doubtful]: [Option<Plain<NaiveDate>>; 2] = [row.get("day")?, row.get("doubtful")?];
            let lists: Option<String> = row.get("lists")?;
            let lists = lists.iter().flat_map(|days| days.split(',')).filter_map(|day| day.parse().ok());
            Ok(ChangedSince {
                first: first.map(|day| day.0),
                lists: lists.collect(),
                doubtful: doubtful.map(|day| day.0),
            })
        })
    }

    /// Units and days that summaries have stated, or that were taken back, since the line `since` of the journal; what was done and undone
    /// since is left out unless `every` line is asked for.
    pub fn stated_since(&self, since: i64, every: bool) -> Result<BTreeSet<(UnitId, NaiveDate)>> {
        let stated = self.rows(
            "WITH undone AS MATERIALIZED (
               SELECT first_change, last_change FROM operation o
               WHERE NOT :every AND o.first_change > :since AND (o.undone_by IS NOT NULL OR EXISTS (
                 SELECT 1 FROM operation was WHERE was.seq = o.undoes AND was.first_change > :since)))
             SELECT DISTINCT coalesce(s.unit_id, nullif(c.before, '') ->> 'unit_id') AS of_unit, substr(c.row_id, -10) AS day
             FROM change c LEFT JOIN summary_day s ON s.id = c.row_id
             WHERE c.place = 'summary_day' AND c.seq > :since AND of_unit IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM undone WHERE c.seq BETWEEN first_change AND last_change)",
            named_params! { ":since": since, ":every": every },
            |row| Ok((row.get("of_unit")?, row.get::<_, Plain<NaiveDate>>("day")?.0)),
        )?;
        Ok(stated.into_iter().collect())
    }

    /// The last day up to `day` that each unit has stated.
    pub fn last_stated_days(&self, day: NaiveDate) -> Result<BTreeMap<UnitId, NaiveDate>> {
        let last = self.rows(
            "SELECT unit_id, max(day) AS day FROM summary_day WHERE day <= ?1 GROUP BY unit_id",
            [Plain(day)],
            |row| Ok((row.get("unit_id")?, row.get::<_, Plain<NaiveDate>>("day")?.0)),
        )?;
        Ok(last.into_iter().collect())
    }

    /// The units that people of the register live in.
    pub fn units_with_people(&self) -> Result<BTreeSet<UnitId>> {
        let units = self.rows("SELECT DISTINCT unit_id FROM citizen", [], |row| row.get("unit_id"))?;
        Ok(units.into_iter().collect())
    }

    /// The day of the first visit.
    pub fn first_visit_day(&self) -> Result<Option<NaiveDate>> {
        self.row("SELECT substr(min(at), 1, 10) AS day FROM visit", [], |row| {
            Ok(row.get::<_, Option<Plain<NaiveDate>>>("day")?.map(|day| day.0))
        })
    }

    /// How many summary files and stated days there are.
    pub fn summary_counts(&self) -> Result<(u32, u32)> {
        self.row(
            "SELECT (SELECT count(*) FROM summary_file) AS files, (SELECT count(*) FROM summary_day) AS days",
            [],
            |row| Ok((row.get("files")?, row.get("days")?)),
        )
    }
}

impl Tx<'_> {
    /// Pins a key, or gives a pinned one its unit here, or takes it away because another has its place.
    pub fn pin_key(&self, key: &PinnedKey) -> Result<()> {
        self.write(
            "INSERT INTO pinned_key (id, unit_id, name, fingerprint, vouched_by, replaced_by)
             VALUES (:id, :unit_id, :name, :fingerprint, :vouched_by, :replaced_by)
             ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, name = excluded.name,
             fingerprint = excluded.fingerprint, vouched_by = excluded.vouched_by, replaced_by = excluded.replaced_by",
            named_params! {
                ":id": key.row(), ":unit_id": key.unit_id, ":name": key.name, ":fingerprint": key.fingerprint,
                ":vouched_by": key.vouched_by, ":replaced_by": key.replaced_by,
            },
        )
    }

    /// Pins the key of a unit's new book, whose id is that of its lost one: the old key is kept as replaced, so that what it signed
    /// stays and counts less.
    pub fn pin_book_of(&self, key: &PinnedKey) -> Result<()> {
        self.write(
            "INSERT INTO pinned_key (id, unit_id, name, fingerprint, vouched_by, replaced_by)
             SELECT id || ' ' || fingerprint, NULL, name, fingerprint, vouched_by, id FROM pinned_key
             WHERE (id = ?1 OR unit_id = ?2) AND fingerprint <> ?3 AND replaced_by = ''
             ON CONFLICT (id) DO NOTHING",
            (&key.id, key.unit_id, &key.fingerprint),
        )?;
        self.write(
            "UPDATE pinned_key SET unit_id = NULL, replaced_by = ?1 WHERE unit_id = ?2 AND id <> ?1",
            (&key.id, key.unit_id),
        )?;
        self.pin_key(key)
    }

    /// Keeps a summary file of a unit, signed in one of its eras, and what it states.
    pub fn keep_summary(
        &self,
        session: &Session,
        (unit, era): (UnitId, u32),
        summary: &SummaryFile,
        sha256: &str,
        file: &str,
    ) -> Result<()> {
        self.write(
            "INSERT OR FAIL INTO summary_file (id, unit_id, era, sequence, day, issued_at, previous, taken_at, file)
             VALUES (:id, :unit_id, :era, :sequence, :day, :issued_at, :previous, :taken_at, :file)",
            named_params! {
                ":id": sha256, ":unit_id": unit, ":era": era, ":sequence": summary.sequence, ":day": Plain(summary.day),
                ":issued_at": Plain(summary.issued_at), ":previous": summary.previous,
                ":taken_at": Plain(session.now()), ":file": file,
            },
        )?;
        let json = |e: serde_json::Error| Error::new("book.failed").with("detail", e);
        if !summary.indicators.is_empty() {
            self.write(
                "INSERT OR FAIL INTO summary_indicator (id, unit_id, stated) VALUES (?1, ?2, ?3)",
                (sha256, unit, serde_json::to_string(&summary.indicators).map_err(json)?),
            )?;
        }
        for stated in &summary.days {
            let total = stated.total().map(|t| serde_json::to_string(&t)).transpose().map_err(json)?;
            self.write(
                "INSERT OR FAIL INTO summary_day (id, file_id, unit_id, day, era, sequence, issued_at, total, stated)
                 VALUES (:id, :file_id, :unit_id, :day, :era, :sequence, :issued_at, :total, :stated)",
                named_params! {
                    ":id": format!("{sha256} {}", stated.day), ":file_id": sha256, ":unit_id": unit, ":era": era,
                    ":day": Plain(stated.day), ":sequence": summary.sequence,
                    ":issued_at": Plain(summary.issued_at), ":total": total.unwrap_or_default(),
                    ":stated": serde_json::to_string(stated).map_err(json)?,
                },
            )?;
        }
        Ok(())
    }
}
