//! What an extract says of accounts, state by state, beside the lists in use; and whether it can be the whole list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::dates::PartialDate;
use super::ids::RosterId;
use super::import::{PersonRow, masked};
use super::roster::AccountState;
use super::text::fold;
use crate::domain::as_count;

/// A list with less than this percentage of the people in use is likely a part of it.
const WHOLE_PEOPLE: u64 = 80;
/// As [`WHOLE_PEOPLE`], of hamlets, whose names are spelled in many ways.
const WHOLE_HAMLETS: usize = 50;
/// People who may be missing from any list.
const MAY_BE_MISSING: u32 = 10;
/// Words of states that are listed one by one.
const WORDS: usize = 20;

/// State of an account, with the level granted where that is all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
pub struct Account {
    /// State.
    pub state: AccountState,
    /// Level granted to an approved account, 0 when not said; 0 for all other states, which say it themselves.
    pub level: u8,
    /// Its words: a row of `messages.csv`.
    pub word: &'static str,
}

impl Account {
    /// The account of a row.
    #[must_use]
    pub fn of(state: AccountState, level: u8) -> Self {
        let level = if state == AccountState::ApprovedNotActivated { level } else { 0 };
        Self { state, level, word: state.word(level) }
    }

    /// How far it is on the way to level 2; `None` where that cannot be said.
    fn rank(self) -> Option<u8> {
        match (self.state, self.level) {
            (AccountState::NotRegistered, _) => Some(0),
            (AccountState::PendingApproval | AccountState::Rejected, _) => Some(1),
            (AccountState::ApprovedNotActivated, 0 | 1) => Some(2),
            (AccountState::ApprovedNotActivated, _) => Some(3),
            (AccountState::ActiveLevel1, _) => Some(4),
            (AccountState::ActiveLevel2, _) => Some(5),
            (AccountState::Locked | AccountState::Unknown, _) => None,
        }
    }

    /// Whether `to` is a step back that somebody has to look at: less than before, no longer legible, or locked while active.
    #[must_use]
    pub fn falls_back_to(self, to: Self) -> bool {
        match (self.rank(), to.rank()) {
            (Some(before), Some(now)) => now < before,
            (Some(before), None) => to.state == AccountState::Unknown || before >= 4,
            (None, _) => false,
        }
    }
}

/// Rows that say one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct StateRows {
    /// The state.
    pub account: Account,
    /// Rows.
    pub rows: u32,
}

/// A word for a state as it is kept and looked up, when a person has said what it means: as it was shown, so without the
/// middle of a long number.
#[must_use]
pub fn state_word(text: &str) -> String {
    fold(&masked(text))
}

/// Rows whose state changes in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct StateStep {
    /// What the lists in use say.
    pub from: Account,
    /// What this one says.
    pub to: Account,
    /// Rows.
    pub rows: u32,
    /// A step back: somebody has to look.
    pub back: bool,
}

/// A word for a state that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct UnreadState {
    /// As the file has it; of a long number in it the middle is hidden.
    pub text: String,
    /// Rows.
    pub rows: u32,
}

/// The words that are not understood, the most frequent first.
#[must_use]
pub fn unread_states(words: &BTreeMap<String, u32>) -> Vec<UnreadState> {
    // Somebody may have typed a number into the column of states.
    let mut shown: BTreeMap<String, u32> = BTreeMap::new();
    for (text, rows) in words {
        *shown.entry(masked(text)).or_default() += rows;
    }
    let mut unread: Vec<UnreadState> =
        shown.into_iter().map(|(text, rows)| UnreadState { text, rows }).collect();
    unread.sort_by_key(|unread| std::cmp::Reverse(unread.rows));
    unread.truncate(WORDS);
    unread
}

/// What an extract says of accounts, against the lists in use on its day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ExtractChange {
    /// Day of the newest of those lists.
    pub as_of: NaiveDate,
    /// People on them.
    pub people: u32,
    /// Hamlets that they name.
    pub hamlets: u32,
    /// Rows of people whom they do not have.
    pub new: u32,
    /// Rows with another state.
    pub changed: u32,
    /// Rows that say the same.
    pub same: u32,
    /// People on them whom this list does not have.
    pub missing: u32,
    /// The rows with another state, by what it was and is: steps back first, then the most frequent.
    pub steps: Vec<StateStep>,
}

