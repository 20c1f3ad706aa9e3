// Made from src/api.rs by `cargo xtask types`. Do not edit.

/**
 * What the program is, and whose work is in it.
 */
export type About = { 
/**
 * Version of the program, with day and commit of its sources where it was built for others.
 */
version: string, 
/**
 * Its licence, whole.
 */
licence: string, 
/**
 * Data and licences of others, whole.
 */
third_party: string, };

/**
 * State of an account, with the level granted where that is all there is.
 */
export type Account = { 
/**
 * State.
 */
state: AccountState, 
/**
 * Level granted to an approved account, 0 when not said; 0 for all other states, which say it themselves.
 */
level: number, 
/**
 * Its words: a row of `messages.csv`.
 */
word: string, };

/**
 * Account state as the extract says (docs/domain.md, Accounts and levels). Activated states carry their level in [`RosterEntry::level`].
 */
export type AccountState = "not-registered" | "pending-approval" | "rejected" | "approved-not-activated" | "active-level1" | "active-level2" | "locked" | "unknown";

/**
 * The accounting of one file: `rows_in = added + updated + unchanged + skipped + rejected`.
 * Rows in are the rows below the headings that are not blank; sub-totals, group rows, numbering rows and signature
 * blocks are skipped.
 */
export type Accounting = { rows_in: number, added: number, updated: number, unchanged: number, skipped: number, rejected: number, 
/**
 * How often each repair was made, by code.
 */
repairs: { [key in string]: number }, 
/**
 * All findings; a repair of a whole column (encoding) is listed once.
 */
issues: Array<RowIssue>, 
/**
 * Warnings about the file as a whole.
 */
warnings: Array<FileWarning>, 
/**
 * What an extract says, state by state, and what that changes.
 */
extract?: ExtractSays, };

/**
 * What becomes of one file.
 */
export type Action = "new" | "replaces" | "same" | "out-of-order" | "refused";

/**
 * A new person.
 */
export type AddCitizen = { 
/**
 * Where the person lives.
 */
home: Home, 
/**
 * The fields as typed.
 */
form: PersonForm, 
/**
 * The draft that this was: it is one no more.
 */
draft: PersonDraftId | null, };

/**
 * One person on the list of an agency.
 */
export type AffiliationId = string;

/**
 * What cumulative figures stand against.
 */
export type Against = "target" | "eligible";

/**
 * All agencies today.
 */
export type AgencyBoard = { 
/**
 * In the order of lists.
 */
agencies: Array<AgencyView>, 
/**
 * All lists together.
 */
total: AgencyCount | null, 
/**
 * Its ratio.
 */
ratio: Percent | null, 
/**
 * People of the register who stand on more than one list.
 */
on_several: number, 
/**
 * The police list that the figures rest on.
 */
extract: string | null, };

/**
 * A person of the register who may be meant.
 */
export type AgencyCandidate = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * Number, its middle hidden.
 */
number: string, 
/**
 * Hamlet.
 */
hamlet: string, };

/**
 * The people of an agency, counted. Of `people` the five from `under_age` on are the sum.
 */
export type AgencyCount = { 
/**
 * On the list, who is [`AgencyStanding::gone`] left out.
 */
people: number, 
/**
 * Left out of all other figures: dead or moved away.
 */
gone: number, 
/**
 * Younger than 14, without an account.
 */
under_age: number, 
/**
 * Level 2.
 */
level2: number, 
/**
 * Level 1 alone.
 */
level1: number, 
/**
 * No active account.
 */
none: number, 
/**
 * Of whom nobody says: missing is not "no".
 */
unknown: number, 
/**
 * Of those who owe a level 2, with a reason.
 */
with_reason: number, 
/**
 * Of all, by the agency's word alone.
 */
told: number, 
/**
 * Of all, who lives here and counts in his own hamlet.
 */
residents: number, 
/**
 * Of all, rows of which somebody has to say who it is.
 */
to_look_at: number, 
/**
 * Of all, of whom the list says that they know IT, and that they do not.
 */
with_it: number, 
/**
 * See [`Self::with_it`].
 */
without_it: number, 
/**
 * Of those without, who was taught.
 */
taught: number, };

/**
 * Whose people to show.
 */
export type AgencyPart = "all" | "owing" | "to-look-at" | "without-it" | "families";

/**
 * One person of an agency.
 */
export type AgencyPerson = { 
/**
 * The line of the list.
 */
id: AffiliationId, 
/**
 * As what.
 */
kinds: Array<PeopleKind>, 
/**
 * Name.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * Number, its middle hidden.
 */
number: string, 
/**
 * Code in the register of who lives here; empty of who lives elsewhere.
 */
code: string, 
/**
 * The hamlet where he lives; the address by the list of who lives elsewhere.
 */
home: string, 
/**
 * Whether a level 2 is owed.
 */
owes: boolean, 
/**
 * Whether he knows IT, by the list.
 */
it: boolean | null, 
/**
 * When he was taught last.
 */
trained_on: PartialDate | null, 
/**
 * Why there is no level 2.
 */
reason: string, 
/**
 * Who it may be, best first.
 */
candidates: Array<AgencyCandidate>, 
/**
 * Level, 0 without an active account; `None`: nobody says.
 */
level: number | null, 
/**
 * By whom.
 */
by: SaidBy | null, 
/**
 * Younger than 14, and without an account: nothing is asked of them.
 */
under_age: boolean, 
/**
 * Dead or moved away, and without a level 2: counts no more, as in the figures of the commune.
 */
gone: boolean, };

/**
 * The tasks of an agency.
 */
export type AgencyTasks = { 
/**
 * Done in time, of those that are done or past their due day.
 */
in_time: Percent | null, 
/**
 * Place by that share; equal ones share it.
 */
rank: number | null, 
/**
 * The name.
 */
who: string, 
/**
 * Open assignments.
 */
open: number, 
/**
 * Of these past their due day.
 */
overdue: number, 
/**
 * Of these behind.
 */
behind: number, 
/**
 * Done, in time or late.
 */
done: number, 
/**
 * Of these late.
 */
late: number, 
/**
 * Open ones of others that it co-ordinates; they are counted as theirs alone.
 */
helps: number, };

/**
 * An agency with its figures.
 */
export type AgencyView = { 
/**
 * The agency.
 */
unit_id: UnitId, 
/**
 * Its name.
 */
name: string, 
/**
 * Its people; `None` without a list.
 */
count: AgencyCount | null, 
/**
 * Families on its list, counted apart.
 */
families: AgencyCount | null, 
/**
 * Level 2 of those who owe it.
 */
ratio: Percent | null, 
/**
 * What it has to reach, "80%" or "12"; empty: all of its people.
 */
target: string, 
/**
 * That in people.
 */
goal: number | null, 
/**
 * Level 2 of those.
 */
fulfilled: Percent | null, 
/**
 * Place by that; equal ones share it.
 */
rank: number | null, 
/**
 * Its tasks; `None` without any.
 */
tasks: AgencyTasks | null, };

/**
 * One alley on the round.
 */
export type AlleyOnRound = { 
/**
 * As the survey writes it; empty when not known.
 */
alley: string, 
/**
 * Houses in walking order.
 */
houses: Array<HouseOnRound>, };

/**
 * One alley.
 */
export type AlleyToVisit = { 
/**
 * As the survey writes it; empty when not known.
 */
alley: string, 
/**
 * Houses in walking order.
 */
houses: Array<HouseToVisit>, };

/**
 * Somebody who expects the team.
 */
export type Appointment = { code: string, name: string, at: string, unit_id: UnitId, unit: string, alley: string, house_number: string, head: string, };

/**
 * Which check.
 */
export type AskAudit = { 
/**
 * The check; the newest draw when missing.
 */
audit: AuditId | null, };

/**
 * Which burn-ups.
 */
export type AskBurnUps = { 
/**
 * Number of the campaign, when several could be meant.
 */
campaign: string | null, 
/**
 * Units; none: the whole book.
 */
units: Array<UnitId>, 
/**
 * Units by name, behind those.
 */
names: Array<string>, 
/**
 * The day; today when missing.
 */
day: string | null, };

/**
 * Which day.
 */
export type AskDay = { 
/**
 * The day; today when missing.
 */
day: string | null, };

/**
 * Whose figures.
 */
export type AskFigure = { 
/**
 * The unit; the whole book when missing.
 */
unit: UnitId | null, 
/**
 * From it down to a unit that only the signed files know: their ids there, the nearest first.
 */
below: Array<string>, 
/**
 * The day; today when missing.
 */
day: string | null, };

/**
 * Which hints are wanted no more.
 */
export type AskFirstSteps = { 
/**
 * The steps that somebody put aside on this computer.
 */
aside: Array<FirstStep>, };

/**
 * Which house, on which day.
 */
export type AskHouse = { 
/**
 * The household.
 */
household: HouseholdId, 
/**
 * The day; today when missing.
 */
date: string | null, };

/**
 * Which round.
 */
export type AskIndicators = { 
/**
 * Number of the campaign, when several could be meant.
 */
campaign: string | null, 
/**
 * Name of the phase; else the whole campaign.
 */
phase: string | null, };

/**
 * Which list of invitations.
 */
export type AskInvitations = { 
/**
 * The day; all when missing.
 */
day: string | null, 
/**
 * The point; all when missing.
 */
point: PointId | null, };

/**
 * Which league.
 */
export type AskLeague = { 
/**
 * The day; today when missing.
 */
day: string | null, };

/**
 * Whose data are asked for.
 */
export type AskLeak = { 
/**
 * A backup of this book; the book itself when missing.
 */
backup: string | null, 
/**
 * The workbook in which all of them are to stand by name.
 */
out: string | null, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * Which part of the pile.
 */
export type AskLooks = { 
/**
 * Only for this reason.
 */
reason: Doubt | null, 
/**
 * Only of this unit.
 */
unit: UnitId | null, 
/**
 * At most so many; all when missing.
 */
limit: number | null, };

/**
 * Which paper.
 */
export type AskPaper = { 
/**
 * The form.
 */
form: ReportForm, 
/**
 * The day in Việt Nam that it reports, evening included.
 */
day: string, 
/**
 * First day of "so far"; without it the start of the campaign, else all; for `hand-back` the day itself.
 */
from: string | null, 
/**
 * A unit of the book; without it the whole book.
 */
unit: UnitId | null, 
/**
 * Only the people of this finding, on `findings`; everybody when missing.
 */
group: Finding | null, 
/**
 * Number of the campaign, on a paper that is of one; without it the one in use on the day.
 */
campaign: string | null, 
/**
 * Whole phones on a list that hides them, for those who ring: each look is noted in the journal.
 */
phones: boolean, };

/**
 * Of which unit.
 */
export type AskQuotas = { 
/**
 * The unit, those below it included; the book's own when missing.
 */
unit: UnitId | null, };

/**
 * What the sheet is made by.
 */
export type AskRecoverySheet = { 
/**
 * The passphrase of the book.
 */
passphrase: string, };

/**
 * The report whose remarks are asked for.
 */
export type AskRemarks = { 
/**
 * `weekly`, `phase` or `final`.
 */
form: ReportForm, 
/**
 * The day that it is asked on.
 */
day: string, 
/**
 * A unit of the book; without it the whole.
 */
unit: UnitId | null, 
/**
 * Number of its campaign, as the report itself is asked for.
 */
campaign: string | null, };

/**
 * Which hamlet, on which day.
 */
export type AskRound = { 
/**
 * The hamlet; the first that has households when missing.
 */
unit: UnitId | null, 
/**
 * The day; today when missing.
 */
date: string | null, };

/**
 * Whose data.
 */
export type AskSeen = { 
/**
 * The person's code.
 */
citizen: string, };

/**
 * Which printed sheets.
 */
export type AskSheets = { 
/**
 * The hamlet.
 */
unit: UnitId, 
/**
 * At most this many, the last one first.
 */
limit: number, };

/**
 * Which sheet.
 */
export type AskTargets = { 
/**
 * Number of the campaign, when several could be meant.
 */
campaign: string | null, 
/**
 * Name of the phase; else the whole campaign.
 */
phase: string | null, };

/**
 * Assignments, and what they add up to.
 */
export type AssignmentBoard = { 
/**
 * As of the end of this day.
 */
day: string, 
/**
 * How many there are in each state, whatever is asked for.
 */
states: Array<StateCount>, 
/**
 * What each holder has, the most open first, whatever is asked for.
 */
loads: Array<HolderLoad>, 
/**
 * Heads that there are tasks under, in their order, whatever is asked for.
 */
groups: Array<string>, 
/**
 * Those asked for, the one due first first.
 */
assignments: Array<AssignmentView>, };

/**
 * An assignment as it is being typed: nothing of it need be readable yet.
 */
export type AssignmentDraft = { 
/**
 * Rõ người: names that were chosen.
 */
who: Array<string>, 
/**
 * Rõ việc.
 */
task: string, 
/**
 * Names of units that were chosen.
 */
units: Array<string>, 
/**
 * Alleys, as typed.
 */
alleys: string, 
/**
 * First day, as typed.
 */
start: string, 
/**
 * The day it is due, as typed.
 */
due: string, 
/**
 * Days in between, as typed.
 */
checkpoints: Array<DraftCheckpoint>, 
/**
 * What is asked for.
 */
goal: GoalKind, 
/**
 * How many people, as typed.
 */
count: string, 
/**
 * How many people for each of several names, as typed.
 */
counts: { [key in string]: string }, 
/**
 * The product, as typed.
 */
product: string, 
/**
 * Rõ trách nhiệm.
 */
answerable: string, 
/**
 * Number of the plan.
 */
plan: string, 
/**
 * The head that it stands under.
 */
group: string, 
/**
 * Who co-ordinates, as typed.
 */
with: string, };

/**
 * An assignment (giao việc 5 rõ).
 */
export type AssignmentId = string;

/**
 * An assignment as it stands.
 */
export type AssignmentView = { 
/**
 * The holder of the day.
 */
holder: string, 
/**
 * Open assignments of that holder, this one included.
 */
load: number, 
/**
 * Asked for by a name that does not hold it but co-ordinates.
 */
helps: boolean, 
/**
 * Id in this book.
 */
id: AssignmentId, 
/**
 * Rõ việc.
 */
task: string, 
/**
 * Where.
 */
where: Place, 
/**
 * First day.
 */
start: string, 
/**
 * Due day, inclusive.
 */
due: string, 
/**
 * In between.
 */
checkpoints: Array<Checkpoint>, 
/**
 * Rõ kết quả.
 */
result: Goal, 
/**
 * Rõ trách nhiệm.
 */
answerable: string, 
/**
 * Number of the plan, or empty.
 */
plan: string, 
/**
 * The head that it stands under in the plan, or empty.
 */
group: string, 
/**
 * Who co-ordinates.
 */
with: Array<string>, 
/**
 * The day the product was handed in.
 */
handed_in: string | null, 
/**
 * Rõ người: all holders so far, the present one last.
 */
holders: Array<Holder>, 
/**
 * Progress notes, oldest first.
 */
notes: Array<ProgressNote>, 
/**
 * The state.
 */
state: State, 
/**
 * People counted; 0 of a product.
 */
count: number, 
/**
 * Of these, those that units have stated in their summaries.
 */
stated: number, 
/**
 * People that had to be counted by the end of the day.
 */
expected: number, 
/**
 * How many of those were not: more than none of one that is behind or overdue.
 */
short: number, 
/**
 * The day on which it was done.
 */
done_on: string | null, 
/**
 * Days past the due day, of one that is overdue or was done late.
 */
days_late: number, };

/**
 * What may be done with all rows of one rule at once.
 */
export type AtOnce = "join" | "add";

/**
 * One attempt at the door.
 */
export type Attempt = { 
/**
 * What was logged.
 */
visit: Visit, 
/**
 * Whether it counts: no later one corrects it.
 */
counts: boolean, 
/**
 * Name of the member, or empty.
 */
by: string, };

/**
 * What came out of a claim that was drawn.
 */
export type AuditFinding = "confirmed" | "not-activated" | "wrong-level" | "not-found" | "refused";

/**
 * How a hamlet, a member's claims or a whole draw came out.
 */
export type AuditGroup = { 
/**
 * Name of the hamlet or the member.
 */
name: string, 
/**
 * The hamlet.
 */
unit_id: UnitId | null, 
/**
 * What it says of all claims; `None` where nothing was drawn.
 */
estimate: Estimate | null, 
/**
 * Surely more false claims than tolerated.
 */
fails: boolean, 
/**
 * Claims on the list.
 */
claims: number, 
/**
 * Claims drawn.
 */
drawn: number, 
/**
 * Of them true.
 */
confirmed: number, 
/**
 * Not activated.
 */
not_activated: number, 
/**
 * Active at a lower level.
 */
wrong_level: number, 
/**
 * Not met.
 */
not_found: number, 
/**
 * Refused to show it.
 */
refused: number, 
/**
 * Nobody has been there yet.
 */
waiting: number, 
/**
 * Of those with a finding, how many the police list has settled.
 */
by_list: number, };

/**
 * A list that was published, and whether it was drawn from.
 */
export type AuditHead = { 
/**
 * The check.
 */
id: AuditId, 
/**
 * Claims up to the end of this day are on the list.
 */
day: string, 
/**
 * The unit whose claims they are; empty of the whole book.
 */
unit: string, 
/**
 * The day of its publication.
 */
published_on: string, 
/**
 * Claims on the list.
 */
claims: number, 
/**
 * SHA-256 of the list, hexadecimal.
 */
list_hash: string, 
/**
 * The day of the draw; `None` until the seed was said.
 */
drawn_on: string | null, };

/**
 * A random check (kiểm tra xác suất): a list of claims, and what is drawn from it.
 */
export type AuditId = string;

/**
 * One claim that was drawn.
 */
export type AuditLineId = string;

/**
 * A claim that was drawn, as a person reads it.
 */
export type AuditLineView = { 
/**
 * The line.
 */
id: AuditLineId, 
/**
 * Its code on paper.
 */
code: string, 
/**
 * Name of the citizen.
 */
name: string, 
/**
 * Year of birth, or empty.
 */
birth: string, 
/**
 * Hamlet.
 */
hamlet: string, 
/**
 * House and alley.
 */
address: string, 
/**
 * Head of the household.
 */
head: string, 
/**
 * The day of the claim.
 */
claimed_on: string, 
/**
 * The level claimed.
 */
level: number, 
/**
 * Who guided the citizen, or empty.
 */
member: string, 
/**
 * What a later police list says, in Vietnamese and in English; `None` when none can judge the claim.
 */
listed: [string, string] | null, 
/**
 * What counts.
 */
finding: AuditFinding | null, 
/**
 * It is the police list that says so.
 */
by_list: boolean, 
/**
 * The day it was found on.
 */
found_on: string | null, 
/**
 * A short note.
 */
note: string, };

/**
 * A draw and what came out of it.
 */
export type AuditView = { 
/**
 * The seed.
 */
seed: string, 
/**
 * What was drawn alone.
 */
by: DrawBy, 
/**
 * The rate of false claims above which a unit fails.
 */
tolerated: Percent, 
/**
 * Who drew, or empty.
 */
who: string, 
/**
 * How often the very same list was drawn from before.
 */
drawn_before: number, 
/**
 * Units, or members, and what came out of theirs.
 */
groups: Array<AuditGroup>, 
/**
 * All together.
 */
total: AuditGroup, 
/**
 * What it says of all claims, in Vietnamese and in English.
 */
says: [string, string], 
/**
 * The claims, in walking order.
 */
lines: Array<AuditLineView>, 
/**
 * The check.
 */
id: AuditId, 
/**
 * Claims up to the end of this day are on the list.
 */
day: string, 
/**
 * The unit whose claims they are; empty of the whole book.
 */
unit: string, 
/**
 * The day of its publication.
 */
published_on: string, 
/**
 * Claims on the list.
 */
claims: number, 
/**
 * SHA-256 of the list, hexadecimal.
 */
list_hash: string, 
/**
 * The day of the draw; `None` until the seed was said.
 */
drawn_on: string | null, };

/**
 * All checks of a book, and one of them.
 */
export type AuditsView = { 
/**
 * Lists and draws, newest first.
 */
checks: Array<AuditHead>, 
/**
 * The draw that was asked for; `None` while nothing is drawn.
 */
open: AuditView | null, };

/**
 * One backup.
 */
export type Backup = { 
/**
 * The file: a book like any other.
 */
path: string, 
/**
 * When it was made, in Việt Nam.
 */
at: string, 
/**
 * Why.
 */
reason: BackupReason, 
/**
 * Size of the file.
 */
bytes: number, };

/**
 * Why a backup was made. Its word in the file name is `backup.name.<word>` of `messages.csv`.
 */
export type BackupReason = "daily" | "import" | "upgrade" | "asked";

/**
 * What is to be told of the backups of a book.
 */
export type BackupState = { 
/**
 * The newest one.
 */
newest: string | null, 
/**
 * Why the last one could not be made, as long as none was made since.
 */
failure: Refusal | null, 
/**
 * When that was, RFC 3339.
 */
failed_at: string | null, 
/**
 * The second place for backups on this computer.
 */
second_place: string | null, 
/**
 * Whether it is there now.
 */
second_place_there: boolean, 
/**
 * When a backup was last copied to a second place.
 */
copied_at: string | null, 
/**
 * Days since then, or since the book was made, where a second place is set and they are too many.
 */
days_without_copy: number | null, 
/**
 * Backups that still hold people who were erased, or open with a former passphrase, and places of such: not reached yet.
 */
owed: Array<string>, 
/**
 * Backups of another copy of this book, at a second place of both: left as they are.
 */
of_copies: Array<string>, };

/**
 * What a figure rests on (docs/domain.md, Visits and evidence).
 */
export type Basis = { "kind": "baseline", 
/**
 * "Số liệu tính đến ngày".
 */
as_of: string, } | { "kind": "claims", 
/**
 * Day of the baseline; `None` without one.
 */
as_of: string | null, 
/**
 * Claims up to the evening of this day.
 */
day: string, } | { "kind": "extract", 
/**
 * Day of the extract.
 */
as_of: string, } | { "kind": "reported", 
/**
 * The day.
 */
day: string, };

/**
 * A campaign with the tasks that were chosen for it.
 */
export type BeginCampaign = { 
/**
 * What the plan says.
 */
plan: Plan, 
/**
 * Its tasks. Where one does not say who answers for it, the head of each that holds it does.
 */
tasks: Array<NewAssignment>, };

/**
 * A campaign that was begun.
 */
export type Begun = { 
/**
 * The campaign.
 */
campaign: Campaign, 
/**
 * Assignments that were given: one for each that holds a task.
 */
given: number, 
/**
 * Agencies that were added for them.
 */
agencies: number, };

/**
 * What was found in one half of a sample.
 */
export type BlindFound = { 
/**
 * Pairs it was drawn from.
 */
of: number, 
/**
 * Judged.
 */
judged: number, 
/**
 * Those that the program had wrong.
 */
wrong: number, 
/**
 * Those of which nobody can tell.
 */
unsure: number, 
/**
 * What that says of all of them: holds in 95 of 100 draws.
 */
all: Range, };

/**
 * A pair without what the program said of it.
 */
export type BlindPair = { 
/**
 * The list it stands in.
 */
roster: RosterId, 
/**
 * Sheet of the row.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * Code of the citizen.
 */
citizen: string, 
/**
 * Number of the citizen's house.
 */
house_number: string, 
/**
 * Its alley.
 */
alley: string, 
/**
 * Both values of each field.
 */
fields: Array<FieldPair>, };

/**
 * A sample, and how far it is judged.
 */
export type BlindSample = { 
/**
 * Pairs that were drawn.
 */
drawn: number, 
/**
 * Those of them that were judged.
 */
judged: number, 
/**
 * The next one to judge.
 */
next: BlindPair | null, 
/**
 * What came out, once all are judged: of the pairs that the program joined, those of two people.
 */
wrong: BlindFound | null, 
/**
 * And of the rows that it left open those that are one with their first candidate.
 */
missed: BlindFound | null, };

/**
 * What a book is.
 */
export type BookInfo = { 
/**
 * Id of the book.
 */
id: string, 
/**
 * The file.
 */
path: string, 
/**
 * The level it works at.
 */
level: Level, 
/**
 * The book's own unit.
 */
unit_id: UnitId, 
/**
 * Name of the unit.
 */
name: string, 
/**
 * Kind of the unit, or empty.
 */
kind: string, 
/**
 * National code of the unit, or empty.
 */
code: string, 
/**
 * Names of the units above, nearest first.
 */
above: Array<string>, 
/**
 * Whether its people are invented, to try things on.
 */
sample: boolean, 
/**
 * Whether it can only be looked at: its file or its folder cannot be written.
 */
read_only: boolean, 
/**
 * The member who opened it by a secret of their own; `None`: by its passphrase.
 */
opened_by: MemberId | null, 
/**
 * Whether the file with the members' keys was lost, damaged or older and was made anew as the book was opened.
 */
keys_mended: boolean, 
/**
 * Backups that still hold people who were erased, or open with a former passphrase, and places of such: not reached yet.
 */
backups_owed: Array<string>, 
/**
 * When it was made, RFC 3339.
 */
created_at: string, 
/**
 * Version of its schema.
 */
version: number, 
/**
 * Units, the book's own included.
 */
units: number, 
/**
 * Households.
 */
households: number, 
/**
 * Citizens, without those whose data were erased.
 */
citizens: number, 
/**
 * People whose data were erased: figures of the days before count them.
 */
erased: number, 
/**
 * Rosters.
 */
rosters: number, 
/**
 * Visits.
 */
visits: number, };

/**
 * `listed - unknown - waiting - doubled + earlier + claimed + stated = active`: rows on the left, people on the right.
 */
export type Bridge = { 
/**
 * Day of the newest extract.
 */
extract: string, 
/**
 * Rows with an active account, its own and those of the lists that it adds to.
 */
listed: number, 
/**
 * Of those, rows of nobody in the book.
 */
unknown: number, 
/**
 * Rows that wait for a person to say whose they are.
 */
waiting: number, 
/**
 * Rows beyond the first of one person.
 */
doubled: number, 
/**
 * People who are not on them, active by an extract before.
 */
earlier: number, 
/**
 * People active by what the teams say alone.
 */
claimed: number, 
/**
 * Active in units that count by what they have signed.
 */
stated: number, 
/**
 * Active by the day's papers.
 */
active: number, 
/**
 * All of it in a sentence, in Vietnamese and in English.
 */
told: [string, string], };

/**
 * New accounts that somebody guided people to, as papers count them.
 */
export type Brought = { 
/**
 * Since the campaign began, else in all.
 */
so_far: number, 
/**
 * On the day.
 */
on_day: number, };

/**
 * The burn-up of a unit or of the whole book: where it was each day, where it has to be, where it is heading for.
 */
export type BurnUp = { 
/**
 * How it stands on the day.
 */
pace: Pace, 
/**
 * First day of the campaign.
 */
first_day: string, 
/**
 * Its last day.
 */
last_day: string, 
/**
 * Accounts a day of late.
 */
gain_per_day: number | null, 
/**
 * Active at the end at that pace.
 */
forecast: number | null, 
/**
 * Between what it is expected to end; `None` where it can end at everybody eligible alone, or too little is known.
 */
range: ForecastRange | null, 
/**
 * Whether that is everybody eligible: more cannot come, at whatever pace.
 */
at_most: boolean, 
/**
 * Eligible people when they are fewer than the target.
 */
ceiling: number | null, 
/**
 * Units without any figures or printed baseline: until they have some, nobody knows where the whole stands.
 */
unknown: Array<string>, 
/**
 * Each day of the campaign.
 */
days: Array<BurnUpDay>, 
/**
 * Its weeks, Monday to Sunday.
 */
weeks: Array<PlannedStretch>, 
/**
 * Its months.
 */
months: Array<PlannedStretch>, };

/**
 * One day of a burn-up.
 */
export type BurnUpDay = { 
/**
 * The day, its evening included.
 */
day: string, 
/**
 * Active; `None` of days to come and of days without figures.
 */
actual: number | null, 
/**
 * Active by the plan and its phases; `None` while nobody knows where it begins.
 */
planned: number | null, 
/**
 * From today on: the straight way to the target.
 */
needed: number | null, 
/**
 * From today on: the way at the pace of late.
 */
forecast: number | null, };

/**
 * A campaign of a plan.
 */
export type Campaign = { 
/**
 * Id in this book.
 */
id: CampaignId, 
/**
 * Whether it was chosen, of several, as the one whose figures are shown.
 */
in_use: boolean, 
/**
 * Whether a unit above has handed it down.
 */
from_above: boolean, 
/**
 * Points for each whole percent above the target (docs/domain.md, Commendation).
 */
points: number, 
/**
 * Number of the plan: "70/KH-UBND".
 */
number: string, 
/**
 * Who issued it: "UBND tỉnh Thanh Hóa"; empty when not said.
 */
issuer: string, 
/**
 * Its title.
 */
title: string, 
/**
 * First day, inclusive.
 */
first_day: string, 
/**
 * Last day, inclusive.
 */
last_day: string, 
/**
 * Accounts to be active at its end, when the plan says so; it may exceed the eligible (docs/domain.md, Plans and targets).
 */
target: number | null, 
/**
 * Phases in their order; none when the plan has none.
 */
phases: Array<Phase>, };

/**
 * A file that holds a campaign.
 */
export type CampaignFile = { 
/**
 * JSON: number, issuer, title, first_day, last_day, target, phases (name, first_day, last_day, report_due, target).
 */
file: string, };

/**
 * A campaign (đợt cao điểm).
 */
export type CampaignId = string;

/**
 * The campaign of a day; while the targets are those of a phase that runs, its days are the phase's.
 */
export type CampaignOfDay = { 
/**
 * Number of its plan.
 */
number: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Name of the phase whose days these are; empty: the whole campaign's.
 */
phase: string, 
/**
 * First day.
 */
first_day: string, 
/**
 * Last day.
 */
last_day: string, 
/**
 * Its days.
 */
days: number, 
/**
 * Which of them the day is, from 1; 0 before it.
 */
nth: number, 
/**
 * Days left after the day.
 */
days_left: number, 
/**
 * Where the day stands in it.
 */
stage: Stage, };

/**
 * A campaign and how far it is.
 */
export type CampaignView = { 
/**
 * Whether screens and papers have its figures today.
 */
shown: boolean, 
/**
 * Its days, the first and the last counted.
 */
days: number, 
/**
 * Plan to date, actual to date, needed per day; `None` without a target.
 */
pace: Pace | null, 
/**
 * Claimed by the teams and not yet confirmed by the extract; part of the actual.
 */
pending: number, 
/**
 * What looks odd in the plan, or in its targets beside it, and may still be meant.
 */
doubts: Array<Refusal>, 
/**
 * Its targets: of the whole campaign, and of phases.
 */
targets: Array<TargetView>, 
/**
 * Id in this book.
 */
id: CampaignId, 
/**
 * Whether it was chosen, of several, as the one whose figures are shown.
 */
in_use: boolean, 
/**
 * Whether a unit above has handed it down.
 */
from_above: boolean, 
/**
 * Points for each whole percent above the target (docs/domain.md, Commendation).
 */
points: number, 
/**
 * Number of the plan: "70/KH-UBND".
 */
number: string, 
/**
 * Who issued it: "UBND tỉnh Thanh Hóa"; empty when not said.
 */
issuer: string, 
/**
 * Its title.
 */
title: string, 
/**
 * First day, inclusive.
 */
first_day: string, 
/**
 * Last day, inclusive.
 */
last_day: string, 
/**
 * Accounts to be active at its end, when the plan says so; it may exceed the eligible (docs/domain.md, Plans and targets).
 */
target: number | null, 
/**
 * Phases in their order; none when the plan has none.
 */
phases: Array<Phase>, };

/**
 * A citizen that a row may mean.
 */
export type Candidate = { 
/**
 * Code of the citizen.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * Number of the house.
 */
house_number: string, 
/**
 * Alley.
 */
alley: string, 
/**
 * Both values of each field.
 */
fields: Array<FieldPair>, 
/**
 * Whether both sides have a number and the numbers differ: one has to be chosen.
 */
choose_number: boolean, 
/**
 * Another row of the extract that the citizen is joined with: sheet and row.
 */
taken: [string, number] | null, };

/**
 * One identity card.
 */
export type Card = { 
/**
 * 12 digits.
 */
number: string, 
/**
 * 9 digits, or empty.
 */
old_number: string, 
/**
 * Name as the card has it.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * Sex: as the card says, else as its number says.
 */
sex: Sex | null, 
/**
 * Permanent address.
 */
address: string, 
/**
 * Day of issue.
 */
issued: string | null, };

/**
 * Whom a card is of.
 */
export type CardFound = { 
/**
 * What the card says.
 */
card: Card, 
/**
 * The people with its number, now or before; else those with its old number, or its name and birth.
 */
people: Array<FoundPerson>, 
/**
 * Whether they have its number.
 */
same_number: boolean, 
/**
 * The fields that the card fills for a new person.
 */
form: PersonForm, };

/**
 * The chain of signatures of a day: what the units below have signed, what this book has, what comes next.
 */
export type Chain = { 
/**
 * Who has handed in, and who has not.
 */
below: SummariesOfDay, 
/**
 * What each unit below has signed, in the order of their names.
 */
signed: Array<SignedDay>, 
/**
 * What this book has signed and sent; `None`: not yet.
 */
own: SignedDay | null, 
/**
 * Whether that still says what the book says; true when nothing was signed.
 */
own_stands: boolean, 
/**
 * The number that its next file will have.
 */
next_sequence: number, };

/**
 * What is said of some people of an agency.
 */
export type ChangeAgencyPeople = { 
/**
 * Whom.
 */
ids: Array<AffiliationId>, 
/**
 * Why they have no level 2; empty takes the reason away; missing leaves it.
 */
reason: string | null, 
/**
 * The level of their accounts by the agency's word today, 0 to 2.
 */
level: number | null, 
/**
 * Whether they know IT.
 */
it: boolean | null, 
/**
 * The day on which they were taught.
 */
trained_on: string | null, };

/**
 * A person's fields as they shall be.
 */
export type ChangeCitizen = { 
/**
 * The person.
 */
citizen: CitizenId, 
/**
 * The fields as typed.
 */
form: PersonForm, };

/**
 * A household's fields as they shall be; with another hamlet its people move with it.
 */
export type ChangeHousehold = { 
/**
 * The household.
 */
household: HouseholdId, 
/**
 * Its fields.
 */
form: HouseholdForm, };

/**
 * What a member is to be.
 */
export type ChangeMember = { 
/**
 * The member; a new one when missing.
 */
id: MemberId | null, 
/**
 * Name.
 */
name: string, 
/**
 * Phone, or empty.
 */
phone: string, 
/**
 * What they are in the team.
 */
role: Role | null, };

/**
 * What became of the backups with a new passphrase.
 */
export type ChangedPassphrase = { 
/**
 * Older backups that open with the new one alone.
 */
backups: number, 
/**
 * Those that still open with the old one, and those of another copy of the book, in Vietnamese, then in English.
 */
findings: Array<[string, string]>, };

/**
 * How the account was activated.
 */
export type Channel = "app" | "web";

/**
 * What is typed of a person, to be looked at before it is saved.
 */
export type CheckPerson = { 
/**
 * The person; none for a new one.
 */
citizen: CitizenId | null, 
/**
 * The fields as typed.
 */
form: PersonForm, };

/**
 * How a point stands before a day is closed.
 */
export type CheckState = "fine" | "look" | "stops";

/**
 * What has to be there by a day.
 */
export type Checkpoint = { 
/**
 * By the end of this day.
 */
day: string, 
/**
 * So many of the count; 0 with a product: a progress note is expected.
 */
count: number, 
/**
 * What has to be there, in words: "70 % cấp huyện"; or empty.
 */
text: string, };

/**
 * One person of the register. One person is one record; identity numbers are a list on it, never the key
 * (docs/domain.md, Identity numbers). Empty text means not known.
 */
export type Citizen = { 
/**
 * Id in this book.
 */
id: CitizenId, 
/**
 * Mã công dân: from the file, else generated.
 */
code: string, 
/**
 * Hamlet; equals the household's.
 */
unit_id: UnitId, 
/**
 * Household.
 */
household_id: HouseholdId, 
/**
 * Họ và tên as on the papers, NFC, never rewritten for matching.
 */
name: string, 
/**
 * Birth with the precision the papers have.
 */
birth: PartialDate | null, 
/**
 * Sex.
 */
sex: Sex | null, 
/**
 * Present 12-digit number.
 */
number: string, 
/**
 * Old 9-digit number (CMND).
 */
old_number: string, 
/**
 * Phone, 10 digits (11 for a fixed line); not unique (docs/domain.md, Phones).
 */
phone: string, 
/**
 * Relation to the head ("chủ hộ", "vợ", "con"…), as the survey gives it.
 */
relation: string, 
/**
 * Residence status ("thường trú", "tạm trú", "đi làm xa"…), as the survey gives it.
 */
residence: string, 
/**
 * Permanent address as given.
 */
address: string, 
/**
 * Has a smartphone.
 */
smartphone: boolean | null, 
/**
 * Has a computer with internet.
 */
internet: boolean | null, 
/**
 * Note, short.
 */
note: string, };

/**
 * A citizen (công dân).
 */
export type CitizenId = string;

/**
 * All that is known of a person.
 */
export type CitizenView = { 
/**
 * The person.
 */
citizen: Citizen, 
/**
 * The household.
 */
household: Household, 
/**
 * Name of the hamlet.
 */
unit: string, 
/**
 * Whether the person moved away or died.
 */
departure: Departure | null, 
/**
 * Earlier numbers, oldest first.
 */
former_numbers: Array<FormerNumber>, 
/**
 * What the extracts say, newest first.
 */
officials: Array<OfficialState>, 
/**
 * Visits, newest first.
 */
visits: Array<VisitLine>, 
/**
 * Values as a file had them, of the fields mended when it was taken in.
 */
raw: { [key in string]: string }, 
/**
 * The fields to edit.
 */
form: PersonForm, 
/**
 * The day on which the person's data were erased, if they were: nothing is to be edited.
 */
erased_on: string | null, };

/**
 * Whether an assignment could be given.
 */
export type Clearness = { 
/**
 * It is clear in all five, and nothing else stands in its way.
 */
clear: boolean, 
/**
 * Which of the five are missing.
 */
missing: Array<MissingPart>, 
/**
 * What else stands in its way.
 */
refusal: Refusal | null, };

/**
 * A day to close.
 */
export type CloseDay = { 
/**
 * The day; today when missing.
 */
day: string | null, 
/**
 * The folder in which the day gets a folder of its own.
 */
folder: string, };

/**
 * That a day was closed.
 */
export type Closed = { 
/**
 * When.
 */
at: string, 
/**
 * Number of the summary that went with its papers.
 */
sequence: number | null, 
/**
 * Figures of the day may have changed since.
 */
changed: boolean, };

/**
 * A day that was closed.
 */
export type ClosedDay = { 
/**
 * The day.
 */
day: string, 
/**
 * The folder of the day.
 */
folder: string, 
/**
 * What was written.
 */
files: Array<WrittenFile>, 
/**
 * What there was nothing to write of.
 */
left_out: Array<LeftOut>, };

/**
 * One column.
 */
export type Column = { 
/**
 * Headings from the widest group down to the column's own: one to three. Neighbours with equal groups share them.
 */
heading: Array<string>, 
/**
 * Width in pixels at 96 dpi. The writer widens a table that is narrower than the paper.
 */
width: number, 
/**
 * How its values stand.
 */
kind: Kind, };

/**
 * One column.
 */
export type ColumnLook = { 
/**
 * As Excel shows it: "A", "AB".
 */
letter: string, 
/**
 * Heading.
 */
heading: string, 
/**
 * The field that it holds, if any.
 */
field: Field | null, };

/**
 * How one field of a pair compares.
 */
export type Comparison = "missing" | "same" | "harmless" | "differs";

/**
 * A field that two books changed.
 */
export type ConflictView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The hamlet.
 */
unit: UnitId, 
/**
 * Name of the unit below.
 */
hamlet: string, 
/**
 * Whose book has `theirs`.
 */
other: string, 
/**
 * Whose book this is.
 */
own: string, 
/**
 * Table of the row ("citizen", "household", "visit", "campaign", …).
 */
table: string, 
/**
 * The person, where it is of one.
 */
citizen: CitizenId | null, 
/**
 * Name of the person, or of the household's head.
 */
name: string, 
/**
 * The field.
 */
field: string, 
/**
 * What this book has.
 */
mine: JsonValue, 
/**
 * What the other has.
 */
theirs: JsonValue, 
/**
 * What both had before, as far as it is known; null otherwise.
 */
before: JsonValue, 
/**
 * Who changed it here, or empty.
 */
mine_by: string, 
/**
 * When it was changed here, as far as it is known.
 */
mine_at: string | null, 
/**
 * When the other's value came.
 */
at: string, };

