// The round that lies on the screen: the hamlet, the chosen house and person, what is shown of it, what was written last.
import type {
  HouseNow,
  HouseOnRound,
  Outcome,
  PersonOnRound,
  Round,
  RoundList,
  Sheet,
  Venue,
} from '../../api';
import { Refused } from '../../backend';
import { call, desk, refuse, say, sentence, today } from '../../state/desk.svelte';
import { keptOfBook } from '../../state/kept';
import { heard, t } from '../../text/index.svelte';
import { begin, readMoment, visits, type Draft } from './answer';

export type Shown = 'all' | RoundList;

/** What was written last, for the strip. */
interface Written {
  operation: string | null;
  at: string;
  household: string;
  house: string;
  /** How many houses got it together. */
  houses: number;
  outcome: Outcome;
  /** Their codes. */
  people: string[];
}

class OpenRound {
  /** As it was read; null before. It is big, and replaced as a whole. */
  all = $state.raw<Round | null>(null);
  unit = $state<string | null>(null);
  /** The day that visits are written for, when it is not today: forgotten ones, or one to correct. */
  day = $state<string | null>(null);
  alley = $state<string | null>(null);
  shown = $state<Shown>('all');
  /** The chosen house, and the code of the chosen person. */
  houseId = $state<string | null>(null);
  code = $state<string | null>(null);
  /** People who get the next answer together; empty: the chosen one. */
  together = $state<string[]>([]);
  /** Houses side by side whose doors stayed shut, to be written together; empty: the chosen one. */
  row = $state.raw<string[]>([]);
  draft = $state<Draft | null>(null);
  /** Why the draft was refused. */
  refused = $state('');
  written = $state<Written[]>([]);
  /** What Ctrl+Z would take back when it is none of what was written here. */
  other = $state<{ at: string; words: string } | null>(null);
  /** Why that is not taken back. */
  fixed = $state('');
  /** Where visits are until another place is chosen; null is the walk, at home. */
  venue = $state<Venue | null>(null);
  /** The sheet that is typed in. */
  sheet = $state<Sheet | null>(null);
  #writing = false;

