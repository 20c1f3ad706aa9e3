//! What stands in the rows of people whose data are erased.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;
use serde_json::Value;

use super::Tx;
use super::erasing::{Erasing, FREE, of, personal};
use super::values::{Blank, Plain};
use crate::domain::dates::PartialDate;
use crate::domain::erasure::{Traces, erased_name, least_birth};
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// Rows that hang on them: some have nothing else to say, others keep what is counted. Nobody reconciles them again.
const HANGING: [&str; 9] = [
    concat!("DELETE FROM identity WHERE id IN ", of!("identity")),
    concat!("DELETE FROM merged_citizen WHERE id IN ", of!("merged_citizen")),
    concat!("UPDATE visit SET note = '' WHERE note <> '' AND id IN ", of!("visit")),
    concat!("UPDATE audit_line SET note = '' WHERE note <> '' AND id IN ", of!("audit_line")),
    concat!("UPDATE match SET params = '{}', candidates = '', decided = 1 WHERE id IN ", of!("roster_entry")),
    concat!("UPDATE roster_entry SET head = '', raw = '' WHERE id IN ", of!("roster_entry")),
    concat!(
        "UPDATE affiliation SET hamlet = '', reason = '', candidates = '', decided = 1 WHERE id IN ",
        of!("affiliation")
    ),
    "DELETE FROM conflict WHERE row_id IN (SELECT id FROM temp.erasing)",
    "DELETE FROM shared_row WHERE substr(id, 1, instr(id, ' ') - 1) IN ('identity', 'merged_citizen')
       AND substr(id, instr(id, ' ') + 1) IN (SELECT id FROM temp.erasing)",
];

/// New codes of people and households, by the old ones.
#[derive(Default)]
struct NewCodes {
    citizens: BTreeMap<String, String>,
    households: BTreeMap<String, String>,
}

