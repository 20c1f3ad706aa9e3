//! The households of a register: which one a row speaks of, and what it says of it.

use uuid::Uuid;

use super::facts::{FieldChange, changed};
use super::{Register, RegisterChange, Spoken, set};
use crate::domain::births::{Births, births};
use crate::domain::citizen::{Citizen, Household, says_head};
use crate::domain::ids::{HouseholdId, UnitId};
use crate::domain::import::{Field, PersonRow};
use crate::domain::text::fold;

#[derive(Debug)]
pub(super) struct KnownHousehold {
    pub(super) household: Household,
    /// Whether a row of the present file has spoken of it: later rows then only fill blanks.
    taken: bool,
}

/// The household of the row before, for rows that do not repeat it.
#[derive(Debug)]
pub(super) struct Previous {
    named: UnitId,
    household: usize,
}

impl Register {
    /// The household that `row` names, or the one of the row before; `None` when the row says nothing of households. It is
    /// looked for in `home` first.
    pub(super) fn household(
        &mut self,
        row: &PersonRow,
        spoken: &Spoken,
        home: Option<UnitId>,
        new_id: &dyn Fn() -> Uuid,
        changes: &mut Vec<RegisterChange>,
    ) -> Option<usize> {
        let is_head = says_head(&row.relation);
        let head = if row.head.is_empty() && is_head { &row.name } else { &row.head };
        let before = self.previous.as_ref().filter(|p| p.named == spoken.named).map(|p| p.household);

        let key = if row.household_code.is_empty() {
            // Members stand below their head, with the house repeated or not.
            if let Some(before) = before.filter(|before| !is_head && self.goes_on(*before, row, head)) {
                return Some(before);
            }
            // An alley alone is no house: its people are not one household.
            if head.is_empty() && row.house_number.is_empty() {
                return None;
            }
            household_key(head, &row.alley, &row.house_number)
        } else {
            format!("#{}", row.household_code)
        };

        let mut key = (spoken.unit_id, key);
        let mut units = home.iter().chain(self.among(spoken));
        let known = units.find_map(|unit| {
            key.0 = *unit;
            self.households_by_key.get(&key).copied()
        });
        let known = known.or_else(|| self.of_house(row, head, spoken, home));
        let known = known.or_else(|| self.without_alley(row, head, spoken, home));
        let at = match known {
            Some(at) => {
                self.update_household(at, row, head, changes);
                at
            }
            None if let Some(at) = self.home_by_hand(row, spoken) => at,
            None => {
                let household = Household {
                    id: HouseholdId(new_id()),
                    unit_id: spoken.unit_id,
                    code: row.household_code.clone(),
                    head: head.clone(),
                    alley: row.alley.clone(),
                    house_number: row.house_number.clone(),
                    walk_order: row.walk_order,
                };
                changes.push(RegisterChange::AddHousehold(household.clone()));
                self.know_household(household, true)
            }
        };
        self.previous = Some(Previous { named: spoken.named, household: at });
        Some(at)
    }

    /// Where the person of a row lives whom somebody has moved out of its hamlet by hand, house and all: the file's house is that one.
    fn home_by_hand(&self, row: &PersonRow, spoken: &Spoken) -> Option<usize> {
        let known = self.people.get(self.find(row, spoken, None, &fold(&row.name))?)?;
        let at = *self.households_by_id.get(&known.household_id)?;
        let home = &self.households.get(at)?.household;
        // A namesake of the year may be new there.
        let surely = !row.code.is_empty() && row.code == known.code
            || !row.number.is_empty() && row.number == known.number
            || births(known.birth, row.birth) == Births::SameDay
            || !row.head.is_empty() && fold(&row.head) == fold(&home.head);
        (surely && known.had(Field::Hamlet, &spoken.unit_id, &self.put_right)).then_some(at)
    }

    /// Whether a row belongs to the household above it: it says no other head and no other house.
    fn goes_on(&self, above: usize, row: &PersonRow, head: &str) -> bool {
        let Some(KnownHousehold { household, .. }) = self.households.get(above) else { return false };
        let same_head = head.is_empty() || fold(&household.head) == fold(head);
        let house_said = !row.alley.is_empty() || !row.house_number.is_empty();
        let same_house = || {
            house_key(&household.alley, &household.house_number) == house_key(&row.alley, &row.house_number)
        };
        // A group row gives its alley to members, too, whose house stands beside the head alone.
        let same_alley = || {
            row.house_number.is_empty()
                && !row.relation.is_empty()
                && fold(&household.alley) == fold(&row.alley)
        };
        same_head && (!house_said || (head.is_empty() && (same_house() || same_alley())))
    }

    /// The household at the house of a row without a code that names another head than those known there, or none: who
    /// names none belongs to the only one; who names one is the head that the only one lacks.
    fn of_house(&self, row: &PersonRow, head: &str, spoken: &Spoken, home: Option<UnitId>) -> Option<usize> {
        if !row.household_code.is_empty() || row.house_number.is_empty() {
            return None;
        }
        let mut key = (spoken.unit_id, house_key(&row.alley, &row.house_number));
        let there = home.iter().chain(self.among(spoken)).find_map(|unit| {
            key.0 = *unit;
            self.households_by_house.get(&key)
        })?;
        let [only] = there.as_slice() else { return None };
        let lacks_head = self.households.get(*only)?.household.head.is_empty();
        (head.is_empty() || lacks_head).then_some(*only)
    }

