// A percentage as it is typed.
import type { Percent } from '../../api';

/** "2", "0,5", "2%" in hundredths of a percent; null when it is none. */
export function readPercent(typed: string): Percent | null {
  const read = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.trim());
  return read ? Number(read[1]) * 100 + Number((read[2] ?? '').padEnd(2, '0')) : null;
}
