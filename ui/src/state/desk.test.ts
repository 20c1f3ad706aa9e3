import { beforeEach, expect, test, vi } from 'vitest';
import type { Settings } from '../api';
import { Refused } from '../backend';
import {
  call,
  changeSettings,
  desk,
  refuse,
  rereadAll,
  run,
  runSaving,
  say,
  undoLast,
  watch,
  watchDrops,
} from './desk.svelte';

const core = vi.hoisted(() => ({
  calls: [] as string[],
  touched: ['visit'],
  reading: Promise.resolve({ out: null, touched: [] as string[] }),
  drops: [] as ((paths: string[]) => void)[],
  drop: (paths: string[]): void => core.drops.forEach((drop) => drop(paths)),
}));
vi.mock('../backend', () => ({
  Refused: Error,
  callCore: (name: string, args: unknown) => {
    core.calls.push(name);
    if (name === 'undo' && (args as { ask: boolean }).ask)
      return Promise.reject(Object.assign(new Error(), { code: 'undo.ask_closing' }));
    if (name === 'words') return Promise.resolve({ out: {}, touched: [] });
    if (name === 'settings_change') return Promise.resolve({ out: args, touched: [] });
    if (name === 'words') return Promise.resolve({ out: {}, touched: [] });
    // Reading takes its time, and changes nothing.
    const reading = name === 'settings';
    return reading ? core.reading : Promise.resolve({ out: null, touched: core.touched });
  },
  onDrop: (drop: (paths: string[]) => void) => {
    core.drops.push(drop);
    return Promise.resolve(() => undefined);
  },
}));

beforeEach(() => {
  desk.locked = desk.running = null;
  core.calls = [];
});

test('behind the lock nothing is read, and all of it once it is gone', async () => {
  const read = vi.fn();
  desk.locked = 'idle';
  const off = watch(['visit'], read);
  await call('undo', { id: null, ask: false });
  expect(read).not.toHaveBeenCalled();
  desk.locked = null;
  rereadAll();
  await call('undo', { id: null, ask: false });
  expect(read).toHaveBeenCalledTimes(2);
  off();
});

test.each([
  [null, false, false, true],
  ['idle', false, false, false],
  [null, true, false, false],
  [null, false, true, false],
] as const)(
  'that no book is open is told where one is: locked %s, left now %s, left %s',
  (locked, leaving, left, told) => {
    const refused = Object.assign(new Refused({ code: 'book.none_open' } as never), {
      code: 'book.none_open',
    });
    Object.assign(desk, { locked, leaving, book: left ? null : {}, refused: null });
    refuse(refused);
    expect(desk.refused).toBe(told ? refused : null);
    Object.assign(desk, { leaving: false, book: null, refused: null });
  },
);

test('files fall on the screen alone, not on the lock or a job', () => {
  const taken: string[][] = [];
  const off = watchDrops((paths) => taken.push(paths));
  core.drop(['a']);
  desk.locked = 'sleep';
  core.drop(['b']);
  desk.locked = null;
  desk.running = { title: '', progress: null, since: 0 };
  core.drop(['c']);
  off();
  expect(taken).toEqual([['a']]);
});

test('what no part of the screen takes goes to whoever takes the rest', () => {
  const rest: string[][] = [];
  const lists: string[][] = [];
  const off = [
    watchDrops((paths) => rest.push(paths), 'rest'),
    watchDrops((paths) => lists.push(paths), 'lists'),
  ];
  core.drop(['phieu', 'so.xlsx']);
  core.drop(['a.tnsolieu']);
  off[1]?.();
  core.drop(['so.xlsx']);
  off[0]?.();
  expect(lists).toEqual([['phieu', 'so.xlsx']]);
  expect(rest).toEqual([['a.tnsolieu'], ['so.xlsx']]);
});

test('two settings changed at once are both kept', async () => {
  desk.settings = { theme: 'light', text_percent: 100, language: 'vi' } as Settings;
  await Promise.all([changeSettings({ theme: 'dark' }), changeSettings({ text_percent: 125 })]);
  expect(desk.settings).toMatchObject({ theme: 'dark', text_percent: 125 });
});

test('the same asked twice at once is written once', async () => {
  await Promise.all([call('undo', { id: null, ask: false }), call('undo', { id: null, ask: false })]);
  expect(core.calls).toEqual(['undo']);
  await call('undo', { id: null, ask: false });
  expect(core.calls).toEqual(['undo', 'undo']);
});

test('a change that is answered is read behind, not what was asked before it', async () => {
  core.reading = new Promise(() => undefined);
  const off = watch(['visit'], () => void call('settings', {}));
  void call('settings', {});
  await call('undo', { id: null, ask: false });
  off();
  expect(core.calls).toEqual(['settings', 'undo', 'settings']);
});

test('an answer knows whether something was asked since', async () => {
  const current: (() => boolean)[] = [];
  const off = watch(['visit'], (isCurrent) => current.push(isCurrent));
  expect(current.map((is) => is())).toEqual([true]);
  await call('undo', { id: null, ask: false });
  expect(current.map((is) => is())).toEqual([false, true]);
  off();
  expect(current.map((is) => is())).toEqual([false, false]);
});

test('what was said goes with the next change: its "Undo" is about the last one', async () => {
  say('Đã ghép');
  await call('undo', { id: null, ask: false });
  expect(desk.said).toBeNull();
});

test('a second job does not begin while one runs', async () => {
  const job = vi.fn(() => Promise.resolve(1));
  expect(await Promise.all([run('', job), run('', job)])).toEqual([1, null]);
  expect(job).toHaveBeenCalledOnce();
});

test('a file that is there is replaced only when the user says so', async () => {
  const there = Object.assign(new Error(), { code: 'save.exists', refusal: { params: { path: 'a.xlsx' } } });
  const write = vi.fn((replace: boolean) => (replace ? Promise.resolve('written') : Promise.reject(there)));
  for (const [says, expected] of [
    [false, null],
    [true, 'written'],
  ] as const) {
    const saving = runSaving('', write);
    await vi.waitFor(() => expect(desk.replacing?.path).toBe('a.xlsx'));
    desk.replacing?.answer(says);
    expect(await saving).toBe(expected);
    expect(desk.replacing).toBeNull();
  }
  expect(write.mock.calls).toEqual([[false], [false], [true]]);
});

test('the closing of a day is undone only when the user says so', async () => {
  for (const [says, calls] of [
    [false, ['undo']],
    [true, ['undo', 'undo']],
  ] as const) {
    core.calls = [];
    const undoing = undoLast();
    await vi.waitFor(() => expect(desk.undoing).not.toBeNull());
    desk.undoing?.answer(says);
    await undoing;
    expect(core.calls).toEqual(calls);
    expect(desk.undoing).toBeNull();
  }
});
