//! A day of a book, read once.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::unit_row::UnitRow;
use crate::domain::bridge::Bridge;
use crate::domain::campaign::{Campaign, Plan, in_use};
use crate::domain::dates::vi;
use crate::domain::ids::{CampaignId, UnitId};
use crate::domain::reconciliation::Finding;
use crate::domain::report::Evidence;
use crate::domain::standing::Position;
use crate::domain::summary::{CarriedUnit, UnitDay};
use crate::domain::target::TargetSheet;
use crate::domain::targets_of_day::TargetsOfDay;
use crate::domain::unit::{Unit, UnitsOfDay};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::{Book, BookInfo, RowsOfLists};

/// A day of a book: its units, the extract in use, its people, targets and reported figures, each read once, when it is
/// first asked for.
pub(crate) struct Day<'a> {
    pub(crate) book: &'a Book,
    /// The day, its evening included.
    pub(crate) day: NaiveDate,
    /// The book; its unit, level and how much it holds.
    pub(crate) info: BookInfo,
    /// The units as they are on the day.
    pub(crate) units: UnitsOfDay,
    /// Day of the newest extract.
    pub(crate) extract: Option<NaiveDate>,
    /// The campaign whose figures these are: it runs, ran last, or comes next.
    pub(crate) campaign: Option<Campaign>,
    /// First day of "so far": that of the campaign, once it has begun.
    pub(crate) start: Option<NaiveDate>,
    /// The day on which the people of a campaign before were erased, whom the day counts no more; days with another one have nobody
    /// in common.
    pub(crate) since: Option<NaiveDate>,
    /// The campaign that it was asked for, and other days with it.
    held_to: Option<CampaignId>,
    people: OnceCell<People>,
    pub(super) rows_in_use: OnceCell<RowsOfLists>,
    pub(super) bridge: OnceCell<Option<Bridge>>,
    pub(super) findings: OnceCell<Vec<Finding>>,
    pub(super) own_targets: OnceCell<Option<TargetSheet>>,
    pub(super) targets: OnceCell<Option<TargetsOfDay>>,
    peopled: OnceCell<BTreeSet<UnitId>>,
    pub(super) reported: OnceCell<Vec<Position>>,
    pub(super) newest_reported: OnceCell<BTreeMap<UnitId, UnitDay>>,
    pub(super) merged_days: OnceCell<BTreeMap<UnitId, BTreeMap<NaiveDate, UnitDay>>>,
    pub(super) newest_parts: OnceCell<BTreeMap<UnitId, Vec<CarriedUnit>>>,
    pub(super) shown: OnceCell<Vec<UnitRow>>,
    /// Set once the figures were held against the book's own count.
    pub(super) held: OnceCell<()>,
    pub(super) first_known: OnceCell<Option<u32>>,
    pub(super) own_positions: OnceCell<Vec<Position>>,
}

/// A plan in which a phase that has no target of its own has that of its sheet, as the units below are told it.
pub(super) fn with_shares(plan: &Plan, sheets: &[TargetSheet], units: &UnitsOfDay, own: UnitId) -> Plan {
    let mut plan = plan.clone();
    for phase in plan.phases.iter_mut().filter(|phase| phase.target.is_none()) {
        let sheet = sheets.iter().find(|sheet| sheet.phase == phase.name && !sheet.targets.is_empty());
        phase.target = sheet.map(|sheet| sheet.clone().at_home(units, own).total(own).total);
    }
    plan
}

/// The people of a day.
struct People {
    /// Each in the unit that is valid on the day.
    all: Vec<Evidence>,
    /// Units that people are written for, and the units that they belong to on the day.
    homes: BTreeMap<UnitId, UnitId>,
}

impl<'a> Day<'a> {
    /// A day of the book.
    pub(crate) fn read(book: &'a Book, day: NaiveDate) -> Result<Self> {
        Self::of(book, book.info()?, day, None)
    }

    /// The day with the figures of that campaign, whichever is in use; other days that are read by it likewise.
    pub(crate) fn held_to(&self, campaign: CampaignId) -> Result<Self> {
        Self::of(self.book, self.info.clone(), self.day, Some(campaign))
    }

    /// Another day of the same book.
    pub(crate) fn on(&self, day: NaiveDate) -> Result<Self> {
        Self::of(self.book, self.info.clone(), day, self.held_to)
    }

    /// Another day of the same book, by the units of this one.
    pub(super) fn with_units_on(&self, day: NaiveDate) -> Result<Self> {
        Ok(Self { units: self.units.clone(), ..self.on(day)? })
    }

