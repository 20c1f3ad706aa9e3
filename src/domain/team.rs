//! Teams (docs/domain.md, Agencies and teams): tổ công tác, tổ kiểm tra, tổ hỗ trợ of a hamlet or a unit, with who is in them.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{TeamId, TeamMemberId, UnitId};
use super::text::{fold, nfc_clean, spelling};
use crate::error::{Error, Result};

/// So many members of a team know IT at least (180/KH-UBND, IV.3).
pub const KNOW_IT: usize = 2;

/// Members of a team at most.
pub const MOST_MEMBERS: usize = 100;

/// Characters of a name or an organisation at most.
const LONGEST: usize = 200;

/// What a team is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum TeamKind {
    /// Tổ công tác: from house to house.
    #[default]
    Working,
    /// Tổ kiểm tra, giám sát.
    Inspection,
    /// Tổ hỗ trợ, lưu động.
    Support,
}

impl TeamKind {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 3] = [Self::Working, Self::Inspection, Self::Support];

    /// The code that scripts and the book read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Inspection => "inspection",
            Self::Support => "support",
        }
    }

    /// What a name says a team is for.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let name = fold(name);
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["kiem tra", "giam sat"]) {
            Self::Inspection
        } else if has(&["ho tro", "luu dong", "tinh nguyen"]) {
            Self::Support
        } else {
            Self::Working
        }
    }
}

impl FromStr for TeamKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == text.trim()).ok_or_else(|| {
            let kinds = Self::ALL.map(Self::code).join(", ");
            Error::new("team.unknown_kind").with("kind", text).with("kinds", kinds)
        })
    }
}

/// What somebody is in a team beside a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Tổ trưởng.
    Leader,
    /// Tổ phó.
    Deputy,
}

impl Duty {
    /// What the word of a table says; `None` for a plain member.
    #[must_use]
    pub fn of_words(text: &str) -> Option<Self> {
        let text = fold(text);
        let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
        if begins(&["to truong", "doi truong", "truong nhom", "truong doan"]) {
            Some(Self::Leader)
        } else if begins(&["to pho", "doi pho", "pho nhom", "pho to", "pho doan"]) {
            Some(Self::Deputy)
        } else {
            None
        }
    }
}

/// Yes or no, as tables tick it; `None`: it does not say.
#[must_use]
pub fn ticked(text: &str) -> Option<bool> {
    let text = fold(text.trim());
    match text.as_str() {
        "" | "?" => None,
        "khong" | "0" | "-" | "chua" | "k" => Some(false),
        _ => Some(true),
    }
}

/// One person of a team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct NewTeamMember {
    /// Name.
    pub name: String,
    /// Phone, or empty.
    pub phone: String,
    /// Công an, Đoàn thanh niên, Hội phụ nữ, …
    pub organisation: String,
    /// Leader or deputy.
    pub duty: Option<Duty>,
    /// Whether they know IT; `None`: nobody said.
    pub it: Option<bool>,
    /// The day of the newest training.
    pub trained_on: Option<NaiveDate>,
}

/// One person of a team, in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TeamMember {
    /// Id in this book.
    pub id: TeamMemberId,
    /// Who.
    #[serde(flatten)]
    pub is: NewTeamMember,
}

/// A team with its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Team {
    /// Id in this book.
    pub id: TeamId,
    /// Where it works.
    pub unit_id: UnitId,
    /// What it is for.
    pub kind: TeamKind,
    /// Name.
    pub name: String,
    /// The leader of the commune who answers for the unit (296/KH-UBND, VI.8), or empty.
    pub in_charge: String,
    /// Order in lists.
    pub position: u32,
    /// Leader first.
    pub members: Vec<TeamMember>,
}

/// What a team lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum TeamLack {
    /// Nobody in it.
    Members,
    /// No leader.
    Leader,
    /// Fewer than [`KNOW_IT`] who know IT.
    KnowIt,
    /// Somebody was never trained.
    Training,
}

