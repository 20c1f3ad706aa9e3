// What waits on screens that are not open: rows that nobody has decided, work that is overdue, units that have not
// reported.
import { Refused } from '../backend';
import { call, desk, today, watch } from '../state/desk.svelte';
import { view } from '../state/view.svelte';

/** Counts now, and again when it may have changed or a new day begins. Use it in an effect while a book is open. */
export function countWaiting(): () => void {
  const offs = [
    watch(['match', 'match_left', 'roster', 'citizen'], () => quiet(undecided)),
    watch(['assignment', 'assignment_holder'], () => quiet(overdue)),
    watch(['summary_file', 'pinned_key', 'unit', 'laptop', 'package'], () => quiet(absent)),
  ];
  return () => offs.forEach((off) => off());
}

/** A refusal, of a book that is being closed, is for no one to read. */
function quiet(count: () => Promise<void>): void {
  count().catch((refused: unknown) => {
    if (!(refused instanceof Refused)) throw refused;
  });
}

/** Rows of the newest police list, which is the commune's; before the first one there are none. */
async function undecided(): Promise<void> {
  let rows = 0;
  try {
    if (desk.book?.level === 'commune') rows = (await call('reconcile_piles', { roster: null })).waiting;
  } finally {
    view.waiting.roster = rows;
  }
}

async function overdue(): Promise<void> {
  const board = await call('assignment_board', {
    overdue: true,
    who: null,
    group: null,
    state: null,
    day: null,
  });
  view.waiting.assignments = board.assignments.length;
}

/** Units with books of their own, and laptops, that owe the day. A book without either is not counted through. */
async function absent(): Promise<void> {
  const level = desk.book?.level;
  const above = level === 'district' || level === 'province';
  const asked =
    above ||
    (level === 'commune' &&
      ((await call('key_list', {})).below.length > 0 ||
        (await call('laptop_list', {})).some(({ laptop }) => laptop)));
  const of = asked && today() ? await call('summary_missing', { day: today() }) : null;
  view.waiting.exchange = of?.owing ?? 0;
}