/// What an extract says, whole: the same before it is taken in and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ExtractSays {
    /// Its id in this book, once it is taken in.
    pub roster: Option<RosterId>,
    /// Its day.
    pub as_of: NaiveDate,
    /// Rows taken.
    pub rows: u32,
    /// Hamlets that they name.
    pub hamlets: u32,
    /// Whether it adds to the list before it: as a person said, else as it seems.
    pub partial: bool,
    /// Its rows by state.
    pub states: Vec<StateRows>,
    /// Words for states that are not understood, the most frequent first.
    pub unread: Vec<UnreadState>,
    /// What it says anew; missing when there is no list before it.
    pub against: Option<ExtractChange>,
}

impl ExtractSays {
    /// Whether it has far fewer people or hamlets than the lists in use, or lacks many of theirs.
    #[must_use]
    pub fn seems_partial(&self) -> bool {
        self.against.as_ref().is_some_and(|before| {
            let fewer = before.people.saturating_sub(self.rows) > MAY_BE_MISSING
                && u64::from(self.rows) * 100 < u64::from(before.people) * WHOLE_PEOPLE;
            // As many, but others: the list of another hamlet.
            let gone = before.missing > MAY_BE_MISSING
                && u64::from(before.missing) * 100 > u64::from(before.people) * (100 - WHOLE_PEOPLE);
            fewer || gone || self.lacks_hamlets(before)
        })
    }

    /// Whether it names far fewer hamlets than they do.
    #[must_use]
    pub fn lacks_hamlets(&self, before: &ExtractChange) -> bool {
        self.hamlets > 0 && (self.hamlets as usize) * 100 < before.hamlets as usize * WHOLE_HAMLETS
    }
}

/// One row of a list, as far as lists are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    /// 12-digit number.
    pub number: String,
    /// 9-digit number.
    pub old_number: String,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Hamlet as given.
    pub hamlet: String,
    /// State.
    pub state: AccountState,
    /// Level.
    pub level: u8,
}

/// Who a row is, from one list to the next: by number, else by name, birth and hamlet. `None`: nobody knows.
#[must_use]
pub fn same_row_key(
    number: &str,
    old_number: &str,
    (name, birth, hamlet): (&str, Option<PartialDate>, &str),
) -> Option<String> {
    match (number, old_number) {
        ("", "") => birth.map(|birth| format!("{}|{birth}|{}", fold(name), fold(hamlet))),
        ("", old) => Some(old.to_owned()),
        (number, _) => Some(number.to_owned()),
    }
}

impl ListedRow {
    /// Its [`same_row_key`].
    #[must_use]
    pub fn key(&self) -> Option<String> {
        same_row_key(&self.number, &self.old_number, (&self.name, self.birth, &self.hamlet))
    }
}

/// The lists that are in use before an extract.
pub struct ListsBefore {
    as_of: NaiveDate,
    /// By who the row is; whether the extract has that row, too.
    accounts: BTreeMap<String, (Account, bool)>,
    /// Rows of which nobody knows who they are in another list.
    nameless: usize,
    hamlets: BTreeSet<String>,
}

impl ListsBefore {
    /// Of the rows, the newest list's first.
    #[must_use]
    pub fn new(as_of: NaiveDate, rows: impl IntoIterator<Item = ListedRow>) -> Self {
        let mut before = Self { as_of, accounts: BTreeMap::new(), nameless: 0, hamlets: BTreeSet::new() };
        for row in rows {
            match row.key() {
                Some(key) => {
                    before.accounts.entry(key).or_insert((Account::of(row.state, row.level), false));
                }
                None => before.nameless += 1,
            }
            if !row.hamlet.is_empty() {
                before.hamlets.insert(fold(&row.hamlet));
            }
        }
        before
    }
}

/// Counts the rows of an extract as they are read.
pub struct ExtractCount {
    as_of: NaiveDate,
    before: Option<ListsBefore>,
    rows: u32,
    new: u32,
    same: u32,
    hamlets: BTreeSet<String>,
    states: BTreeMap<Account, u32>,
    steps: BTreeMap<(Account, Account), u32>,
}

