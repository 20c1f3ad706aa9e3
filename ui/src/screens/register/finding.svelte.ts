// Find-as-you-type: one question at a time, always the newest; what was asked in between is skipped.
import type { FoundPeople } from '../../api';
import { call, refuse } from '../../state/desk.svelte';

/** A line with bars is a card that a reader is typing: it is whole when Enter comes. */
export const isCard = (typed: string): boolean => typed.includes('|');

export class Finding {
  typed = $state('');
  people = $state.raw<FoundPeople | null>(null);
  /** The words that `people` answers. */
  answered = $state('');
  near = $state.raw<string[]>([]);
  readonly #limit: number;
  #asking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(limit = 60) {
    this.#limit = limit;
  }

  get query(): string {
    return this.typed.trim();
  }

  /** Asks for what is typed now, unless an answer is on its way: then once it is here. */
  find(again = false): Promise<void> {
    const query = this.query;
    if (query === '' || isCard(query)) {
      this.people = null;
      this.answered = '';
      return Promise.resolve();
    }
    if (this.#asking || (query === this.answered && !again)) return this.#asking ?? Promise.resolve();
    this.#asking = this.#ask(query).finally(() => (this.#asking = null));
    return this.#asking.then(() => (this.query === query ? undefined : this.find()));
  }

  /** Waits until what is typed is answered. */
  async settled(): Promise<void> {
    while (this.query !== this.answered && this.query !== '' && !isCard(this.query)) {
      const before = this.answered;
      await this.find();
      // A refusal was told; there is no answer to wait for.
      if (this.answered === before) return;
    }
  }

  async #ask(query: string): Promise<void> {
    try {
      const found = await call('register_find', { query, limit: this.#limit });
      this.people = found;
      this.answered = query;
      this.near = [];
      clearTimeout(this.#timer);
      if (found.people.length === 0) this.#timer = setTimeout(() => void this.#findNear(query), 250);
    } catch (refused) {
      refuse(refused);
    }
  }

  async #findNear(query: string): Promise<void> {
    if (query.length < 3 || /\d/.test(query) || query !== this.query) return;
    const near = await call('register_names_near', { query, limit: 5 });
    if (query === this.query) this.near = near;
  }

  clear(): void {
    this.typed = '';
    void this.find();
  }
}
