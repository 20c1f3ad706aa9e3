import { expect, test } from 'vitest';
import { byNearness } from './nearness';

const HITS: [string, string][] = [
  ['3', 'Hoàng Thị Nguyên'],
  ['4', 'Trần Thị Hoa'],
  ['5', 'Hoa Thị An'],
  ['12', 'Hoa'],
];
const check = (query: string, expected: string[]): void =>
  expect(byNearness(query, HITS, (hit) => hit).map(([, name]) => name)).toEqual(expected);

test('the number, the name and the given name come before the rest', () => {
  check('hoa', ['Hoa', 'Trần Thị Hoa', 'Hoàng Thị Nguyên', 'Hoa Thị An']);
  check('tran thi hoa', ['Trần Thị Hoa', 'Hoàng Thị Nguyên', 'Hoa Thị An', 'Hoa']);
  check('5', ['Hoa Thị An', 'Hoàng Thị Nguyên', 'Trần Thị Hoa', 'Hoa']);
});
