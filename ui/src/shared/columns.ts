// What a table of figures is made of, and how it is copied.
import type { Snippet } from 'svelte';
import type { Key } from '../components/sorting.svelte';

export interface Column<Row> {
  id: string;
  /** Its heading; a line break parts a long one. */
  head: string;
  title?: string;
  /** What rows are ordered by; it stands in the cell, too, where neither `says` nor `cell` tells another way. */
  of: Key<Row>;
  says?: (row: Row) => string;
  cell?: Snippet<[Row, Column<Row>]>;
  number?: boolean;
  /** How a cell stands out: "strong", "late", "quiet". */
  look?: (row: Row) => string;
}

/** "316.749" and "−210" as a spreadsheet of any language reads them. */
const plainFigure = (text: string): string =>
  /^−?\d{1,3}(\.\d{3})*$/.test(text) ? text.replaceAll('.', '').replace('−', '-') : text;

/** A table as it stands on the screen, its cells parted by tabs: what a spreadsheet takes from the clipboard. */
export function tabbed(table: HTMLTableElement): string {
  const words = (cell: Element): string => {
    const field = cell.querySelector<HTMLInputElement | HTMLSelectElement>(
      'input:not([type=checkbox]), select',
    );
    if (field)
      return plainFigure(
        field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? '') : field.value,
      );
    const copy = cell.cloneNode(true) as Element;
    copy.querySelectorAll('svg, [aria-hidden="true"]').forEach((drawn) => drawn.remove());
    return plainFigure((copy.textContent ?? '').replace(/\s+/g, ' ').trim());
  };
  return [...table.rows]
    .map((row) =>
      [...row.cells].flatMap((cell) => [words(cell), ...Array<string>(cell.colSpan - 1).fill('')]).join('\t'),
    )
    .join('\n');
}
