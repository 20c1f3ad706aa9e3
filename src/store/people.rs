//! Units, households and citizens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{Row, named_params, params};

use super::journal::entries::last_change;
use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::citizen::{Citizen, Household, MergedRecord};
use crate::domain::ids::{CitizenId, MemberId, UnitId};
use crate::domain::import::{Field, Raw};
use crate::domain::register::PutRight;
use crate::domain::search::PeopleIndex;
use crate::domain::text::fold;
use crate::domain::unit::{DatedUnit, Unit, check_name};
use crate::error::{Error, Result};
use crate::session::Session;

pub(super) fn unit(row: &Row<'_>) -> rusqlite::Result<Unit> {
    Ok(Unit {
        id: row.get("id")?,
        parent_id: row.get("parent_id")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        code: row.get("code")?,
        position: row.get("position")?,
    })
}

pub(super) const HOUSEHOLD: [&str; 7] =
    ["id", "unit_id", "code", "head", "alley", "house_number", "walk_order"];

pub(super) fn household(row: &Row<'_>, at: &[usize; 7]) -> rusqlite::Result<Household> {
    let [id, unit_id, code, head, alley, house_number, walk_order] = *at;
    Ok(Household {
        id: row.get(id)?,
        unit_id: row.get(unit_id)?,
        code: row.get(code)?,
        head: row.get(head)?,
        alley: row.get(alley)?,
        house_number: row.get(house_number)?,
        walk_order: row.get(walk_order)?,
    })
}

pub(super) const CITIZEN: [&str; 16] = [
    "id",
    "household_id",
    "unit_id",
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
    "smartphone",
    "internet",
    "note",
];

pub(super) fn citizen(row: &Row<'_>, at: &[usize; 16]) -> rusqlite::Result<Citizen> {
    let [
        id,
        household_id,
        unit_id,
        code,
        name,
        birth,
        sex,
        number,
        old_number,
        phone,
        relation,
        residence,
        address,
        smartphone,
        internet,
        note,
    ] = *at;
    Ok(Citizen {
        id: row.get(id)?,
        household_id: row.get(household_id)?,
        unit_id: row.get(unit_id)?,
        code: row.get(code)?,
        name: row.get(name)?,
        birth: row.get::<_, Blank<_>>(birth)?.0,
        sex: row.get::<_, Blank<_>>(sex)?.0,
        number: row.get(number)?,
        old_number: row.get(old_number)?,
        phone: row.get(phone)?,
        relation: row.get(relation)?,
        residence: row.get(residence)?,
        address: row.get(address)?,
        smartphone: row.get::<_, Blank<_>>(smartphone)?.0,
        internet: row.get::<_, Blank<_>>(internet)?.0,
        note: row.get(note)?,
    })
}

const INSERT_CITIZEN: &str = "INSERT OR FAIL INTO citizen
    (id, household_id, unit_id, code, name, birth, sex, number, old_number, phone, relation, residence, address,
     smartphone, internet, note, raw)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Takes its values in the order of [`INSERT_CITIZEN`].
const UPDATE_CITIZEN: &str =
    "UPDATE citizen SET household_id = ?2, unit_id = ?3, code = ?4, name = ?5, birth = ?6,
    sex = ?7, number = ?8, old_number = ?9, phone = ?10, relation = ?11, residence = ?12, address = ?13,
    smartphone = ?14, internet = ?15, note = ?16, raw = iif(?17 = '', raw, ?17) WHERE id = ?1";

impl Book {
    /// All units, in the order of lists and forms.
    pub fn units(&self) -> Result<Vec<Unit>> {
        self.rows("SELECT * FROM unit ORDER BY position, name_fold, id", [], unit)
    }

    /// The unit that keeps this book.
    pub fn own_unit(&self) -> Result<Unit> {
        self.row("SELECT unit.* FROM book JOIN unit ON unit.id = book.unit_id", [], unit)
    }

