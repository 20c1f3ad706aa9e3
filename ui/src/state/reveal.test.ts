import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SECONDS, reveal } from './reveal.svelte';

let asked = 0;
let answer: () => void = () => undefined;

vi.mock('./desk.svelte', () => ({
  desk: { book: {} },
  refuse: () => undefined,
  call: () => {
    asked += 1;
    return new Promise<void>((done) => (answer = done));
  },
}));
vi.mock('./view.svelte', () => ({ view: { screen: 'walk' } }));

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
});
afterEach(() => {
  reveal.hide();
  vi.useRealTimers();
});

test('numbers are shown for half a minute', async () => {
  const shown = reveal.toggle();
  answer();
  await shown;
  expect(reveal.left).toBe(SECONDS);
  vi.advanceTimersByTime(SECONDS * 1000);
  expect(reveal.left).toBe(0);
});

test('a second press before the answer asks nothing and counts no second time', async () => {
  const first = reveal.toggle();
  const second = reveal.toggle();
  answer();
  await Promise.all([first, second]);
  expect(asked).toBe(1);
  vi.advanceTimersByTime(5000);
  expect(reveal.left).toBe(SECONDS - 5);
});

test('a book that was locked before the answer shows nothing when it is open again', async () => {
  const shown = reveal.toggle();
  // As the lock does.
  reveal.hide();
  answer();
  await shown;
  expect(reveal.left).toBe(0);
});
