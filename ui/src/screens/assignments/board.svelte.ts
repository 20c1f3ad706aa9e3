// The assignments of the open book, what is chosen of them, and its drafts, which are kept in it while they are typed.
import type {
  AssignmentBoard,
  AssignmentDraft,
  AssignmentView,
  MemberLoad,
  State,
  Unit,
  UnitCount,
} from '../../api';
import { shortDay } from '../../format';
import { bookKey, call, desk, refuse, today } from '../../state/desk.svelte';
import { keptOfBook } from '../../state/kept';
import { heard, say as word, t } from '../../text/index.svelte';
import { assignmentOf, isBlank, newDraft, type Draft, type Part } from './draft';

export type TabId = 'all' | 'overdue' | 'behind' | 'drafts' | 'done' | 'loads' | 'teams' | 'agencies';

let nextDraft = 1;
const onBoard = (typed: AssignmentDraft): Draft => ({ ...typed, id: nextDraft++, missing: null });
function asTyped(draft: Draft): AssignmentDraft {
  const typed: AssignmentDraft & Partial<Draft> = { ...draft };
  delete typed.id;
  delete typed.missing;
  return typed;
}

const draftKey = (draft: Draft): string => `draft ${draft.id}`;

export type Line =
  { kind: 'task'; id: string; task: AssignmentView } | { kind: 'draft'; id: string; draft: Draft };

const DONE: State[] = ['done', 'done-late'];

class Board {
  all = $state<AssignmentBoard | null>(null);
  members = $state<MemberLoad[]>([]);
  units = $state<Unit[]>([]);
  campaigns = $state<string[]>([]);
  /** How many people wait in each unit; null before it was asked for. */
  proposed = $state<UnitCount[] | null>(null);
  tab = $state<TabId>('all');
  /** The assignment or draft that is open: "draft 3", or its id. */
  open = $state<string | null>(null);
  importing = $state(false);
  /** Only the tasks of this name, those that it co-ordinates among them; '' of all. */
  who = $state('');
  /** Only those under this head of a plan; '' under any. */
  group = $state('');
  /** The agency whose people are in sight. */
  agency = $state<string | null>(null);
  drafts = $state<Draft[]>([]);
  /** When the drafts were kept last; null before. */
  kept = $state<string | null>(null);
  /** The book that the drafts are of. */
  #book = bookKey();
  /** One after the other: what is read first is not written over. */
  #keeping: Promise<unknown> = Promise.resolve();
  /** The drafts as the book has them; null until they were read: until then nothing is written over them. */
  #stored: string | null = null;

  constructor() {
    desk.keepers.work = () => this.keepDrafts();
  }

  /** What could not be read, as when the lock falls, is read the next time. */
  readDrafts(): void {
    const read = async (): Promise<void> => {
      if (this.#stored !== null) return;
      const drafts = await call('drafts', {});
      this.#stored = JSON.stringify(drafts);
      this.drafts = [...drafts.map(onBoard), ...this.drafts];
    };
    this.#keeping = this.#keeping.then(read).catch(refuse);
  }

  /** Keeps what was typed of the drafts, when it changed. */
  keepDrafts(): Promise<void> {
    const keep = async (): Promise<void> => {
      if (this.#stored === null || this.#book !== bookKey()) return;
      const drafts = this.drafts.filter((draft) => !isBlank(draft)).map(asTyped);
      const typed = JSON.stringify(drafts);
      if (typed === this.#stored) return;
      await call('drafts_keep', { drafts });
      this.#stored = typed;
      this.kept = desk.now;
    };
    const kept = this.#keeping.then(keep);
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  async read(): Promise<void> {
    this.all = await call('assignment_board', {
      overdue: false,
      who: this.who || null,
      group: this.group || null,
      state: null,
      day: null,
    });
  }

  /** Shows the tasks of a name or a head. */
  show({ who = this.who, group = this.group }: { who?: string; group?: string }): void {
    [this.who, this.group, this.tab] = [who, group, this.tab === 'loads' ? 'all' : this.tab];
    void this.read().catch(refuse);
  }

  get groups(): string[] {
    return this.all?.groups ?? [];
  }

  async readNames(): Promise<void> {
    this.members = await call('member_list', {});
    this.units = await call('unit_list', {});
    this.campaigns = (await call('campaign_show', {})).map((campaign) => campaign.number);
  }

  async readProposed(): Promise<void> {
    this.proposed = await call('assignment_counts', {});
  }

  get openDraft(): Draft | undefined {
    return this.drafts.find((draft) => draftKey(draft) === this.open);
  }

  get openTask(): AssignmentView | undefined {
    return this.all?.assignments.find((task) => task.id === this.open);
  }

  /** Opens an assignment or a draft. */
  choose(id: string): void {
    this.importing = false;
    this.open = id;
  }

  /** Opens the blank draft that there is, or a new one. */
  beginDraft(): void {
    let draft = this.drafts.find(isBlank);
    if (!draft) {
      draft = onBoard({ ...newDraft(shortDay(today(), today())), plan: this.campaigns[0] ?? '' });
      this.drafts.push(draft);
    }
    this.choose(draftKey(draft));
  }

  dropDraft(draft: Draft): void {
    this.drafts = this.drafts.filter((one) => one.id !== draft.id);
    this.open = null;
    void this.keepDrafts().catch(refuse);
  }

  /** The rows of a tab: the most pressing first, as the core orders the states; drafts after what is overdue. */
  get lines(): Line[] {
    const order = this.all?.states.map(({ state }) => state) ?? [];
    const of = (states: State[] | null): Line[] =>
      (this.all?.assignments ?? [])
        .filter((task) => states === null || states.includes(task.state))
        .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.days_late - a.days_late)
        .map((task) => ({ kind: 'task', id: task.id, task }));
    const typed = this.who || this.group ? [] : this.drafts;
    const drafts = typed.map((draft): Line => ({ kind: 'draft', id: draftKey(draft), draft }));
    switch (this.tab) {
      case 'overdue':
      case 'behind':
        return of([this.tab]);
      case 'done':
        return of(DONE);
      case 'drafts':
        return drafts;
      default: {
        const all = of(null);
        const at = all.findIndex((line) => line.kind === 'task' && line.task.state !== 'overdue');
        return at < 0 ? [...all, ...drafts] : all.toSpliced(at, 0, ...drafts);
      }
    }
  }

  /** How many are in the tab; null where that says nothing. */
  countOf(tab: TabId): number | null {
    const of = (...states: State[]): number =>
      (this.all?.states ?? [])
        .filter(({ state }) => states.includes(state))
        .reduce((all, { count }) => all + count, 0);
    if (tab === 'drafts') return this.drafts.length;
    if (tab === 'overdue' || tab === 'behind') return of(tab);
    if (tab === 'done') return of(...DONE);
    return tab === 'all'
      ? of(...(this.all?.states ?? []).map(({ state }) => state)) + this.drafts.length
      : null;
  }
}

/** The board of the open book. */
export const openBoard = keptOfBook(() => new Board());

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
