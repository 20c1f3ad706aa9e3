import { expect, test } from 'vitest';
import type { IndicatorFigures, IndicatorRow } from '../../api';
import { block, figureOf } from './indicators';

const row = (unit: string, value: IndicatorRow['value'] = null, signed = false): IndicatorRow => ({
  unit_id: unit,
  unit,
  value,
  ratio: null,
  threshold: 25,
  verdict: 'missing',
  signed,
  counted: 0,
  expected: 1,
});
const one: IndicatorFigures = {
  id: 'i',
  name: 'Hồ sơ',
  numerator: '',
  denominator: '',
  measure: 'percent',
  threshold: '25',
  due: null,
  apart: false,
  rows: [row('Xã A'), row('Xã B', null, true), row('Xã C', { numerator: 1, denominator: 2 })],
  total: null,
  reached: 0,
  held: 3,
};

test('a share waits for its other half, and one that is there does not', () => {
  const [a, , c] = one.rows as [IndicatorRow, IndicatorRow, IndicatorRow];
  expect(figureOf(one, a, { numerator: '5', denominator: '' })).toBeNull();
  expect(figureOf(one, a, { numerator: '5', denominator: '9' })?.denominator).toBe('9');
  expect(figureOf(one, c, { numerator: '5', denominator: '' })?.numerator).toBe('5');
  expect(figureOf(one, c, { numerator: '', denominator: '' })?.unit).toBe('Xã C');
  expect(figureOf({ ...one, measure: 'number' }, a, { numerator: '5', denominator: 'x' })?.denominator).toBe(
    '',
  );
});

test('a block of figures goes to the rows from the cell on, names go to the core', () => {
  expect(block('1\t2\r\n3\t4\n5\t6\n', one, 0)?.map(({ unit, numerator }) => unit + numerator)).toEqual([
    'Xã A1',
    'Xã C5',
  ]);
  expect(block('Xã A\t1\t2', one, 0)).toBeNull();
});