    /// A part of the book's unit where one is asked for, else that unit.
    pub fn part_or_whole(&self, part: Option<UnitId>) -> Result<UnitId> {
        part.map_or_else(|| Ok(self.own_unit()?.id), Ok)
    }

    /// The unit called `name` (marks and case do not count).
    ///
    /// # Errors
    /// `unit.unknown` with the names there are.
    pub fn unit_named(&self, name: &str, day: NaiveDate) -> Result<Unit> {
        let units = self.dated_units()?;
        let found = DatedUnit::called(&units, name, day).map(|dated| dated.unit.clone());
        found.ok_or_else(|| Unit::unknown(name, units.iter().map(|dated| &dated.unit.name)))
    }

    /// All members with their names, in the order they were added.
    pub fn members(&self) -> Result<Vec<(MemberId, String)>> {
        self.rows("SELECT id, name FROM member ORDER BY id", [], |row| Ok((row.get("id")?, row.get("name")?)))
    }

    /// All households, in the order they were added.
    pub fn households(&self) -> Result<Vec<Household>> {
        self.rows_with("SELECT * FROM household ORDER BY id", [], HOUSEHOLD, household)
    }

    /// All citizens, in the order they were added.
    pub fn citizens(&self) -> Result<Vec<Citizen>> {
        self.rows_with("SELECT * FROM citizen ORDER BY id", [], CITIZEN, citizen)
    }

    /// All identity numbers that somebody has today.
    pub fn numbers(&self) -> Result<Vec<String>> {
        self.rows("SELECT number FROM citizen WHERE number <> ''", [], |row| row.get("number"))
    }

    /// The citizen with a code.
    ///
    /// # Errors
    /// `citizen.unknown_code`.
    pub fn citizen_with_code(&self, code: &str) -> Result<Citizen> {
        let ids = Vec::from_iter(self.citizen_of_code(code)?);
        self.citizens_by_id(&ids)?
            .pop()
            .ok_or_else(|| Error::new("citizen.unknown_code").with("citizen", code))
    }

    /// Records that were merged into others, for those who read files that may still speak of them.
    pub fn merged_records(&self) -> Result<Vec<MergedRecord>> {
        self.rows(
            "SELECT unit_id, household_id, code, name, birth, number FROM merged_citizen ORDER BY id",
            [],
            |row| {
                Ok(MergedRecord {
                    unit_id: row.get("unit_id")?,
                    household_id: row.get("household_id")?,
                    code: row.get("code")?,
                    name: row.get("name")?,
                    birth: row.get::<_, Blank<_>>("birth")?.0,
                    number: row.get("number")?,
                })
            },
        )
    }