impl TeamLack {
    /// What it lacks, by the words of messages.csv: `team.lack.<code>`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Leader => "leader",
            Self::KnowIt => "know-it",
            Self::Training => "training",
        }
    }
}

impl Team {
    /// Those who know IT.
    #[must_use]
    pub fn know_it(&self) -> usize {
        self.members.iter().filter(|one| one.is.it == Some(true)).count()
    }

    /// Those who were trained by the day.
    #[must_use]
    pub fn trained(&self, day: NaiveDate) -> usize {
        self.members.iter().filter(|one| one.is.trained_on.is_some_and(|on| on <= day)).count()
    }

    /// Its leader.
    #[must_use]
    pub fn leader(&self) -> Option<&TeamMember> {
        self.members.iter().find(|one| one.is.duty == Some(Duty::Leader))
    }

    /// What it lacks by the end of the day. Inspectors need not know IT.
    #[must_use]
    pub fn lacks(&self, day: NaiveDate) -> Vec<TeamLack> {
        if self.members.is_empty() {
            return vec![TeamLack::Members];
        }
        [
            (TeamLack::Leader, self.leader().is_none()),
            (TeamLack::KnowIt, self.kind != TeamKind::Inspection && self.know_it() < KNOW_IT),
            (TeamLack::Training, self.trained(day) < self.members.len()),
        ]
        .into_iter()
        .filter_map(|(lack, is)| is.then_some(lack))
        .collect()
    }
}

