//! What the row of an extract adds to a person of the register who lacks it: birth and identity number.

use chrono::NaiveDate;

use super::births::{Births, births, precision};
use super::citizen::Citizen;
use super::identity;
use super::roster::RosterEntry;

/// The person with the birth and the number that only the row knows; `None` when it adds nothing. Nothing that the register
/// says is overwritten, and what contradicts it is not taken. `held`: somebody else of the register has the row's number.
#[must_use]
pub fn filled(citizen: &Citizen, row: &RosterEntry, held: bool, today: NaiveDate) -> Option<Citizen> {
    let mut after = citizen.clone();
    let doubted =
        |number: &str, after: &Citizen, sex| !identity::check(number, sex, after.birth, today).is_empty();
    let agrees = births(citizen.birth, row.birth) != Births::Different;
    if agrees && precision(row.birth) > precision(citizen.birth) {
        after.birth = row.birth;
        if doubted(&citizen.number, &after, None) {
            after.birth = citizen.birth;
        }
    }
    if citizen.number.is_empty() && agrees && !held && !doubted(&row.number, &after, after.sex) {
        after.number.clone_from(&row.number);
    }
    (after != *citizen).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::super::citizen::Sex;
    use super::super::ids::{CitizenId, EntryId, HouseholdId, RosterId, UnitId};
    use super::super::roster::AccountState;
    use super::*;
    use uuid::Uuid;

    fn person(birth: &str, number: &str) -> Citizen {
        Citizen {
            id: CitizenId(Uuid::nil()),
            code: String::new(),
            unit_id: UnitId(Uuid::nil()),
            household_id: HouseholdId(Uuid::nil()),
            name: "Lê Văn Tám".into(),
            birth: birth.parse().ok(),
            sex: Some(Sex::Male),
            number: number.into(),
            old_number: String::new(),
            phone: String::new(),
            relation: String::new(),
            residence: String::new(),
            address: String::new(),
            smartphone: None,
            internet: None,
            note: String::new(),
        }
    }

    fn row(birth: &str, number: &str) -> RosterEntry {
        RosterEntry {
            id: EntryId(Uuid::nil()),
            roster_id: RosterId(Uuid::nil()),
            sheet: String::new(),
            row: 2,
            name: "LÊ VĂN TÁM".into(),
            birth: birth.parse().ok(),
            sex: Some(Sex::Male),
            number: number.into(),
            old_number: String::new(),
            phone: String::new(),
            hamlet: String::new(),
            address: String::new(),
            head: String::new(),
            state: AccountState::Unknown,
            level: 0,
            approved_on: None,
            activated_on: None,
        }
    }

    #[test]
    fn blanks_are_filled_and_nothing_is_overwritten() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let check = |citizen: (&str, &str), list: (&str, &str), expect: Option<(&str, &str)>| {
            let after = filled(&person(citizen.0, citizen.1), &row(list.0, list.1), false, today);
            let after = after
                .map(|after| (after.birth.map(|birth| birth.to_string()).unwrap_or_default(), after.number));
            let after = after.as_ref().map(|(birth, number)| (birth.as_str(), number.as_str()));
            assert_eq!(after, expect, "{citizen:?} {list:?}");
        };
        let (day, number) = ("1950-03-05", "038050000135");
        check(("", ""), (day, number), Some((day, number)));
        check((day, ""), (day, number), Some((day, number)));
        check(("", number), (day, number), Some((day, number)));
        check(("1950", number), (day, number), Some((day, number)));
        check((day, number), (day, number), None);
        check((day, number), ("1950", ""), None);
        // What contradicts is a matter of the pairs.
        check((day, number), ("1951-01-01", "038051000135"), None);
        check(("1951-01-01", ""), (day, number), None);
        check(("1951", number), (day, number), None);
        // A number of another year, another sex.
        check((day, ""), (day, "038051000135"), None);
        check(("", ""), (day, "038150000135"), Some((day, "")));
        let held = filled(&person("", ""), &row(day, number), true, today).unwrap();
        assert_eq!(held.number, "");
    }
}
