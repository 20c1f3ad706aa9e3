// A file of people on its way into the book: chosen, checked, seen, taken; of several surveys one after the other.
import type { FileLook, ImportFile, ListKind, ListOfAgency, TakenFile } from '../../api';
import { Refused } from '../../backend';
import { day, plain, readDay } from '../../format';
import { call, desk, run, say, today } from '../../state/desk.svelte';
import { dayFault, t } from '../../text/index.svelte';
import { headings, mapColumn, nothingSaid, type SaidColumns } from './columns';
import type { FileDone } from './files';

export class Importing {
  /** 1 choose, 2 columns, 3 preview, 4 done. */
  step = $state(1);
  /** What the file is; an extract until somebody or the file says otherwise. */
  kind = $state<ListKind | null>(null);
  path = $state('');
  /** The files behind the one at hand, and what became of those before it. */
  waiting = $state<string[]>([]);
  before = $state<FileDone[]>([]);
  refused = $state<Refused | null>(null);
  look = $state<FileLook | null>(null);
  said = $state<SaidColumns>(nothingSaid());
  /** Words for states that the core did not understand at first, with their rows. */
  words = $state<Record<string, number>>({});
  sheets = $state<string[]>([]);
  dayTyped = $state('');
  dayError = $state('');
  preview = $state<TakenFile | null>(null);
  result = $state<TakenFile | null>(null);
  /** Headings that a person has checked. */
  #checked: string[] = [];

  /** Of files that were dropped the first is looked at. */
  constructor(
    kind: ListKind | null,
    dropped: string[],
    private readonly agency: ListOfAgency | null,
  ) {
    this.kind = kind;
    [this.path, this.waiting] = [dropped[0] ?? '', dropped.slice(1)];
    if (this.path) void this.#begin();
  }

  get list(): ListKind {
    return this.kind ?? 'roster';
  }

  get asOf(): string | null {
    return this.list === 'roster' ? readDay(this.dayTyped, today(), 'past') : null;
  }

  /** Whether an extract is a part: as it seems, then as the person says. */
  get partial(): boolean | null {
    return this.preview?.extract?.partial ?? null;
  }

  /** Rows that would come into the book. */
  get rows(): number {
    return this.preview ? this.preview.added + this.preview.updated + this.preview.unchanged : 0;
  }

  /** Whether it is one of several. */
  get among(): boolean {
    return this.waiting.length + this.before.length > 0;
  }

  /** The step that comes next, where it can be taken. */
  get onward(): (() => void) | undefined {
    if (this.step === 2 && this.sheets.length > 0) return () => void this.#toPreview();
    if (this.step === 3 && this.rows > 0) return () => void this.#toResult();
    return undefined;
  }

  choose(others: string[] = []): void {
    [this.waiting, this.before] = [others, []];
    this.#open();
    void this.#begin();
  }

  /** An extract behind the survey that was taken. */
  beginExtract(): void {
    [this.step, this.path, this.kind] = [1, '', 'roster'];
    this.#open();
  }

  /** A step back; false: there is none, and the steps are left. */
  back(): boolean {
    if (this.step === 1 || this.step === 4) return false;
    if (this.step === 2 && this.before.length > 0) void this.#next(null);
    else this.step -= 1;
    return true;
  }

  async map(sheet: FileLook['sheets'][number], column: number, field: string): Promise<void> {
    this.said = mapColumn(this.said, sheet, column, field);
    await this.#lookAt();
  }

  async moveHeader(name: string, row: number | null): Promise<void> {
    const others = Object.entries(this.said.headers).filter(([sheet]) => sheet !== name);
    const headers = Object.fromEntries(row === null ? others : [...others, [name, row]]);
    this.said = { ...this.said, headers };
    await this.#lookAt();
    if (
      this.look?.sheets.some((sheet) => sheet.name === name && sheet.lists_people) &&
      !this.sheets.includes(name)
    )
      this.sheets = [...this.sheets, name];
  }

  async sayWord(word: string, state: string): Promise<void> {
    const others = Object.entries(this.said.states).filter(([other]) => other !== word);
    this.said = {
      ...this.said,
      states: Object.fromEntries(state === '' ? others : [...others, [word, state]]),
    };
    await this.#lookAt();
  }

  async sayPart(part: boolean): Promise<void> {
    if (part === this.partial) return;
    this.preview = (await this.#rehearse(part)) ?? this.preview;
  }

  /** Writes the rows that could not be taken to a file. */
  writeRejected(to: string): Promise<TakenFile> {
    return this.#take({ dry_run: true, rejected: to, replace: true });
  }

  #file(change: Partial<ImportFile> = {}): ImportFile {
    const all = this.look?.sheets.filter((sheet) => sheet.lists_people) ?? [];
    return {
      file: this.path,
      // All of them: sheets that nobody looked at are taken, too.
      sheets: this.sheets.length === all.length ? [] : this.sheets,
      headers: this.said.headers,
      map: this.said.map,
      unused: this.said.unused,
      states: this.said.states,
      dry_run: false,
      rejected: null,
      replace: false,
      ...change,
    };
  }

