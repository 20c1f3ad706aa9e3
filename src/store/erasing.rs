//! Erasing the data of people: their records stay for the counts, and nothing in the book or its journal says any more who they were.
//! Tables that come later and hold personal data belong in `personal`; free texts in `FREE`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Tx;
use super::journal::chain;
use super::journal::scrub::Scrub;
use super::values::Blank;
use crate::domain::erasure::{KnownBy, Traces, erased_name, marks_of};
use crate::domain::ids::CitizenId;
use crate::domain::text::fold;
use crate::error::Result;

/// The personal columns of a table.
pub(super) fn personal(table: &str) -> &'static [&'static str] {
    match table {
        "citizen" => &[
            "code",
            "name",
            "birth",
            "sex",
            "number",
            "old_number",
            "phone",
            "relation",
            "residence",
            "address",
            "note",
            "raw",
        ],
        "household" => &["code", "head", "house_number", "note"],
        "identity" => &["number"],
        "merged_citizen" => &["code", "name", "birth", "number"],
        "roster_entry" => {
            &["name", "birth", "sex", "number", "old_number", "phone", "address", "head", "raw"]
        }
        "affiliation" => {
            &["name", "birth", "sex", "number", "old_number", "phone", "hamlet", "address", "reason"]
        }
        "match" => &["params"],
        "visit" | "audit_line" => &["note"],
        "conflict" => &["mine", "theirs"],
        "shared_row" => &["fields"],
        _ => &[],
    }
}

/// Tables in which a person is found by name or number.
const NAMED: [&str; 4] = ["citizen", "merged_citizen", "roster_entry", "affiliation"];

/// Texts that people write freely, and what stands there when a person is erased from one.
pub(super) const FREE: [(&str, &str, bool); 15] = [
    ("household", "head", true),
    ("household", "note", false),
    ("citizen", "note", false),
    ("citizen", "address", false),
    ("roster_entry", "head", true),
    ("roster_entry", "address", false),
    ("visit", "note", false),
    ("affiliation", "reason", false),
    ("audit_line", "note", false),
    ("assignment", "task", true),
    ("assignment_note", "text", true),
    ("remark", "text", true),
    ("remark", "removed_how", true),
    ("outreach", "words", true),
    ("import", "file_name", true),
];

/// The people who are erased, in SQL.
macro_rules! of {
    ($place:literal) => {
        concat!("(SELECT id FROM temp.erasing WHERE place = '", $place, "')")
    };
}
pub(super) use of;

/// Rows by table and id.
type Chosen = BTreeSet<(String, String)>;

fn is_in(chosen: &Chosen, place: &str, id: &str) -> bool {
    chosen.contains(&(place.to_owned(), id.to_owned()))
}

/// Whether a line of the journal says that its row hung on one of them.
fn hangs_on(chosen: &Chosen, columns: &Map<String, Value>) -> bool {
    let citizen = columns.get("citizen_id").and_then(Value::as_str);
    citizen.is_some_and(|citizen| is_in(chosen, "citizen", citizen))
}

/// Rows that are theirs because they hang on them.
const CHOOSE: &str = concat!(
    "INSERT OR IGNORE INTO temp.erasing SELECT 'merged_citizen', id FROM merged_citizen WHERE citizen_id IN ",
    of!("citizen"),
    "; INSERT OR IGNORE INTO temp.erasing SELECT 'visit', id FROM visit WHERE citizen_id IN ",
    of!("citizen"),
    "; INSERT OR IGNORE INTO temp.erasing SELECT 'identity', id FROM identity WHERE citizen_id IN ",
    of!("citizen"),
    "; INSERT OR IGNORE INTO temp.erasing SELECT 'audit_line', id FROM audit_line WHERE citizen_id IN ",
    of!("citizen"),
    "; INSERT OR IGNORE INTO temp.erasing SELECT 'household', household_id FROM citizen WHERE id IN ",
    of!("citizen"),
    " AND household_id NOT IN (SELECT household_id FROM citizen WHERE id NOT IN (SELECT id FROM erased) AND id NOT IN ",
    of!("citizen"),
    "); INSERT OR IGNORE INTO temp.erasing SELECT 'roster_entry', id FROM match WHERE verdict = 'matched' AND citizen_id IN ",
    of!("citizen"),
    "; INSERT OR IGNORE INTO temp.erasing SELECT 'affiliation', id FROM affiliation WHERE citizen_id IN ",
    of!("citizen"),
    // The records that went are lines of the journal.
    "; INSERT OR IGNORE INTO temp.erasing SELECT 'citizen', id FROM temp.erasing WHERE place = 'merged_citizen'",
);

