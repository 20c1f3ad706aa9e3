import { expect, test } from 'vitest';
import type { SheetLook } from '../../api';
import { FIELDS, mapColumn, nothingSaid } from './columns';
import { imports } from '../../text/vi/imports';

const sheet = {
  name: '',
  columns: [
    { letter: 'A', heading: 'Tên', field: 'name' },
    { letter: 'B', heading: 'Số', field: 'phone' },
    { letter: 'C', heading: 'Mã', field: null },
  ],
} as unknown as SheetLook;

test('what one column is leaves what the others seem to be', () => {
  const said = mapColumn(nothingSaid(), sheet, 2, 'number');
  expect(said.map).toEqual({ name: 'Tên', phone: 'Số', number: 'Mã' });
  expect(said.unused).toEqual([]);
});

test('a field stands in one column; the one before holds nothing', () => {
  const said = mapColumn(nothingSaid(), sheet, 2, 'phone');
  expect(said.map).toEqual({ name: 'Tên', phone: 'Mã' });
  expect(said.unused).toEqual(['Số']);
});

test('a column is set aside', () => {
  const said = mapColumn(nothingSaid(), sheet, 1, '');
  expect(said.map).toEqual({ name: 'Tên' });
  expect(said.unused.toSorted()).toEqual(['Mã', 'Số']);
});

test('each field can be chosen and has its words', () => {
  expect([...FIELDS].toSorted()).toEqual(Object.keys(imports.field).toSorted());
});