  /** Reads the whole round of the hamlet; what was chosen stays chosen. */
  async reread(): Promise<void> {
    if (this.#writing) return;
    try {
      this.all = await call('walk', { unit: this.unit, date: this.day });
    } catch (refused) {
      refuse(refused);
      return;
    }
    this.unit = this.all.unit;
    if (!this.house) this.#chooseFirst();
  }

  /**
   * What was undone is written no more, and the round goes back to where it was; what was done elsewhere since would be
   * taken back first.
   */
  async readWritten(): Promise<void> {
    if (this.#writing) return;
    const { entries } = await call('journal', { kind: null, member: null, before: null, limit: 30 });
    const undone = entries.filter((one) => one.undone_at).map((one) => one.id);
    const taken = this.written.find((one) => one.operation !== null && undone.includes(one.operation));
    this.written = this.written.filter((one) => one.operation === null || !undone.includes(one.operation));
    const back = this.houses.find((house) => house.household.id === taken?.household);
    if (taken && back && this.sheet === null)
      this.choose(back, taken.people.length === 1 ? taken.people[0] : undefined);
    const last = entries.find((one) => !one.undone_at && !one.is_undo && one.rows > 0);
    const here = last !== undefined && last.id === this.written.at(-1)?.operation;
    const words = last && [heard(last.sentences), last.about].filter(Boolean).join(' · ');
    this.other = last && words && !here ? { at: last.at, words } : null;
    // What another did is not offered to be taken back.
    const refusal = this.other && last ? await call('undo_refusal', { id: last.id }) : null;
    this.fixed = refusal ? heard(refusal.sentences) : '';
  }

  /** Another day to write visits for; today is null. The place is one of a day. */
  async chooseDay(day: string): Promise<void> {
    this.venue = null;
    this.day = day === today() ? null : day;
    this.drop();
    await this.reread();
  }

  /** Another hamlet. */
  async chooseHamlet(unit: string): Promise<void> {
    this.unit = unit;
    this.alley = this.houseId = this.code = this.draft = this.sheet = null;
    this.together = [];
    await this.reread();
  }

  get houses(): HouseOnRound[] {
    return this.all?.alleys.flatMap((alley) => alley.houses) ?? [];
  }

  /** The alleys that are shown, with the houses that are, in walking order. */
  get shownAlleys(): { name: string; houses: HouseOnRound[] }[] {
    return (this.all?.alleys ?? [])
      .filter((alley) => this.alley === null || alley.alley === this.alley)
      .map(({ alley, houses }) => ({ name: alley, houses: houses.filter((house) => this.#isShown(house)) }));
  }

  get shownHouses(): HouseOnRound[] {
    return this.shownAlleys.flatMap((alley) => alley.houses);
  }

  /** The chosen house stays until it is left. */
  #isShown(house: HouseOnRound): boolean {
    return this.shown === 'all' || house.household.id === this.houseId || house.lists.includes(this.shown);
  }

  get house(): HouseOnRound | null {
    return this.houses.find((house) => house.household.id === this.houseId) ?? null;
  }

  get person(): PersonOnRound | null {
    const people = this.house?.people;
    return people?.find((person) => person.code === this.code) ?? people?.[0] ?? null;
  }

  /** The place of the chosen person in the house. */
  get #at(): number {
    const { house, person } = this;
    return house?.people.findIndex((one) => one.code === person?.code) ?? -1;
  }

  /** Chooses a house, and in it the person named, else the first who needs a visit. */
  choose(house: HouseOnRound | undefined, code?: string): void {
    if (!house) return;
    this.houseId = house.household.id;
    this.code =
      code ?? (house.people.find((person) => person.need !== 'no') ?? house.people[0])?.code ?? null;
    this.drop();
  }

  #chooseFirst(): void {
    const houses = this.shownHouses;
    this.choose(houses.find((house) => house.people.some((person) => person.need === 'now')) ?? houses[0]);
  }

  /** What is shown changes; the first house of it is chosen. */
  show(shown: Shown = this.shown, alley: string | null = this.alley): void {
    this.drop();
    this.shown = shown;
    this.alley = alley;
    this.houseId = null;
    this.#chooseFirst();
  }

  /** A house among its neighbours, whatever was filtered before. */
  showAll(house: HouseOnRound, code?: string): void {
    this.shown = 'all';
    this.alley = null;
    this.choose(house, code);
  }

  /** The house before or after. */
  stepHouse(step: number): void {
    const houses = this.shownHouses;
    const at = houses.findIndex((house) => house.household.id === this.houseId);
    this.choose(houses[Math.min(Math.max(at + step, 0), houses.length - 1)]);
  }

  /** The person before or after; at the end of a house the next house. */
  stepPerson(step: number): void {
    const { house } = this;
    const next = house?.people[this.#at + step];
    if (house && next) this.choose(house, next.code);
    else {
      this.stepHouse(step);
      const now = this.house;
      if (step < 0 && now && now !== house) this.choose(now, now.people.at(-1)?.code);
    }
  }

  /** Adds the next person to those who get the answer together. */
  stretch(step: number): void {
    const people = this.house?.people ?? [];
    const [here, next] = [people[this.#at], people[this.#at + step]];
    if (!here || !next) return;
    const together = this.together.length > 0 ? this.together : [here.code];
    this.code = next.code;
    this.together = together.includes(next.code)
      ? together.filter((code) => code !== here.code)
      : [...together, next.code];
    this.draft = null;
  }

  /** Puts a person among those who get the answer together, or out. */
  tick(code: string): void {
    const own = this.person?.code;
    const together = this.together.length > 0 || !own ? this.together : [own];
    this.together = together.includes(code)
      ? together.filter((other) => other !== code)
      : [...together, code];
    this.draft = null;
  }

  /** Chooses the houses of the map from the chosen one, or where the row began, to another. */
  stretchTo(house: HouseOnRound | undefined): void {
    const houses = this.shownHouses;
    const place = (id: string | null | undefined): number =>
      houses.findIndex((one) => one.household.id === id);
    const [from, to] = [place(this.row[0] ?? this.houseId), place(house?.household.id)];
    if (!house || from < 0 || to < 0 || this.sheet !== null) return;
    this.choose(house);
    const row = houses.slice(Math.min(from, to), Math.max(from, to) + 1).map((one) => one.household.id);
    if (row.length > 1) this.row = from < to ? row : row.reverse();
  }

  /** Takes the next house of the map into the row, or the last one out of it. */
  stretchHouse(step: number): void {
    const houses = this.shownHouses;
    const at = houses.findIndex((house) => house.household.id === this.houseId);
    this.stretchTo(houses[at + step]);
  }

  /** The houses that are answered for together: those of the row, else the chosen one. */
  get answered(): HouseOnRound[] {
    const row = this.row.length > 0 ? this.row : [this.houseId];
    return this.houses.filter((house) => row.includes(house.household.id));
  }

  /** The people of those who need a visit. */
  get open(): PersonOnRound[] {
    return this.answered.flatMap((house) => house.people.filter((person) => person.need !== 'no'));
  }

  /** An outcome's key was pressed: it is for the chosen person, or for those who get it together. */
  press(outcome: Outcome): void {
    const { house, person, together } = this;
    if (this.row.length > 0) {
      if (outcome === 'absent') this.pressWholeHouse();
      return;
    }
    const several = house?.people.filter((one) => together.includes(one.code)) ?? [];
    this.refused = '';
    this.draft = begin(outcome, together.length > 0 ? several : person ? [person] : []);
  }

  /** The whole house is absent, or the row of houses: everybody who needs a visit. */
  pressWholeHouse(): void {
    const people = this.open;
    const draft = begin('absent', people);
    if (!draft) return;
    this.refused = '';
    this.together = people.map((person) => person.code);
    this.draft = { ...draft, reason: 'nobody-home', correct: false };
  }

  drop(): void {
    this.draft = null;
    this.together = [];
    this.row = [];
    this.refused = '';
  }

  /** Days that are over have no hour: a chosen one, and that of a sheet that is typed in, today at the latest. */
  #timeOfWriting(): string | null {
    const day = this.sheet ? (this.sheet.day < today() ? this.sheet.day : today()) : this.day;
    return day && `${day}T00:00:00${desk.now.slice(19)}`;
  }

  /** Writes the draft, reads that house again, and goes on to the next person. */
  async write(): Promise<boolean> {
    const { draft, house } = this;
    if (!draft || !house || this.#writing) return false;
    const back = readMoment(draft.back, desk.now);
    if (draft.back.trim() && !back) {
      this.refused = 'back';
      return false;
    }
    const { answered } = this;
    const open = this.#openBeside(house);
    const written = visits(
      draft,
      answered.flatMap((one) => one.people),
      back,
      this.#timeOfWriting(),
      this.venue,
    );
    const refused = await this.#whileWriting(async () => {
      let operation: string | null;
      if (answered.length > 1) {
        ({ operation } = await call('visit_log', { visits: written }));
        this.all = await call('walk', { unit: this.unit, date: this.day });
      } else {
        const household = house.household.id;
        const logged = await call('walk_log', { household, visits: written, date: this.day });
        ({ operation } = logged);
        this.#put(logged.now);
      }
      this.written.push({
        operation,
        at: desk.now,
        household: house.household.id,
        house: house.household.house_number,
        houses: answered.filter((one) => one.people.some(({ code }) => draft.people.includes(code))).length,
        outcome: draft.outcome,
        people: [...draft.people],
      });
      if (open && open > 0 && this.#openBeside(house) === 0) this.#finished(house);
      this.other = null;
      this.drop();
      if (this.sheet === null) this.next();
    });
    this.refused = refused;
    return refused === '';
  }

  #alleyOf(house: HouseOnRound): { alley: string; houses: HouseOnRound[] } | undefined {
    return this.all?.alleys.find(({ houses }) =>
      houses.some((one) => one.household.id === house.household.id),
    );
  }

  /** How many people of its alley still need a visit. */
  #openBeside = (house: HouseOnRound): number | undefined =>
    this.#alleyOf(house)?.houses.reduce((sum, one) => sum + one.open, 0);

  /** The last house of an alley is done: a word of it. */
  #finished(house: HouseOnRound): void {
    const alley = this.#alleyOf(house);
    if (alley) say(t().walk.alleyDone(alley.alley || t().walk.noAlley, alley.houses.length));
  }

  /** Writes the note of a house; gives why it was refused. */
  noteHouse(household: string, note: string): Promise<string> {
    return this.#whileWriting(async () => {
      await call('household_note', { household, note });
      this.#put(await call('walk_house', { household, date: this.day }));
    });
  }

  /** Does what reads its own house again: the rest of the round need not be read. Gives the sentence of a refusal. */
  async #whileWriting(act: () => Promise<void>): Promise<string> {
    this.#writing = true;
    try {
      await act();
      return '';
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      return sentence(refused);
    } finally {
      this.#writing = false;
    }
  }

