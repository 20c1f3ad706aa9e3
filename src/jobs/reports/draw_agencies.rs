//! The forms of agencies: their people counted, a row an agency, ranked; and by name who has no level 2, with the reason.

use std::collections::BTreeMap;

use super::frame::PaperOfDay;
use crate::domain::agency::{AgencyCount, PeopleKind, SaidBy};
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::report::Percent;
use crate::domain::text::thousands;
use crate::domain::unit::Level;
use crate::error::Result;
use crate::figures::{AgenciesOfDay, AgencyOfDay, PersonOfAgency};
use crate::jobs::agencies::rank_tasks::{AgencyTasks, tasks};
use crate::jobs::assignments::follow_assignments::HolderLoad;
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 12] = [
    ("form.column.ordinal", 40, Kind::Centred),
    ("form.agencies.agency", 210, Kind::Text),
    ("form.agencies.people", 75, Kind::Count),
    ("form.agencies.under_age", 75, Kind::Count),
    ("form.agencies.level2", 75, Kind::Count),
    ("form.agencies.level1", 75, Kind::Count),
    ("form.agencies.none", 75, Kind::Count),
    ("form.agencies.unknown", 75, Kind::Count),
    ("form.agencies.with_reason", 80, Kind::Count),
    ("form.agencies.ratio", 80, Kind::Ratio),
    ("form.agencies.told", 80, Kind::Count),
    ("form.agencies.rank", 55, Kind::Centred),
];

/// Where an agency has to reach less than all of its people.
const OF_TARGETS: [(&str, u32, Kind); 2] =
    [("form.agencies.goal", 75, Kind::Count), ("form.agencies.fulfilled", 80, Kind::Ratio)];

/// Where agencies were given work.
const OF_TASKS: [(&str, u32, Kind); 6] = [
    ("form.agencies.tasks_open", 70, Kind::Count),
    ("form.agencies.tasks_overdue", 70, Kind::Count),
    ("form.agencies.tasks_in_time", 70, Kind::Count),
    ("form.agencies.tasks_late", 70, Kind::Count),
    ("form.agencies.tasks_share", 80, Kind::Ratio),
    ("form.agencies.tasks_rank", 55, Kind::Centred),
];

const MISSING: [(&str, u32, Kind); 8] = [
    ("form.column.ordinal", 40, Kind::Centred),
    ("form.agencies.agency", 170, Kind::Text),
    ("form.agencies.kinds", 130, Kind::Text),
    ("form.column.name", 160, Kind::Text),
    ("form.column.birth", 90, Kind::Centred),
    ("form.agencies.home", 160, Kind::Text),
    ("form.agencies.standing", 130, Kind::Text),
    ("form.agencies.reason", 190, Kind::Text),
];

fn columns(of: &[(&str, u32, Kind)]) -> Vec<Column> {
    of.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect()
}

/// Draws the table of agencies: their people where they have lists, what they have to reach and how they do their work where that is
/// said.
///
/// # Errors
/// `report.sums_differ`; the book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let found = paper.day.agencies(paper.part)?;
    let tasks = tasks(paper.day, &found.agencies)?;
    let with = With {
        people: paper.day.info.level == Level::Commune,
        targets: found.agencies.iter().any(|agency| agency.target.is_some() && agency.count.is_some()),
        tasks: tasks.iter().any(Option::is_some),
    };
    let [head, people] = [COLUMNS.get(..2), COLUMNS.get(2..)].map(Option::unwrap_or_default);
    form.columns = columns(head);
    for (wanted, more) in [(with.people, people), (with.targets, &OF_TARGETS), (with.tasks, &OF_TASKS)] {
        form.columns.extend(columns(if wanted { more } else { &[] }));
    }
    form.numbered = true;
    if found.total.is_none() && !with.tasks {
        return Ok(());
    }
    for ((agency, tasks), ordinal) in found.agencies.iter().zip(&tasks).zip(1_u32..) {
        let mut cells = vec![Value::from(ordinal), agency.unit.name.as_str().into()];
        let rank = |rank: Option<u32>| rank.map_or(Value::Missing, |rank| thousands(rank).into());
        with.put(&mut cells, agency.count, rank(agency.rank), (agency.goal(), agency.fulfilled()));
        if with.tasks {
            let load = tasks.as_ref().map(|tasks| &tasks.load);
            cells.extend(task_cells(load));
            cells.push(tasks.as_ref().and_then(|tasks| tasks.in_time).into());
            cells.push(rank(tasks.as_ref().and_then(|tasks| tasks.rank)));
        }
        form.rows.push(Row { total: false, cells });
    }
    form.rows.push(total_row(&found, &tasks, with));
    if found.total.is_some() {
        form.notes = notes(&found);
    }
    let told = [(with.targets, "form.agencies.of_targets"), (with.tasks, "form.agencies.of_tasks")];
    form.notes.extend(told.iter().filter(|(with, _)| *with).map(|(_, code)| word(code).to_owned()));
    Ok(())
}

