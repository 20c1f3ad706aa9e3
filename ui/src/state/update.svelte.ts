// A new version of the program: offered when its file is chosen, dropped or double-clicked; and the way back.
import type { Updated, UpdateState, UpdateView } from '../api';
import { restart } from '../backend';
import { call, desk, refuse, run } from './desk.svelte';
import { who } from './who.svelte';

class Update {
  /** The new version that is asked about. */
  offered = $state<{ file: string; view: UpdateView } | null>(null);
  /** What can be done about the version that runs, once it was read. */
  state = $state<UpdateState | null>(null);

  async read(): Promise<void> {
    this.state = await call('update_state', {});
  }

  /** Looks at a file, and asks about it. */
  async offer(file: string): Promise<void> {
    try {
      this.offered = { file, view: await call('update_look', { file }) };
    } catch (refused) {
      refuse(refused);
    }
  }

  /** Exchanges the program, and starts the other one. */
  async exchange(title: string, job: () => Promise<Updated>): Promise<void> {
    await desk.keep().catch(() => undefined);
    if (!(await run(title, job))) return;
    desk.book = desk.locked = who.member = null;
    await restart();
  }
}

export const update = new Update();