  /** Puts one house in its place: the rest of the round stays as it is. */
  #put({ house, tally }: HouseNow): void {
    if (!this.all) return;
    const own = (other: HouseOnRound): boolean => other.household.id === house.household.id;
    const alleys = this.all.alleys.map((alley) =>
      alley.houses.some(own)
        ? { ...alley, houses: alley.houses.map((one) => (own(one) ? house : one)) }
        : alley,
    );
    this.all = { ...this.all, tally, alleys };
  }

  /** Goes on to the next person who needs a visit now, round the end; stays where nobody does. */
  next(): void {
    const people = this.shownHouses.flatMap((house) => house.people.map((person) => ({ house, person })));
    const own = this.person?.code;
    const at = people.findIndex(
      ({ house, person }) => house.household.id === this.houseId && person.code === own,
    );
    const onward = [...people.slice(at + 1), ...people.slice(0, at)];
    const found = onward.find(({ person }) => person.need === 'now');
    if (found) this.choose(found.house, found.person.code);
  }

  /** How many people need a visit now, and how many wait for their hour. */
  get left(): { now: number; later: number } {
    const people = this.houses.flatMap((house) => house.people);
    const of = (need: 'now' | 'later'): number => people.filter((person) => person.need === need).length;
    return { now: of('now'), later: of('later') };
  }
}

/** The round of the open book. */
export const openRound = keptOfBook(() => new OpenRound());