/// Rows of lists that nobody else is, by the numbers `?1`.
const BY_NUMBER: [&str; 2] = [
    concat!(
        "INSERT OR IGNORE INTO temp.erasing SELECT 'roster_entry', id FROM roster_entry
         WHERE (number <> '' AND number IN (SELECT value FROM json_each(?1))
             OR old_number <> '' AND old_number IN (SELECT value FROM json_each(?1)))
           AND id NOT IN (SELECT id FROM match WHERE verdict = 'matched' AND citizen_id NOT IN ",
        of!("citizen"),
        ")"
    ),
    "INSERT OR IGNORE INTO temp.erasing SELECT 'affiliation', id FROM affiliation
     WHERE citizen_id IS NULL AND number <> '' AND number IN (SELECT value FROM json_each(?1))",
];

/// Whose data go, and what the counts need of them.
pub struct Erasing<'a> {
    /// The people.
    pub people: &'a [CitizenId],
    /// These are all: whatever rows of lists there are go, too, and nobody is marked.
    pub everybody: bool,
    /// The first day that a figure may be asked for.
    pub first: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// The day from which on they are off the lists and no longer counted.
    pub gone_from: NaiveDate,
    /// Whether a package as it was signed holds any of them.
    pub holds: &'a dyn Fn(&str) -> bool,
}

/// What was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ErasedRows {
    /// Rows by table.
    pub rows: BTreeMap<String, u32>,
    /// Lines of the journal that lost something.
    pub lines: u32,
    /// Packages that were kept until both books know them, and are dropped: they were signed whole.
    pub packages: u32,
}

/// By what people were known, now and before.
#[derive(Default)]
struct Identity {
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
    phones: BTreeSet<String>,
    codes: BTreeSet<String>,
    births: BTreeSet<String>,
}

impl Identity {
    fn hear(&mut self, column: &str, text: &str) {
        let to = match column {
            "name" => &mut self.names,
            "number" | "old_number" => &mut self.numbers,
            "phone" => &mut self.phones,
            "code" => &mut self.codes,
            "birth" => &mut self.births,
            _ => return,
        };
        if !text.is_empty() && text != erased_name() {
            to.insert(text.to_owned());
        }
    }

    /// Whether a row of the journal, which is none of theirs by its id, says that it is of one of them.
    fn is_in(&self, row: &Map<String, Value>) -> bool {
        let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default();
        let has = |set: &BTreeSet<String>, column| !text(column).is_empty() && set.contains(text(column));
        has(&self.numbers, "number") || has(&self.names, "name") && has(&self.births, "birth")
    }
}