    /// The household of a head that an earlier file named without its alley.
    fn without_alley(
        &self,
        row: &PersonRow,
        head: &str,
        spoken: &Spoken,
        home: Option<UnitId>,
    ) -> Option<usize> {
        if !row.household_code.is_empty() || row.alley.is_empty() || head.is_empty() {
            return None;
        }
        let mut key = (spoken.unit_id, household_key(head, "", &row.house_number));
        let at = home.iter().chain(self.among(spoken)).find_map(|unit| {
            key.0 = *unit;
            self.households_by_key.get(&key).copied()
        })?;
        let known = self.households.get(at).filter(|known| !known.taken)?;
        (!self.is_namesake(row, head, &known.household)).then_some(at)
    }

    /// Whether a row is of another head of that name than the one who lives there: number or year of birth say so.
    fn is_namesake(&self, row: &PersonRow, head: &str, household: &Household) -> bool {
        let name = fold(head);
        if fold(&row.name) != name {
            return false;
        }
        let there = self.by_name.get(&(household.unit_id, name)).into_iter().flatten();
        let mut there =
            there.filter_map(|at| self.people.get(*at)).filter(|p| p.household_id == household.id);
        there.any(|person| {
            let years = person.birth.zip(row.birth).is_some_and(|(one, other)| one.year() != other.year());
            let numbers = !person.number.is_empty() && !row.number.is_empty() && person.number != row.number;
            years || numbers
        })
    }

    fn update_household(
        &mut self,
        at: usize,
        row: &PersonRow,
        head: &str,
        changes: &mut Vec<RegisterChange>,
    ) {
        let Some(known) = self.households.get_mut(at) else { return };
        let before = known.household.clone();
        let fill_only = known.taken;
        known.taken = true;
        let after = &mut known.household;
        // Without a code, head and house are the key itself; a head that was lacking is filled in.
        if row.household_code.is_empty() {
            if after.head.is_empty() && !head.is_empty() {
                head.clone_into(&mut after.head);
            }
            if after.alley.is_empty() {
                set(&mut after.alley, &row.alley);
            }
            let named = household_key(&after.head, &after.alley, &after.house_number);
            if *after != before {
                self.households_by_key.insert((after.unit_id, named), at);
            }
        } else {
            for (old, new) in [
                (&mut after.head, head),
                (&mut after.alley, row.alley.as_str()),
                (&mut after.house_number, row.house_number.as_str()),
            ] {
                if old.is_empty() || !fill_only {
                    set(old, new);
                }
            }
        }
        if row.walk_order > 0 && (after.walk_order == 0 || !fill_only) {
            after.walk_order = row.walk_order;
        }
        if *after != before {
            let fields = [
                (Field::Head, before.head.as_str(), after.head.as_str()),
                (Field::Alley, &before.alley, &after.alley),
                (Field::HouseNumber, &before.house_number, &after.house_number),
            ];
            self.changed.extend(changed(fields));
            let walk = [before.walk_order, after.walk_order].map(|order| order.to_string());
            let [walk_before, walk_after] = &walk;
            self.changed.extend(changed([(Field::WalkOrder, walk_before.as_str(), walk_after.as_str())]));
            let after = after.clone();
            // Within one file a household may be filled step by step: the last step says all.
            changes.push(RegisterChange::UpdateHousehold(after));
        }
    }

    /// What changes with another home: hamlet and household.
    pub(super) fn moves(&self, before: &Citizen, after: &Citizen) -> Vec<FieldChange> {
        let hamlet = |citizen: &Citizen| self.hamlets.name(citizen.unit_id).unwrap_or_default();
        let of = |id| {
            let at = self.households_by_id.get(&id)?;
            self.households.get(*at).map(|known| &known.household)
        };
        let house = |id| match of(id) {
            Some(household) if household.head.is_empty() => household.house_number.as_str(),
            Some(household) => household.head.as_str(),
            None => "",
        };
        let mut moves: Vec<FieldChange> = changed([(Field::Hamlet, hamlet(before), hamlet(after))]).collect();
        if before.household_id != after.household_id {
            let (before, after) = (house(before.household_id), house(after.household_id));
            let head = |home: &str| home.to_owned();
            moves.push(FieldChange { field: Field::Head, before: head(before), after: head(after) });
        }
        moves
    }

    /// A household of one, for a list that says nothing of households.
    pub(super) fn lone_household(
        &mut self,
        row: &PersonRow,
        unit_id: UnitId,
        new_id: &dyn Fn() -> Uuid,
        changes: &mut Vec<RegisterChange>,
    ) -> HouseholdId {
        let household = Household {
            id: HouseholdId(new_id()),
            unit_id,
            code: String::new(),
            head: String::new(),
            alley: row.alley.clone(),
            house_number: String::new(),
            walk_order: row.walk_order,
        };
        changes.push(RegisterChange::AddHousehold(household.clone()));
        household.id
    }

    pub(super) fn know_household(&mut self, household: Household, taken: bool) -> usize {
        let at = self.households.len();
        let Household { head, alley, house_number, .. } = &household;
        let key = if household.code.is_empty() {
            household_key(head, alley, house_number)
        } else {
            format!("#{}", household.code)
        };
        if household.code.is_empty() && !house_number.is_empty() {
            let house = (household.unit_id, house_key(alley, house_number));
            self.households_by_house.entry(house).or_default().push(at);
        }
        if key != "||" {
            self.households_by_key.entry((household.unit_id, key)).or_insert(at);
        }
        self.households_by_id.insert(household.id, at);
        self.households.push(KnownHousehold { household, taken });
        at
    }
}

/// What finds the household of a list without household codes.
fn household_key(head: &str, alley: &str, number: &str) -> String {
    format!("{}|{}", fold(head), house_key(alley, number))
}

fn house_key(alley: &str, number: &str) -> String {
    format!("{}|{}", fold(alley), fold_house(number))
}

fn fold_house(number: &str) -> String {
    // "12/3" and "123" are two houses, so the separators stay.
    number.to_lowercase().split_whitespace().collect()
}