/// Which columns the table has.
#[derive(Clone, Copy)]
struct With {
    people: bool,
    targets: bool,
    tasks: bool,
}

impl With {
    fn put(
        self,
        cells: &mut Vec<Value>,
        count: Option<AgencyCount>,
        rank: Value,
        (goal, fulfilled): (Option<u32>, Option<Percent>),
    ) {
        if self.people {
            cells.extend(people_cells(count, rank));
        }
        if self.targets {
            cells.extend([Value::from(goal), fulfilled.into()]);
        }
    }
}

fn total_row(found: &AgenciesOfDay, tasks: &[Option<AgencyTasks>], with: With) -> Row {
    let mut cells = vec![word("form.total").into(), Value::Left];
    let goals: Vec<u32> = found.agencies.iter().filter_map(AgencyOfDay::goal).collect();
    let goal = (!goals.is_empty()).then(|| goals.iter().sum());
    let fulfilled = goal.and_then(|goal| Percent::of(found.total?.level2, goal));
    with.put(&mut cells, found.total, Value::from(""), (goal, fulfilled));
    if with.tasks {
        let whole = tasks.iter().flatten().fold(HolderLoad::default(), |sum, one| sum.plus(&one.load));
        cells.extend(task_cells(Some(&whole)));
        cells.extend([whole.in_time().into(), Value::from("")]);
    }
    Row { total: true, cells }
}

fn task_cells(load: Option<&HolderLoad>) -> [Value; 4] {
    let of = |figure: fn(&HolderLoad) -> u32| load.map(figure).into();
    [of(|load| load.open), of(|load| load.overdue), of(|load| load.done - load.late), of(|load| load.late)]
}

fn people_cells(count: Option<AgencyCount>, rank: Value) -> [Value; 10] {
    let of = |figure: fn(&AgencyCount) -> u32| count.as_ref().map(figure).into();
    [
        of(|count| count.people),
        of(|count| count.under_age),
        of(|count| count.level2),
        of(|count| count.level1),
        of(|count| count.none),
        of(|count| count.unknown),
        of(|count| count.with_reason),
        count.and_then(AgencyCount::ratio).into(),
        of(|count| count.told),
        rank,
    ]
}

fn notes(found: &AgenciesOfDay) -> Vec<String> {
    let total = found.total.unwrap_or_default();
    let counted =
        |code: &str, count: u32| (count > 0).then(|| sentence(code, [("count", thousands(count).as_str())]));
    let here =
        [("here", thousands(total.residents)), ("elsewhere", thousands(total.people - total.residents))];
    let mut notes = vec![word("form.agencies.formulas").to_owned()];
    notes.push(sentence("form.agencies.here", here.iter().map(|(name, text)| (*name, text.as_str()))));
    notes.extend(counted("form.agencies.on_several", found.on_several));
    notes.extend(counted("form.agencies.gone", total.gone));
    notes.extend(counted("form.agencies.to_look_at", total.to_look_at));
    notes.extend(by_kind(&found.agencies));
    if found.agencies.iter().any(|agency| agency.families.is_some()) {
        notes.push(word("form.agencies.families").to_owned());
    }
    notes.extend(without_it(&found.agencies));
    if found.agencies.iter().any(|agency| agency.count.is_none()) {
        notes.push(word("form.daily.missing").to_owned());
    }
    notes
}

/// "Đảng viên: 20/22; Giáo viên: 15/15": level 2 of those who owe it, by what they are.
fn by_kind(agencies: &[AgencyOfDay]) -> Option<String> {
    let mut counts: BTreeMap<PeopleKind, AgencyCount> = BTreeMap::new();
    for one in agencies.iter().flat_map(|agency| &agency.people) {
        for kind in &one.person.kinds {
            counts.entry(*kind).or_default().add(&one.person, one.standing);
        }
    }
    let told = counts.iter().map(|(kind, count)| {
        format!("{} {}/{}", kind_word(*kind), thousands(count.level2), thousands(count.owing()))
    });
    let kinds = told.collect::<Vec<_>>().join("; ");
    (!counts.is_empty()).then(|| sentence("form.agencies.by_kind", [("kinds", kinds.as_str())]))
}

