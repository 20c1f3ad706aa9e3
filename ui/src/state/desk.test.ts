import { beforeEach, expect, test, vi } from 'vitest';
import { call, desk, rereadAll, run, watch, watchDrops } from './desk.svelte';

const core = vi.hoisted(() => ({
  touched: [] as string[],
  drop: (_: string[]): void => undefined,
}));
vi.mock('../backend', () => ({
  Refused: Error,
  callCore: () => Promise.resolve({ out: null, touched: core.touched }),
  onDrop: (drop: (paths: string[]) => void) => {
    core.drop = drop;
    return Promise.resolve(() => undefined);
  },
}));

beforeEach(() => {
  desk.locked = desk.running = null;
  core.touched = ['visit'];
});

test('behind the lock nothing is read, and all of it once it is gone', async () => {
  const read = vi.fn();
  desk.locked = 'idle';
  const off = watch(['visit'], read);
  await call('settings', {});
  expect(read).not.toHaveBeenCalled();
  desk.locked = null;
  rereadAll();
  await call('settings', {});
  expect(read).toHaveBeenCalledTimes(2);
  off();
});

test('files fall on the screen alone, not on the lock or a job', () => {
  const taken: string[][] = [];
  watchDrops((paths) => taken.push(paths));
  core.drop(['a']);
  desk.locked = 'sleep';
  core.drop(['b']);
  desk.locked = null;
  desk.running = { title: '', progress: null, since: 0 };
  core.drop(['c']);
  expect(taken).toEqual([['a']]);
});