/// The members as they are kept: names in one line, the leader first, else in the order given.
///
/// # Errors
/// `team.no_name` with its place, `team.twice`, `team.two_leaders`, `team.too_long`, `team.too_many`, `team.trained_later`.
pub fn checked_members(members: &[NewTeamMember], today: NaiveDate) -> Result<Vec<NewTeamMember>> {
    if members.len() > MOST_MEMBERS {
        return Err(Error::new("team.too_many").with("limit", MOST_MEMBERS));
    }
    let line = |text: &str| nfc_clean(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
    let mut checked: Vec<NewTeamMember> = Vec::new();
    for (member, place) in members.iter().zip(1..) {
        let kept = NewTeamMember {
            name: line(&member.name),
            phone: line(&member.phone),
            organisation: line(&member.organisation),
            ..member.clone()
        };
        if fold(&kept.name).is_empty() {
            return Err(Error::new("team.no_name").with("place", place));
        }
        check_length([&kept.name, &kept.phone, &kept.organisation])?;
        if kept.trained_on.is_some_and(|on| on > today) {
            return Err(Error::new("team.trained_later").with("name", kept.name));
        }
        if checked.iter().any(|other| is_same(other, &kept)) {
            return Err(Error::new("team.twice").with("name", kept.name));
        }
        checked.push(kept);
    }
    if checked.iter().filter(|one| one.duty == Some(Duty::Leader)).count() > 1 {
        return Err(Error::new("team.two_leaders"));
    }
    // Stable: whoever has no duty stays in the order given.
    checked.sort_by_key(|one| one.duty.map_or(2, |duty| u8::from(duty == Duty::Deputy)));
    Ok(checked)
}

/// Whether two lines of a team are one person: the same name, and no two phones.
#[must_use]
pub fn is_same(one: &NewTeamMember, other: &NewTeamMember) -> bool {
    spelling(&one.name) == spelling(&other.name)
        && (one.phone.is_empty() || other.phone.is_empty() || digits(&one.phone) == digits(&other.phone))
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// # Errors
/// `team.too_long`.
pub fn check_length<'a>(texts: impl IntoIterator<Item = &'a String>) -> Result<()> {
    match texts.into_iter().find(|text| text.chars().count() > LONGEST) {
        Some(long) => {
            let shown: String = long.chars().take(40).collect();
            Err(Error::new("team.too_long").with("text", shown).with("limit", LONGEST))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    /// "An leader it trained", and the like.
    fn members(lines: &[&str]) -> Vec<NewTeamMember> {
        let member = |line: &&str| {
            let has = |word: &str| line.split(' ').any(|one| one == word);
            NewTeamMember {
                name: line.split(' ').next().unwrap().into(),
                duty: has("leader").then_some(Duty::Leader).or(has("deputy").then_some(Duty::Deputy)),
                it: has("it").then_some(true),
                trained_on: has("trained").then(|| day(10)),
                ..NewTeamMember::default()
            }
        };
        lines.iter().map(member).collect()
    }

    fn team(kind: TeamKind, lines: &[&str]) -> Team {
        let id = TeamMemberId(Uuid::nil());
        Team {
            id: TeamId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            kind,
            name: "Tổ".into(),
            in_charge: String::new(),
            position: 0,
            members: members(lines).into_iter().map(|is| TeamMember { id, is }).collect(),
        }
    }

    #[test]
    fn a_team_needs_a_leader_and_two_who_know_it() {
        use TeamKind::{Inspection, Working};
        use TeamLack::{KnowIt, Leader, Members, Training};
        let check = |kind, lines: &[&str], on, expect: &[TeamLack]| {
            assert_eq!(team(kind, lines).lacks(day(on)), expect, "{lines:?}");
        };
        check(Working, &[], 20, &[Members]);
        check(Working, &["An leader it trained", "Bình it trained"], 20, &[]);
        check(Working, &["An leader it trained", "Bình it trained"], 9, &[Training]);
        check(Working, &["An leader it trained", "Bình trained"], 20, &[KnowIt]);
        check(Working, &["An it trained", "Bình it"], 20, &[Leader, Training]);
        check(Inspection, &["An leader trained"], 20, &[]);
    }

    #[test]
    fn members_are_checked_and_the_leader_stands_first() {
        let check = |lines: &[&str], expect: &str| {
            let found = match checked_members(&members(lines), day(20)) {
                Ok(kept) => kept.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(" "),
                Err(refused) => refused.code.to_owned(),
            };
            assert_eq!(found, expect, "{lines:?}");
        };
        check(&["An", "Bình deputy", "Chi leader", "Dũng"], "Chi Bình An Dũng");
        check(&["An", "an"], "team.twice");
        check(&["An leader", "Bình leader"], "team.two_leaders");
        check(&["An", " "], "team.no_name");
        check(&["x".repeat(201).as_str()], "team.too_long");
        assert_eq!(
            checked_members(&members(&["An trained"]), day(9)).unwrap_err().code,
            "team.trained_later"
        );
        let many = vec!["An"; MOST_MEMBERS + 1];
        check(&many, "team.too_many");
        // Two of one name with two phones are two people.
        let mut two = members(&["An", "An"]);
        (two[0].phone, two[1].phone) = ("0912 345 678".into(), "0912345679".into());
        assert_eq!(checked_members(&two, day(20)).unwrap().len(), 2);
    }

    #[test]
    fn words_of_tables_are_understood() {
        let duty = |text: &str, expect| assert_eq!(Duty::of_words(text), expect, "{text}");
        duty("Tổ trưởng", Some(Duty::Leader));
        duty("Phó tổ trưởng", Some(Duty::Deputy));
        duty("Tổ phó", Some(Duty::Deputy));
        duty("Thành viên", None);
        duty("", None);
        let tick = |text: &str, expect| assert_eq!(ticked(text), expect, "{text}");
        tick("x", Some(true));
        tick("Có", Some(true));
        tick("Thành thạo", Some(true));
        tick("Không", Some(false));
        tick(" ", None);
        let kind = |text: &str, expect| assert_eq!(TeamKind::of_name(text), expect, "{text}");
        kind("Tổ công tác Đề án 06 thôn 1", TeamKind::Working);
        kind("Tổ kiểm tra, giám sát", TeamKind::Inspection);
        kind("Tổ hỗ trợ lưu động", TeamKind::Support);
    }
}