/// "Trạm Y tế 3 (đã tập huấn 1)": who does not know IT, where lists tell it.
fn without_it(agencies: &[AgencyOfDay]) -> Option<String> {
    let told = agencies.iter().filter_map(|agency| {
        let count = agency.count.filter(|count| count.with_it + count.without_it > 0)?;
        let [without, taught] = [count.without_it, count.taught].map(thousands);
        let params = [("agency", agency.unit.name.as_str()), ("without", &without), ("taught", &taught)];
        Some(sentence("form.agencies.it_of", params))
    });
    let agencies = told.collect::<Vec<_>>().join("; ");
    (!agencies.is_empty()).then(|| sentence("form.agencies.it", [("agencies", agencies.as_str())]))
}

fn kind_word(kind: PeopleKind) -> &'static str {
    match kind {
        PeopleKind::Official => word("agency.kind.official"),
        PeopleKind::PartyMember => word("agency.kind.party-member"),
        PeopleKind::Soldier => word("agency.kind.soldier"),
        PeopleKind::Teacher => word("agency.kind.teacher"),
        PeopleKind::Pupil => word("agency.kind.pupil"),
        PeopleKind::Worker => word("agency.kind.worker"),
        PeopleKind::Member => word("agency.kind.member"),
        PeopleKind::Relative => word("agency.kind.relative"),
        PeopleKind::Parent => word("agency.kind.parent"),
    }
}

/// Draws the list of who has no level 2, agency by agency.
///
/// # Errors
/// `report.sums_differ`; the book's own.
pub(super) fn draw_missing(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let found = paper.day.agencies(paper.part)?;
    form.columns = columns(&MISSING);
    let owing = found.agencies.iter().flat_map(|agency| {
        let owing = agency.people.iter().filter(|one| one.standing.owes() && !one.person.is_family());
        owing.map(|one| (agency.unit.name.as_str(), one))
    });
    for ((agency, one), ordinal) in owing.zip(1_u32..) {
        form.rows.push(Row { total: false, cells: person_cells(ordinal, agency, one) });
    }
    let Some(total) = found.total else {
        word("form.agencies.empty").clone_into(&mut form.empty);
        return Ok(());
    };
    let (count, without) = (total.owing() - total.level2, total.owing() - total.level2 - total.with_reason);
    let params = [("count", thousands(count)), ("without", thousands(without))];
    form.notes.push(sentence(
        "form.agency-missing.count",
        params.iter().map(|(name, text)| (*name, text.as_str())),
    ));
    Ok(())
}

fn person_cells(ordinal: u32, agency: &str, one: &PersonOfAgency) -> Vec<Value> {
    let PersonOfAgency { person, standing, home } = one;
    let level = match standing.level {
        Some(1) => word("form.agencies.is_level1"),
        Some(_) => word("form.agencies.is_none"),
        None => word("form.agencies.is_unknown"),
    };
    let by = match standing.by {
        Some(SaidBy::List) => word("form.agencies.by_list"),
        Some(SaidBy::Unlisted) => word("form.agencies.by_unlisted"),
        Some(SaidBy::Team) => word("form.agencies.by_team"),
        Some(SaidBy::Agency) => word("form.agencies.by_agency"),
        None => "",
    };
    let standing = if by.is_empty() { level.to_owned() } else { format!("{level} ({by})") };
    let elsewhere = sentence("form.agencies.elsewhere", [("address", person.address.as_str())]);
    let home = match (home.is_empty(), person.address.is_empty()) {
        (false, _) => home.clone(),
        (true, false) => elsewhere,
        (true, true) => word("form.agencies.elsewhere_alone").to_owned(),
    };
    let kinds = person.kinds.iter().map(|kind| kind_word(*kind)).collect::<Vec<_>>().join(", ");
    vec![
        ordinal.into(),
        agency.into(),
        kinds.into(),
        person.name.as_str().into(),
        person.birth.map(|birth| birth.to_vi()).unwrap_or_default().into(),
        home.into(),
        standing.into(),
        person.reason.as_str().into(),
    ]
}
