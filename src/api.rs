//! Every command of the product in one table. Shells (the window, the command line) call these and nothing below.
//!
//! A command is `name(Args) -> Out = job`: the table makes a typed function for Rust callers and an arm of [`call`] for
//! callers that speak JSON.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TypeVisitor;

// What every command speaks in.
pub use crate::disk::read_text;
pub use crate::domain::accounting::Accounting;
pub use crate::domain::assignment::{AssignmentDraft, NewAssignment};
pub use crate::domain::campaign::{Campaign, Plan};
pub use crate::domain::citizen::{Citizen, Departure, Household};
pub use crate::domain::first_steps::FirstStep;
pub use crate::domain::gazetteer::ListedPlace;
pub use crate::domain::ids::{AssignmentId, MemberId, UnitId};
pub use crate::domain::member::{Member, Role};
pub use crate::domain::passphrase::Strength;
pub use crate::domain::person_form::{FieldFinding, PersonForm};
pub use crate::domain::report::ReportForm;
pub use crate::domain::round::Round;
pub use crate::domain::target::Levels;
pub use crate::domain::template::Template;
pub use crate::domain::unit::{DatedUnit, Level, Unit};
pub use crate::domain::visit::{NewVisit, Outcome};
pub use crate::domain::walk_sheet::Sheet;
pub use crate::domain::worklist::Worklist;
pub use crate::error::{Error, Refusal, Result, RowIssue, Severity};
pub use crate::jobs::Nothing;
pub use crate::messages::{Language, word};
pub use crate::session::Session;
pub use crate::settings::Settings;
pub use crate::store::rosters::RosterSummary;
pub use crate::store::{
    Backup, BackupState, BookInfo, JournalEntry, JournalFilter, JournalPage, Lost, LostRow, MemberView,
    OperationView, Salvaged, SalvagedTable, Undone,
};

// The desk: this computer, its clock and its settings.
pub use crate::jobs::desk::{About, Desk, Machine, RecentView, SayPurpose, SecondPlace, Words};
pub use crate::jobs::diagnose::{Diagnose, Diagnosis, Fault, SaveDiagnosis, Screen};

// The book: its file, backups, members, units, undo.
pub use crate::jobs::book::change_units::{FindPlaces, NewAgency, PlannedUnit, PlannedUnits, RenameUnit};
pub use crate::jobs::book::keep_book::{
    ChangedPassphrase, CreateBook, NewPassphrase, NewUnit, OpenBook, PathFor, ProposePath, RestoreBook,
    SalvageBook, TypedPassphrase, UnitName, WaiveBackup, WriteTo,
};
pub use crate::jobs::book::keep_members::{ChangeMember, RemoveMember, SignIn};
pub use crate::jobs::book::keep_secrets::{AskRecoverySheet, RecoverySheet, SetSecret};
pub use crate::jobs::book::list_outgoing::{AskLeak, Leak, OutLine, ShredOut};
pub use crate::jobs::book::merge_units::MergeUnits;
pub use crate::jobs::book::split_unit::{SplitUnit, UnitPart};
pub use crate::jobs::book::undo::{History, OneOperation, Undo};

// Rights.
pub use crate::domain::rights::{May, Right, Rights, TABLE as RIGHTS, may, right_of};
pub use crate::jobs::rights::{RightRow, RightsTable, SetRights};

// Agencies and their people.
pub use crate::domain::agency::PeopleKind;
pub use crate::domain::agency_target::AgencyTarget;
pub use crate::jobs::agencies::change_people::{ChangeAgencyPeople, RemoveAgencyPeople, SettleAgencyPerson};
pub use crate::jobs::agencies::find_people::{FoundOfAgency, OfAgency};
pub use crate::jobs::agencies::import_agency::{ImportAgency, ListOfAgency};
pub use crate::jobs::agencies::rank_tasks::AgencyTasks;
pub use crate::jobs::agencies::set_target::SetAgencyTarget;
pub use crate::jobs::agencies::show_agencies::{
    AgencyBoard, AgencyPart, AgencyPerson, AgencyView, ListAgency,
};

// Teams.
pub use crate::domain::team::{Duty, NewTeamMember, Team, TeamKind};
pub use crate::jobs::teams::import_teams::ImportTeams;
pub use crate::jobs::teams::keep_teams::{KeepTeam, RemoveTeam};
pub use crate::jobs::teams::show_teams::{TeamBoard, TeamView};

// Surveys and extracts.
pub use crate::jobs::import::import_register::ImportFile;
pub use crate::jobs::import::import_roster::ImportRoster;
pub use crate::jobs::import::shred_file::ShredFile;
pub use crate::jobs::import::take_file::{FileLook, ListKind, TakeFile, TakenFile};

// Households and people, by hand.
pub use crate::domain::ids::PersonDraftId;
pub use crate::domain::person_form::{Home, HouseholdForm, PersonDraft};
pub use crate::jobs::register::erase_people::{EraseCampaign, ErasePerson, Erased};
pub use crate::jobs::register::export_person::{ExportPerson, ExportedPerson};
pub use crate::jobs::register::keep_half_typed::{DropPersonDraft, HalfTyped};
pub use crate::jobs::register::keep_register::{
    AddCitizen, ChangeCitizen, ChangeHousehold, CheckPerson, LeaveCitizen, MergeCitizens, MoveCitizens,
    SavedCitizen,
};
pub use crate::jobs::register::reveal_numbers::Reveal;
pub use crate::jobs::register::show_register::{
    CardFound, CitizenView, FindPeople, FoundPeople, HouseholdPage, HouseholdView, ListHouseholds,
    PersonChangeLine, ReadCard, RegisterPlace, ShowCitizen, ShowHousehold,
};
pub use crate::jobs::register::show_seen::{AskSeen, Seen, SeenLine};

// Reconciliation of an extract, row by row.
pub use crate::domain::matching::Verdict;
pub use crate::domain::matching::blind::Judgement;
pub use crate::domain::matching::doubt::{Expected, Range};
pub use crate::domain::matching::parts::PartExpected;
pub use crate::jobs::roster::choose_error::ErrorChoice;
pub use crate::jobs::roster::fill_facts::{FillFacts, Filled, FilledPerson};
pub use crate::jobs::roster::judge_blind::{BlindSample, DrawPairs, JudgePair};
pub use crate::jobs::roster::list_findings::{FindingsPage, ListFindings};
pub use crate::jobs::roster::list_pairs::{OfRoster, PageOfPile, Pair, PilePage, Piles, RowOfRoster};
pub use crate::jobs::roster::reconcile::{Reconcile, ReconcileLine, Reconciled, WeighEvidence, Weighed};
pub use crate::jobs::roster::settle_pairs::{Decision, KeepNumber, Offer, Resolve, SettleAll, SettledAll};
pub use crate::jobs::roster::show_estimate::ExpectedByPart;
pub use crate::jobs::roster::show_housemates::{HomesOfPair, Housemates};

