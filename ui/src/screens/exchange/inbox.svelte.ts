// Files that lie on the desk to be taken in, until they are or are put away.
import { Refused } from '../../backend';
import type { ImportedResults, PlannedFile, TakenResult } from '../../api';
import { call, desk, refuse, run, sentence } from '../../state/desk.svelte';
import { keptOfBook } from '../../state/kept';
import { t } from '../../text/index.svelte';
import {
  added,
  changes,
  changing,
  forResults,
  forSummaries,
  isEnrolment,
  isSheet,
  isWork,
  markOfEnrolment,
  markOfResult,
  markOfSheet,
  markOfWork,
  type Plan,
  type PlannedEnrolment,
  type PlannedSheet,
  type PlannedWork,
} from './plan';

const NO_VISITS = { added: 0, same: 0, removed: 0, conflict: 0 };
const NO_PEOPLE = { added: 0, changed: 0, same: 0, left: 0, conflict: 0 };

const sheetArgs = (files: string[], dry: boolean) => ({
  files,
  decided: [],
  rejected: null,
  replace: false,
  dry_run: dry,
});

async function readSheets(paths: string[]): Promise<PlannedSheet[]> {
  try {
    return paths.length > 0 ? (await call('visit_import', sheetArgs(paths, true))).files : [];
  } catch (refused) {
    // One that came alone is refused as a whole.
    if (refused instanceof Refused && refused.code !== 'job.stopped')
      return paths.map((file) => ({ file, accounting: null, refused: refused.refusal }));
    throw refused;
  }
}

async function readWork(file: string): Promise<PlannedWork> {
  try {
    return { file, taken: await call('package_import', { file, dry_run: true }), refused: null };
  } catch (refused) {
    if (refused instanceof Refused && refused.code !== 'job.stopped')
      return { file, taken: null, refused: refused.refusal };
    throw refused;
  }
}

async function readEnrolment(file: string, key: string | undefined): Promise<PlannedEnrolment> {
  try {
    const taken = await call('enrolment_take', { file, trust: key ?? '', dry_run: true });
    return { file, taken, refused: null };
  } catch (refused) {
    if (!(refused instanceof Refused) || refused.code === 'job.stopped') throw refused;
    return { file, taken: null, refused: refused.refusal };
  }
}

/** Where all are refused the core gives the first refusal only: one for its key is a file that waits for a person. */
async function readResults(files: string[], trust: string[]): Promise<ImportedResults | null> {
  try {
    return await searched(files, (files) => call('result_import', { files, trust, dry_run: true }));
  } catch (refused) {
    if (!(refused instanceof Refused) || !refused.refusal.params.fingerprint) throw refused;
    const { code, params, sentences } = refused.refusal;
    const file: TakenResult = {
      file: params.file ?? '',
      action: 'refused',
      unit: params.unit ?? '',
      sequence: 0,
      day: null,
      issued_at: null,
      fingerprint: params.fingerprint ?? '',
      visits: NO_VISITS,
      people: NO_PEOPLE,
      code,
      findings: [sentences],
    };
    return { files: [file], visits: NO_VISITS, people: NO_PEOPLE, enrolled: [] };
  }
}

/** A fingerprint without the blanks that it is read with. */
export const plainKey = (spaced: string | undefined): string => (spaced ?? '').replace(/ /g, '');

/** What a search of files gives; null where a folder or a zip holds none of the kind. */
async function searched<T>(files: string[], ask: (files: string[]) => Promise<T>): Promise<T | null> {
  try {
    return files.length > 0 ? await ask(files) : null;
  } catch (refused) {
    if (refused instanceof Refused && ['summary.no_files', 'package.no_files'].includes(refused.code))
      return null;
    throw refused;
  }
}

class Inbox {
  paths = $state<string[]>([]);
  /** Fingerprints that were compared by telephone and are right. */
  trust = $state<string[]>([]);
  /** Of these, keys that take the place of another. */
  replace = $state<string[]>([]);
  /** Fingerprints that were not right. */
  wrong = $state<string[]>([]);
  plan = $state<Plan | null>(null);
  /** What the last taking-in brought. */
  taken = $state<number | null>(null);
  /** Why the paths typed last could not be read. */
  error = $state('');

  /** Puts all files away; nothing was changed by them lying here. */
  clear(): void {
    [this.paths, this.trust, this.replace, this.wrong] = [[], [], [], []];
    this.trustOf = {};
    this.laptops = [];
    this.plan = this.taken = null;
    this.error = '';
  }

  /** Adds files, folders and zips, and plans anew. */
  async add(paths: string[]): Promise<void> {
    const fresh = added(this.paths, paths);
    this.error = '';
    if (fresh.length === 0) return;
    this.taken = null;
    this.paths.push(...fresh);
    if (!(await this.replan())) this.paths = this.paths.filter((path) => !fresh.includes(path));
  }