impl ExtractCount {
    /// Of an extract of a day, against the lists before it.
    #[must_use]
    pub fn new(as_of: NaiveDate, before: Option<ListsBefore>) -> Self {
        Self {
            as_of,
            before,
            rows: 0,
            new: 0,
            same: 0,
            hamlets: BTreeSet::new(),
            states: BTreeMap::new(),
            steps: BTreeMap::new(),
        }
    }

    /// Counts a row; gives the outcome under which it is shown.
    pub fn take(&mut self, row: &PersonRow) -> &'static str {
        let says = Account::of(row.state.unwrap_or(AccountState::Unknown), row.level);
        self.rows += 1;
        *self.states.entry(says).or_default() += 1;
        if !row.hamlet.is_empty() {
            self.hamlets.insert(fold(&row.hamlet));
        }
        let key = same_row_key(&row.number, &row.old_number, (&row.name, row.birth, &row.hamlet));
        let before = self.before.as_mut().zip(key);
        match before.and_then(|(before, key)| before.accounts.get_mut(&key)) {
            None => {
                self.new += 1;
                "added"
            }
            Some((before, seen)) => {
                *seen = true;
                if *before == says {
                    self.same += 1;
                    "unchanged"
                } else {
                    *self.steps.entry((*before, says)).or_default() += 1;
                    "updated"
                }
            }
        }
    }

    /// What the extract says, whole. `said`: whether it is a part, as a person said.
    #[must_use]
    pub fn finish(self, said: Option<bool>, unread: &BTreeMap<String, u32>) -> ExtractSays {
        let Self { as_of, before, rows, new, same, hamlets, states, steps } = self;
        let mut steps: Vec<StateStep> = steps
            .into_iter()
            .map(|((from, to), rows)| StateStep { from, to, rows, back: from.falls_back_to(to) })
            .collect();
        steps.sort_by_key(|step| std::cmp::Reverse((step.back, step.rows)));
        let against = before.map(|before| ExtractChange {
            as_of: before.as_of,
            people: as_count(before.accounts.len() + before.nameless),
            hamlets: as_count(before.hamlets.len()),
            new,
            changed: steps.iter().map(|step| step.rows).sum(),
            same,
            missing: as_count(before.accounts.values().filter(|(_, seen)| !seen).count()),
            steps,
        });
        let mut says = ExtractSays {
            roster: None,
            as_of,
            rows,
            hamlets: as_count(hamlets.len()),
            partial: false,
            states: states.into_iter().map(|(account, rows)| StateRows { account, rows }).collect(),
            unread: unread_states(unread),
            against,
        };
        says.partial = said.unwrap_or_else(|| says.seems_partial());
        says
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: &str = "2026-11-19";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn state(code: &str) -> AccountState {
        AccountState::ALL.into_iter().find(|state| state.code() == code).unwrap()
    }

    /// "number state" or "number state-with-level/level".
    fn rows(text: &str) -> Vec<(String, AccountState, u8)> {
        let row = |row: &str| {
            let (number, says) = row.trim().split_once(' ').unwrap();
            let (code, level) = says.split_once('/').unwrap_or((says, "0"));
            (number.to_owned(), state(code), level.parse().unwrap())
        };
        text.split(',').filter(|row| !row.trim().is_empty()).map(row).collect()
    }

    fn before(text: &str) -> ListsBefore {
        let row = |(number, state, level)| ListedRow {
            number,
            old_number: String::new(),
            name: "An".to_owned(),
            birth: None,
            hamlet: "Thôn 1".to_owned(),
            state,
            level,
        };
        ListsBefore::new(day(DAY), rows(text).into_iter().map(row))
    }

    fn says(now: &str, lists: Option<ListsBefore>) -> ExtractSays {
        let mut count = ExtractCount::new(day("2026-11-20"), lists);
        for (number, state, level) in rows(now) {
            count.take(&PersonRow { number, state: Some(state), level, ..PersonRow::default() });
        }
        count.finish(None, &BTreeMap::new())
    }

    #[test]
    fn what_each_state_becomes_is_counted() {
        let was = "1 pending-approval, 2 pending-approval, 3 active-level2, 4 active-level1, 5 locked/2, 6 rejected";
        let now = "1 active-level2/2, 2 active-level2/2, 3 pending-approval, 4 active-level1/1, 5 locked, 7 unknown";
        let says = says(now, Some(before(was)));
        let states: Vec<(&str, u32)> =
            says.states.iter().map(|of| (of.account.state.code(), of.rows)).collect();
        assert_eq!(
            states,
            [
                ("pending-approval", 1),
                ("active-level1", 1),
                ("active-level2", 2),
                ("locked", 1),
                ("unknown", 1)
            ]
        );
        let against = says.against.unwrap();
        let steps: Vec<(&str, &str, u32, bool)> = against
            .steps
            .iter()
            .map(|step| (step.from.state.code(), step.to.state.code(), step.rows, step.back))
            .collect();
        assert_eq!(
            steps,
            [("active-level2", "pending-approval", 1, true), ("pending-approval", "active-level2", 2, false)]
        );
        assert_eq!(
            (against.people, against.new, against.changed, against.same, against.missing),
            (6, 1, 3, 2, 1)
        );
    }

    #[test]
    fn who_a_row_is_from_list_to_list() {
        let check = |row: [&str; 5], expect: Option<&str>| {
            let [number, old_number, name, birth, hamlet] = row;
            let birth = birth.parse().ok();
            assert_eq!(same_row_key(number, old_number, (name, birth, hamlet)).as_deref(), expect, "{row:?}");
        };
        check(["038050000135", "171000246", "An", "1950", "Thôn 1"], Some("038050000135"));
        check(["", "171000246", "An", "1950", "Thôn 1"], Some("171000246"));
        check(["", "", "Trần Văn Ân", "1950", "Thôn 1"], Some("tran van an|1950|thon 1"));
        check(["", "", "Trần Văn Ân", "", "Thôn 1"], None);
    }

    #[test]
    fn a_number_among_the_states_is_not_shown() {
        let words = [("chờ ký 038171000135", 2), ("chờ ký 038271000235", 1), ("đang xét", 9)];
        let unread = unread_states(&words.map(|(text, rows)| (text.to_owned(), rows)).into());
        let shown: Vec<(&str, u32)> = unread.iter().map(|word| (word.text.as_str(), word.rows)).collect();
        assert_eq!(shown, [("đang xét", 9), ("chờ ký 03••••••••35", 3)]);
        // What a person says of the word as it is shown is meant of the word as the file has it.
        assert_eq!(state_word("Chờ ký 038171000135"), state_word(shown[1].0));
    }

    #[test]
    fn steps_back_are_told() {
        let check = |from: &str, to: &str, expect: bool| {
            let account = |text: &str| {
                let (code, level) = text.split_once('/').unwrap_or((text, "0"));
                Account::of(state(code), level.parse().unwrap())
            };
            assert_eq!(account(from).falls_back_to(account(to)), expect, "{from} → {to}");
        };
        check("pending-approval", "active-level2", false);
        check("active-level2", "active-level1", true);
        check("active-level1", "approved-not-activated/2", true);
        check("approved-not-activated/2", "active-level1", false);
        check("approved-not-activated/2", "approved-not-activated/1", true);
        check("approved-not-activated", "approved-not-activated/1", false);
        check("pending-approval", "rejected", false);
        check("rejected", "not-registered", true);
        check("approved-not-activated", "unknown", true);
        check("active-level2", "locked", true);
        check("pending-approval", "locked", false);
        check("locked", "not-registered", false);
        check("unknown", "pending-approval", false);
    }

    #[test]
    fn a_list_that_is_far_smaller_seems_a_part() {
        let check = |rows: u32, hamlets: u32, people: u32, of: u32, expect: bool| {
            let against = ExtractChange { people, hamlets: of, ..ExtractChange::default() };
            let says = ExtractSays { rows, hamlets, against: Some(against), ..ExtractSays::default() };
            assert_eq!(says.seems_partial(), expect, "{rows} of {people}, {hamlets} of {of}");
        };
        check(300, 1, 1432, 12, true);
        check(800, 0, 1000, 12, false);
        check(799, 0, 1000, 12, true);
        check(2, 0, 12, 0, false);
        check(1, 0, 12, 0, true);
        check(1000, 5, 1000, 12, true);
        check(1000, 6, 1000, 12, false);
        check(1000, 0, 1000, 12, false);
        // As many people, but others: the list of another hamlet.
        let against = ExtractChange { people: 300, hamlets: 1, missing: 300, ..ExtractChange::default() };
        let says = ExtractSays { rows: 280, hamlets: 1, against: Some(against), ..ExtractSays::default() };
        assert!(says.seems_partial());
    }
}