impl Tx<'_> {
    /// The records of the people and their households. Whoever has an old list finds nobody by his code.
    pub(super) fn blank_people(&self, erasing: &Erasing<'_>, names: &BTreeSet<String>) -> Result<()> {
        let (prefix, mut next) = self.code_counter()?;
        let mut codes = NewCodes::default();
        for person in self.citizens_by_id(erasing.people)? {
            let mut code = person.code.clone();
            if person.name != erased_name() {
                while code == person.code || self.citizen_of_code(&code)?.is_some() {
                    code = format!("{prefix}{next:06}");
                    next += 1;
                }
            }
            let birth = least_birth(person.birth, erasing.first, erasing.gone_from);
            self.write(
                "UPDATE citizen SET code = ?2, name = ?3, birth = ?4, sex = '', number = '', old_number = '', phone = '',
                   relation = '', residence = '', address = '', note = '', raw = '' WHERE id = ?1",
                params![person.id, code, erased_name(), Blank(birth)],
            )?;
            self.write("INSERT INTO erased (id, day) VALUES (?1, ?2)", (person.id, Plain(erasing.today)))?;
            self.write(
                "INSERT OR IGNORE INTO departure (id, gone, day) VALUES (?1, 'moved', ?2)",
                (person.id, Plain(erasing.gone_from)),
            )?;
            codes.citizens.insert(person.code, code);
        }
        self.set_next_code(next)?;
        self.blank_households(names, &mut codes)?;
        self.put_codes(&codes)
    }

    /// Houses in which nobody else is left lose all but their alley, by which targets count; others their notes, and their
    /// head where he goes.
    fn blank_households(&self, names: &BTreeSet<String>, codes: &mut NewCodes) -> Result<()> {
        let names: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
        let homes = self.rows(
            concat!(
                "SELECT h.id, h.code, h.head, h.id IN ",
                of!("household"),
                " AS is_empty FROM household h
                 WHERE h.id IN ",
                of!("household"),
                " OR h.id IN (SELECT household_id FROM citizen WHERE id IN ",
                of!("citizen"),
                ")"
            ),
            [],
            |row| {
                let texts = (row.get::<_, String>("id")?, row.get::<_, String>("code")?, row.get("head")?);
                Ok((texts, row.get::<_, bool>("is_empty")?))
            },
        )?;
        for ((id, code, head), is_empty) in homes {
            let head: String = head;
            let is_theirs = is_empty && !head.is_empty() || names.contains(&fold(&head));
            let head = if is_theirs { erased_name() } else { head.as_str() };
            let new = match id.rsplit('-').next() {
                Some(end) if is_empty && !code.is_empty() => format!("H-{end}"),
                _ => code.clone(),
            };
            self.write(
                "UPDATE household SET code = ?2, head = ?3, house_number = iif(?4, '', house_number), note = ''
                 WHERE id = ?1",
                params![id, new, head, is_empty],
            )?;
            codes.households.insert(code, new);
        }
        Ok(())
    }

    /// Tasks given for people and houses are for them still.
    fn put_codes(&self, codes: &NewCodes) -> Result<()> {
        let places = self.rows("SELECT id, place FROM assignment", [], |row| {
            Ok((row.get::<_, String>("id")?, row.get::<_, String>("place")?))
        })?;
        for (id, text) in places {
            let mut place: Value = serde_json::from_str(&text).unwrap_or_default();
            for (list, codes) in [("citizens", &codes.citizens), ("households", &codes.households)] {
                let listed = place.get_mut(list).and_then(Value::as_array_mut);
                for code in listed.into_iter().flatten() {
                    if let Some(new) = code.as_str().and_then(|code| codes.get(code)) {
                        *code = Value::from(new.as_str());
                    }
                }
            }
            let new = place.to_string();
            if serde_json::from_str::<Value>(&text).ok() != Some(place) {
                self.write("UPDATE assignment SET place = ?2 WHERE id = ?1", (id, new))?;
            }
        }
        Ok(())
    }

    /// Rows of lists, and what else hangs on the people.
    pub(super) fn blank_lists(&self, erasing: &Erasing<'_>) -> Result<()> {
        for table in ["roster_entry", "affiliation"] {
            let sql = format!(
                "SELECT id, birth FROM {table} WHERE id IN (SELECT id FROM temp.erasing WHERE place = '{table}')"
            );
            let births = self.rows(&sql, [], |row| {
                Ok((row.get::<_, String>("id")?, row.get::<_, Blank<PartialDate>>("birth")?.0))
            })?;
            let sql = format!(
                "UPDATE {table} SET name = ?2, birth = ?3, sex = '', number = '', old_number = '', phone = '', address = ''
                 WHERE id = ?1"
            );
            for (id, birth) in births {
                let birth = least_birth(birth, erasing.first, erasing.gone_from);
                self.write(&sql, params![id, erased_name(), Blank(birth)])?;
            }
        }
        HANGING.iter().try_for_each(|sql| self.write(sql, []))?;
        if erasing.everybody {
            self.conn().execute_batch("DELETE FROM conflict; DELETE FROM draft;")?;
        }
        Ok(())
    }

    /// In a hamlet's book: what it knows the commune to have says of them what the rows say now, so that nothing goes up.
    pub(super) fn blank_shared(&self) -> Result<()> {
        let rows = self.rows(
            "SELECT id, fields FROM shared_row
             WHERE substr(id, instr(id, ' ') + 1) IN (SELECT id FROM temp.erasing)",
            [],
            |row| Ok((row.get::<_, String>("id")?, row.get::<_, String>("fields")?)),
        )?;
        for (key, text) in rows {
            let Some((table, id)) = key.split_once(' ') else { continue };
            let damaged = |e| Error::new("book.damaged").with("detail", e);
            let mut fields: serde_json::Map<String, Value> = serde_json::from_str(&text).map_err(damaged)?;
            let columns: Vec<&str> =
                personal(table).iter().copied().filter(|column| fields.contains_key(*column)).collect();
            if !columns.is_empty() {
                fields.extend(self.row_of_table(table, &columns, id)?.unwrap_or_default());
                let fields = Value::Object(fields).to_string();
                self.write("UPDATE shared_row SET fields = ?2 WHERE id = ?1", (&key, fields))?;
            }
        }
        Ok(())
    }

    /// Free texts that name them.
    pub(super) fn blank_texts(&self, traces: &Traces) -> Result<()> {
        for (table, column, stays) in FREE {
            let texts =
                self.rows(&format!("SELECT id, {column} FROM {table} WHERE {column} <> ''"), [], |row| {
                    Ok((row.get::<_, String>("id")?, row.get::<_, String>(column)?))
                })?;
            let left = if stays { erased_name() } else { "" };
            for (id, _) in texts.iter().filter(|(_, text)| traces.are_in(text)) {
                self.write(&format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1"), (id, left))?;
            }
        }
        for (table, column) in [("draft", "content"), ("match", "params")] {
            let texts = self.rows(&format!("SELECT id, {column} FROM {table}"), [], |row| {
                Ok((row.get::<_, String>("id")?, row.get::<_, String>(column)?))
            })?;
            for (id, _) in texts.iter().filter(|(_, text)| traces.are_in(text)) {
                self.write(
                    match table {
                        "draft" => "DELETE FROM draft WHERE id = ?1",
                        _ => "UPDATE match SET params = '{}' WHERE id = ?1",
                    },
                    [id],
                )?;
            }
        }
        Ok(())
    }
}
