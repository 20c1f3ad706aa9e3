// Where a person is in the piles: kept while other screens are looked at, and through what is decided and taken back.
import type { Pile } from '../../../api';
import { keptOfBook } from '../../../state/kept';

/** What lies open: a pile, or how good the answer is as a whole. */
export type Chosen = Pile | 'how-sure';

interface Place {
  /** The extract whose piles they are. */
  extract: string;
  pile: Chosen | null;
  /** The row of the pile. */
  at: number | null;
}

/** The place in the open book. */
export const openPlace = keptOfBook<Place>(() => ({ extract: '', pile: null, at: null }));

/** The open row nearest to `at`: from there on, else before it; null when all are looked at. */
export function nextOpen(states: string, at: number): number | null {
  const after = states.indexOf('o', at);
  const found = after >= 0 ? after : states.lastIndexOf('o', at);
  return found >= 0 ? found : null;
}

/** The row nearest to `at` that is open again; null when none is. */
export function changedAt(before: string, now: string, at: number): number | null {
  if (before.length !== now.length) return null;
  let nearest: number | null = null;
  for (let i = 0; i < now.length; i += 1) {
    if (now[i] !== 'o' || before[i] === 'o') continue;
    if (nearest === null || Math.abs(i - at) < Math.abs(nearest - at)) nearest = i;
  }
  return nearest;
}
