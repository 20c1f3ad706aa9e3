// The sheet of targets as one that is typed into: its cells, moving between them, and a block pasted from Excel.
import type { TargetLine, TypedCell } from '../../api';

/** The columns of Phụ lục I that can be typed into, in the order of the paper. */
export const COLUMNS = [3, 4, 5, 6, 7, 8] as const;
export type Column = (typeof COLUMNS)[number];

export function valueOf(row: Pick<TargetLine, 'target' | 'baseline'>, column: Column): number | null {
  const { target, baseline } = row;
  switch (column) {
    case 3:
      return target?.total ?? null;
    case 4:
      return target?.level1 ?? null;
    case 5:
      return target?.level2 ?? null;
    case 6:
      return baseline?.level1 ?? null;
    case 7:
      return baseline?.level2 ?? null;
    case 8:
      return baseline?.total ?? null;
  }
}

export interface Place {
  row: number;
  column: Column;
}

/** Where a key leads from a cell; null where it stays a key of the text. `whole`: all of the cell's text is chosen. */
export function lead(key: string, at: Place, rows: number, whole: boolean): Place | null {
  const column = COLUMNS.indexOf(at.column);
  const to = (row: number, place: number): Place | null => {
    const found = COLUMNS[place];
    return row >= 0 && row < rows && found !== undefined ? { row, column: found } : null;
  };
  switch (key) {
    case 'ArrowUp':
      return to(at.row - 1, column);
    case 'ArrowDown':
    case 'Enter':
      return to(at.row + 1, column);
    case 'ArrowLeft':
      return whole ? to(at.row, column - 1) : null;
    case 'ArrowRight':
      return whole ? to(at.row, column + 1) : null;
    default:
      return null;
  }
}

const isFigure = (cell: string): boolean => /^[\d.,\s\u00a0-]*$/.test(cell);
/** Words above a block of figures. Those with a figure beside them name a unit, which is for the core to read. */
const isHeading = (line: string): boolean =>
  line.split('\t').every((cell) => cell.trim() === '' || !isFigure(cell));

/**
 * The cells of a pasted block of figures, from a cell on, and how many lines of headings stood above it; null when it is
 * no block of figures (it has names of units).
 */
export function block(
  text: string,
  at: Place,
  rows: TargetLine[],
): { cells: TypedCell[]; headings: number } | null {
  const lines = text.replace(/\r/g, '').replace(/\n+$/, '').split('\n');
  const first = lines.findIndex((line) => !isHeading(line));
  const headings = Math.max(first, 0);
  const cells: TypedCell[] = [];
  for (const [down, line] of lines.slice(headings).entries()) {
    for (const [right, cell] of line.split('\t').entries()) {
      if (!isFigure(cell)) return null;
      const row = rows[at.row + down];
      const column = COLUMNS[COLUMNS.indexOf(at.column) + right];
      if (row && column !== undefined) cells.push({ unit_id: row.unit_id, column, text: cell.trim() });
    }
  }
  return { cells, headings };
}