/**
 * Which of two answers is right.
 */
export type Counts = "worksheet" | "book";

/**
 * Units of which the plan wants the same.
 */
export type Coverage = { 
/**
 * What the plan wants; `None` of hamlets, of which it says nothing.
 */
wanted: Percent | null, 
/**
 * Units.
 */
units: number, 
/**
 * Of those, units with a point.
 */
covered: number, 
/**
 * What part that is.
 */
ratio: Percent | null, 
/**
 * Whether it is what the plan wants; `None` where it wants nothing.
 */
met: boolean | null, };

/**
 * A unit and the points that stand in it.
 */
export type CoveredUnit = { 
/**
 * The unit.
 */
unit: Unit, 
/**
 * Fixed points.
 */
fixed: number, 
/**
 * Mobile ones.
 */
mobile: number, 
/**
 * People a day that they have room for, as far as it was said.
 */
capacity: number, };

/**
 * A new book.
 */
export type CreateBook = { 
/**
 * The file; it must not exist.
 */
path: string, 
/**
 * At least 8 characters.
 */
passphrase: string, 
/**
 * The level that the book works at.
 */
level: Level, 
/**
 * Name of its unit with the kind word.
 */
name: string, 
/**
 * National code, or empty.
 */
code: string, 
/**
 * Names of the units above, nearest first.
 */
above: Array<string>, };

/**
 * A unit over time: what it is now, the days it is valid, and what it was before.
 *
 * One rule keeps old figures right: people and figures stay with the unit that they were written for, and on any day
 * they belong to the nearest unit above (itself first) that is valid on that day. A unit that is merged gets the new one
 * as parent from that day on; a unit that is split off has the old one as parent before that day.
 */
export type DatedUnit = { 
/**
 * First day; `None` from the beginning.
 */
first_day: string | null, 
/**
 * Last day; `None` still valid.
 */
last_day: string | null, 
/**
 * What it was before, oldest first.
 */
past: Array<PastUnit>, 
/**
 * Id in this book.
 */
id: UnitId, 
/**
 * The unit above; `None` for the book's own unit.
 */
parent_id: UnitId | null, 
/**
 * "thon", "ap", "to-dan-pho", "xa", "huyen", "tinh", … ; empty when not said.
 */
kind: string, 
/**
 * Name with its kind word: "Thôn 1", "Xã Thử Nghiệm".
 */
name: string, 
/**
 * National code as text (2 or 5 digits), or empty.
 */
code: string, 
/**
 * Order in lists and forms.
 */
position: number, };

/**
 * One point to look at before a day is closed.
 */
export type DayCheck = { 
/**
 * Row of the message table with its sentence.
 */
code: string, 
/**
 * What stands in the places of the sentence.
 */
params: { [key in string]: string }, 
/**
 * How it stands.
 */
state: CheckState, 
/**
 * The first person that it is about, to go to.
 */
first: FirstToSee | null, };

/**
 * What a person said to a [`Question`]. Both answers stay in the history.
 */
export type Decided = { 
/**
 * The visit that the row stands for.
 */
visit: VisitId, 
/**
 * What the row said when it was asked about.
 */
says: SheetAnswer, 
/**
 * Which answer is right.
 */
right: Counts, };

/**
 * What a person says of a row.
 */
export type Decision = { "citizen": string } | "new" | "reject" | "leave";

/**
 * An invented commune to try things on.
 */
export type Demo = { 
/**
 * The book that has taken them in.
 */
book: string, 
/**
 * Its passphrase.
 */
passphrase: string, 
/**
 * How its reconciliation ended.
 */
reconciled: Reconciled, 
/**
 * `so-dieu-tra.xlsx`: the survey by household, one sheet a hamlet.
 */
register: string, 
/**
 * `danh-sach-cong-an.xlsx`: the police list.
 */
roster: string, 
/**
 * `su-that.csv`: `sheet,row,citizen_code` for each row of the police list (row 1-based as Excel shows it;
 * the code is empty when the survey lacks the person).
 */
truth: string, 
/**
 * The day of the police list.
 */
as_of: string, 
/**
 * People of the commune.
 */
people: number, 
/**
 * Hamlets of the commune.
 */
hamlets: number, 
/**
 * Rows of the police list.
 */
roster_rows: number, };

/**
 * A person who moved away or died: from that day on off the worklists and not among the eligible. The record and its
 * history stay.
 */
export type Departure = { 
/**
 * How.
 */
gone: Gone, 
/**
 * From this day on.
 */
day: string, };

/**
 * What a diagnosis is made with.
 */
export type Diagnose = { 
/**
 * The screen of the window.
 */
screen: Screen | null, };

/**
 * A diagnosis, to be read before it is saved.
 */
export type Diagnosis = { 
/**
 * The whole text.
 */
text: string, 
/**
 * A name for its file.
 */
file: string, };

/**
 * A printed figure that is not what its row or column adds to.
 */
export type Difference = { 
/**
 * The row: a unit, or the total row's words.
 */
unit: string, 
/**
 * The column of Phụ lục I, 3 to 10.
 */
column: number, 
/**
 * As printed; of column 9 in hundredths of a percent.
 */
printed: number, 
/**
 * As computed.
 */
computed: number, };

/**
 * A unit that has signed other figures of the day than its people in this book count; those of the book count.
 */
export type DifferingUnit = { unit_id: UnitId, name: string, figures: Array<StatedOtherwise>, 
/**
 * The same in Vietnamese and in English.
 */
told: [string, string], };

/**
 * Why a claim is worth a second look.
 */
export type Doubt = "against-list" | "gone" | "twice" | "shared-phone" | "hurried" | "odd-hour" | "elsewhere";

/**
 * A checkpoint as it is being typed.
 */
export type DraftCheckpoint = { 
/**
 * By the end of this day.
 */
day: string, 
/**
 * So many.
 */
count: string, 
/**
 * What has to be there.
 */
text: string, };

/**
 * What is drawn alone: all together, each hamlet, or each member of the teams.
 */
export type DrawBy = "whole" | "hamlet" | "member";

/**
 * How many pairs to draw.
 */
export type DrawPairs = { 
/**
 * The roster; the lists in use when missing.
 */
roster: RosterId | null, 
/**
 * So many.
 */
n: number, };

/**
 * How to draw.
 */
