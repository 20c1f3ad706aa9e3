//! The journal as a screen shows it: page by page, by kind and member.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};

use super::entries::{about, last_written, sentences};
use crate::domain::ids::{MemberId, OperationId};
use crate::error::Result;
use crate::store::Book;
use crate::store::values::{Blank, Plain};

/// Which entries of the journal to show.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalFilter {
    /// Only those older than this one (its `seq`); the newest when missing.
    #[serde(default)]
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
    /// Only of this kind.
    #[serde(default)]
    pub kind: Option<String>,
    /// Only of this member.
    #[serde(default)]
    pub member: Option<MemberId>,
}

/// Entries of the journal, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct JournalPage {
    /// The entries.
    pub entries: Vec<JournalEntry>,
    /// How many there are by kind and member, whatever the page.
    pub total: u32,
    /// The kinds in the whole journal, the most frequent first.
    pub kinds: Vec<KindCount>,
}

/// A day whose files were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Number of the summary that went with them; `None` of a day without one, and of a book that did not note it.
    pub sequence: Option<u32>,
    /// The last line of the journal that they know of.
    pub last_change: i64,
}

/// How often a kind stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct KindCount {
    /// Row of `messages.csv`: `operation.<kind>`.
    pub kind: String,
    /// How often.
    pub count: u32,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct JournalEntry {
    /// Its place in the journal.
    pub seq: i64,
    /// Id, for undo.
    pub id: OperationId,
    /// When it was done.
    pub at: DateTime<FixedOffset>,
    /// What the computer's own clock said, where another time was said from outside (`--now`).
    pub clock: Option<DateTime<FixedOffset>>,
    /// Name of who did it; empty when nobody was signed in.
    pub member: String,
    /// Its kind.
    pub kind: String,
    /// What was done, in Vietnamese, then in English.
    pub sentences: [String; 2],
    /// Whom it was about: the person visited or changed; the head of a household; the unit of a summary. Of several the
    /// first and "…". Empty of what was about
    /// many, and where nobody is in the book any more.
    pub about: String,
    /// Rows inserted, updated or deleted.
    pub rows: u32,
    /// Whether it took back another one; undoing it is redo.
    pub is_undo: bool,
    /// When it was undone, if it is.
    pub undone_at: Option<DateTime<FixedOffset>>,
}

/// An undo says what it took back: the entry at the end of its chain, in every language.
const PAGE: &str = "
  WITH RECURSIVE page AS (
    SELECT * FROM operation
    WHERE seq < :before AND (:kind = '' OR kind = :kind) AND (:member IS NULL OR member_id = :member)
    ORDER BY seq DESC LIMIT :limit),
  chain (seq, at_seq) AS (
    SELECT seq, undoes FROM page WHERE undoes IS NOT NULL
    UNION ALL
    SELECT chain.seq, operation.undoes FROM chain JOIN operation ON operation.seq = chain.at_seq
    WHERE operation.undoes IS NOT NULL),
  root AS (SELECT seq, min(at_seq) AS root FROM chain GROUP BY seq)
  SELECT page.seq, page.id, page.at, page.clock, page.kind, page.params, page.undoes IS NOT NULL AS is_undo,
    page.last_change - page.first_change + 1 AS rows,
    coalesce(member.name, '') AS member, undo.at AS undone_at,
    first.kind AS root_kind, first.params AS root_params
  FROM page
    LEFT JOIN member ON member.id = page.member_id
    LEFT JOIN operation undo ON undo.seq = page.undone_by
    LEFT JOIN root ON root.seq = page.seq
    LEFT JOIN operation first ON first.seq = root.root
  ORDER BY page.seq DESC";

fn entry(row: &Row<'_>) -> rusqlite::Result<JournalEntry> {
    let kind: String = row.get("kind")?;
    let json = |text: String| serde_json::from_str(&text).unwrap_or_default();
    let said = match row.get::<_, Option<String>>("root_kind")? {
        Some(root) => {
            let what = sentences(&root, &json(row.get("root_params")?));
            what.map(|what| serde_json::json!({ "what": what }))
        }
        None => {
            let params: serde_json::Value = json(row.get("params")?);
            [params.clone(), params]
        }
    };
    let [vi, en] = said.map(|params| sentences(&kind, &params));
    let ([vi, _], [_, en]) = (vi, en);
    Ok(JournalEntry {
        seq: row.get("seq")?,
        id: row.get("id")?,
        at: row.get::<_, Plain<_>>("at")?.0,
        clock: row.get::<_, Blank<_>>("clock")?.0,
        member: row.get("member")?,
        sentences: [vi, en],
        kind,
        about: String::new(),
        rows: row.get("rows")?,
        is_undo: row.get("is_undo")?,
        undone_at: row.get::<_, Option<Plain<_>>>("undone_at")?.map(|at| at.0),
    })
}

