// What lies on the desk: the open book, this computer's settings, the running job, the last thing said.
import { untrack } from 'svelte';
import type { BookInfo, SayPurpose, Settings, TableLeft, Undone } from '../api';
import * as backend from '../backend';
import { Refused, type Args, type Command, type Out, type Progress } from '../backend';
import { heard, spoken, t } from '../text/index.svelte';

interface Said {
  words: string;
  /** Whether "Hoàn tác" stands beside it. */
  undo: boolean;
  /** Whether "Làm lại" does. */
  redo: boolean;
}

interface Running {
  title: string;
  progress: Progress | null;
  since: number;
}

export type LockReason = 'idle' | 'sleep' | 'session' | 'asked';

class Desk {
  book = $state<BookInfo | null>(null);
  /** Why the book is locked; null is open. */
  locked = $state<LockReason | null>(null);
  settings = $state<Settings | null>(null);
  /** The day and the time by the core's clock, RFC 3339. */
  now = $state('');
  /** A job that the window shows with a bar and a stop. */
  running = $state<Running | null>(null);
  said = $state<Said | null>(null);
  /** A refusal that waits to be read. */
  refused = $state<Refused | null>(null);
  /** A file that stands where a job wants to write, and what takes the answer. */
  replacing = $state<{ path: string; answer: (replace: boolean) => void } | null>(null);
  /** It is asked what a list with names is for; takes the answer, null for not at all. */
  purposing = $state<(Leaving & { answer: (said: SayPurpose | null) => void }) | null>(null);
  /** Something that is asked before it is undone, and what takes the answer. */
  undoing = $state<{ asks: Refused; answer: (undo: boolean) => void } | null>(null);
  /** A diagnosis is read. */
  diagnosing = $state(false);
  /** Files hang over the window. */
  dropping = $state(false);
  /** How much larger than drawn: the size of text chosen, and that of the screen. */
  zoom = $state(1);
  /** Too little room for the names of the screens. */
  narrow = $state(false);
  /** Too little room for a wide table beside a list. */
  small = $state(false);
  /** The book is being closed, to show the first screen. */
  leaving = false;
  /** What keeps that which is being typed, by what is typed. */
  keepers: Record<string, () => Promise<void>> = {};

  /** Keeps what is being typed: called before the book is closed. */
  async keep(): Promise<void> {
    await Promise.all(Object.values(this.keepers).map((keep) => keep()));
  }
}

export const desk = new Desk();

/** Which book is open: a restored copy has the id of the one that it is a copy of. */
export const bookKey = (): string => (desk.book ? `${desk.book.id} ${desk.book.path}` : '');

/** Reads; what it is given says whether nothing was asked since: an answer that comes late is of what was shown before. */
type Reread = (isCurrent: () => boolean) => void;
// Nothing on screen shows the watchers themselves.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const watchers = new Map<() => void, string[]>();

/** What was asked and is not answered yet. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const asked = new Map<string, Promise<unknown>>();

/**
 * Calls a command of the core. Screens that watch a table that it changed read again. The very same asked again before
 * the answer is one question: what Enter and a click ask for at once is written once.
 */
export function call<K extends Command>(name: K, args: Args<K>): Promise<Out<K>> {
  const question = JSON.stringify([name, args]);
  const answer = (asked.get(question) as Promise<Out<K>> | undefined) ?? ask(name, args);
  asked.set(question, answer);
  const forget = (): void => void (asked.get(question) === answer && asked.delete(question));
  answer.then(forget, forget);
  return answer;
}

async function ask<K extends Command>(name: K, args: Args<K>): Promise<Out<K>> {
  const { out, touched } = await backend.callCore(name, args);
  if (touched.length > 0) {
    // What was asked before a change is asked anew.
    asked.clear();
    // "Undo" would no longer take back what was said. What is only noted cannot be undone, and leaves it.
    if (touched.some((table) => table !== 'operation')) desk.said = null;
    changed(touched);
  }
  return out;
}

/**
 * Reads now, and again whenever one of the tables changes. Use it in `$effect(() => watch([...], read))`: what `read`
 * looks at does not make the effect run again, what stands before it does. A locked book cannot be read: all is read
 * again when it is unlocked.
 */
export function watch(tables: string[], read: Reread): () => void {
  let newest = 0;
  const reread = (): void => {
    const mine = ++newest;
    read(() => mine === newest);
  };
  watchers.set(reread, tables);
  untrack(() => {
    if (!desk.locked) reread();
  });
  return () => {
    newest += 1;
    watchers.delete(reread);
  };
}

function changed(touched: string[]): void {
  if (desk.locked) return;
  for (const [read, tables] of watchers) {
    if (tables.some((table) => touched.includes(table))) read();
  }
}

/** Every screen reads again: the book was closed for a while. */
export function rereadAll(): void {
  for (const read of watchers.keys()) read();
}

/** Files that travel between books. */
export const travels = (path: string): boolean => /\.tn(solieu|giao|ketqua|moi)$/i.test(path);

