//! The parts that all papers have: whose they are, their titles, what they rest on, who signs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::campaign::{Campaign, Phase};
use crate::domain::dates::vi;
use crate::domain::form::{Form, Signature, issuer};
use crate::domain::ids::UnitId;
use crate::domain::reconciliation::Finding;
use crate::domain::report::ReportForm;
use crate::domain::text::{fold, thousands};
use crate::domain::unit::Unit;
use crate::domain::visit::Venue;
use crate::error::{Error, Result};
use crate::figures::{AtVenue, Day, month_of, total, week_of};
use crate::messages::{sentence, word};

/// Which paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AskPaper {
    /// The form.
    pub form: ReportForm,
    /// The day in Việt Nam that it reports, evening included.
    pub day: NaiveDate,
    /// First day of "so far"; without it the start of the campaign, else all; for `hand-back` the day itself.
    pub from: Option<NaiveDate>,
    /// A unit of the book; without it the whole book.
    pub unit: Option<UnitId>,
    /// Only the people of this finding, on `findings`; everybody when missing.
    #[serde(default)]
    pub group: Option<Finding>,
    /// Number of the campaign, on a paper that is of one; without it the one in use on the day.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Whole phones on a list that hides them, for those who ring: each look is noted in the journal.
    #[serde(default)]
    pub phones: bool,
}

impl AskPaper {
    /// The form of a day, of the whole book.
    #[must_use]
    pub fn new(form: ReportForm, day: NaiveDate) -> Self {
        Self { form, day, from: None, unit: None, group: None, campaign: None, phones: false }
    }

    /// What the form heeds of it: the rest may have been asked of another form before.
    pub(super) fn heeded(&self) -> Self {
        Self {
            from: self.from.filter(|_| self.form.has_first_day()),
            group: self.group.filter(|_| self.form == ReportForm::Findings),
            campaign: self.campaign.clone().filter(|_| self.form.is_of_campaign()),
            phones: self.phones && self.form.hides_phones(),
            ..self.clone()
        }
    }

    /// The first thing asked that the form does not heed: who names it in a command is told.
    #[must_use]
    pub fn unheeded(&self) -> Option<&'static str> {
        let heeded = self.heeded();
        [
            ("from", self.from != heeded.from),
            ("group", self.group != heeded.group),
            ("campaign", self.campaign != heeded.campaign),
            ("phones", self.phones != heeded.phones),
        ]
        .into_iter()
        .find_map(|(name, differs)| differs.then_some(name))
    }
}

/// What a paper is made from.
pub(super) struct PaperOfDay<'a> {
    pub(super) day: &'a Day<'a>,
    pub(super) form: ReportForm,
    /// The finding whose people are listed, on the list of findings.
    pub(super) group: Option<Finding>,
    /// The phase that it is of, on the report of one.
    pub(super) phase: Option<Phase>,
    /// Its rows, or the places of its people.
    pub(super) units: Vec<Unit>,
    /// The unit that it is asked for, when that is less than the whole book.
    pub(super) part: Option<UnitId>,
    /// Whether phones are whole on a list that hides them.
    pub(super) phones: bool,
    /// Whether the user chose the first day of "so far".
    pub(super) asked_from: bool,
    /// First day of "so far", when there is one.
    pub(super) start: Option<NaiveDate>,
    /// As `start`, or the beginning of time.
    pub(super) from: NaiveDate,
}

impl<'a> PaperOfDay<'a> {
    /// What was told and taught since `first`.
    pub(super) fn outreach_note(&self, first: NaiveDate) -> Result<Option<String>> {
        let events = self.day.events(first, self.part)?;
        let told = events.iter().map(|(kind, of)| {
            let (count, people) = (thousands(of.count), of.people.map(thousands));
            let code = if people.is_some() { "form.outreach.one" } else { "form.outreach.uncounted" };
            let people = people.unwrap_or_default();
            sentence(code, [("kind", word(kind.word_code())), ("count", &count), ("people", &people)])
        });
        let told = told.collect::<Vec<_>>().join("; ");
        Ok((!told.is_empty()).then(|| sentence("form.outreach.note", [("events", told.as_str())])))
    }

    /// Where the visits since `first` were, once anybody was met elsewhere than on the walk.
    pub(super) fn venues_note(&self, first: NaiveDate) -> Result<Option<String>> {
        let venues = self.day.venues(first, self.part)?;
        let told = |(venue, at): (&Option<Venue>, &AtVenue)| {
            let place = word(venue.map_or("form.venue.walk", Venue::word_code));
            let (visits, activated) = (thousands(at.visits), thousands(at.activated));
            let params = [("place", place), ("visits", &visits), ("activated", &activated)];
            sentence("form.venue.one", params)
        };
        let all = venues.iter().map(told).collect::<Vec<_>>().join("; ");
        let said = venues.keys().any(Option::is_some);
        Ok(said.then(|| sentence("form.venue.note", [("places", all.as_str())])))
    }

