import { expect, test } from 'vitest';
import { found, ordered, pressed, searchable, tabbed, type Column } from './columns';

interface Unit {
  name: string;
  left: number | null;
}
const UNITS: Unit[] = [
  { name: 'Thôn 10', left: 5 },
  { name: 'Thôn 2', left: null },
  { name: 'Đội 1', left: 12 },
];
const NAME: Column<Unit> = { id: 'name', head: 'Thôn', of: (unit) => unit.name };
const LEFT: Column<Unit> = { id: 'left', head: 'Còn', of: (unit) => unit.left, number: true };
const names = (units: Unit[]): string[] => units.map((unit) => unit.name);

test('a heading orders its rows, then turns them, then leaves them; what is missing stands last', () => {
  let at: ReturnType<typeof pressed> = { column: null, down: false };
  const check = (column: Column<Unit>, expected: string[]): void => {
    at = pressed(at, column.id, column.number);
    expect(names(ordered(UNITS, at.column ? column : undefined, at.down))).toEqual(expected);
  };
  check(LEFT, ['Đội 1', 'Thôn 10', 'Thôn 2']);
  check(LEFT, ['Thôn 10', 'Đội 1', 'Thôn 2']);
  check(LEFT, ['Thôn 10', 'Thôn 2', 'Đội 1']);
  // Names stand as a dictionary, and numbers in them as numbers.
  check(NAME, ['Đội 1', 'Thôn 2', 'Thôn 10']);
});

test('rows are found by the beginnings of words in any column', () => {
  const check = (typed: string, expected: string[]): void =>
    expect(names(found(UNITS, searchable(UNITS, [NAME, LEFT]), typed))).toEqual(expected);
  check('', names(UNITS));
  check('doi', ['Đội 1']);
  check('thon 5', ['Thôn 10']);
  check('hon', []);
});

test('a table is copied as a spreadsheet takes it', () => {
  const check = (cells: string[], expected: string): void => expect(tabbed([cells])).toBe(expected);
  check([' Thôn\n 6 ', '1.316.749'], 'Thôn 6\t1316749');
  check(['Tổng', '', '−210', '66,74%'], 'Tổng\t\t-210\t66,74%');
  // A day and an hour are no figures.
  check(['21.11', '20:30', '–'], '21.11\t20:30\t–');
});