/** A new version of the program. */
export const isUpdate = (path: string): boolean => /\.tncapnhat$/i.test(path);

/** Lists and folders, or what travels between books, or both; new versions; or whatever nobody else takes. */
type Dropped = 'lists' | 'travelling' | 'all' | 'updates' | 'rest';
let takers: { which: Dropped }[] = [];

/** Takes files that are dropped on the window, for as long as the effect lives in which it is used. */
export function watchDrops(take: (paths: string[]) => void, which: Dropped = 'lists'): () => void {
  const taker = { which };
  takers.push(taker);
  const wanted = (paths: string[]): boolean => {
    if (paths.every(isUpdate)) return which === 'updates';
    const kind = paths.every(travels) ? 'travelling' : 'lists';
    const taken = (by: Dropped): boolean => by === 'all' || by === kind;
    return taken(which) || (which === 'rest' && !takers.some((other) => taken(other.which)));
  };
  const off = backend.onDrop(
    (paths) => {
      if (!covered() && takers.includes(taker) && wanted(paths)) take(paths);
    },
    (hanging) => (desk.dropping = hanging && !covered()),
  );
  return () => {
    takers = takers.filter((other) => other !== taker);
    void off.then((stop) => stop());
  };
}

/** Reads this computer's settings again: an opened book has joined the recent ones. */
export async function readSettings(): Promise<void> {
  await useSettings(await call('settings', {}));
}

/**
 * Runs a long job with a bar and a stop; gives null when the user stopped it, or another one runs. Refusals go to the
 * dialog.
 */
export async function run<T>(title: string, job: () => Promise<T>): Promise<T | null> {
  if (desk.running) return null;
  desk.running = { title, progress: null, since: performance.now() };
  try {
    return await job();
  } catch (refused) {
    if (refused instanceof Refused && refused.code === 'job.stopped') say(t().frame.stopped, false);
    else refuse(refused);
    return null;
  } finally {
    desk.running = null;
  }
}

/** Purposes that are offered; others are said in words. */
export const PURPOSES = ['walk', 'call', 'police', 'citizen'];

/** What is asked before names leave. */
interface Leaving {
  /** Their workbooks may be locked. */
  lockable: boolean;
  /** What such a list is for: preset, else the last purpose. */
  usual?: string;
  /** What they are for follows from what is done: the lock alone is asked. */
  follows?: boolean;
}

/** What names are taken out for, a listed purpose being remembered, and what their workbooks are locked by. Null: not at all. */
async function askPurpose(leaving: Leaving): Promise<SayPurpose | null> {
  const said = await new Promise<SayPurpose | null>((answer) => (desk.purposing = { ...leaving, answer }));
  desk.purposing = null;
  if (said && PURPOSES.includes(said.purpose) && said.purpose !== desk.settings?.purpose)
    await changeSettings({ purpose: said.purpose });
  return said;
}

/** As `run`, for a job by which names leave: what for is asked first. */
export async function runNaming<T>(
  title: string,
  job: () => Promise<T>,
  leaving: Partial<Leaving> = {},
): Promise<T | null> {
  const said = await askPurpose({ lockable: true, ...leaving });
  if (said === null) return null;
  return run(title, async () => {
    await call('purpose_set', said);
    return job();
  });
}

/** Locks the workbooks with names that the next job writes; what they are for follows from the job. */
export const lockNext = (password: string): Promise<unknown> =>
  call('purpose_set', { purpose: '', password });

/**
 * As `run`, for a job that writes a file: where one of its kind stands already, the user says whether it is replaced. Of a
 * list with names it is asked first what for.
 */
export async function runSaving<T>(
  title: string,
  write: (replace: boolean) => Promise<T>,
  {
    named = false,
    lockable = false,
  }: {
    /** A list with names. */
    named?: boolean;
    /** A workbook with names, which may be locked. */
    lockable?: boolean;
  } = {},
): Promise<T | null> {
  const said = named || lockable ? await askPurpose({ lockable, follows: !named }) : undefined;
  if (said === null) return null;
  const job = async (replace: boolean): Promise<T> => {
    if (said && (named || said.password !== null)) await call('purpose_set', said);
    return write(replace);
  };
  let path: string | undefined;
  const done = await run(title, () =>
    job(false).catch((refused: unknown) => {
      if (!(refused instanceof Refused) || refused.code !== 'save.exists') throw refused;
      path = refused.refusal.params.path ?? '';
      return null;
    }),
  );
  if (path === undefined) return done;
  const there = path;
  const replace = await new Promise<boolean>((answer) => (desk.replacing = { path: there, answer }));
  desk.replacing = null;
  return replace ? run(title, () => job(true)) : null;
}

/** Whether something stands above the screen, which takes no keys and no files then: a dialog, the lock, a job. */
export const covered = (): boolean =>
  desk.running !== null || desk.locked !== null || document.querySelector('dialog:modal') !== null;

