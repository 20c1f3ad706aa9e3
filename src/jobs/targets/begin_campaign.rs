//! Begins a campaign as a plan has it: with its days and its tasks, in one step.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::as_count;
use crate::domain::assignment::NewAssignment;
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::ids::CampaignId;
use crate::domain::plan_task::OfferedTask;
use crate::domain::template::{Template, templates};
use crate::domain::text::fold;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::jobs::assignments::give_assignment::{Giving, check_count};
use crate::session::Session;
use crate::store::Book;

/// The plans that a campaign can be begun from.
pub fn list_templates(_: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<Template>> {
    Ok(templates().to_vec())
}

/// A campaign of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FromTemplate {
    /// Id of the template.
    pub template: String,
    /// The day on which it begins; all others move with it.
    pub first_day: NaiveDate,
    /// Target of the book's own unit, shared out to the phases as the plan does; none: as the plan says, if it is this unit's.
    #[serde(default)]
    pub target: Option<u32>,
}

/// What a campaign of a template would say, to be looked at and changed before it is made.
///
/// # Errors
/// Those of [`Template::of`] and [`Template::begun`].
pub fn plan_from_template(book: &mut Book, _: &Session, args: &FromTemplate) -> Result<Plan> {
    Template::of(&args.template)?.begun(&book.info()?.name, args.first_day, args.target)
}

/// A task of a template as this book would give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TemplateTask {
    /// The task; the head of each that holds it answers for it.
    pub task: NewAssignment,
    /// Whether a unit of this level has it by the plan.
    pub chosen: bool,
    /// Of those that hold it, whom the book does not have: they become agencies of it.
    pub new: Vec<String>,
}

/// The tasks of a template's plan, those of this book's level first.
///
/// # Errors
/// Those of [`Template::of`] and [`Template::begun`].
pub fn tasks_from_template(book: &mut Book, _: &Session, args: &FromTemplate) -> Result<Vec<TemplateTask>> {
    let (own, units, level) = (book.own_unit()?, book.units()?, book.info()?.level);
    let tasks = Template::of(&args.template)?.tasks_begun((&own, level), &units, args.first_day)?;
    let known: BTreeSet<String> = units.iter().map(|unit| fold(&unit.name)).collect();
    let view = |OfferedTask { task, chosen }| {
        let new = task.who.iter().filter(|name| !known.contains(&fold(name))).cloned().collect();
        TemplateTask { task, chosen, new }
    };
    Ok(tasks.into_iter().map(view).collect())
}

/// A campaign with the tasks that were chosen for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BeginCampaign {
    /// What the plan says.
    pub plan: Plan,
    /// Its tasks. Where one does not say who answers for it, the head of each that holds it does.
    #[serde(default)]
    pub tasks: Vec<NewAssignment>,
}

/// A campaign that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Begun {
    /// The campaign.
    pub campaign: Campaign,
    /// Assignments that were given: one for each that holds a task.
    pub given: u32,
    /// Agencies that were added for them.
    pub agencies: u32,
}

/// Makes a campaign and gives its tasks, in one step that is undone at once. The same again changes nothing.
///
/// # Errors
/// `campaign.exists`, `assignment.too_many`, those of [`Plan::check`] and [`NewAssignment::check`]; nothing is changed.
pub fn begin_campaign(book: &mut Book, session: &Session, args: &BeginCampaign) -> Result<Begun> {
    let plan = &args.plan;
    plan.check()?;
    let known = book.campaigns()?.into_iter().find(|known| known.plan.number == plan.number);
    if known.as_ref().is_some_and(|known| known.plan != *plan) {
        return Err(Error::new("campaign.exists").with("number", &plan.number));
    }
    check_count(&args.tasks)?;
    let mut desk = Giving::new(book, session, true)?;
    for task in &args.tasks {
        let of_plan = NewAssignment { plan: plan.number.clone(), ..task.clone() };
        desk.take_each(&of_plan, task.answerable.trim().is_empty(), None)?;
    }
    let is_new = known.is_none();
    let campaign = known.unwrap_or_else(|| Campaign {
        id: CampaignId(session.new_id()),
        in_use: false,
        from_above: false,
        points: 1,
        plan: plan.clone(),
    });
    let begun = Begun {
        given: as_count(desk.given.len()),
        agencies: as_count(desk.new_agencies.len()),
        campaign: campaign.clone(),
    };
    if is_new || desk.count() > 0 {
        let kind = if args.tasks.is_empty() { "create-campaign" } else { "begin-campaign" };
        let told = json!({ "number": plan.number, "count": desk.given.len() });
        book.transact(session, kind, told, |tx| {
            if is_new {
                tx.insert_campaign(&campaign, || session.new_id())?;
            }
            desk.write(tx)
        })?;
    }
    Ok(begun)
}
