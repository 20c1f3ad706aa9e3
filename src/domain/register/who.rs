//! Who a row of a survey speaks of: by code, by number, by name and birth.

use std::fmt::Display;

use super::{Known, PutRight, Register, Spoken};
use crate::domain::births::{Births, births};
use crate::domain::citizen::{Citizen, Household};
use crate::domain::ids::HouseholdId;
use crate::domain::import::{Field, PersonRow};
use crate::domain::matching::evidence::{NumberAgreement, numbers};
use crate::domain::text::fold;

impl Known {
    /// Whether somebody has replaced that name of his by hand.
    fn was_called(&self, name_fold: &str, put_right: &PutRight) -> bool {
        let replaced = self.id.and_then(|id| put_right.get(&id)).into_iter().flatten();
        replaced.filter(|(of, _)| *of == Field::Name).any(|(_, name)| fold(name) == name_fold)
    }

    /// Whether the person had a value until somebody replaced it by hand.
    pub(super) fn had(&self, field: Field, value: &dyn Display, put_right: &PutRight) -> bool {
        let replaced = self.id.and_then(|id| put_right.get(&id));
        replaced.is_some_and(|replaced| {
            replaced.iter().any(|(of, was)| *of == field && *was == value.to_string())
        })
    }
}

impl Register {
    pub(super) fn has_namesake(&self, new: &Citizen, name_fold: &str) -> bool {
        let house = |id| {
            let known = self.households.iter().find(|known| known.household.id == id)?;
            let Household { alley, house_number, .. } = &known.household;
            (!house_number.is_empty()).then_some((alley, house_number))
        };
        let named = self.by_name.get(&(new.unit_id, name_fold.to_owned()));
        named.into_iter().flatten().filter_map(|person| self.people.get(*person)).any(|known| {
            let one_birth = matches!(births(known.birth, new.birth), Births::SameDay | Births::SameYear);
            // A head of another number has a household of his own in the same house.
            let one_house =
                || house(known.household_id).is_some_and(|at| house(new.household_id) == Some(at));
            let numbers = !known.number.is_empty() && !new.number.is_empty() && known.number != new.number;
            !known.merged && numbers && one_birth && (known.household_id == new.household_id || one_house())
        })
    }

    /// Who `row` speaks of.
    pub(super) fn find(
        &self,
        row: &PersonRow,
        spoken: &Spoken,
        household: Option<usize>,
        name_fold: &str,
    ) -> Option<usize> {
        if let Some(&person) = self.by_code.get(&row.code).filter(|_| !row.code.is_empty()) {
            return Some(person);
        }
        let may_be = |person: &usize| {
            let Some(known) = self.people.get(*person) else { return false };
            // Two codes from files are two people, whatever else agrees.
            row.code.is_empty() || known.code.starts_with(&self.code_prefix)
        };
        if !row.number.is_empty()
            && let Some(people) = self.by_number.get(&row.number)
        {
            let mut same = people.iter().copied().filter(may_be).filter(|&p| {
                self.people.get(p).is_some_and(|k| {
                    same_name(&k.name_fold, name_fold) || k.was_called(name_fold, &self.put_right)
                })
            });
            if let Some(person) = same.next() {
                return Some(person);
            }
        }
        let household_id = household.and_then(|h| self.households.get(h)).map(|k| k.household.id);
        let mut key = (spoken.unit_id, name_fold.to_owned());
        let namesakes = self.among(spoken).iter().filter_map(|unit| {
            key.0 = *unit;
            self.by_name.get(&key)
        });
        let namesakes: Vec<usize> = namesakes.flatten().copied().filter(may_be).collect();
        // What somebody has replaced by hand means him only where nobody is it now.
        let fits = |former: bool| {
            namesakes.iter().copied().filter(move |person| {
                self.people
                    .get(*person)
                    .is_some_and(|known| self.fits(known, row, household_id, name_fold, former))
            })
        };
        self.first_of(fits(false)).or_else(|| self.first_of(fits(true)))
    }

    /// A person nobody has spoken of yet comes before one that this file has spoken of.
    fn first_of(&self, mut fits: impl Iterator<Item = usize>) -> Option<usize> {
        let first = fits.next()?;
        let free = |p: &usize| self.people.get(*p).is_some_and(|k| !k.taken);
        if free(&first) { Some(first) } else { fits.find(free).or(Some(first)) }
    }

