// Which screen is open, and what it was asked to show.
import type { Finding, HalfTyped, ReportForm, RoundList, Side } from '../api';
import type { Text } from '../text/index.svelte';
import { untrack } from 'svelte';
import { desk } from './desk.svelte';

export type ScreenId = keyof Text['frame']['screens'];

/** A survey to take in: from files that were dropped, or from those that are chosen then. */
interface Survey {
  survey: { files: string[] };
}

/** People of a unit, or of the whole book. */
export interface OfSide {
  side: Side;
  unit: string | null;
}

/** What one screen may ask another to show. */
interface Wishes {
  /** What a unit's figures are made of; the closing of the day. */
  today: { unit: string } | 'close';
  walk: { unit?: string; alley?: string; citizen?: string; shown?: RoundList };
  /** A person; somebody new in a household, or half typed there; a survey. */
  register: { code: string } | { addTo: string; half: HalfTyped | null } | Survey;
  /** A survey, an extract, or whom a column of both sides counts. */
  roster: Survey | { extract: true } | OfSide;
  /** Of one day alone where `only` is said. */
  reports: {
    form: ReportForm;
    group?: Finding | null;
    unit?: string | null;
    only?: string;
    campaign?: string;
  };
  assignments: { id: string };
  /** Files to take in, or a tab. */
  exchange: { files: string[] } | 'missing' | 'send' | 'conflicts';
  /** The form of a new campaign; the targets of each unit. */
  targets: 'new' | 'sheet';
  journal: 'out' | 'leak';
  settings: 'units';
  /** The claims that are worth a second look. */
  audit: 'looks';
}

class View {
  screen = $state<ScreenId>('today');
  /** The screen whose name is lit, where the work belongs to another than the open one. */
  lit = $state<ScreenId | null>(null);
  /** How often a screen was opened: also the one that was open already. */
  opened = $state(0);
  /** What waits on a screen, beside its name. */
  waiting = $state<Partial<Record<ScreenId, number>>>({});
  /** What the first screen begins with when a book was left. */
  begin = $state<'books' | 'package'>('books');
  #wishes: Partial<Wishes> = {};

  /** Opens a screen; `wish` says what it shall show there. */
  open<Id extends ScreenId>(screen: Id, wish?: Id extends keyof Wishes ? Wishes[Id] : never): void {
    this.screen = screen;
    this.#wishes = { [screen]: wish };
    this.opened += 1;
  }

  /** The wish that came with opening the screen; it is taken once. */
  take<Id extends keyof Wishes>(screen: Id): Partial<Wishes>[Id] {
    const wish = this.#wishes[screen];
    this.#wishes[screen] = undefined;
    return wish;
  }

  /** Hands on, within an effect, what is asked of a screen while it is open. */
  onWish<Id extends keyof Wishes>(screen: Id, show: (wish: Wishes[Id]) => void): void {
    void this.opened;
    const wish = this.take(screen);
    if (wish !== undefined) untrack(() => show(wish));
  }

  /** Opens the steps that take a survey in: a hamlet, which has no screen of lists, has them in its register. */
  takeSurvey(files: string[] = []): void {
    this.open(desk.book?.level === 'commune' ? 'roster' : 'register', { survey: { files } });
  }
}

export const view = new View();
