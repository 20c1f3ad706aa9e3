import { expect, test } from 'vitest';
import { changedAt, nextOpen } from './place';

test.each([
  ['ooo', 0, 0],
  ['jjo', 0, 2],
  ['ojj', 2, 0], // none after: the neighbour before
  ['oojjj', 4, 1],
  ['jls', 1, null],
  ['', 0, null],
  ['oo', 9, 1], // the pile has become shorter
])('the next open row of %s from %d on', (states, at, expected) => {
  expect(nextOpen(states, at)).toBe(expected);
});

test.each([
  ['ojoo', 'oooo', 3, 1], // one choice was taken back
  ['jjoj', 'ooj', 0, null], // rows came or went
  ['jjjj', 'oojo', 3, 3], // many at once: the nearest
  ['oooo', 'oooo', 2, null],
  ['oooo', 'ojoo', 2, null], // done again
])('%s → %s at %d', (before, now, at, expected) => {
  expect(changedAt(before, now, at)).toBe(expected);
});
