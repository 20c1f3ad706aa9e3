// What whoever works may do: the one table of the core, so that nothing is offered that would be refused.
import type { RightsTable } from '../api';
import type { Command } from '../backend';
import { heard } from '../text/index.svelte';
import { call } from './desk.svelte';

class RightsNow {
  table = $state.raw<RightsTable | null>(null);

  async read(): Promise<void> {
    this.table = await call('rights_table', {});
  }

  /** Why whoever works may not do this, as it would be refused; empty where it may be done. `names`: names leave by it. */
  why(command: Command, names = false): string {
    const row = this.table?.rows.find(({ name, commands }) =>
      names ? name === this.table?.names : commands.includes(command),
    );
    return row?.refused ? heard(row.refused) : '';
  }

  /** Whether it is offered. */
  may(command: Command, names = false): boolean {
    return this.why(command, names) === '';
  }
}

export const rights = new RightsNow();
