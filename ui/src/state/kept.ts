// What a screen leaves lying: it is there when the screen is opened again, until another book is.
import { bookKey } from './desk.svelte';

/** Gives the same thing for as long as a book is open, and a new one for another book. */
export function keptOfBook<T>(begin: () => T): () => T {
  let book: string | null = null;
  let kept: T;
  return () => {
    if (book !== bookKey()) [book, kept] = [bookKey(), begin()];
    return kept;
  };
}