    /// The citizens with these ids, in this order.
    pub fn citizens_by_id(&self, ids: &[CitizenId]) -> Result<Vec<Citizen>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.append(&mut self.rows_with(
                "SELECT * FROM citizen WHERE id = ?1",
                [id],
                CITIZEN,
                citizen,
            )?);
        }
        Ok(found)
    }

    /// The alley of each citizen, as the survey writes it; empty when not known.
    pub fn alleys(&self) -> Result<Vec<(CitizenId, String)>> {
        self.rows(
            "SELECT c.id, h.alley FROM citizen c JOIN household h ON h.id = c.household_id",
            [],
            |row| Ok((row.get("id")?, row.get("alley")?)),
        )
    }

    /// The index for find-as-you-type: made when it is first asked for, then brought up to date.
    pub fn people_index(&mut self) -> Result<&PeopleIndex> {
        let last = last_change(&self.conn)?;
        let index = match self.people_index.take() {
            Some((index, seen)) if seen == last => index,
            Some((index, seen)) => self.bring_up_to_date(index, seen)?,
            None => self.new_people_index()?,
        };
        Ok(&self.people_index.insert((index, last)).0)
    }

    pub(super) fn new_people_index(&self) -> Result<PeopleIndex> {
        let households: BTreeMap<_, _> = self.households()?.into_iter().map(|h| (h.id, h)).collect();
        let mut citizens = self.citizens()?;
        let erased = self.erased_people()?;
        citizens.retain(|citizen| !erased.contains(&citizen.id));
        Ok(PeopleIndex::new(citizens.iter().map(|c| (c, households.get(&c.household_id)))))
    }

    /// Reads those again whom, or whose household, the journal's lines after `seen` are about.
    fn bring_up_to_date(&self, mut index: PeopleIndex, seen: i64) -> Result<PeopleIndex> {
        /// After an import or its undo all are read again.
        const MANY: usize = 5_000;
        let changed = self.rows(
            "SELECT row_id AS id FROM change WHERE seq > ?1 AND place = 'citizen'
             UNION
             SELECT id FROM citizen WHERE household_id IN
               (SELECT row_id FROM change WHERE seq > ?1 AND place = 'household')",
            [seen],
            |row| row.get::<_, CitizenId>("id"),
        )?;
        if changed.len() > MANY {
            return self.new_people_index();
        }
        if !changed.is_empty() {
            let mut citizens = self.citizens_by_id(&changed)?;
            let erased = self.erased_people()?;
            citizens.retain(|citizen| !erased.contains(&citizen.id));
            let ids: BTreeSet<_> = citizens.iter().map(|citizen| citizen.household_id).collect();
            let households = self.rows_with(
                "SELECT * FROM household WHERE id IN (SELECT value FROM json_each(?1))",
                [serde_json::to_string(&ids).unwrap_or_default()],
                HOUSEHOLD,
                household,
            )?;
            let households: BTreeMap<_, _> = households.into_iter().map(|h| (h.id, h)).collect();
            let people = citizens.iter().map(|c| (c, households.get(&c.household_id)));
            index.replace(&changed.into_iter().collect(), people);
        }
        Ok(index)
    }

    /// Numbers that citizens had before their present ones.
    pub fn former_numbers(&self) -> Result<BTreeMap<CitizenId, Vec<String>>> {
        let mut numbers: BTreeMap<CitizenId, Vec<String>> = BTreeMap::new();
        let all = "SELECT citizen_id, number FROM identity ORDER BY until, id";
        for (citizen, number) in self.rows(all, [], |row| Ok((row.get("citizen_id")?, row.get("number")?)))? {
            numbers.entry(citizen).or_default().push(number);
        }
        Ok(numbers)
    }

    /// What somebody has replaced of people by hand, or by deciding on a pair; not what another file has replaced, nor what was taken back.
    pub fn put_right(&self) -> Result<PutRight> {
        let replaced = self.rows(
            "SELECT row_id AS citizen_id, key AS field, value FROM operation
             CROSS JOIN change ON change.seq BETWEEN first_change AND last_change CROSS JOIN json_each(nullif(before, ''))
             WHERE kind NOT LIKE 'import-%' AND undoes IS NULL AND undone_by IS NULL AND place = 'citizen' AND action = 'update'
               AND key IN ('name', 'birth', 'sex', 'number', 'phone', 'smartphone', 'internet', 'unit_id', 'household_id') AND value <> ''",
            [],
            |row| Ok((row.get("citizen_id")?, row.get::<_, String>("field")?, row.get("value")?)),
        )?;
        let mut right = PutRight::new();
        for (citizen, field, value) in replaced {
            let field = match field.as_str() {
                "name" => Field::Name,
                "birth" => Field::Birth,
                "sex" => Field::Sex,
                "number" => Field::Number,
                "phone" => Field::Phone,
                "smartphone" => Field::Smartphone,
                "internet" => Field::Internet,
                "unit_id" => Field::Hamlet,
                _ => Field::Head,
            };
            right.entry(citizen).or_default().push((field, value));
        }
        Ok(right)
    }

    /// Prefix and next number of generated citizen codes.
    pub fn code_counter(&self) -> Result<(String, i64)> {
        self.row("SELECT code_prefix, next_code FROM book", [], |row| {
            Ok((row.get("code_prefix")?, row.get("next_code")?))
        })
    }
}

