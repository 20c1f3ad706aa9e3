// Hidden numbers: identity numbers and phones show their ends only, until F2 shows them whole for half a minute.
import { maskExcept, maskNumber } from '../format';
import { call, desk, refuse } from './desk.svelte';
import { view } from './view.svelte';

/** How long they are shown. */
export const SECONDS = 30;

export const reveal = $state<{
  /** Seconds still to go; 0 is hidden. */
  left: number;
}>({ left: 0 });

let timer: ReturnType<typeof setInterval> | undefined;
/** The core writes it down just now. */
let asked = false;
/** How often they were hidden: whoever asked before may not show them after. */
let hidings = 0;

/** An identity number or a phone as the screen may show it now. */
export const shownNumber = (number: string): string => (reveal.left > 0 ? number : maskNumber(number));

/** As `shownNumber`, but the characters of `marks` (from, to) are shown when they are few. */
export const shownNumberWith = (number: string, marks: [number, number][]): string =>
  reveal.left > 0 ? number : maskExcept(number, marks);

/** Shows the numbers for half a minute, which the journal notes; or hides them at once. */
export async function toggleReveal(): Promise<void> {
  if (reveal.left > 0 || !desk.book) {
    hide();
    return;
  }
  if (asked) return;
  asked = true;
  const before = hidings;
  try {
    await call('reveal', { screen: view.screen });
  } catch (refused) {
    refuse(refused);
    return;
  } finally {
    asked = false;
  }
  // The book was locked meanwhile: open again, it must not lie there with its numbers shown.
  if (hidings !== before) return;
  clearInterval(timer);
  reveal.left = SECONDS;
  timer = setInterval(() => {
    reveal.left -= 1;
    if (reveal.left <= 0) hide();
  }, 1000);
}

/** Hides them: the time is over, or the book is locked. */
export function hide(): void {
  hidings += 1;
  clearInterval(timer);
  reveal.left = 0;
}