impl Tx<'_> {
    /// Erases people; the lines of this very change, too. Counts stay as they were on all days up to `today`.
    pub fn erase(&self, erasing: &Erasing<'_>) -> Result<ErasedRows> {
        self.conn().execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS erasing
               (place TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (place, id)) WITHOUT ROWID;
             DELETE FROM temp.erasing;",
        )?;
        let mut identity = self.choose(erasing)?;
        let theirs = self.chosen()?;
        self.hear_journal(&theirs, &mut identity)?;
        let theirs = self.choose_by_identity(erasing, theirs, &mut identity)?;
        let (own, all) = self.traces(&identity)?;
        let mut done = ErasedRows::default();
        if !erasing.everybody {
            self.mark(erasing)?;
        }
        self.drop_packages(erasing, &mut done)?;
        self.blank_people(erasing, &identity.names)?;
        self.blank_lists(erasing)?;
        self.blank_shared()?;
        self.blank_texts(&own)?;
        for (table, _) in &theirs {
            *done.rows.entry(table.clone()).or_default() += 1;
        }
        let everybody = erasing.everybody;
        let is_chosen = |place: &str, id: &str| is_in(&theirs, place, id);
        let scrub = Scrub {
            is_theirs: &|place, id| {
                let mut parts = id.split(' ');
                match place {
                    _ if everybody => !personal(place).is_empty(),
                    // Table and id; unit, table, id and field.
                    "shared_row" => {
                        is_chosen(parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
                    }
                    "conflict" => {
                        is_chosen(parts.nth(1).unwrap_or_default(), parts.next().unwrap_or_default())
                    }
                    "match" => is_chosen("roster_entry", id),
                    _ => is_chosen(place, id),
                }
            },
            personal,
            holds: erasing.holds,
            traces: &own,
            all: &all,
            codes: &identity.codes,
        };
        // What was changed from outside before still shows: such a chain is not made anew.
        let holds = chain::first_broken(self.conn())?.is_none();
        done.lines = scrub.run(self.conn())?;
        if holds {
            chain::relink(self.conn())?;
        }
        self.conn().execute_batch("DROP TABLE temp.erasing")?;
        self.owe_erasure()?;
        Ok(done)
    }

    /// Chooses the rows that hang on the people, and hears what they say of them.
    fn choose(&self, erasing: &Erasing<'_>) -> Result<Identity> {
        self.write(
            "INSERT INTO temp.erasing SELECT 'citizen', value FROM json_each(?1)",
            [serde_json::to_string(erasing.people).unwrap_or_default()],
        )?;
        self.conn().execute_batch(CHOOSE)?;
        if erasing.everybody {
            for table in ["roster_entry", "affiliation", "household"] {
                let sql = format!("INSERT OR IGNORE INTO temp.erasing SELECT '{table}', id FROM {table}");
                self.conn().execute_batch(&sql)?;
            }
        }
        let mut identity = Identity::default();
        for table in NAMED.into_iter().chain(["identity"]) {
            self.hear_rows(table, &mut identity)?;
        }
        Ok(identity)
    }

    fn hear_rows(&self, table: &str, identity: &mut Identity) -> Result<()> {
        let known = ["name", "number", "old_number", "phone", "code", "birth"];
        let columns: Vec<&str> = personal(table).iter().copied().filter(|c| known.contains(c)).collect();
        let sql = format!(
            "SELECT {} FROM {table} WHERE id IN (SELECT id FROM temp.erasing WHERE place = '{table}')",
            columns.join(", ")
        );
        let mut statement = self.conn().prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in &columns {
                identity.hear(column, row.get_ref(*column)?.as_str().unwrap_or_default());
            }
        }
        Ok(())
    }

    /// The rows that were chosen, by table and id.
    fn chosen(&self) -> Result<Chosen> {
        let rows = self
            .rows("SELECT place, id FROM temp.erasing", [], |row| Ok((row.get("place")?, row.get("id")?)))?;
        Ok(rows.into_iter().collect())
    }

    /// What the journal says that the chosen rows were before.
    fn hear_journal(&self, theirs: &Chosen, identity: &mut Identity) -> Result<()> {
        self.each_line_of_people(|place, id, columns| {
            if hangs_on(theirs, columns) || is_in(theirs, place, id) {
                for (column, value) in columns {
                    identity.hear(column, value.as_str().unwrap_or_default());
                }
            }
            Ok(())
        })
    }

    /// Rows of lists that are theirs by number, or by a name that nobody else has, and rows that were taken back and stand in
    /// the journal alone.
    fn choose_by_identity(
        &self,
        erasing: &Erasing<'_>,
        mut theirs: Chosen,
        identity: &mut Identity,
    ) -> Result<Chosen> {
        let numbers = serde_json::to_string(&identity.numbers).unwrap_or_default();
        BY_NUMBER.iter().try_for_each(|sql| self.write(sql, [&numbers]))?;
        if !erasing.everybody {
            let (own, _) = self.traces(identity)?;
            let open = self.rows(
                "SELECT id, name FROM roster_entry
                 WHERE id NOT IN (SELECT id FROM match WHERE verdict = 'matched') AND name <> ''",
                [],
                |row| Ok((row.get::<_, String>("id")?, row.get::<_, String>("name")?)),
            )?;
            for (id, _) in open.iter().filter(|(_, name)| own.are_in(name)) {
                self.write("INSERT OR IGNORE INTO temp.erasing VALUES ('roster_entry', ?1)", [id])?;
            }
        }
        theirs.extend(self.chosen()?);
        let mut found = Vec::new();
        self.each_line_of_people(|place, id, columns| {
            if hangs_on(&theirs, columns) || identity.is_in(columns) {
                found.push((place.to_owned(), id.to_owned()));
            }
            Ok(())
        })?;
        theirs.extend(found);
        Ok(theirs)
    }

    /// Tells `each` the lines of tables with people that say what stood in a row.
    fn each_line_of_people(
        &self,
        mut each: impl FnMut(&str, &str, &Map<String, Value>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.conn().prepare_cached(
            "SELECT place, row_id, before FROM change WHERE before <> '' AND place IN
               ('citizen', 'merged_citizen', 'roster_entry', 'affiliation', 'identity', 'visit', 'audit_line')",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let columns =
                serde_json::from_str(row.get_ref("before")?.as_str().unwrap_or_default()).unwrap_or_default();
            each(
                row.get_ref("place")?.as_str().unwrap_or_default(),
                row.get_ref("row_id")?.as_str().unwrap_or_default(),
                &columns,
            )?;
        }
        Ok(())
    }

    /// What to look for in texts: what nobody else has, and all of it.
    fn traces(&self, identity: &Identity) -> Result<(Traces, Traces)> {
        let others = self.rows(
            concat!(
                "SELECT name, number, old_number, phone FROM citizen WHERE id NOT IN ",
                of!("citizen"),
                " UNION ALL SELECT name, number, old_number, phone FROM affiliation WHERE id NOT IN ",
                of!("affiliation"),
                " UNION ALL SELECT e.name, e.number, e.old_number, e.phone FROM roster_entry e JOIN match m ON m.id = e.id
                  WHERE m.verdict = 'matched' AND e.id NOT IN ",
                of!("roster_entry"),
                " UNION ALL SELECT name, '', '', phone FROM member
                  UNION ALL SELECT name, '', '', phone FROM team_member"
            ),
            [],
            |row| {
                let name: String = row.get("name")?;
                Ok((fold(&name), [row.get("number")?, row.get("old_number")?, row.get("phone")?]))
            },
        )?;
        let (names, numbers): (BTreeSet<String>, Vec<[String; 3]>) = others.into_iter().unzip();
        let numbers: BTreeSet<String> = numbers.into_iter().flatten().collect();
        let all_numbers = || identity.numbers.iter().chain(&identity.phones).cloned();
        let own_names = identity.names.iter().filter(|name| !names.contains(&fold(name))).cloned();
        let own = Traces::new(own_names, all_numbers().filter(|number| !numbers.contains(number)));
        Ok((own, Traces::new(identity.names.iter().cloned(), all_numbers())))
    }

    /// Keeps what tells them when an old list brings them back.
    fn mark(&self, erasing: &Erasing<'_>) -> Result<()> {
        for person in self.citizens_by_id(erasing.people)? {
            let former = self.former_numbers_of(person.id)?.into_iter().map(|former| former.number);
            let hamlet =
                self.row("SELECT name FROM unit WHERE id = ?1", [person.unit_id], |row| row.get("name"))?;
            let known = KnownBy {
                numbers: [person.number, person.old_number].into_iter().chain(former).collect(),
                code: person.code,
                name: person.name,
                birth: person.birth,
                hamlet,
            };
            if known.name != erased_name() {
                self.keep_marks(&marks_of(&known))?;
            }
        }
        let merged = self.rows(
            concat!(
                "SELECT code, name, birth, number FROM merged_citizen WHERE id IN ",
                of!("merged_citizen")
            ),
            [],
            |row| {
                Ok(KnownBy {
                    code: row.get("code")?,
                    name: row.get("name")?,
                    birth: row.get::<_, Blank<_>>("birth")?.0,
                    numbers: vec![row.get("number")?],
                    hamlet: String::new(),
                })
            },
        )?;
        merged.iter().try_for_each(|known| self.keep_marks(&marks_of(known)))
    }

    /// Packages were signed whole, so one that holds any of them goes. The other book says again what is not acknowledged.
    fn drop_packages(&self, erasing: &Erasing<'_>, done: &mut ErasedRows) -> Result<()> {
        let kept = self.rows("SELECT id, file FROM package WHERE file <> ''", [], |row| {
            Ok((row.get::<_, String>("id")?, row.get::<_, String>("file")?))
        })?;
        for (id, _) in kept.iter().filter(|(_, file)| erasing.everybody || (erasing.holds)(file)) {
            self.forget_result(id)?;
            done.packages += 1;
        }
        Ok(())
    }
}
