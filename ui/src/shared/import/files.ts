// What became of several files that were taken in one after the other.
import type { TakenFile } from '../../api';
import type { Refused } from '../../backend';

export interface FileDone {
  path: string;
  sha256: string;
  /** Nothing of a file that was passed over or could not be opened. */
  taken: TakenFile | null;
  refused: Refused | null;
}

export const OUTCOMES = ['added', 'updated', 'unchanged', 'skipped', 'rejected'] as const;

/** How many rows of all files came out so. */
export const total = (files: FileDone[], outcome: (typeof OUTCOMES)[number]): number =>
  files.reduce((sum, file) => sum + (file.taken?.[outcome] ?? 0), 0);
