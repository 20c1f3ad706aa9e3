// The table of indicators as one that is typed into: a row's two cells make one figure, and a block pasted from Excel many.
import type { IndicatorFigures, IndicatorRow, TypedIndicator } from '../../api';

export type Part = 'numerator' | 'denominator';

export const isShare = (one: IndicatorFigures): boolean => one.measure === 'percent';

/** What is to be kept when a cell was typed; null while the other half of a share is not there yet. */
export function figureOf(
  one: IndicatorFigures,
  row: IndicatorRow,
  typed: Record<Part, string>,
): TypedIndicator | null {
  const numerator = typed.numerator.trim();
  const denominator = isShare(one) ? typed.denominator.trim() : '';
  const half = isShare(one) && (numerator === '') !== (denominator === '');
  // Of a figure that is there a half is for the core to refuse.
  if (half && row.value === null) return null;
  return { indicator: one.name, unit: row.unit, numerator, denominator };
}

const isFigure = (cell: string): boolean => /^[\d.,\s\u00a0–-]*$/.test(cell);

/** The figures of a pasted block, from a row on; null when it has names of units, which is for the core to read. */
export function block(text: string, one: IndicatorFigures, from: number): TypedIndicator[] | null {
  const lines = text.replace(/\r/g, '').replace(/\n+$/, '').split('\n');
  const typed: TypedIndicator[] = [];
  for (const [down, line] of lines.entries()) {
    const [numerator = '', denominator = '', ...more] = line.split('\t').map((cell) => cell.trim());
    if (!isFigure(numerator) || !isFigure(denominator) || more.some((cell) => !isFigure(cell))) return null;
    const row = one.rows[from + down];
    if (row && !row.signed) typed.push({ indicator: one.name, unit: row.unit, numerator, denominator });
  }
  return typed;
}
