import { expect, test } from 'vitest';
import type { Column, Row, Value } from '../../api';
import { bodyRows, headRows, valueText } from './table';

const column = (...heading: string[]): Column => ({ heading, width: 50, kind: 'count' });
const row = (...cells: Value[]): Row => ({ total: false, cells });

test('neighbours share the heading of their group, a short heading reaches down', () => {
  const rows = headRows([
    column('STT'),
    column('Chỉ tiêu', 'Mức 1'),
    column('Chỉ tiêu', 'Mức 2'),
    column('Còn lại'),
  ]);
  const told = rows.map((cells) => cells.map((c) => `${c.text} ${c.colspan}×${c.rowspan}`));
  expect(told).toEqual([
    ['STT 1×2', 'Chỉ tiêu 2×1', 'Còn lại 1×2'],
    ['Mức 1 1×1', 'Mức 2 1×1'],
  ]);
});

test.each<[Value, string]>([
  [{ text: 'Lò' }, 'Lò'],
  [{ count: 3416 }, '3.416'],
  [{ ratio: 6674 }, '66,74%'],
  ['missing', '–'],
])('%o is printed as %s', (value, text) => expect(valueText(value)).toBe(text));

test('a cell of several rows is one cell, and begins again on the next page', () => {
  const columns = [column('A'), column('B')];
  const rows = [row({ text: 'x' }, { count: 2 }), row('above', { count: 1 }), row({ text: 'Tổng' }, 'left')];
  const [first, second, third] = bodyRows(rows, columns);
  expect([first?.[0]?.rowspan, second?.length, third?.[0]?.colspan]).toEqual([2, 1, 2]);
  expect(bodyRows(rows.slice(1), columns)[0]?.length).toBe(2);
});