// Worklists, rounds, visits.
pub use crate::jobs::walk::import_visits::{FilledFile, ImportVisits, ImportedVisits};
pub use crate::jobs::walk::log_visit::{LogVisits, Logged};
pub use crate::jobs::walk::make_worklist::{HamletList, MakeWorklist, MakeWorklists, WorklistsMade};
pub use crate::jobs::walk::take_answer::{Counts, Decided, Question, SheetAnswer};
pub use crate::jobs::walk::walk_hamlet::{
    AskHouse, AskRound, AskSheets, HouseNow, KeepSheets, LogAtDoor, LoggedAtDoor, NoteHousehold,
};

// Points where people come to the team, and invitations to them.
pub use crate::domain::ids::PointId;
pub use crate::domain::outreach::{Outreach, OutreachKind};
pub use crate::domain::point::{Point, PointForm};
pub use crate::figures::InvitationList;
pub use crate::jobs::points::import_points::ImportPoints;
pub use crate::jobs::points::invite_people::{InvitePeople, InvitedPeople};
pub use crate::jobs::points::keep_points::{PointView, PointsView, RemovePoint, SavePoint};
pub use crate::jobs::points::log_outreach::{LogOutreach, OutreachView, RemoveOutreach};
pub use crate::jobs::points::tick_invitations::{
    AskInvitations, InvitationsView, InvitedPerson, TakeInvitations, TickInvitations, WriteInvitations,
    WrittenInvitations,
};

// Campaigns and targets.
pub use crate::domain::forecast::PlannedStretch;
pub use crate::domain::quota::{Per, Quota, QuotaKind, QuotaRow};
pub use crate::domain::sides::{Side, SidesRow, TakenIn};
pub use crate::jobs::targets::begin_campaign::{BeginCampaign, Begun, FromTemplate, TemplateTask};
pub use crate::jobs::targets::edit_targets::{
    AskTargets, EditTargets, TargetTable, TypedCell, TypedLock, TypedName,
};
pub use crate::jobs::targets::follow_targets::{AskBurnUps, AskLeague, League, SideBySide, UnitBurnUp};
pub use crate::jobs::targets::keep_quotas::{AskQuotas, QuotaSheet, SetQuotas, ShareQuotas, TypedQuota};
pub use crate::jobs::targets::set_campaign::{
    CampaignFile, CampaignView, EditCampaign, GivePoints, UseCampaign,
};
pub use crate::jobs::targets::set_targets::{ImportTargets, LockedTarget, ShareBy, ShareTargets, TargetsSet};

// Indicators beside activation.
pub use crate::domain::indicator::{Indicator, IndicatorValue, Measure, PlannedIndicator};
pub use crate::figures::{IndicatorFigures, IndicatorRound, IndicatorRow};
pub use crate::jobs::targets::report_indicators::{IndicatorsReported, ReportIndicators, TypedIndicator};
pub use crate::jobs::targets::set_indicators::{AskIndicators, SetIndicators};

// Work by the "5 rõ".
pub use crate::jobs::assignments::change_assignment::{HandIn, NoteProgress, Reassign};
pub use crate::jobs::assignments::follow_assignments::{
    AssignmentBoard, AssignmentView, ListAssignments, MemberLoad,
};
pub use crate::jobs::assignments::give_assignment::{Clearness, GiveAssignments};
pub use crate::jobs::assignments::import_tasks::ImportTasks;
pub use crate::jobs::assignments::keep_drafts::KeepDrafts;
pub use crate::jobs::assignments::propose_counts::UnitCount;

// Random checks.
pub use crate::domain::audit::{AuditFinding, DrawBy};
pub use crate::domain::report::Percent;
pub use crate::domain::second_look::Doubt;
pub use crate::jobs::audit::draw_sample::{DrawSample, WriteAuditSheet};
pub use crate::jobs::audit::look_again::{AskLooks, LookRow, LooksPage, SettleLooks, SettledLooks};
pub use crate::jobs::audit::publish_list::{PublishList, PublishedList};
pub use crate::jobs::audit::record_findings::{NoteFinding, RecordFindings, RecordedFindings};
pub use crate::jobs::audit::show_audit::{
    AskAudit, AuditGroup, AuditHead, AuditLineView, AuditView, AuditsView,
};

// Official papers.
pub use crate::domain::remark::{Remark, RemarkKind, Removal};
pub use crate::jobs::reports::keep_remarks::{
    AskRemarks, KeepRemark, RemarkView, RemarksOfReport, RemoveRemark, SolveRemark,
};
pub use crate::jobs::reports::make_report::{AskPaper, ReportArgs, ReportDone};
pub use crate::jobs::reports::preview_report::{FormChoice, PreviewReport, ReportPreview, SetPaper};
pub use crate::jobs::reports::write_letter::{LetterArgs, LetterDone};
pub use crate::jobs::reports::write_table::{TableHead, TakeTable, TakenTable};

// Lists down to hamlets, visits back up.
pub use crate::jobs::packages::find_files::{FindFiles, FoundFile, FoundFiles, TravellingKind};
pub use crate::jobs::packages::give_work::{GivePackages, GivenPackages};
pub use crate::jobs::packages::list_laptops::{LaptopView, PassedPackage};
pub use crate::jobs::packages::settle_conflicts::{ConflictView, SettleConflict, Stands};
pub use crate::jobs::packages::take_enrolment::{
    EnrolmentAction, EnrolmentChange, TakeEnrolment, TakenEnrolment,
};
pub use crate::jobs::packages::take_result::ImportResults;
pub use crate::jobs::packages::take_work::{ImportPackage, LookPackage, OpenPackage, PackageOf};
pub use crate::jobs::packages::taken::{
    GivenPackage, ImportedResults, PeopleTaken, ResultAction, TakenResult, TakenWork, VisitsTaken,
};
pub use crate::jobs::packages::write_enrolment::{WriteEnrolments, WrittenEnrolment, WrittenEnrolments};
pub use crate::jobs::packages::write_result::{WriteResult, WrittenResult};

