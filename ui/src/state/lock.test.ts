import { expect, test } from 'vitest';
import { timeToLock } from './lock.svelte';

const MINUTE = 60_000;

test.each<[string, number, number, number, number, string | null]>([
  ['hands at work', 10 * MINUTE, 10 * MINUTE - 5000, 9 * MINUTE, 10, null],
  ['ten idle minutes', 20 * MINUTE, 20 * MINUTE - 5000, 10 * MINUTE, 10, 'idle'],
  ['the lid was closed', 20 * MINUTE, 15 * MINUTE, 15 * MINUTE, 10, 'sleep'],
  ['never, as chosen', 90 * MINUTE, 15 * MINUTE, 15 * MINUTE, 0, null],
])('%s', (_, now, lastTick, lastAct, minutes, expected) =>
  expect(timeToLock(now, lastTick, lastAct, minutes)).toBe(expected),
);