    /// Whether a row of his name can be of a person by number, birth and household: by what he is, or by what he was until somebody
    /// replaced it by hand, in a house of his.
    fn fits(
        &self,
        known: &Known,
        row: &PersonRow,
        household_id: Option<HouseholdId>,
        name_fold: &str,
        former: bool,
    ) -> bool {
        let had = |field, value: &dyn Display| known.had(field, value, &self.put_right);
        let (same_household, births) = if former {
            let birth = row.birth.filter(|birth| had(Field::Birth, birth));
            let left = household_id.filter(|id| *id != known.household_id && had(Field::Head, id));
            let was_other = known.name_fold != name_fold || birth.is_some() || left.is_some();
            let home = household_id.is_none_or(|id| id == known.household_id || left.is_some());
            if !was_other || !home || known.taken && household_id.is_none() {
                return false;
            }
            (household_id.is_some(), births(birth.or(known.birth), row.birth))
        } else {
            if known.name_fold != name_fold {
                return false;
            }
            (household_id == Some(known.household_id), births(known.birth, row.birth))
        };
        if !known.number.is_empty() && !row.number.is_empty() && known.number != row.number {
            // Of one name, born on one day, in one house: somebody has mistyped a digit.
            let one_day = births == Births::SameDay;
            return same_household && one_day && !known.taken && is_mistyped(&known.number, &row.number);
        }
        match births {
            Births::Different => false,
            // Namesakes of one day are one person, unless this file has spoken of him from another house.
            Births::SameDay => same_household || !known.taken,
            Births::SameYear | Births::Unsaid => same_household || (household_id.is_none() && !known.taken),
        }
    }

    pub(super) fn know_person(&mut self, known: Known) {
        let at = self.people.len();
        self.by_code.insert(known.code.clone(), at);
        if !known.number.is_empty() {
            self.by_number.entry(known.number.clone()).or_default().push(at);
        }
        self.by_name.entry((known.unit_id, known.name_fold.clone())).or_default().push(at);
        self.people.push(known);
    }

    /// What finds a person once more of him is known.
    pub(super) fn reindex(&mut self, person: usize, after: &Citizen) {
        let Some(known) = self.people.get_mut(person) else { return };
        let before = std::mem::replace(known, Known::new(after));
        let known = &*known;
        if before.code != known.code {
            self.by_code.insert(known.code.clone(), person);
        }
        if before.number != known.number {
            self.by_number.entry(known.number.clone()).or_default().push(person);
        }
        if before.name_fold != known.name_fold || before.unit_id != known.unit_id {
            self.by_name.entry((known.unit_id, known.name_fold.clone())).or_default().push(person);
        }
    }

    /// Whether more than one person has this number: an error of the lists to show, never to merge.
    #[must_use]
    pub fn is_shared(&self, number: &str) -> bool {
        self.by_number.get(number).is_some_and(|people| {
            let has = |p: &&usize| {
                self.people.get(**p).is_some_and(|known| !known.merged && known.number == number)
            };
            people.len() > 1 && people.iter().filter(has).count() > 1
        })
    }
}

/// Whether two numbers are one with a digit mistyped, moved or swapped.
pub(super) fn is_mistyped(a: &str, b: &str) -> bool {
    use NumberAgreement::{Moved, OneDigit, Swapped};
    let [a, b] = [a, b].map(|number| number.parse().unwrap_or(0));
    matches!(numbers(a, b), OneDigit(_) | Swapped(..) | Moved(..))
}

/// Whether two folded names can be one person's, given that the number agrees: equal, one with words left out or cut
/// to their first letters, or a slip of the keys.
fn same_name(a: &str, b: &str) -> bool {
    a == b || strsim::jaro_winkler(a, b) > 0.88 || abbreviates(a, b) || abbreviates(b, a)
}

fn abbreviates(short: &str, long: &str) -> bool {
    let mut words = long.split(' ');
    short.split(' ').all(|part| words.any(|word| word.starts_with(part)))
        && short.split(' ').next_back().is_some_and(|last| long.ends_with(last))
}