    fn of(book: &'a Book, info: BookInfo, day: NaiveDate, held_to: Option<CampaignId>) -> Result<Self> {
        let campaigns = book.campaigns()?;
        let asked = campaigns.iter().find(|campaign| Some(campaign.id) == held_to);
        let units = book.units_of_day(day)?;
        // One that was over when its people were erased is none of those who came after them.
        let since = book.people_since(day)?;
        let asked = asked.cloned();
        let mut theirs = campaigns;
        theirs.retain(|of| since.is_none_or(|since| since < of.plan.last_day));
        let mut campaign = asked.or_else(|| in_use(&theirs, day).cloned());
        if let Some(Campaign { id, plan, .. }) = &mut campaign {
            *plan = with_shares(plan, &book.target_sheets(*id)?, &units, info.unit_id);
        }
        let first_day = campaign.as_ref().map(|campaign| campaign.plan.first_day);
        Ok(Self {
            day,
            info,
            units,
            extract: book.newest_extract(day)?,
            start: first_day.filter(|first| *first <= day),
            campaign,
            since,
            held_to,
            people: OnceCell::new(),
            rows_in_use: OnceCell::new(),
            bridge: OnceCell::new(),
            findings: OnceCell::new(),
            own_targets: OnceCell::new(),
            targets: OnceCell::new(),
            peopled: OnceCell::new(),
            reported: OnceCell::new(),
            newest_reported: OnceCell::new(),
            merged_days: OnceCell::new(),
            newest_parts: OnceCell::new(),
            shown: OnceCell::new(),
            held: OnceCell::new(),
            first_known: OnceCell::new(),
            own_positions: OnceCell::new(),
            book,
        })
    }

    /// The day that was asked for; today when none was.
    ///
    /// # Errors
    /// `report.in_future`.
    pub(crate) fn asked(book: &'a Book, session: &Session, day: Option<NaiveDate>) -> Result<Self> {
        let today = session.today();
        match day {
            Some(day) if day > today => Err(Error::new("report.in_future").with("day", vi(day))),
            day => Self::read(book, day.unwrap_or(today)),
        }
    }

    /// The day, with the evidence of its people that was read already.
    pub(crate) fn with_people(mut self, people: Vec<Evidence>) -> Self {
        self.people = OnceCell::from(People::new(people, &self.units));
        self
    }

    /// The evidence of everybody in the register, each in the unit that is valid on the day; sorted by citizen.
    pub(crate) fn people(&self) -> Result<&[Evidence]> {
        Ok(&self.all()?.all)
    }

    /// As [`Day::people`], with those of campaigns before: what was drawn or given out then is judged by them still.
    pub(crate) fn people_of_all_campaigns(&self) -> Result<Cow<'_, [Evidence]>> {
        match self.since {
            Some(_) => Ok(Cow::Owned(self.book.evidence_of_all(self.day)?)),
            None => Ok(Cow::Borrowed(self.people()?)),
        }
    }

    /// Keeps the evidence of the day, read by whoever needed other days too.
    pub(super) fn keep_people(&self, people: Vec<Evidence>) {
        self.people.get_or_init(|| People::new(people, &self.units));
    }

    /// The units with people that are written for them, by the units that those belong to on the day.
    pub(super) fn homes(&self) -> Result<&BTreeMap<UnitId, UnitId>> {
        Ok(&self.all()?.homes)
    }

    fn all(&self) -> Result<&People> {
        once(&self.people, || Ok(People::new(self.book.evidence(self.day)?, &self.units)))
    }

    /// Whether the book holds people of the unit, or of one below it: it then counts from them, whatever it has signed.
    pub(crate) fn holds_people_of(&self, unit: UnitId) -> Result<bool> {
        let peopled = once(&self.peopled, || self.book.peopled_units(&self.units))?;
        Ok(peopled.contains(&unit) || peopled.contains(&self.units.home(unit)))
    }

    /// The units that have a row on papers: those at the bottom under `part` (the book's own unit when `None`), or the one
    /// above them that sends summaries, where the book holds none of its people.
    pub(crate) fn rows(&self, part: Option<UnitId>) -> Result<Vec<Unit>> {
        let peopled: BTreeSet<UnitId> = self.homes()?.values().copied().collect();
        let bottom = self.units.rows(part.unwrap_or(self.info.unit_id), &|unit| peopled.contains(&unit));
        let mut senders = BTreeSet::new();
        for unit in self.book.pinned_keys()?.into_iter().filter_map(|key| key.unit_id) {
            if !self.holds_people_of(unit)? {
                senders.insert(unit);
            }
        }
        let mut rows: Vec<Unit> = Vec::new();
        let mut seen = BTreeSet::new();
        for leaf in bottom {
            let mut sender = None;
            for above in self.units.upwards(leaf.id) {
                if senders.contains(&above.id) {
                    sender = Some(above.clone());
                }
                if Some(above.id) == part {
                    break;
                }
            }
            let row = sender.unwrap_or(leaf);
            if seen.insert(row.id) {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// A sheet with the units of the day.
    pub(crate) fn at_home(&self, sheet: TargetSheet) -> TargetSheet {
        sheet.at_home(&self.units, self.info.unit_id)
    }
}

impl People {
    fn new(mut all: Vec<Evidence>, units: &UnitsOfDay) -> Self {
        let mut homes = BTreeMap::new();
        for person in &mut all {
            person.unit_id = *homes.entry(person.unit_id).or_insert_with_key(|unit| units.home(*unit));
        }
        Self { all, homes }
    }
}

/// What stands in the cell; read when nothing does.
pub(super) fn once<T>(cell: &OnceCell<T>, read: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
