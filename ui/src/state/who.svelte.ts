// Who is working: what is written to the book carries their name.
import type { Member, SignIn } from '../api';
import { call } from './desk.svelte';

class Who {
  member = $state<Member | null>(null);
  /** The question stands on the screen. */
  asked = $state(false);

  async signIn(as: Partial<SignIn>): Promise<void> {
    this.member = await call('sign_in', { member: null, name: '', ...as });
  }

  /** Reads who is working: a member may have been renamed, or their adding undone. */
  async read(): Promise<void> {
    this.member = await call('signed_in', {});
  }
}

export const who = new Who();
