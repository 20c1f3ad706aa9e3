// The assignments of the open book, what is chosen of them, and its drafts, which are kept in it while they are typed.
import type { AssignmentBoard, AssignmentDraft, AssignmentView, MemberLoad, State, Unit } from '../../api';
import { shortDay } from '../../format';
import { bookKey, call, desk, refuse, today } from '../../state/desk.svelte';
import { heard, say as word, t } from '../../text/index.svelte';
import { assignmentOf, isBlank, newDraft, type Draft, type Part } from './draft';

export type TabId = 'all' | 'overdue' | 'behind' | 'drafts' | 'done' | 'loads';

export const board = $state<{
  book: string;
  all: AssignmentBoard | null;
  members: MemberLoad[];
  units: Unit[];
  campaigns: string[];
  tab: TabId;
  /** The assignment or draft that is open: "draft 3", or its id. */
  open: string | null;
  importing: boolean;
  drafts: Draft[];
  /** When the drafts were kept last; null before. */
  kept: string | null;
}>({
  book: '',
  all: null,
  members: [],
  units: [],
  campaigns: [],
  tab: 'all',
  open: null,
  importing: false,
  drafts: [],
  kept: null,
});

let nextDraft = 1;
const onBoard = (typed: AssignmentDraft): Draft => ({ ...typed, id: nextDraft++, missing: null });
function asTyped(draft: Draft): AssignmentDraft {
  const typed: AssignmentDraft & Partial<Draft> = { ...draft };
  delete typed.id;
  delete typed.missing;
  return typed;
}

/** One after the other: what is read first is not written over. */
let keeping: Promise<unknown> = Promise.resolve();
/** The drafts as the book has them. */
let stored = '[]';

/** Whether the drafts of the book were read: until then nothing is written over them. */
let known = false;

/** Drafts are of one book. What could not be read, as when the lock falls, is read the next time. */
export function settle(): void {
  if (board.book !== bookKey()) {
    known = false;
    Object.assign(board, { book: bookKey(), all: null, tab: 'all', open: null, drafts: [], kept: null });
  }
  if (known) return;
  const read = async (): Promise<void> => {
    if (known) return;
    const drafts = await call('drafts', {});
    stored = JSON.stringify(drafts);
    board.drafts = [...drafts.map(onBoard), ...board.drafts];
    known = true;
  };
  keeping = keeping.then(read).catch(refuse);
}

/** Keeps what was typed of the drafts, when it changed. */
export function keepDrafts(): Promise<void> {
  const keep = async (): Promise<void> => {
    if (!known || board.book !== bookKey()) return;
    const drafts = board.drafts.filter((draft) => !isBlank(draft)).map(asTyped);
    const typed = JSON.stringify(drafts);
    if (typed === stored) return;
    await call('drafts_keep', { drafts });
    stored = typed;
    board.kept = desk.now;
  };
  const kept = keeping.then(keep);
  keeping = kept.catch(() => undefined);
  return kept;
}
desk.keep = keepDrafts;

export async function readBoard(): Promise<void> {
  board.all = await call('assignment_board', { overdue: false, who: null, state: null, day: null });
}

export async function readNames(): Promise<void> {
  board.members = await call('member_list', {});
  board.units = await call('unit_list', {});
  board.campaigns = (await call('campaign_show', {})).map((campaign) => campaign.number);
}

export const draftKey = (draft: Draft): string => `draft ${draft.id}`;
export const openDraft = (): Draft | undefined =>
  board.drafts.find((draft) => draftKey(draft) === board.open);
export const openTask = (): AssignmentView | undefined =>
  board.all?.assignments.find((task) => task.id === board.open);

/** Opens the blank draft that there is, or a new one. */
export function beginDraft(): void {
  const blank = board.drafts.find(isBlank);
  if (blank) {
    board.importing = false;
    board.open = draftKey(blank);
    return;
  }
  const draft = onBoard(newDraft(shortDay(today(), today())));
  draft.plan = board.campaigns[0] ?? '';
  board.drafts.push(draft);
  board.importing = false;
  board.open = draftKey(draft);
}

export function dropDraft(draft: Draft): void {
  board.drafts = board.drafts.filter((one) => one.id !== draft.id);
  board.open = null;
  void keepDrafts().catch(refuse);
}

/** Asks the core which of the five are missing, and what else stands in the way. */
export async function check(
  draft: Draft,
): Promise<{ missing: Partial<Record<Part, string>>; refusal: string }> {
  const { missing, refusal } = await call('assignment_check', assignmentOf(draft, today()));
  draft.missing = missing.map(({ part }) => part as Part);
  return {
    missing: Object.fromEntries(missing.map(({ part }) => [part, word(`clear.${part}.fix`)])),
    refusal: refusal ? heard(refusal.sentences) : '',
  };
}

export type Line =
  { kind: 'task'; id: string; task: AssignmentView } | { kind: 'draft'; id: string; draft: Draft };

const DONE: State[] = ['done', 'done-late'];

/** The rows of a tab: the most pressing first, as the core orders the states; drafts after what is overdue. */
export function lines(tab: TabId): Line[] {
  const order = board.all?.states.map(({ state }) => state) ?? [];
  const of = (states: State[] | null): Line[] =>
    (board.all?.assignments ?? [])
      .filter((task) => states === null || states.includes(task.state))
      .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.days_late - a.days_late)
      .map((task) => ({ kind: 'task', id: task.id, task }));
  const drafts = board.drafts.map((draft): Line => ({ kind: 'draft', id: draftKey(draft), draft }));
  switch (tab) {
    case 'overdue':
    case 'behind':
      return of([tab]);
    case 'done':
      return of(DONE);
    case 'drafts':
      return drafts;
    default: {
      const all = of(null);
      const at = all.findIndex((line) => line.kind === 'task' && line.task.state !== 'overdue');
      return at < 0 ? [...all, ...drafts] : [...all.slice(0, at), ...drafts, ...all.slice(at)];
    }
  }
}

/** How many are in the tab; null where that says nothing. */
export function countOf(tab: TabId): number | null {
  const of = (...states: State[]): number =>
    (board.all?.states ?? [])
      .filter(({ state }) => states.includes(state))
      .reduce((all, { count }) => all + count, 0);
  if (tab === 'drafts') return board.drafts.length;
  if (tab === 'overdue' || tab === 'behind') return of(tab);
  if (tab === 'done') return of(...DONE);
  return tab === 'all'
    ? of(...(board.all?.states ?? []).map(({ state }) => state)) + board.drafts.length
    : null;
}

/** The state in words: how many days, how many people. */
export function stateWords(task: AssignmentView): string {
  const words = t().assignments;
  if (task.state === 'overdue') return words.overdue(task.days_late);
  if (task.state === 'behind') return words.behind(task.short);
  if (task.state === 'done-late') return words.doneLate(task.days_late);
  return word(`assignment.state.${task.state}`);
}

/** People to reach; null of a product. */
export const goalCount = ({ result }: AssignmentView): number | null =>
  'visited' in result ? result.visited : 'activated' in result ? result.activated : null;
