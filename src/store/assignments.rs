//! Assignments, who holds them, and the visits that count for them.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::named_params;
use uuid::Uuid;

use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::assignment::{
    Assignment, Checkpoint, CountedVisit, Holder, HolderKind, ProgressNote, StatedWork,
};
use crate::domain::ids::{AssignmentId, UnitId};
use crate::domain::text::fold;
use crate::domain::unit::{DatedUnit, UnitsOfDay};
use crate::domain::visit::Outcome;
use crate::error::{Error, Result};

pub(super) fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::new("book.failed").with("detail", e))
}

/// A checkpoint without its words: packages carry these (docs/formats.md).
#[derive(serde::Serialize)]
struct Point {
    day: NaiveDate,
    count: u32,
}

fn points(given: &Assignment) -> Result<String> {
    let point = |point: &Checkpoint| Point { day: point.day, count: point.count };
    json(&given.checkpoints.iter().map(point).collect::<Vec<_>>())
}

fn milestones(given: &Assignment) -> Result<String> {
    let said = given.checkpoints.iter().filter(|point| !point.text.is_empty());
    json(&said.map(|point| (point.day, &point.text)).collect::<BTreeMap<_, _>>())
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e)))
}

impl Book {
    /// What the units below have signed of the days from `from` to `day`; of those whose people this book holds its own
    /// visits count.
    pub fn stated_work(&self, from: NaiveDate, day: NaiveDate) -> Result<Vec<StatedWork>> {
        let own = self.own_unit()?.id;
        let mut names = UnitNames::new(self, day)?;
        let peopled = self.peopled_units(&names.units)?;
        let stated = self.stated_totals(from, day)?.into_iter();
        let below = stated.filter(|((unit, _), _)| *unit != own && !peopled.contains(unit));
        let work = below.filter_map(|((unit, on), total)| {
            let figures = total?.figures;
            Some(StatedWork {
                day: on,
                activated: figures.today.level1 + figures.today.level2,
                visited: figures.visited_today,
                units: names.of(unit).clone(),
            })
        });
        Ok(work.collect())
    }

    /// All assignments with their holders and notes, the one due first first. Who was merged into another record is that one
    /// in their lists.
    pub fn assignments(&self) -> Result<Vec<Assignment>> {
        let mut all = self.rows("SELECT * FROM assignment ORDER BY due, id", [], |row| {
            let words: BTreeMap<NaiveDate, String> = parse(&row.get::<_, String>("milestones")?)?;
            let mut checkpoints: Vec<Checkpoint> = parse(&row.get::<_, String>("checkpoints")?)?;
            for point in &mut checkpoints {
                point.text = words.get(&point.day).cloned().unwrap_or_default();
            }
            Ok(Assignment {
                id: row.get("id")?,
                task: row.get("task")?,
                place: parse(&row.get::<_, String>("place")?)?,
                start: row.get::<_, Plain<_>>("start")?.0,
                due: row.get::<_, Plain<_>>("due")?.0,
                checkpoints,
                result: parse(&row.get::<_, String>("goal")?)?,
                answerable: row.get("answerable")?,
                plan: row.get("plan")?,
                group: row.get("heading")?,
                with: parse(&row.get::<_, String>("partners")?)?,
                handed_in: row.get::<_, Blank<_>>("handed_in")?.0,
                holders: Vec::new(),
                notes: Vec::new(),
            })
        })?;
        for (dropped, kept) in self.merged_codes()? {
            for given in &mut all {
                given.place.merge(&dropped, &kept);
            }
        }
        let places: BTreeMap<AssignmentId, usize> = all.iter().map(|a| a.id).zip(0..).collect();
        let holders =
            self.rows("SELECT * FROM assignment_holder ORDER BY assignment_id, position", [], |row| {
                let holder = Holder {
                    name: row.get("name")?,
                    kind: match row.get_ref("kind")?.as_str()? {
                        "member" => HolderKind::Member,
                        "team" => HolderKind::Team,
                        _ => HolderKind::Unit,
                    },
                    member_id: row.get("member_id")?,
                    unit_id: row.get("unit_id")?,
                    from: row.get::<_, Plain<_>>("from_day")?.0,
                };
                Ok((row.get::<_, AssignmentId>("assignment_id")?, holder))
            })?;
        for (id, holder) in holders {
            if let Some(given) = places.get(&id).and_then(|at| all.get_mut(*at)) {
                given.holders.push(holder);
            }
        }
        let notes =
            self.rows("SELECT * FROM assignment_note ORDER BY assignment_id, day, id", [], |row| {
                let note = ProgressNote { day: row.get::<_, Plain<_>>("day")?.0, text: row.get("text")? };
                Ok((row.get::<_, AssignmentId>("assignment_id")?, note))
            })?;
        for (id, note) in notes {
            if let Some(given) = places.get(&id).and_then(|at| all.get_mut(*at)) {
                given.notes.push(note);
            }
        }
        Ok(all)
    }

    /// Codes of records that were merged into others, with the codes of those.
    fn merged_codes(&self) -> Result<Vec<(String, String)>> {
        self.rows(
            "SELECT m.code AS dropped, c.code AS kept FROM merged_citizen m JOIN citizen c ON c.id = m.citizen_id",
            [],
            |row| Ok((row.get("dropped")?, row.get("kept")?)),
        )
    }

