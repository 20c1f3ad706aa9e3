// An assignment as it is being typed, until it is given. Which of the five are clear the core says.
import type { AssignmentDraft, Goal, NewAssignment, Unit } from '../../api';
import { listOf, readCount, readDay } from '../../format';

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
  product: '',
  answerable: '',
  plan: '',
});

/** Whether nothing was typed that would be missed. */
export const isBlank = (draft: AssignmentDraft): boolean =>
  draft.task.trim() === '' && draft.who.length === 0;

/** How many people are asked for; none that can be read → null. */
export const goalOf = (typed: string): number | null => readCount(typed) || null;

function resultOf(draft: AssignmentDraft): Goal | null {
  if (draft.goal === 'product') return draft.product.trim() ? { product: draft.product.trim() } : null;
  const count = goalOf(draft.count);
  if (count === null) return null;
  return draft.goal === 'visited' ? { visited: count } : { activated: count };
}

/** What the core is given; what cannot be read is missing. */
export const assignmentOf = (draft: AssignmentDraft, today: string): NewAssignment => ({
  who: [...draft.who],
  task: draft.task,
  where: { units: [...draft.units], alleys: listOf(draft.alleys), households: [], citizens: [] },
  start: readDay(draft.start, today),
  due: readDay(draft.due, today),
  checkpoints: draft.checkpoints.flatMap(({ day, count }) => {
    const read = readDay(day, today);
    return read ? [{ day: read, count: draft.goal === 'product' ? 0 : (goalOf(count) ?? 0) }] : [];
  }),
  result: resultOf(draft),
  answerable: draft.answerable,
  plan: draft.plan.trim(),
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
