//! The commands of the product for scripts and servers.
//!
//! Exit 0 done, 1 refused (error code and Vietnamese sentence on stderr), 2 usage. `--json` prints one JSON value on
//! stdout; all else goes to stderr. Ctrl-C stops the running job and leaves the book as it was.

mod agencies;
mod assignments;
mod audit;
mod book;
mod day;
mod import;
mod members;
mod packages;
mod people;
mod points;
mod quotas;
mod roster;
mod summaries;
mod targets;
mod teams;
mod update;
mod walk;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use serde::Serialize;
use serde_json::json;
use tung_nha::api::{self, Desk, Error, Nothing, Result, Session};
use zeroizing_alloc::ZeroAlloc;

/// An import makes and drops millions of small strings on three threads. Given back, all is wiped: passphrases, keys, names.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

/// Plans and passphrases are some kilobytes; a larger file is another file.
const SMALL_FILE: u64 = 1 << 20;

#[derive(Parser)]
#[command(name = "tung-nha-cli", version, about = "Từng Nhà, from the command line")]
struct Cli {
    /// The book
    #[arg(long, global = true, env = "TUNG_NHA_BOOK", value_name = "FILE")]
    book: Option<PathBuf>,
    /// A file whose first line is the passphrase, or a member's own secret; else TUNG_NHA_PASSPHRASE
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Who works, where the book is opened by its passphrase; a new name becomes a member until rights begin
    #[arg(long = "as", global = true, env = "TUNG_NHA_MEMBER", value_name = "NAME")]
    member: Option<String>,
    /// What a list with names leaves for: walk, call, police, citizen, or words; in the journal and at the foot of the paper
    #[arg(long, global = true, value_name = "TEXT")]
    purpose: Option<String>,
    /// A file whose first line locks the workbooks with names that this command writes: Excel asks for it
    #[arg(long, global = true, value_name = "FILE")]
    lock_file: Option<PathBuf>,
    /// Print one JSON value on stdout
    #[arg(long, global = true)]
    json: bool,
    /// The folder with the settings of this computer
    #[arg(long, global = true, env = "TUNG_NHA_SETTINGS", value_name = "DIR")]
    settings: Option<PathBuf>,
    /// Set the clock
    #[arg(long, global = true, value_name = "RFC3339")]
    now: Option<DateTime<FixedOffset>>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make, look at, check, back up and restore a book
    #[command(subcommand)]
    Book(book::BookCommand),
    /// Members, what they may do, secrets of their own
    #[command(subcommand)]
    Member(members::MemberCommand),
    /// Units of the book
    #[command(subcommand)]
    Unit(book::UnitCommand),
    /// Agencies and their own people
    #[command(subcommand)]
    Agency(agencies::AgencyCommand),
    /// Teams and who is in them
    #[command(subcommand)]
    Team(teams::TeamCommand),
    /// The survey by household
    #[command(subcommand)]
    Register(import::RegisterCommand),
    /// All that is held of a person: shown to him, or erased
    #[command(subcommand)]
    Person(people::PersonCommand),
    /// Extracts of the population database
    #[command(subcommand)]
    Roster(import::RosterCommand),
    /// Who is who: a roster against the register
    Reconcile(roster::ReconcileArgs),
    /// Who has to be visited, and the workbook for the walk
    Worklist(walk::WorklistArgs),
    /// Visits
    #[command(subcommand)]
    Visit(walk::VisitCommand),
    /// Points where people come to the team
    #[command(subcommand)]
    Point(points::PointCommand),
    /// Invitations to points: plan, list, print, tick
    #[command(subcommand)]
    Invite(points::InviteCommand),
    /// What was told and taught, by unit and day
    #[command(subcommand)]
    Outreach(points::OutreachCommand),
    /// Random checks of what teams claim
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Writes an official form
    Report(day::ReportArgs),
    /// The report of a week, a phase or the campaign in words, as a Word document
    Letter(day::LetterArgs),
    /// Merits, difficulties, causes and proposals of units, for those reports
    #[command(subcommand)]
    Remark(day::RemarkCommand),
    /// The state of a day, and its files
    #[command(subcommand)]
    Day(day::DayCommand),
    /// Campaigns
    #[command(subcommand)]
    Campaign(targets::CampaignCommand),
    /// Figures that go up: write, take in, verify, see whose are missing
    #[command(subcommand)]
    Summary(summaries::SummaryCommand),
    /// Lists down to the laptops of hamlets
    #[command(subcommand)]
    Package(packages::PackageCommand),
    /// Visits and corrections back up from them
    #[command(subcommand)]
    Result(packages::ResultCommand),
    /// Plans and tasks down from the province or district
    #[command(subcommand)]
    Enrol(packages::EnrolCommand),
    /// What two books changed at once
    #[command(subcommand)]
    Conflict(packages::ConflictCommand),
    /// Targets by unit
    #[command(subcommand)]
    Target(targets::TargetCommand),
    /// Targets of members, teams and alleys
    #[command(subcommand)]
    Quota(quotas::QuotaCommand),
    /// Indicators beside activation, and what units report of them
    #[command(subcommand)]
    Indicator(targets::IndicatorCommand),
    /// Work given by the "5 rõ"
    #[command(subcommand)]
    Assignment(assignments::AssignmentCommand),
    /// A new version of the program, from a file
    #[command(subcommand)]
    Update(update::UpdateCommand),
    /// Offers provinces and communes of the national list
    Gazetteer {
        /// Words of the name
        #[arg(long, default_value = "")]
        name: String,
        /// The province, by name or code
        #[arg(long, default_value = "")]
        province: String,
        /// At most this many
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// What was done, newest first
    History {
        /// At most this many
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Takes back the newest change, or a named one; a paper that was written only by its name. Undoing an undo is redo
    Undo {
        /// The change, as `history` names it
        #[arg(long)]
        id: Option<String>,
    },
    /// What somebody who is asked for help has to know, and nothing of anybody; also of a book that does not open
    Diagnose {
        /// The text file to write; printed when missing
        #[arg(long, value_name = "F")]
        out: Option<PathBuf>,
        /// Replace an earlier one
        #[arg(long)]
        replace: bool,
    },
    /// Writes an invented commune to try things on
    Demo {
        /// How many people
        #[arg(long)]
        people: u32,
        /// The same seed gives the same commune
        #[arg(long)]
        seed: u64,
        /// The folder to write into
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// What is wrong with its lists: noise-2, namesakes, minorities, …; the refusal of another word names all
        #[arg(long, default_value = "usual")]
        kind: String,
    },
}

fn main() -> ExitCode {
    tung_nha::memory::keep_to_this_program();
    let cli = Cli::parse();
    let json = cli.json;
    match run(cli) {
        Ok(text) => {
            // A closed pipe is the reader's wish, not a failure.
            let _ = writeln!(std::io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            if json {
                let value =
                    json!({ "error": error.code, "sentence": error.sentence(), "params": error.params });
                let _ = writeln!(std::io::stdout(), "{value}");
            }
            eprintln!("{}: {}", error.code, error.sentence());
            ExitCode::from(if error.code.starts_with("cli.") { 2 } else { 1 })
        }
    }
}

fn run(cli: Cli) -> Result<String> {
    let json = cli.json;
    let mut session = Session::new(cli.now);
    if std::io::stderr().is_terminal() {
        session = session.with_progress(Box::new(show_progress));
    }
    let switch = session.stop_switch();
    // Without a handler Ctrl-C still ends the program, and the transaction with it.
    let _ = ctrlc::set_handler(move || switch.store(true, Ordering::Relaxed));
    let mut desk = Desk::with_settings(session, &cli.settings.unwrap_or_default());
    let password = cli.lock_file.map(|file| first_line(&file)).transpose()?.map(Into::into);
    if cli.purpose.is_some() || password.is_some() {
        let purpose = cli.purpose.unwrap_or_default();
        api::purpose_set(&mut desk, &api::SayPurpose { purpose, password })?;
    }
    let keys = Keys { book: cli.book, file: cli.passphrase_file, member: cli.member };
    let done = run_command(&mut desk, cli.command, &keys, json);
    // The command is done all the same. Without an open book there is nothing to tell.
    if let Ok(Some(failure)) = api::backup_failure(&mut desk, &Nothing {}) {
        let [sentence, _] = failure.sentences;
        eprintln!("{}: {sentence}", failure.code);
    }
    done
}

fn run_command(desk: &mut Desk, command: Command, keys: &Keys, json: bool) -> Result<String> {
    match command {
        Command::Book(command) => book::run(desk, command, keys, json),
        Command::Member(command) => members::run(desk, command, keys, json),
        Command::Unit(command) => book::on_units(keys.open(desk)?, command, json),
        Command::Agency(command) => agencies::run(keys.open(desk)?, command, json),
        Command::Team(command) => teams::run(keys.open(desk)?, command, json),
        Command::Register(command) => import::on_register(keys.open(desk)?, command, json),
        Command::Person(command) => people::run(keys.open(desk)?, command, json),
        Command::Roster(command) => import::on_roster(keys.open(desk)?, command, json),
        Command::Reconcile(args) => roster::reconcile(keys.open(desk)?, args, json),
        Command::Worklist(args) => walk::worklist(keys.open(desk)?, args, json),
        Command::Visit(command) => walk::run(keys.open(desk)?, command, json),
        Command::Point(command) => points::on_points(keys.open(desk)?, command, json),
        Command::Invite(command) => points::on_invitations(keys.open(desk)?, command, json),
        Command::Outreach(command) => points::on_outreach(keys.open(desk)?, command, json),
        Command::Audit(command) => audit::run(keys.open(desk)?, command, json),
        Command::Report(args) => day::report(keys.open(desk)?, args, json),
        Command::Letter(args) => day::letter(keys.open(desk)?, args, json),
        Command::Remark(command) => day::on_remarks(keys.open(desk)?, command, json),
        Command::Day(command) => day::run(keys.open(desk)?, command, json),
        Command::Campaign(command) => targets::on_campaigns(keys.open(desk)?, command, json),
        Command::Summary(command) => summaries::run(desk, command, keys, json),
        Command::Package(command) => packages::package(desk, command, keys, json),
        Command::Result(command) => packages::result(desk, command, keys, json),
        Command::Enrol(command) => packages::enrol(desk, command, keys, json),
        Command::Conflict(command) => packages::conflict(desk, command, keys, json),
        Command::Quota(command) => quotas::run(keys.open(desk)?, command, json),
        Command::Indicator(command) => targets::on_indicators(keys.open(desk)?, command, json),
        Command::Target(command) => targets::on_targets(keys.open(desk)?, command, json),
        Command::Assignment(command) => assignments::run(keys.open(desk)?, command, json),
        Command::Update(command) => update::run(desk, command, json),
        Command::Gazetteer { name, province, limit } => {
            give(api::gazetteer(desk, &api::FindPlaces { name, province, limit }), json)
        }
        Command::History { limit } => give(api::history(keys.open(desk)?, &api::History { limit }), json),
        Command::Undo { id } => {
            let desk = keys.open(desk)?;
            let id = id.map(|id| parse("id", &id)).transpose()?;
            give(api::undo(desk, &api::Undo { id, ask: false }), json)
        }
        Command::Diagnose { out, replace } => diagnose(desk, keys, out, replace, json),
        Command::Demo { people, seed, out, kind } => give(
            api::demo(desk, &api::MakeDemo { people, seed, out, kind, ..api::MakeDemo::default() }),
            json,
        ),
    }
}

/// A diagnosis. Why the book could not be opened is part of it.
fn diagnose(desk: &mut Desk, keys: &Keys, out: Option<PathBuf>, replace: bool, json: bool) -> Result<String> {
    if keys.book.is_some() {
        let _ = keys.open(desk);
    }
    let made = api::diagnose(desk, &api::Diagnose::default())?;
    if let Some(out) = out {
        api::diagnosis_save(desk, &api::SaveDiagnosis { out, replace })?;
    }
    if json { give(Ok(made), json) } else { Ok(made.text) }
}

/// Where the book and its passphrase come from.
struct Keys {
    book: Option<PathBuf>,
    file: Option<PathBuf>,
    member: Option<String>,
}

impl Keys {
    fn book(&self) -> Result<PathBuf> {
        self.book.clone().ok_or_else(|| Error::new("cli.no_book"))
    }

    fn passphrase(&self) -> Result<String> {
        secret(self.file.as_ref(), "TUNG_NHA_PASSPHRASE")
    }

    /// Opens the book, and gives the desk with it; one that can only be looked at is told.
    fn open<'a>(&self, desk: &'a mut Desk) -> Result<&'a mut Desk> {
        let (path, passphrase) = (self.book()?, self.passphrase()?);
        let info = api::book_open(desk, &api::OpenBook { path, passphrase })?;
        if info.read_only {
            let told = Error::new("book.read_only").with("path", info.path.display());
            eprintln!("{}: {}", told.code, told.sentence());
        }
        if let Some(name) = &self.member {
            api::sign_in(desk, &api::SignIn { member: None, name: name.clone() })?;
        }
        Ok(desk)
    }
}

fn secret(file: Option<&PathBuf>, variable: &'static str) -> Result<String> {
    match file {
        Some(file) => first_line(file),
        None => {
            std::env::var(variable).map_err(|_| Error::new("cli.no_passphrase").with("variable", variable))
        }
    }
}

/// What stands in the first line of a file.
fn first_line(file: &Path) -> Result<String> {
    let text = api::read_text(file, SMALL_FILE).map_err(|e| {
        Error::new("cli.passphrase_file").with("path", file.display()).with("reason", e.sentence())
    })?;
    Ok(text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned())
}

/// The unit that a command is limited to.
fn unit_id(desk: &mut Desk, name: Option<String>) -> Result<Option<api::UnitId>> {
    name.map(|name| Ok(api::unit_named(desk, &api::UnitName { name })?.id)).transpose()
}

/// A word of the command line as the api's own type.
fn parse<T: serde::de::DeserializeOwned>(name: &'static str, word: &str) -> Result<T> {
    serde_json::from_value(json!(word))
        .map_err(|_| Error::new("cli.bad_word").with("name", name).with("word", word))
}

/// What a command gives, as JSON: on one line, or laid out for people.
fn give<T: Serialize>(out: Result<T>, json: bool) -> Result<String> {
    let out = out?;
    let text = if json { serde_json::to_string(&out) } else { serde_json::to_string_pretty(&out) };
    text.map_err(|e| Error::new("api.bad_arguments").with("reason", e))
}

fn show_progress(step: &'static str, done: u64, total: u64) {
    let step = api::word(step);
    if total == 0 {
        eprint!("\r{step} {done}\u{1b}[K");
    } else {
        eprint!("\r{step} {done}/{total}\u{1b}[K");
    }
    if done == total && total > 0 {
        eprintln!();
    }
}
