import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BookInfo, Settings } from '../api';
import { desk } from '../state/desk.svelte';
import { timeToLock, watchIdle } from './lock.svelte';

const MINUTE = 60_000;

const system = vi.hoisted(() => ({ locks: (reason: 'session' | 'sleep'): void => void reason }));
vi.mock('../backend', () => ({
  Refused: Error,
  callCore: () => Promise.resolve({ out: {}, touched: [] }),
  onSystemLock: (lock: typeof system.locks) => {
    system.locks = lock;
    return Promise.resolve(() => undefined);
  },
}));

test.each<[string, number, number, number, number, string | null]>([
  ['hands at work', 10 * MINUTE, 10 * MINUTE - 5000, 9 * MINUTE, 10, null],
  ['ten idle minutes', 20 * MINUTE, 20 * MINUTE - 5000, 10 * MINUTE, 10, 'idle'],
  ['the lid was closed', 20 * MINUTE, 15 * MINUTE, 15 * MINUTE, 10, 'sleep'],
  ['never, as chosen', 90 * MINUTE, 15 * MINUTE, 15 * MINUTE, 0, null],
])('%s', (_, now, lastTick, lastAct, minutes, expected) =>
  expect(timeToLock(now, lastTick, lastAct, minutes)).toBe(expected),
);

let stop = (): void => undefined;
beforeEach(() => {
  vi.useFakeTimers();
  stop = watchIdle();
  desk.book = { id: 'a' } as BookInfo;
  desk.locked = desk.running = null;
  desk.settings = { idle_minutes: 10 } as Settings;
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('the book is locked with the session of the system', () => {
  system.locks('session');
  expect(desk.locked).toBe('session');
});

test('a job that runs ends first', () => {
  desk.running = { title: '', progress: null, since: 0 };
  system.locks('session');
  vi.advanceTimersByTime(6000);
  expect(desk.locked).toBe(null);
  desk.running = null;
  vi.advanceTimersByTime(6000);
  expect(desk.locked).toBe('session');
});

test('nothing locks by itself where a person chose so', () => {
  desk.settings = { idle_minutes: 0 } as Settings;
  system.locks('session');
  expect(desk.locked).toBe(null);
});
