//! Erases the data of one person, or of everybody at the end of a campaign. What was counted stays; names, numbers and whatever else
//! says who it was go from the book, its journal and its backups (docs/domain.md, Personal data).

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::export_person::laptops_with;
use crate::domain::as_count;
use crate::domain::citizen::Citizen;
use crate::domain::dates::vi;
use crate::domain::erasure::{Traces, erased_name};
use crate::domain::ids::CitizenId;
use crate::domain::unit::Level;
use crate::error::{Error, Refusal, Result};
use crate::exchange::package_v1::read_result;
use crate::jobs::book::keep_book::{OF_COPIES, told_paths};
use crate::jobs::targets::set_campaign::campaign_meant;
use crate::messages::sentence;
use crate::session::Session;
use crate::store::erasing::{ErasedRows, Erasing};
use crate::store::{Book, Tx};

/// Whom to erase, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ErasePerson {
    /// The person's code.
    pub citizen: String,
    /// Why: it stays in the journal, so it names nobody.
    pub reason: String,
    /// Only say what would go.
    pub dry_run: bool,
}

/// Whose people to erase, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct EraseCampaign {
    /// Number of the campaign, which is over.
    pub number: String,
    /// Why.
    pub reason: String,
    /// How many people that are, as the dry run says it: nobody types it by mistake.
    pub confirm: Option<u32>,
    /// Only say what would go.
    pub dry_run: bool,
}

/// What was erased, and where the data still are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Erased {
    /// How many people.
    pub people: u32,
    /// In the book and its journal.
    pub rows: ErasedRows,
    /// Older backups that were destroyed; in a dry run those that would be.
    pub backups: u32,
    /// Backups and places of backups that could not be reached.
    pub backups_left: Vec<PathBuf>,
    /// Backups of another copy of the book, which were left as they are.
    pub backups_of_copies: Vec<PathBuf>,
    /// Hamlets and agencies whose laptops have them until they take in their next package.
    pub laptops: Vec<String>,
    /// What the user has to know, each in Vietnamese, then in English.
    pub findings: Vec<[String; 2]>,
}

/// The longest reason.
const LONGEST_REASON: usize = 200;

/// Erases one person.
///
/// # Errors
/// `citizen.unknown_code`, `citizen.erased`, `erase.at_commune`, `erase.no_reason`, `erase.reason_names`; the book's own.
pub fn erase_person(book: &mut Book, session: &Session, args: &ErasePerson) -> Result<Erased> {
    check_book(book)?;
    let citizen = book.citizen_with_code(&args.citizen)?;
    book.check_not_erased(citizen.id)?;
    let reason = args.reason.trim();
    if !args.dry_run {
        check_reason(reason, &traces_of(book, std::slice::from_ref(&citizen))?)?;
    }
    let closed = !book.closings(session.today(), session.today())?.is_empty();
    let erasure = Erasure { people: vec![citizen], everybody: false, kept_today: closed, by_commune: false };
    erasure.run(book, session, ("erase-person", json!({ "people": 1, "reason": reason })), args.dry_run)
}

/// Erases everybody once a campaign is over.
///
/// # Errors
/// `campaign.none`, `campaign.unknown`, `erase.campaign_runs`, `erase.nobody`, `erase.at_commune`, `erase.no_reason`, `erase.not_confirmed`; the
/// book's own.
pub fn erase_campaign(book: &mut Book, session: &Session, args: &EraseCampaign) -> Result<Erased> {
    check_book(book)?;
    let number = campaign_meant(book, Some(&args.number), session.today())?.plan.number;
    let campaigns = book.campaigns()?;
    // Another one may need the very people.
    if let Some(running) = campaigns.iter().find(|campaign| campaign.plan.last_day >= session.today()) {
        return Err(Error::new("erase.campaign_runs")
            .with("number", &running.plan.number)
            .with("day", vi(running.plan.last_day)));
    }
    let reason = args.reason.trim();
    if !args.dry_run {
        check_reason(reason, &Traces::default())?;
    }
    let people = book.citizens_by_id(&book.people_not_erased()?)?;
    if people.is_empty() {
        return Err(Error::new("erase.nobody"));
    }
    if !args.dry_run && args.confirm != Some(as_count(people.len())) {
        return Err(Error::new("erase.not_confirmed").with("people", people.len()));
    }
    let told = json!({ "people": as_count(people.len()), "number": number, "reason": reason });
    let erasure = Erasure { people, everybody: true, kept_today: true, by_commune: false };
    erasure.run(book, session, ("erase-campaign", told), args.dry_run)
}

/// Erases those whom the commune has erased, by the package that was taken in last.
///
/// # Errors
/// The book's own.
pub(crate) fn erase_as_commune(book: &mut Book, session: &Session, package: u32) -> Result<()> {
    let people = book.citizens_by_id(&book.erased_elsewhere(erased_name())?)?;
    if people.is_empty() {
        return Ok(());
    }
    let reason = sentence("erase.by_commune", [("number", package.to_string().as_str())]);
    let told = json!({ "people": as_count(people.len()), "reason": reason });
    let erasure = Erasure { people, everybody: false, kept_today: true, by_commune: true };
    erasure.run(book, session, ("erase-person", told), false).map(drop)
}

