import { expect, test } from 'vitest';
import type { LeagueRow, TargetLine } from '../../api';
import { readCount } from '../../format';
import { lowestFirst } from './league';
import { planOf, typedOf } from './planForm';
import { block, lead, valueOf } from './sheet';

const line = (unit_id: string, total: number | null = null): TargetLine => ({
  unit_id,
  unit: unit_id,
  locked: false,
  answerable: '',
  target: total == null ? null : { total, level1: 1, level2: null },
  baseline: null,
  eligible: null,
  fixed: null,
});
const rows = [line('a', 10), line('b'), line('c', 30)];

test('a cell without a figure is empty, not zero', () => {
  expect([3, 4, 5, 8].map((column) => valueOf(rows[0] as TargetLine, column as 3))).toEqual([
    10,
    1,
    null,
    null,
  ]);
  expect(valueOf(rows[1] as TargetLine, 3)).toBeNull();
});

test.each([
  ['ArrowDown', { row: 0, column: 3 }, true, { row: 1, column: 3 }],
  ['Enter', { row: 2, column: 3 }, false, null],
  ['ArrowRight', { row: 0, column: 3 }, true, { row: 0, column: 4 }],
  ['ArrowRight', { row: 0, column: 3 }, false, null],
  ['ArrowRight', { row: 0, column: 8 }, true, null],
  ['ArrowUp', { row: 0, column: 5 }, true, null],
  ['5', { row: 0, column: 5 }, true, null],
] as const)('%s', (key, at, whole, expected) => expect(lead(key, at, rows.length, whole)).toEqual(expected));

test('a block of figures goes into the cells from the one chosen on', () => {
  const cells = [
    { unit_id: 'b', column: 3, text: '1.200' },
    { unit_id: 'b', column: 4, text: '300' },
    { unit_id: 'c', column: 3, text: '5' },
    { unit_id: 'c', column: 4, text: '' },
  ];
  expect(block('1.200\t300\r\n5\t\r\n', { row: 1, column: 3 }, rows)).toEqual({ cells, headings: 0 });
  expect(block('Chỉ tiêu\tMức 1\n(3)\t(4)\n1.200\t300\n5\t', { row: 1, column: 3 }, rows)).toEqual({
    cells,
    headings: 2,
  });
  expect(block('Đơn vị\tChỉ tiêu\nThôn 1\t120', { row: 0, column: 3 }, rows)).toBeNull();
  expect(block('Thôn 1\t120', { row: 0, column: 3 }, rows)).toBeNull();
  expect(block('1\n2\n3', { row: 2, column: 8 }, rows)?.cells).toHaveLength(1);
});

test('a plan is read from what was typed, or says what is wrong', () => {
  const typed = {
    ...typedOf(null),
    number: '1/KH',
    title: 'Đợt',
    first: '1/11/2026',
    last: '30/11',
    target: '5.118',
  };
  expect(planOf(typed, '2026-11-21').plan).toMatchObject({
    first_day: '2026-11-01',
    last_day: '2026-11-30',
    target: 5118,
  });
  const phases = [{ name: '', first: '', last: '31/11', due: '', target: 'x' }];
  expect(planOf({ ...typed, phases }, '2026-11-21').wrong).toEqual({
    'phases.0.name': 'missing',
    'phases.0.first': 'missing',
    'phases.0.last': 'none',
    'phases.0.target': 'number',
  });
  const check = (typed: string, expected: number | null | undefined) =>
    expect(readCount(typed)).toBe(expected);
  check('5 118', 5118);
  check(' 1.234.567 ', 1234567);
  check('5118', 5118);
  check('', null);
  check('-3', undefined);
  check('12.5', undefined);
  check('1.25', undefined);
});

test('the lowest forecast comes first, what is not known last', () => {
  const row = (unit: string, ahead_ratio: number | null, so_far_ratio: number | null): LeagueRow =>
    ({ unit, ahead_ratio, so_far_ratio }) as LeagueRow;
  const units = [row('c', 9000, 100), row('a', null, null), row('b', 5000, 4000), row('d', 6000, 6000)];
  expect(lowestFirst(units).map(({ unit }) => unit)).toEqual(['b', 'd', 'c', 'a']);
});