impl Tx<'_> {
    /// Adds a unit.
    ///
    /// # Errors
    /// `unit.no_name`, `unit.bad_name`; `book.*` when the book cannot be written.
    pub fn insert_unit(&self, unit: &Unit) -> Result<()> {
        check_name(&unit.name, &unit.code)?;
        self.write(
            "INSERT INTO unit (id, parent_id, kind, name, name_fold, code, position)
             VALUES (:id, :parent_id, :kind, :name, :name_fold, :code, :position)",
            named_params! {
                ":id": unit.id, ":parent_id": unit.parent_id, ":kind": unit.kind, ":name": unit.name,
                ":name_fold": fold(&unit.name), ":code": unit.code, ":position": unit.position,
            },
        )
    }

    /// Adds a household.
    pub fn insert_household(&self, household: &Household) -> Result<()> {
        self.write(
            "INSERT OR FAIL INTO household (id, unit_id, code, head, alley, house_number, walk_order)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                household.id,
                household.unit_id,
                household.code,
                household.head,
                household.alley,
                household.house_number,
                household.walk_order,
            ],
        )
    }

    /// Changes what is known of a household.
    pub fn update_household(&self, household: &Household) -> Result<()> {
        self.write(
            "UPDATE household SET code = :code, head = :head, alley = :alley, house_number = :house_number,
             walk_order = :walk_order WHERE id = :id",
            named_params! {
                ":id": household.id, ":code": household.code, ":head": household.head, ":alley": household.alley,
                ":house_number": household.house_number, ":walk_order": household.walk_order,
            },
        )
    }

    /// Adds a citizen; `raw` are the values as the file had them, of the repaired fields.
    pub fn insert_citizen(&self, citizen: &Citizen, raw: &Raw) -> Result<()> {
        self.write_citizen(INSERT_CITIZEN, citizen, raw)
    }

    /// Changes what is known of a citizen. A replaced number stays in the list of his numbers.
    pub fn update_citizen(
        &self,
        session: &Session,
        citizen: &Citizen,
        raw: &Raw,
        former_number: &str,
    ) -> Result<()> {
        if !former_number.is_empty() {
            self.write(
                "INSERT INTO identity (id, citizen_id, number, until) VALUES (:id, :citizen_id, :number, :until)",
                named_params! {
                    ":id": session.new_id().to_string(), ":citizen_id": citizen.id, ":number": former_number,
                    ":until": Plain(session.today()),
                },
            )?;
        }
        self.write_citizen(UPDATE_CITIZEN, citizen, raw)
    }

    fn write_citizen(&self, sql: &str, citizen: &Citizen, raw: &Raw) -> Result<()> {
        self.write(
            sql,
            params![
                citizen.id,
                citizen.household_id,
                citizen.unit_id,
                citizen.code,
                citizen.name,
                Blank(citizen.birth),
                Blank(citizen.sex),
                citizen.number,
                citizen.old_number,
                citizen.phone,
                citizen.relation,
                citizen.residence,
                citizen.address,
                Blank(citizen.smartphone),
                Blank(citizen.internet),
                citizen.note,
                raw_text(raw),
            ],
        )
    }

    /// Keeps the number of the next generated citizen code.
    pub fn set_next_code(&self, next_code: i64) -> Result<()> {
        self.write(
            "UPDATE book SET next_code = :next_code WHERE next_code <> :next_code",
            named_params! { ":next_code": next_code },
        )
    }
}

/// `{"field": "value as the file had it"}`, or `''`.
pub(super) fn raw_text(raw: &Raw) -> String {
    if raw.is_empty() {
        return String::new();
    }
    let raw: BTreeMap<&str, &String> = raw.iter().map(|(field, value)| (field.name(), value)).collect();
    serde_json::to_string(&raw).unwrap_or_default()
}
