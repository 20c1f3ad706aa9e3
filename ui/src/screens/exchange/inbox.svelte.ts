// Files that lie on the desk to be taken in, until they are or are put away.
import { Refused } from '../../backend';
import type { FoundFile, PlannedFile } from '../../api';
import { call, desk, refuse, run, sentence } from '../../state/desk.svelte';
import { keptOfBook } from '../../state/kept';
import { t } from '../../text/index.svelte';
import {
  added,
  changes,
  changing,
  isForeign,
  markOf,
  markOfEnrolment,
  markOfResult,
  markOfSheet,
  markOfWork,
  type Plan,
  type PlannedEnrolment,
  type PlannedSheet,
  type PlannedWork,
} from './plan';

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
  /** The plans by which files were taken in here, the last one first. */
  followed = $state.raw<Plan[]>([]);
  /** Why the paths typed last could not be read. */
  error = $state('');

  /** Puts all files away; nothing was changed by them lying here. */
  clear(): void {
    [this.paths, this.trust, this.replace, this.wrong] = [[], [], [], []];
    this.trustOf = {};
    this.laptops = [];
    this.plan = this.taken = null;
    this.followed = [];
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

  #summaryArgs(files: string[], dry: boolean) {
    return { files, trust: [...this.trust], replace_key: [...this.replace], dry_run: dry };
  }

  /** Reads all files and plans; gives whether it could. Nothing is written. `after` this inbox itself has taken files in. */
  async replan(after = false): Promise<boolean> {
    if (this.paths.length === 0) {
      this.plan = null;
      return true;
    }
    const plan = await run(t().exchange.reading, async (): Promise<Plan | null> => {
      try {
        return await this.#read();
      } catch (refused) {
        if (!(refused instanceof Refused) || refused.code === 'job.stopped') throw refused;
        this.error = sentence(refused);
        return null;
      }
    });
    if (plan) {
      this.plan = plan;
      // Taken back, or more to take: what was taken before is no news.
      if (!after && changing(plan) > 0) this.taken = null;
    }
    return plan !== null;
  }

  async #read(): Promise<Plan> {
    const found = await call('inbox_find', { files: $state.snapshot(this.paths) });
    const of = (...kinds: FoundFile['kind'][]): string[] =>
      found.files.filter(({ kind }) => kinds.includes(kind)).map(({ file }) => file);
    const named = found.files.filter((one) => one.named).map(({ file }) => file);
    const files = {
      summaries: of('summary', 'other'),
      results: desk.book?.level === 'commune' ? of('result', 'other') : [],
    };
    const results = await searched(files.results, (all) =>
      call('result_import', { files: all, trust: [...this.laptops], dry_run: true }),
    );
    // A key that the card of its hamlet shows, in a file of this very pile, is not asked about.
    const args = this.#summaryArgs(files.summaries, true);
    args.trust.push(...(results?.believed ?? []));
    const summaries = await searched(files.summaries, (all) =>
      call('summary_import', { ...args, files: all }),
    );
    const works = await Promise.all(of('work').map(readWork));
    const enrolments = await Promise.all(
      of('enrolment').map((file) => readEnrolment(file, this.trustOf[file])),
    );
    const sheets = await readSheets(of('sheet'));
    // On a stick lie the files of others, too; one that was named is told why it is refused.
    const passed = (file: string, code: string | undefined): boolean =>
      !named.includes(file) && isForeign(code);
    const others = [
      ...[...works, ...enrolments, ...sheets].filter((one) => passed(one.file, one.refused?.code)),
      ...(results?.files ?? []).filter((one) => passed(one.file, one.code)),
    ].map(({ file }) => file);
    const ours = <T extends { file: string }>(all: T[]): T[] =>
      all.filter(({ file }) => !others.includes(file));
    const plan: Plan = {
      files,
      foreign: [...found.foreign, ...others],
      summaries,
      results: results && { ...results, files: ours(results.files) },
      enrolments: ours(enrolments),
      works: ours(works).toSorted((a, b) => (a.taken?.sequence ?? 0) - (b.taken?.sequence ?? 0)),
      sheets: ours(sheets),
    };
    const none = !summaries && !results && works.length + enrolments.length + sheets.length === 0;
    // A zip with nothing in it: said as the core does.
    if (none) await call('summary_import', args);
    return plan;
  }

  /** Takes in all that was shown to change the book; gives how many files that were, and how many steps can be undone. */
  async take(): Promise<{ files: number; steps: number } | null> {
    const { plan } = this;
    if (!plan) return null;
    // All that can be read: copies of one worksheet are compared with each other.
    const sheets = plan.sheets.filter(({ accounting }) => accounting).map(({ file }) => file);
    const results = plan.results?.files.filter((file) => changes(markOfResult(file))).length ?? 0;
    const summaries = plan.summaries?.files.filter((file) => changes(markOf(file))).length ?? 0;
    const filled = plan.sheets.filter((sheet) => changes(markOfSheet(sheet))).length;
    const enrolments = plan.enrolments
      .filter((one) => changes(markOfEnrolment(one)))
      .toSorted((a, b) => (a.taken?.sequence ?? 0) - (b.taken?.sequence ?? 0));
    const works = plan.works.filter((work) => changes(markOfWork(work)));
    let [taken, steps] = [0, 0];
    const step = async (files: number, take: () => Promise<unknown>): Promise<void> => {
      if (files === 0) return;
      await take();
      taken += files;
      steps += 1;
    };
    const done = await run(t().exchange.taking, async () => {
      // Results first: they show whose the keys of hamlets are.
      await step(results, () =>
        call('result_import', { files: plan.files.results, trust: [...this.laptops], dry_run: false }),
      );
      await step(summaries, () => call('summary_import', this.#summaryArgs(plan.files.summaries, false)));
      for (const { file } of enrolments)
        await step(1, () =>
          call('enrolment_take', { file, trust: this.trustOf[file] ?? '', dry_run: false }),
        );
      // The oldest first: a later one would refuse it.
      for (const { file } of works) await step(1, () => call('package_import', { file, dry_run: false }));
      await step(filled, () => call('visit_import', sheetArgs(sheets, false)));
      return true;
    });
    // Also when one of them stopped it: what was written is said.
    if (taken > 0) {
      this.taken = taken;
      this.followed = [plan, ...this.followed];
    }
    await this.replan(true);
    return done ? { files: taken, steps } : null;
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