  #summaryArgs(dry: boolean) {
    return {
      files: forSummaries(this.paths),
      trust: [...this.trust],
      replace_key: [...this.replace],
      dry_run: dry,
    };
  }

  /** Reads all files and plans; gives whether it could. Nothing is written. */
  async replan(): Promise<boolean> {
    if (this.paths.length === 0) {
      this.plan = null;
      return true;
    }
    const args = this.#summaryArgs(true);
    const sealed = desk.book?.level === 'commune' ? forResults(this.paths) : [];
    const works = desk.book?.level === 'hamlet' ? this.paths.filter(isWork) : [];
    const enrolments = this.paths.filter(isEnrolment);
    const plan = await run(t().exchange.reading, async (): Promise<Plan | null> => {
      try {
        const summaries = await searched(args.files, (files) => call('summary_import', { ...args, files }));
        const results = await readResults(sealed, [...this.laptops]);
        const planned = {
          summaries,
          results,
          enrolments: await Promise.all(enrolments.map((file) => readEnrolment(file, this.trustOf[file]))),
          works: await Promise.all(works.map(readWork)),
          sheets: await readSheets(this.paths.filter(isSheet)),
        };
        const none =
          !summaries &&
          !results &&
          planned.works.length + planned.enrolments.length + planned.sheets.length === 0;
        // Nothing of any kind: say so as the core does.
        if (none) await call('summary_import', { ...args, files: this.paths });
        return planned;
      } catch (refused) {
        if (!(refused instanceof Refused) || refused.code === 'job.stopped') throw refused;
        this.error = sentence(refused);
        return null;
      }
    });
    if (plan) {
      this.plan = plan;
      // Taken back, or more to take: what was taken before is no news.
      if (changing(plan) > 0) this.taken = null;
    }
    return plan !== null;
  }

  /** Takes in what changes the book; gives how many files that were, and how many steps can be undone. */
  async take(): Promise<{ files: number; steps: number } | null> {
    const { plan } = this;
    if (!plan) return null;
    const files = changing(plan);
    const args = this.#summaryArgs(false);
    // All that can be read: copies of one worksheet are compared with each other.
    const sheets = plan.sheets.some((sheet) => changes(markOfSheet(sheet)))
      ? plan.sheets.filter(({ accounting }) => accounting).map(({ file }) => file)
      : [];
    const summaries =
      plan.summaries?.files.some((file) => !['same', 'refused'].includes(file.action)) ?? false;
    const results = plan.results?.files.some((file) => changes(markOfResult(file))) ?? false;
    const enrolments = plan.enrolments
      .filter((one) => changes(markOfEnrolment(one)))
      .toSorted((a, b) => (a.taken?.sequence ?? 0) - (b.taken?.sequence ?? 0));
    // The oldest first: a later one would refuse it.
    const works = plan.works
      .filter((work) => changes(markOfWork(work)))
      .toSorted((a, b) => (a.taken?.sequence ?? 0) - (b.taken?.sequence ?? 0));
    const done = await run(t().exchange.taking, async () => {
      if (summaries) await call('summary_import', args);
      const trust = [...this.laptops];
      if (results) await call('result_import', { files: forResults(this.paths), trust, dry_run: false });
      for (const { file } of enrolments)
        await call('enrolment_take', { file, trust: this.trustOf[file] ?? '', dry_run: false });
      for (const { file } of works) await call('package_import', { file, dry_run: false });
      if (sheets.length > 0) await call('visit_import', sheetArgs(sheets, false));
      return true;
    });
    if (done) this.taken = files;
    await this.replan();
    if (!done) return null;
    return {
      files,
      steps:
        Number(sheets.length > 0) + Number(summaries) + Number(results) + works.length + enrolments.length,
    };
  }

  /** Keys of the units above that were compared, by the file that they signed. */
  trustOf: Record<string, string> = {};

  /** Keys of laptops that a person has confirmed. */
  laptops: string[] = [];

  /** A person says that the laptop with a key is that of the hamlet. */
  async confirm(fingerprint: string): Promise<void> {
    this.laptops.push(plainKey(fingerprint));
    await this.replan();
  }

  /** A person has compared the key of the unit above: it is right. */
  async believe(file: string, fingerprint: string): Promise<void> {
    this.trustOf[file] = fingerprint;
    await this.replan();
  }

  /** A person has compared a key: right, or not. */
  async decide(file: PlannedFile, right: boolean): Promise<void> {
    if (!right) this.wrong.push(file.fingerprint);
    else {
      this.wrong = this.wrong.filter((one) => one !== file.fingerprint);
      this.trust.push(file.fingerprint);
      if (file.key?.known) this.replace.push(file.fingerprint);
      try {
        await this.replan();
      } catch (refused) {
        refuse(refused);
      }
    }
  }
}

/** What lies on the desk of the open book. */
export const openInbox = keptOfBook(() => new Inbox());
