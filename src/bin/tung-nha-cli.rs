//! The commands of the product for scripts and servers.
//!
//! Exit 0 done, 1 refused (error code and Vietnamese sentence on stderr), 2 usage. `--json` prints one JSON value on
//! stdout; all else goes to stderr. Ctrl-C stops the running job and leaves the book as it was.

#[path = "tung-nha-cli/plans.rs"]
mod plans;

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::{Args, Parser, Subcommand};
use mimalloc::MiMalloc;
use plans::{AssignmentCommand, DayCommand, TargetCommand, UnitCommand};
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
    /// A file whose first line is the passphrase; else TUNG_NHA_PASSPHRASE
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
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
    Book(BookCommand),
    /// Units of the book
    #[command(subcommand)]
    Unit(UnitCommand),
    /// The survey by household
    #[command(subcommand)]
    Register(RegisterCommand),
    /// Extracts of the population database
    #[command(subcommand)]
    Roster(RosterCommand),
    /// Who is who: a roster against the register
    Reconcile(ReconcileArgs),
    /// Who has to be visited, and the workbook for the walk
    Worklist {
        /// Only this hamlet
        #[arg(long)]
        unit: Option<String>,
        /// The day of the walk; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
        /// The workbook to write
        #[arg(long, value_name = "F.xlsx")]
        out: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// Visits
    #[command(subcommand)]
    Visit(VisitCommand),
    /// Writes an official form
    Report {
        /// daily, annex1, annex2, activated, absent, ineligible, no-smartphone, hand-back, discrepancies, five-clear, league
        form: String,
        /// The day
        #[arg(long)]
        date: NaiveDate,
        /// The first day of a period
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Only this hamlet
        #[arg(long)]
        unit: Option<String>,
        /// The workbook to write
        #[arg(long, value_name = "F.xlsx")]
        out: PathBuf,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// The state of a day, and its files
    #[command(subcommand)]
    Day(DayCommand),
    /// Campaigns
    #[command(subcommand)]
    Campaign(CampaignCommand),
    /// Figures that go up: write, take in, verify, see whose are missing
    #[command(subcommand)]
    Summary(SummaryCommand),
    /// Targets by unit
    #[command(subcommand)]
    Target(TargetCommand),
    /// Work given by the "5 rõ"
    #[command(subcommand)]
    Assignment(AssignmentCommand),
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
    /// Takes back the newest change, or a named one; undoing an undo is redo
    Undo {
        /// The change, as `history` names it
        #[arg(long)]
        id: Option<String>,
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
    },
}

#[derive(Subcommand)]
enum BookCommand {
    /// Makes a new book
    Create {
        /// hamlet, commune, district or province
        #[arg(long)]
        level: String,
        /// Name of the unit with its kind word
        #[arg(long)]
        name: String,
        /// National code
        #[arg(long, default_value = "")]
        code: String,
        /// Units above, nearest first
        #[arg(long)]
        above: Vec<String>,
    },
    /// What the book is and how much it holds
    Info,
    /// Looks for damage
    Check,
    /// Writes a backup
    Backup {
        /// The file to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
    /// Restores a backup as a new book
    Restore {
        /// The backup
        file: PathBuf,
        /// The new book
        #[arg(long, value_name = "BOOK")]
        out: PathBuf,
    },
    /// What is to be told of the backups
    Backups,
    /// Sets a folder on a stick or second disk that backups are copied to, at the end of a day and by `copy`
    SecondPlace {
        /// The folder; no such place when missing
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Makes a backup and copies it to the second place
    Copy,
    /// Makes a new book of what can be read of a damaged one
    Salvage {
        /// The damaged book
        file: PathBuf,
        /// The new book
        #[arg(long, value_name = "BOOK")]
        out: PathBuf,
    },
    /// Changes the passphrase to TUNG_NHA_NEW_PASSPHRASE or the first line of a file
    Passphrase {
        /// A file whose first line is the new passphrase
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
}

#[derive(Args)]
struct FileArgs {
    /// The file
    file: PathBuf,
    /// Only this sheet
    #[arg(long)]
    sheet: Option<String>,
    /// field="Heading", for a heading that is not recognised
    #[arg(long, value_name = "FIELD=HEADING")]
    map: Vec<String>,
    /// Show what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where to write the rows that were not taken
    #[arg(long, value_name = "F.xlsx")]
    rejected: Option<PathBuf>,
    /// Let that workbook take the place of an earlier one
    #[arg(long)]
    replace: bool,
}

impl FileArgs {
    fn into_import(self) -> Result<api::ImportFile> {
        let map: BTreeMap<String, String> = self
            .map
            .iter()
            .map(|pair| match pair.split_once('=') {
                Some((field, heading)) => {
                    Ok((field.trim().to_owned(), heading.trim().trim_matches('"').to_owned()))
                }
                None => Err(Error::new("layout.bad_map").with("pair", pair)),
            })
            .collect::<Result<_>>()?;
        Ok(api::ImportFile {
            file: self.file,
            sheets: self.sheet.into_iter().collect(),
            map,
            dry_run: self.dry_run,
            rejected: self.rejected,
            replace: self.replace,
            ..api::ImportFile::default()
        })
    }
}

#[derive(Subcommand)]
enum RegisterCommand {
    /// Takes in a survey
    Import(FileArgs),
}

#[derive(Subcommand)]
enum RosterCommand {
    /// Takes in an extract
    Import {
        #[command(flatten)]
        file: FileArgs,
        /// The day of the extract
        #[arg(long)]
        as_of: NaiveDate,
    },
    /// Lists the extracts
    List,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
struct ReconcileArgs {
    /// The roster; the newest extract when missing
    #[arg(long)]
    roster: Option<String>,
    /// Where to write the verdicts
    #[arg(long, value_name = "F.csv")]
    out: Option<PathBuf>,
    /// Let it take the place of an earlier file of its kind
    #[arg(long)]
    replace: bool,
    #[command(subcommand)]
    command: Option<ReconcileCommand>,
}

#[derive(Subcommand)]
enum ReconcileCommand {
    /// Decides one row by hand
    Resolve {
        /// Sheet of the row
        #[arg(long, default_value = "")]
        sheet: String,
        /// Row as Excel shows it
        #[arg(long)]
        row: u32,
        /// The roster; the newest extract when missing
        #[arg(long)]
        roster: Option<String>,
        #[command(flatten)]
        decision: Decision,
    },
    /// Claim × official, per person
    Evidence {
        /// The day
        #[arg(long)]
        as_of: NaiveDate,
        /// Where to write the findings
        #[arg(long, value_name = "F.csv")]
        out: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Decision {
    /// The row is this person
    #[arg(long, value_name = "CODE")]
    citizen: Option<String>,
    /// The row is a new person: add him to the register
    #[arg(long)]
    new: bool,
    /// The row is not one of ours
    #[arg(long)]
    reject: bool,
}

#[derive(Subcommand)]
enum VisitCommand {
    /// Logs one outcome of one person
    Log {
        /// Code of the person
        #[arg(long)]
        citizen: String,
        /// activated, absent, ineligible, no-smartphone, other
        #[arg(long)]
        outcome: String,
        /// 1 or 2, of an activation
        #[arg(long)]
        level: Option<u8>,
        /// app or web, of an activation
        #[arg(long)]
        channel: Option<String>,
        /// Code of the reason
        #[arg(long)]
        reason: Option<String>,
        /// Who logged it
        #[arg(long)]
        by: Option<String>,
        /// When; now when missing
        #[arg(long, value_name = "RFC3339")]
        at: Option<DateTime<FixedOffset>>,
        /// A short note
        #[arg(long)]
        note: Option<String>,
    },
    /// Takes in a worksheet that was filled in
    Import {
        /// The worksheet
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum CampaignCommand {
    /// Makes a campaign from a JSON file
    Create {
        /// The file
        #[arg(long, value_name = "F.json")]
        file: PathBuf,
    },
    /// Changes what a campaign says; its targets stay
    Edit {
        /// Its number up to now
        #[arg(long)]
        campaign: String,
        /// The file with all that it says from now on
        #[arg(long, value_name = "F.json")]
        file: PathBuf,
    },
    /// Shows the campaigns
    Show,
}

#[derive(Subcommand)]
enum SummaryCommand {
    /// Writes the summary up to a day, and a workbook of the same figures beside it
    Export {
        /// The day
        #[arg(long)]
        date: NaiveDate,
        /// The file to write (.tnsolieu)
        #[arg(long, value_name = "F")]
        out: PathBuf,
        /// Let both take the places of earlier ones
        #[arg(long)]
        replace: bool,
    },
    /// Takes in summaries of the units below
    Import {
        /// Files, folders or zips
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Fingerprint of a unit that hands in for the first time, as the unit tells it
        #[arg(long, value_name = "FINGERPRINT")]
        trust: Vec<String>,
        /// The unit lost its book: the key with the fingerprint takes the place of its old one
        #[arg(long, requires = "trust")]
        replace_key: bool,
        /// Show the plan and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Verifies a file and all inside; needs no book
    Verify {
        /// The file
        file: PathBuf,
    },
    /// Who has handed in a day, and who has not
    Missing {
        /// The day
        #[arg(long)]
        date: NaiveDate,
    },
    /// Who has signed a day, and what comes next
    Chain {
        /// The day
        #[arg(long)]
        date: NaiveDate,
    },
    /// The own fingerprint, to be told by telephone, and the keys of the units below
    Keys,
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
    let keys = Keys { book: cli.book, file: cli.passphrase_file };
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
        Command::Demo { people, seed, out } => {
            give(api::demo(desk, &api::MakeDemo { people, seed, out, ..api::MakeDemo::default() }), json)
        }
        Command::Summary(SummaryCommand::Verify { file }) => {
            give(api::summary_verify(desk, &api::VerifySummary { file }), json)
        }
        Command::Gazetteer { name, province, limit } => {
            give(api::gazetteer(desk, &api::FindPlaces { name, province, limit }), json)
        }
        Command::Book(BookCommand::Create { level, name, code, above }) => {
            let level = parse("level", &level)?;
            let path = keys.book()?;
            let passphrase = keys.passphrase()?;
            give(
                api::book_create(desk, &api::CreateBook { path, passphrase, level, name, code, above }),
                json,
            )
        }
        Command::Book(BookCommand::Restore { file, out }) => {
            let passphrase = keys.passphrase()?;
            give(api::book_restore(desk, &api::RestoreBook { backup: file, passphrase, path: out }), json)
        }
        Command::Book(BookCommand::Salvage { file, out }) => {
            let passphrase = keys.passphrase()?;
            give(api::book_salvage(desk, &api::SalvageBook { path: file, passphrase, out }), json)
        }
        command => {
            let (path, passphrase) = (keys.book()?, keys.passphrase()?);
            if let Command::Book(BookCommand::Passphrase { new_passphrase_file }) = command {
                let new = secret(new_passphrase_file.as_ref(), "TUNG_NHA_NEW_PASSPHRASE")?;
                let args = api::NewPassphrase { old: passphrase.clone(), passphrase: new };
                open(desk, path, passphrase)?;
                return give(api::book_passphrase(desk, &args), json);
            }
            open(desk, path, passphrase)?;
            on_book(desk, command, json)
        }
    }
}

/// Opens the book; one that can only be looked at is told.
fn open(desk: &mut Desk, path: PathBuf, passphrase: String) -> Result<()> {
    let info = api::book_open(desk, &api::OpenBook { path, passphrase })?;
    if info.read_only {
        let told = Error::new("book.read_only").with("path", info.path.display());
        eprintln!("{}: {}", told.code, told.sentence());
    }
    Ok(())
}

/// The commands that work on the open book.
fn on_book(desk: &mut Desk, command: Command, json: bool) -> Result<String> {
    match command {
        Command::Book(BookCommand::Info) => give(api::book_info(desk, &Nothing {}), json),
        Command::Book(BookCommand::Backups) => give(api::backup_state(desk, &Nothing {}), json),
        Command::Book(BookCommand::SecondPlace { folder }) => {
            give(api::backup_second_place(desk, &api::SecondPlace { folder }), json)
        }
        Command::Book(BookCommand::Copy) => give(api::backup_copy(desk, &Nothing {}), json),
        Command::Book(BookCommand::Check) => give(api::book_check(desk, &Nothing {}), json),
        Command::Book(BookCommand::Backup { out }) => {
            give(api::book_backup(desk, &api::WriteTo { path: out }), json)
        }
        Command::Unit(command) => plans::on_units(desk, command, json),
        Command::Target(command) => plans::on_targets(desk, command, json),
        Command::Assignment(command) => plans::on_assignments(desk, command, json),
        Command::Register(RegisterCommand::Import(file)) => {
            give(api::register_import(desk, &file.into_import()?), json)
        }
        Command::Roster(RosterCommand::Import { file, as_of }) => {
            give(api::roster_import(desk, &api::ImportRoster { file: file.into_import()?, as_of }), json)
        }
        Command::Roster(RosterCommand::List) => give(api::roster_list(desk, &Nothing {}), json),
        Command::Reconcile(ReconcileArgs { roster, out, replace, command: None }) => {
            let roster = roster.map(|id| parse("roster", &id)).transpose()?;
            give(api::reconcile(desk, &api::Reconcile { roster, out, replace }), json)
        }
        Command::Reconcile(ReconcileArgs {
            command: Some(ReconcileCommand::Resolve { sheet, row, roster, decision }),
            ..
        }) => {
            let roster = roster.map(|id| parse("roster", &id)).transpose()?;
            let decision = match decision {
                Decision { citizen: Some(code), .. } => api::Decision::Citizen(code),
                Decision { new: true, .. } => api::Decision::New,
                Decision { .. } => api::Decision::Reject,
            };
            let number = api::KeepNumber::default();
            let resolve = api::Resolve { roster, sheet, row, decision, number };
            give(api::reconcile_resolve(desk, &resolve), json)
        }
        Command::Reconcile(ReconcileArgs {
            command: Some(ReconcileCommand::Evidence { as_of, out, replace }),
            ..
        }) => give(api::reconcile_evidence(desk, &api::WeighEvidence { as_of, out, replace }), json),
        Command::Worklist { unit, date, out, replace } => {
            let unit = unit.map(|name| unit_id(desk, name)).transpose()?;
            let file = out.clone();
            let list = api::worklist(desk, &api::MakeWorklist { unit, date, out, replace })?;
            match file {
                // The names stand in the workbook: once is enough.
                Some(out) => {
                    let told = json!({
                        "day": list.day, "as_of": list.as_of, "hamlets": list.hamlets.len(), "people": list.len(),
                        "out": out,
                    });
                    give(Ok(told), json)
                }
                None => give(Ok(list), json),
            }
        }
        Command::Visit(VisitCommand::Log { citizen, outcome, level, channel, reason, by, at, note }) => {
            let visit = api::NewVisit {
                at,
                level: level.unwrap_or_default(),
                channel: channel.map(|word| parse("channel", &word)).transpose()?,
                reason: reason.unwrap_or_default(),
                by: by.unwrap_or_default(),
                note: note.unwrap_or_default(),
                ..api::NewVisit::new(&citizen, parse("outcome", &outcome)?)
            };
            give(api::visit_log(desk, &api::LogVisits { visits: vec![visit] }), json)
        }
        Command::Visit(VisitCommand::Import { file }) => {
            give(api::visit_import(desk, &api::ImportVisits { file, dry_run: false }), json)
        }
        Command::Report { form, date, from, unit, out, replace } => {
            let form = form.parse()?;
            let unit = unit.map(|name| unit_id(desk, name)).transpose()?;
            give(api::report(desk, &api::ReportArgs { form, day: date, from, unit, out, replace }), json)
        }
        Command::Day(day) => match day {
            DayCommand::Show { date } => give(api::today(desk, &api::AskDay { day: date }), json),
            DayCommand::Check { date } => give(api::close_check(desk, &api::AskDay { day: date }), json),
            DayCommand::Close { date, out } => {
                give(api::close_day(desk, &api::CloseDay { day: date, folder: out }), json)
            }
        },
        Command::Campaign(CampaignCommand::Create { file }) => {
            give(api::campaign_create(desk, &api::CampaignFile { file }), json)
        }
        Command::Summary(SummaryCommand::Export { date, out, replace }) => {
            give(api::summary_export(desk, &api::ExportSummary { day: date, out, replace }), json)
        }
        Command::Campaign(CampaignCommand::Edit { campaign, file }) => {
            let plan = api::Plan::from_json(&api::read_text(&file, SMALL_FILE)?)?;
            give(api::campaign_edit(desk, &api::EditCampaign { campaign, plan }), json)
        }
        Command::Summary(SummaryCommand::Import { files, trust, replace_key, dry_run }) => {
            let args = api::ImportSummaries { files, trust, replace_key, dry_run };
            give(api::summary_import(desk, &args), json)
        }
        Command::Summary(SummaryCommand::Chain { date }) => {
            give(api::summary_chain(desk, &api::MissingSummaries { day: date }), json)
        }
        Command::Summary(SummaryCommand::Keys) => give(api::key_list(desk, &Nothing {}), json),
        Command::Summary(SummaryCommand::Missing { date }) => {
            give(api::summary_missing(desk, &api::MissingSummaries { day: date }), json)
        }
        Command::Campaign(CampaignCommand::Show) => give(api::campaign_show(desk, &Nothing {}), json),
        Command::History { limit } => give(api::history(desk, &api::History { limit }), json),
        Command::Undo { id } => {
            let id = id.map(|id| parse("id", &id)).transpose()?;
            give(api::undo(desk, &api::Undo { id }), json)
        }
        Command::Book(
            BookCommand::Create { .. }
            | BookCommand::Restore { .. }
            | BookCommand::Salvage { .. }
            | BookCommand::Passphrase { .. },
        )
        | Command::Summary(SummaryCommand::Verify { .. })
        | Command::Demo { .. }
        | Command::Gazetteer { .. } => {
            // `run` has taken these.
            Err(Error::new("api.unknown_command").with("name", "book"))
        }
    }
}

/// Where the book and its passphrase come from.
struct Keys {
    book: Option<PathBuf>,
    file: Option<PathBuf>,
}

impl Keys {
    fn book(&self) -> Result<PathBuf> {
        self.book.clone().ok_or_else(|| Error::new("cli.no_book"))
    }

    fn passphrase(&self) -> Result<String> {
        secret(self.file.as_ref(), "TUNG_NHA_PASSPHRASE")
    }
}

fn secret(file: Option<&PathBuf>, variable: &'static str) -> Result<String> {
    match file {
        Some(file) => {
            let text = api::read_text(file, SMALL_FILE).map_err(|e| {
                Error::new("cli.passphrase_file").with("path", file.display()).with("reason", e.sentence())
            })?;
            Ok(text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned())
        }
        None => {
            std::env::var(variable).map_err(|_| Error::new("cli.no_passphrase").with("variable", variable))
        }
    }
}

fn unit_id(desk: &mut Desk, name: String) -> Result<api::UnitId> {
    Ok(api::unit_named(desk, &api::UnitName { name })?.id)
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
