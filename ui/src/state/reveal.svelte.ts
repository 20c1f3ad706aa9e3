// Hidden numbers: identity numbers and phones show their ends only, until F2 shows them whole for half a minute.
import { maskExcept, maskNumber } from '../format';
import { call, desk, refuse } from './desk.svelte';
import { view } from './view.svelte';

/** How long they are shown. */
export const SECONDS = 30;

class Reveal {
  /** Seconds still to go; 0 is hidden. */
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The core writes it down just now. */
  #asked = false;
  /** How often they were hidden: whoever asked before may not show them after. */
  #hidings = 0;
  /** A screen that shows numbers in a way of its own. */
  #taker: (() => void) | null = null;

  /** A screen shows the numbers itself when they are asked for, for as long as the effect lives in which this is used. */
  handTo(taker: () => void): () => void {
    this.#taker = taker;
    return () => {
      if (this.#taker === taker) this.#taker = null;
    };
  }

  /** Shows the numbers for half a minute, which the journal notes; or hides them at once. */
  async toggle(): Promise<void> {
    if (this.#taker) return this.#taker();
    if (this.left > 0 || !desk.book) {
      this.hide();
      return;
    }
    if (this.#asked) return;
    this.#asked = true;
    const before = this.#hidings;
    try {
      await call('reveal', { screen: view.screen });
    } catch (refused) {
      refuse(refused);
      return;
    } finally {
      this.#asked = false;
    }
    // The book was locked meanwhile: open again, it must not lie there with its numbers shown.
    if (this.#hidings !== before) return;
    clearInterval(this.#timer);
    this.left = SECONDS;
    this.#timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.hide();
    }, 1000);
  }

  /** Hides them: the time is over, or the book is locked. */
  hide(): void {
    this.#hidings += 1;
    clearInterval(this.#timer);
    this.left = 0;
  }
}

export const reveal = new Reveal();

/** An identity number or a phone as the screen may show it now. */
export const shownNumber = (number: string): string => (reveal.left > 0 ? number : maskNumber(number));

/** As `shownNumber`, but the characters of `marks` (from, to) are shown when they are few. */
export const shownNumberWith = (number: string, marks: [number, number][]): string =>
  reveal.left > 0 ? number : maskExcept(number, marks);
