import { many } from './many';
import type { Percent } from '../../api';
import { count, day, percent } from '../../format';
import type { targets as vi } from '../vi/targets';

// Between ** stands what is set bold, between ~~ what is late.
export const targets: typeof vi = {
  title: 'Targets',
  tabs: {
    progress: 'Progress',
    sides: 'Claims – list',
    sheet: 'Targets by unit',
    quotas: 'Members, alleys',
    indicators: 'Indicators',
    plan: 'Plan',
  },
  tabsLabel: 'Parts of the targets',
  campaign: 'Campaign',
  newCampaign: 'Another campaign',
  use: 'Use this one',
  noCampaign: 'There is no campaign yet',
  noCampaignWhy: 'Write its number, its days and phases. Then set the targets by unit.',
  makeCampaign: 'Make a campaign',
  noTargets: 'This campaign has no targets yet',
  noTargetsWhy: 'Type them into the sheet, paste from Excel, import Annex I, or share a total out.',
  goSheet: 'Open the sheet',
  asOf: (units: number, date: string, left: number | null) =>
    `${many(count(units), 'unit')} · as of ${date}${left == null ? '' : ` · ${many(left, 'day')} left`}`,
  whole: { hamlet: 'The hamlet', commune: 'The commune', district: 'The district', province: 'The province' },
  reached: (whole: string, ratio: string) => `${whole} stands at **${ratio}**. `,
  fallingShort: (short: number, forecast: number, units: number) => {
    if (forecast === 0) return '';
    const known = forecast < units ? ' with a forecast' : '';
    const says =
      short > 0
        ? `**${count(short)} of ${many(count(forecast), 'unit')}**${known} will miss the target`
        : `all of ${many(count(forecast), 'unit')}${known} will reach the target`;
    const rest = known && `; ${count(units - forecast)} more have too few figures for a forecast`;
    return `At this pace ${says}${rest}. `;
  },
  notReported: (silent: number, units: number) =>
    silent > 0 ? `No figures of today from ~~${count(silent)} of ${many(count(units), 'unit')}~~.` : '',
  pending: (n: number) => ` ${count(n)} so far are provisional until the police list confirms.`,
  partial: (units: string) => `Figures without some of their own units: ${units}.`,
  without: (units: string) => `No target stated: ${units}.`,
  failed: (low: Percent, tolerated: Percent, on: string) =>
    `No rank: the check of ${day(on)} shows at least ${percent(low)} false, ${percent(tolerated)} tolerated`,
  toLookAt: (visits: number) => `${many(count(visits), 'visit')} to look at again`,
  print: 'Print the league',
  columns: {
    unit: 'Unit',
    target: 'Target',
    active: 'So far',
    ratio: 'Ratio',
    remaining: 'Left',
    days: '14 days',
    gain: 'Now',
    needed: 'Needs',
    perDay: '/day',
    ahead: (last: string) => `Forecast of ${last}\nagainst the target`,
    forecast: 'Forecast',
    figures: 'Figures',
  },
  daysOld: (days: number) => (days === 1 ? '1 day' : `${days} days`),
  never: 'never sent',
  current: 'Has figures of today',
  legend: {
    done: 'so far',
    forecast: 'forecast',
    target: 'target',
    ceiling: 'ceiling: fewer eligible people than the target',
    missing: 'no figures',
  },
  worst: (shown: number, units: number, first: string, last: string) =>
    `The ${shown} lowest of ${many(count(units), 'unit')} with a forecast, ${first} to ${last}`,
  barSays: (name: string, done: string, forecast: string) =>
    `${name}: ${done} of the target, forecast ${forecast}`,
  daysTitle: 'What part of its target each day brought; all rows on one scale',
  gainsSay: (name: string, gains: string) => `${name}, 14 days: ${gains}`,
  // Both sides
  sides: {
    asOf: (date: string) => `as of ${date}, police list`,
    lead: (claimed: string, official: string, only: string) =>
      `Teams claim **${claimed}** activated people, the police list has **${official}**. ~~${only}~~ are claimed only.`,
    unknown: 'Without a police list there is nothing to compare with.',
    none: 'No figures to compare yet',
    noneWhy: 'Once teams log visits and the police list is in, figures stand here.',
    print: 'Print this table',
    who: (column: string) => `See who: ${column}`,
    columns: {
      claimed: 'Claimed',
      official: 'On the list',
      'only-claimed': 'Claimed only',
      'only-official': 'List only',
      ratio: 'Ratio by the system',
      'taken-in': 'Applications',
      level1: 'Level 1',
      level2: 'Level 2',
      unsaid: 'Not said',
      waiting: 'Waiting',
      installed: 'App only',
    },
    missing: (n: number) => `${count(n)} units have no figures yet.`,
    inPart: (units: string) => `In part (with figures/all): ${units}.`,
  },
  // Members, teams, alleys
  quotas: {
    says: (number: string, date: string, target: number | null, left: number | null) =>
      [
        `${number} · as of ${date}`,
        target === null ? '' : `target ${count(target)}`,
        left === null ? '' : `${count(Math.max(left, 0))} left`,
      ]
        .filter(Boolean)
        .join(' · '),
    share: 'Share out',
    shareDo: 'Share',
    shared: (kind: string) => `Shared out: ${kind.toLowerCase()}`,
    total: 'New accounts to share out',
    among: 'Whose',
    by: {
      member: 'members, evenly',
      team: 'teams, by their members',
      alley: 'alleys, by their eligible people',
    },
    per: 'Counted',
    pers: { all: 'in all', day: 'each day' },
    hint: 'Type a number, then Enter; without one there is no target. New accounts are those that teams brought, each person once.',
    none: 'Nobody has a target yet. Type numbers, or share one out.',
    kinds: { member: 'Members', team: 'Teams', alley: 'Alleys' },
    name: { member: 'Name', team: 'Team', alley: 'Alley' },
    noAlley: 'No alley said',
    soFar: 'So far',
    onDay: 'Today',
    paper: 'Print by team',
    nobody: 'No team, walker or alley yet',
    nobodyWhy: 'Add a team in Tasks, or write the alley of each household in the register.',
  },
  // The sheet
  baseline: 'Active before',
  eligible: 'Eligible',
  answerable: 'Who answers',
  answerableOf: (unit: string) => `Who answers for the target of ${unit}`,
  behindOf: (accounts: string, who: string) => `${accounts} behind the plan: ${who}`,
  level1: 'Level 1',
  level2: 'Level 2',
  all: 'All',
  lock: 'Lock',
  lockOf: (unit: string) => `Lock ${unit}: keep this number when shared anew`,
  cell: (unit: string, column: string) => `${unit}, ${column}`,
  computed: 'Sum of the rows',
  printed: 'Total as printed',
  differs: (unit: string, column: number, printed: string, computed: string) =>
    `${unit}, column (${column}): printed ${printed}, adds up to ${computed}. The signed figure is kept, both are shown.`,
  headings: (rows: number) => `${rows} heading rows were passed over.`,
  wholeCounts:
    'The whole campaign has targets by unit: screens and reports go by them; those of the phase are for comparison alone.',
  sheetHint:
    'Type a number, then Enter. Arrows move; a block from Excel can be pasted. Ctrl Z takes a step back.',
  fixed: '(of its former units)',
  phase: 'Of',
  wholeCampaign: 'The whole campaign',
  over: 'More than the eligible people',
  import: 'Import Annex I',
  importFile: 'Workbook with Annex I',
  importAsOf: 'Baseline as of, if the file does not say',
  importNewUnits: 'Add units that the book lacks',
  importDo: 'Import the targets',
  imported: (rows: number, total: number) =>
    `Targets of ${many(count(rows), 'unit')} imported, ${count(total)} in all`,
  unchanged: 'The file says what the book says; nothing was changed',
  share: 'Share out',
  shareTotal: 'Total to share out',
  shareBy: 'By',
  shareBys: { eligible: 'eligible people', remaining: 'what is left' },
  shareHint: 'Locked rows keep their numbers.',
  shareLevels: 'Sharing out a total drops the targets by level that stand there.',
  given: (given: string, all: string) => `${given} of ${all} given out`,
  preview: 'Preview',
  shareDo: (total: number) => `Share out ${count(total)}`,
  shareNeeded: 'Write the total first.',
  shared: (rows: number) => `Shared out to ${many(count(rows), 'unit')}`,
  willBe: (now: string, then: string) => `${now} → ${then}`,
  cancel: 'Cancel',
  noUnits: 'The book has no units below',
  addUnits: 'Add units',
  noUnitsWhy: 'Import the survey, or Annex I with “Add units that the book lacks”.',
  // The plan
  number: 'Number of the plan',
  numberHint: 'such as 70/KH-UBND',
  issuer: 'Issued by',
  name: 'Title',
  firstDay: 'First day',
  lastDay: 'Last day',
  planTarget: 'Target of the campaign',
  dayHint: 'day/month/year',
  planTasks: {
    title: 'Tasks of the plan',
    all: 'Choose all',
    none: 'Choose none',
    chosen: (chosen: number, all: number, given: number) =>
      chosen > 0
        ? `${chosen} of ${many(all, 'task')} chosen; saving the campaign gives ${many(given, 'assignment')}, undone in one step.`
        : `The plan has ${many(all, 'task')}; none is chosen.`,
    added: (names: string[]) =>
      `${names.length} not in the book yet become agencies: ${names.slice(0, 6).join(', ')}${names.length > 6 ? '…' : '.'}`,
    with: (names: string) => `With: ${names}`,
    andOthers: (names: string, more: number) => `${names} and ${more} more`,
    begun: (number: string, given: number) => `Campaign ${number} made, ${many(given, 'assignment')} given`,
  },
  template: 'As in a plan',
  templateHint: 'fills the fields below; all can be changed',
  noTemplate: 'As in none',
  templateSays: (issuer: string, number: string, phases: number, days: number) =>
    `${issuer}, ${number}: ${phases > 0 ? `${many(phases, 'phase')}, ` : ''}${many(days, 'day')}`,
  beginsOn: 'Begins on',
  beginsHint: 'the other days move with it',
  ownTarget: 'Target of our unit',
  ownTargetHint: 'blank when not known',
  phases: 'Phases',
  addPhase: 'Add a phase',
  removePhase: (name: string) => `Remove ${name}`,
  phaseName: 'Name',
  reportDue: 'Report due',
  phaseTarget: 'Target',
  rest: 'the rest',
  nthPhase: (n: number) => `Phase ${n}`,
  save: 'Save the campaign',
  edit: 'Edit the plan',
  saved: (number: string) => `Saved ${number}`,
  needed: 'This is missing',
  badNumber: 'Digits only',
  says: (days: number, first: string, last: string) => `${many(days, 'day')}, ${day(first)} – ${day(last)}`,
  planned: 'By the plan up to today',
  actual: 'Done',
  behind: 'Against the plan',
  remaining: 'Left',
  perDayNeeded: 'Needed a day',
  perDayNow: 'A day of late',
  phaseEnd: 'To be reached',
  phaseReached: 'Reached',
  phaseNow: 'running',
  people: (n: number) => `${many(count(n), 'person', 'people')}`,
  weeks: {
    title: 'Targets over time',
    by: 'By week or month',
    weeks: 'By week',
    months: 'By month',
    owed: 'To bring',
    brought: 'Brought',
  },
  points: {
    column: 'Points',
    title: 'Points above target: some for each whole percent above it, as the plan’s tab says',
    each: 'Points for 1% above',
    how: ([percents, points]: [number, number], each: number) =>
      `${count(percents)} whole percent above × ${count(each)} = ${count(points)} points`,
  },
};