    /// # Errors
    /// `unit.unknown_id`; the book's own.
    pub(super) fn new(day: &'a Day<'a>, asked: &AskPaper) -> Result<Self> {
        let AskPaper { form, from, unit: part, group, phones, .. } = asked.heeded();
        if part.is_some_and(|part| day.units.name(part).is_none()) {
            return Err(Error::new("unit.unknown_id"));
        }
        let plan = day.campaign.as_ref().map(|campaign| &campaign.plan).filter(|_| form == ReportForm::Phase);
        let phase = plan.and_then(|plan| plan.phase_told(asked.day)).cloned();
        let start = match form {
            ReportForm::Weekly => Some(week_of(day.day).0),
            ReportForm::Monthly => Some(month_of(day.day).0),
            ReportForm::Phase => phase.as_ref().map(|phase| phase.first_day),
            ReportForm::Final => day.start,
            form if form.has_own_days() => None,
            ReportForm::HandBack => from.or(Some(day.day)),
            _ => from.or(day.start),
        };
        Ok(Self {
            day,
            form,
            group,
            phase,
            phones,
            units: day.rows(part)?,
            part,
            asked_from: from.is_some(),
            start,
            from: start.unwrap_or_default(),
        })
    }

    /// The unit that it is asked for, where that has a row.
    pub(super) fn unit(&self) -> Option<&Unit> {
        self.units.iter().find(|unit| Some(unit.id) == self.part)
    }
}

/// The last day of the figures of a paper of `day`: a week's on the Monday after it, a month's in the first days of the next, a phase's while its report is due, and a
/// campaign's that is over stand as they did at its end.
///
/// # Errors
/// `campaign.none`; `report.no_phase` and `report.not_begun` when there is nothing of it to tell yet.
pub(super) fn last_told(form: ReportForm, campaign: Option<&Campaign>, day: NaiveDate) -> Result<NaiveDate> {
    if form == ReportForm::Weekly {
        return Ok(week_of(day).1);
    }
    if form == ReportForm::Monthly {
        return Ok(month_of(day).1);
    }
    if !form.is_of_stretch() {
        return Ok(day);
    }
    let plan = &campaign.ok_or_else(|| Error::new("campaign.none"))?.plan;
    let no = |code| Error::new(code).with("number", &plan.number).with("day", vi(day));
    let last = if form == ReportForm::Phase {
        plan.phase_told(day).ok_or_else(|| no("report.no_phase"))?.last_day
    } else if day < plan.first_day {
        return Err(no("report.not_begun").with("first", vi(plan.first_day)));
    } else {
        plan.last_day
    };
    Ok(last.min(day))
}

/// Which of so many units have no figures of the day.
pub(super) fn without_figures(without: &[&str], of: usize, day: NaiveDate) -> String {
    let (count, of, day) = (thousands(without.len()), thousands(of), vi(day));
    let units = without.join(", ");
    let params = [("count", count.as_str()), ("of", &of), ("day", &day), ("units", &units)];
    sentence("form.daily.without", params)
}

/// Says of which units the figures are of a part: name, units with figures, all of them.
pub(super) fn in_part_note(code: &'static str, units: &[(String, u32, u32)]) -> Option<String> {
    let told = |(name, counted, all): &(String, u32, u32)| {
        format!("{name} ({}/{})", thousands(*counted), thousands(*all))
    };
    let units = units.iter().map(told).collect::<Vec<_>>().join(", ");
    (!units.is_empty()).then(|| sentence(code, [("units", units.as_str())]))
}

/// Says in whose figures some units below are not: nobody has told anything of them.
pub(super) fn known_in_part_note<'a>(
    day: &Day<'_>,
    units: impl Iterator<Item = (Option<UnitId>, &'a str)>,
) -> Result<Option<String>> {
    let partly = day.known_in_part()?;
    let of = units.filter(|(unit, _)| unit.is_some_and(|unit| partly.contains(&unit)));
    let units = of.map(|(_, name)| name).collect::<Vec<_>>().join(", ");
    Ok((!units.is_empty()).then(|| sentence("form.weekly.in_part", [("units", units.as_str())])))
}

/// Names the plan of the campaign as Phụ lục I does, with who issued it.
pub(super) fn plan_words(Campaign { plan, .. }: &Campaign) -> String {
    let code = if plan.issuer.is_empty() { "form.plan.number" } else { "form.plan" };
    sentence(code, [("number", plan.number.as_str()), ("issuer", &plan.issuer)])
}

/// The day of the figures, and of the police list that they rest on: above the commune the oldest that they came with.
fn as_of(on: &Day<'_>) -> Result<String> {
    let says = |code: &str, extract: Option<NaiveDate>| {
        let (day, extract) = (vi(on.day), extract.map(vi));
        let extract = extract.iter().map(|extract| ("extract", extract.as_str()));
        sentence(code, [("day", day.as_str())].into_iter().chain(extract))
    };
    if on.extract.is_some() {
        return Ok(says("form.as_of", on.extract));
    }
    let stated =
        if on.people()?.is_empty() { total(on.whole()?).and_then(|total| total.extract) } else { None };
    Ok(says(if stated.is_some() { "form.as_of.stated" } else { "form.as_of.no_extract" }, stated))
}