/** Shows a refusal in the dialog. Use it where no field stands beside which it could be said. */
export function refuse(refused: unknown): void {
  if (!(refused instanceof Refused)) throw refused;
  // What a screen still asked as the lock fell is read again behind it; as the book was left, by nobody.
  const gone = desk.locked || desk.leaving || !desk.book;
  if (!gone || refused.code !== 'book.none_open') desk.refused = refused;
}

/** The sentence of a refusal in the language spoken. */
export function sentence(refused: Refused): string {
  return heard(refused.refusal.sentences);
}

/** Says what was done, for ten seconds. */
export function say(words: string, undo = true, redo = false): void {
  desk.said = { words, undo, redo };
}

/** That it was taken back, and what cannot be. */
export const undoneWords = (what: string, { handed_in }: Undone): string =>
  [t().frame.undone(what), handed_in && heard(handed_in)].filter(Boolean).join('. ');

/** Takes the last change back; the closing of a day only once the user says so. */
export async function undoLast(): Promise<void> {
  try {
    const undone = await call('undo', { id: null, ask: true }).catch((refused: unknown) => {
      if (!(refused instanceof Refused) || refused.code !== 'undo.ask_closing') throw refused;
      return askClosing(refused);
    });
    if (!undone) return;
    say(undoneWords(heard([undone.what, undone.what_en]), undone), false, true);
  } catch (refused) {
    refuse(refused);
  }
}

/** Does again what was taken back last, unless something was done since. */
export async function redoLast(): Promise<void> {
  try {
    const { entries } = await call('journal', { kind: null, member: null, before: null, limit: 1 });
    const [last] = entries;
    // Again and again would take back what was just done again.
    if (last?.kind !== 'undo') return;
    const done = await call('undo', { id: last.id, ask: false });
    say(t().frame.redone(heard([done.what, done.what_en])));
  } catch (refused) {
    refuse(refused);
  }
}

async function askClosing(asks: Refused): Promise<Undone | null> {
  const undo = await new Promise<boolean>((answer) => (desk.undoing = { asks, answer }));
  desk.undoing = null;
  return undo ? call('undo', { id: null, ask: false }) : null;
}

/** How a table was left. */
export const tableLeft = (name: string): TableLeft =>
  desk.settings?.tables[name] ?? { column: null, down: false, hidden: [] };

let settled: Promise<void> = Promise.resolve();

/** Settings are written whole: one change after the other, each upon what the one before it left. */
export function changeSettings(change: Partial<Settings>): Promise<void> {
  const changing = settled.then(async () => {
    if (desk.settings) await useSettings(await call('settings_change', { ...desk.settings, ...change }));
  });
  settled = changing.catch(() => undefined);
  return changing;
}

/** Takes settings into use: language, size of text, light or dark. */
async function useSettings(settings: Settings): Promise<void> {
  desk.settings = settings;
  if (spoken.language !== settings.language || Object.keys(spoken.core).length === 0) {
    spoken.core = await call('words', { language: settings.language });
    spoken.language = settings.language;
    document.documentElement.lang = settings.language;
  }
  const dark =
    settings.theme === 'dark' ||
    (settings.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  fitText();
}

/** The laptop of a hamlet with the largest letters: 1366 pixels at 150 %. */
const NARROWEST = 910;

/**
 * The size chosen; on wide screens a fifth more: old eyes before more columns. No screen has room for less than `NARROWEST`:
 * where the system draws everything larger (200 % on an old laptop), letters grow with it only as far as that.
 */
export function fitText(): void {
  const wide = window.innerWidth >= 1700 ? 1.2 : 1;
  const chosen = (wide * (desk.settings?.text_percent ?? 100)) / 100;
  desk.zoom = Math.min(chosen, Math.max(window.innerWidth / NARROWEST, 1 / window.devicePixelRatio));
  const root = document.documentElement;
  root.style.setProperty('--zoom', String(desk.zoom));
  // Large text leaves as little room as a small window.
  const width = window.innerWidth / desk.zoom;
  desk.narrow = width < 1000;
  desk.small = width < 1200;
  root.toggleAttribute('data-small', desk.small);
  root.toggleAttribute('data-tight', width < 1100);
  root.toggleAttribute('data-narrow', desk.narrow);
  root.toggleAttribute('data-low', window.innerHeight / desk.zoom < 620);
}

/** Begins: settings, words, progress, the clock. */
export async function begin(): Promise<void> {
  // A page that was read again, as after a crash of the webview, knows of no book: the core's would refuse to be opened.
  await call('book_close', {});
  await useSettings(await call('settings', {}));
  await backend.onProgress((progress) => {
    if (desk.running) desk.running.progress = progress;
  });
  await readClock();
  setInterval(() => void readClock(), 30_000);
}

async function readClock(): Promise<void> {
  desk.now = await call('now', {});
}

/** Today by the core's clock, "2026-11-21". */
export const today = (): string => desk.now.slice(0, 10);
