// Files that lie on the desk to be taken in, until they are or are put away.
import { Refused } from '../../backend';
import type { PlannedFile } from '../../api';
import { bookKey, call, refuse, run, sentence } from '../../state/desk.svelte';
import { t } from '../../text/index.svelte';
import { added, changing, isSheet, type Plan, type PlannedSheet } from './plan';

interface Inbox {
  /** The book that they are for. */
  book: string;
  paths: string[];
  /** Fingerprints that were compared by telephone and are right. */
  trust: string[];
  /** Of these, keys that take the place of another. */
  replace: string[];
  /** Fingerprints that were not right. */
  wrong: string[];
  plan: Plan | null;
  /** What the last taking-in brought. */
  taken: number | null;
  /** Why the paths typed last could not be read. */
  error: string;
}

const empty = (book: string): Inbox => ({
  book,
  paths: [],
  trust: [],
  replace: [],
  wrong: [],
  plan: null,
  taken: null,
  error: '',
});

export const inbox = $state<Inbox>(empty(''));

/** Puts all files away; nothing was changed by them lying here. */
export const clear = (): void => void Object.assign(inbox, empty(bookKey()));

/** What lies here for another book is put away. */
export function settle(): void {
  if (inbox.book !== bookKey()) clear();
}

/** Adds files, folders and zips, and plans anew. */
export async function add(paths: string[]): Promise<void> {
  const fresh = added(inbox.paths, paths);
  inbox.error = '';
  if (fresh.length === 0) return;
  inbox.taken = null;
  inbox.paths.push(...fresh);
  if (!(await replan())) inbox.paths = inbox.paths.filter((path) => !fresh.includes(path));
}

const summaryArgs = (dry: boolean) => ({
  files: inbox.paths.filter((path) => !isSheet(path)),
  trust: [...inbox.trust],
  replace_key: inbox.replace.length > 0,
  dry_run: dry,
});

async function readSheet(path: string): Promise<PlannedSheet> {
  try {
    return { path, accounting: await call('visit_import', { file: path, dry_run: true }), refused: null };
  } catch (refused) {
    if (refused instanceof Refused && refused.code !== 'job.stopped')
      return { path, accounting: null, refused };
    throw refused;
  }
}

/** Reads all files and plans; gives whether it could. Nothing is written. */
export async function replan(): Promise<boolean> {
  if (inbox.paths.length === 0) {
    inbox.plan = null;
    return true;
  }
  const args = summaryArgs(true);
  const plan = await run(t().exchange.reading, async (): Promise<Plan | null> => {
    let summaries = null;
    try {
      if (args.files.length > 0) summaries = await call('summary_import', args);
    } catch (refused) {
      if (!(refused instanceof Refused) || refused.code === 'job.stopped') throw refused;
      inbox.error = sentence(refused);
      return null;
    }
    const sheets = [];
    for (const path of inbox.paths.filter(isSheet)) sheets.push(await readSheet(path));
    return { summaries, sheets };
  });
  if (plan) {
    inbox.plan = plan;
    // Taken back, or more to take: what was taken before is no news.
    if (changing(plan) > 0) inbox.taken = null;
  }
  return plan !== null;
}

/** Takes in what changes the book; gives how many files that were, and how many steps can be undone. */
export async function take(): Promise<{ files: number; steps: number } | null> {
  const { plan } = inbox;
  if (!plan) return null;
  const files = changing(plan);
  const args = summaryArgs(false);
  const sheets = plan.sheets.filter(
    ({ accounting }) => accounting && accounting.added + accounting.updated > 0,
  );
  const summaries = plan.summaries?.files.some((file) => !['same', 'refused'].includes(file.action)) ?? false;
  const done = await run(t().exchange.taking, async () => {
    if (summaries) await call('summary_import', args);
    for (const { path } of sheets) await call('visit_import', { file: path, dry_run: false });
    return true;
  });
  if (!done) return null;
  inbox.taken = files;
  await replan();
  return { files, steps: sheets.length + Number(summaries) };
}

/** A person has compared a key: right, or not. */
export async function decide(file: PlannedFile, right: boolean): Promise<void> {
  if (!right) inbox.wrong.push(file.fingerprint);
  else {
    inbox.wrong = inbox.wrong.filter((one) => one !== file.fingerprint);
    inbox.trust.push(file.fingerprint);
    if (file.key?.known) inbox.replace.push(file.fingerprint);
    try {
      await replan();
    } catch (refused) {
      refuse(refused);
    }
  }
}