    /// The visits from `from` to `day` that count, in the order of time, as assignments see them; each activation as it was
    /// claimed.
    pub fn counted_visits(&self, from: NaiveDate, day: NaiveDate) -> Result<Vec<CountedVisit>> {
        let mut names = UnitNames::new(self, day)?;
        let visits = self.rows(
            "SELECT v.id, v.at, v.outcome, v.level, v.member_id, c.code, c.unit_id, h.code AS household, h.alley
             FROM visit v JOIN citizen c ON c.id = v.citizen_id JOIN household h ON h.id = c.household_id
             WHERE v.at >= ?1 AND v.at < date(?2, '+1 day')
               AND NOT EXISTS (SELECT 1 FROM visit x WHERE x.corrects = v.id)
             ORDER BY v.at, v.id",
            [Plain(from), Plain(day)],
            |row| {
                let unit: UnitId = row.get("unit_id")?;
                let at: Plain<DateTime<FixedOffset>> = row.get("at")?;
                let level: u8 = row.get("level")?;
                let visit = CountedVisit {
                    id: row.get("id")?,
                    day: at.0.date_naive(),
                    activated: row.get::<_, Outcome>("outcome")? == Outcome::Activated && level > 0,
                    member_id: row.get("member_id")?,
                    citizen_code: row.get("code")?,
                    household_code: row.get("household")?,
                    alley: fold(row.get_ref("alley")?.as_str()?),
                    units: Vec::new(),
                };
                Ok((unit, visit))
            },
        )?;
        let named = visits.into_iter().map(|(unit, mut visit)| {
            visit.units.clone_from(names.of(unit));
            visit
        });
        Ok(named.collect())
    }
}

/// Units and those above them by every name they had: work may have been given under one that a unit no longer has.
struct UnitNames {
    dated: Vec<DatedUnit>,
    units: UnitsOfDay,
    known: BTreeMap<UnitId, Vec<String>>,
}

impl UnitNames {
    fn new(book: &Book, day: NaiveDate) -> Result<Self> {
        let dated = book.dated_units()?;
        Ok(Self { units: UnitsOfDay::new(&dated, day), dated, known: BTreeMap::new() })
    }

    /// Folded; those of the unit itself first.
    fn of(&mut self, unit: UnitId) -> &Vec<String> {
        self.known.entry(unit).or_insert_with(|| {
            let above = self.units.upwards(unit).filter_map(|above| {
                let dated = self.dated.iter().find(|dated| dated.unit.id == above.id)?;
                Some(std::iter::once(&dated.unit.name).chain(dated.past.iter().map(|past| &past.name)))
            });
            above.flatten().map(|name| fold(name)).collect()
        })
    }
}

impl Tx<'_> {
    /// Adds an assignment with its holders.
    pub fn insert_assignment(&self, given: &Assignment, new_id: impl Fn() -> Uuid) -> Result<()> {
        self.write(
            "INSERT INTO assignment
               (id, task, place, start, due, checkpoints, goal, answerable, plan, handed_in, heading, partners, milestones)
             VALUES (:id, :task, :place, :start, :due, :checkpoints, :goal, :answerable, :plan, :handed_in, :heading, :partners,
               :milestones)",
            named_params! {
                ":id": given.id, ":task": given.task, ":place": json(&given.place)?, ":start": Plain(given.start),
                ":due": Plain(given.due), ":checkpoints": points(given)?, ":goal": json(&given.result)?,
                ":answerable": given.answerable, ":plan": given.plan, ":handed_in": Blank(given.handed_in),
                ":heading": given.group, ":partners": json(&given.with)?, ":milestones": milestones(given)?,
            },
        )?;
        for (holder, position) in given.holders.iter().zip(0..) {
            self.insert_holder(new_id(), given.id, position, holder)?;
        }
        for note in &given.notes {
            self.insert_progress_note(new_id(), given.id, note)?;
        }
        Ok(())
    }

    /// Changes what a table says of an assignment beside who, until when and what comes out.
    pub fn update_assignment(&self, given: &Assignment) -> Result<()> {
        self.write(
            "UPDATE assignment SET task = :task, start = :start, checkpoints = :checkpoints, answerable = :answerable, plan = :plan,
               heading = :heading, partners = :partners, milestones = :milestones WHERE id = :id",
            named_params! {
                ":id": given.id, ":task": given.task, ":start": Plain(given.start), ":checkpoints": points(given)?,
                ":answerable": given.answerable, ":plan": given.plan, ":heading": given.group,
                ":partners": json(&given.with)?, ":milestones": milestones(given)?,
            },
        )
    }

    /// Adds the next holder of an assignment.
    pub fn insert_holder(&self, id: Uuid, given: AssignmentId, position: u32, holder: &Holder) -> Result<()> {
        let kind = match holder.kind {
            HolderKind::Member => "member",
            HolderKind::Team => "team",
            HolderKind::Unit => "unit",
        };
        self.write(
            "INSERT INTO assignment_holder (id, assignment_id, position, name, kind, member_id, unit_id, from_day)
             VALUES (:id, :given, :position, :name, :kind, :member, :unit, :from)",
            named_params! {
                ":id": id.to_string(), ":given": given, ":position": position, ":name": holder.name, ":kind": kind,
                ":member": holder.member_id, ":unit": holder.unit_id, ":from": Plain(holder.from),
            },
        )
    }

    /// Adds a progress note.
    pub fn insert_progress_note(&self, id: Uuid, given: AssignmentId, note: &ProgressNote) -> Result<()> {
        self.write(
            "INSERT INTO assignment_note (id, assignment_id, day, text) VALUES (?1, ?2, ?3, ?4)",
            (id.to_string(), given, Plain(note.day), &note.text),
        )
    }

    /// Notes the day on which the product was handed in; `None` takes it back.
    pub fn set_handed_in(&self, given: AssignmentId, day: Option<NaiveDate>) -> Result<()> {
        self.write("UPDATE assignment SET handed_in = ?2 WHERE id = ?1", (given, Blank(day)))
    }
}