/// Says which of the police lists in use bring only a part, and where who is on none of those stands.
pub(super) fn partial_lists_note(on: &Day<'_>) -> Result<Option<String>> {
    let (parts, whole): (Vec<_>, Vec<_>) = on.lists_in_use()?.iter().partition(|list| list.partial);
    if parts.is_empty() {
        return Ok(None);
    }
    let days = parts.iter().rev().map(|list| vi(list.as_of)).collect::<Vec<_>>().join(", ");
    let whole = whole.first().map(|list| vi(list.as_of));
    let code = if whole.is_some() { "form.part_lists" } else { "form.part_lists.alone" };
    let whole = whole.iter().map(|day| ("whole", day.as_str()));
    Ok(Some(sentence(code, [("days", days.as_str())].into_iter().chain(whole))))
}

/// A form without its table.
///
/// # Errors
/// The book's own.
pub(super) fn frame(paper: &PaperOfDay<'_>, today: NaiveDate) -> Result<Form> {
    let info = &paper.day.info;
    let code = paper.form.code();
    let says = |part: &str| word(&format!("form.{code}.{part}"));
    let (commune, agency) = issuer(info.level, &info.name, &info.above);
    let place = in_sentence(commune);
    let (day, start) = (vi(paper.day.day), paper.start.map(vi));
    let period = match &start {
        Some(start) if *start == day => sentence("form.period.day", [("day", day.as_str())]),
        Some(start) => sentence("form.period.days", [("from", start.as_str()), ("day", day.as_str())]),
        None => sentence("form.period.until", [("day", day.as_str())]),
    };
    let period = if paper.form == ReportForm::Daily {
        sentence("form.daily.subtitle", [("day", day.as_str())])
    } else {
        period
    };
    // The day's title says nothing of a "so far" that begins elsewhere than with the campaign.
    let so_far = start.filter(|_| paper.asked_from && paper.form == ReportForm::Daily);
    let so_far = so_far.map(|from| sentence("form.daily.from", [("from", from.as_str()), ("day", &day)]));
    let lines =
        |text: &str| text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let campaign = match paper.form {
        ReportForm::Annex2
        | ReportForm::Phase
        | ReportForm::Final
        | ReportForm::Indicators
        | ReportForm::Commendation => paper.day.campaign.clone(),
        _ => None,
    };
    let plan = campaign.as_ref().map(plan_words).or_else(|| plan_followed(paper));
    let form = Form {
        sheet: says("sheet").to_owned(),
        landscape: !matches!(paper.form, ReportForm::Annex2),
        above: sentence("form.above", [("unit", commune)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place: commune.to_owned(),
        date: today,
        annex: says("annex").to_owned(),
        title: says("title").to_owned(),
        subtitles: paper
            .unit()
            .map(|unit| unit.name.clone())
            .into_iter()
            .chain(paper.group.map(|group| group.words().to_owned()))
            .chain(paper.phase.as_ref().map(|phase| phase.name.clone()))
            .chain([period])
            .chain(so_far)
            .collect(),
        remarks: lines(says("basis")).into_iter().chain(plan).chain([as_of(paper.day)?]).collect(),
        empty: says("empty").to_owned(),
        recipients: lines(says("recipients")).iter().map(|line| line.replace("{unit}", &place)).collect(),
        signatures: lines(says("signatures"))
            .iter()
            .map(|titles| Signature {
                titles: titles.split('/').map(|title| title.trim().replace("{unit}", &place)).collect(),
                hint: word("form.sign_here").to_owned(),
                name: String::new(),
            })
            .collect(),
        ..Form::default()
    };
    Ok(form)
}

/// Names the plan that a report of a day, a week or a month counts by: where plans overlap, nothing else tells by which.
fn plan_followed(paper: &PaperOfDay<'_>) -> Option<String> {
    let follows = matches!(paper.form, ReportForm::Daily | ReportForm::Weekly | ReportForm::Monthly);
    let (from, campaign) = paper.day.start.zip(paper.day.campaign.as_ref())?;
    let params = [("number", campaign.plan.number.as_str()), ("from", &vi(from))];
    (follows && !paper.asked_from).then(|| sentence("form.by_plan", params))
}

/// "Xã X" within a sentence is "xã X"; a name without a kind word stays.
fn in_sentence(name: &str) -> String {
    const KINDS: [&str; 12] =
        ["xa", "phuong", "dac", "thi", "huyen", "quan", "tinh", "thanh", "thon", "ap", "khu", "ban"];
    let kind = fold(name.split(' ').next().unwrap_or_default());
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if KINDS.contains(&kind.as_str()) => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
