import { expect, test } from 'vitest';
import { readPercent } from './percent';

test('a percentage is read as people type it', () => {
  const check = (typed: string, expected: number | null): void =>
    expect(readPercent(typed), typed).toBe(expected);
  check('2', 200);
  check('0,5', 50);
  check(' 2.25 % ', 225);
  check('100', 10_000);
  check('', null);
  check('-1', null);
  check('1,234', null);
  check('hai', null);
});
