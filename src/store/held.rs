//! All that the book holds of one person, table by table, as it stands: what a citizen is shown who asks for it.

use chrono::{DateTime, FixedOffset};
use rusqlite::types::ValueRef;

use super::Book;
use super::journal::entries;
use super::values::Plain;
use crate::domain::ids::{CitizenId, MemberId};
use crate::error::Result;

/// One row that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which part: `held.part.<part>` of `messages.csv`.
    pub part: &'static str,
    /// What it says, without what is empty: `held.<column>`, value as the book has it.
    pub columns: Vec<(String, String)>,
}

/// An entry of the journal by which people's data may have been seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WentOut {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who, if signed in.
    pub member: Option<MemberId>,
    /// Row of `messages.csv`: `operation.<kind>`.
    pub kind: String,
    /// Its parameters.
    pub params: serde_json::Value,
    /// What was done and what for, in Vietnamese, then in English.
    pub sentences: [String; 2],
    /// Whether this very person stands on it; else he may.
    pub surely: bool,
}

/// The parts, in the order of the paper. A column that comes to a table with people has to come here, too.
const PARTS: [(&str, &str); 11] = [
    (
        "register",
        "SELECT c.code, c.name, c.birth, c.sex, c.number, c.old_number, c.phone, c.relation, c.residence, c.address,
           u.name AS hamlet, h.alley, h.house_number, h.head, h.code AS household, h.note AS house_note,
           c.smartphone, c.internet, c.note AS note_of, c.raw
         FROM citizen c JOIN household h ON h.id = c.household_id JOIN unit u ON u.id = c.unit_id WHERE c.id = ?1",
    ),
    ("former", "SELECT number, until FROM identity WHERE citizen_id = ?1 ORDER BY until"),
    ("merged", "SELECT code, name, birth, number FROM merged_citizen WHERE citizen_id = ?1 ORDER BY id"),
    ("departure", "SELECT gone, day FROM departure WHERE id = ?1"),
    (
        "list",
        "SELECT r.as_of AS as_of_list, i.file_name AS file, e.sheet AS sheet_name, e.row, e.name, e.birth, e.sex, e.number, e.old_number, e.phone,
           e.hamlet, e.address, e.head, e.state, e.level, e.approved_on, e.activated_on, e.raw, m.rule, m.params
         FROM match m JOIN roster_entry e ON e.id = m.id JOIN roster r ON r.id = m.roster_id
           JOIN import i ON i.id = r.import_id
         WHERE m.citizen_id = ?1 AND m.verdict = 'matched' ORDER BY r.as_of, e.row",
    ),
    (
        "visit",
        "SELECT v.at, v.outcome, v.level, v.channel, v.venue, v.reason, v.come_back_at, v.note AS note_of,
           coalesce(m.name, '') AS member, coalesce(u.name, '') AS via,
           iif(EXISTS (SELECT 1 FROM visit later WHERE later.corrects = v.id), 'yes', '') AS corrected
         FROM visit v LEFT JOIN member m ON m.id = v.member_id LEFT JOIN unit u ON u.id = v.via
         WHERE v.citizen_id = ?1 ORDER BY v.at, v.id",
    ),
    (
        "agency",
        "SELECT u.name AS agency, a.kinds, a.name, a.birth, a.sex, a.number, a.old_number, a.phone, a.hamlet, a.address,
           a.told_on, a.reason, a.it, a.trained_on
         FROM affiliation a JOIN unit u ON u.id = a.unit_id WHERE a.citizen_id = ?1 ORDER BY u.position, a.id",
    ),
    (
        "invitation",
        "SELECT p.name AS point, i.day, i.number AS slip, i.errand, i.came
         FROM invitation i JOIN point p ON p.id = i.point_id WHERE i.citizen_id = ?1 ORDER BY i.day",
    ),
    (
        "audit",
        "SELECT a.drawn_on AS day, l.finding, l.found_on, l.note AS note_of
         FROM audit_line l JOIN audit a ON a.id = l.audit_id WHERE l.citizen_id = ?1 ORDER BY l.id",
    ),
    (
        "sheet",
        "SELECT w.number AS slip, u.name AS hamlet, w.day FROM walk_sheet w JOIN unit u ON u.id = w.unit_id
         WHERE instr(w.people, ?1) > 0 ORDER BY w.number",
    ),
    (
        "task",
        "SELECT a.task, a.start, a.due FROM assignment a WHERE EXISTS (
           SELECT 1 FROM json_each(a.place, '$.citizens') c JOIN citizen p ON p.code = c.value WHERE p.id = ?1)
         ORDER BY a.due, a.id",
    ),
];

/// Entries that took names out of the book or showed what is hidden, since the person came into it.
const WENT_OUT: &str = "
  SELECT o.at, o.member_id, o.kind, o.params,
    o.kind = 'export-person' OR o.kind = 'print-sheets' AS surely
  FROM operation o
  WHERE o.seq >= coalesce((SELECT f.seq FROM change c JOIN operation f ON c.seq BETWEEN f.first_change AND f.last_change
      WHERE c.place = 'citizen' AND c.row_id = ?1 ORDER BY c.seq LIMIT 1), 0)
    AND (o.kind IN ('report', 'print-report', 'close-day', 'give-packages', 'write-result', 'write-worklist', 'write-audit-sheet',
                    'write-invitations', 'write-table', 'write-leak', 'write-list', 'copy-list', 'reveal', 'reveal-list',
                    'backup-written', 'backup-copied')
      OR o.kind = 'export-person' AND json_extract(o.params, '$.citizen') = ?2
      OR o.kind = 'print-sheets' AND EXISTS (
        SELECT 1 FROM change c JOIN walk_sheet w ON w.id = c.row_id
        WHERE c.seq BETWEEN o.first_change AND o.last_change AND c.place = 'walk_sheet' AND instr(w.people, ?1) > 0))
  ORDER BY o.seq DESC";

impl Book {
    /// All that is held of a person.
    pub fn held_of(&self, id: CitizenId) -> Result<Vec<Held>> {
        let mut held = Vec::new();
        for (part, sql) in PARTS {
            let mut statement = self.conn().prepare_cached(sql)?;
            let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let mut rows = statement.query([id])?;
            while let Some(row) = rows.next()? {
                let mut columns = Vec::new();
                for (at, name) in names.iter().enumerate() {
                    let value = match row.get_ref(at)? {
                        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                        ValueRef::Integer(number) => number.to_string(),
                        _ => String::new(),
                    };
                    if !value.is_empty() {
                        columns.push((name.clone(), value));
                    }
                }
                held.push(Held { part, columns });
            }
        }
        Ok(held)
    }

    /// Where a person's data went and who may have seen them, as far as the journal knows; the newest first.
    pub fn went_out(&self, id: CitizenId, code: &str) -> Result<Vec<WentOut>> {
        self.rows(WENT_OUT, (id, code), |row| {
            let kind: String = row.get("kind")?;
            let params = serde_json::from_str(&row.get::<_, String>("params")?).unwrap_or_default();
            Ok(WentOut {
                at: row.get::<_, Plain<_>>("at")?.0,
                member: row.get("member_id")?,
                sentences: entries::sentences(&kind, &params),
                kind,
                params,
                surely: row.get("surely")?,
            })
        })
    }
}