/// A hamlet's book that gets packages is told by its commune: what it alone erased would come back with the next one.
fn check_book(book: &Book) -> Result<()> {
    let info = book.info()?;
    if info.level == Level::Hamlet && book.laptops()?.iter().any(|laptop| laptop.unit == info.unit_id) {
        return Err(Error::new("erase.at_commune"));
    }
    Ok(())
}

/// The reason stays: it says something, and names nobody.
fn check_reason(reason: &str, traces: &Traces) -> Result<()> {
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Error::new("erase.no_reason").with("most", LONGEST_REASON));
    }
    if traces.are_in(reason) { Err(Error::new("erase.reason_names")) } else { Ok(()) }
}

/// Names and numbers of people, to look for.
fn traces_of(book: &Book, people: &[Citizen]) -> Result<Traces> {
    let mut numbers = Vec::new();
    for person in people {
        numbers.extend([&person.number, &person.old_number, &person.phone].map(String::clone));
        numbers.extend(book.former_numbers_of(person.id)?.into_iter().map(|former| former.number));
    }
    Ok(Traces::new(people.iter().map(|person| person.name.clone()), numbers))
}

/// People who are about to be erased.
struct Erasure {
    people: Vec<Citizen>,
    everybody: bool,
    /// They count for today still: its figures were handed in.
    kept_today: bool,
    /// The commune has erased them, on its own day.
    by_commune: bool,
}

impl Erasure {
    fn run(
        &self,
        book: &mut Book,
        session: &Session,
        (kind, told): (&'static str, serde_json::Value),
        dry_run: bool,
    ) -> Result<Erased> {
        let today = session.today();
        let ids: Vec<CitizenId> = self.people.iter().map(|person| person.id).collect();
        let mut done = Erased {
            people: as_count(ids.len()),
            laptops: laptops_with(book, session, &self.people)?,
            ..Erased::default()
        };
        let traces = traces_of(book, &self.people)?;
        let named: BTreeSet<String> = ids.iter().map(CitizenId::to_string).collect();
        let erasing = Erasing {
            people: &ids,
            everybody: self.everybody,
            first: book.first_figure_day()?,
            today,
            gone_from: if self.kept_today { today.succ_opt().unwrap_or(today) } else { today },
            holds: &|file| holds(file, &named, &traces),
        };
        let change = |tx: &Tx<'_>| {
            let rows = tx.erase(&erasing)?;
            if self.by_commune {
                tx.date_erasures(&ids)?;
            }
            Ok(rows)
        };
        if dry_run {
            done.rows = book.rehearse(session, change)?;
            done.backups = as_count(book.list_backups()?.len());
        } else {
            done.rows = book.transact(session, kind, told, change)?.value;
            done.drop_backups(book, session);
        }
        done.tell(self.everybody);
        Ok(done)
    }
}

/// Whether a result package speaks of any of them; one that cannot be read may.
fn holds(file: &str, people: &BTreeSet<String>, traces: &Traces) -> bool {
    let Ok(opened) = read_result(file.as_bytes()) else { return true };
    opened.package.changes.iter().any(|change| {
        let fields = || change.from.iter().chain(&change.to).flat_map(|fields| fields.values());
        people.contains(&change.id)
            || fields()
                .filter_map(|value| value.as_str())
                .any(|text| people.contains(text) || traces.are_in(text))
    })
}

impl Erased {
    /// A new backup takes the place of the older ones. What could not be done is told, and stays owed: the book itself is free of them by
    /// then.
    fn drop_backups(&mut self, book: &mut Book, session: &Session) {
        match book.settle_backups(session) {
            Ok(older) => {
                self.backups = older.done;
                self.backups_left = older.left.into_iter().chain(older.away).collect();
                self.backups_of_copies = older.of_copies;
            }
            Err(e) => {
                let kept = book.list_backups().unwrap_or_default();
                self.backups_left = kept.into_iter().map(|backup| backup.path).collect();
                let e = book.explain(e);
                book.note_backup_failure(session, e.clone());
                self.findings.push(Refusal::from(e).sentences);
            }
        }
    }

    fn tell(&mut self, everybody: bool) {
        let mut say = |e: Error| self.findings.push(Refusal::from(e).sentences);
        for (code, paths) in
            [("erase.backups_left", &self.backups_left), (OF_COPIES, &self.backups_of_copies)]
        {
            if !paths.is_empty() {
                say(Error::new(code).with("paths", told_paths(paths)));
            }
        }
        if !self.laptops.is_empty() {
            say(Error::new("erase.laptops").with("units", self.laptops.join(", ")));
        }
        if self.rows.packages > 0 {
            say(Error::new("erase.packages").with("count", self.rows.packages));
        }
        say(Error::new(if everybody { "erase.papers_all" } else { "erase.papers" }));
    }
}
