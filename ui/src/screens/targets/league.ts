// The units in the progress view: those that lead lowest first, what is not known last.
import type { LeagueRow } from '../../api';

export function lowestFirst(rows: LeagueRow[]): LeagueRow[] {
  const low = (row: LeagueRow): number => row.ahead_ratio ?? Infinity;
  return [...rows].sort((a, b) => low(a) - low(b) || a.unit.localeCompare(b.unit, 'vi', { numeric: true }));
}