// Figures up and down.
pub use crate::figures::LaptopOfDay;
pub use crate::jobs::summaries::export_summary::{ExportSummary, ExportedSummary};
pub use crate::jobs::summaries::follow_summaries::{Chain, Keys};
pub use crate::jobs::summaries::import_summary::{
    Action, ImportSummaries, ImportedSummaries, KeyQuestion, PlannedFile,
};
pub use crate::jobs::summaries::list_missing::{MissingSummaries, SummariesOfDay};
pub use crate::jobs::summaries::verify_summary::{VerifiedFile, VerifySummary};
pub use crate::jobs::summaries::view_figure::{
    AskFigure, FigurePart, FigureView, SignedFigures, StatedBefore,
};

// A day in one look, and its closing.
pub use crate::jobs::day::check_day::DayCheck;
pub use crate::jobs::day::close_day::{CloseDay, ClosedDay};
pub use crate::jobs::day::look_at_today::{AskDay, Closed, Today};
pub use crate::jobs::day::show_first_steps::{AskFirstSteps, FirstSteps};

// A new version of the program.
pub use crate::jobs::update::make_update::{MakeUpdate, make as make_update, public_key as release_key};
pub use crate::jobs::update::take_update::{UpdateFile, UpdateState, UpdateView, Updated};

// An invented commune.
pub use crate::jobs::demo::make_demo::{Demo, MakeDemo};

use crate::domain::rights::asks_arguments;
use crate::jobs;
use crate::jobs::rights::look_into;
use crate::typescript::Declarations;

fn parse<T: serde::de::DeserializeOwned>(desk: &mut Desk, command: &'static str, args: Value) -> Result<T> {
    let bad = |e| Error::new("api.bad_arguments").with("reason", e);
    serde_json::from_value(args).map_err(bad).inspect_err(|e| desk.note(command, Duration::ZERO, Some(e)))
}

fn give<T: Serialize>(out: T) -> Result<Value> {
    serde_json::to_value(out).map_err(|e| Error::new("api.bad_arguments").with("reason", e))
}

/// Notes in the log of the computer what a command was and what became of it.
fn noted<T>(desk: &mut Desk, command: &'static str, job: impl FnOnce(&mut Desk) -> Result<T>) -> Result<T> {
    let begun = Instant::now();
    let done = job(desk);
    desk.note(command, begun.elapsed(), done.as_ref().err());
    done
}

/// Refuses what whoever works may not do; that no book is open is told later.
fn refuse_early(desk: &mut Desk, command: &'static str, args: &Value) -> Result<()> {
    let Ok((book, session)) = desk.open() else { return Ok(()) };
    match look_into(book, session, command, args) {
        Err(e) if e.code.starts_with("rights.") => {
            desk.note(command, Duration::ZERO, Some(&e));
            Err(e)
        }
        // Whatever else is wrong is told when it runs.
        _ => Ok(()),
    }
}

