// A form's table: merged headings, merged cells, values as papers print them.
import type { Column, Kind, Row, Value } from '../../api';
import { count, percent } from '../../format';

export interface Cell {
  text: string;
  kind: Kind;
  colspan: number;
  rowspan: number;
  /** The column, for keys. */
  at: number;
}

/** The rows of headings: neighbours with equal groups share a cell, a shorter heading reaches down. */
export function headRows(columns: Column[]): Cell[][] {
  const depth = Math.max(0, ...columns.map((column) => column.heading.length));
  const same = (a: Column | undefined, b: Column, level: number): boolean =>
    level < b.heading.length - 1 &&
    a !== undefined &&
    level < a.heading.length - 1 &&
    b.heading.slice(0, level + 1).every((part, i) => a.heading[i] === part);
  return Array.from({ length: depth }, (_, level) => {
    const cells: Cell[] = [];
    columns.forEach((column, at) => {
      const last = cells.at(-1);
      const before = columns[at - 1];
      if (last && same(before, column, level)) last.colspan += 1;
      else if (level < column.heading.length) {
        const rowspan = level === column.heading.length - 1 ? depth - level : 1;
        cells.push({ text: column.heading[level] ?? '', kind: 'centred', colspan: 1, rowspan, at });
      }
    });
    return cells;
  });
}

/** One value as papers print it. */
export function valueText(value: Value): string {
  if (value === 'missing') return '–';
  if (value === 'above' || value === 'left') return '';
  if ('text' in value) return value.text;
  return 'count' in value ? count(value.count) : percent(value.ratio);
}

/** The rows of one page: cells that belong to the one above or at the left are part of it. */
export function bodyRows(rows: Row[], columns: Column[]): Cell[][] {
  const open: (Cell | undefined)[] = [];
  return rows.map((row) => {
    const cells: Cell[] = [];
    row.cells.forEach((value, at) => {
      const last = cells.at(-1);
      const above = open[at];
      if (value === 'left' && last) last.colspan += 1;
      else if (value === 'above' && above) above.rowspan += 1;
      else {
        // On a new page a cell of several rows begins again, blank.
        const cell = {
          text: valueText(value),
          kind: columns[at]?.kind ?? 'text',
          colspan: 1,
          rowspan: 1,
          at,
        };
        cells.push(cell);
        open[at] = cell;
      }
    });
    return cells;
  });
}
