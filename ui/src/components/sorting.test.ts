import { expect, test } from 'vitest';
import { Sorting } from './sorting.svelte';

interface Unit {
  name: string;
  left: number | null;
}
const UNITS: Unit[] = [
  { name: 'Thôn 10', left: 5 },
  { name: 'Thôn 2', left: null },
  { name: 'Đội 1', left: 12 },
];
const table = (name: string): Sorting<Unit, 'name' | 'left'> =>
  new Sorting(name, (column) => (unit) => unit[column]);
const names = (sorting: Sorting<Unit, 'name' | 'left'>): string[] =>
  sorting.of(UNITS).map((unit) => unit.name);

test('a heading orders its rows, then turns them, then leaves them; what is missing stands last', () => {
  const sorting = table('figures');
  const check = (expected: string[]): void => {
    sorting.press('left', 'down');
    expect(names(sorting)).toEqual(expected);
  };
  check(['Đội 1', 'Thôn 10', 'Thôn 2']);
  check(['Thôn 10', 'Đội 1', 'Thôn 2']);
  check(['Thôn 10', 'Thôn 2', 'Đội 1']);
});

test('names stand as a dictionary and numbers in them as numbers; the table finds its order again', () => {
  const sorting = table('names');
  sorting.press('name', 'up');
  expect(names(sorting)).toEqual(['Đội 1', 'Thôn 2', 'Thôn 10']);
  expect(names(table('names'))).toEqual(['Đội 1', 'Thôn 2', 'Thôn 10']);
  expect(names(table('another'))).toEqual(['Thôn 10', 'Thôn 2', 'Đội 1']);
});
