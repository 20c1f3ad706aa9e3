// Leaving the open book for the first screen.
import { call, desk } from './desk.svelte';
import { view } from './view.svelte';
import { who } from './who.svelte';

/** Closes the book, what is being typed kept; the first screen then shows `begin`. */
export async function leaveBook(begin: typeof view.begin = 'books'): Promise<void> {
  if (!desk.book || desk.running) return;
  view.begin = begin;
  await desk.keep().catch(() => undefined);
  desk.leaving = true;
  try {
    await call('book_close', {});
    desk.book = who.member = null;
  } finally {
    desk.leaving = false;
  }
}
