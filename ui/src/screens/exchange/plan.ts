// What files that were handed in will do, as the screen shows it: the core plans, this only sorts and counts.
import { day } from '../../format';
import type {
  FilledFile,
  ImportedResults,
  ImportedSummaries,
  PlannedFile,
  Refusal,
  TakenEnrolment,
  TakenResult,
  TakenWork,
} from '../../api';

/** A filled-in worksheet and what it would do. */
export type PlannedSheet = Pick<FilledFile, 'file' | 'accounting' | 'refused'>;

/** A work package of the commune, in a hamlet's book. */
export interface PlannedWork {
  file: string;
  taken: TakenWork | null;
  refused: Refusal | null;
}

/** Plans and tasks of the unit above. */
export interface PlannedEnrolment {
  file: string;
  taken: TakenEnrolment | null;
  refused: Refusal | null;
}

export interface Plan {
  /** What is searched for summaries and for result packages. */
  files: { summaries: string[]; results: string[] };
  /** Files in folders that are not for this book: they are passed over. */
  foreign: string[];
  enrolments: PlannedEnrolment[];
  summaries: ImportedSummaries | null;
  results: ImportedResults | null;
  works: PlannedWork[];
  sheets: PlannedSheet[];
}

/** The mark of a row: what will happen, by shape. */
export type Mark = 'new' | 'replaces' | 'gap' | 'late' | 'same' | 'ask' | 'refused';

export function markOf(file: PlannedFile): Mark {
  if (file.key) return 'ask';
  if (file.action === 'refused' || file.action === 'same') return file.action;
  if (file.gaps.length > 0) return 'gap';
  return file.action === 'out-of-order' ? 'late' : file.action;
}

export function markOfSheet({ accounting }: PlannedSheet): Mark {
  if (!accounting) return 'refused';
  const { added, updated, unchanged, rejected } = accounting;
  // What was taken in before stands, whatever is still missing.
  if (added === 0 && updated === 0) return rejected > 0 && unchanged === 0 ? 'refused' : 'same';
  return accounting.rejected > 0 ? 'gap' : 'new';
}

/** Of files that say all or nothing: no gaps. */
type PlainMark = Exclude<Mark, 'gap'>;

/** Refused only because of its key, which a person may confirm. */
const CONFIRMED_BY_KEY = ['package.revoked', 'package.other_key'];

export function markOfResult({ action, code }: TakenResult): PlainMark {
  if (CONFIRMED_BY_KEY.includes(code)) return 'ask';
  return action === 'older' ? 'same' : action;
}

export function markOfWork({ taken, refused }: PlannedWork): PlainMark {
  if (refused || !taken) return 'refused';
  return taken.again ? 'same' : 'new';
}

export function markOfEnrolment({ taken, refused }: PlannedEnrolment): PlainMark {
  if (refused?.code === 'enrolment.key_unknown') return 'ask';
  if (refused || !taken) return 'refused';
  return taken.again ? 'same' : 'new';
}

/** Refusals of files that were made for another book, or for people to read. */
const OTHERS = [
  'package.other_book',
  'package.other_unit',
  'package.new_card',
  'enrolment.other_unit',
  'worksheet.none',
];

/** Whether a file is for another book. */
export const isForeign = (code: string | undefined): boolean => code !== undefined && OTHERS.includes(code);

/** Whether a person has to see to what is so marked before anything comes of it. */
export const needsPerson = (mark: Mark): boolean => mark === 'ask' || mark === 'refused';

/** Whether what is so marked would change the book. */
export const changes = (mark: Mark): boolean => mark !== 'same' && !needsPerson(mark);

/** A file that is in the book already as it was before it was just taken in: it says what it brought. */
export function justTaken<T extends { file: string }>(
  file: T,
  followed: (T[] | undefined)[],
  markOf: (one: T) => Mark,
): T | null {
  if (markOf(file) !== 'same') return null;
  const before = followed.flatMap((files) => files ?? []).filter((one) => one.file === file.file);
  return before.find((one) => changes(markOf(one))) ?? null;
}

/** Files that would change the book. */
export const changing = (plan: Plan): number =>
  (plan.summaries?.files ?? []).filter((file) => changes(markOf(file))).length +
  (plan.results?.files ?? []).filter((file) => changes(markOfResult(file))).length +
  plan.enrolments.filter((one) => changes(markOfEnrolment(one))).length +
  plan.works.filter((work) => changes(markOfWork(work))).length +
  plan.sheets.filter((sheet) => changes(markOfSheet(sheet))).length;

/** Paths typed or dropped that are not in the list yet. */
export function added(known: string[], paths: string[]): string[] {
  const clean = paths.map((path) => path.trim().replace(/^"(.*)"$/, '$1')).filter(Boolean);
  const all = [...known, ...clean];
  return clean.filter((path, at) => all.indexOf(path) === known.length + at);
}

/** A value of a row as people write it: a day, a number, a text; empty of none. */
export function valueText(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : text;
}