macro_rules! commands {
    (
        without_book { $( #[doc = $fdoc:literal] $fname:ident($fargs:ty) -> $fout:ty = $fjob:path; )* }
        on_book { $( #[doc = $doc:literal] $name:ident($args:ty) -> $out:ty = $job:path; )* }
    ) => {
        $(
            #[doc = $fdoc]
            ///
            /// # Errors
            /// As the job says.
            pub fn $fname(desk: &mut Desk, args: &$fargs) -> Result<$fout> {
                noted(desk, stringify!($fname), |desk| $fjob(desk, args).map_err(|e| desk.explain(e)))
            }
        )*
        $(
            #[doc = $doc]
            ///
            /// # Errors
            /// `book.none_open`, and as the job says.
            pub fn $name(desk: &mut Desk, args: &$args) -> Result<$out> {
                noted(desk, stringify!($name), |desk| {
                    let (book, session) = desk.open()?;
                    let said = if asks_arguments(stringify!($name)) { give(args)? } else { Value::Null };
                    let held = look_into(book, session, stringify!($name), &said);
                    let done = held.and_then(|held| book.hold(held, |book| $job(book, session, args)));
                    let done = done.map_err(|e| book.explain(e));
                    desk.forget_purpose(stringify!($name), &said);
                    done
                })
            }
        )*

        /// The names of the commands on an open book: each needs a right.
        pub const ON_BOOK: &[&str] = &[$(stringify!($name),)*];

        /// The names of all commands.
        pub const COMMANDS: &[&str] = &[$(stringify!($fname),)* $(stringify!($name),)*];

        /// Calls the command `name` with its arguments as JSON.
        ///
        /// # Errors
        /// `api.unknown_command`, `api.bad_arguments`, and as the job says.
        pub fn call(desk: &mut Desk, name: &str, args: Value) -> Result<Value> {
            match name {
                $(stringify!($fname) => {
                    let args = parse(desk, stringify!($fname), args)?;
                    give($fname(desk, &args)?)
                })*
                $(stringify!($name) => {
                    // Before the arguments are looked at: who may not is told so.
                    refuse_early(desk, stringify!($name), &args)?;
                    let args = parse(desk, stringify!($name), args)?;
                    give($name(desk, &args)?)
                })*
                _ => Err(Error::new("api.unknown_command").with("name", name)),
            }
        }

        /// All commands and their types as TypeScript, for `ui/src/api.ts`.
        #[must_use]
        pub fn typescript() -> String {
            let mut declarations = Declarations::new();
            declarations.visit::<Refusal>();
            $(declarations.command::<$fargs, $fout>(stringify!($fname), $fdoc);)*
            $(declarations.command::<$args, $out>(stringify!($name), $doc);)*
            declarations.file()
        }
    };
}

commands! {
    without_book {
        // The desk: this computer, its clock and its settings.
        /// Closes the book.
        book_close(Nothing) -> Nothing = jobs::desk::close_book;
        /// The time by the clock of the session, RFC 3339.
        now(Nothing) -> String = jobs::desk::now;
        /// Says what the next list with names leaves for.
        purpose_set(SayPurpose) -> Nothing = jobs::desk::say_purpose;
        /// This computer's settings.
        settings(Nothing) -> Settings = jobs::desk::settings;
        /// Changes this computer's settings.
        settings_change(Settings) -> Settings = jobs::desk::change_settings;
        /// What the program is, and whose work is in it.
        about(Nothing) -> About = jobs::desk::about;
        /// The books opened on this computer, and whether they are there.
        recent_books(Nothing) -> Vec<RecentView> = jobs::desk::recent_books;
        /// All words and sentences of the core, by code.
        words(Words) -> BTreeMap<String, String> = jobs::desk::words;
        /// What somebody who is asked for help has to know, and nothing of anybody.
        diagnose(Diagnose) -> Diagnosis = jobs::diagnose::diagnose;
        /// Saves the diagnosis that was shown last.
        diagnosis_save(SaveDiagnosis) -> Nothing = jobs::diagnose::save;
        /// Wipes the log of this computer.
        log_wipe(Nothing) -> Nothing = jobs::diagnose::wipe_log;
        /// Notes where a screen failed.
        fault_note(Fault) -> Nothing = jobs::diagnose::note_fault;
        /// Sets where the backups of the open book are copied to from this computer.
        backup_second_place(SecondPlace) -> BackupState = jobs::desk::set_second_place;

        // The book: its file, backups, members, units, undo.
        /// Makes a new book and opens it.
        book_create(CreateBook) -> BookInfo = jobs::book::keep_book::create;
        /// Opens a book.
        book_open(OpenBook) -> BookInfo = jobs::book::keep_book::open;
        /// Proposes a place for something new where nothing is yet.
        path_propose(ProposePath) -> PathBuf = jobs::book::keep_book::propose_path;
        /// How hard a passphrase is to guess.
        passphrase_strength(TypedPassphrase) -> Strength = jobs::book::keep_book::passphrase_strength;
        /// A passphrase of six words that nobody guesses.
        passphrase_propose(Nothing) -> String = jobs::book::keep_book::propose_passphrase;
        /// Restores a backup as a new book beside the old one.
        book_restore(RestoreBook) -> BookInfo = jobs::book::keep_book::restore;
        /// Makes a new book of what can be read of a damaged one.
        book_salvage(SalvageBook) -> Salvaged = jobs::book::keep_book::salvage;
        /// Says who is working.
        sign_in(SignIn) -> Option<Member> = jobs::book::keep_members::sign_in;
        /// Who is working.
        signed_in(Nothing) -> Option<Member> = jobs::book::keep_members::signed_in;
        /// Offers provinces and communes of the national list.
        gazetteer(FindPlaces) -> Vec<ListedPlace> = jobs::book::change_units::find_places;

        // Lists down to hamlets, visits back up.
        /// Whose a hamlet's first work package is.
        package_look(LookPackage) -> PackageOf = jobs::packages::take_work::look;
        /// Makes a hamlet's book of its first work package, and opens it.
        package_open(OpenPackage) -> BookInfo = jobs::packages::take_work::open;

        // Figures up and down.
        /// Verifies a summary file and all inside.
        summary_verify(VerifySummary) -> Vec<VerifiedFile> = jobs::summaries::verify_summary::verify;

        // A new version of the program.
        /// What can be done about the version that runs.
        update_state(Nothing) -> UpdateState = jobs::update::take_update::state;
        /// Looks at a new version of the program.
        update_look(UpdateFile) -> UpdateView = jobs::update::take_update::look;
        /// Puts a new version in the place of the one that runs.
        update_apply(UpdateFile) -> Updated = jobs::update::take_update::apply;
        /// Exchanges the program for the version that is kept beside it.
        update_back(Nothing) -> Updated = jobs::update::take_update::back;

        // An invented commune.
        /// Writes an invented commune to try things on.
        demo(MakeDemo) -> Demo = jobs::demo::make_demo::demo;
    }
    on_book {
        // The book: its file, backups, members, units, undo.
        /// What the book is and how much it holds.
        book_info(Nothing) -> BookInfo = jobs::book::keep_book::info;
        /// Looks for damage.
        book_check(Nothing) -> BookInfo = jobs::book::keep_book::check;
        /// Writes a backup.
        book_backup(WriteTo) -> BookInfo = jobs::book::keep_book::backup;
        /// The backups of the book, newest first.
        backup_list(Nothing) -> Vec<Backup> = jobs::book::keep_book::list_backups;
        /// Makes a backup in the book's folder of backups.
        backup_make(Nothing) -> Backup = jobs::book::keep_book::make_backup;
        /// Makes a backup and copies it to the second place.
        backup_copy(Nothing) -> BackupState = jobs::book::keep_book::copy_backup;
        /// What is to be told of the backups.
        backup_state(Nothing) -> BackupState = jobs::book::keep_book::backup_state;
        /// Tells no more of a backup that could not be reached: somebody has seen to it.
        backup_waive(WaiveBackup) -> BackupState = jobs::book::keep_book::waive_backup;
        /// Why the day's backup could not be made at opening.
        backup_failure(Nothing) -> Option<Refusal> = jobs::book::keep_book::backup_failure;
        /// Changes the passphrase of the book and of its older backups.
        book_passphrase(NewPassphrase) -> ChangedPassphrase = jobs::book::keep_book::change_passphrase;
        /// Adds a unit below the book's own.
        unit_add(NewUnit) -> Unit = jobs::book::keep_book::add_unit;
        /// The unit with a name.
        unit_named(UnitName) -> Unit = jobs::book::keep_book::unit_named;
        /// All units.
        unit_list(Nothing) -> Vec<Unit> = jobs::book::keep_book::list_units;
        /// Members of the team, the one who worked last first.
        team_list(Nothing) -> Vec<MemberView> = jobs::book::keep_members::list_members;
        /// Adds a member, or changes one.
        member_change(ChangeMember) -> Member = jobs::book::keep_members::change_member;
        /// Takes a member out who has done nothing yet.
        member_remove(RemoveMember) -> Nothing = jobs::book::keep_members::remove_member;
        /// Gives a member a secret of their own that opens the book, or another one.
        member_secret(SetSecret) -> Nothing = jobs::book::keep_secrets::set_secret;
        /// Takes the secret of a member away.
        member_secret_remove(RemoveMember) -> Nothing = jobs::book::keep_secrets::remove_secret;
        /// Says what a member may do.
        member_rights(SetRights) -> Member = jobs::rights::set_rights;
        /// What leaders, officers, team members and inspectors may do.
        rights_table(Nothing) -> RightsTable = jobs::rights::show_table;
        /// Notes that the sheet for the safe is made.
        recovery_sheet(AskRecoverySheet) -> RecoverySheet = jobs::book::keep_secrets::recovery_sheet;
        /// All units with the days they are valid and what they were before.
        unit_history(Nothing) -> Vec<DatedUnit> = jobs::book::change_units::unit_history;
        /// Gives a unit a new name from a day on.
        unit_rename(RenameUnit) -> DatedUnit = jobs::book::change_units::rename_unit;
        /// Says what a merger would do.
        unit_merge_plan(MergeUnits) -> PlannedUnits = jobs::book::merge_units::plan_merger;
        /// Makes one unit of several from a day on.
        unit_merge(MergeUnits) -> DatedUnit = jobs::book::merge_units::merge_units;
        /// Says what a split would do.
        unit_split_plan(SplitUnit) -> PlannedUnits = jobs::book::split_unit::plan_split;
        /// Makes several units of one from a day on.
        unit_split(SplitUnit) -> Vec<DatedUnit> = jobs::book::split_unit::split_unit;
        /// Adds an agency.
        agency_add(NewAgency) -> Unit = jobs::book::change_units::add_agency;
        /// One page of the journal, by kind and member.
        journal(JournalFilter) -> JournalPage = jobs::book::undo::journal_page;
        /// Why an operation cannot be taken back; nothing when it can.
        undo_refusal(OneOperation) -> Option<Refusal> = jobs::book::undo::refusal_of_undo;
        /// What was done, newest first.
        history(History) -> Vec<OperationView> = jobs::book::undo::history;
        /// Takes one change back.
        undo(Undo) -> Undone = jobs::book::undo::undo;

        // Agencies and their people.
        /// All agencies with their figures today.
        agency_board(Nothing) -> AgencyBoard = jobs::agencies::show_agencies::show_agencies;
        /// The people of an agency today.
        agency_people(ListAgency) -> Vec<AgencyPerson> = jobs::agencies::show_agencies::list_people;
        /// Takes in the list of an agency's people, and finds who of them lives here.
        agency_import(ImportAgency) -> Accounting = jobs::agencies::import_agency::import_agency;
        /// Finds the people of an agency anew.
        agency_match(OfAgency) -> FoundOfAgency = jobs::agencies::find_people::find_people;
        /// Sets what an agency has to reach, or that all of its people have to.
        agency_target(SetAgencyTarget) -> Nothing = jobs::agencies::set_target::set_target;
        /// Notes why people of an agency have no level 2, what the agency says of their accounts, whether they know IT.
        agency_change(ChangeAgencyPeople) -> Nothing = jobs::agencies::change_people::change_people;
        /// Says who a person of an agency is, or that he lives elsewhere.
        agency_settle(SettleAgencyPerson) -> Nothing = jobs::agencies::change_people::settle_person;
        /// Takes people off the list of their agency.
        agency_remove(RemoveAgencyPeople) -> Nothing = jobs::agencies::change_people::remove_people;

        // Teams.
        /// All teams with what they lack, hold and brought.
        team_board(Nothing) -> TeamBoard = jobs::teams::show_teams::show_teams;
        /// Writes a team as it is to be, with its members.
        team_keep(KeepTeam) -> Team = jobs::teams::keep_teams::keep_team;
        /// Takes a team out.
        team_remove(RemoveTeam) -> Nothing = jobs::teams::keep_teams::remove_team;
        /// Takes in a table of teams, from a workbook or pasted.
        team_import(ImportTeams) -> Accounting = jobs::teams::import_teams::import_teams;

        // Surveys and extracts.
        /// Looks at a file of people: sheets, headings, columns. The book stays as it is.
        file_look(ImportFile) -> FileLook = jobs::import::take_file::look_at_file;
        /// Takes in a file of people, or shows what would happen, with its findings in groups.
        file_take(TakeFile) -> TakenFile = jobs::import::take_file::take_file;
        /// Destroys the plain file that was taken in.
        file_shred(ShredFile) -> Nothing = jobs::import::shred_file::shred_file;
        /// Takes in a survey by household.
        register_import(ImportFile) -> Accounting = jobs::import::import_register::import_register;
        /// Takes in an extract of the population database.
        roster_import(ImportRoster) -> Accounting = jobs::import::import_roster::import_roster;
        /// All extracts, newest first.
        roster_list(Nothing) -> Vec<RosterSummary> = jobs::import::import_roster::list_rosters;

        // Households and people, by hand.
        /// Finds people as the user types, with their households.
        register_find(FindPeople) -> FoundPeople = jobs::register::show_register::find;
        /// The names nearest to what was typed.
        register_names_near(FindPeople) -> Vec<String> = jobs::register::show_register::names_near;
        /// Whom an identity card is of, as a reader typed it.
        register_read_card(ReadCard) -> CardFound = jobs::register::show_register::read_card;
        /// The hamlets with households, and their alleys.
        register_places(Nothing) -> Vec<RegisterPlace> = jobs::register::show_register::places;
        /// The households of a hamlet or alley, a part at a time.
        household_list(ListHouseholds) -> HouseholdPage = jobs::register::show_register::list_households;
        /// A household and its people.
        household_view(ShowHousehold) -> HouseholdView = jobs::register::show_register::show_household;
        /// All that is known of a person.
        citizen_view(ShowCitizen) -> CitizenView = jobs::register::show_register::show_citizen;
        /// What was done to a person's record.
        citizen_changes(ShowCitizen) -> Vec<PersonChangeLine> = jobs::register::show_register::citizen_changes;
        /// Changes a household, or moves it to another hamlet.
        household_change(ChangeHousehold) -> Household = jobs::register::keep_register::change_household;
        /// What is to be said of a person's fields as typed.
        citizen_check(CheckPerson) -> Vec<FieldFinding> = jobs::register::keep_register::check_person;
        /// Changes a person's fields.
        citizen_change(ChangeCitizen) -> SavedCitizen = jobs::register::keep_register::change_citizen;
        /// Adds a person.
        citizen_add(AddCitizen) -> SavedCitizen = jobs::register::keep_register::add_citizen;
        /// Who is being typed and not in the register yet.
        citizen_drafts(Nothing) -> Vec<HalfTyped> = jobs::register::keep_half_typed::half_typed;
        /// Keeps what was typed of somebody.
        citizen_draft_keep(PersonDraft) -> PersonDraftId = jobs::register::keep_half_typed::keep_half_typed;
        /// Throws away what was typed of somebody.
        citizen_draft_drop(DropPersonDraft) -> () = jobs::register::keep_half_typed::drop_half_typed;
        /// Moves people to another household.
        citizen_move(MoveCitizens) -> Household = jobs::register::keep_register::move_citizens;
        /// Notes that a person moved away or died, or is here after all.
        citizen_leave(LeaveCitizen) -> Option<Departure> = jobs::register::keep_register::leave;
        /// Makes one person of two records.
        citizen_merge(MergeCitizens) -> SavedCitizen = jobs::register::keep_register::merge_citizens;
        /// Writes all that is held of a person, to hand over to him.
        person_export(ExportPerson) -> ExportedPerson = jobs::register::export_person::export_person;
        /// Who saw or took out a person's data.
        person_seen(AskSeen) -> Seen = jobs::register::show_seen::show_seen;
        /// What left the book with names, and where it lies.
        files_out(Nothing) -> Vec<OutLine> = jobs::book::list_outgoing::list_files_out;
        /// Destroys what the journal says was written.
        file_out_shred(ShredOut) -> Nothing = jobs::book::list_outgoing::shred_out;
        /// Whose data go with a computer or a stick that is lost.
        leak_view(AskLeak) -> Leak = jobs::book::list_outgoing::show_leak;
        /// Erases a person's data for good, or says what would go.
        person_erase(ErasePerson) -> Erased = jobs::register::erase_people::erase_person;
        /// Erases the data of everybody once a campaign is over, or says what would go.
        campaign_erase(EraseCampaign) -> Erased = jobs::register::erase_people::erase_campaign;
        /// Notes that hidden numbers are shown for a while.
        reveal(Reveal) -> Nothing = jobs::register::reveal_numbers::reveal;

        // Reconciliation of an extract, row by row.
        /// Who is who: an extract against the register.
        reconcile(Reconcile) -> Reconciled = jobs::roster::reconcile::reconcile;
        /// What would come of each error that may be accepted.
        reconcile_choices(OfRoster) -> Vec<ErrorChoice> = jobs::roster::choose_error::show_choices;
        /// How many pairs are likely wrong and people missed, as an interval.
        reconcile_expected(OfRoster) -> Option<Expected> = jobs::roster::list_pairs::show_expected;
        /// The same by hamlet, age and kind of birth.
        reconcile_estimate(OfRoster) -> ExpectedByPart = jobs::roster::show_estimate::show_estimate;
        /// Claim × official, per person.
        reconcile_evidence(WeighEvidence) -> Weighed = jobs::roster::reconcile::weigh_evidence;
        /// Decides one row by hand.
        reconcile_resolve(Resolve) -> ReconcileLine = jobs::roster::settle_pairs::resolve;
        /// Decides all rows of a rule that are beyond doubt, as one change.
        reconcile_settle_all(SettleAll) -> SettledAll = jobs::roster::settle_pairs::settle_all;
        /// The piles of a reconciliation, and how far each is.
        reconcile_piles(OfRoster) -> Piles = jobs::roster::list_pairs::list_piles;
        /// A page of one pile.
        reconcile_pile(PageOfPile) -> PilePage = jobs::roster::list_pairs::list_pile;
        /// One row of an extract beside the citizens that it may mean.
        reconcile_pair(RowOfRoster) -> Pair = jobs::roster::list_pairs::show_pair;
        /// Draws pairs to judge without what the program said of them.
        reconcile_sample_draw(DrawPairs) -> BlindSample = jobs::roster::judge_blind::draw_pairs;
        /// Keeps what a person says of a pair that was drawn.
        reconcile_sample_judge(JudgePair) -> BlindSample = jobs::roster::judge_blind::judge_pair;
        /// How far a sample is judged, and the next pair of it.
        reconcile_sample(OfRoster) -> BlindSample = jobs::roster::judge_blind::show_sample;
        /// Who else lives at both homes of a pair.
        reconcile_housemates(HomesOfPair) -> Housemates = jobs::roster::show_housemates::show_housemates;
        /// Fills births and numbers that the register lacks from the extracts in use, or shows what would be filled.
        roster_fill(FillFacts) -> Filled = jobs::roster::fill_facts::fill_facts;
        /// What the teams claim beside what the extracts say, a page at a time.
        findings(ListFindings) -> FindingsPage = jobs::roster::list_findings::list_findings;

        // Worklists, rounds, visits.
        /// Who has to be visited, in walking order.
        worklist(MakeWorklist) -> Worklist = jobs::walk::make_worklist::make_worklist;
        /// The lists of all hamlets at once, each a workbook; or only how many people they have.
        worklists(MakeWorklists) -> WorklistsMade = jobs::walk::make_worklist::make_worklists;
        /// The round through one hamlet: alleys, houses and people, each with its state.
        walk(AskRound) -> Round = jobs::walk::walk_hamlet::walk;
        /// One house of a round as it stands now.
        walk_house(AskHouse) -> HouseNow = jobs::walk::walk_hamlet::house;
        /// Logs visits made at one door, and says how its house stands then.
        walk_log(LogAtDoor) -> LoggedAtDoor = jobs::walk::walk_hamlet::log_at_door;
        /// Keeps a short note on a household.
        household_note(NoteHousehold) -> Nothing = jobs::walk::walk_hamlet::note_household;
        /// Keeps the walk sheets that are printed, with the codes that lead back to the people.
        sheet_keep(KeepSheets) -> Vec<Sheet> = jobs::walk::walk_hamlet::keep_sheets;
        /// The walk sheets printed for a hamlet, the last one first.
        sheet_list(AskSheets) -> Vec<Sheet> = jobs::walk::walk_hamlet::list_sheets;
        /// Logs visits of one household or more, as one change.
        visit_log(LogVisits) -> Logged = jobs::walk::log_visit::log_visits;
        /// Takes in a worksheet that was filled in.
        visit_import(ImportVisits) -> ImportedVisits = jobs::walk::import_visits::import_visits;

        // Points where people come to the team, and invitations to them.
        /// The points, and which units have one.
        point_list(Nothing) -> PointsView = jobs::points::keep_points::list_points;
        /// Adds a point, or changes one.
        point_save(SavePoint) -> Point = jobs::points::keep_points::save_point;
        /// Takes a point out that nobody was invited to.
        point_remove(RemovePoint) -> Nothing = jobs::points::keep_points::remove_point;
        /// Takes in a table of points, from a workbook or pasted.
        point_import(ImportPoints) -> Accounting = jobs::points::import_points::import_points;
        /// Spreads who has to come over days and points.
        invitation_plan(InvitePeople) -> InvitedPeople = jobs::points::invite_people::invite_people;
        /// The lists of invitations, and the people of those asked for.
        invitation_list(AskInvitations) -> InvitationsView = jobs::points::tick_invitations::list_invitations;
        /// Notes who came, or that somebody did not.
        invitation_tick(TickInvitations) -> Nothing = jobs::points::tick_invitations::tick_invitations;
        /// Writes the lists of a day and the slips to hand out.
        invitation_sheet(WriteInvitations) -> WrittenInvitations = jobs::points::tick_invitations::write_sheets;
        /// What was told and taught, the newest first.
        outreach_list(Nothing) -> Vec<OutreachView> = jobs::points::log_outreach::list_outreach;
        /// Logs what was told or taught.
        outreach_add(LogOutreach) -> Outreach = jobs::points::log_outreach::log_outreach;
        /// Takes an event out of that log.
        outreach_remove(RemoveOutreach) -> Nothing = jobs::points::log_outreach::remove_outreach;
        /// Takes in a list on which who came was ticked.
        invitation_take(TakeInvitations) -> Accounting = jobs::points::tick_invitations::take_sheets;

        // Campaigns and targets.
        /// Makes a campaign from a file.
        campaign_create(CampaignFile) -> Campaign = jobs::targets::set_campaign::create_campaign;
        /// Makes a campaign of what was typed.
        campaign_add(Plan) -> Campaign = jobs::targets::set_campaign::add_campaign;
        /// The plans that a campaign can be begun from.
        campaign_templates(Nothing) -> Vec<Template> = jobs::targets::begin_campaign::list_templates;
        /// What a campaign of a template would say.
        campaign_from_template(FromTemplate) -> Plan = jobs::targets::begin_campaign::plan_from_template;
        /// The tasks of a template's plan as this book would give them.
        campaign_tasks(FromTemplate) -> Vec<TemplateTask> = jobs::targets::begin_campaign::tasks_from_template;
        /// Makes a campaign and gives the tasks that were chosen, in one step.
        campaign_begin(BeginCampaign) -> Begun = jobs::targets::begin_campaign::begin_campaign;
        /// Changes what a campaign says.
        campaign_edit(EditCampaign) -> Campaign = jobs::targets::set_campaign::edit_campaign;
        /// Chooses the campaign whose figures are shown.
        campaign_use(UseCampaign) -> Vec<CampaignView> = jobs::targets::set_campaign::use_campaign;
        /// Says how many points a campaign gives for each whole percent above the target.
        campaign_points(GivePoints) -> Vec<CampaignView> = jobs::targets::set_campaign::give_points;
        /// All campaigns, and how far they are.
        campaign_show(Nothing) -> Vec<CampaignView> = jobs::targets::set_campaign::show_campaigns;
        /// Takes in targets by unit, as Phụ lục I has them.
        target_import(ImportTargets) -> TargetsSet = jobs::targets::set_targets::import_targets;
        /// Shares a target out to the units below.
        target_share(ShareTargets) -> TargetsSet = jobs::targets::set_targets::share_targets;
        /// The targets of a campaign or phase as a table.
        target_sheet(AskTargets) -> TargetTable = jobs::targets::edit_targets::target_sheet;
        /// Types or pastes into a sheet of targets.
        target_edit(EditTargets) -> TargetTable = jobs::targets::edit_targets::edit_targets;
        /// Units by their ratio, with gains, pace and forecast.
        league(AskLeague) -> League = jobs::targets::follow_targets::league;
        /// What the teams claim beside what the police list has, unit by unit.
        side_by_side(AskLeague) -> SideBySide = jobs::targets::follow_targets::side_by_side;
        /// The days of a campaign: actual, planned, needed, forecast.
        burn_ups(AskBurnUps) -> Vec<UnitBurnUp> = jobs::targets::follow_targets::burn_ups;

        // Targets of members, teams and alleys.
        /// Who owes what in a unit, and what each brought.
        quota_sheet(AskQuotas) -> QuotaSheet = jobs::targets::keep_quotas::show_quotas;
        /// Keeps targets of members, teams and alleys.
        quota_set(SetQuotas) -> QuotaSheet = jobs::targets::keep_quotas::set_quotas;
        /// Shares a number out among the members, teams or alleys of a unit.
        quota_share(ShareQuotas) -> QuotaSheet = jobs::targets::keep_quotas::share_quotas;

        // Indicators beside activation.
        /// The indicators of a round, unit by unit.
        indicator_show(AskIndicators) -> IndicatorRound = jobs::targets::set_indicators::show_indicators;
        /// Sets what the indicators of a campaign are.
        indicator_set(SetIndicators) -> Vec<Indicator> = jobs::targets::set_indicators::set_indicators;
        /// Takes in what units report of indicators: typed, pasted, from a workbook.
        indicator_report(ReportIndicators) -> IndicatorsReported = jobs::targets::report_indicators::report_indicators;

        // Work by the "5 rõ".
        /// Gives work by the "5 rõ", to one or to many.
        assignment_add(GiveAssignments) -> Vec<AssignmentView> = jobs::assignments::give_assignment::give_assignments;
        /// Takes in agencies' tasks.
        assignment_import(ImportTasks) -> Accounting = jobs::assignments::import_tasks::import_tasks;
        /// How many people a task would be about in each unit.
        assignment_counts(Nothing) -> Vec<UnitCount> = jobs::assignments::propose_counts::propose_counts;
        /// Says all that keeps an assignment from being given.
        assignment_check(NewAssignment) -> Clearness = jobs::assignments::give_assignment::check_assignment;
        /// Assignments and how far they are.
        assignment_list(ListAssignments) -> Vec<AssignmentView> = jobs::assignments::follow_assignments::list_assignments;
        /// Assignments, how many are in each state, and what each holder has.
        assignment_board(ListAssignments) -> AssignmentBoard = jobs::assignments::follow_assignments::board;
        /// The members, with what they have.
        member_list(Nothing) -> Vec<MemberLoad> = jobs::assignments::follow_assignments::list_members;
        /// Hands an assignment on.
        assignment_reassign(Reassign) -> AssignmentView = jobs::assignments::change_assignment::reassign;
        /// Adds a word on how an assignment goes.
        assignment_note(NoteProgress) -> AssignmentView = jobs::assignments::change_assignment::note_progress;
        /// Notes that a product was handed in.
        assignment_hand_in(HandIn) -> AssignmentView = jobs::assignments::change_assignment::hand_in;
        /// Assignments that are being typed.
        drafts(Nothing) -> Vec<AssignmentDraft> = jobs::assignments::keep_drafts::drafts;
        /// Keeps the assignments that are being typed.
        drafts_keep(KeepDrafts) -> () = jobs::assignments::keep_drafts::keep_drafts;

        // Random checks.
        /// Publishes the list of claims, before a seed is said.
        audit_publish(PublishList) -> PublishedList = jobs::audit::publish_list::publish_list;
        /// Draws from the list that was published, by the seed that was said.
        audit_draw(DrawSample) -> AuditView = jobs::audit::draw_sample::draw_sample;
        /// Writes the sheet of a draw again.
        audit_sheet(WriteAuditSheet) -> PathBuf = jobs::audit::draw_sample::write_audit_sheet;
        /// Takes in the sheet that was filled in.
        audit_record(RecordFindings) -> RecordedFindings = jobs::audit::record_findings::record_findings;
        /// Notes what was found of one claim.
        audit_note(NoteFinding) -> AuditView = jobs::audit::record_findings::note_finding;
        /// All random checks, and what came out of one.
        audit_show(AskAudit) -> AuditsView = jobs::audit::show_audit::show_audits;
        /// Visits worth a second look before they count for the league.
        audit_looks(AskLooks) -> LooksPage = jobs::audit::look_again::show_looks;
        /// Settles visits of that pile as true.
        audit_settle(SettleLooks) -> SettledLooks = jobs::audit::look_again::settle_looks;

        // Official papers.
        /// Writes an official form.
        report(ReportArgs) -> ReportDone = jobs::reports::make_report::make_report;
        /// The forms that a book of this level draws.
        report_forms(Nothing) -> Vec<FormChoice> = jobs::reports::preview_report::list_forms;
        /// A form as the printer gets it; the journal has it where it names people.
        report_print(AskPaper) -> ReportPreview = jobs::reports::preview_report::print;
        /// A form as it will be printed, with numbers hidden unless they are asked for.
        report_preview(PreviewReport) -> ReportPreview = jobs::reports::preview_report::preview;
        /// Writes the report of a week, a phase or the campaign in words.
        report_letter(LetterArgs) -> LetterDone = jobs::reports::write_letter::write_report_letter;
        /// Takes a table along as it stands on a screen, as a workbook or through the clipboard.
        table_take(TakeTable) -> TakenTable = jobs::reports::write_table::write_table;
        /// What units say in words for such a report.
        remark_list(AskRemarks) -> RemarksOfReport = jobs::reports::keep_remarks::list_remarks;
        /// Keeps what a unit says in words.
        remark_keep(KeepRemark) -> Remark = jobs::reports::keep_remarks::keep_remark;
        /// Notes that a difficulty was removed, and how; or that it is open again.
        remark_solve(SolveRemark) -> Remark = jobs::reports::keep_remarks::solve_remark;
        /// Takes a remark out.
        remark_remove(RemoveRemark) -> Nothing = jobs::reports::keep_remarks::remove_remark;
        /// Keeps who signs a form and who gets it.
        report_paper(SetPaper) -> Nothing = jobs::reports::preview_report::set_paper;

        // Lists down to hamlets, visits back up.
        /// The laptops that packages go to and come from.
        laptop_list(Nothing) -> Vec<LaptopView> = jobs::packages::list_laptops::list;
        /// Finds what the book can take in among files and folders.
        inbox_find(FindFiles) -> FoundFiles = jobs::packages::find_files::find;
        /// Writes work packages for hamlets.
        package_give(GivePackages) -> GivenPackages = jobs::packages::give_work::give;
        /// Brings a hamlet's book up to a work package.
        package_import(ImportPackage) -> TakenWork = jobs::packages::take_work::import;
        /// Writes what a hamlet has changed.
        result_write(WriteResult) -> WrittenResult = jobs::packages::write_result::write;
        /// Takes in what hamlets have changed.
        result_import(ImportResults) -> ImportedResults = jobs::packages::take_result::import;
        /// Writes plans and tasks for the units below.
        enrolment_write(WriteEnrolments) -> WrittenEnrolments = jobs::packages::write_enrolment::write;
        /// Takes plans and tasks of the unit above in.
        enrolment_take(TakeEnrolment) -> TakenEnrolment = jobs::packages::take_enrolment::take;
        /// What two books changed at once.
        conflict_list(Nothing) -> Vec<ConflictView> = jobs::packages::settle_conflicts::list;
        /// Says which of two values stands.
        conflict_settle(SettleConflict) -> Nothing = jobs::packages::settle_conflicts::settle;

        // Figures up and down.
        /// Writes the summary that goes up.
        summary_export(ExportSummary) -> ExportedSummary = jobs::summaries::export_summary::export;
        /// Takes in summaries of the units below.
        summary_import(ImportSummaries) -> ImportedSummaries = jobs::summaries::import_summary::import;
        /// Who has handed in a day, and who has not.
        summary_missing(MissingSummaries) -> SummariesOfDay = jobs::summaries::list_missing::missing;
        /// The chain of signatures of a day.
        summary_chain(MissingSummaries) -> Chain = jobs::summaries::follow_summaries::chain;
        /// What the figures of a unit on a day are made of.
        figure_view(AskFigure) -> FigureView = jobs::summaries::view_figure::view_figure;
        /// The own fingerprint, and the keys of the units below.
        key_list(Nothing) -> Keys = jobs::summaries::follow_summaries::list_keys;

        // A day in one look, and its closing.
        /// The state of a day in one look.
        today(AskDay) -> Today = jobs::day::look_at_today::look_at_today;
        /// The first steps with a new book, and the next of them.
        first_steps(AskFirstSteps) -> FirstSteps = jobs::day::show_first_steps::show_first_steps;
        /// The days of the week before that were closed and have changed since.
        close_again(Nothing) -> Vec<NaiveDate> = jobs::day::look_at_today::days_to_close_again;
        /// What is still open on a day.
        close_check(AskDay) -> Vec<DayCheck> = jobs::day::check_day::check_day;
        /// Writes all files of a day into a folder.
        close_day(CloseDay) -> ClosedDay = jobs::day::close_day::close_day;
    }
}