  #take(change: Partial<ImportFile>, partial = this.partial): Promise<TakenFile> {
    return call('file_take', {
      kind: this.list,
      file: this.#file(change),
      as_of: this.asOf,
      partial,
      list: this.agency,
    });
  }

  #rehearse(partial: boolean | null): Promise<TakenFile | null> {
    return run(t().imports.previewing, () => this.#take({ dry_run: true }, partial));
  }

  /** Begins with the file at hand: nothing is said of it yet. */
  #open(): void {
    [this.said, this.words, this.look, this.preview, this.result] = [nothingSaid(), {}, null, null, null];
  }

  /** Looks at the first file; of several it does not hold up the others when it cannot be opened. */
  async #begin(): Promise<void> {
    await this.#lookAt();
    if (this.refused && this.among) await this.#next(null);
  }

  async #lookAt(): Promise<void> {
    this.refused = null;
    const found = await run(t().imports.looking, async () => {
      try {
        return await call('file_look', this.#file({ sheets: [] }));
      } catch (error) {
        if (!(error instanceof Refused) || error.code === 'job.stopped') throw error;
        if (this.look) throw error;
        this.refused = error;
        return null;
      }
    });
    if (!found) return;
    this.dayError = '';
    const first = this.look === null || this.look.sha256 !== found.sha256;
    this.look = found;
    for (const { text, rows } of found.unread) this.words[text] = rows;
    if (first) {
      const lists = found.sheets.filter((sheet) => sheet.lists_people).map((sheet) => sheet.name);
      // A hamlet that was given the commune's whole workbook takes its own sheet.
      const own = lists.filter((name) => plain(name) === plain(desk.book?.name ?? ''));
      this.sheets = desk.book?.level === 'hamlet' && own.length > 0 ? own : lists;
      this.dayTyped = found.as_of ? day(found.as_of) : '';
    }
    this.step = 2;
  }

  /** What became of the file at hand; the next one, or the result of all. */
  async #next(taken: TakenFile | null): Promise<void> {
    const sha256 = this.look?.sha256 ?? '';
    this.before = [...this.before, { path: this.path, sha256, taken, refused: this.refused }];
    const [first, ...others] = this.waiting;
    if (first === undefined) {
      this.step = 4;
      return;
    }
    [this.path, this.waiting, this.kind] = [first, others, 'register'];
    this.#open();
    await this.#lookAt();
    if (!this.look) return this.#next(null);
    const lists = this.#chosenSheets();
    const known = lists.length > 0 && lists.every((sheet) => this.#checked.includes(headings(sheet)));
    // Of a known kind it goes through without asking, unless something is odd.
    if (!known || this.look.warnings.register?.length) return;
    await this.#toPreview();
    if (this.preview && this.preview.warnings.length === 0) await this.#toResult();
  }

  #chosenSheets(): FileLook['sheets'] {
    return this.look?.sheets.filter((sheet) => this.sheets.includes(sheet.name)) ?? [];
  }

  async #toPreview(): Promise<void> {
    this.dayError = '';
    if (this.list === 'roster' && this.asOf === null) {
      this.dayError = this.dayTyped.trim() ? dayFault(this.dayTyped) : t().imports.dayMissing;
      document.querySelector<HTMLElement>('[data-day]')?.focus();
      return;
    }
    if (this.asOf !== null && this.asOf > today()) {
      this.dayError = t().frame.day.future;
      return;
    }
    this.preview = await this.#rehearse(null);
    if (this.preview) this.step = 3;
  }

  async #toResult(): Promise<void> {
    if (!this.preview) return;
    // What was taken: the next file may be chosen while the book is still asked what it holds.
    const [taken, name] = [this.list, this.look?.file_name ?? ''];
    const done = await run(t().imports.taking, () => this.#take({}));
    if (!done) return;
    if (!this.among) {
      this.result = done;
      this.step = 4;
    }
    desk.book = await call('book_info', {});
    if (taken === 'roster')
      await run(t().roster.reconciling, () =>
        call('reconcile', { roster: done.extract?.roster ?? null, out: null, replace: false, accept: null }),
      );
    say(t().imports.said(name), true);
    this.#checked = [...this.#checked, ...this.#chosenSheets().map(headings)];
    if (this.among) await this.#next(done);
  }
}