export type DrawSample = { 
/**
 * The list that was published for this unit; the last one published when missing.
 */
unit: UnitId | null, 
/**
 * The seed as it was said: ten digits or more.
 */
seed: string, 
/**
 * How many of the list, or of each group; as many as confidence and tolerated rate need when missing.
 */
size: number | null, 
/**
 * The confidence, in hundredths of a percent; 95 % when missing.
 */
confidence: Percent | null, 
/**
 * The rate of false claims above which a unit fails; 2 % when missing.
 */
tolerated: Percent | null, 
/**
 * What is drawn alone.
 */
by: DrawBy, 
/**
 * The workbook to take along.
 */
out: string | null, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * A draft that is thrown away.
 */
export type DropPersonDraft = { 
/**
 * Which.
 */
id: PersonDraftId, };

/**
 * Why and when to visit one person.
 */
export type Due = { 
/**
 * Why.
 */
group: Group, 
/**
 * The time of day to propose: the appointment's, else one that was not tried; `None` when nothing speaks for one.
 */
part: PartOfDay | null, 
/**
 * The appointment, when one is open.
 */
appointment: string | null, };

/**
 * A report of a phase that is due.
 */
export type DueReport = { 
/**
 * Number of the plan.
 */
number: string, 
/**
 * The phase.
 */
phase: string, 
/**
 * The form that tells it.
 */
form: ReportForm, 
/**
 * The day on which it is due, as the plan names it.
 */
due: string, 
/**
 * Days until then; negative when it is late.
 */
days_left: number, };

/**
 * What somebody is in a team beside a member.
 */
export type Duty = "leader" | "deputy";

/**
 * A campaign to change.
 */
export type EditCampaign = { 
/**
 * Its number up to now.
 */
campaign: string, 
/**
 * All that it says from now on.
 */
plan: Plan, };

/**
 * What was typed or pasted into a sheet.
 */
export type EditTargets = { 
/**
 * As in [`AskTargets`].
 */
campaign: string | null, 
/**
 * As in [`AskTargets`].
 */
phase: string | null, 
/**
 * A new day of the baseline.
 */
as_of: string | null, 
/**
 * Rows copied from Excel, a line a row, cells apart by tabs: unit and figures as in Phụ lục I. They come first.
 */
pasted: string, 
/**
 * Cells typed over.
 */
cells: Array<TypedCell>, 
/**
 * Locks set and taken off.
 */
locks: Array<TypedLock>, 
/**
 * Who answers for targets.
 */
answerable: Array<TypedName>, 
/**
 * Show what would come out and change nothing.
 */
dry_run: boolean, };

/**
 * What an enrolment does to a field, or to a whole campaign, phase or task.
 */
export type EnrolmentAction = "new" | "changed" | "kept" | "conflict" | "gone" | "removed";

/**
 * One thing that an enrolment says.
 */
export type EnrolmentChange = { 
/**
 * "campaign", "phase" or "assignment".
 */
table: string, 
/**
 * Title of the campaign, name of the phase, words of the task.
 */
name: string, 
/**
 * What becomes of it.
 */
action: EnrolmentAction, 
/**
 * The field; empty for the whole.
 */
field: string, 
/**
 * What this book has.
 */
mine: JsonValue, 
/**
 * What the unit above says.
 */
theirs: JsonValue, };

/**
 * Whose people to erase, and why.
 */
export type EraseCampaign = { 
/**
 * Number of the campaign, which is over.
 */
number: string, 
/**
 * Why.
 */
reason: string, 
/**
 * How many people that are, as the dry run says it: nobody types it by mistake.
 */
confirm: number | null, 
/**
 * Only say what would go.
 */
dry_run: boolean, };

/**
 * Whom to erase, and why.
 */
export type ErasePerson = { 
/**
 * The person's code.
 */
citizen: string, 
/**
 * Why: it stays in the journal, so it names nobody.
 */
reason: string, 
/**
 * Only say what would go.
 */
dry_run: boolean, };

/**
 * What was erased, and where the data still are.
 */
export type Erased = { 
/**
 * How many people.
 */
people: number, 
/**
 * In the book and its journal.
 */
rows: ErasedRows, 
/**
 * Older backups that were destroyed; in a dry run those that would be.
 */
backups: number, 
/**
 * Backups and places of backups that could not be reached.
 */
backups_left: Array<string>, 
/**
 * Backups of another copy of the book, which were left as they are.
 */
backups_of_copies: Array<string>, 
/**
 * Hamlets and agencies whose laptops have them until they take in their next package.
 */
laptops: Array<string>, 
/**
 * What the user has to know, each in Vietnamese, then in English.
 */
findings: Array<[string, string]>, };

/**
 * What was erased.
 */
export type ErasedRows = { 
/**
 * Rows by table.
 */
rows: { [key in string]: number }, 
/**
 * Lines of the journal that lost something.
 */
lines: number, 
/**
 * Packages that were kept until both books know them, and are dropped: they were signed whole.
 */
packages: number, };

/**
 * What somebody is invited for.
 */
export type Errand = "not-enrolled" | "approved" | "level1" | "wrong-data";

/**
 * A job was refused and nothing was changed.
 */
export type Error = { 
/**
 * Row of `messages.csv`, such as `book.wrong_passphrase`.
 */
code: string, 
/**
 * Values for the `{name}` places of the sentence.
 */
params: { [key in string]: string }, };

/**
 * What a reconciliation would leave, were this error accepted. Rows that people decided stay as they are, and are not counted.
 */
export type ErrorChoice = { 
/**
 * So many wrong pairs among 10,000 rows are accepted.
 */
accept: number, 
/**
 * It is the one by which the lists stand now.
 */
now: boolean, 
/**
 * Rows that the program would join by itself.
 */
matched: number, 
/**
 * Rows that somebody would have to look at.
 */
review: number, 
/**
 * Rows that would not be found in the register.
 */
unknown: number, 
/**
 * How many of the pairs would be wrong, and how many people would be missed.
 */
expected: Expected | null, };

/**
 * What a sample says of its list.
 */
export type Estimate = { 
/**
 * False among those that are settled; `None` when none is.
 */
rate: Percent | null, 
/**
 * At least so many claims of the list are false: whatever is not settled counted as true.
 */
low: number, 
/**
 * At most so many: whatever is not settled counted as false.
 */
high: number, 
/**
 * The lower end as a rate of the list.
 */
low_rate: Percent, 
/**
 * The upper end.
 */
high_rate: Percent, 
/**
 * The interval of Clopper and Pearson, as if the list had no end: for comparison; of several lists there is none.
 */
endless: [Percent, Percent] | null, 
/**
 * From this rate of false claims on what is settled would have shown one of them in 95 of 100 draws.
 */
caught: Percent | null, };

/**
 * What is expected of a reconciliation, in rows.
 */
export type Expected = { 
/**
 * Pairs of the program that are of two people.
 */
wrong: Range, 
/**
 * Rows whose person is in the register and was not joined by the program.
 */
missed: Range, };

/**
 * What is expected of a reconciliation, as a whole and by its parts. Each row stands once in each division.
 */
export type ExpectedByPart = { 
/**
 * As a whole; nothing where the lists were reconciled at the commune, or before this was kept.
 */
whole: Expected | null, 
/**
 * By hamlet: of the person whom a row is joined with, else as the row names it.
 */
hamlets: Array<PartExpected>, 
/**
 * By age on the day of the list, from the year of birth.
 */
ages: Array<PartExpected>, 
/**
 * By how exactly both sides know the birth.
 */
births: Array<PartExpected>, };

/**
 * Whose data to write, and where.
 */
export type ExportPerson = { 
/**
 * The person's code.
 */
citizen: string, 
/**
 * The workbook.
 */
out: string, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * The summary to write.
 */
export type ExportSummary = { 
/**
 * Up to the end of this day.
 */
day: string, 
/**
 * The file (.tnsolieu); beside it goes an .xlsx of the same figures.
 */
out: string, 
/**
 * Whether both may take the place of earlier ones.
 */
replace: boolean, };

/**
 * What was written.
 */
export type ExportedPerson = { 
/**
 * The workbook.
 */
path: string, 
/**
 * How many rows of the book it holds.
 */
rows: number, };

/**
 * What was written.
 */
export type ExportedSummary = { 
/**
 * The file.
 */
out: string, 
/**
 * The workbook beside it.
 */
workbook: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * sha256 of the file, hexadecimal.
 */
sha256: string, 
/**
 * Fingerprint of the book's key, which the unit above has to confirm once.
 */
fingerprint: string, 
/**
 * Days that it states.
 */
days: Array<string>, 
/**
 * Of those, days that an earlier file stated otherwise.
 */
restated: Array<string>, 
/**
 * Units without figures on the last day.
 */
without: Array<string>, 
/**
 * Signed summaries of units below inside.
 */
inside: number, 
/**
 * Nothing has changed since: this is the last file once more.
 */
again: boolean, };

/**
 * What the latest extract says of a person on the round.
 */
export type Extract = { 
/**
 * State, level, date.
 */
says: Official, 
/**
 * Day of activation, when the extract has it.
 */
activated_on: PartialDate | null, };

/**
 * What an extract says of accounts, against the lists in use on its day.
 */
export type ExtractChange = { 
/**
 * Day of the newest of those lists.
 */
as_of: string, 
/**
 * People on them.
 */
people: number, 
/**
 * Hamlets that they name.
 */
hamlets: number, 
/**
 * Rows of people whom they do not have.
 */
new: number, 
/**
 * Rows with another state.
 */
changed: number, 
/**
 * Rows that say the same.
 */
same: number, 
/**
 * People on them whom this list does not have.
 */
missing: number, 
/**
 * The rows with another state, by what it was and is: steps back first, then the most frequent.
 */
steps: Array<StateStep>, };

/**
 * What an extract says, whole: the same before it is taken in and after.
 */
export type ExtractSays = { 
/**
 * Its id in this book, once it is taken in.
 */
roster: RosterId | null, 
/**
 * Its day.
 */
as_of: string, 
/**
 * Rows taken.
 */
rows: number, 
/**
 * Hamlets that they name.
 */
hamlets: number, 
/**
 * Whether it adds to the list before it: as a person said, else as it seems.
 */
partial: boolean, 
/**
 * Its rows by state.
 */
states: Array<StateRows>, 
/**
 * Words for states that are not understood, the most frequent first.
 */
unread: Array<UnreadState>, 
/**
 * What it says anew; missing when there is no list before it.
 */
against: ExtractChange | null, };

/**
 * A random check by which surely more claims of a unit are false than tolerated (docs/domain.md, Random checks).
 */
export type FailedCheck = { 
/**
 * The day of the draw.
 */
day: string, 
/**
 * Claims of which it is known whether they are true.
 */
looked_at: number, 
/**
 * Those that are not.
 */
untrue: number, 
/**
 * At least this rate of all its claims is false.
 */
low_rate: Percent, 
/**
 * The rate that was tolerated.
 */
tolerated: Percent, };

/**
 * A place of the script where a screen failed.
 */
export type Fault = { 
/**
 * Its line.
 */
line: number, 
/**
 * Its column.
 */
column: number, };

/**
 * A field that a column can hold. The text form (kebab-case) is what `--map` takes; the Vietnamese field names of
 * Vietnamese names (`ho_ten`, `ngay_sinh`, …) are accepted beside it.
 */
export type Field = "ordinal" | "hamlet" | "household-code" | "head" | "alley" | "house-number" | "walk-order" | "code" | "name" | "family-name" | "given-name" | "birth" | "birth-male" | "birth-female" | "birth-day" | "birth-month" | "birth-year" | "sex" | "number" | "old-number" | "number-or-old" | "phone" | "relation" | "residence" | "address" | "present-address" | "smartphone" | "internet" | "knows-it" | "trained-on" | "note" | "state" | "level" | "level1" | "level2" | "approved-on" | "activated-on";

/**
 * One field that a row changes.
 */
export type FieldChange = { 
/**
 * Which.
 */
field: Field, 
/**
 * As the book has it; empty when it had none.
 */
before: string, 
/**
 * As it is from now on.
 */
after: string, };

/**
 * What is to be said of one field.
 */
export type FieldFinding = { 
/**
 * The field.
 */
field: Field, 
/**
 * Row of `messages.csv`.
 */
code: string, 
/**
 * Values of its places.
 */
params: { [key in string]: string }, 
/**
 * A rejection must be mended first; a warning may stand.
 */
severity: Severity, 
/**
 * What the field may have been meant to say.
 */
offer: string | null, };

/**
 * One field of a pair.
 */
export type FieldPair = { 
/**
 * "name", "birth", "sex", "number", "old-number", "home", "head", "phone", "account".
 */
field: string, 
/**
 * What the register says; a code for the sex.
 */
ours: string, 
/**
 * What the extract says; a code for the sex and the account.
 */
theirs: string, 
/**
 * Characters of `ours` that differ: from, to.
 */
our_marks: Array<[number, number]>, 
/**
 * Characters of `theirs` that differ: from, to.
 */
their_marks: Array<[number, number]>, 
/**
 * How both compare.
 */
comparison: Comparison, 
/**
 * How, in words: a row of `messages.csv`.
 */
says: string, };

/**
 * A unit below.
 */
export type FigurePart = { 
/**
 * Its id in the file that names it; empty of a unit of this book, which the row names.
 */
id: string, 
/**
 * Its figures.
 */
row: RowOfDay, 
/**
 * The day that its cumulative figure is of, where it has none of the day itself.
 */
figures_of: string | null, 
/**
 * There is more to say of it.
 */
opens: boolean, };

/**
 * What the figures of a unit on a day are made of.
 */
export type FigureView = { 
/**
 * The unit.
 */
unit: string, 
/**
 * The day.
 */
day: string, 
/**
 * Its figures, as Hôm nay has them.
 */
row: RowOfDay, 
/**
 * What its cumulative figure stands against.
 */
against: Against, 
/**
 * Its row of Phụ lục I and of the league, where it has a target in this book.
 */
standing: Standing | null, 
/**
 * Where they come from and what they rest on, each in Vietnamese, then in English.
 */
told: Array<[string, string]>, 
/**
 * The day before that they are held against.
 */
day_before: string | null, 
/**
 * The figures of that day.
 */
before: RowOfDay | null, 
/**
 * What came to the cumulative figure since; `None` where one of both is not known.
 */
gained: number | null, 
/**
 * The files that state them; empty where nobody has signed any.
 */
signed: Array<SignedFigures>, 
/**
 * The units below that they add up from.
 */
parts: Array<FigurePart>, 
/**
 * Of those the ones with figures of the day.
 */
with_figures: number, };

/**
 * What a file holds.
 */
export type FileLook = { 
/**
 * The file's name, without its folder.
 */
file_name: string, 
/**
 * SHA-256 of the file, hex.
 */
sha256: string, 
/**
 * The sheets, in order.
 */
sheets: Array<SheetLook>, 
/**
 * "Số liệu tính đến ngày …" of a title.
 */
as_of: string | null, 
/**
 * The day as such a title writes it, when there is no such day.
 */
no_day: string | null, 
/**
 * What it seems to be: an extract speaks of accounts.
 */
kind: ListKind | null, 
/**
 * Whether the book took in exactly this file before.
 */
known: boolean, 
/**
 * Words for states that are not understood, the most frequent first.
 */
unread: Array<UnreadState>, 
/**
 * What such a word may mean.
 */
states: Array<Account>, 
/**
 * Warnings about the file as a whole, taken as what.
 */
warnings: { [key in ListKind]?: Array<FileWarning> }, };

/**
 * The password that locks a file which leaves; wiped from memory, never told.
 */
export type FilePassword = string;

/**
 * A warning about a file as a whole: it is taken, and somebody should look first.
 */
export type FileWarning = { 
/**
 * Row of `messages.csv`, such as `import.older`.
 */
code: string, 
/**
 * Values for the `{name}` places of the sentence.
 */
params: { [key in string]: string }, };

/**
 * Fills what is missing.
 */
export type FillFacts = { 
/**
 * Show what would be filled and change nothing.
 */
dry_run: boolean, };

/**
 * What is, or was, filled.
 */
export type Filled = { 
/**
 * The day of the newest list in use.
 */
as_of: string, 
/**
 * People of whom something is filled.
 */
people: number, 
/**
 * Births among it, also those of which the year alone was known.
 */
births: number, 
/**
 * Identity numbers among it.
 */
numbers: number, 
/**
 * The first of the people.
 */
shown: Array<FilledPerson>, };

/**
 * What became of one worksheet.
 */
export type FilledFile = { 
/**
 * The file.
 */
file: string, 
/**
 * Its rows; `None` when it could not be read.
 */
accounting: Accounting | null, 
/**
 * Why it could not be read.
 */
refused: Refusal | null, 
/**
 * Its rows that are set apart until a person says which answer counts.
 */
questions: Array<Question>, };

/**
 * What is filled of one person.
 */
export type FilledPerson = { 
/**
 * Mã công dân.
 */
code: string, 
/**
 * Name as the register has it.
 */
name: string, 
/**
 * The birth before, where the year or the month was known.
 */
birth_before: PartialDate | null, 
/**
 * The birth that is filled.
 */
birth: PartialDate | null, 
/**
 * The number that is filled, its middle hidden; or empty.
 */
number: string, };

/**
 * Where to look.
 */
export type FindFiles = { 
/**
 * Files, folders and zips.
 */
files: Array<string>, };

/**
 * What was typed to find people.
 */
export type FindPeople = { 
/**
 * Any part of a name with or without marks, of a number, a phone, a house or a code.
 */
query: string, 
/**
 * At most this many people.
 */
limit: number, };

/**
 * Which places to offer.
 */
export type FindPlaces = { 
/**
 * Words of the name; marks and case do not count.
 */
name: string, 
/**
 * The province by name or code; all when empty.
 */
province: string, 
/**
 * At most this many; 50 when 0.
 */
limit: number, };

/**
 * What comes out of the two sides. The text form (kebab-case) is what scripts and the book read; the Vietnamese words
 * are `finding.<code>` in `messages.csv`.
 */
export type Finding = "confirmed" | "claimed-not-official" | "claimed-after-extract" | "level-differs" | "official-only" | "to-visit" | "pending-approval" | "rejected" | "locked" | "not-registered" | "not-on-list" | "not-eligible" | "state-unknown" | "duplicate" | "in-review" | "no-extract";

/**
 * How many people have a finding.
 */
export type FindingCount = { 
/**
 * The finding: `finding.<code>` of the message table.
 */
finding: Finding, 
/**
 * Whether both sides contradict each other.
 */
discrepancy: boolean, 
/**
 * People.
 */
people: number, 
/**
 * The form that lists them.
 */
form: ReportForm, };

/**
 * All findings of one kind.
 */
export type FindingGroup = { 
/**
 * Row of the message table; its `.fix` neighbour says what to do.
 */
code: string, 
/**
 * Repair, warning or rejection.
 */
severity: Severity, 
/**
 * How many there are: cells for repairs, rows for the rest.
 */
count: number, 
/**
 * The first of them, long numbers masked.
 */
examples: Array<RowIssue>, };

/**
 * One person with both sides.
 */
export type FindingRow = { 
/**
 * Code of the citizen.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * Hamlet.
 */
hamlet: string, 
/**
 * Level that the team claims; 0 when it claims an activation without a level, missing without a claim.
 */
claim_level: number | null, 
/**
 * Day of the claim.
 */
claim_day: string | null, 
/**
 * What the extract says: a row of the message table.
 */
official: string | null, 
/**
 * The extract's day.
 */
official_day: string | null, 
/**
 * What comes out of both.
 */
finding: Finding, };

/**
 * A page of findings.
 */
export type FindingsPage = { 
/**
 * The newest extract up to the day.
 */
extract: string | null, 
/**
 * People of the register, of the unit and the column asked for: the sum of the findings.
 */
people: number, 
/**
 * People by finding, in the order of lists.
 */
findings: Array<FindingCount>, 
/**
 * The page.
 */
rows: Array<FindingRow>, };

/**
 * One of the steps with which the work begins.
 */
export type FirstStep = "package" | "survey" | "extract" | "match" | "walk" | "send" | "campaign" | "targets" | "figures";

/**
 * The first steps with a book.
 */
export type FirstSteps = { 
/**
 * All of them, in their order.
 */
steps: Array<StepTaken>, 
/**
 * The next one: what an empty screen says.
 */
next: FirstStep | null, 
/**
 * The next one of those that nobody put aside.
 */
hint: FirstStep | null, };

/**
 * A person whom a count leads to.
 */
export type FirstToSee = { 
/**
 * Whose round the house is on.
 */
unit_id: UnitId, 
/**
 * The person's code.
 */
citizen: string, };

/**
 * Between what a campaign is expected to end, nine times of ten.
 */
export type ForecastRange = { 
/**
 * Active at the end, at least.
 */
low: number, 
/**
 * Active at the end, at most.
 */
high: number, 
/**
 * Past evenings whose range for today, as it would have been stated then, holds where today stands.
 */
held: number, 
/**
 * Past evenings that had a range.
 */
tried: number, };

/**
 * One official form, every text ready to print.
 */
export type Form = { 
/**
 * Name of the sheet.
 */
sheet: string, 
/**
 * Landscape for wide tables, else portrait.
 */
landscape: boolean, 
/**
 * Cơ quan chủ quản, capitals, regular.
 */
above: string, 
/**
 * Cơ quan ban hành, capitals, bold, with a rule under it.
 */
agency: string, 
/**
 * Where it is signed; with the day after it.
 */
place: string, 
/**
 * The day it is signed.
 */
date: string, 
/**
 * "Phụ lục II", bold 14; empty when the form is not an appendix.
 */
annex: string, 
/**
 * Tên loại, capitals, bold.
 */
title: string, 
/**
 * Lines under the title, bold.
 */
subtitles: Array<string>, 
/**
 * Lines under those, italic: "(Theo mẫu …)", "Số liệu tính đến …".
 */
remarks: Array<string>, 
/**
 * Columns of the table.
 */
columns: Array<Column>, 
/**
 * Whether a row "(1) (2) …" stands under the headings.
 */
numbered: boolean, 
/**
 * Rows of the table.
 */
rows: Array<Row>, 
/**
 * What stands in the table when it has no rows.
 */
empty: string, 
/**
 * Lines under the table.
 */
notes: Array<string>, 
/**
 * Nơi nhận, one recipient a line, with its punctuation.
 */
recipients: Array<string>, 
/**
 * Signature blocks, from the left.
 */
signatures: Array<Signature>, };

/**
 * What was checked of a form before it leaves the house.
 */
export type FormCheck = { 
/**
 * Row of `messages.csv`.
 */
code: string, 
/**
 * Values of its places.
 */
params: { [key in string]: string }, 
/**
 * Nothing for anybody to look at.
 */
fine: boolean, };

/**
 * A form that the book can draw.
 */
export type FormChoice = { 
/**
 * The form.
 */
form: ReportForm, 
/**
 * It lists people.
 */
names_people: boolean, 
/**
 * It says how people stand by survey and extract.
 */
of_standing: boolean, 
/**
 * Its first day can be chosen.
 */
from: boolean, 
/**
 * Phones on it are hidden, and can be shown.
 */
phones: boolean, 
/**
 * Its people can be chosen by these.
 */
groups: Array<Finding>, 
/**
 * Numbers of the campaigns that it can be of.
 */
campaigns: Array<string>, };

/**
 * A number that a person had before.
 */
export type FormerNumber = { 
/**
 * The number.
 */
number: string, 
/**
 * The day it was replaced here.
 */
until: string, };

/**
 * A file that the book may take in.
 */
export type FoundFile = { 
/**
 * The file.
 */
file: string, 
/**
 * What it is.
 */
kind: TravellingKind, 
/**
 * Whether a person named it itself, not only the folder that it lies in.
 */
named: boolean, };

/**
 * What was found.
 */
export type FoundFiles = { 
/**
 * Files of the kinds that this book takes in.
 */
files: Array<FoundFile>, 
/**
 * Files for books of another level: they are passed over.
 */
foreign: Array<string>, };

/**
 * Who of an agency's people was found, in people.
 */
export type FoundOfAgency = { 
/**
 * On the list: the sum of the next three.
 */
people: number, 
/**
 * Live here.
 */
residents: number, 
/**
 * Somebody has to look who they are.
 */
to_look_at: number, 
/**
 * Live elsewhere.
 */
elsewhere: number, };

/**
 * People that were found.
 */
export type FoundPeople = { 
/**
 * The people, with their households.
 */
people: Array<FoundPerson>, 
/**
 * There are more.
 */
more: boolean, };

/**
 * One person that was found.
 */
export type FoundPerson = { 
/**
 * The person.
 */
citizen: Citizen, 
/**
 * The household.
 */
household: Household, 
/**
 * Name of the hamlet.
 */
unit: string, 
/**
 * Whether the person moved away or died.
 */
departure: Departure | null, };

/**
 * A campaign of a template.
 */
export type FromTemplate = { 
/**
 * Id of the template.
 */
template: string, 
/**
 * The day on which it begins; all others move with it.
 */
first_day: string, 
/**
 * Target of the book's own unit, shared out to the phases as the plan does; none: as the plan says, if it is this unit's.
 */
target: number | null, };

/**
 * Assignments to give: from a file, or as they are.
 */
export type GiveAssignments = { 
/**
 * JSON: one assignment, or a list.
 */
file: string | null, 
/**
 * Assignments beside those of the file.
 */
assignments: Array<NewAssignment>, };

/**
 * Which packages to write, and where.
 */
export type GivePackages = { 
/**
 * The hamlets and agencies; empty: all that have a laptop, or all hamlets when none has.
 */
units: Array<UnitId>, 
/**
 * The day; today when missing.
 */
day: string | null, 
/**
 * The package (.tngiao) of one hamlet.
 */
out: string | null, 
/**
 * The folder in which the packages of several get a folder of their own.
 */
folder: string | null, 
/**
 * Into the folder also a worksheet for each hamlet that gets no package.
 */
worksheets: boolean, 
/**
 * Which parts stand on the worksheets; all when empty.
 */
parts: Array<Group>, 
/**
 * The hamlets' laptops are lost or new: make new cards, and believe the old books no more.
 */
new_cards: boolean, 
/**
 * Whether the package may take the place of an earlier one.
 */
replace: boolean, };

/**
 * The points that a campaign gives.
 */
export type GivePoints = { 
/**
 * Its number; the one that runs when missing.
 */
campaign: string | null, 
/**
 * For each whole percent above the target; 0: none are given.
 */
points: number, };

/**
 * A package that was written.
 */
export type GivenPackage = { 
/**
 * Name of the hamlet.
 */
unit: string, 
/**
 * The file.
 */
path: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * Number of the newest result package that had arrived; 0: none.
 */
acknowledged: number, 
/**
 * People in it.
 */
people: number, 
/**
 * Six words that open it; empty when it is sealed to the hamlet's book.
 */
card: string, };

/**
 * Packages that were written.
 */
export type GivenPackages = { 
/**
 * The folder of several.
 */
folder: string | null, 
/**
 * Each package.
 */
files: Array<GivenPackage>, 
/**
 * Each hamlet with a worksheet.
 */
worksheets: Array<HamletList>, 
/**
 * The list of what went to whom, to be signed for.
 */
list: string | null, 
/**
 * What the user has to know, each in Vietnamese, then in English.
 */
findings: Array<[string, string]>, };

/**
 * What has to come out.
 */
export type Goal = { "visited": number } | { "activated": number } | { "product": string };

/**
 * What kind of result an assignment asks for.
 */
export type GoalKind = "activated" | "visited" | "product";

/**
 * How a person left the register.
 */
export type Gone = "moved" | "deceased" | "elsewhere";

/**
 * Why a person is on the list, most urgent first.
 */
export type Group = "approved" | "again" | "rest";

/**
 * Somebody half typed, and at whose door.
 */
export type HalfTyped = { 
/**
 * What was typed.
 */
draft: PersonDraft, 
/**
 * The household, where one of the book was chosen.
 */
household: Household | null, };

/**
 * The list of one hamlet.
 */
export type HamletList = { 
/**
 * Name of the hamlet.
 */
hamlet: string, 
/**
 * People of each part, in the order approved, again, rest; also of parts that were not asked for.
 */
people: [number, number, number], 
/**
 * Its workbook; `None` where nobody is in the parts asked for.
 */
file: string | null, };

/**
 * A hamlet that has households.
 */
export type HamletOnRound = { 
/**
 * The unit.
 */
id: UnitId, 
/**
 * Its name.
 */
name: string, 
/**
 * Its households.
 */
households: number, };

/**
 * One hamlet's list.
 */
export type HamletToVisit = { 
/**
 * The hamlet.
 */
unit: Unit, 
/**
 * Sections, most urgent first; empty ones are left out.
 */
sections: Array<Section>, };

/**
 * A product that was handed in.
 */
export type HandIn = { 
/**
 * The assignment.
 */
id: AssignmentId, 
/**
 * The day; today when missing.
 */
day: string | null, };

/**
 * How much of the history to show.
 */
export type History = { 
/**
 * At most this many operations, newest first.
 */
limit: number, };

/**
 * Who holds an assignment from a day on; the one before stays in the history.
 */
export type Holder = { 
/**
 * The name as given.
 */
name: string, 
/**
 * Kind.
 */
kind: HolderKind, 
/**
 * The member.
 */
member_id: MemberId | null, 
/**
 * The unit.
 */
unit_id: UnitId | null, 
/**
 * First day.
 */
from: string, };

/**
 * What kind of holder an assignment has.
 */
export type HolderKind = "member" | "team" | "unit";

/**
 * What a holder has.
 */
export type HolderLoad = { 
/**
 * The name.
 */
who: string, 
/**
 * Open assignments.
 */
open: number, 
/**
 * Of these past their due day.
 */
overdue: number, 
/**
 * Of these behind.
 */
behind: number, 
/**
 * Done, in time or late.
 */
done: number, 
/**
 * Of these late.
 */
late: number, 
/**
 * Open ones of others that it co-ordinates; they are counted as theirs alone.
 */
helps: number, };

/**
 * Where people live.
 */
export type Home = { "known": HouseholdId } | { "new": HouseholdForm };

/**
 * One pair.
 */
export type HomesOfPair = { 
/**
 * The roster; the newest extract when missing.
 */
roster: RosterId | null, 
/**
 * Sheet of the row.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * Code of the citizen.
 */
citizen: string, };

/**
 * One house as it stands, and the day's tally of its hamlet.
 */
export type HouseNow = { 
/**
 * The house.
 */
house: HouseOnRound, 
/**
 * What was found in the hamlet on the day.
 */
tally: Tally, };

/**
 * One house on the round.
 */
export type HouseOnRound = { 
/**
 * The household.
 */
household: Household, 
/**
 * Note of the team, short.
 */
note: string, 
/**
 * What shows for the house: the sign of the person who needs most.
 */
sign: Outcome | null, 
/**
 * The appointment to keep next today.
 */
appointment: string | null, 
/**
 * How many of its people need a visit today.
 */
open: number, 
/**
 * The lists it stands in.
 */
lists: Array<RoundList>, 
/**
 * People as the register has them, the head first.
 */
people: Array<PersonOnRound>, };

/**
 * One house and those to visit there.
 */
export type HouseToVisit = { 
/**
 * The household.
 */
household: Household, 
/**
 * People, as the register has them.
 */
people: Array<PersonToVisit>, };

/**
 * A household (hộ) of one hamlet. Empty text means not known.
 */
export type Household = { 
/**
 * Id in this book.
 */
id: HouseholdId, 
/**
 * The hamlet it belongs to.
 */
unit_id: UnitId, 
/**
 * Mã hộ, as the survey gives it.
 */
code: string, 
/**
 * Name of the head (chủ hộ).
 */
head: string, 
/**
 * Ngõ, hẻm, kiệt, xóm.
 */
alley: string, 
/**
 * Số nhà: "12", "12/3A".
 */
house_number: string, 
/**
 * Place on the walk, 0 when the survey does not say; else 1, 2, …
 */
walk_order: number, };

/**
 * A household's fields.
 */
export type HouseholdForm = { unit: UnitId, head: string, alley: string, house_number: string, };

/**
 * A household (hộ).
 */
export type HouseholdId = string;

/**
 * One household in a list.
 */
export type HouseholdLine = { 
/**
 * The household.
 */
household: Household, 
/**
 * Its people, without those who left.
 */
people: number, };

/**
 * A part of the households of a hamlet, in the order of the walk.
 */
export type HouseholdPage = { 
/**
 * All of the hamlet or alley.
 */
total: number, 
/**
 * The part asked for.
 */
households: Array<HouseholdLine>, };

/**
 * A household and its people.
 */
export type HouseholdView = { 
/**
 * The household.
 */
household: Household, 
/**
 * Name of its hamlet.
 */
unit: string, 
/**
 * Its people: the head first, those who left last.
 */
people: Array<PersonLine>, };

/**
 * One of them.
 */
export type Housemate = { 
/**
 * Name.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * The other home has this person, too: a row of it is joined with the citizen.
 */
shared: boolean, };

/**
 * Who else lives at both homes.
 */
export type Housemates = { 
/**
 * In the citizen's household.
 */
ours: Array<Housemate>, 
/**
 * In other rows of the row's address, or of its head of household.
 */
theirs: Array<Housemate>, };

/**
 * A list of an agency's people to take in.
 */
export type ImportAgency = { 
/**
 * The file.
 */
file: string, 
/**
 * Only these sheets; all of them when empty.
 */
sheets: Array<string>, 
/**
 * Sheet → its heading row as Excel shows it, where the program does not see it.
 */
headers: { [key in string]: number }, 
/**
 * Field → heading, for headings that the program does not know.
 */
map: { [key in string]: string }, 
/**
 * Headings of columns that hold nothing for the book.
 */
unused: Array<string>, 
/**
 * Word for a state as the file has it → code of the state, where the program does not understand it.
 */
states: { [key in string]: string }, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, 
/**
 * Where to write the rows that were not taken, if there are any.
 */
rejected: string | null, 
/**
 * Whether that workbook may take the place of an earlier one.
 */
replace: boolean, 
/**
 * The agency.
 */
agency: UnitId, 
/**
 * As what.
 */
people: PeopleKind, };

/**
 * A file to take in.
 */
export type ImportFile = { 
/**
 * The file.
 */
file: string, 
/**
 * Only these sheets; all of them when empty.
 */
sheets: Array<string>, 
/**
 * Sheet → its heading row as Excel shows it, where the program does not see it.
 */
headers: { [key in string]: number }, 
/**
 * Field → heading, for headings that the program does not know.
 */
map: { [key in string]: string }, 
/**
 * Headings of columns that hold nothing for the book.
 */
unused: Array<string>, 
/**
 * Word for a state as the file has it → code of the state, where the program does not understand it.
 */
states: { [key in string]: string }, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, 
/**
 * Where to write the rows that were not taken, if there are any.
 */
rejected: string | null, 
/**
 * Whether that workbook may take the place of an earlier one.
 */
replace: boolean, };

/**
 * A package to take in.
 */
export type ImportPackage = { 
/**
 * The package (.tngiao).
 */
file: string, 
/**
 * Only say what would happen.
 */
dry_run: boolean, };

/**
 * A table of points.
 */
export type ImportPoints = { 
/**
 * The workbook; without it `text`.
 */
file: string | null, 
/**
 * The table as it was copied from a spreadsheet, tabs between the cells.
 */
text: string, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, };

/**
 * The result packages to take in.
 */
export type ImportResults = { 
/**
 * Files, folders and zips.
 */
files: Array<string>, 
/**
 * Fingerprints that a person has confirmed: of a laptop that was lost and found, or of one that this book knows no more.
 */
trust: Array<string>, 
/**
 * Only say what would happen.
 */
dry_run: boolean, };

/**
 * An extract to take in.
 */
export type ImportRoster = { 
/**
 * The day of the extract: evidence without a date is none.
 */
as_of: string, 
/**
 * Whether it brings a part of the people and adds to the list before it, or is the whole list; missing when nobody
 * said, and then a list that seems a part is refused.
 */
partial: boolean | null, 
/**
 * The file.
 */
file: string, 
/**
 * Only these sheets; all of them when empty.
 */
sheets: Array<string>, 
/**
 * Sheet → its heading row as Excel shows it, where the program does not see it.
 */
headers: { [key in string]: number }, 
/**
 * Field → heading, for headings that the program does not know.
 */
map: { [key in string]: string }, 
/**
 * Headings of columns that hold nothing for the book.
 */
unused: Array<string>, 
/**
 * Word for a state as the file has it → code of the state, where the program does not understand it.
 */
states: { [key in string]: string }, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, 
/**
 * Where to write the rows that were not taken, if there are any.
 */
rejected: string | null, 
/**
 * Whether that workbook may take the place of an earlier one.
 */
replace: boolean, };

/**
 * Summaries to take in.
 */
export type ImportSummaries = { 
/**
 * Files, folders or zips.
 */
files: Array<string>, 
/**
 * Fingerprints that the user has confirmed.
 */
trust: Array<string>, 
/**
 * Fingerprints that the user has confirmed to take the place of the key that their unit has: it lost its book.
 */
replace_key: Array<string>, 
/**
 * Show the plan and change nothing; files that are refused are part of it.
 */
dry_run: boolean, };

/**
 * A workbook with a sheet of targets.
 */
export type ImportTargets = { 
/**
 * The file.
 */
file: string, 
/**
 * Day of the baseline; without it the one that the sheet states ("Số liệu tính đến ngày").
 */
as_of: string | null, 
/**
 * Number of the campaign; may be left out when only one can be meant.
 */
campaign: string | null, 
/**
 * Name of the phase; without it the targets are those of the whole campaign.
 */
phase: string | null, 
/**
 * Add units that the book does not know, below its own.
 */
new_units: boolean, };

/**
 * A workbook of agencies' tasks.
 */
export type ImportTasks = { 
/**
 * The file.
 */
file: string, 
/**
 * Number of the plan, for rows that do not say.
 */
plan: string, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, };

/**
 * A table of teams.
 */
export type ImportTeams = { 
/**
 * The workbook.
 */
file: string | null, 
/**
 * Without a file: the table as it was copied, columns with tabs between.
 */
pasted: string, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, };

/**
 * Worksheets that were filled in.
 */
export type ImportVisits = { 
/**
 * Files, and folders that are searched for workbooks.
 */
files: Array<string>, 
/**
 * What a person said about rows that had another answer beside them.
 */
decided: Array<Decided>, 
/**
 * The workbook to write of the rows that were not taken; none is written when all were.
 */
rejected: string | null, 
/**
 * Whether that workbook may take the place of an earlier one.
 */
replace: boolean, 
/**
 * Show what would happen and change nothing; the workbook is written all the same.
 */
dry_run: boolean, };

/**
 * What was taken in.
 */
export type ImportedResults = { 
/**
 * Each file.
 */
files: Array<TakenResult>, 
/**
 * Visits.
 */
visits: VisitsTaken, 
/**
 * People.
 */
people: PeopleTaken, 
/**
 * Hamlets whose key is believed from now on: their first file had the token of their package.
 */
enrolled: Array<string>, 
/**
 * Their fingerprints: nobody has to be asked by telephone.
 */
believed: Array<string>, };

/**
 * What was taken in.
 */
export type ImportedSummaries = { new: number, replaces: number, same: number, out_of_order: number, refused: number, 
/**
 * Each file.
 */
files: Array<PlannedFile>, 
/**
 * Units whose numbers have gaps after this import.
 */
gaps: Array<string>, 
/**
 * Units whose key was replaced.
 */
replaced_keys: Array<string>, };

/**
 * What became of the worksheets.
 */
export type ImportedVisits = { 
/**
 * Each file, by its path.
 */
files: Array<FilledFile>, 
/**
 * The workbook of the rows that were not taken.
 */
rejected_file: string | null, 
/**
 * The undo step; `None` when nothing changed.
 */
operation: OperationId | null, };

/**
 * A unit without figures of some of its own units.
 */
export type IncompleteUnit = { unit: string, without: Array<string>, };

/**
 * An indicator of a campaign of this book.
 */
export type Indicator = { 
/**
 * Id in this book.
 */
id: IndicatorId, 
/**
 * "Hồ sơ nộp trực tuyến".
 */
name: string, 
/**
 * What is counted.
 */
numerator: string, 
/**
 * Of what; empty of a number.
 */
denominator: string, 
/**
 * A share or a number.
 */
measure: Measure, 
/**
 * What has to be reached, as [`Thresholds::read`] takes it: "90", or "tỉnh 70; huyện 60; xã 25"; a kind without a figure
 * reports and has nothing to reach.
 */
threshold: string, 
/**
 * The day by which it has to be reached, where the plan names one.
 */
due: string | null, 
/**
 * Units may report the same things twice, or things that cannot be added: there is no figure of the whole.
 */
apart: boolean, };

/**
 * An indicator and what the units report of it.
 */
export type IndicatorFigures = { 
/**
 * A row a unit that reports it.
 */
rows: Array<IndicatorRow>, 
/**
 * All units together, each once; `None` where the figures cannot be added, and while there are none.
 */
total: IndicatorRow | null, 
/**
 * Units that reach what they have to.
 */
reached: number, 
/**
 * Units that have something to reach.
 */
held: number, 
/**
 * Id in this book.
 */
id: IndicatorId, 
/**
 * "Hồ sơ nộp trực tuyến".
 */
name: string, 
/**
 * What is counted.
 */
numerator: string, 
/**
 * Of what; empty of a number.
 */
denominator: string, 
/**
 * A share or a number.
 */
measure: Measure, 
/**
 * What has to be reached, as [`Thresholds::read`] takes it: "90", or "tỉnh 70; huyện 60; xã 25"; a kind without a figure
 * reports and has nothing to reach.
 */
threshold: string, 
/**
 * The day by which it has to be reached, where the plan names one.
 */
due: string | null, 
/**
 * Units may report the same things twice, or things that cannot be added: there is no figure of the whole.
 */
apart: boolean, };

/**
 * An indicator of a campaign (chỉ tiêu khác).
 */
export type IndicatorId = string;

/**
 * The indicators of a round.
 */
export type IndicatorRound = { 
/**
 * Number of the plan.
 */
campaign: string, 
/**
 * Name of the phase that is the round; empty: the whole campaign.
 */
phase: string, 
/**
 * The day on which it is reported; `None` where the plan names none.
 */
report_due: string | null, 
/**
 * The rounds that there are beside the whole campaign.
 */
phases: Array<string>, 
/**
 * Each indicator with its units.
 */
indicators: Array<IndicatorFigures>, };

/**
 * What a unit reports of an indicator.
 */
export type IndicatorRow = { 
/**
 * The unit; `None` of the total.
 */
unit_id: UnitId | null, 
/**
 * Its name on the day; empty of the total.
 */
unit: string, 
/**
 * What it reports; `None`: not known, which is not zero.
 */
value: IndicatorValue | null, 
/**
 * Its share.
 */
ratio: Percent | null, 
/**
 * What it has to reach.
 */
threshold: number | null, 
/**
 * How it stands.
 */
verdict: Verdict, 
/**
 * The unit has signed it itself: it is not typed over here.
 */
signed: boolean, 
/**
 * Units below it whose figures are in it; of the total its rows that have all of theirs.
 */
counted: number, 
/**
 * Units below it that report it; of the total its rows.
 */
expected: number, };

/**
 * What a unit reports of an indicator.
 */
export type IndicatorValue = { 
/**
 * Of a share how many of the denominator; of a number the number.
 */
numerator: number, 
/**
 * Of a share how many there are; none of a number.
 */
denominator: number | null, };

/**
 * What was taken.
 */
export type IndicatorsReported = { 
/**
 * The round as it stands now.
 */
round: IndicatorRound, 
/**
 * Figures read.
 */
rows: number, 
/**
 * Of these, figures that are new or others than before.
 */
changed: number, };

/**
 * An invitation of one person to a point on a day.
 */
export type InvitationId = string;

/**
 * The invitations to one point for one day.
 */
export type InvitationList = { 
/**
 * The point.
 */
point: PointId, 
/**
 * Its name.
 */
name: string, 
/**
 * The day.
 */
day: string, 
/**
 * People a day that it takes.
 */
capacity: number | null, 
/**
 * Invited.
 */
invited: number, 
/**
 * Of those, who came.
 */
came: number, 
/**
 * Who did not, as far as somebody said so.
 */
missed: number, };

/**
 * Lists of invitations, and the people on those asked for.
 */
export type InvitationsView = { 
/**
 * All lists, by day and point.
 */
lists: Array<InvitationList>, 
/**
 * The people on the lists that were asked for, by day, point and code; nobody where no day was.
 */
people: Array<InvitedPerson>, };

/**
 * Whom to invite, when and where.
 */
export type InvitePeople = { 
/**
 * What for; of somebody with several the first counts.
 */
errands: Array<Errand>, 
/**
 * First day; tomorrow when missing.
 */
from: string | null, 
/**
 * Last day; six days after the first when missing.
 */
to: string | null, 
/**
 * The points; all with a capacity when empty.
 */
points: Array<PointId>, 
/**
 * Only people of this unit.
 */
unit: UnitId | null, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, };

/**
 * Who was invited.
 */
export type InvitedPeople = { 
/**
 * People.
 */
invited: number, 
/**
 * Of those, people who were invited before and did not come.
 */
again: number, 
/**
 * People for whom there is no room until the last day.
 */
left: number, 
/**
 * People who have to come and wait for a day that they are invited for already.
 */
waiting: number, 
/**
 * The lists with what was added.
 */
lists: Array<InvitationList>, 
/**
 * The undo step; `None` when nothing changed.
 */
operation: OperationId | null, };

/**
 * Somebody on a list of invitations.
 */
export type InvitedPerson = { 
/**
 * Name of the point.
 */
point: string, 
/**
 * Name.
 */
name: string, 
/**
 * Birth with the precision the papers have.
 */
birth: PartialDate | null, 
/**
 * The number, else the old one.
 */
identity: string, 
/**
 * Name of the hamlet.
 */
hamlet: string, 
/**
 * House and alley.
 */
address: string, 
/**
 * Head of the household.
 */
head: string, 
/**
 * Id in this book.
 */
id: InvitationId, 
/**
 * Who.
 */
citizen_id: CitizenId, 
/**
 * Where.
 */
point_id: PointId, 
/**
 * When.
 */
day: string, 
/**
 * Its code on paper.
 */
number: number, 
/**
 * What for.
 */
errand: Errand, 
/**
 * Whether the person came; `None` until somebody says so.
 */
came: boolean | null, };

/**
 * One entry.
 */
export type JournalEntry = { 
/**
 * Its place in the journal.
 */
seq: number, 
/**
 * Id, for undo.
 */
id: OperationId, 
/**
 * When it was done.
 */
at: string, 
/**
 * What the computer's own clock said, where another time was said from outside (`--now`).
 */
clock: string | null, 
/**
 * Name of who did it; empty when nobody was signed in.
 */
member: string, 
/**
 * Its kind.
 */
kind: string, 
/**
 * What was done, in Vietnamese, then in English.
 */
sentences: [string, string], 
/**
 * Whom it was about: the person visited or changed; the head of a household; the unit of a summary. Of several the
 * first and "…". Empty of what was about
 * many, and where nobody is in the book any more.
 */
about: string, 
/**
 * Rows inserted, updated or deleted.
 */
rows: number, 
/**
 * Whether it took back another one; undoing it is redo.
 */
is_undo: boolean, 
/**
 * When it was undone, if it is.
 */
undone_at: string | null, };

/**
 * Which entries of the journal to show.
 */
export type JournalFilter = { 
/**
 * Only those older than this one (its `seq`); the newest when missing.
 */
before: number | null, 
/**
 * At most so many.
 */
limit: number, 
/**
 * Only of this kind.
 */
kind: string | null, 
/**
 * Only of this member.
 */
member: MemberId | null, };

/**
 * Entries of the journal, newest first.
 */
export type JournalPage = { 
/**
 * The entries.
 */
entries: Array<JournalEntry>, 
/**
 * How many there are by kind and member, whatever the page.
 */
total: number, 
/**
 * The kinds in the whole journal, the most frequent first.
 */
kinds: Array<KindCount>, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * What a person says of a pair.
 */
export type JudgePair = { 
/**
 * The roster; the lists in use when missing.
 */
roster: RosterId | null, 
/**
 * Sheet of the row.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * What is said.
 */
judgement: Judgement, };

/**
 * What a person says of a pair.
 */
export type Judgement = "same" | "two" | "unsure";

/**
 * The drafts of a book.
 */
export type KeepDrafts = { 
/**
 * All of them: those that are missing here are dropped.
 */
drafts: Array<AssignmentDraft>, };

/**
 * Which number stays when both sides have one.
 */
export type KeepNumber = "register" | "roster";

/**
 * A remark to keep.
 */
export type KeepRemark = { 
/**
 * The one to change; a new one without it.
 */
id: RemarkId | null, 
/**
 * Whose it is; the book's own unit without it.
 */
unit: UnitId | null, 
/**
 * The day that it is of; today when missing.
 */
day: string | null, 
/**
 * What it is about.
 */
kind: RemarkKind, 
/**
 * Its words.
 */
text: string, };

/**
 * Walk sheets to print, of one hamlet or more, as one undo step.
 */
export type KeepSheets = { 
/**
 * The day of the walk; today when missing.
 */
date: string | null, 
/**
 * The hamlets, in the order of the paper.
 */
hamlets: Array<PeopleToPrint>, };

/**
 * What a team is to be: all of it.
 */
export type KeepTeam = { 
/**
 * The team; a new one when missing.
 */
id: TeamId | null, 
/**
 * Where it works.
 */
unit: UnitId, 
/**
 * What it is for.
 */
kind: TeamKind, 
/**
 * Name; empty: "Tổ công tác" and the unit.
 */
name: string, 
/**
 * The leader who answers for the unit, or empty.
 */
in_charge: string, 
/**
 * Who is in it.
 */
members: Array<NewTeamMember>, };

/**
 * The key of a unit below.
 */
export type KeyBelow = { 
/**
 * The unit here; `None` further down, and of a key that was replaced.
 */
unit_id: UnitId | null, 
/**
 * Name of the unit.
 */
unit: string, 
/**
 * Fingerprint in groups.
 */
fingerprint: string, 
/**
 * A person has confirmed it; else the unit above it has named it.
 */
confirmed: boolean, 
/**
 * Another has taken its place.
 */
replaced: boolean, };

/**
 * A key that a person has to confirm.
 */
export type KeyQuestion = { 
/**
 * Level of the unit.
 */
level: Level, 
/**
 * The fingerprint in groups, to be compared over the telephone.
 */
fingerprint: string, 
/**
 * The fingerprint that was confirmed before; `None`: the unit hands in for the first time.
 */
known: string | null, };

/**
 * The keys of a book: its own, and those of the units below.
 */
export type Keys = { 
/**
 * Fingerprint of the book's own key, in groups: what the unit above asks for by telephone.
 */
own: string, 
/**
 * Keys of units below, by name.
 */
below: Array<KeyBelow>, };

/**
 * How the values of a column stand.
 */
export type Kind = "text" | "centred" | "count" | "ratio";

/**
 * How often a kind stands in the journal.
 */
export type KindCount = { 
/**
 * Row of `messages.csv`: `operation.<kind>`.
 */
kind: string, 
/**
 * How often.
 */
count: number, };

/**
 * Languages of the table.
 */
export type Language = "vi" | "en";

/**
 * The laptop of a hamlet, and the results that it has handed in.
 */
export type LaptopOfDay = { 
/**
 * Name of the hamlet.
 */
unit: string, 
/**
 * The last day whose results came; `None`: none ever did.
 */
last_day: string | null, 
/**
 * Whether the results of the day are there.
 */
handed_in: boolean, };

/**
 * A hamlet or agency, and the laptop that it may have. In a hamlet's book there is one row: its own.
 */
export type LaptopView = { 
/**
 * The hamlet.
 */
unit: UnitId, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is an agency: its people are those of its list who live here.
 */
agency: boolean, 
/**
 * People who stand with it, without those who left.
 */
people: number, 
/**
 * What became of it when it is no more, in Vietnamese, then in English; its laptop is out still.
 */
ended: [string, string] | null, 
/**
 * Whether it was given a package.
 */
laptop: boolean, 
/**
 * Whether the key of its book is known: it has handed something in, and packages are sealed to it.
 */
known: boolean, 
/**
 * Six words that open its package until then; else empty.
 */
card: string, 
/**
 * The newest work package.
 */
work: PassedPackage | null, 
/**
 * The newest result package.
 */
result: PassedPackage | null, };

/**
 * An assignment past its day.
 */
export type LateTask = { id: AssignmentId, task: string, holder: string, due: string, days_late: number, };

/**
 * A unit that is late.
 */
export type LateUnit = { unit: string, 
/**
 * The last day that it stated up to the day asked for, if any.
 */
last_day: string | null, days_late: number | null, };

/**
 * A unit without figures of the day.
 */
export type LateUnitOfDay = { unit_id: UnitId, name: string, 
/**
 * The last day with figures; `None`: never.
 */
last_day: string | null, days_late: number | null, };

/**
 * All units with a target on a day, the highest ratio first.
 */
export type League = { 
/**
 * The day, its evening included.
 */
day: string, 
/**
 * Number of the campaign, or empty: targets that came with summaries alone.
 */
campaign: string, 
/**
 * The phase whose targets and days these are, or empty: the whole campaign's.
 */
phase: string, 
/**
 * How the whole stands; `None` without a campaign.
 */
pace: Pace | null, 
/**
 * Units.
 */
rows: Array<LeagueRow>, 
/**
 * The whole.
 */
total: LeagueTotal, 
/**
 * Units with a forecast.
 */
with_forecast: number, 
/**
 * Of these those that will miss their target at the pace of late.
 */
falling_short: number, 
/**
 * Units without figures of the day.
 */
not_reported: number, 
/**
 * Units that have stated the day without figures of all their own units: name, units counted, units expected. The
 * others count as they last stood.
 */
partial: Array<[string, number, number]>, 
/**
 * Points for each whole percent above the target; `None` where none are given.
 */
points: number | null, 
/**
 * Units that have stated no target.
 */
without_target: Array<string>, };

/**
 * One unit of the league.
 */
export type LeagueRow = { 
/**
 * Place by the ratio as printed, claims that wait for a second look and that no list confirms left out; equal ratios share it, and
 * the places after them are left out. `None` without a ratio: who has not reported is not the last.
 */
rank: number | null, 
/**
 * Active, what waits to be confirmed included: what pace and forecast go by.
 */
so_far: number | null, 
/**
 * So far of target.
 */
so_far_ratio: Percent | null, 
/**
 * Target less so far; negative when the target is exceeded.
 */
so_far_remaining: number | null, 
/**
 * New accounts of each of the last 14 days, the day itself last; `None` without figures of the day, and of one before that of
 * which the day says nothing itself.
 */
gains: Array<number | null>, 
/**
 * Accounts a day of late.
 */
gain_per_day: number | null, 
/**
 * Accounts that each day left needs; `None` when no day is left.
 */
needed_per_day: number | null, 
/**
 * Active at the end at the pace of late.
 */
forecast: number | null, 
/**
 * Forecast of target.
 */
forecast_ratio: Percent | null, 
/**
 * Forecast of target, else so far of target: the lowest leads least.
 */
ahead_ratio: Percent | null, 
/**
 * Eligible people when they are fewer than the target.
 */
ceiling: number | null, 
/**
 * The last day that it has told of; `None`: it never has, and there is no day that it is late since.
 */
figures_of: string | null, 
/**
 * How many days ago that was.
 */
days_old: number | null, 
/**
 * Whether there are figures of the day itself, as the daily report has them: a police list alone tells nothing of it.
 */
reported: boolean, 
/**
 * Who answers for its target, or empty.
 */
answerable: string, 
/**
 * Accounts that it lacks of what its plan wants by the end of the day; `None` of one that has them, or without a plan.
 */
behind: number | null, 
/**
 * The random check that it failed: it has no rank.
 */
failed: FailedCheck | null, 
/**
 * Claims that are worth a second look and not settled (docs/domain.md, A second look): in the figures
 * meanwhile, for the rank not, so far as no list confirms them.
 */
to_look_at: number, 
/**
 * Whole percents above the target and the points for them; `None` without a rank, and where none are given.
 */
above: [number, number] | null, 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Its name, as the targets have it.
 */
unit: string, 
/**
 * Columns (3) to (5).
 */
target: Levels, 
/**
 * Columns (6) to (8); `None` when nobody has counted: missing is not zero.
 */
active: Levels | null, 
/**
 * Claimed and not yet confirmed, beside `active`.
 */
pending: number, 
/**
 * As in [`Position`].
 */
claimed: number, 
/**
 * Column (9).
 */
ratio: Percent | null, 
/**
 * Column (10); negative when the target is exceeded.
 */
remaining: number | null, 
/**
 * What it rests on.
 */
basis: Basis | null, };

/**
 * The total row of the league.
 */
export type LeagueTotal = { 
/**
 * So far of target.
 */
so_far_ratio: Percent | null, 
/**
 * New accounts of the day, of the rows that have them.
 */
gain: number | null, 
/**
 * Columns (3) to (5).
 */
target: Levels, 
/**
 * Columns (6) to (8); `None` while a row has none.
 */
active: Levels | null, 
/**
 * Claimed and not yet confirmed, beside `active`.
 */
pending: number, 
/**
 * As in [`Position`].
 */
claimed: number, 
/**
 * Column (9).
 */
ratio: Percent | null, 
/**
 * Column (10); negative when the target is exceeded.
 */
remaining: number | null, };

/**
 * Whose data go with a computer or a stick that is lost.
 */
export type Leak = { 
/**
 * How many people.
 */
people: number, 
/**
 * Of these, how many with an identity number.
 */
numbers: number, 
/**
 * Of these, how many with a phone.
 */
phones: number, 
/**
 * Of these, how many stand only on lists of the police or of agencies: nobody of the register is known to be them, though some may be.
 */
listed: number, 
/**
 * How many of the register by hamlet.
 */
hamlets: Array<[string, number]>, 
/**
 * The workbook that was written.
 */
out: string | null, };

/**
 * A person who moved away or died, or is here after all.
 */
export type LeaveCitizen = { 
/**
 * The person.
 */
citizen: CitizenId, 
/**
 * How; none for a person who is here after all.
 */
gone: Gone | null, 
/**
 * From this day on; today when missing.
 */
day: string | null, };

/**
 * A form that was left out.
 */
export type LeftOut = { 
/**
 * Row of the message table with the words for it.
 */
code: string, 
/**
 * Row of the message table that says why.
 */
why: string, };

/**
 * Which report in words, and where to.
 */
export type LetterArgs = { 
/**
 * The .docx file to write.
 */
out: string, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, 
/**
 * The form.
 */
form: ReportForm, 
/**
 * The day in Việt Nam that it reports, evening included.
 */
day: string, 
/**
 * First day of "so far"; without it the start of the campaign, else all; for `hand-back` the day itself.
 */
from: string | null, 
/**
 * A unit of the book; without it the whole book.
 */
unit: UnitId | null, 
/**
 * Only the people of this finding, on `findings`; everybody when missing.
 */
group: Finding | null, 
/**
 * Number of the campaign, on a paper that is of one; without it the one in use on the day.
 */
campaign: string | null, 
/**
 * Whole phones on a list that hides them, for those who ring: each look is noted in the journal.
 */
phones: boolean, };

/**
 * What was written.
 */
export type LetterDone = { 
/**
 * The file.
 */
out: string, 
/**
 * Its paragraphs with figures and words of units, as they stand in it.
 */
paragraphs: Array<string>, };

/**
 * The level of the unit that keeps a book (docs/domain.md, Levels and books).
 */
export type Level = "hamlet" | "commune" | "district" | "province";

/**
 * A count by level. A level that was not said is not known, which is not zero.
 */
export type Levels = { 
/**
 * All accounts.
 */
total: number, 
/**
 * Of these at level 1.
 */
level1: number | null, 
/**
 * Of these at level 2.
 */
level2: number | null, };

/**
 * Which people of an agency.
 */
export type ListAgency = { 
/**
 * The agency.
 */
agency: UnitId, 
/**
 * Whose.
 */
part: AgencyPart, };

/**
 * Which assignments to list.
 */
export type ListAssignments = { 
/**
 * Only those past their due day.
 */
overdue: boolean, 
/**
 * Only those of this holder, or that it co-ordinates.
 */
who: string | null, 
/**
 * Only those under this head of a plan: "3.1", or any words of it.
 */
group: string | null, 
/**
 * Only those in this state.
 */
state: State | null, 
/**
 * As of the end of this day; today when missing.
 */
day: string | null, };

/**
 * Which people.
 */
export type ListFindings = { 
/**
 * The day: later visits and extracts do not count.
 */
as_of: string, 
/**
 * Only these; all of them when missing.
 */
finding: Finding | null, 
/**
 * Only those whom this column of both sides counts; all of them when missing.
 */
side: Side | null, 
/**
 * Only people of this unit; of the whole book when missing.
 */
unit: UnitId | null, 
/**
 * People before the page.
 */
from: number, 
/**
 * At most so many people.
 */
limit: number, };

/**
 * Which households, and which part of them.
 */
export type ListHouseholds = { 
/**
 * The hamlet.
 */
unit: UnitId, 
/**
 * Only this alley.
 */
alley: string | null, 
/**
 * Households left out before the first.
 */
offset: number, 
/**
 * At most so many.
 */
limit: number, };

/**
 * What lists a file of people is.
 */
export type ListKind = "register" | "roster" | "agency";

/**
 * Whose list it is, and as what its people belong there.
 */
export type ListOfAgency = { 
/**
 * The agency.
 */
agency: UnitId, 
/**
 * As what.
 */
people: PeopleKind, };

/**
 * A list that is worth a look, where somebody is on it.
 */
export type ListOfDay = { 
/**
 * What its people have in common: `finding.<code>` of the message table.
 */
finding: Finding, 
/**
 * The form that lists them.
 */
form: ReportForm, 
/**
 * How many stand on it.
 */
people: number, };

/**
 * A province or a commune of the national list.
 */
export type ListedPlace = { 
/**
 * National code: two digits of a province, five of a commune.
 */
code: string, 
/**
 * Name with its kind: "Xã Kép".
 */
name: string, 
/**
 * Code of the province of a commune; empty for a province.
 */
province: string, };

/**
 * A row that is not shared anew.
 */
export type LockedTarget = { 
/**
 * Name of the unit.
 */
unit: string, 
/**
 * All accounts.
 */
total: number, 
/**
 * Of these at level 1.
 */
level1: number | null, 
/**
 * Of these at level 2.
 */
level2: number | null, };

/**
 * Visits made at one door.
 */
export type LogAtDoor = { 
/**
 * The household.
 */
household: HouseholdId, 
/**
 * The visits, of its people.
 */
visits: Array<NewVisit>, 
/**
 * The day whose round lies on the screen; today when missing.
 */
date: string | null, };

/**
 * An event to log.
 */
export type LogOutreach = { 
/**
 * The day; today when missing.
 */
day: string | null, 
/**
 * Name of the unit; empty is the book's own.
 */
unit: string, 
/**
 * What it was.
 */
kind: OutreachKind, 
/**
 * People who were there.
 */
people: number | null, 
/**
 * In one's own words.
 */
words: string, };

/**
 * Visits to log in one go, such as those of one household.
 */
export type LogVisits = { 
/**
 * The visits.
 */
visits: Array<NewVisit>, };

/**
 * What [`log_visits`] did.
 */
export type Logged = { 
/**
 * The visits, one for each asked for; of a visit that was there before, the one that was there.
 */
visits: Array<VisitId>, 
/**
 * How many are new.
 */
added: number, 
/**
 * How many were there before, the same in all parts.
 */
unchanged: number, 
/**
 * The undo step; `None` when nothing changed.
 */
operation: OperationId | null, };

/**
 * What stands after visits at a door.
 */
export type LoggedAtDoor = { 
/**
 * The undo step; `None` when nothing changed.
 */
operation: OperationId | null, 
/**
 * The house as it stands now.
 */
now: HouseNow, };

/**
 * A package that is looked into before its book is made.
 */
export type LookPackage = { 
/**
 * The package (.tngiao).
 */
file: string, 
/**
 * The six words of its card.
 */
card: string, };

/**
 * A visit to look at.
 */
export type LookRow = { 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Code of the person.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Hamlet.
 */
hamlet: string, 
/**
 * House and alley.
 */
address: string, 
/**
 * When.
 */
at: string, 
/**
 * The level claimed.
 */
level: number, 
/**
 * Who says so, or empty.
 */
member: string, 
/**
 * Why, the heaviest first.
 */
reasons: Array<Doubt>, 
/**
 * The same in words, in Vietnamese and in English.
 */
says: [string, string], };

/**
 * The pile.
 */
export type LooksPage = { 
/**
 * Visits that wait, of all reasons and units.
 */
all: number, 
/**
 * How many for each reason there is; one visit may have several.
 */
reasons: Array<[Doubt, number]>, 
/**
 * How many of what was asked for.
 */
count: number, 
/**
 * Of those the newest.
 */
rows: Array<LookRow>, };

/**
 * Why a row is missing.
 */
export type Lost = "unreadable" | "dangling" | "reference";

/**
 * One row that is missing, or that misses something.
 */
export type LostRow = { 
/**
 * The table.
 */
table: string, 
/**
 * Its id.
 */
row: string, 
/**
 * Why.
 */
why: Lost, };

/**
 * What to invent.
 */
export type MakeDemo = { 
/**
 * How many people.
 */
people: number, 
/**
 * The same seed gives the same commune.
 */
seed: number, 
/**
 * The folder to write into.
 */
out: string, 
/**
 * Passphrase of the book; [`PUBLIC`] when empty.
 */
passphrase: string, 
/**
 * The kind of its lists, named for what is wrong with them; the usual one when empty.
 */
kind: string, 
/**
 * With a plan and the team's visits of the last three evenings.
 */
evenings: boolean, };

/**
 * Which list, and where to.
 */
export type MakeWorklist = { 
/**
 * Only this unit and those below it.
 */
unit: UnitId | null, 
/**
 * The day of the walk; today when missing.
 */
date: string | null, 
/**
 * Only these parts; all when empty.
 */
parts: Array<Group>, 
/**
 * The workbook to write: it prints as a walk list and comes back through
 * [`import_visits`](super::import_visits::import_visits).
 */
out: string | null, 
/**
 * Whether the workbook may take the place of an earlier one.
 */
replace: boolean, };

/**
 * The lists of all hamlets at once.
 */
export type MakeWorklists = { 
/**
 * The day of the walk; today when missing.
 */
date: string | null, 
/**
 * Only these parts; all when empty.
 */
parts: Array<Group>, 
/**
 * The folder in which the lists get a folder of their own; without it they are only counted.
 */
folder: string | null, };

/**
 * How far somebody may do something.
 */
export type May = "yes" | "own-unit" | "own" | "no";

/**
 * What the figures of an indicator are.
 */
export type Measure = "percent" | "number";

/**
 * A member of the team. A name that was first met in a visit or an assignment has no role and no phone yet.
 */
export type Member = { 
/**
 * Id in this book.
 */
id: MemberId, 
/**
 * Name.
 */
name: string, 
/**
 * Phone as the user typed it, or empty.
 */
phone: string, 
/**
 * What they are in the team; `None` when not said.
 */
role: Role | null, 
/**
 * What they may do in this book; `None` when not said.
 */
rights: Rights | null, 
/**
 * The unit whose people they may change as a team member; `None`: all.
 */
unit: UnitId | null, };

/**
 * A team member (thành viên).
 */
export type MemberId = string;

/**
 * Somebody who can be given work.
 */
export type MemberLoad = { id: MemberId, name: string, 
/**
 * Open assignments today.
 */
open: number, };

/**
 * A member with what hangs on them.
 */
export type MemberView = { 
/**
 * Visits that they made.
 */
visits: number, 
/**
 * Assignments that name them, and changes of the book that they made.
 */
other: number, 
/**
 * When they last changed the book, RFC 3339, or empty.
 */
last_at: string, 
/**
 * Whether they have a secret of their own.
 */
secret: boolean, 
/**
 * Id in this book.
 */
id: MemberId, 
/**
 * Name.
 */
name: string, 
/**
 * Phone as the user typed it, or empty.
 */
phone: string, 
/**
 * What they are in the team; `None` when not said.
 */
role: Role | null, 
/**
 * What they may do in this book; `None` when not said.
 */
rights: Rights | null, 
/**
 * The unit whose people they may change as a team member; `None`: all.
 */
unit: UnitId | null, };

/**
 * Two records of one person.
 */
export type MergeCitizens = { 
/**
 * The record that stays.
 */
keep: CitizenId, 
/**
 * The record that goes into it.
 */
drop: CitizenId, 
/**
 * The fields as they shall be.
 */
form: PersonForm, };

/**
 * Units that become one.
 */
export type MergeUnits = { 
/**
 * The units by name, two or more.
 */
units: Array<string>, 
/**
 * Name of the one: a new unit, or one of them that takes the others in.
 */
into: string, 
/**
 * The first day of it.
 */
from: string, };

/**
 * One of the five that is missing.
 */
export type MissingPart = { 
/**
 * `who`, `task`, `time`, `result` or `answerable`.
 */
part: string, 
/**
 * What is missing and what to do, in Vietnamese.
 */
sentence: string, };

/**
 * The day to look at.
 */
export type MissingSummaries = { 
/**
 * The day.
 */
day: string, };

/**
 * People that move to another household.
 */
export type MoveCitizens = { 
/**
 * The people.
 */
citizens: Array<CitizenId>, 
/**
 * Where to.
 */
home: Home, };

/**
 * Whether a person needs a visit today.
 */
export type Need = "now" | "later" | "no";

/**
 * An agency to add.
 */
export type NewAgency = { 
/**
 * Name: "Sở Tài chính".
 */
name: string, };

/**
 * An assignment as it is given, from JSON; each name in `who` gets one of its own.
 */
export type NewAssignment = { 
/**
 * Rõ người: members, teams, hamlets or agencies by name.
 */
who: Array<string>, 
/**
 * Rõ việc: what is to be done.
 */
task: string, 
/**
 * Rõ việc: where; the whole book when nothing is named.
 */
where: Place, 
/**
 * Rõ tiến độ: first day.
 */
start: string | null, 
/**
 * Rõ tiến độ: the day it is due, inclusive.
 */
due: string | null, 
/**
 * Rõ tiến độ: what has to be there in between.
 */
checkpoints: Array<Checkpoint>, 
/**
 * Rõ kết quả.
 */
result: Goal | null, 
/**
 * Rõ trách nhiệm: who answers for it.
 */
answerable: string, 
/**
 * Number of the plan that it belongs to, or empty.
 */
plan: string, 
/**
 * The head that it stands under in the plan: "3.1. Số hóa hộ tịch"; or empty.
 */
group: string, 
/**
 * Who co-ordinates: they have a part in it, and answer for nothing of it.
 */
with: Array<string>, };

/**
 * A new passphrase for the open book.
 */
export type NewPassphrase = { 
/**
 * What opened the book: the present one, or the member's own secret.
 */
old: string, 
/**
 * At least 8 characters. A forgotten one cannot be recovered.
 */
passphrase: string, };

/**
 * One person of a team.
 */
export type NewTeamMember = { 
/**
 * Name.
 */
name: string, 
/**
 * Phone, or empty.
 */
phone: string, 
/**
 * Công an, Đoàn thanh niên, Hội phụ nữ, …
 */
organisation: string, 
/**
 * Leader or deputy.
 */
duty: Duty | null, 
/**
 * Whether they know IT; `None`: nobody said.
 */
it: boolean | null, 
/**
 * The day of the newest training.
 */
trained_on: string | null, };

/**
 * A new unit.
 */
export type NewUnit = { 
/**
 * Name with the kind word.
 */
name: string, 
/**
 * Kind ("thon", "ap", …); guessed from the name when empty.
 */
kind: string, };

/**
 * One visit to log. The time, the reason and the member are as the caller has them; the job looks them up.
 */
export type NewVisit = { 
/**
 * Mã công dân.
 */
citizen: string, 
/**
 * When; `None` is now.
 */
at: string | null, 
/**
 * Outcome.
 */
outcome: Outcome, 
/**
 * 1 or 2 for an activation, else 0.
 */
level: number, 
/**
 * Channel of an activation.
 */
channel: Channel | null, 
/**
 * Code of the reason, or its words as people write them; for an activation: whose device.
 */
reason: string, 
/**
 * When the person is expected back or wants the team back.
 */
come_back_at: string | null, 
/**
 * Name of the member; empty is the one signed in. A name that the book does not know is added to its members.
 */
by: string, 
/**
 * Note, short.
 */
note: string, 
/**
 * The visit that this one corrects.
 */
corrects: VisitId | null, 
/**
 * Where it was.
 */
venue: Venue | null, };

/**
 * One person of the register who is not on the list.
 */
export type NotOnList = { 
/**
 * Code of the citizen.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Birth.
 */
birth: PartialDate | null, 
/**
 * Present number.
 */
number: string, 
/**
 * Hamlet.
 */
hamlet: string, };

/**
 * What was found of one line.
 */
export type NoteFinding = { 
/**
 * The check.
 */
audit: AuditId, 
/**
 * The line.
 */
line: AuditLineId, 
/**
 * What was found; nothing takes back what was noted.
 */
finding: AuditFinding | null, 
/**
 * The day; the day noted before, else today, when missing.
 */
day: string | null, 
/**
 * A short note; as it was when missing.
 */
note: string | null, };

/**
 * The note of a household.
 */
export type NoteHousehold = { 
/**
 * The household.
 */
household: HouseholdId, 
/**
 * What to know at its door, short; empty takes the note away.
 */
note: string, };

/**
 * A word on how an assignment goes.
 */
export type NoteProgress = { 
/**
 * The assignment.
 */
id: AssignmentId, 
/**
 * What to note.
 */
text: string, 
/**
 * The day it is of; today when missing.
 */
day: string | null, };

/**
 * No arguments.
 */
export type Nothing = Record<symbol, never>;

/**
 * An agency.
 */
export type OfAgency = { 
/**
 * The agency.
 */
agency: UnitId, };

/**
 * Which roster.
 */
export type OfRoster = { 
/**
 * The roster; the lists in use when missing.
 */
roster: RosterId | null, };

/**
 * All open rows of one rule that may be decided at once.
 */
export type Offer = { 
/**
 * The rule.
 */
rule: string, 
/**
 * What may be done.
 */
action: AtOnce, 
/**
 * So many rows, neither those left for later nor such as want a look of their own.
 */
rows: number, 
/**
 * How many of them have an active account: who is added counts among those reached.
 */
active: number, 
/**
 * How many of them are expected to be done wrong: joined with another person, or added who is in the register already.
 */
wrong: Range | null, 
/**
 * Tells whether they are the same rows still: a sum of their ids and of the people they would be joined with.
 */
digest: string, };

/**
 * What the latest extract says of one person.
 */
export type Official = { 
/**
 * Account state.
 */
state: AccountState, 
/**
 * Level granted, 0 when not said.
 */
level: number, 
/**
 * The extract's date ("số liệu tính đến").
 */
as_of: string, };

/**
 * What one extract says of a person.
 */
export type OfficialState = { 
/**
 * The day of the extract.
 */
as_of: string, 
/**
 * The file it came from.
 */
file_name: string, 
/**
 * Account state.
 */
state: AccountState, 
/**
 * Level, 0 when not said.
 */
level: number, 
/**
 * Day of approval, as far as the extract gives it.
 */
approved_on: PartialDate | null, 
/**
 * Day of activation, as far as the extract gives it.
 */
activated_on: PartialDate | null, 
/**
 * Whether a person joined the row to this citizen by hand.
 */
decided: boolean, };

/**
 * One operation.
 */
export type OneOperation = { 
/**
 * Its id.
 */
id: OperationId, };

/**
 * A book to open.
 */
export type OpenBook = { 
/**
 * The file.
 */
path: string, 
/**
 * Its passphrase, or a member's own secret.
 */
passphrase: string, };

/**
 * Days of every week, and single days.
 */
export type OpenDays = { 
/**
 * 1 Monday to 7 Sunday, rising.
 */
weekdays: Array<number>, 
/**
 * Single days, rising.
 */
dates: Array<string>, };

/**
 * A package to make the hamlet's book of.
 */
export type OpenPackage = { 
/**
 * The package (.tngiao).
 */
file: string, 
/**
 * The six words of its card.
 */
card: string, 
/**
 * The file of the new book; it must not exist.
 */
path: string, 
/**
 * The new book's own passphrase.
 */
passphrase: string, };

/**
 * One change of the book: one journal entry, one undo step.
 */
export type OperationId = string;

/**
 * One entry of the journal, as shown in the history.
 */
export type OperationView = { 
/**
 * Id.
 */
id: OperationId, 
/**
 * When it was done.
 */
at: string, 
/**
 * What the computer's own clock said, where another time was said from outside (`--now`).
 */
clock: string | null, 
/**
 * Who did it, if signed in.
 */
member: MemberId | null, 
/**
 * Row of `messages.csv`: `operation.<kind>`.
 */
kind: string, 
/**
 * Its parameters, as the job gave them.
 */
params: JsonValue, 
/**
 * How many lines it has: rows inserted, updated or deleted.
 */
rows: number, 
/**
 * The operation that this one undid; a redo undoes the undo.
 */
undoes: OperationId | null, 
/**
 * The operation that undid this one.
 */
undone_by: OperationId | null, 
/**
 * Whether [`Book::undo`] would take it, or why not.
 */
can_undo: { Ok : null } | { Err : Error }, };

/**
 * Something that left the book.
 */
export type OutLine = { 
/**
 * Its place in the journal.
 */
seq: number, 
/**
 * When.
 */
at: string, 
/**
 * Name of who did it; empty when nobody was signed in.
 */
member: string, 
/**
 * What was done and what for, in Vietnamese, then in English.
 */
sentences: [string, string], 
/**
 * The file or folder; nothing where it was printed, and of older entries.
 */
path: string | null, 
/**
 * Whether it is still there.
 */
there: boolean, 
/**
 * Whether the program destroys it when asked: a backup it does not.
 */
shred: boolean, };

/**
 * What the team found (docs/domain.md, Visits and evidence). The four first are the card's.
 */
export type Outcome = "activated" | "absent" | "ineligible" | "no-smartphone" | "other";

/**
 * One event.
 */
export type Outreach = { 
/**
 * Id in this book.
 */
id: OutreachId, 
/**
 * The day.
 */
day: string, 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * What it was.
 */
kind: OutreachKind, 
/**
 * People who were there; `None` where nobody counted, as with a broadcast.
 */
people: number | null, 
/**
 * In the unit's words: what, where, who.
 */
words: string, };

/**
 * One event at which people were told or taught.
 */
export type OutreachId = string;

/**
 * What it was.
 */
export type OutreachKind = "communication" | "training";

/**
 * An event as it is shown.
 */
export type OutreachView = { 
/**
 * Name of its unit.
 */
unit: string, 
/**
 * Id in this book.
 */
id: OutreachId, 
/**
 * The day.
 */
day: string, 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * What it was.
 */
kind: OutreachKind, 
/**
 * People who were there; `None` where nobody counted, as with a broadcast.
 */
people: number | null, 
/**
 * In the unit's words: what, where, who.
 */
words: string, };

/**
 * How a campaign stands on a day.
 */
export type Pace = { 
/**
 * The day, its evening included.
 */
day: string, 
/**
 * Accounts to be active at the end.
 */
target: number, 
/**
 * Of these active before the campaign; where no baseline was printed, when its first figures were known. `None` before:
 * from nought on, accounts of before the campaign would be owed to it.
 */
baseline: number | null, 
/**
 * Active by the plan on this day, if each day of a phase brings the same; `None` while nobody knows where it begins.
 */
planned: number | null, 
/**
 * Active on this day; `None` when nobody has counted yet.
 */
actual: number | null, 
/**
 * Actual of target.
 */
ratio: Percent | null, 
/**
 * Still missing to the target.
 */
remaining: number | null, 
/**
 * Days left after this one, the last day counted.
 */
days_left: number, 
/**
 * Accounts that each of the days left needs, rounded up; `None` when no day is left.
 */
needed_per_day: number | null, 
/**
 * Whether the actual has reached the plan.
 */
on_pace: boolean | null, 
/**
 * Actual less planned; negative when it lags behind.
 */
ahead: number | null, 
/**
 * The phase that the day belongs to; the first one of several.
 */
phase: string | null, };

/**
 * Whose package it is.
 */
export type PackageOf = { 
/**
 * Name of the hamlet.
 */
name: string, 
/**
 * Names of the units above, nearest first.
 */
above: Array<string>, };

/**
 * Which rows of a pile.
 */
export type PageOfPile = { 
/**
 * The roster; the lists in use when missing.
 */
roster: RosterId | null, 
/**
 * The pile.
 */
pile: Pile, 
/**
 * Rows before the page.
 */
from: number, 
/**
 * At most so many rows.
 */
limit: number, };

/**
 * One row of an extract beside the citizens it may mean.
 */
export type Pair = { 
/**
 * The list it stands in.
 */
roster: RosterId, 
/**
 * Sheet of the extract.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * Name as the extract has it.
 */
name: string, 
/**
 * Day of the extract.
 */
as_of: string, 
/**
 * Whether a person decided.
 */
decided: boolean, 
/**
 * Code of the citizen it is joined with.
 */
citizen: string | null, 
/**
 * Why: `match.<rule>` of the message table.
 */
rule: string, 
/**
 * Why, in Vietnamese, then in English.
 */
explanation: [string, string], 
/**
 * What the row says alone.
 */
row_fields: Array<FieldPair>, 
/**
 * The citizens that it may mean, best first.
 */
candidates: Array<Candidate>, 
/**
 * The hamlet that the row's person would be added to; empty: the book's own unit.
 */
hamlet: string, };

/**
 * A part, and what is expected of it.
 */
export type PartExpected = { 
/**
 * Which: the hamlet's name, or a code; empty for rows that name no hamlet.
 */
part: string, 
/**
 * In words, in Vietnamese, then in English.
 */
name: [string, string], 
/**
 * Its rows: the sum of the next three. Over all parts they are the rows of the whole.
 */
rows: number, 
/**
 * Pairs of the program.
 */
joined: number, 
/**
 * Rows that are joined with nobody.
 */
open: number, 
/**
 * Rows that people decided.
 */
decided: number, 
/**
 * How many of the pairs are likely wrong and how many people were likely missed; `None` where the part is too small to say.
 */
expected: Expected | null, };

/**
 * Part of the day of a visit, to try an absent person at another time.
 */
export type PartOfDay = "morning" | "afternoon" | "evening";

/**
 * A date with the precision that the paper has: year, year and month, or the full day. A missing part is never
 * invented (docs/domain.md, Lists in spreadsheets). Text form: `1950`, `1950-03`, `1950-03-12`; the order is that of the text.
 */
export type PartialDate = string;

/**
 * A package that went or came.
 */
export type PassedPackage = { 
/**
 * Its number.
 */
sequence: number, 
/**
 * The day it was made for.
 */
day: string, 
/**
 * Number of the result package that it acknowledged.
 */
acknowledged: number, };

/**
 * What a unit was up to a day.
 */
export type PastUnit = { 
/**
 * The last day of it.
 */
until: string, 
/**
 * Its parent then.
 */
parent_id: UnitId | null, 
/**
 * Its kind then.
 */
kind: string, 
/**
 * Its name then.
 */
name: string, 
/**
 * Its code then.
 */
code: string, };

/**
 * What a path is wanted for.
 */
export type PathFor = "book" | "restored" | "sample";

/**
 * As what somebody belongs to an agency, in the words of the plans.
 */
export type PeopleKind = "official" | "party-member" | "soldier" | "teacher" | "pupil" | "worker" | "member" | "relative" | "parent";

/**
 * Changes of the register that came.
 */
export type PeopleTaken = { 
/**
 * People who are new here.
 */
added: number, 
/**
 * People whose record changed.
 */
changed: number, 
/**
 * The book had it.
 */
same: number, 
/**
 * Who moved away or died.
 */
left: number, 
/**
 * Fields changed on both sides: a person settles them.
 */
conflict: number, };

/**
 * Who of a hamlet goes on paper.
 */
export type PeopleToPrint = { 
/**
 * The hamlet.
 */
unit: UnitId, 
/**
 * The people, in walking order.
 */
people: Array<CitizenId>, };

/**
 * Over which time.
 */
export type Per = "all" | "day";

/**
 * A percentage in hundredths of a percent: 6674 is 66,74 %.
 */
export type Percent = number;

/**
 * One change of a person's record.
 */
export type PersonChange = { 
/**
 * The operation.
 */
operation: OperationId, 
/**
 * When.
 */
at: string, 
/**
 * Who, if signed in.
 */
member: MemberId | null, 
/**
 * Row of `messages.csv`: `operation.<kind>`.
 */
kind: string, 
/**
 * Its parameters.
 */
params: JsonValue, 
/**
 * Whether it was undone.
 */
undone: boolean, 
/**
 * What the changed columns held before, by column.
 */
before: { [key in string]: string }, };

/**
 * One change of a person's record, with who made it.
 */
export type PersonChangeLine = { 
/**
 * The change.
 */
change: PersonChange, 
/**
 * Name of the member, or empty.
 */
member: string, };

/**
 * Somebody new who is being typed: nothing of it need be readable yet.
 */
export type PersonDraft = { 
/**
 * None before it was kept.
 */
id: PersonDraftId | null, 
/**
 * Where the person lives, as far as it was said.
 */
home: Home | null, 
/**
 * The fields as typed.
 */
form: PersonForm, };

/**
 * Somebody who is being typed and is not in the register yet (bản nháp).
 */
export type PersonDraftId = string;

/**
 * The fields as typed.
 */
export type PersonForm = { name: string, 
/**
 * "12/03/1980", "03/1980" or "1980".
 */
birth: string, sex: Sex | null, number: string, old_number: string, phone: string, relation: string, residence: string, address: string, smartphone: boolean | null, internet: boolean | null, note: string, };

/**
 * One person of a household.
 */
export type PersonLine = { 
/**
 * The person.
 */
citizen: Citizen, 
/**
 * Whether the person moved away or died.
 */
departure: Departure | null, 
/**
 * What the newest extract says.
 */
official: OfficialState | null, 
/**
 * What shows for the person, as on the round.
 */
sign: Outcome | null, };

/**
 * One person on the round.
 */
export type PersonOnRound = { 
/**
 * Id in this book.
 */
id: CitizenId, 
/**
 * Mã công dân.
 */
code: string, 
/**
 * Họ và tên.
 */
name: string, 
/**
 * Sex.
 */
sex: Sex | null, 
/**
 * Birth with the precision the papers have.
 */
birth: PartialDate | null, 
/**
 * Relation to the head, as the survey gives it.
 */
relation: string, 
/**
 * The number, else the old one.
 */
number: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * What shows for the person: the outcome that stands, `None` while nobody came.
 */
sign: Outcome | null, 
/**
 * Whether a visit is needed today.
 */
need: Need, 
/**
 * Whether the team missed the person and is to try again, today or later, without an appointment.
 */
again: boolean, 
/**
 * Why and when, if one is.
 */
due: Due | null, 
/**
 * Row of `messages.csv` with what the extract says.
 */
official: string, 
/**
 * The extract.
 */
extract: Extract | null, 
/**
 * The highest level that an activation can have by the extract, 0 while no account is granted; `None`: it does not say. One
 * above it is looked at twice before it is written.
 */
granted: number | null, 
/**
 * Whether the person may hold an account of their own by age.
 */
of_age: boolean, 
/**
 * All visits, oldest first, corrected ones too.
 */
attempts: Array<Attempt>, 
/**
 * The last visit of today that counts: a new one may be meant to correct it.
 */
today: VisitId | null, 
/**
 * Whether it most likely is: the person was met then.
 */
corrects: boolean, 
/**
 * What the papers suggest, by outcome.
 */
presets: Array<Preset>, 
/**
 * Folded words that find the person.
 */
words: string, };

/**
 * One person to visit.
 */
export type PersonToVisit = { 
/**
 * The person.
 */
citizen_id: CitizenId, 
/**
 * Mã công dân.
 */
code: string, 
/**
 * Họ và tên.
 */
name: string, 
/**
 * Birth with the precision the papers have.
 */
birth: PartialDate | null, 
/**
 * The number, else the old one, masked: nobody needs it whole to find a house.
 */
number: string, 
/**
 * Why and when.
 */
due: Due, 
/**
 * What the latest extract says; `None` when it does not have the person.
 */
official: Official | null, 
/**
 * Visits so far that count, oldest first.
 */
visits: Array<Visit>, };

/**
 * A phase of a campaign.
 */
export type Phase = { 
/**
 * "Giai đoạn 1".
 */
name: string, 
/**
 * First day, inclusive.
 */
first_day: string, 
/**
 * Last day, inclusive.
 */
last_day: string, 
/**
 * The day on which the report is due; it may lie before the phase ends (Kiên Giang: 28/7 for a phase to 31/7).
 */
report_due: string | null, 
/**
 * Accounts to activate in this phase; `None` is "the rest".
 */
target: number | null, };

/**
 * Rows (and people) of one kind.
 */
export type Pile = "sure" | "number-near" | "number-other" | "other-birth" | "alike" | "several" | "number-shared" | "two-rows" | "unknown" | "not-on-list";

/**
 * One pile and how far it is.
 */
export type PileCount = { 
/**
 * The pile.
 */
pile: Pile, 
/**
 * Whether somebody has to look at it.
 */
to_look_at: boolean, 
/**
 * Rows; people for those not on the list.
 */
total: number, 
/**
 * Rows joined by hand.
 */
joined: number, 
/**
 * Rows added to the register.
 */
added: number, 
/**
 * Rows that are somebody else.
 */
split: number, 
/**
 * Rows left for later.
 */
left: number, 
/**
 * What may be done with many rows at once.
 */
offers: Array<Offer>, };

/**
 * A page of a pile.
 */
export type PilePage = { 
/**
 * All of the pile.
 */
total: number, 
/**
 * One letter for each row of the pile, in the order of the file: open, joined, added, split, left. Empty where
 * there is nothing to decide.
 */
states: string, 
/**
 * Its rows on this page.
 */
rows: Array<PileRow>, 
/**
 * People, for those not on the list.
 */
people: Array<NotOnList>, };

/**
 * One row of a pile.
 */
export type PileRow = { 
/**
 * The list it stands in.
 */
roster: RosterId, 
/**
 * Sheet of the extract.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * Name as the extract has it.
 */
name: string, 
/**
 * Birth as the extract has it.
 */
birth: PartialDate | null, 
/**
 * Hamlet or address as the extract has it.
 */
home: string, 
/**
 * What became of it.
 */
state: RowState, 
/**
 * The rule by which it was judged: `match.<rule>`.
 */
rule: string, 
/**
 * Why, in Vietnamese, then in English.
 */
explanation: [string, string], 
/**
 * The field that is to be looked at, beside the nearest citizen.
 */
point: FieldPair | null, };

/**
 * A reconciliation in piles.
 */
export type Piles = { 
/**
 * The day of the extract.
 */
as_of: string, 
/**
 * Its rows.
 */
entries: number, 
/**
 * Whether the rows of all of them were held against the register.
 */
reconciled: boolean, 
/**
 * People of the register.
 */
people: number, 
/**
 * Rows that wait for somebody, over all piles.
 */
waiting: number, 
/**
 * The piles that have anything, in the order of lists.
 */
piles: Array<PileCount>, };

/**
 * Where the work is; several lists narrow it down together.
 */
export type Place = { 
/**
 * Names of units; those below count too.
 */
units: Array<string>, 
/**
 * Alleys.
 */
alleys: Array<string>, 
/**
 * Codes of households.
 */
households: Array<string>, 
/**
 * Codes of citizens: a list.
 */
citizens: Array<string>, };

/**
 * What a plan says of its campaign. Several campaigns may overlap.
 */
export type Plan = { 
/**
 * Number of the plan: "70/KH-UBND".
 */
number: string, 
/**
 * Who issued it: "UBND tỉnh Thanh Hóa"; empty when not said.
 */
issuer: string, 
/**
 * Its title.
 */
title: string, 
/**
 * First day, inclusive.
 */
first_day: string, 
/**
 * Last day, inclusive.
 */
last_day: string, 
/**
 * Accounts to be active at its end, when the plan says so; it may exceed the eligible (docs/domain.md, Plans and targets).
 */
target: number | null, 
/**
 * Phases in their order; none when the plan has none.
 */
phases: Array<Phase>, };

/**
 * The plan of one file.
 */
export type PlannedFile = { 
/**
 * The file; within a zip, the zip's path and its own.
 */
file: string, 
/**
 * What becomes of it.
 */
action: Action, 
/**
 * The unit that signed it; empty when it cannot be read.
 */
unit: string, 
/**
 * Fingerprint of its key; empty when it cannot be read, or the book has the file.
 */
fingerprint: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * When it was made; `None` when it cannot be read.
 */
issued_at: string | null, 
/**
 * Days that it states; empty for a file that the book has.
 */
days: Array<string>, 
/**
 * Numbers missing right before its own, this import counted.
 */
gaps: Array<number>, 
/**
 * Figures that it states otherwise than the file before.
 */
changes: number, 
/**
 * The unit was not in the book and is added.
 */
new_unit: boolean, 
/**
 * What to ask the unit by telephone, when its answer would let the file in.
 */
key: KeyQuestion | null, 
/**
 * Code of the refusal, or empty.
 */
code: string, 
/**
 * What the user has to know, each in Vietnamese, then in English: refusal, changes, odd figures.
 */
findings: Array<[string, string]>, };

/**
 * What a plan says of an indicator.
 */
export type PlannedIndicator = { 
/**
 * "Hồ sơ nộp trực tuyến".
 */
name: string, 
/**
 * What is counted.
 */
numerator: string, 
/**
 * Of what; empty of a number.
 */
denominator: string, 
/**
 * A share or a number.
 */
measure: Measure, 
/**
 * What has to be reached, as [`Thresholds::read`] takes it: "90", or "tỉnh 70; huyện 60; xã 25"; a kind without a figure
 * reports and has nothing to reach.
 */
threshold: string, 
/**
 * The day by which it has to be reached, where the plan names one.
 */
due: string | null, 
/**
 * Units may report the same things twice, or things that cannot be added: there is no figure of the whole.
 */
apart: boolean, };

/**
 * A week or month of the calendar within a campaign, cut to its days: what it has to bring, what it brought.
 */
export type PlannedStretch = { 
/**
 * First day.
 */
first_day: string, 
/**
 * Last day.
 */
last_day: string, 
/**
 * Accounts that the plan wants of it; `None` while nobody knows where it begins.
 */
owed: number | null, 
/**
 * Active at its end by the plan, likewise.
 */
planned: number | null, 
/**
 * Active at its end, or so far; `None` of one to come, and without figures of it.
 */
actual: number | null, 
/**
 * What came to that since it began; negative when a list took accounts back.
 */
brought: number | null, };

/**
 * A unit as it would be after a change, or is before it.
 */
export type PlannedUnit = { 
/**
 * Its name.
 */
name: string, 
/**
 * Households.
 */
households: number, 
/**
 * People, without those who left.
 */
people: number, 
/**
 * Its target in the campaign of today; `None`: it has none, or none of its own yet.
 */
target: number | null, };

/**
 * What a merger or a split would do.
 */
export type PlannedUnits = { 
/**
 * The units that are no more then.
 */
before: Array<PlannedUnit>, 
/**
 * Those that take their people.
 */
after: Array<PlannedUnit>, 
/**
 * Members who may work in a unit that is no more, each with the one where they may from then on.
 */
rights: Array<[string, string]>, };

/**
 * A point.
 */
export type Point = { 
/**
 * Id in this book.
 */
id: PointId, 
/**
 * Its name.
 */
name: string, 
/**
 * The unit that it stands in.
 */
unit_id: UnitId, 
/**
 * Fixed or mobile.
 */
kind: PointKind, 
/**
 * Where it is to be found.
 */
address: string, 
/**
 * When it is open.
 */
days: OpenDays, 
/**
 * The hours, as people write them.
 */
hours: string, 
/**
 * Who is there, with a phone to ask.
 */
staff: string, 
/**
 * What is there.
 */
equipment: string, 
/**
 * People a day at most; `None` where nobody said.
 */
capacity: number | null, };

/**
 * A point (điểm hỗ trợ): where people come to the team.
 */
export type PointId = string;

/**
 * Whether a point stays where it is.
 */
export type PointKind = "fixed" | "mobile";

/**
 * A point as it is shown.
 */
export type PointView = { 
/**
 * Name of its unit.
 */
unit: string, 
/**
 * Its days in words.
 */
open: string, 
/**
 * What the plan wants at each point and this one is not said to have.
 */
lacks: Array<string>, 
/**
 * The next days on which it is open, from today on: to invite people to.
 */
next: Array<string>, 
/**
 * Id in this book.
 */
id: PointId, 
/**
 * Its name.
 */
name: string, 
/**
 * The unit that it stands in.
 */
unit_id: UnitId, 
/**
 * Fixed or mobile.
 */
kind: PointKind, 
/**
 * Where it is to be found.
 */
address: string, 
/**
 * When it is open.
 */
days: OpenDays, 
/**
 * The hours, as people write them.
 */
hours: string, 
/**
 * Who is there, with a phone to ask.
 */
staff: string, 
/**
 * What is there.
 */
equipment: string, 
/**
 * People a day at most; `None` where nobody said.
 */
capacity: number | null, };

/**
 * All points, and how far the units have them.
 */
export type PointsView = { 
/**
 * The points, in the order of the units.
 */
points: Array<PointView>, 
/**
 * The units below the book's own, each with how many points stand in it.
 */
units: Array<CoveredUnit>, 
/**
 * How many of them have one, against what the plan wants.
 */
coverage: Array<Coverage>, };

/**
 * What the papers suggest to answer when the team says an outcome.
 */
export type Preset = { 
/**
 * The outcome.
 */
outcome: Outcome, 
/**
 * 1 or 2 for an activation whose level the extract tells, else 0.
 */
level: number, 
/**
 * Channel of an activation.
 */
channel: Channel | null, 
/**
 * Code of the reason, or empty.
 */
reason: string, };

/**
 * Which paper to show.
 */
export type PreviewReport = { 
/**
 * At most so many rows of a list; all when missing.
 */
rows: number | null, 
/**
 * Whole identity numbers and phones, as the paper will have them; the journal has who looked, at which list and how many rows.
 */
numbers: boolean, 
/**
 * The form.
 */
form: ReportForm, 
/**
 * The day in Việt Nam that it reports, evening included.
 */
day: string, 
/**
 * First day of "so far"; without it the start of the campaign, else all; for `hand-back` the day itself.
 */
from: string | null, 
/**
 * A unit of the book; without it the whole book.
 */
unit: UnitId | null, 
/**
 * Only the people of this finding, on `findings`; everybody when missing.
 */
group: Finding | null, 
/**
 * Number of the campaign, on a paper that is of one; without it the one in use on the day.
 */
campaign: string | null, 
/**
 * Whole phones on a list that hides them, for those who ring: each look is noted in the journal.
 */
phones: boolean, };

/**
 * One row of a sheet of targets, or its total row, as the paper prints it.
 */
export type PrintedRow = { 
/**
 * Name of the unit, or the words of the total row.
 */
unit: string, 
/**
 * Columns (3), (4), (5).
 */
target: Levels, 
/**
 * Columns (6), (7), (8); `None` when the paper has none.
 */
active: Levels | null, 
/**
 * Column (9) in hundredths of a percent.
 */
ratio: number | null, 
/**
 * Column (10); negative when the target is exceeded.
 */
remaining: number | null, };

/**
 * A word on how it goes, by week.
 */
export type ProgressNote = { 
/**
 * The day it was written for.
 */
day: string, 
/**
 * What it says.
 */
text: string, };

/**
 * Where something new could be.
 */
export type ProposePath = { 
/**
 * What for.
 */
for: PathFor, 
/**
 * The user's folder of documents, or the backup.
 */
at: string, 
/**
 * Name of the unit, for a new book.
 */
name: string, };

/**
 * Which claims.
 */
export type PublishList = { 
/**
 * Those up to the end of this day; today when missing.
 */
day: string | null, 
/**
 * Only those of this unit.
 */
unit: UnitId | null, 
/**
 * The file to write the list to: a line a claim, without names.
 */
out: string | null, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * What was published.
 */
export type PublishedList = { 
/**
 * The check.
 */
audit: AuditId, 
/**
 * The day of the list.
 */
day: string, 
/**
 * How many claims it has.
 */
claims: number, 
/**
 * Its SHA-256, hexadecimal: to be read out and written down.
 */
list_hash: string, 
/**
 * The file, when one was written.
 */
out: string | null, };

/**
 * A row whose answer cannot stand beside the one that counts.
 */
export type Question = { 
/**
 * Sheet of the file.
 */
sheet: string, 
/**
 * 1-based row as Excel shows it.
 */
row: number, 
/**
 * The person's name.
 */
name: string, 
/**
 * The visit that the row stands for.
 */
visit: VisitId, 
/**
 * What the row says.
 */
says: SheetAnswer, 
/**
 * What counts now.
 */
counts: SheetAnswer, };

/**
 * A target.
 */
export type Quota = { 
/**
 * Id in this book.
 */
id: QuotaId, 
/**
 * Its campaign.
 */
campaign_id: CampaignId, 
/**
 * The hamlet or unit whose share it is.
 */
unit_id: UnitId, 
/**
 * Whose.
 */
kind: QuotaKind, 
/**
 * The name.
 */
name: string, 
/**
 * Over which time.
 */
per: Per, 
/**
 * New accounts.
 */
count: number, };

/**
 * A target of a member, a team or an alley.
 */
export type QuotaId = string;

/**
 * Whose target.
 */
export type QuotaKind = "member" | "team" | "alley";

/**
 * Somebody who has a target or may have one, and what was reached.
 */
export type QuotaRow = { 
/**
 * Whose.
 */
kind: QuotaKind, 
/**
 * The name; of an alley empty where the register names none.
 */
name: string, 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Its name on the day.
 */
unit: string, 
/**
 * What a number is shared out by: eligible people of an alley, members of a team, 1 of a member; 0 of who is no more there.
 */
weight: number, 
/**
 * New accounts owed; `None`: no target.
 */
count: number | null, 
/**
 * Over which time.
 */
per: Per, 
/**
 * New accounts since the campaign began; `None` where nobody knows who brought them.
 */
so_far: number | null, 
/**
 * On the day.
 */
on_day: number | null, 
/**
 * Reached of owed.
 */
ratio: Percent | null, 
/**
 * Still owed; negative when more came.
 */
remaining: number | null, };

/**
 * Who owes what in a unit on a day.
 */
export type QuotaSheet = { 
/**
 * Number of the campaign.
 */
campaign: string, 
/**
 * The day, its evening included.
 */
day: string, 
/**
 * The unit; those below it are within.
 */
unit_id: UnitId, 
/**
 * Its name.
 */
unit: string, 
/**
 * Its own target, where it has one.
 */
target: number | null, 
/**
 * Accounts that it still lacks; negative when the target is exceeded.
 */
remaining: number | null, 
/**
 * Members, then teams, then alleys.
 */
rows: Array<QuotaRow>, };

/**
 * The ends of an interval that holds the truth in 95 of 100 cases.
 */
export type Range = { 
/**
 * At least so many.
 */
low: number, 
/**
 * At most so many.
 */
high: number, };

/**
 * What a reader typed.
 */
export type ReadCard = { 
/**
 * The line, bars and all.
 */
typed: string, };

/**
 * The reasons that go with an outcome, in the order in which they are offered.
 */
export type ReasonsOf = { 
/**
 * The outcome.
 */
outcome: Outcome, 
/**
 * Codes.
 */
codes: Array<string>, 
/**
 * Whether one must be said.
 */
needed: boolean, 
/**
 * Whether an appointment can be made.
 */
appointment: boolean, };

/**
 * Hands an assignment on.
 */
export type Reassign = { 
/**
 * The assignment.
 */
id: AssignmentId, 
/**
 * The new holder by name.
 */
to: string, 
/**
 * First day of the new holder; today when missing.
 */
from: string | null, };

/**
 * A book that was opened on this computer.
 */
export type RecentBook = { 
/**
 * The file.
 */
path: string, 
/**
 * Name of its unit.
 */
name: string, 
/**
 * Names of the units above, nearest first.
 */
above: Array<string>, 
/**
 * The level that it works at.
 */
level: Level, 
/**
 * When it was opened last, RFC 3339.
 */
opened_at: string, };

/**
 * A book opened on this computer, as it is found now.
 */
export type RecentView = { 
/**
 * Whether its file is there: it may lie on a drive that is not plugged in.
 */
there: boolean, 
/**
 * When its newest backup was made.
 */
backup_at: string | null, 
/**
 * Whether members have secrets of their own that open it.
 */
own_secrets: boolean, 
/**
 * The passphrase that a sample was made with, which everybody knows; `None`: it is no sample.
 */
sample_passphrase: string | null, 
/**
 * The file.
 */
path: string, 
/**
 * Name of its unit.
 */
name: string, 
/**
 * Names of the units above, nearest first.
 */
above: Array<string>, 
/**
 * The level that it works at.
 */
level: Level, 
/**
 * When it was opened last, RFC 3339.
 */
opened_at: string, };

/**
 * What to reconcile.
 */
export type Reconcile = { 
/**
 * The roster; the lists in use when missing.
 */
roster: RosterId | null, 
/**
 * Where to write the verdicts of the newest of them as CSV.
 */
out: string | null, 
/**
 * Whether the CSV may take the place of an earlier one.
 */
replace: boolean, 
/**
 * How many wrong pairs are accepted among 10,000 rows: the more, the fewer are left to people. When missing as many as
 * the last time, at first 1.
 */
accept: number | null, };

/**
 * One row of the verdicts (docs/formats.md, Tables for scripts).
 */
export type ReconcileLine = { 
/**
 * Sheet of the extract.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * What became of it; whoever a person turned away is `unknown`.
 */
verdict: Verdict, 
/**
 * Code of the citizen, when matched.
 */
citizen_code: string, 
/**
 * The rule that decided.
 */
rule: string, 
/**
 * 0 … 1.
 */
score: number, 
/**
 * Why, in Vietnamese.
 */
explanation: string, 
/**
 * Codes of the candidates, best first, ';' between.
 */
candidates: string, };

/**
 * How a reconciliation ended, in rows of the roster.
 */
export type Reconciled = { 
/**
 * The roster.
 */
roster: RosterId, 
/**
 * The day of the extract.
 */
as_of: string, 
/**
 * All rows: the sum of the next three.
 */
rows: number, 
/**
 * Rows whose person is found beyond doubt, or by hand; as the list of extracts counts them.
 */
matched: number, 
/**
 * Rows that a person has to look at.
 */
review: number, 
/**
 * Rows of people that the register does not have.
 */
unknown: number, 
/**
 * Rows, of the three, that a person decided.
 */
decided: number, 
/**
 * How many wrong pairs among 10,000 rows were accepted.
 */
accepted: number, 
/**
 * How good the answer is as a whole: pairs that are likely wrong, people that were likely missed.
 */
expected: Expected | null, };

/**
 * A sheet that was filled in.
 */
export type RecordFindings = { 
/**
 * The workbook.
 */
file: string, };

/**
 * What a sheet brought.
 */
export type RecordedFindings = { 
/**
 * The check.
 */
audit: AuditId, 
/**
 * Rows with a finding.
 */
rows: number, 
/**
 * Of them new or changed.
 */
recorded: number, 
/**
 * Of them known as they are.
 */
unchanged: number, };

/**
 * What stands on the sheet beside the passphrase.
 */
export type RecoverySheet = { 
/**
 * Name of the unit.
 */
unit: string, 
/**
 * Names of the units above, nearest first.
 */
above: Array<string>, 
/**
 * Name of the file.
 */
file: string, 
/**
 * Id of the book.
 */
book: string, 
/**
 * When the sheet was made, RFC 3339.
 */
at: string, };

/**
 * A refusal as a window shows it.
 */
export type Refusal = { 
/**
 * Row of `messages.csv`.
 */
code: string, 
/**
 * The sentence in Vietnamese, then in English: what happened, where, what to do.
 */
sentences: [string, string], 
/**
 * Values of the sentence's places.
 */
params: { [key in string]: string }, };

/**
 * An alley to browse.
 */
export type RegisterAlley = { 
/**
 * As written; empty for households without an alley.
 */
alley: string, 
/**
 * Households.
 */
households: number, 
/**
 * People, without those who left.
 */
people: number, };

/**
 * A hamlet to browse.
 */
export type RegisterPlace = { 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Its name.
 */
name: string, 
/**
 * Households.
 */
households: number, 
/**
 * People, without those who left.
 */
people: number, 
/**
 * Its alleys in the order of the walk.
 */
alleys: Array<RegisterAlley>, };

/**
 * A remark of a unit.
 */
export type Remark = { 
/**
 * Id in this book.
 */
id: RemarkId, 
/**
 * Whose it is.
 */
unit_id: UnitId, 
/**
 * The day that it is of: the reports of the days between have it.
 */
day: string, 
/**
 * What it is about.
 */
kind: RemarkKind, 
/**
 * Its words.
 */
text: string, 
/**
 * When and how a difficulty was removed; `None` while it is open.
 */
removed: Removal | null, };

/**
 * A remark of a unit (nhận xét).
 */
export type RemarkId = string;

/**
 * What a remark is about, in the order of a report.
 */
export type RemarkKind = "merit" | "difficulty" | "cause" | "proposal";

/**
 * A remark beside the name of its unit.
 */
export type RemarkView = { 
/**
 * Name of the unit on the last day.
 */
unit: string, 
/**
 * Id in this book.
 */
id: RemarkId, 
/**
 * Whose it is.
 */
unit_id: UnitId, 
/**
 * The day that it is of: the reports of the days between have it.
 */
day: string, 
/**
 * What it is about.
 */
kind: RemarkKind, 
/**
 * Its words.
 */
text: string, 
/**
 * When and how a difficulty was removed; `None` while it is open.
 */
removed: Removal | null, };

/**
 * The remarks of a report.
 */
export type RemarksOfReport = { 
/**
 * First day of what it tells.
 */
from: string, 
/**
 * Last day.
 */
until: string, 
/**
 * Its remarks, by kind, then day.
 */
remarks: Array<RemarkView>, };

/**
 * That a difficulty is there no more (tháo gỡ).
 */
export type Removal = { 
/**
 * The day.
 */
on: string, 
/**
 * How, in words.
 */
how: string, };

/**
 * Whom to take off.
 */
export type RemoveAgencyPeople = { 
/**
 * Whom.
 */
ids: Array<AffiliationId>, };

/**
 * A member to take out.
 */
export type RemoveMember = { 
/**
 * The member.
 */
id: MemberId, };

/**
 * An event to take out.
 */
export type RemoveOutreach = { 
/**
 * The event.
 */
id: OutreachId, };

/**
 * A point to take out.
 */
export type RemovePoint = { 
/**
 * The point.
 */
id: PointId, };

/**
 * A remark to take out.
 */
export type RemoveRemark = { 
/**
 * Which.
 */
id: RemarkId, };

/**
 * A team to take out.
 */
export type RemoveTeam = { 
/**
 * The team.
 */
id: TeamId, };

/**
 * A new name.
 */
export type RenameUnit = { 
/**
 * The unit by its present name.
 */
unit: string, 
/**
 * The new name.
 */
name: string, 
/**
 * The first day of it.
 */
from: string, 
/**
 * A new national code, if it changes.
 */
code: string | null, };

/**
 * Which paper, and where to.
 */
export type ReportArgs = { 
/**
 * The .xlsx file to write.
 */
out: string, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, 
/**
 * Locks the workbook: Excel asks for it. None leaves it open.
 */
password: FilePassword | null, 
/**
 * The form.
 */
form: ReportForm, 
/**
 * The day in Việt Nam that it reports, evening included.
 */
day: string, 
/**
 * First day of "so far"; without it the start of the campaign, else all; for `hand-back` the day itself.
 */
from: string | null, 
/**
 * A unit of the book; without it the whole book.
 */
unit: UnitId | null, 
/**
 * Only the people of this finding, on `findings`; everybody when missing.
 */
group: Finding | null, 
/**
 * Number of the campaign, on a paper that is of one; without it the one in use on the day.
 */
campaign: string | null, 
/**
 * Whole phones on a list that hides them, for those who ring: each look is noted in the journal.
 */
phones: boolean, };

/**
 * What was written.
 */
export type ReportDone = { 
/**
 * The form.
 */
form: ReportForm, 
/**
 * The day.
 */
day: string, 
/**
 * The file.
 */
out: string, 
/**
 * Rows of the table, totals left out.
 */
rows: number, 
/**
 * n of "bản điều chỉnh lần n"; 0 for a first paper.
 */
adjusted: number, };

/**
 * The forms of the end of a day. The text form is the word that the command line takes.
 */
export type ReportForm = "daily" | "annex1" | "annex2" | "activated" | "absent" | "ineligible" | "no-smartphone" | "hand-back" | "discrepancies" | "pending-approval" | "rejected" | "newly-approved" | "not-enrolled" | "no-account" | "wrong-data" | "findings" | "unmatched" | "five-clear" | "league" | "weekly" | "monthly" | "phase" | "final" | "survey" | "audit" | "points" | "invitations" | "agencies" | "agency-missing" | "teams" | "indicators" | "commendation" | "side-by-side";

/**
 * What is reported in a round: of several ways that are given all is taken, what was typed last.
 */
export type ReportIndicators = { 
/**
 * Number of the campaign, when several could be meant.
 */
campaign: string | null, 
/**
 * Name of the phase that is the round; else the whole campaign.
 */
phase: string | null, 
/**
 * A workbook: a row a unit, with headings for unit, numerator and denominator.
 */
file: string | null, 
/**
 * Rows copied from Excel, a line a row, cells apart by tabs: unit, numerator, denominator.
 */
pasted: string, 
/**
 * The indicator of rows that do not name one; the only one when missing.
 */
indicator: string | null, 
/**
 * Cells typed over.
 */
typed: Array<TypedIndicator>, 
/**
 * Show what would come out and change nothing.
 */
dry_run: boolean, };

/**
 * A form as it will be printed.
 */
export type ReportPreview = { 
/**
 * The form, with the rows asked for.
 */
form: Form, 
/**
 * All its rows.
 */
rows: number, 
/**
 * The units of its first rows, where what their figures are made of can be asked for: of Phụ lục I.
 */
units: Array<UnitId>, 
/**
 * Numbers or phones are hidden that the paper has.
 */
hidden: boolean, 
/**
 * What was checked.
 */
checks: Array<FormCheck>, 
/**
 * Place and day as papers write them.
 */
dateline: string, 
/**
 * Who signs, or empty.
 */
signer: string, 
/**
 * Who gets it, one a line.
 */
recipients: string, };

/**
 * One row to decide by hand.
 */
export type Resolve = { 
/**
 * The roster; the newest extract when missing.
 */
roster: RosterId | null, 
/**
 * Sheet of the extract.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * What the person says.
 */
decision: Decision, 
/**
 * Which number stays with the person when both have one.
 */
number: KeepNumber, };

/**
 * A backup to restore.
 */
export type RestoreBook = { 
/**
 * The backup.
 */
backup: string, 
/**
 * Its passphrase, or a secret that a member had when it was made.
 */
passphrase: string, 
/**
 * The file of the new book; it must not exist.
 */
path: string, };

/**
 * What became of a file.
 */
export type ResultAction = "new" | "same" | "older" | "refused";

/**
 * Where hidden numbers are to be shown.
 */
export type Reveal = { 
/**
 * The screen: "walk", "register", …; never a number.
 */
screen: string, };

/**
 * A row of the table.
 */
export type RightRow = { 
/**
 * Row of the message table with what it is.
 */
name: string, 
/**
 * For leader, officer, member and inspector.
 */
may: [May, May, May, May], 
/**
 * The commands that need it.
 */
commands: Array<string>, 
/**
 * Why whoever works may not, in Vietnamese, then in English; nothing where it may be done, of the own unit or of one's own at least.
 */
refused: [string, string] | null, };

/**
 * What somebody is allowed to be in a book. Rights begin with the first leader who is named; until then everybody is one.
 */
export type Rights = "leader" | "officer" | "member" | "inspector";

/**
 * The table of rights.
 */
export type RightsTable = { 
/**
 * Whether rights have begun: a leader is named.
 */
begun: boolean, 
/**
 * The columns.
 */
rights: [Rights, Rights, Rights, Rights], 
/**
 * The row that lists of names need.
 */
names: string, 
/**
 * What is done.
 */
rows: Array<RightRow>, };

/**
 * What a member is in the team.
 */
export type Role = "leader" | "deputy" | "member" | "police" | "volunteer";

/**
 * One roster (danh sách công an): one extract of one date.
 */
export type RosterId = string;

/**
 * One roster in a list of them.
 */
export type RosterSummary = { 
/**
 * Id in this book.
 */
id: RosterId, 
/**
 * The day of the extract.
 */
as_of: string, 
/**
 * The file it came from.
 */
file_name: string, 
/**
 * SHA-256 of that file, hex.
 */
sha256: string, 
/**
 * Rows.
 */
entries: number, 
/**
 * Whether its rows were held against the register: before, the next three are all 0.
 */
reconciled: boolean, 
/**
 * Rows whose person is found; this and the next two are all rows.
 */
matched: number, 
/**
 * Rows that a person has to look at.
 */
review: number, 
/**
 * Rows of people that the register does not have, those among them that a person turned away.
 */
unknown: number, 
/**
 * Whether it adds to the list before it.
 */
partial: boolean, 
/**
 * Whether it is one of the lists in use.
 */
in_use: boolean, };

/**
 * The round through one hamlet.
 */
export type Round = { 
/**
 * The day.
 */
day: string, 
/**
 * The date of the latest extract; `None` when the book has none.
 */
as_of: string | null, 
/**
 * The hamlets of the book that have households.
 */
hamlets: Array<HamletOnRound>, 
/**
 * The hamlet of this round; `None` when the book has no household.
 */
unit: UnitId | null, 
/**
 * Alleys in walking order.
 */
alleys: Array<AlleyOnRound>, 
/**
 * What was found there on the day.
 */
tally: Tally, 
/**
 * The reasons that go with each outcome.
 */
reasons: Array<ReasonsOf>, };

/**
 * Lists that a house may stand in.
 */
export type RoundList = "due" | "again" | "tonight" | "approved" | "partly";

/**
 * One row.
 */
export type Row = { 
/**
 * Totals are bold.
 */
total: boolean, 
/**
 * One value a column.
 */
cells: Array<Value>, };

/**
 * One finding in one row of a file: data, never an `Err` (ARCHITECTURE.md, Invariants).
 */
export type RowIssue = { 
/**
 * Sheet name as the file has it; empty for CSV.
 */
sheet: string, 
/**
 * 1-based row as Excel shows it.
 */
row: number, 
/**
 * Heading of the column, as the file has it; empty when the whole row is meant.
 */
column: string, 
/**
 * Row of `messages.csv`, such as `row.number_scientific`; its `.fix` neighbour says what to do.
 */
code: string, 
/**
 * Repair, warning or rejection.
 */
severity: Severity, 
/**
 * The value as the file has it.
 */
raw: string, 
/**
 * The value as stored; empty when nothing was stored.
 */
stored: string, };

/**
 * One row of a day. `None` is not known, which is not zero.
 */
export type RowOfDay = { 
/**
 * The unit; `None` of an alley and of the sum.
 */
unit_id: UnitId | null, 
/**
 * Its name; of an alley as the survey writes it; empty of the sum, and of people without an alley.
 */
name: string, 
/**
 * Activated on the day.
 */
activated: number | null, 
/**
 * Raised from level 1 to 2 on the day: no new accounts.
 */
upgraded: number | null, 
/**
 * What the day had to bring.
 */
needed: number | null, 
/**
 * Visited on the day: absent.
 */
absent: number | null, 
/**
 * Visited on the day: not eligible.
 */
ineligible: number | null, 
/**
 * Visited on the day: no smartphone.
 */
no_smartphone: number | null, 
/**
 * Visited on the day: other.
 */
other: number | null, 
/**
 * Active so far.
 */
cumulative: number | null, 
/**
 * Target, or eligible people.
 */
pool: number | null, 
/**
 * Cumulative of pool.
 */
ratio: Percent | null, 
/**
 * Pool less cumulative; negative when exceeded.
 */
remaining: number | null, 
/**
 * Among the lowest by ratio.
 */
lags: boolean, 
/**
 * When its figures of the day were sent, or its last visit was made; `None` also of an unknown hour.
 */
at: string | null, 
/**
 * It has no figures of the day and is asked for them.
 */
late: boolean, 
/**
 * It has signed figures of the day, and they count.
 */
sent: boolean, 
/**
 * Of a unit that has sent the day: its units with visits of the day, and all that it named; `None` when it named itself alone.
 */
walked: [number, number] | null, 
/**
 * Its people stand in this book: a figure of the day leads to their names.
 */
names: boolean, };

/**
 * One row of an extract.
 */
export type RowOfRoster = { 
/**
 * The roster; the newest extract when missing.
 */
roster: RosterId | null, 
/**
 * Sheet of the extract.
 */
sheet: string, 
/**
 * Row as Excel shows it.
 */
row: number, };

/**
 * What became of a row of a pile.
 */
export type RowState = "open" | "joined" | "added" | "split" | "left";

/**
 * What the rows of a day are.
 */
export type RowsAre = "alleys" | "hamlets" | "units";

/**
 * Who says what an account is.
 */
export type SaidBy = "list" | "unlisted" | "team" | "agency";

/**
 * A damaged book, and the new one for what can be read of it.
 */
export type SalvageBook = { 
/**
 * The damaged book, which stays as it is.
 */
path: string, 
/**
 * Its passphrase, and that of the new book.
 */
passphrase: string, 
/**
 * The new book; it must not exist.
 */
out: string, };

/**
 * A book that was made of what can be read of a damaged one.
 */
export type Salvaged = { 
/**
 * The new book.
 */
path: string, 
/**
 * How much of each table there is.
 */
tables: Array<SalvagedTable>, 
/**
 * What is missing, row by row.
 */
lost: Array<LostRow>, };

/**
 * How much of a table there is.
 */
export type SalvagedTable = { 
/**
 * The table.
 */
table: string, 
/**
 * Rows that are in the new book.
 */
read: number, 
/**
 * Rows that are not.
 */
lost: number, };

/**
 * One value as the file has it and as it is read.
 */
export type SampleCell = { 
/**
 * As the file has it.
 */
raw: string, 
/**
 * As it is read; a code for the account. Missing when it is taken as it stands, or not taken at all.
 */
read: string | null, };

/**
 * One row of people.
 */
export type SampleRow = { 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * One cell for each column.
 */
cells: Array<SampleCell>, };

/**
 * Where the diagnosis that was shown last is saved.
 */
export type SaveDiagnosis = { 
/**
 * The file.
 */
out: string, 
/**
 * Whether an earlier text there may be replaced.
 */
replace: boolean, };

/**
 * A point to write.
 */
export type SavePoint = { 
/**
 * The point; a new one when missing.
 */
id: PointId | null, name: string, 
/**
 * Name of the unit; empty is the book's own.
 */
unit: string, kind: PointKind, address: string, 
/**
 * Days as people write them.
 */
days: string, hours: string, staff: string, equipment: string, capacity: number | null, };

/**
 * What became of fields that were typed.
 */
export type SavedCitizen = { 
/**
 * The person as saved; none when a field must be mended first. Nothing was written then.
 */
citizen: Citizen | null, 
/**
 * What is to be said of the fields.
 */
findings: Array<FieldFinding>, };

/**
 * What the next list with names leaves for.
 */
export type SayPurpose = { 
/**
 * `walk`, `call`, `police`, `citizen`, or words.
 */
purpose: string, 
/**
 * Locks the workbooks that it leaves in: Excel asks for it. None leaves them open.
 */
password: FilePassword | null, };

/**
 * The screen that the window is on, where there is one.
 */
export type Screen = { 
/**
 * Width of the screen.
 */
width: number, 
/**
 * Its height.
 */
height: number, 
/**
 * Width of the window.
 */
window_width: number, 
/**
 * Its height.
 */
window_height: number, 
/**
 * How much larger than 96 dots an inch the screen draws, in percent.
 */
scale_percent: number, };

/**
 * The second place for the backups of the open book.
 */
export type SecondPlace = { 
/**
 * A folder on a stick or a second disk; none for no such place.
 */
folder: string | null, };

/**
 * The part of a hamlet's list with one reason to go.
 */
export type Section = { 
/**
 * The reason.
 */
group: Group, 
/**
 * Alleys in walking order.
 */
alleys: Array<AlleyToVisit>, };

/**
 * Who saw a person's data.
 */
export type Seen = { 
/**
 * The times, the newest first.
 */
lines: Array<SeenLine>, 
/**
 * Hamlets and agencies on whose laptops the person is.
 */
laptops: Array<string>, };

/**
 * One time that somebody saw a person's data or took them out.
 */
export type SeenLine = { 
/**
 * When.
 */
at: string, 
/**
 * Name of who it was; empty when nobody was signed in.
 */
member: string, 
/**
 * What was done and what for, in Vietnamese, then in English.
 */
sentences: [string, string], 
/**
 * Whether this very person stood on it; else he may have.
 */
surely: boolean, };

/**
 * What an agency has to reach.
 */
export type SetAgencyTarget = { 
/**
 * The agency.
 */
agency: UnitId, 
/**
 * A share of its people, "80%", or a number of them, "12"; empty: all of them.
 */
target: string, };

/**
 * What a campaign's indicators are from now on.
 */
export type SetIndicators = { 
/**
 * Number of the campaign, when several could be meant.
 */
campaign: string | null, 
/**
 * All of them, in their order. One that was there under the same name keeps what was reported; one under `was` does, too.
 */
indicators: Array<PlannedIndicator>, 
/**
 * Instead of those: the ones of a template, behind those that are there already.
 */
template: string | null, 
/**
 * Instead of those: a JSON file with a list of them.
 */
file: string | null, 
/**
 * Names that changed: from, to.
 */
renamed: Array<[string, string]>, };

/**
 * Who signs a form, and who gets it.
 */
export type SetPaper = { 
/**
 * The form.
 */
form: ReportForm, 
/**
 * Name of the signer, without rank; empty to leave the place free.
 */
signer: string, 
/**
 * Recipients, one a line; empty as the form has them.
 */
recipients: string, };

/**
 * Targets to keep; others stay.
 */
export type SetQuotas = { 
/**
 * Each once.
 */
typed: Array<TypedQuota>, };

/**
 * What a member may do.
 */
export type SetRights = { 
/**
 * The member.
 */
id: MemberId, 
/**
 * Nothing said: a team member's, once there is a leader.
 */
rights: Rights | null, 
/**
 * The unit whose people a team member may change; all when missing.
 */
unit: UnitId | null, };

/**
 * A secret for a member.
 */
export type SetSecret = { 
/**
 * The member.
 */
id: MemberId, 
/**
 * What whoever does this opened the book by: its passphrase, or their own secret.
 */
own: string, 
/**
 * As hard to guess as a passphrase has to be.
 */
secret: string, };

/**
 * The settings of one computer.
 */
export type Settings = { 
/**
 * Language of the window.
 */
language: Language, 
/**
 * Size of text in percent of the usual one: 90 to 150.
 */
text_percent: number, 
/**
 * Light, dark or as the system has it.
 */
theme: Theme, 
/**
 * After so many idle minutes the book is locked; 0 never.
 */
idle_minutes: number, 
/**
 * Whether pictures of the screen leave the window out; not every system can.
 */
hide_from_capture: boolean, 
/**
 * Where the files of the end of a day go; empty until it is chosen. Each purpose has a folder of its own: papers with
 * names do not go onto a stick that was chosen for another.
 */
daily_folder: string, 
/**
 * Where packages for the units below were written last; empty until one was.
 */
down_folder: string, 
/**
 * Where results and summaries for the unit above were written last; empty until one was.
 */
up_folder: string, 
/**
 * Where reports were written last; empty until one was.
 */
report_folder: string, 
/**
 * Where the backups of a book, by its id, are copied to: a stick or a second disk of this computer.
 */
second_places: { [key in string]: string }, 
/**
 * What a list with names left for last: a code, never words of somebody; empty until it is chosen.
 */
purpose: string, 
/**
 * First steps whose hints somebody put aside.
 */
steps_aside: Array<FirstStep>, 
/**
 * How tables of the window were left, by their names.
 */
tables: { [key in string]: TableLeft }, 
/**
 * Books opened on this computer, the last one first.
 */
recent: Array<RecentBook>, };

/**
 * Who a person of an agency is.
 */
export type SettleAgencyPerson = { 
/**
 * Whom.
 */
id: AffiliationId, 
/**
 * Code of the person in the register; missing: lives elsewhere.
 */
citizen: string | null, };

/**
 * All open rows of one rule to decide at once.
 */
export type SettleAll = { 
/**
 * The roster; the lists in use when missing.
 */
roster: RosterId | null, 
/**
 * The rule by which the program judged them.
 */
rule: string, 
/**
 * How many rows the person was shown ([`Offer`]).
 */
rows: number, 
/**
 * Which those were ([`Offer::digest`]): of others nothing is decided.
 */
digest: string, 
/**
 * Which number stays with each person.
 */
number: KeepNumber, };

/**
 * A conflict to settle.
 */
export type SettleConflict = { 
/**
 * Its id.
 */
id: string, 
/**
 * Which value stands.
 */
stands: Stands, };

/**
 * Visits that are as they say.
 */
export type SettleLooks = { 
/**
 * The visits.
 */
visits: Array<VisitId>, };

/**
 * What came of it.
 */
export type SettledAll = { 
/**
 * Rows decided.
 */
rows: number, };

/**
 * How many were settled.
 */
export type SettledLooks = { 
/**
 * Visits.
 */
settled: number, };

/**
 * How much one finding in a file matters.
 */
export type Severity = "repair" | "warning" | "rejection";

/**
 * Sex as the papers state it.
 */
export type Sex = "male" | "female";

/**
 * By what targets are shared out.
 */
export type ShareBy = "eligible" | "remaining";

/**
 * A number to share out.
 */
export type ShareQuotas = { 
/**
 * The unit.
 */
unit: UnitId, 
/**
 * Among whom.
 */
kind: QuotaKind, 
/**
 * Over which time.
 */
per: Per, 
/**
 * New accounts in all.
 */
total: string, };

/**
 * A target to be shared out to the units below.
 */
export type ShareTargets = { 
/**
 * Accounts in all; with both levels given it may be left out.
 */
total: number | null, 
/**
 * Of these at level 1.
 */
level1: number | null, 
/**
 * Of these at level 2.
 */
level2: number | null, 
/**
 * By what.
 */
by: ShareBy, 
/**
 * Rows that keep a number of their own, from now on.
 */
locked: Array<LockedTarget>, 
/**
 * Units whose lock is taken off.
 */
unlocked: Array<string>, 
/**
 * As in [`ImportTargets`].
 */
campaign: string | null, 
/**
 * As in [`ImportTargets`].
 */
phase: string | null, 
/**
 * Show what would come out and change nothing.
 */
dry_run: boolean, };

/**
 * A walk list as it was printed: its codes keep their people.
 */
export type Sheet = { 
/**
 * The number on the paper.
 */
number: number, 
/**
 * The hamlet.
 */
unit: UnitId, 
/**
 * The day it is for.
 */
day: string, 
/**
 * Its people in order.
 */
lines: Array<SheetLine>, };

/**
 * What was answered for a person.
 */
export type SheetAnswer = { outcome: Outcome, level: number, channel: Channel | null, reason: string, at: string, come_back_at: string | null, note: string, venue: Venue | null, };

/**
 * One line of a printed sheet.
 */
export type SheetLine = { 
/**
 * The code on the paper.
 */
code: string, 
/**
 * The person.
 */
citizen: CitizenId, 
/**
 * The house; `None` when the person is in the book no more.
 */
household: HouseholdId | null, };

/**
 * One sheet.
 */
export type SheetLook = { 
/**
 * Name as the file has it; empty for CSV.
 */
name: string, 
/**
 * First and last heading row; missing when there is none.
 */
header: [number, number] | null, 
/**
 * Whether it lists people: a column holds names.
 */
lists_people: boolean, 
/**
 * Whether a column holds identity numbers.
 */
has_numbers: boolean, 
/**
 * Rows below the headings that speak of people.
 */
people: number, 
/**
 * The columns that have a heading.
 */
columns: Array<ColumnLook>, 
/**
 * Some rows of people, those with most repairs among them.
 */
samples: Array<SampleRow>, 
/**
 * The first rows as they stand.
 */
top: Array<TopRow>, 
/**
 * Whether the columns are as somebody said of an earlier file.
 */
remembered: boolean, };

/**
 * Which person.
 */
export type ShowCitizen = { 
/**
 * The person.
 */
citizen: CitizenId, };

/**
 * Which household.
 */
export type ShowHousehold = { 
/**
 * The household.
 */
household: HouseholdId, };

/**
 * The file to destroy.
 */
export type ShredFile = { 
/**
 * The file.
 */
file: string, 
/**
 * SHA-256 of what was taken in, hex: the file must still be that.
 */
sha256: string, };

/**
 * What to destroy.
 */
export type ShredOut = { 
/**
 * The place in the journal of the entry that says it was written.
 */
seq: number, };

/**
 * A group of people that a column counts.
 */
export type Side = "claimed" | "official" | "only-claimed" | "only-official" | "taken-in" | "waiting" | "installed";

/**
 * Both sides on a day.
 */
export type SideBySide = { 
/**
 * The day, its evening included.
 */
day: string, 
/**
 * A row a unit.
 */
rows: Array<SidesRow>, 
/**
 * Those of which anything is known, together.
 */
total: SidesRow, 
/**
 * Units without figures.
 */
missing: number, 
/**
 * Units with figures of a part: name, units below them with figures of the day, all of these.
 */
in_part: Array<[string, number, number]>, };

/**
 * A unit, or the whole: claimed − only claimed = official − only official. `None` is not known, which is not zero.
 */
export type SidesRow = { 
/**
 * The unit; `None` of the whole.
 */
unit_id: UnitId | null, 
/**
 * Its name; empty of the whole.
 */
unit: string, 
/**
 * Day of the police list behind it, of several the oldest.
 */
extract: string | null, 
/**
 * People who may hold an account.
 */
eligible: number | null, 
/**
 * A team says: activated.
 */
claimed: number | null, 
/**
 * Active by the police list.
 */
official: number | null, 
/**
 * Claimed, and not on the list as active.
 */
only_claimed: number | null, 
/**
 * Active by the list, and claimed by no team.
 */
only_official: number | null, 
/**
 * Active by the list, of the eligible: the ratio that the system has.
 */
ratio: Percent | null, 
/**
 * Applications taken in; of people in this book alone.
 */
taken_in: TakenIn | null, 
/**
 * The app is installed and nothing activated; of people in this book alone.
 */
installed: number | null, 
/**
 * Its people stand in this book: a figure leads to their names.
 */
names: boolean, };

/**
 * Who is working.
 */
export type SignIn = { 
/**
 * A member of the book.
 */
member: MemberId | null, 
/**
 * Without a member: a name, which becomes a member when it is new; empty signs out.
 */
name: string, };

/**
 * One signature block.
 */
export type Signature = { 
/**
 * "TM. TỔ CÔNG TÁC", "TỔ TRƯỞNG": capitals, bold, one a line.
 */
titles: Array<string>, 
/**
 * "(Ký, ghi rõ họ tên)", italic.
 */
hint: string, 
/**
 * The signer's name where the book has it, bold, without rank or title; else empty.
 */
name: string, };

/**
 * A day as one unit has signed it.
 */
export type SignedDay = { 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Its name.
 */
unit: string, 
/**
 * Number of the file that decides.
 */
sequence: number, 
/**
 * When it was made.
 */
issued_at: string, 
/**
 * When it was taken in; of the own file when it was written.
 */
taken_at: string, 
/**
 * Whether it follows the file numbered one below; `None` when that one is not here.
 */
follows: boolean | null, 
/**
 * Units at the bottom behind its figures.
 */
counted: number, 
/**
 * Units at the bottom that there are.
 */
expected: number, };

/**
 * A signed file that states figures.
 */
export type SignedFigures = { 
/**
 * Who signed.
 */
unit: string, 
/**
 * Number of the file.
 */
sequence: number, 
/**
 * The day that it was made for.
 */
day: string, 
/**
 * The day of the figures.
 */
states: string, 
/**
 * When it was made.
 */
issued_at: string, 
/**
 * When it was taken in; `None`: it came inside the file of the unit above.
 */
taken_at: string | null, 
/**
 * Fingerprint of the key, in groups.
 */
fingerprint: string, 
/**
 * A person has confirmed the key; else a unit above named it.
 */
confirmed: boolean, 
/**
 * It is the key of a hamlet's laptop, believed by the card of its package or by a person at the commune.
 */
of_laptop: boolean, 
/**
 * Another key has taken its place since.
 */
replaced: boolean, 
/**
 * The unit that named the key; empty when a person confirmed it.
 */
named_by: string, 
/**
 * Earlier files that stated the day, the latest first: this one replaces them.
 */
replaces: Array<StatedBefore>, };

/**
 * A difficulty that was removed.
 */
export type SolveRemark = { 
/**
 * Which.
 */
id: RemarkId, 
/**
 * How, in words; blank: it is open again.
 */
how: string, 
/**
 * The day; today when missing.
 */
day: string | null, };

/**
 * A unit that becomes several.
 */
export type SplitUnit = { 
/**
 * The unit by name.
 */
unit: string, 
/**
 * The parts, two or more.
 */
parts: Array<UnitPart>, 
/**
 * The first day of them.
 */
from: string, };

/**
 * Where a day stands in its campaign.
 */
export type Stage = "before" | "running" | "last-day" | "over";

/**
 * A row of Phụ lục I.
 */
export type Standing = { 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Its name, as the targets have it.
 */
unit: string, 
/**
 * Columns (3) to (5).
 */
target: Levels, 
/**
 * Columns (6) to (8); `None` when nobody has counted: missing is not zero.
 */
active: Levels | null, 
/**
 * Claimed and not yet confirmed, beside `active`.
 */
pending: number, 
/**
 * As in [`Position`].
 */
claimed: number, 
/**
 * Column (9).
 */
ratio: Percent | null, 
/**
 * Column (10); negative when the target is exceeded.
 */
remaining: number | null, 
/**
 * What it rests on.
 */
basis: Basis | null, };

/**
 * Which value stands.
 */
export type Stands = "mine" | "theirs";

/**
 * How an assignment stands.
 */
export type State = "not-started" | "on-pace" | "behind" | "overdue" | "done" | "done-late";

/**
 * How many assignments are in a state.
 */
export type StateCount = { state: State, count: number, };

/**
 * Rows that say one state.
 */
export type StateRows = { 
/**
 * The state.
 */
account: Account, 
/**
 * Rows.
 */
rows: number, };

/**
 * Rows whose state changes in one way.
 */
export type StateStep = { 
/**
 * What the lists in use say.
 */
from: Account, 
/**
 * What this one says.
 */
to: Account, 
/**
 * Rows.
 */
rows: number, 
/**
 * A step back: somebody has to look.
 */
back: boolean, };

/**
 * What an earlier file stated of the day.
 */
export type StatedBefore = { sequence: number, issued_at: string, activated: number | null, cumulative: number | null, };

/**
 * A figure that a unit has signed and that its people in this book count otherwise.
 */
export type StatedOtherwise = { 
/**
 * Which: `figure.<name>` of the message table.
 */
figure: string, 
/**
 * As signed.
 */
stated: number, 
/**
 * As counted here; this one counts.
 */
counted: number, };

/**
 * A step, and whether it was taken.
 */
export type StepTaken = { 
/**
 * Which.
 */
step: FirstStep, 
/**
 * Whether what the book holds shows it.
 */
done: boolean, };

/**
 * How hard a passphrase is to guess, and what would make it harder.
 */
export type Strength = { 
/**
 * 0 too short, 1 easy to guess, 2 usable, 3 strong. A book refuses 0 and 1.
 */
grade: number, 
/**
 * Row of `messages.csv` with its sentence.
 */
hint: string, };

/**
 * Who has handed in a day, and who has not.
 */
export type SummariesOfDay = { 
/**
 * The day.
 */
day: string, 
/**
 * Units that should hand in.
 */
expected: number, 
/**
 * Those that have.
 */
received: number, 
/**
 * Units that handed in before, but not this day.
 */
late: Array<LateUnit>, 
/**
 * Units that never handed in anything.
 */
never: Array<string>, 
/**
 * Numbers missing between the files of a unit.
 */
gaps: Array<UnitGaps>, 
/**
 * Units that handed in without figures of all their units.
 */
incomplete: Array<IncompleteUnit>, 
/**
 * The laptops of hamlets, which hand results in.
 */
laptops: Array<LaptopOfDay>, 
/**
 * How many units owe something of the day.
 */
owing: number, };

/**
 * A heading.
 */
export type TableHead = { 
/**
 * Its words.
 */
text: string, 
/**
 * Whether figures stand below it.
 */
number: boolean, };

/**
 * How a table was left: nothing of what stands in it.
 */
export type TableLeft = { 
/**
 * The column by which its rows stand; as they come when missing.
 */
column: string | null, 
/**
 * Whether the largest stands first.
 */
down: boolean, 
/**
 * Columns that are not shown.
 */
hidden: Array<string>, };

/**
 * An enrolment to take in.
 */
export type TakeEnrolment = { 
/**
 * The file (.tnmoi).
 */
file: string, 
/**
 * Fingerprint of the unit above, as it tells it; needed once.
 */
trust: string, 
/**
 * Only say what would happen.
 */
dry_run: boolean, };

/**
 * A file to take in.
 */
export type TakeFile = { 
/**
 * What it is.
 */
kind: ListKind, 
/**
 * The file.
 */
file: ImportFile, 
/**
 * The day of an extract.
 */
as_of: string | null, 
/**
 * Whether an extract brings a part of the people and adds to the list before it; missing when nobody said.
 */
partial: boolean | null, 
/**
 * Whose list it is, of the people of an agency.
 */
list: ListOfAgency | null, };

/**
 * A list that came back.
 */
export type TakeInvitations = { 
/**
 * The workbook.
 */
file: string, 
/**
 * Show what would happen and change nothing.
 */
dry_run: boolean, };

/**
 * A table as it stands on a screen.
 */
export type TakeTable = { 
/**
 * What the screen calls it.
 */
title: string, 
/**
 * The headings of its columns.
 */
head: Array<TableHead>, 
/**
 * Its rows in the order of the screen, as many cells as headings.
 */
rows: Array<Array<string>>, 
/**
 * Of these, so many at the end are sums.
 */
sums: number, 
/**
 * Whether citizens stand in it.
 */
names: boolean, 
/**
 * The workbook; nothing where the page copies it.
 */
out: string | null, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * What was taken in.
 */
export type TakenEnrolment = { 
/**
 * The unit above.
 */
from: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * The book has had it: nothing changed.
 */
again: boolean, 
/**
 * What it changes, and what was changed here.
 */
changes: Array<EnrolmentChange>, };

/**
 * What becomes, or became, of a file.
 */
export type TakenFile = { rows_in: number, added: number, updated: number, unchanged: number, skipped: number, rejected: number, 
/**
 * Warnings about the file as a whole.
 */
warnings: Array<FileWarning>, 
/**
 * What an extract says, state by state, and what that changes.
 */
extract: ExtractSays | null, 
/**
 * Findings by code, the gravest first.
 */
findings: Array<FindingGroup>, 
/**
 * The first rows of each outcome: `added`, `updated`, `unchanged`.
 */
shown: { [key in string]: Array<TakenRow> }, 
/**
 * How often a survey changes each field of people who are known.
 */
updated_fields: { [key in string]: number }, 
/**
 * The first of those people with what changes, long numbers masked.
 */
updates: Array<UpdatedRow>, 
/**
 * The workbook of rejected rows, when one was written.
 */
rejected_file: string | null, 
/**
 * The same file of the same day was taken in before: nothing changes.
 */
known: boolean, };

/**
 * Applications that were taken in (hồ sơ thu nhận), by the level that the list grants.
 */
export type TakenIn = { 
/**
 * At level 1.
 */
level1: number, 
/**
 * At level 2.
 */
level2: number, 
/**
 * The list does not say at which.
 */
unsaid: number, 
/**
 * Of all these: waiting for approval.
 */
waiting: number, };

/**
 * What became of a file, and why.
 */
export type TakenResult = { 
/**
 * The file; within a zip, the zip's path and its own.
 */
file: string, 
/**
 * What became of it.
 */
action: ResultAction, 
/**
 * The hamlet; empty when it cannot be read.
 */
unit: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * The day it was made for.
 */
day: string | null, 
/**
 * When it was made.
 */
issued_at: string | null, 
/**
 * Fingerprint of the key that signed it, in groups; empty when it cannot be read.
 */
fingerprint: string, 
/**
 * Visits that it brings.
 */
visits: VisitsTaken, 
/**
 * What it brings of people.
 */
people: PeopleTaken, 
/**
 * Code of the refusal, or empty.
 */
code: string, 
/**
 * What the user has to know, each in Vietnamese, then in English.
 */
findings: Array<[string, string]>, };

/**
 * One row that was taken.
 */
export type TakenRow = { sheet: string, row: number, name: string, birth: PartialDate | null, 
/**
 * Code of the citizen, where the row changes one.
 */
code: string, };

/**
 * What was taken along.
 */
export type TakenTable = { 
/**
 * How many rows, without the sums.
 */
rows: number, };

/**
 * What a work package brought.
 */
export type TakenWork = { 
/**
 * Its number.
 */
sequence: number, 
/**
 * The book has had it: nothing changed.
 */
again: boolean, 
/**
 * Number of the newest result package that the commune had taken in; 0: none.
 */
acknowledged: number, 
/**
 * People in it.
 */
people: number, 
/**
 * People who are new here.
 */
added: number, 
/**
 * People of whom something changed.
 */
changed: number, 
/**
 * People whom the commune has erased, and whose data are erased here, too.
 */
erased: number, 
/**
 * People who are of this hamlet no more.
 */
left: number, 
/**
 * Visits that are new here.
 */
visits: number, 
/**
 * Visits that the commune corrected.
 */
corrected: number, 
/**
 * Fields that both books changed: a person settles them.
 */
conflicts: number, };

/**
 * What was found in a hamlet on one day, counted as the day's figures count it.
 */
export type Tally = { 
/**
 * Houses visited.
 */
houses: number, 
/**
 * People visited.
 */
people: number, 
/**
 * Activated on the day, then those who are not by their last visit, in the order of [`Outcome::ALL`].
 */
by_outcome: [number, number, number, number, number], 
/**
 * Raised from level 1 to 2.
 */
upgraded: number, 
/**
 * Visited and in none of these: active before, or claimed against what a later extract says.
 */
uncounted: number, };

/**
 * The target of a unit.
 */
export type Target = { 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Kept when the rest is shared out anew.
 */
locked: boolean, 
/**
 * Who answers for it, or empty: an office holder, who is told in this book alone.
 */
answerable: string, 
/**
 * Name of the unit, or the words of the total row.
 */
unit: string, 
/**
 * Columns (3), (4), (5).
 */
target: Levels, 
/**
 * Columns (6), (7), (8); `None` when the paper has none.
 */
active: Levels | null, 
/**
 * Column (9) in hundredths of a percent.
 */
ratio: number | null, 
/**
 * Column (10); negative when the target is exceeded.
 */
remaining: number | null, };

/**
 * One unit of the table.
 */
export type TargetLine = { 
/**
 * The unit.
 */
unit_id: UnitId, 
/**
 * Its name, as the paper has it.
 */
unit: string, 
/**
 * Kept when the rest is shared out anew.
 */
locked: boolean, 
/**
 * Who answers for its target, or empty.
 */
answerable: string, 
/**
 * Columns (3) to (5); `None`: no target yet.
 */
target: Levels | null, 
/**
 * Columns (6) to (8): the baseline.
 */
baseline: Levels | null, 
/**
 * Eligible people, where they are known; a target may exceed them.
 */
eligible: number | null, 
/**
 * Why its figures cannot be typed over, in Vietnamese, then in English: they are those of units that it was made of.
 */
fixed: [string, string] | null, };

/**
 * The targets of a campaign or phase as a table.
 */
export type TargetTable = { 
/**
 * Number of the campaign.
 */
campaign: string, 
/**
 * Name of the phase, or empty.
 */
phase: string, 
/**
 * The phases that there are.
 */
phases: Array<string>, 
/**
 * Day of the baseline; `None` while there are no targets.
 */
as_of: string | null, 
/**
 * A row a unit: those with a target in the order of the paper, then the units right below that have none; of a hamlet,
 * which has no units below, itself.
 */
rows: Array<TargetLine>, 
/**
 * Sum of the targets, or that of the book's own unit where it has a row.
 */
total: Levels, 
/**
 * The same of the baselines; `None` when a row has none.
 */
baseline: Levels | null, 
/**
 * The total row as printed.
 */
printed_total: PrintedRow | null, 
/**
 * Printed figures that do not add up, each named.
 */
differences: Array<Difference>, 
/**
 * Units that were split whose parts have another sum, each in Vietnamese, then in English.
 */
divided_otherwise: Array<[string, string]>, 
/**
 * What of a pasted block are no units, in Vietnamese, then in English: headings and the total row.
 */
set_apart: Array<[string, string]>, };

/**
 * Targets of a campaign or a phase, summed up.
 */
export type TargetView = { 
/**
 * Name of the phase, or empty.
 */
phase: string, 
/**
 * Day of the baseline.
 */
as_of: string, 
/**
 * Units with a target.
 */
units: number, 
/**
 * Sum of the rows, or the row of the book's own unit where there is one.
 */
total: Levels, 
/**
 * The total row as printed.
 */
printed_total: PrintedRow | null, 
/**
 * Printed figures that do not add up.
 */
differences: Array<Difference>, };

/**
 * What was taken.
 */
export type TargetsSet = { 
/**
 * Number of the campaign.
 */
campaign: string, 
/**
 * Name of the phase, or empty.
 */
phase: string, 
/**
 * Day of the baseline.
 */
as_of: string, 
/**
 * Rows taken.
 */
rows: number, 
/**
 * Rows of units that are not in this book (a commune takes its own row of a paper of the whole district).
 */
skipped: number, 
/**
 * Units added.
 */
new_units: Array<string>, 
/**
 * The same targets stood there before; nothing was changed.
 */
unchanged: boolean, 
/**
 * Sum of the rows, or the row of the book's own unit where there is one.
 */
total: Levels, 
/**
 * The total row as printed.
 */
printed_total: PrintedRow | null, 
/**
 * Printed figures that do not add up, each named.
 */
differences: Array<Difference>, 
/**
 * The rows.
 */
targets: Array<Target>, };

/**
 * A team with its people.
 */
export type Team = { 
/**
 * Id in this book.
 */
id: TeamId, 
/**
 * Where it works.
 */
unit_id: UnitId, 
/**
 * What it is for.
 */
kind: TeamKind, 
/**
 * Name.
 */
name: string, 
/**
 * The leader of the commune who answers for the unit (296/KH-UBND, VI.8), or empty.
 */
in_charge: string, 
/**
 * Order in lists.
 */
position: number, 
/**
 * Leader first.
 */
members: Array<TeamMember>, };

/**
 * All teams.
 */
export type TeamBoard = { 
/**
 * In the order of the units.
 */
teams: Array<TeamView>, 
/**
 * Units at the bottom without a working team.
 */
without: Array<string>, 
/**
 * So many members of a team know IT at least.
 */
it_needed: number, };

/**
 * A team (tổ công tác, tổ kiểm tra, tổ hỗ trợ).
 */
export type TeamId = string;

/**
 * What a team is for.
 */
export type TeamKind = "working" | "inspection" | "support";

/**
 * What a team lacks.
 */
export type TeamLack = "members" | "leader" | "know-it" | "training";

/**
 * One person of a team, in the book.
 */
export type TeamMember = { 
/**
 * Id in this book.
 */
id: TeamMemberId, 
/**
 * Name.
 */
name: string, 
/**
 * Phone, or empty.
 */
phone: string, 
/**
 * Công an, Đoàn thanh niên, Hội phụ nữ, …
 */
organisation: string, 
/**
 * Leader or deputy.
 */
duty: Duty | null, 
/**
 * Whether they know IT; `None`: nobody said.
 */
it: boolean | null, 
/**
 * The day of the newest training.
 */
trained_on: string | null, };

/**
 * One person of a team.
 */
export type TeamMemberId = string;

/**
 * A team as it stands.
 */
export type TeamView = { 
/**
 * Its unit.
 */
unit: string, 
/**
 * What it lacks.
 */
lacks: Array<TeamLack>, 
/**
 * Members who know IT.
 */
know_it: number, 
/**
 * Members who were trained.
 */
trained: number, 
/**
 * Open tasks that are given to it by its name.
 */
tasks: number, 
/**
 * New accounts of all its members; `None` when none of them works in this book.
 */
brought: Brought | null, 
/**
 * What it owes of new accounts, all its members together.
 */
quota: Quota | null, 
/**
 * Of each member who does.
 */
by_member: { [key in TeamMemberId]: Brought }, 
/**
 * Id in this book.
 */
id: TeamId, 
/**
 * Where it works.
 */
unit_id: UnitId, 
/**
 * What it is for.
 */
kind: TeamKind, 
/**
 * Name.
 */
name: string, 
/**
 * The leader of the commune who answers for the unit (296/KH-UBND, VI.8), or empty.
 */
in_charge: string, 
/**
 * Order in lists.
 */
position: number, 
/**
 * Leader first.
 */
members: Array<TeamMember>, };

/**
 * A plan that campaigns can be begun from.
 */
export type Template = { 
/**
 * "thanh-hoa-70".
 */
id: string, 
/**
 * What the plan says, with the days and targets that it printed.
 */
plan: Plan, 
/**
 * What it wants beside activation, with the days that it printed.
 */
indicators: Array<PlannedIndicator>, };

/**
 * A task of a template as this book would give it.
 */
export type TemplateTask = { 
/**
 * The task; the head of each that holds it answers for it.
 */
task: NewAssignment, 
/**
 * Whether a unit of this level has it by the plan.
 */
chosen: boolean, 
/**
 * Of those that hold it, whom the book does not have: they become agencies of it.
 */
new: Array<string>, };

/**
 * Light or dark.
 */
export type Theme = "light" | "dark" | "system";

/**
 * Who came, or did not.
 */
export type TickInvitations = { 
/**
 * The invitations.
 */
ids: Array<InvitationId>, 
/**
 * Whether they came; missing takes back what was said.
 */
came: boolean | null, };

/**
 * The state of a day.
 */
export type Today = { 
/**
 * The day.
 */
day: string, 
/**
 * When it was looked at.
 */
as_of: string, 
/**
 * The campaign that runs, ran last, or comes next; `None`: the book has none.
 */
campaign: CampaignOfDay | null, 
/**
 * When the day was closed last; `None`: it is open.
 */
closed: Closed | null, 
/**
 * When the book was written last, when that is later than the clock of this computer says that it is.
 */
written_ahead: string | null, 
/**
 * How far the backup goes that the book was restored from, until a day is closed: nothing written later is in it.
 */
restored_from: string | null, 
/**
 * People whom the figures count, those whose data were erased among them.
 */
people: number, 
/**
 * Day of the newest extract.
 */
extract: string | null, 
/**
 * Days of the police lists in use that were not held against the register: figures are those of the list before.
 */
unreconciled: Array<string>, 
/**
 * The people whom the police have to see to or the teams to visit, list by list; empty without an extract.
 */
standing: Array<ListOfDay>, 
/**
 * What the rows are.
 */
rows_are: RowsAre, 
/**
 * What the cumulative figures stand against.
 */
against: Against, 
/**
 * The rows.
 */
rows: Array<RowOfDay>, 
/**
 * Their sum.
 */
total: RowOfDay, 
/**
 * How the whole stands against its target, where the rows have none.
 */
to_target: RowOfDay | null, 
/**
 * Rows with figures of the day, or that have signed that there are none.
 */
with_figures: number, 
/**
 * How the whole stands: its days for the chart. `None` without targets or campaign.
 */
burn_up: BurnUp | null, 
/**
 * Forecast of target.
 */
forecast_ratio: Percent | null, 
/**
 * The ends of its range of target.
 */
forecast_between: [Percent, Percent] | null, 
/**
 * What the day fell short of what it needed; negative when it brought more. `None` on the day of a police list, too: its
 * accounts are in what is needed, and not in what the teams did.
 */
short: number | null, 
/**
 * Claimed by the teams and not yet confirmed by the extract; part of the cumulative figures.
 */
pending: number, 
/**
 * Units with figures and no target: in the rows, not in the total against the target.
 */
without_target: Array<string>, 
/**
 * Targets of units that were split, which stand in the total and in no row until somebody divides them.
 */
undivided: Array<Undivided>, 
/**
 * Units that have no figures of the day and are asked for them.
 */
late_units: Array<LateUnitOfDay>, 
/**
 * The same as a text to paste into a message, in Vietnamese and in English.
 */
late_told: [string, string], 
/**
 * Units that have signed other figures of the day than their people in this book count; those of the book count.
 */
differing: Array<DifferingUnit>, 
/**
 * How the extract's count of active accounts leads to the book's; `None` without an extract or people.
 */
bridge: Bridge | null, 
/**
 * Units that have signed figures of the day.
 */
sent: number, 
/**
 * Assignments past their day.
 */
late_tasks: Array<LateTask>, 
/**
 * Reports of phases that are due in a few days, or late, of the campaign of the day.
 */
reports_due: Array<DueReport>, 
/**
 * Open appointments of the day, the earliest first; at most 30.
 */
appointments: Array<Appointment>, 
/**
 * All open appointments of the day.
 */
appointment_count: number, 
/**
 * Appointments of the last week that nobody kept, the latest first; the first of them.
 */
missed: Array<Appointment>, 
/**
 * How many of those there are.
 */
missed_count: number, 
/**
 * People who were absent when last visited, tonight included, and are to be tried again.
 */
again: number, 
/**
 * How many of those have an account of level 1 and are to be raised: no figure counts them as absent.
 */
again_to_raise: number, 
/**
 * The first of them.
 */
again_first: FirstToSee | null, };

/**
 * One row at the top of a sheet.
 */
export type TopRow = { 
/**
 * Row as Excel shows it.
 */
row: number, 
/**
 * Texts of its first cells.
 */
cells: Array<string>, };

/**
 * What a file that travels between books is, by its ending.
 */
export type TravellingKind = "work" | "result" | "enrolment" | "summary" | "sheet" | "other";

/**
 * A cell that was typed over.
 */
export type TypedCell = { 
/**
 * The unit of the row.
 */
unit_id: UnitId, 
/**
 * The column of Phụ lục I, 3 to 8.
 */
column: number, 
/**
 * What was typed: "1.234"; blank clears the cell. A row without a target goes.
 */
text: string, };

/**
 * What was typed for a unit.
 */
export type TypedIndicator = { 
/**
 * Name of the indicator.
 */
indicator: string, 
/**
 * Name of the unit.
 */
unit: string, 
/**
 * Numerator, or the number: "1.234". Both blank: it is not known any more.
 */
numerator: string, 
/**
 * Denominator; blank of a number.
 */
denominator: string, };

/**
 * A lock that was set or taken off.
 */
export type TypedLock = { 
/**
 * The unit of the row.
 */
unit_id: UnitId, 
/**
 * Kept when the rest is shared out anew.
 */
locked: boolean, };

/**
 * Who answers for the target of a unit.
 */
export type TypedName = { 
/**
 * The unit of the row.
 */
unit_id: UnitId, 
/**
 * Name and office; blank: nobody is named.
 */
name: string, };

/**
 * A passphrase while it is typed.
 */
export type TypedPassphrase = { 
/**
 * As typed so far.
 */
passphrase: string, 
/**
 * Names that everybody here knows, such as that of the unit.
 */
known: Array<string>, };

/**
 * A target as it is typed.
 */
export type TypedQuota = { 
/**
 * The unit whose share it is.
 */
unit: UnitId, 
/**
 * Whose.
 */
kind: QuotaKind, 
/**
 * The name.
 */
name: string, 
/**
 * Over which time.
 */
per: Per, 
/**
 * New accounts; blank: no target.
 */
count: string, };

/**
 * A target of a unit that does not stand on the day, of several that do together: of one that was split, so far as its parts
 * have none of their own, or of one that they became later.
 */
export type Undivided = { 
/**
 * The unit that has it.
 */
whole: string, 
/**
 * What its row is called.
 */
row: string, 
/**
 * Its parts without a target of their own.
 */
parts: Array<[UnitId, string]>, 
/**
 * What is left to divide.
 */
target: number, 
/**
 * The parts became it after the day: nothing has to be divided.
 */
to_come: boolean, };

/**
 * What to take back.
 */
export type Undo = { 
/**
 * The operation; the newest that is not undone when missing, papers that were written left out. An undo is an operation
 * too: undoing it is redo.
 */
id: OperationId | null, 
/**
 * The closing of a day is not taken back before a person was asked.
 */
ask: boolean, };

/**
 * What an undo took back.
 */
export type Undone = { 
/**
 * The operation that was undone.
 */
id: OperationId, 
/**
 * Its kind.
 */
kind: string, 
/**
 * What is taken back or, after an undo of an undo, done again; in Vietnamese.
 */
what: string, 
/**
 * The same in English.
 */
what_en: string, 
/**
 * When it had been done, RFC 3339.
 */
at: string, 
/**
 * How many lines were played back.
 */
rows: number, 
/**
 * What cannot be taken back with it, in Vietnamese, then in English: papers that were handed in.
 */
handed_in: [string, string] | null, };

/**
 * A unit. There is no national code below the commune (docs/domain.md, Units and hamlets), so hamlets have names only.
 */
export type Unit = { 
/**
 * Id in this book.
 */
id: UnitId, 
/**
 * The unit above; `None` for the book's own unit.
 */
parent_id: UnitId | null, 
/**
 * "thon", "ap", "to-dan-pho", "xa", "huyen", "tinh", … ; empty when not said.
 */
kind: string, 
/**
 * Name with its kind word: "Thôn 1", "Xã Thử Nghiệm".
 */
name: string, 
/**
 * National code as text (2 or 5 digits), or empty.
 */
code: string, 
/**
 * Order in lists and forms.
 */
position: number, };

/**
 * The burn-up of one unit, or of the whole book.
 */
export type UnitBurnUp = { 
/**
 * The unit; `None`: the whole book.
 */
unit_id: UnitId | null, 
/**
 * Its name.
 */
unit: string, 
/**
 * How it stands on the day.
 */
pace: Pace, 
/**
 * First day of the campaign.
 */
first_day: string, 
/**
 * Its last day.
 */
last_day: string, 
/**
 * Accounts a day of late.
 */
gain_per_day: number | null, 
/**
 * Active at the end at that pace.
 */
forecast: number | null, 
/**
 * Between what it is expected to end; `None` where it can end at everybody eligible alone, or too little is known.
 */
range: ForecastRange | null, 
/**
 * Whether that is everybody eligible: more cannot come, at whatever pace.
 */
at_most: boolean, 
/**
 * Eligible people when they are fewer than the target.
 */
ceiling: number | null, 
/**
 * Units without any figures or printed baseline: until they have some, nobody knows where the whole stands.
 */
unknown: Array<string>, 
/**
 * Each day of the campaign.
 */
days: Array<BurnUpDay>, 
/**
 * Its weeks, Monday to Sunday.
 */
weeks: Array<PlannedStretch>, 
/**
 * Its months.
 */
months: Array<PlannedStretch>, };

/**
 * A unit and whom its teams have to go to.
 */
export type UnitCount = { 
/**
 * Name of the unit.
 */
unit: string, 
/**
 * People with an account that was approved and waits to be activated, as today's findings have them.
 */
people: number, };

/**
 * Numbers missing between the files of a unit.
 */
export type UnitGaps = { unit: string, numbers: Array<number>, };

/**
 * A unit (đơn vị): hamlet, commune, district, province or agency.
 */
export type UnitId = string;

/**
 * The name of a unit; marks and case do not count.
 */
export type UnitName = { 
/**
 * The name.
 */
name: string, };

/**
 * A part of a unit that is split. Households that no part names stay with the old unit, and count above it.
 */
export type UnitPart = { 
/**
 * Name of the new unit.
 */
name: string, 
/**
 * Codes of its households.
 */
households: Array<string>, 
/**
 * Its alleys.
 */
alleys: Array<string>, };

/**
 * A word for a state that is not understood.
 */
export type UnreadState = { 
/**
 * As the file has it; of a long number in it the middle is hidden.
 */
text: string, 
/**
 * Rows.
 */
rows: number, };

/**
 * The file of a new version.
 */
export type UpdateFile = { 
/**
 * The file (.tncapnhat).
 */
file: string, };

/**
 * What can be done about the version that runs.
 */
export type UpdateState = { 
/**
 * The version that runs.
 */
now: string, 
/**
 * Whether it can be exchanged from here; what a package put there is the system's.
 */
possible: boolean, 
/**
 * Whether it knows a key of releases: without one it takes no update by file.
 */
keys: boolean, 
/**
 * The version that is kept beside it, to go back to.
 */
kept: string | null, };

/**
 * What a new version is.
 */
export type UpdateView = { 
/**
 * The version that runs.
 */
now: string, 
/**
 * The new one.
 */
version: string, 
/**
 * The new one with the day and the commit of its sources.
 */
build: string, 
/**
 * What changes, a line each, in Vietnamese.
 */
changes: Array<string>, 
/**
 * Fingerprint of the key that signed it, in groups of four.
 */
signed_by: string, 
/**
 * Whether it raises books, so that older versions no longer open them.
 */
raises_books: boolean, };

/**
 * The program was exchanged; the other one runs once this one is started anew.
 */
export type Updated = { 
/**
 * The version that is in its place now.
 */
version: string, 
/**
 * The backup of the book that was open; it is closed now.
 */
backup: Backup | null, };

/**
 * What one row changes of a person who is known.
 */
export type UpdatedRow = { 
/**
 * The row.
 */
row: TakenRow, 
/**
 * What it changes.
 */
changes: Array<FieldChange>, };

/**
 * The campaign to show the figures of.
 */
export type UseCampaign = { 
/**
 * Its number; none: the days decide.
 */
campaign: string | null, };

/**
 * One value.
 */
export type Value = { "text": string } | { "count": number } | { "ratio": Percent } | "missing" | "above" | "left";

/**
 * Where a visit was; what is not said was at home, as the walk is.
 */
export type Venue = "home" | "office" | "market" | "school" | "worship" | "point";

/**
 * How a figure stands against what is to be reached.
 */
export type Verdict = "reached" | "not-reached" | "missing" | "nothing" | "no-threshold";

/**
 * One signed summary of a chain.
 */
export type VerifiedFile = { 
/**
 * Units from the top of the chain down to this one.
 */
path: Array<string>, 
/**
 * Level of the unit.
 */
level: Level, 
/**
 * Fingerprint of its key.
 */
fingerprint: string, 
/**
 * Number of the file.
 */
sequence: number, 
/**
 * The day it was made for.
 */
day: string, 
/**
 * Days that it states.
 */
days: number, 
/**
 * Figures of units that no signed file inside backs: counted by the unit itself.
 */
counted_itself: number, 
/**
 * sha256 of the file.
 */
sha256: string, };

/**
 * The file to verify.
 */
export type VerifySummary = { 
/**
 * The file.
 */
file: string, };

/**
 * One visit to one person, as logged.
 */
export type Visit = { 
/**
 * Id in this book.
 */
id: VisitId, 
/**
 * Who was visited.
 */
citizen_id: CitizenId, 
/**
 * When, with the offset of Asia/Ho_Chi_Minh. 00:00:00 means the day is known and the hour is not.
 */
at: string, 
/**
 * Outcome.
 */
outcome: Outcome, 
/**
 * 1 or 2 for an activation, else 0.
 */
level: number, 
/**
 * Channel of an activation; `None` too where a paper does not say it.
 */
channel: Channel | null, 
/**
 * Code of the reason (`visit_reasons.csv`), or empty.
 */
reason: string, 
/**
 * When the person is expected back or wants the team back.
 */
come_back_at: string | null, 
/**
 * Who logged it; `None` when the paper does not say.
 */
member_id: MemberId | null, 
/**
 * Note, short.
 */
note: string, 
/**
 * The visit that this one corrects; a corrected visit counts no more but stays in the history.
 */
corrects: VisitId | null, 
/**
 * Where it was; `None` where nobody said, which on a walk is at home.
 */
venue: Venue | null, };

/**
 * One visit (lượt đến) to one person.
 */
export type VisitId = string;

/**
 * One visit, with who made it.
 */
export type VisitLine = { 
/**
 * The visit.
 */
visit: Visit, 
/**
 * Name of the member, or empty.
 */
member: string, 
/**
 * Name of the agency on whose laptop it was written, or empty.
 */
via: string, 
/**
 * A later entry corrects it: it counts no more.
 */
corrected: boolean, };

/**
 * Visits that came.
 */
export type VisitsTaken = { 
/**
 * New here.
 */
added: number, 
/**
 * The book had them.
 */
same: number, 
/**
 * Taken back at the hamlet.
 */
removed: number, 
/**
 * Changed on both sides.
 */
conflict: number, };

/**
 * A backup, or a place with backups, that somebody has seen to.
 */
export type WaiveBackup = { 
/**
 * As it is told; of backups of another copy their folder, too.
 */
path: string, };

/**
 * Which evidence to weigh.
 */
export type WeighEvidence = { 
/**
 * The day: later visits and extracts do not count.
 */
as_of: string, 
/**
 * Where to write the findings as CSV.
 */
out: string | null, 
/**
 * Whether the CSV may take the place of an earlier one.
 */
replace: boolean, };

/**
 * What the evidence says, in people.
 */
export type Weighed = { 
/**
 * The day.
 */
as_of: string, 
/**
 * The newest extract up to that day.
 */
extract: string | null, 
/**
 * People of the register: the sum of the findings.
 */
people: number, 
/**
 * People by finding.
 */
findings: { [key in string]: number }, };

/**
 * The language of the words.
 */
export type Words = { 
/**
 * Vietnamese or English.
 */
language: Language, };

/**
 * Who is to be visited on a day: hamlets → reasons → alleys → houses → people.
 */
export type Worklist = { 
/**
 * The day it is for.
 */
day: string, 
/**
 * The date of the latest extract; `None` when the book has none.
 */
as_of: string | null, 
/**
 * Hamlets in their order; those with nobody to visit are left out.
 */
hamlets: Array<HamletToVisit>, };

/**
 * The lists of all hamlets.
 */
export type WorklistsMade = { 
/**
 * The day of the walk.
 */
day: string, 
/**
 * The folder they were written into.
 */
folder: string | null, 
/**
 * Hamlets with anybody to visit, in their order.
 */
hamlets: Array<HamletList>, };

/**
 * Which sheet, and where to.
 */
export type WriteAuditSheet = { 
/**
 * The check.
 */
audit: AuditId, 
/**
 * The workbook to write.
 */
out: string, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * Which enrolments to write, and where.
 */
export type WriteEnrolments = { 
/**
 * The units below; all when empty.
 */
units: Array<UnitId>, 
/**
 * The file (.tnmoi) of one unit.
 */
out: string | null, 
/**
 * The folder in which those of several get a folder of their own.
 */
folder: string | null, 
/**
 * Whether the file may take the place of an earlier one.
 */
replace: boolean, };

/**
 * The lists of a day as a workbook to print, with slips to hand out.
 */
export type WriteInvitations = { 
/**
 * The day.
 */
day: string, 
/**
 * The point; all of the day when missing.
 */
point: PointId | null, 
/**
 * The workbook.
 */
out: string, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * The result package to write.
 */
export type WriteResult = { 
/**
 * The day; today when missing.
 */
day: string | null, 
/**
 * The file (.tnketqua).
 */
out: string, 
/**
 * Whether it may take the place of an earlier one.
 */
replace: boolean, };

/**
 * Where to write.
 */
export type WriteTo = { 
/**
 * The file; it must not exist.
 */
path: string, };

/**
 * An enrolment that was written.
 */
export type WrittenEnrolment = { 
/**
 * Name of the unit.
 */
unit: string, 
/**
 * The file.
 */
path: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * Campaigns in it.
 */
campaigns: number, 
/**
 * Tasks in it.
 */
tasks: number, };

/**
 * Enrolments that were written.
 */
export type WrittenEnrolments = { 
/**
 * The folder of several.
 */
folder: string | null, 
/**
 * Each file.
 */
files: Array<WrittenEnrolment>, 
/**
 * Fingerprint of the book's key, which the units below confirm once.
 */
fingerprint: string, };

/**
 * One file of a closed day.
 */
export type WrittenFile = { 
/**
 * Its name in the folder.
 */
name: string, 
/**
 * Row of the message table with the words for it.
 */
code: string, 
/**
 * Rows of a form.
 */
rows: number | null, 
/**
 * n of "bản điều chỉnh lần n".
 */
adjusted: number, 
/**
 * Number of a summary.
 */
sequence: number | null, };

/**
 * What was written.
 */
export type WrittenInvitations = { 
/**
 * The workbook.
 */
out: string, 
/**
 * Lists in it.
 */
lists: number, 
/**
 * People on them.
 */
people: number, };

/**
 * What was written.
 */
export type WrittenResult = { 
/**
 * The file.
 */
out: string, 
/**
 * Its number.
 */
sequence: number, 
/**
 * Visits in it, those that earlier files had and the commune has not acknowledged included.
 */
visits: number, 
/**
 * People in it whose record changed.
 */
people: number, 
/**
 * Of the fields in it, those of notes and the rest.
 */
others: number, };

/** Every command: what it takes and what it gives. */
export interface Commands {
  /** Closes the book. */
  book_close: { args: Nothing; out: Nothing };
  /** The time by the clock of the session, RFC 3339. */
  now: { args: Nothing; out: string };
  /** Says what the next list with names leaves for. */
  purpose_set: { args: SayPurpose; out: Nothing };
  /** This computer's settings. */
  settings: { args: Nothing; out: Settings };
  /** Changes this computer's settings. */
  settings_change: { args: Settings; out: Settings };
  /** What the program is, and whose work is in it. */
  about: { args: Nothing; out: About };
  /** The books opened on this computer, and whether they are there. */
  recent_books: { args: Nothing; out: Array<RecentView> };
  /** All words and sentences of the core, by code. */
  words: { args: Words; out: { [key in string]: string } };
  /** What somebody who is asked for help has to know, and nothing of anybody. */
  diagnose: { args: Diagnose; out: Diagnosis };
  /** Saves the diagnosis that was shown last. */
  diagnosis_save: { args: SaveDiagnosis; out: Nothing };
  /** Wipes the log of this computer. */
  log_wipe: { args: Nothing; out: Nothing };
  /** Notes where a screen failed. */
  fault_note: { args: Fault; out: Nothing };
  /** Sets where the backups of the open book are copied to from this computer. */
  backup_second_place: { args: SecondPlace; out: BackupState };
  /** Makes a new book and opens it. */
  book_create: { args: CreateBook; out: BookInfo };
  /** Opens a book. */
  book_open: { args: OpenBook; out: BookInfo };
  /** Proposes a place for something new where nothing is yet. */
  path_propose: { args: ProposePath; out: string };
  /** How hard a passphrase is to guess. */
  passphrase_strength: { args: TypedPassphrase; out: Strength };
  /** A passphrase of six words that nobody guesses. */
  passphrase_propose: { args: Nothing; out: string };
  /** Restores a backup as a new book beside the old one. */
  book_restore: { args: RestoreBook; out: BookInfo };
  /** Makes a new book of what can be read of a damaged one. */
  book_salvage: { args: SalvageBook; out: Salvaged };
  /** Says who is working. */
  sign_in: { args: SignIn; out: Member | null };
  /** Who is working. */
  signed_in: { args: Nothing; out: Member | null };
  /** Offers provinces and communes of the national list. */
  gazetteer: { args: FindPlaces; out: Array<ListedPlace> };
  /** Whose a hamlet's first work package is. */
  package_look: { args: LookPackage; out: PackageOf };
  /** Makes a hamlet's book of its first work package, and opens it. */
  package_open: { args: OpenPackage; out: BookInfo };
  /** Verifies a summary file and all inside. */
  summary_verify: { args: VerifySummary; out: Array<VerifiedFile> };
  /** What can be done about the version that runs. */
  update_state: { args: Nothing; out: UpdateState };
  /** Looks at a new version of the program. */
  update_look: { args: UpdateFile; out: UpdateView };
  /** Puts a new version in the place of the one that runs. */
  update_apply: { args: UpdateFile; out: Updated };
  /** Exchanges the program for the version that is kept beside it. */
  update_back: { args: Nothing; out: Updated };
  /** Writes an invented commune to try things on. */
  demo: { args: MakeDemo; out: Demo };
  /** What the book is and how much it holds. */
  book_info: { args: Nothing; out: BookInfo };
  /** Looks for damage. */
  book_check: { args: Nothing; out: BookInfo };
  /** Writes a backup. */
  book_backup: { args: WriteTo; out: BookInfo };
  /** The backups of the book, newest first. */
  backup_list: { args: Nothing; out: Array<Backup> };
  /** Makes a backup in the book's folder of backups. */
  backup_make: { args: Nothing; out: Backup };
  /** Makes a backup and copies it to the second place. */
  backup_copy: { args: Nothing; out: BackupState };
  /** What is to be told of the backups. */
  backup_state: { args: Nothing; out: BackupState };
  /** Tells no more of a backup that could not be reached: somebody has seen to it. */
  backup_waive: { args: WaiveBackup; out: BackupState };
  /** Why the day's backup could not be made at opening. */
  backup_failure: { args: Nothing; out: Refusal | null };
  /** Changes the passphrase of the book and of its older backups. */
  book_passphrase: { args: NewPassphrase; out: ChangedPassphrase };
  /** Adds a unit below the book's own. */
  unit_add: { args: NewUnit; out: Unit };
  /** The unit with a name. */
  unit_named: { args: UnitName; out: Unit };
  /** All units. */
  unit_list: { args: Nothing; out: Array<Unit> };
  /** Members of the team, the one who worked last first. */
  team_list: { args: Nothing; out: Array<MemberView> };
  /** Adds a member, or changes one. */
  member_change: { args: ChangeMember; out: Member };
  /** Takes a member out who has done nothing yet. */
  member_remove: { args: RemoveMember; out: Nothing };
  /** Gives a member a secret of their own that opens the book, or another one. */
  member_secret: { args: SetSecret; out: Nothing };
  /** Takes the secret of a member away. */
  member_secret_remove: { args: RemoveMember; out: Nothing };
  /** Says what a member may do. */
  member_rights: { args: SetRights; out: Member };
  /** What leaders, officers, team members and inspectors may do. */
  rights_table: { args: Nothing; out: RightsTable };
  /** Notes that the sheet for the safe is made. */
  recovery_sheet: { args: AskRecoverySheet; out: RecoverySheet };
  /** All units with the days they are valid and what they were before. */
  unit_history: { args: Nothing; out: Array<DatedUnit> };
  /** Gives a unit a new name from a day on. */
  unit_rename: { args: RenameUnit; out: DatedUnit };
  /** Says what a merger would do. */
  unit_merge_plan: { args: MergeUnits; out: PlannedUnits };
  /** Makes one unit of several from a day on. */
  unit_merge: { args: MergeUnits; out: DatedUnit };
  /** Says what a split would do. */
  unit_split_plan: { args: SplitUnit; out: PlannedUnits };
  /** Makes several units of one from a day on. */
  unit_split: { args: SplitUnit; out: Array<DatedUnit> };
  /** Adds an agency. */
  agency_add: { args: NewAgency; out: Unit };
  /** One page of the journal, by kind and member. */
  journal: { args: JournalFilter; out: JournalPage };
  /** Why an operation cannot be taken back; nothing when it can. */
  undo_refusal: { args: OneOperation; out: Refusal | null };
  /** What was done, newest first. */
  history: { args: History; out: Array<OperationView> };
  /** Takes one change back. */
  undo: { args: Undo; out: Undone };
  /** All agencies with their figures today. */
  agency_board: { args: Nothing; out: AgencyBoard };
  /** The people of an agency today. */
  agency_people: { args: ListAgency; out: Array<AgencyPerson> };
  /** Takes in the list of an agency's people, and finds who of them lives here. */
  agency_import: { args: ImportAgency; out: Accounting };
  /** Finds the people of an agency anew. */
  agency_match: { args: OfAgency; out: FoundOfAgency };
  /** Sets what an agency has to reach, or that all of its people have to. */
  agency_target: { args: SetAgencyTarget; out: Nothing };
  /** Notes why people of an agency have no level 2, what the agency says of their accounts, whether they know IT. */
  agency_change: { args: ChangeAgencyPeople; out: Nothing };
  /** Says who a person of an agency is, or that he lives elsewhere. */
  agency_settle: { args: SettleAgencyPerson; out: Nothing };
  /** Takes people off the list of their agency. */
  agency_remove: { args: RemoveAgencyPeople; out: Nothing };
  /** All teams with what they lack, hold and brought. */
  team_board: { args: Nothing; out: TeamBoard };
  /** Writes a team as it is to be, with its members. */
  team_keep: { args: KeepTeam; out: Team };
  /** Takes a team out. */
  team_remove: { args: RemoveTeam; out: Nothing };
  /** Takes in a table of teams, from a workbook or pasted. */
  team_import: { args: ImportTeams; out: Accounting };
  /** Looks at a file of people: sheets, headings, columns. The book stays as it is. */
  file_look: { args: ImportFile; out: FileLook };
  /** Takes in a file of people, or shows what would happen, with its findings in groups. */
  file_take: { args: TakeFile; out: TakenFile };
  /** Destroys the plain file that was taken in. */
  file_shred: { args: ShredFile; out: Nothing };
  /** Takes in a survey by household. */
  register_import: { args: ImportFile; out: Accounting };
  /** Takes in an extract of the population database. */
  roster_import: { args: ImportRoster; out: Accounting };
  /** All extracts, newest first. */
  roster_list: { args: Nothing; out: Array<RosterSummary> };
  /** Finds people as the user types, with their households. */
  register_find: { args: FindPeople; out: FoundPeople };
  /** The names nearest to what was typed. */
  register_names_near: { args: FindPeople; out: Array<string> };
  /** Whom an identity card is of, as a reader typed it. */
  register_read_card: { args: ReadCard; out: CardFound };
  /** The hamlets with households, and their alleys. */
  register_places: { args: Nothing; out: Array<RegisterPlace> };
  /** The households of a hamlet or alley, a part at a time. */
  household_list: { args: ListHouseholds; out: HouseholdPage };
  /** A household and its people. */
  household_view: { args: ShowHousehold; out: HouseholdView };
  /** All that is known of a person. */
  citizen_view: { args: ShowCitizen; out: CitizenView };
  /** What was done to a person's record. */
  citizen_changes: { args: ShowCitizen; out: Array<PersonChangeLine> };
  /** Changes a household, or moves it to another hamlet. */
  household_change: { args: ChangeHousehold; out: Household };
  /** What is to be said of a person's fields as typed. */
  citizen_check: { args: CheckPerson; out: Array<FieldFinding> };
  /** Changes a person's fields. */
  citizen_change: { args: ChangeCitizen; out: SavedCitizen };
  /** Adds a person. */
  citizen_add: { args: AddCitizen; out: SavedCitizen };
  /** Who is being typed and not in the register yet. */
  citizen_drafts: { args: Nothing; out: Array<HalfTyped> };
  /** Keeps what was typed of somebody. */
  citizen_draft_keep: { args: PersonDraft; out: PersonDraftId };
  /** Throws away what was typed of somebody. */
  citizen_draft_drop: { args: DropPersonDraft; out: null };
  /** Moves people to another household. */
  citizen_move: { args: MoveCitizens; out: Household };
  /** Notes that a person moved away or died, or is here after all. */
  citizen_leave: { args: LeaveCitizen; out: Departure | null };
  /** Makes one person of two records. */
  citizen_merge: { args: MergeCitizens; out: SavedCitizen };
  /** Writes all that is held of a person, to hand over to him. */
  person_export: { args: ExportPerson; out: ExportedPerson };
  /** Who saw or took out a person's data. */
  person_seen: { args: AskSeen; out: Seen };
  /** What left the book with names, and where it lies. */
  files_out: { args: Nothing; out: Array<OutLine> };
  /** Destroys what the journal says was written. */
  file_out_shred: { args: ShredOut; out: Nothing };
  /** Whose data go with a computer or a stick that is lost. */
  leak_view: { args: AskLeak; out: Leak };
  /** Erases a person's data for good, or says what would go. */
  person_erase: { args: ErasePerson; out: Erased };
  /** Erases the data of everybody once a campaign is over, or says what would go. */
  campaign_erase: { args: EraseCampaign; out: Erased };
  /** Notes that hidden numbers are shown for a while. */
  reveal: { args: Reveal; out: Nothing };
  /** Who is who: an extract against the register. */
  reconcile: { args: Reconcile; out: Reconciled };
  /** What would come of each error that may be accepted. */
  reconcile_choices: { args: OfRoster; out: Array<ErrorChoice> };
  /** How many pairs are likely wrong and people missed, as an interval. */
  reconcile_expected: { args: OfRoster; out: Expected | null };
  /** The same by hamlet, age and kind of birth. */
  reconcile_estimate: { args: OfRoster; out: ExpectedByPart };
  /** Claim × official, per person. */
  reconcile_evidence: { args: WeighEvidence; out: Weighed };
  /** Decides one row by hand. */
  reconcile_resolve: { args: Resolve; out: ReconcileLine };
  /** Decides all rows of a rule that are beyond doubt, as one change. */
  reconcile_settle_all: { args: SettleAll; out: SettledAll };
  /** The piles of a reconciliation, and how far each is. */
  reconcile_piles: { args: OfRoster; out: Piles };
  /** A page of one pile. */
  reconcile_pile: { args: PageOfPile; out: PilePage };
  /** One row of an extract beside the citizens that it may mean. */
  reconcile_pair: { args: RowOfRoster; out: Pair };
  /** Draws pairs to judge without what the program said of them. */
  reconcile_sample_draw: { args: DrawPairs; out: BlindSample };
  /** Keeps what a person says of a pair that was drawn. */
  reconcile_sample_judge: { args: JudgePair; out: BlindSample };
  /** How far a sample is judged, and the next pair of it. */
  reconcile_sample: { args: OfRoster; out: BlindSample };
  /** Who else lives at both homes of a pair. */
  reconcile_housemates: { args: HomesOfPair; out: Housemates };
  /** Fills births and numbers that the register lacks from the extracts in use, or shows what would be filled. */
  roster_fill: { args: FillFacts; out: Filled };
  /** What the teams claim beside what the extracts say, a page at a time. */
  findings: { args: ListFindings; out: FindingsPage };
  /** Who has to be visited, in walking order. */
  worklist: { args: MakeWorklist; out: Worklist };
  /** The lists of all hamlets at once, each a workbook; or only how many people they have. */
  worklists: { args: MakeWorklists; out: WorklistsMade };
  /** The round through one hamlet: alleys, houses and people, each with its state. */
  walk: { args: AskRound; out: Round };
  /** One house of a round as it stands now. */
  walk_house: { args: AskHouse; out: HouseNow };
  /** Logs visits made at one door, and says how its house stands then. */
  walk_log: { args: LogAtDoor; out: LoggedAtDoor };
  /** Keeps a short note on a household. */
  household_note: { args: NoteHousehold; out: Nothing };
  /** Keeps the walk sheets that are printed, with the codes that lead back to the people. */
  sheet_keep: { args: KeepSheets; out: Array<Sheet> };
  /** The walk sheets printed for a hamlet, the last one first. */
  sheet_list: { args: AskSheets; out: Array<Sheet> };
  /** Logs visits of one household or more, as one change. */
  visit_log: { args: LogVisits; out: Logged };
  /** Takes in a worksheet that was filled in. */
  visit_import: { args: ImportVisits; out: ImportedVisits };
  /** The points, and which units have one. */
  point_list: { args: Nothing; out: PointsView };
  /** Adds a point, or changes one. */
  point_save: { args: SavePoint; out: Point };
  /** Takes a point out that nobody was invited to. */
  point_remove: { args: RemovePoint; out: Nothing };
  /** Takes in a table of points, from a workbook or pasted. */
  point_import: { args: ImportPoints; out: Accounting };
  /** Spreads who has to come over days and points. */
  invitation_plan: { args: InvitePeople; out: InvitedPeople };
  /** The lists of invitations, and the people of those asked for. */
  invitation_list: { args: AskInvitations; out: InvitationsView };
  /** Notes who came, or that somebody did not. */
  invitation_tick: { args: TickInvitations; out: Nothing };
  /** Writes the lists of a day and the slips to hand out. */
  invitation_sheet: { args: WriteInvitations; out: WrittenInvitations };
  /** What was told and taught, the newest first. */
  outreach_list: { args: Nothing; out: Array<OutreachView> };
  /** Logs what was told or taught. */
  outreach_add: { args: LogOutreach; out: Outreach };
  /** Takes an event out of that log. */
  outreach_remove: { args: RemoveOutreach; out: Nothing };
  /** Takes in a list on which who came was ticked. */
  invitation_take: { args: TakeInvitations; out: Accounting };
  /** Makes a campaign from a file. */
  campaign_create: { args: CampaignFile; out: Campaign };
  /** Makes a campaign of what was typed. */
  campaign_add: { args: Plan; out: Campaign };
  /** The plans that a campaign can be begun from. */
  campaign_templates: { args: Nothing; out: Array<Template> };
  /** What a campaign of a template would say. */
  campaign_from_template: { args: FromTemplate; out: Plan };
  /** The tasks of a template's plan as this book would give them. */
  campaign_tasks: { args: FromTemplate; out: Array<TemplateTask> };
  /** Makes a campaign and gives the tasks that were chosen, in one step. */
  campaign_begin: { args: BeginCampaign; out: Begun };
  /** Changes what a campaign says. */
  campaign_edit: { args: EditCampaign; out: Campaign };
  /** Chooses the campaign whose figures are shown. */
  campaign_use: { args: UseCampaign; out: Array<CampaignView> };
  /** Says how many points a campaign gives for each whole percent above the target. */
  campaign_points: { args: GivePoints; out: Array<CampaignView> };
  /** All campaigns, and how far they are. */
  campaign_show: { args: Nothing; out: Array<CampaignView> };
  /** Takes in targets by unit, as Phụ lục I has them. */
  target_import: { args: ImportTargets; out: TargetsSet };
  /** Shares a target out to the units below. */
  target_share: { args: ShareTargets; out: TargetsSet };
  /** The targets of a campaign or phase as a table. */
  target_sheet: { args: AskTargets; out: TargetTable };
  /** Types or pastes into a sheet of targets. */
  target_edit: { args: EditTargets; out: TargetTable };
  /** Units by their ratio, with gains, pace and forecast. */
  league: { args: AskLeague; out: League };
  /** What the teams claim beside what the police list has, unit by unit. */
  side_by_side: { args: AskLeague; out: SideBySide };
  /** The days of a campaign: actual, planned, needed, forecast. */
  burn_ups: { args: AskBurnUps; out: Array<UnitBurnUp> };
  /** Who owes what in a unit, and what each brought. */
  quota_sheet: { args: AskQuotas; out: QuotaSheet };
  /** Keeps targets of members, teams and alleys. */
  quota_set: { args: SetQuotas; out: QuotaSheet };
  /** Shares a number out among the members, teams or alleys of a unit. */
  quota_share: { args: ShareQuotas; out: QuotaSheet };
  /** The indicators of a round, unit by unit. */
  indicator_show: { args: AskIndicators; out: IndicatorRound };
  /** Sets what the indicators of a campaign are. */
  indicator_set: { args: SetIndicators; out: Array<Indicator> };
  /** Takes in what units report of indicators: typed, pasted, from a workbook. */
  indicator_report: { args: ReportIndicators; out: IndicatorsReported };
  /** Gives work by the "5 rõ", to one or to many. */
  assignment_add: { args: GiveAssignments; out: Array<AssignmentView> };
  /** Takes in agencies' tasks. */
  assignment_import: { args: ImportTasks; out: Accounting };
  /** How many people a task would be about in each unit. */
  assignment_counts: { args: Nothing; out: Array<UnitCount> };
  /** Says all that keeps an assignment from being given. */
  assignment_check: { args: NewAssignment; out: Clearness };
  /** Assignments and how far they are. */
  assignment_list: { args: ListAssignments; out: Array<AssignmentView> };
  /** Assignments, how many are in each state, and what each holder has. */
  assignment_board: { args: ListAssignments; out: AssignmentBoard };
  /** The members, with what they have. */
  member_list: { args: Nothing; out: Array<MemberLoad> };
  /** Hands an assignment on. */
  assignment_reassign: { args: Reassign; out: AssignmentView };
  /** Adds a word on how an assignment goes. */
  assignment_note: { args: NoteProgress; out: AssignmentView };
  /** Notes that a product was handed in. */
  assignment_hand_in: { args: HandIn; out: AssignmentView };
  /** Assignments that are being typed. */
  drafts: { args: Nothing; out: Array<AssignmentDraft> };
  /** Keeps the assignments that are being typed. */
  drafts_keep: { args: KeepDrafts; out: null };
  /** Publishes the list of claims, before a seed is said. */
  audit_publish: { args: PublishList; out: PublishedList };
  /** Draws from the list that was published, by the seed that was said. */
  audit_draw: { args: DrawSample; out: AuditView };
  /** Writes the sheet of a draw again. */
  audit_sheet: { args: WriteAuditSheet; out: string };
  /** Takes in the sheet that was filled in. */
  audit_record: { args: RecordFindings; out: RecordedFindings };
  /** Notes what was found of one claim. */
  audit_note: { args: NoteFinding; out: AuditView };
  /** All random checks, and what came out of one. */
  audit_show: { args: AskAudit; out: AuditsView };
  /** Visits worth a second look before they count for the league. */
  audit_looks: { args: AskLooks; out: LooksPage };
  /** Settles visits of that pile as true. */
  audit_settle: { args: SettleLooks; out: SettledLooks };
  /** Writes an official form. */
  report: { args: ReportArgs; out: ReportDone };
  /** The forms that a book of this level draws. */
  report_forms: { args: Nothing; out: Array<FormChoice> };
  /** A form as the printer gets it; the journal has it where it names people. */
  report_print: { args: AskPaper; out: ReportPreview };
  /** A form as it will be printed, with numbers hidden unless they are asked for. */
  report_preview: { args: PreviewReport; out: ReportPreview };
  /** Writes the report of a week, a phase or the campaign in words. */
  report_letter: { args: LetterArgs; out: LetterDone };
  /** Takes a table along as it stands on a screen, as a workbook or through the clipboard. */
  table_take: { args: TakeTable; out: TakenTable };
  /** What units say in words for such a report. */
  remark_list: { args: AskRemarks; out: RemarksOfReport };
  /** Keeps what a unit says in words. */
  remark_keep: { args: KeepRemark; out: Remark };
  /** Notes that a difficulty was removed, and how; or that it is open again. */
  remark_solve: { args: SolveRemark; out: Remark };
  /** Takes a remark out. */
  remark_remove: { args: RemoveRemark; out: Nothing };
  /** Keeps who signs a form and who gets it. */
  report_paper: { args: SetPaper; out: Nothing };
  /** The laptops that packages go to and come from. */
  laptop_list: { args: Nothing; out: Array<LaptopView> };
  /** Finds what the book can take in among files and folders. */
  inbox_find: { args: FindFiles; out: FoundFiles };
  /** Writes work packages for hamlets. */
  package_give: { args: GivePackages; out: GivenPackages };
  /** Brings a hamlet's book up to a work package. */
  package_import: { args: ImportPackage; out: TakenWork };
  /** Writes what a hamlet has changed. */
  result_write: { args: WriteResult; out: WrittenResult };
  /** Takes in what hamlets have changed. */
  result_import: { args: ImportResults; out: ImportedResults };
  /** Writes plans and tasks for the units below. */
  enrolment_write: { args: WriteEnrolments; out: WrittenEnrolments };
  /** Takes plans and tasks of the unit above in. */
  enrolment_take: { args: TakeEnrolment; out: TakenEnrolment };
  /** What two books changed at once. */
  conflict_list: { args: Nothing; out: Array<ConflictView> };
  /** Says which of two values stands. */
  conflict_settle: { args: SettleConflict; out: Nothing };
  /** Writes the summary that goes up. */
  summary_export: { args: ExportSummary; out: ExportedSummary };
  /** Takes in summaries of the units below. */
  summary_import: { args: ImportSummaries; out: ImportedSummaries };
  /** Who has handed in a day, and who has not. */
  summary_missing: { args: MissingSummaries; out: SummariesOfDay };
  /** The chain of signatures of a day. */
  summary_chain: { args: MissingSummaries; out: Chain };
  /** What the figures of a unit on a day are made of. */
  figure_view: { args: AskFigure; out: FigureView };
  /** The own fingerprint, and the keys of the units below. */
  key_list: { args: Nothing; out: Keys };
  /** The state of a day in one look. */
  today: { args: AskDay; out: Today };
  /** The first steps with a new book, and the next of them. */
  first_steps: { args: AskFirstSteps; out: FirstSteps };
  /** The days of the week before that were closed and have changed since. */
  close_again: { args: Nothing; out: Array<string> };
  /** What is still open on a day. */
  close_check: { args: AskDay; out: Array<DayCheck> };
  /** Writes all files of a day into a folder. */
  close_day: { args: CloseDay; out: ClosedDay };
}
