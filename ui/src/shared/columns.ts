// What a table is made of, how its rows are ordered and found, and how it is copied.
import type { Snippet } from 'svelte';
import type { TableLeft } from '../api';
import { count, plain } from '../format';

export interface Column<Row> {
  id: string;
  /** Its heading; a line break parts a long one. */
  head: string;
  title?: string;
  /** The heading as it is drawn, where that is more than its words. */
  drawn?: Snippet<[string]>;
  /** What rows are ordered by, what is missing last; it stands in the cell, too, where neither `says` nor `cell` tells another way. */
  of: (row: Row) => number | string | null | undefined;
  /** Its words, which are copied and searched, too. */
  says?: (row: Row) => string;
  cell?: Snippet<[Row, Column<Row>]>;
  number?: boolean;
  /** How a cell stands out: "strong", "late", "quiet". */
  look?: (row: Row) => string;
  /** How wide it is in a long table; the others share what is left. */
  width?: string;
}

/** The words of a cell. */
export function wordsOf<Row>({ of, says, number }: Column<Row>, row: Row): string {
  if (says) return says(row);
  const value = of(row);
  return number && typeof value !== 'string' ? count(value) : String(value ?? '–');
}

const names = new Intl.Collator('vi', { numeric: true });

/** Another press turns the order round, a third one leaves rows as they came. Names begin with A, figures with the largest. */
export function pressed(
  { column, down }: Pick<TableLeft, 'column' | 'down'>,
  on: string,
  number = false,
): Pick<TableLeft, 'column' | 'down'> {
  if (column !== on) return { column: on, down: number };
  return down === number ? { column, down: !down } : { column: null, down: false };
}

/** The rows by one of the columns. */
export function ordered<Row>(rows: Row[], column: Column<Row> | undefined, down: boolean): Row[] {
  if (!column) return rows;
  const way = down ? -1 : 1;
  return rows
    .map((row) => ({ row, of: column.of(row) }))
    .sort(({ of: a }, { of: b }) => {
      if (a == null || b == null) return Number(a == null) - Number(b == null);
      return (
        way * (typeof a === 'number' && typeof b === 'number' ? a - b : names.compare(String(a), String(b)))
      );
    })
    .map(({ row }) => row);
}

/** What is searched of each row. Of a long table it takes a moment: it is kept from letter to letter. */
export const searchable = <Row>(rows: Row[], columns: Column<Row>[]): string[] =>
  rows.map((row) => ` ${plain(columns.map((column) => wordsOf(column, row)).join(' '))}`);

/** The rows in which all of the words begin somewhere, typed with marks or without. */
export function found<Row>(rows: Row[], there: string[], typed: string): Row[] {
  const wanted = plain(typed).split(' ').filter(Boolean);
  return rows.filter((_, at) => wanted.every((word) => there[at]?.includes(` ${word}`)));
}

/** "316.749" and "−210" as a spreadsheet of any language reads them. */
const plainFigure = (text: string): string =>
  /^−?\d{1,3}(\.\d{3})*$/.test(text) ? text.replaceAll('.', '').replace('−', '-') : text;

/** Rows with their cells parted by tabs: what a spreadsheet takes from the clipboard. */
export const tabbed = (rows: string[][]): string =>
  rows
    .map((cells) => cells.map((cell) => plainFigure(cell.replace(/\s+/g, ' ').trim())).join('\t'))
    .join('\n');
