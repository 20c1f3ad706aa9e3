import { expect, test } from 'vitest';
import { left } from './wholeRows';

test('a box ends where a row ends, its head and sum in sight', () => {
  const head = { high: 40, sticks: true };
  const sum = { high: 30, sticks: true };
  const row = { high: 30, sticks: false };
  const check = (rows: (typeof row)[], room: number, expected: number): void =>
    expect(left(rows, room)).toBe(expected);
  check([head, row, row, row, sum], 160, 0);
  check([head, row, row, row, sum], 159, 29);
  check([head, row, row, row, sum], 130, 0);
  check([head, row, { high: 90, sticks: false }, sum], 189, 89);
  check([head, { high: 30.4, sticks: false }, sum], 100, 0);
  // Not even one row has room: the box stays as it is.
  check([head, row, row, sum], 99, 0);
  check([], 99, 0);
});
