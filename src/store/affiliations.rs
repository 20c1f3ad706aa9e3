//! People of agencies, by the agencies' own lists.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::matches::RowsOfLists;
use super::values::Blank;
use super::{Book, Tx};
use crate::domain::agency::Affiliation;
use crate::domain::agency_target::AgencyTarget;
use crate::domain::ids::{AffiliationId, CitizenId, UnitId};
use crate::domain::report::OfficialState;
use crate::domain::roster::AccountState;
use crate::domain::text::fold;
use crate::error::Result;

fn affiliation(row: &Row<'_>) -> rusqlite::Result<Affiliation> {
    let (candidates, kinds): (String, String) = (row.get("candidates")?, row.get("kinds")?);
    Ok(Affiliation {
        id: row.get("id")?,
        unit_id: row.get("unit_id")?,
        kinds: kinds.split(' ').filter_map(|kind| kind.parse().ok()).collect(),
        name: row.get("name")?,
        birth: row.get::<_, Blank<_>>("birth")?.0,
        sex: row.get::<_, Blank<_>>("sex")?.0,
        number: row.get("number")?,
        old_number: row.get("old_number")?,
        phone: row.get("phone")?,
        hamlet: row.get("hamlet")?,
        address: row.get("address")?,
        citizen_id: row.get("citizen_id")?,
        candidates: candidates.split(' ').filter_map(|id| id.parse().ok()).collect(),
        decided: row.get("decided")?,
        level: row.get("level")?,
        told_on: row.get::<_, Blank<_>>("told_on")?.0,
        reason: row.get("reason")?,
        it: row.get::<_, Blank<_>>("it")?.0,
        trained_on: row.get::<_, Blank<_>>("trained_on")?.0,
    })
}

impl Book {
    /// The people on the lists of agencies, of one or of all, in the order in which they came.
    pub fn affiliations(&self, agency: Option<UnitId>) -> Result<Vec<Affiliation>> {
        self.rows(
            "SELECT id, unit_id, kinds, name, birth, sex, number, old_number, phone, hamlet, address, citizen_id, candidates,
               decided, level, told_on, reason, it, trained_on
             FROM affiliation WHERE ?1 IS NULL OR unit_id = ?1 ORDER BY id",
            [agency],
            affiliation,
        )
    }

    /// What agencies have to reach, of those of whom not all have to.
    pub fn agency_targets(&self) -> Result<BTreeMap<UnitId, AgencyTarget>> {
        let found = self.rows("SELECT id, measure, value FROM agency_target", [], |row| {
            let target = AgencyTarget { measure: row.get("measure")?, value: row.get("value")? };
            Ok((row.get("id")?, target))
        })?;
        Ok(found.into_iter().collect())
    }

    /// What the lists in use say of the accounts of people who are not in the register, by their number; the name has to be theirs.
    pub fn accounts_elsewhere(
        &self,
        people: &[&Affiliation],
        lists: &RowsOfLists,
    ) -> Result<BTreeMap<AffiliationId, OfficialState>> {
        let mut found: BTreeMap<AffiliationId, OfficialState> = BTreeMap::new();
        let numbers: Vec<&str> =
            people.iter().map(|one| one.number.as_str()).filter(|number| !number.is_empty()).collect();
        if numbers.is_empty() {
            return Ok(found);
        }
        let numbers = serde_json::to_string(&numbers).unwrap_or_default();
        for list in lists.lists() {
            let rows: Vec<(String, String, AccountState)> = self.rows(
                "SELECT number, name, state FROM roster_entry
                 WHERE roster_id = ?1 AND number IN (SELECT value FROM json_each(?2))",
                (list.id, &numbers),
                |row| Ok((row.get("number")?, row.get("name")?, row.get("state")?)),
            )?;
            for (number, name, state) in rows {
                let is_one = |one: &&&Affiliation| one.number == number && fold(&one.name) == fold(&name);
                for one in people.iter().filter(is_one) {
                    let says = OfficialState { state, as_of: list.as_of, activated_on: None, granted: 0 };
                    let known = found.entry(one.id).or_insert(says);
                    *known = std::cmp::max_by_key(says, *known, |one| one.decides_over());
                }
            }
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Writes a person of an agency's list, a new one or one that is known.
    pub fn put_affiliation(&self, person: &Affiliation) -> Result<()> {
        let candidates = person.candidates.iter().map(CitizenId::to_string).collect::<Vec<_>>().join(" ");
        let kinds = person.kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ");
        self.write(
            "INSERT INTO affiliation (id, unit_id, kinds, name, birth, sex, number, old_number, phone, hamlet, address,
               citizen_id, candidates, decided, level, told_on, reason, it, trained_on)
             VALUES (:id, :unit, :kinds, :name, :birth, :sex, :number, :old_number, :phone, :hamlet, :address,
               :citizen, :candidates, :decided, :level, :told_on, :reason, :it, :trained_on)
             ON CONFLICT (id) DO UPDATE SET kinds = excluded.kinds, name = excluded.name, birth = excluded.birth,
               sex = excluded.sex, number = excluded.number, old_number = excluded.old_number, phone = excluded.phone,
               hamlet = excluded.hamlet, address = excluded.address, citizen_id = excluded.citizen_id,
               candidates = excluded.candidates, decided = excluded.decided, level = excluded.level,
               told_on = excluded.told_on, reason = excluded.reason, it = excluded.it, trained_on = excluded.trained_on",
            named_params! {
                ":id": person.id, ":unit": person.unit_id, ":kinds": kinds, ":name": person.name,
                ":birth": Blank(person.birth), ":sex": Blank(person.sex), ":number": person.number,
                ":old_number": person.old_number, ":phone": person.phone, ":hamlet": person.hamlet,
                ":address": person.address, ":citizen": person.citizen_id, ":candidates": candidates,
                ":decided": person.decided, ":level": person.level, ":told_on": Blank(person.told_on),
                ":reason": person.reason, ":it": Blank(person.it), ":trained_on": Blank(person.trained_on),
            },
        )
    }

    /// Sets what an agency has to reach, or that all of its people have to.
    pub fn set_agency_target(&self, agency: UnitId, target: Option<AgencyTarget>) -> Result<()> {
        let Some(AgencyTarget { measure, value }) = target else {
            return self.write("DELETE FROM agency_target WHERE id = ?1", [agency]);
        };
        self.write(
            "INSERT INTO agency_target (id, measure, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET measure = excluded.measure, value = excluded.value",
            (agency, measure, value),
        )
    }

    /// Takes a person off an agency's list.
    pub fn delete_affiliation(&self, id: AffiliationId) -> Result<()> {
        self.write("DELETE FROM affiliation WHERE id = ?1", [id])
    }
}
