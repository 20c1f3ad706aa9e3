// Where the focus is when something came or went: it is never lost, so that Tab goes on from there.
import { tick } from 'svelte';

/** Gives the focus back to what had it before; to the heading of what stands there now when that is gone. */
async function giveBack(before: Element | null, place: Element | null): Promise<void> {
  await tick();
  const lost = (): boolean => document.activeElement === null || document.activeElement === document.body;
  if (lost() && before instanceof HTMLElement && before.isConnected) before.focus();
  if (!lost()) return;
  const heading = place?.isConnected ? place.querySelector<HTMLElement>('h1, h2') : null;
  const at = heading ?? document.getElementById('page-title');
  if (!at) return;
  at.tabIndex = -1;
  at.focus();
}

/** For a form that comes and goes: its first field has the focus when it comes. */
export function takesFocus(form: HTMLElement): () => void {
  const before = document.activeElement;
  const place = form.parentElement;
  form.querySelector<HTMLElement>('input, select, textarea')?.focus();
  return () => void giveBack(before, place);
}

/** For a dialog, while it stands above everything. */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  // Where nothing had the focus, keys were for the screen, and are again.
  return () => void (before !== document.body && giveBack(before, null));
}
