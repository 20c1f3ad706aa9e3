// The order of units in the progress view. What is not known comes last, but for "silent", which asks for it.
import type { LeagueRow } from '../../api';

export type SortBy = 'forecast' | 'ratio' | 'remaining' | 'silent' | 'name';

const low = (a: number | null, b: number | null): number => (a ?? Infinity) - (b ?? Infinity) || 0;

const orders: Record<SortBy, (a: LeagueRow, b: LeagueRow) => number> = {
  forecast: (a, b) => low(a.ahead_ratio, b.ahead_ratio),
  ratio: (a, b) => low(a.so_far_ratio, b.so_far_ratio),
  remaining: (a, b) => (b.so_far_remaining ?? -Infinity) - (a.so_far_remaining ?? -Infinity) || 0,
  silent: (a, b) =>
    Number(a.reported) - Number(b.reported) || (a.figures_of ?? '').localeCompare(b.figures_of ?? ''),
  name: (a, b) => a.unit.localeCompare(b.unit, 'vi', { numeric: true }),
};

export function sorted(rows: LeagueRow[], by: SortBy): LeagueRow[] {
  return [...rows].sort((a, b) => orders[by](a, b) || orders.name(a, b));
}
