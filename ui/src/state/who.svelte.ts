// Who is working: what is written to the book carries their name.
import type { Member, SignIn } from '../api';
import { call } from './desk.svelte';

export const who = $state<{
  member: Member | null;
  /** The question stands on the screen. */
  asked: boolean;
}>({ member: null, asked: false });

export async function signIn(as: Partial<SignIn>): Promise<void> {
  who.member = await call('sign_in', { member: null, name: '', ...as });
}

/** Reads who is working: a member may have been renamed, or their adding undone. */
export async function readWho(): Promise<void> {
  who.member = await call('signed_in', {});
}
