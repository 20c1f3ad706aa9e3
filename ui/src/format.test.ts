import { describe, expect, test } from 'vitest';
import {
  addDays,
  birth,
  count,
  day,
  differingPlaces,
  maskExcept,
  inside,
  maskNumber,
  nameMeant,
  paragraphs,
  percent,
  plain,
  ranges,
  readDay,
  shortDay,
  time,
} from './format';

/** One row an example: the input, and what the screen shows. */
const check = <T>(job: (input: T) => unknown, examples: [T, unknown][]): void =>
  test.each(examples)('%s → %s', (input, expected) => expect(job(input)).toBe(expected));

describe('figures', () => {
  check(count, [
    [0, '0'],
    [999, '999'],
    [3416, '3.416'],
    [1234567, '1.234.567'],
    [null, '–'],
    [-12, '−12'],
  ]);
  check(percent, [
    [6674, '66,74%'],
    [764, '7,64%'],
    [1, '0,01%'],
    [12345, '123,45%'],
    [1234500, '12.345,00%'],
    [null, '–'],
  ]);
});

describe('days', () => {
  check(day, [
    ['2026-11-21', '21/11/2026'],
    ['2026-11-21T19:30:00+07:00', '21/11/2026'],
    ['', '–'],
  ]);
  check(
    (iso: string) => shortDay(iso, '2026-11-25'),
    [
      ['2026-11-21', '21/11'],
      ['2025-11-21', '21/11/2025'],
    ],
  );
  check(time, [
    ['2026-11-21T19:30:00+07:00', '19:30'],
    ['2026-11-21', '–'],
  ]);
  check(
    (typed: string) => readDay(typed, '2026-11-25'),
    [
      ['21/11/2026', '2026-11-21'],
      ['1/6', '2026-06-01'],
      ['2/1', '2027-01-02'],
      ['29/2', null],
      ['21.11.26', '2026-11-21'],
      ['21112026', '2026-11-21'],
      ['31/02/2026', null],
      ['hôm nay', null],
    ],
  );
  check(
    (typed: string) => readDay(typed, '2027-01-02', 'past'),
    [
      ['28/12', '2026-12-28'],
      ['2/1', '2027-01-02'],
      ['3/1', '2026-01-03'],
      ['1/2', '2026-02-01'],
      ['3/1/2027', '2027-01-03'],
    ],
  );
  check(
    (days: number) => addDays('2026-11-30', days),
    [
      [1, '2026-12-01'],
      [-30, '2026-10-31'],
    ],
  );
});

describe('inside a sentence', () => {
  check(inside, [
    ['Nhà 3A', 'nhà 3A'],
    ['Đã mất', 'đã mất'],
    ['SIM không chính chủ', 'SIM không chính chủ'],
  ]);
});

test('a text laid out by signs is read without them', () => {
  expect(paragraphs('# Fonts\n\nFrom `npm`,\nunchanged:\n\n1. One\n   more.\n2. Two\n')).toEqual([
    { heading: true, text: 'Fonts' },
    { heading: false, text: 'From npm, unchanged:' },
    { heading: false, text: '1. One more.\n2. Two' },
  ]);
});

describe('masks', () => {
  check(maskNumber, [
    ['038086001231', '03••••••••31'],
    ['0912345642', '09••••••42'],
    ['123', '•••'],
    ['', ''],
  ]);
});

test('digits that differ are shown inside a masked number', () => {
  expect(maskExcept('038171000135', [[9, 11]])).toBe('03•••••••135');
  expect(maskExcept('038171000135', [])).toBe('03••••••••35');
  // Of two wholly different numbers nothing more is shown.
  const other = differingPlaces('038171000135', '001095123462');
  expect(maskExcept('038171000135', other)).toBe('03••••••••35');
  const phones = differingPlaces('0912345642', '0912395742');
  expect(phones).toEqual([
    [5, 6],
    [7, 8],
  ]);
  expect(maskExcept('0912345642', phones)).toBe('09•••4•642');
});

test.each([
  ['1971-09-04', '04/09/1971'],
  ['1971', '1971'],
  [null, '–'],
])('birth %s is %s', (iso, shown) => expect(birth(iso)).toBe(shown));

describe('names', () => {
  check(plain, [
    ['  NGUYỄN Văn Đào ', 'nguyen van dao'],
    ['Số 12/3A, ngõ Giếng', 'so 12/3a ngo gieng'],
  ]);
});

test.each([
  [' thon ben do ', ['Thôn Bến Đò'], 'Thôn Bến Đò'],
  ['Hung', ['Hùng', 'Hưng'], 'Hung'],
  ['Hưng', ['Hùng'], 'Hưng'],
  ['Lò Văn Thử', [], 'Lò Văn Thử'],
])('%s among %s means %s', (typed, known, meant) => expect(nameMeant(typed, known)).toBe(meant));

test.each<[number[], string]>([
  [[], ''],
  [[37], '37'],
  [[3, 5, 6, 7, 9, 10], '3, 5–7, 9–10'],
])('%o reads %s', (numbers, words) => expect(ranges(numbers)).toBe(words));
