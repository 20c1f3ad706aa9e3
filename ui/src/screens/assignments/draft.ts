// An assignment as it is being typed, until it is given. Which of the five are clear the core says.
import type { AssignmentDraft, Goal, NewAssignment, Unit, UnitCount } from '../../api';
import { count, listOf, readCount, readDay } from '../../format';

export type Part = 'who' | 'task' | 'time' | 'result' | 'answerable';
export const PARTS: Part[] = ['who', 'task', 'time', 'result', 'answerable'];

/** A draft on the screen. */
export interface Draft extends AssignmentDraft {
  id: number;
  /** Which of the five are missing; null while the core was not asked. */
  missing: Part[] | null;
}

export const newDraft = (start: string): AssignmentDraft => ({
  who: [],
  task: '',
  units: [],
  alleys: '',
  start,
  due: '',
  checkpoints: [],
  goal: 'activated',
  count: '',
  counts: {},
  product: '',
  answerable: '',
  plan: '',
  group: '',
  with: '',
});

/** Whether nothing was typed that would be missed. */
export const isBlank = (draft: AssignmentDraft): boolean =>
  draft.task.trim() === '' && draft.who.length === 0;

/** How many people are asked for; none that can be read → null. */
export const goalOf = (typed: string): number | null => readCount(typed) || null;

/** Whether each name has a number of its own. */
export const isEach = (draft: AssignmentDraft): boolean => draft.goal !== 'product' && draft.who.length > 1;

/** Gives each name that has no number yet the one that is proposed, else the one typed for all. */
export function proposeCounts(draft: AssignmentDraft, proposed: UnitCount[]): void {
  for (const name of draft.who) {
    const people = proposed.find(({ unit }) => unit === name)?.people;
    draft.counts[name] ??= people === undefined ? draft.count : count(people);
  }
}

/** All numbers together; those that cannot be read are none. */
export const sumOf = (draft: AssignmentDraft): number =>
  draft.who.reduce((sum, name) => sum + (goalOf(draft.counts[name] ?? '') ?? 0), 0);

function resultOf(draft: AssignmentDraft): Goal | null {
  if (draft.goal === 'product') return draft.product.trim() ? { product: draft.product.trim() } : null;
  const typed = isEach(draft) ? draft.who.map((name) => draft.counts[name] ?? '') : [draft.count];
  const [people = null, ...others] = typed.map(goalOf);
  if (people === null || others.includes(null)) return null;
  return draft.goal === 'visited' ? { visited: people } : { activated: people };
}

/** What the core is given: one for all names, or one a name, each with its own number. */
export const assignmentsOf = (draft: AssignmentDraft, today: string): NewAssignment[] =>
  isEach(draft)
    ? draft.who.map((name) => assignmentOf({ ...draft, who: [name], count: draft.counts[name] ?? '' }, today))
    : [assignmentOf(draft, today)];

/** All of a draft as one; what cannot be read is missing. */
export const assignmentOf = (draft: AssignmentDraft, today: string): NewAssignment => ({
  who: [...draft.who],
  task: draft.task,
  where: { units: [...draft.units], alleys: listOf(draft.alleys), households: [], citizens: [] },
  start: readDay(draft.start, today),
  due: readDay(draft.due, today),
  checkpoints: draft.checkpoints.flatMap(({ day, count: people, text }) => {
    const read = readDay(day, today);
    const reached = draft.goal === 'product' ? 0 : (goalOf(people) ?? 0);
    return read ? [{ day: read, count: reached, text: text.trim() }] : [];
  }),
  result: resultOf(draft),
  answerable: draft.answerable,
  plan: draft.plan.trim(),
  group: draft.group.trim(),
  // The core parts the names.
  with: draft.with.trim() ? [draft.with.trim()] : [],
});

/** Whole days from one day to another; 0 on the day itself. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** People a day when the work is shared evenly over its days, up to a whole. */
export function perDay({ result, start, due }: NewAssignment): number | null {
  const count =
    result === null
      ? null
      : 'visited' in result
        ? result.visited
        : 'activated' in result
          ? result.activated
          : null;
  if (count === null || !start || !due || due < start) return null;
  return Math.ceil(count / (daysBetween(start, due) + 1));
}

/** Units right below the book's own, without agencies: those that one task is given to at once. */
export const hamletsOf = (units: Unit[]): Unit[] => {
  const own = units.find((unit) => unit.parent_id === null);
  return units.filter((unit) => unit.parent_id === own?.id && unit.kind !== 'agency');
};
