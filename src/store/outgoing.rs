//! What left the book, by its journal; and whose data lie in it or in a backup of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Params, Row};

use super::Book;
use super::journal::entries;
use super::open::connect_to_read;
use super::values::{Blank, Plain};
use crate::domain::citizen::address;
use crate::domain::dates::PartialDate;
use crate::domain::erasure::erased_name;
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// An entry of the journal by which something left the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its place in the journal.
    pub seq: i64,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// When by the computer's own clock.
    pub clock: DateTime<FixedOffset>,
    /// Name of who did it; empty when nobody was signed in.
    pub member: String,
    /// Row of `messages.csv`: `operation.<kind>`.
    pub kind: String,
    /// Its parameters.
    pub params: serde_json::Value,
    /// What was done and what for, in Vietnamese, then in English.
    pub sentences: [String; 2],
}

impl Outgoing {
    /// The file or folder that was written; nothing of what was printed, and of entries that did not say it yet.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        let said = |name: &str| self.params.get(name)?.as_str().map(PathBuf::from);
        said("path").or_else(|| said("folder"))
    }
}

/// Somebody whose data lie in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPerson {
    /// The name.
    pub name: String,
    /// The birth, as far as it is known.
    pub birth: Option<PartialDate>,
    /// The hamlet.
    pub hamlet: String,
    /// The address within it.
    pub address: String,
    /// Whether an identity number is known.
    pub number: bool,
    /// Whether a phone is known.
    pub phone: bool,
    /// Whether they stand only on a list of the police or of an agency, and nobody of the register is known to be them.
    pub listed: bool,
}

const OUTGOING: &str = "
  SELECT o.seq, o.at, o.clock, o.kind, o.params, coalesce(m.name, '') AS member
  FROM operation o LEFT JOIN member m ON m.id = o.member_id
  WHERE o.kind IN (SELECT value FROM json_each(?1)) AND o.seq < ?2 ORDER BY o.seq DESC";

/// Rows of lists that nobody of the register is known to be, by table.
const LISTED: [(&str, &str); 2] = [
    ("roster_entry", "id NOT IN (SELECT id FROM match WHERE verdict = 'matched')"),
    ("affiliation", "citizen_id IS NULL"),
];

/// Everybody of a book but those who were erased: the register, then who stands on lists alone.
fn people_of(conn: &Connection) -> Result<Vec<HeldPerson>> {
    // A backup may be of a time before there was such a table.
    let has = |table: &str| {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1) AS has";
        conn.query_row(sql, [table], |row| row.get::<_, bool>("has"))
    };
    let but = if has("erased")? { "WHERE c.id NOT IN (SELECT id FROM erased)" } else { "" };
    let sql = format!(
        "SELECT c.name, c.birth, u.name AS hamlet, h.house_number, h.alley, c.number, c.old_number, c.phone
         FROM citizen c JOIN household h ON h.id = c.household_id JOIN unit u ON u.id = c.unit_id {but}
         ORDER BY u.position, u.id, h.walk_order, h.id, c.code"
    );
    let mut people = People::default();
    people.add(conn, &sql, (), |row| {
        let (house, alley): (String, String) = (row.get("house_number")?, row.get("alley")?);
        Ok((address(&house, &alley), false))
    })?;
    for (table, nobody) in LISTED {
        if has(table)? {
            let sql = format!(
                "SELECT name, birth, hamlet, address, number, old_number, phone FROM {table}
                 WHERE {nobody} AND name <> ?1 ORDER BY id"
            );
            people.add(conn, &sql, [erased_name()], |row| Ok((row.get("address")?, true)))?;
        }
    }
    Ok(people.all)
}

/// People as they are gathered.
#[derive(Default)]
struct People {
    all: Vec<HeldPerson>,
    /// Numbers of those who are there, and names with birth.
    known: BTreeSet<String>,
}

impl People {
    /// Adds the rows of a query, of lists only who is not there by number, or by name and birth where there is none: the same stand on one
    /// list after the other. `more` gives the address, and whether it is a list.
    fn add(
        &mut self,
        conn: &Connection,
        sql: &str,
        params: impl Params,
        more: impl Fn(&Row<'_>) -> rusqlite::Result<(String, bool)>,
    ) -> Result<()> {
        let mut statement = conn.prepare(sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            let (address, listed) = more(row)?;
            let text = |name: &str| row.get::<_, String>(name);
            let (name, birth, phone) = (text("name")?, text("birth")?, text("phone")?);
            let numbers = [text("number")?, text("old_number")?];
            let mut known: Vec<String> =
                numbers.iter().filter(|number| !number.is_empty()).cloned().collect();
            if !listed || known.is_empty() {
                known.push(format!("{} {birth}", fold(&name)));
            }
            if listed && known.iter().any(|one| self.known.contains(one)) {
                continue;
            }
            self.all.push(HeldPerson {
                birth: row.get::<_, Blank<_>>("birth")?.0,
                hamlet: text("hamlet")?,
                address,
                number: numbers.iter().any(|number| !number.is_empty()),
                phone: !phone.is_empty(),
                listed,
                name,
            });
            self.known.extend(known);
        }
        Ok(())
    }
}

impl Book {
    /// The entries of these kinds before a place in the journal, the newest first.
    pub fn outgoing(&self, kinds: &[&str], before: i64) -> Result<Vec<Outgoing>> {
        let kinds = serde_json::to_string(kinds).unwrap_or_default();
        self.rows(OUTGOING, (kinds, before), |row| {
            let kind: String = row.get("kind")?;
            let params = serde_json::from_str(&row.get::<_, String>("params")?).unwrap_or_default();
            let at = row.get::<_, Plain<_>>("at")?.0;
            Ok(Outgoing {
                seq: row.get("seq")?,
                at,
                clock: row.get::<_, Blank<_>>("clock")?.0.unwrap_or(at),
                member: row.get("member")?,
                sentences: entries::sentences(&kind, &params),
                kind,
                params,
            })
        })
    }

    /// Whose data lie in the book, or in a backup of it that has its passphrase; nobody who was erased.
    ///
    /// # Errors
    /// `leak.backup` when the file is none that the book's passphrase opens.
    pub fn held_people(&self, backup: Option<&Path>) -> Result<Vec<HeldPerson>> {
        let Some(path) = backup else { return people_of(self.conn()) };
        let refused = |_| Error::new("leak.backup").with("path", path.display());
        people_of(&connect_to_read(path, &self.key).map_err(refused)?).map_err(refused)
    }
}
