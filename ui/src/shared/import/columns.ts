// What a person says of the columns of a file, beside what the core sees in them.
import type { Field, SheetLook } from '../../api';

export interface SaidColumns {
  /** Field → heading. */
  map: Record<string, string>;
  /** Headings of columns that hold nothing for the book. */
  unused: string[];
  /** Sheet → heading row. */
  headers: Record<string, number>;
  /** Word for a state → code of the state. */
  states: Record<string, string>;
}

export const nothingSaid = (): SaidColumns => ({ map: {}, unused: [], headers: {}, states: {} });

/**
 * Says what one column holds; '' for nothing. The first word on a sheet repeats all that its columns seem to be, so that
 * what was remembered of an earlier file stays.
 */
export function mapColumn(said: SaidColumns, sheet: SheetLook, column: number, field: string): SaidColumns {
  let map: Record<string, string> = { ...said.map };
  const unused = new Set(said.unused);
  for (const { heading, field: seen } of sheet.columns) {
    if (seen && !(seen in map)) map[seen] = heading;
    if (!seen) unused.add(heading);
  }
  const heading = sheet.columns[column]?.heading;
  if (heading === undefined) return said;
  map = Object.fromEntries(Object.entries(map).filter(([, of]) => of !== heading));
  unused.delete(heading);
  if (field === '') {
    unused.add(heading);
  } else {
    const before = map[field];
    if (before !== undefined && before !== heading) unused.add(before);
    map[field] = heading;
  }
  return { ...said, map, unused: [...unused] };
}

/** What tells sheets with the same headings. */
export const headings = (sheet: SheetLook): string =>
  JSON.stringify(sheet.columns.map(({ heading, field }) => [heading, field]));

/** How many of the columns hold something for the book. */
export const known = (sheet: SheetLook): number => sheet.columns.filter((column) => column.field).length;

/** The fields that a person may choose, in the order of forms; rarely used ones last. */
export const FIELDS: Field[] = [
  'name',
  'birth',
  'sex',
  'number',
  'old-number',
  'number-or-old',
  'phone',
  'hamlet',
  'address',
  'present-address',
  'state',
  'level',
  'household-code',
  'head',
  'relation',
  'alley',
  'house-number',
  'walk-order',
  'code',
  'residence',
  'smartphone',
  'internet',
  'knows-it',
  'trained-on',
  'note',
  'approved-on',
  'activated-on',
  'level1',
  'level2',
  'family-name',
  'given-name',
  'birth-year',
  'birth-male',
  'birth-female',
  'birth-day',
  'birth-month',
  'ordinal',
];
