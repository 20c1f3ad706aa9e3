// People who are being typed and are not in the book yet: a draft each, kept in it until it is saved or thrown away.
import type { HalfTyped, Home, PersonForm } from '../api';
import { call, refuse } from '../state/desk.svelte';
import { keptOfBook } from '../state/kept';

class HalfTypedPeople {
  all = $state.raw<HalfTyped[]>([]);

  /** Reads them; what could not be read, as when the lock falls, is read the next time. */
  async read(): Promise<void> {
    try {
      this.all = await call('citizen_drafts', {});
    } catch (refused) {
      refuse(refused);
    }
  }

  /** Those in a household; without one, those whose household is still asked for. */
  of = (household: string | null): HalfTyped[] =>
    this.all.filter((one) => (one.household?.id ?? null) === household);

  /** Throws one away. */
  async drop(id: string): Promise<void> {
    await call('citizen_draft_drop', { id });
    await this.read();
  }
}

/** Those of the open book. */
export const halfTyped = keptOfBook(() => new HalfTypedPeople());

/** Whether nothing was typed that is worth keeping: the form stands as it was opened. */
export function isUntouched(form: PersonForm, home: Home | null, start: PersonForm): boolean {
  const same = (Object.keys(start) as (keyof PersonForm)[]).every((key) => form[key] === start[key]);
  const named =
    home &&
    'new' in home &&
    [home.new.head, home.new.alley, home.new.house_number].some((text) => text.trim());
  return same && !named;
}