impl Book {
    /// The latest time at which anything was written; by it a clock that was set back shows.
    pub fn last_written(&self) -> Result<Option<DateTime<FixedOffset>>> {
        last_written(&self.conn)
    }

    /// When the book that this one was restored from a backup of was written last, as far as the backup goes, until a day is closed or
    /// figures are sent: by then somebody has looked at what is missing.
    pub fn restored_from(&self) -> Result<Option<DateTime<FixedOffset>>> {
        let last = self.rows(
            "SELECT json_extract(params, '$.last') AS last FROM operation AS restored WHERE kind = 'restore-backup'
               AND NOT EXISTS (SELECT 1 FROM operation WHERE seq > restored.seq AND kind IN ('close-day', 'export-summary'))
             ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok(row.get::<_, Plain<_>>("last")?.0),
        )?;
        Ok(last.first().copied())
    }

    /// When the files of each day from `first` to `last` were written last, and that was not undone; others are not closed.
    pub fn closings(&self, first: NaiveDate, last: NaiveDate) -> Result<BTreeMap<NaiveDate, Closing>> {
        let closings = self.rows(
            "SELECT at, last_change, json_extract(params, '$.sequence') AS sequence, json_extract(params, '$.day') AS day
             FROM operation WHERE kind = 'close-day' AND undone_by IS NULL AND day BETWEEN ?1 AND ?2 ORDER BY seq",
            [Plain(first), Plain(last)],
            |row| {
                let (day, at) = (row.get::<_, Plain<_>>("day")?.0, row.get::<_, Plain<_>>("at")?.0);
                Ok((day, Closing { at, sequence: row.get("sequence")?, last_change: row.get("last_change")? }))
            },
        )?;
        Ok(closings.into_iter().collect())
    }

    /// The last line of the journal when a summary was sent last; 0: none was.
    pub fn last_sent_change(&self) -> Result<i64> {
        self.row(
            "SELECT coalesce(max(last_change), 0) AS seq FROM operation
             WHERE kind IN ('export-summary', 'close-day')",
            [],
            |row| row.get("seq"),
        )
    }

    /// One page of the journal.
    pub fn journal_page(&self, filter: &JournalFilter) -> Result<JournalPage> {
        let kind = filter.kind.as_deref().unwrap_or_default();
        let mut entries = self.rows(
            PAGE,
            named_params! {
                ":before": filter.before.unwrap_or(i64::MAX),
                ":kind": kind,
                ":member": filter.member,
                ":limit": filter.limit,
            },
            entry,
        )?;
        for entry in &mut entries {
            entry.about = about(self.conn(), entry.seq)?;
        }
        let total = self.row(
            "SELECT count(*) AS total FROM operation
             WHERE (:kind = '' OR kind = :kind) AND (:member IS NULL OR member_id = :member)",
            named_params! { ":kind": kind, ":member": filter.member },
            |row| row.get("total"),
        )?;
        let kinds = self.rows(
            "SELECT kind, count(*) AS count FROM operation GROUP BY kind ORDER BY count(*) DESC, kind",
            [],
            |row| Ok(KindCount { kind: row.get("kind")?, count: row.get("count")? }),
        )?;
        Ok(JournalPage { entries, total, kinds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::reports::sample::Sample;

    #[test]
    fn an_entry_names_whom_it_was_about() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.person("A1", "Thôn 1", "Lò Văn Thử", "1970");
        s.visit("1", "A1", "2026-03-04T19:00", "absent", "?");
        let page = s.book.journal_page(&JournalFilter { limit: 4, ..JournalFilter::default() }).unwrap();
        let about: Vec<&str> = page.entries.iter().map(|entry| entry.about.as_str()).collect();
        // The visit, the person, the household, the hamlet.
        assert_eq!(about, ["Lò Văn Thử", "Lò Văn Thử", "Lò Văn Thử", ""]);
        // What stands in the way of an undo is named the same way.
        let refused = s.book.can_undo(page.entries[1].id).unwrap_err();
        assert_eq!(
            (refused.code, refused.params["operation"].contains("Lò Văn Thử")),
            ("undo.used_since", true)
        );
        assert!(refused.params["operation_en"].contains("Lò Văn Thử"));
        // Of several the first, and that there are more.
        s.person("A2", "Thôn 1", "Vàng Thị Mẫu", "1971");
        let Sample { book, session, .. } = &mut s;
        book.transact(
            session,
            "merge-citizens",
            serde_json::json!({ "dropped": "A2", "citizen": "A1" }),
            |tx| tx.write("UPDATE citizen SET note = 'x'", []),
        )
        .unwrap();
        let newest = JournalFilter { limit: 1, ..JournalFilter::default() };
        assert_eq!(s.book.journal_page(&newest).unwrap().entries[0].about, "Lò Văn Thử …");
    }
}
