import { expect, test, vi } from 'vitest';
import type { BookInfo } from '../api';
import { desk } from './desk.svelte';
import { keptOfBook } from './kept';

vi.mock('../backend', () => ({ Refused: Error }));

const open = (id: string, path: string): void => void (desk.book = { id, path } as BookInfo);

test('what a screen leaves lying is there again, until another book is opened', () => {
  const board = keptOfBook(() => ({ chosen: '' }));
  open('a', 'a.tungnha');
  board().chosen = 'x';
  expect(board().chosen).toBe('x');
  // A restored copy has the id of its book.
  open('a', 'b.tungnha');
  expect(board().chosen).toBe('');
});
