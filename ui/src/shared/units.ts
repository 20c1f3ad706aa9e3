// Units to choose from.
import type { DatedUnit } from '../api';
import { shortDay } from '../format';
import { today } from '../state/desk.svelte';
import { t } from '../text/index.svelte';

/** Those that stand on a day, then those that ended before it, each of these with its last day. */
export function choices(units: DatedUnit[], day: string): { id: string; name: string }[] {
  const ended = (unit: DatedUnit): string | null =>
    unit.last_day && unit.last_day < day ? unit.last_day : null;
  const choice = (unit: DatedUnit): { id: string; name: string } => {
    const last = ended(unit);
    return { id: unit.id, name: last ? t().frame.unitEnded(unit.name, shortDay(last, today())) : unit.name };
  };
  return [...units.filter((unit) => !ended(unit)), ...units.filter(ended)].map(choice);
}
