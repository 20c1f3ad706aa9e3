// The round that lies on the screen: the hamlet, the chosen house and person, what is shown of it, what was written last.
import type {
  HouseNow,
  HouseOnRound,
  Outcome,
  PersonOnRound,
  Round,
  RoundList,
  Sheet,
  Tally,
} from '../../api';
import { Refused } from '../../backend';
import { bookKey, call, desk, refuse, sentence, today } from '../../state/desk.svelte';
import { heard } from '../../text/index.svelte';
import { begin, readMoment, visits, type Draft } from './answer';

export type Shown = 'all' | RoundList;

/** What was written last, for the strip. */
interface Written {
  operation: string | null;
  at: string;
  household: string;
  house: string;
  outcome: Outcome;
  /** Their codes. */
  people: string[];
}

interface State {
  /** Null while it is read. */
  round: Round | null;
  unit: string | null;
  /** The day that visits are written for, when it is not today: forgotten ones, or one to correct. */
  day: string | null;
  alley: string | null;
  shown: Shown;
  house: string | null;
  person: string | null;
  /** People who get the next answer together; empty: the chosen one. */
  together: string[];
  draft: Draft | null;
  /** Why the draft was refused. */
  refused: string;
  written: Written[];
  /** What Ctrl+Z would take back when it is none of what was written here. */
  other: { at: string; words: string } | null;
  /** The sheet that is typed in, and the code. */
  sheet: Sheet | null;
}

const fresh = (): State => ({
  round: null,
  unit: null,
  day: null,
  alley: null,
  shown: 'all',
  house: null,
  person: null,
  together: [],
  draft: null,
  refused: '',
  written: [],
  other: null,
  sheet: null,
});

// Read-only trees are big and are replaced as a whole.
let tree = $state.raw<Round | null>(null);
export const walk = $state<Omit<State, 'round'>>(fresh());
export const round = (): Round | null => tree;

let book = '';
let writing = false;

/** Reads the whole round of the hamlet; what was chosen stays chosen. */
export async function readRound(): Promise<void> {
  if (writing) return;
  if (desk.book && book !== bookKey()) {
    book = bookKey();
    tree = null;
    Object.assign(walk, fresh());
  }
  try {
    tree = await call('walk', { unit: walk.unit, date: walk.day });
  } catch (refused) {
    refuse(refused);
    return;
  }
  walk.unit = tree.unit;
  if (!currentHouse()) firstHouse();
}

/**
 * What was undone is written no more, and the round goes back to where it was; what was done elsewhere since would be
 * taken back first.
 */
export async function readWritten(): Promise<void> {
  if (writing) return;
  const { entries } = await call('journal', { kind: null, member: null, before: null, limit: 30 });
  const undone = entries.filter((one) => one.undone_at).map((one) => one.id);
  const taken = walk.written.find((one) => one.operation !== null && undone.includes(one.operation));
  walk.written = walk.written.filter((one) => one.operation === null || !undone.includes(one.operation));
  const back = allHouses().find((house) => house.household.id === taken?.household);
  if (taken && back && walk.sheet === null)
    choose(back, taken.people.length === 1 ? taken.people[0] : undefined);
  const last = entries.find((one) => !one.undone_at && !one.is_undo && one.rows > 0);
  const here = last !== undefined && last.id === walk.written.at(-1)?.operation;
  const words = last && [heard(last.sentences), last.about].filter(Boolean).join(' · ');
  walk.other = last && words && !here ? { at: last.at, words } : null;
}

/** Another day to write visits for; today is null. */
export async function chooseDay(day: string): Promise<void> {
  walk.day = day === today() ? null : day;
  drop();
  await readRound();
}

/** A day that is over has no hour. */
const timeOfDay = (): string | null => (walk.day ? `${walk.day}T00:00:00${desk.now.slice(19)}` : null);

/** Another hamlet. */
export async function chooseHamlet(unit: string): Promise<void> {
  Object.assign(walk, {
    unit,
    alley: null,
    house: null,
    person: null,
    draft: null,
    together: [],
    sheet: null,
  });
  await readRound();
}

/** The houses that are shown, in walking order; the chosen one stays until it is left. */
export function shownHouses(): HouseOnRound[] {
  const alleys = tree?.alleys.filter((alley) => walk.alley === null || alley.alley === walk.alley) ?? [];
  return alleys.flatMap((alley) => alley.houses.filter(isShown));
}

export const isShown = (house: HouseOnRound): boolean =>
  walk.shown === 'all' || house.household.id === walk.house || house.lists.includes(walk.shown);

export const allHouses = (): HouseOnRound[] => tree?.alleys.flatMap((alley) => alley.houses) ?? [];

export const currentHouse = (): HouseOnRound | null =>
  allHouses().find((house) => house.household.id === walk.house) ?? null;

export function currentPerson(): PersonOnRound | null {
  const house = currentHouse();
  return house?.people.find((person) => person.code === walk.person) ?? house?.people[0] ?? null;
}

/** Chooses a house, and in it the person named, else the first who needs a visit. */
export function choose(house: HouseOnRound | undefined, code?: string): void {
  if (!house) return;
  walk.house = house.household.id;
  walk.person =
    code ?? (house.people.find((person) => person.need !== 'no') ?? house.people[0])?.code ?? null;
  walk.draft = null;
  walk.together = [];
  walk.refused = '';
}

function firstHouse(): void {
  const houses = shownHouses();
  choose(houses.find((house) => house.people.some((person) => person.need === 'now')) ?? houses[0]);
}

/** What is shown changes; the first house of it is chosen. */
export function show(shown: Shown): void {
  walk.shown = shown;
  walk.house = null;
  firstHouse();
}

/** The house before or after. */
export function stepHouse(step: number): void {
  const houses = shownHouses();
  const at = houses.findIndex((house) => house.household.id === walk.house);
  choose(houses[Math.min(Math.max(at + step, 0), houses.length - 1)]);
}

/** The person before or after; at the end of a house the next house. */
export function stepPerson(step: number): void {
  const house = currentHouse();
  const at = house?.people.findIndex((person) => person.code === currentPerson()?.code) ?? -1;
  const next = house?.people[at + step];
  if (next) choose(house, next.code);
  else {
    const before = walk.house;
    stepHouse(step);
    const now = currentHouse();
    if (step < 0 && now && walk.house !== before) choose(now, now.people.at(-1)?.code);
  }
}

/** Adds the next person to those who get the answer together. */
export function stretch(step: number): void {
  const people = currentHouse()?.people ?? [];
  const at = people.findIndex((person) => person.code === currentPerson()?.code);
  const [here, next] = [people[at], people[at + step]];
  if (!here || !next) return;
  const together = walk.together.length > 0 ? walk.together : [here.code];
  walk.person = next.code;
  walk.together = together.includes(next.code)
    ? together.filter((code) => code !== here.code)
    : [...together, next.code];
  walk.draft = null;
}

/** Puts a person among those who get the answer together, or out. */
export function tick(code: string): void {
  const own = currentPerson()?.code;
  const together = walk.together.length > 0 || !own ? walk.together : [own];
  walk.together = together.includes(code) ? together.filter((other) => other !== code) : [...together, code];
  walk.draft = null;
}

/** The people whom the next answer is for. */
export function addressed(): PersonOnRound[] {
  const chosen = currentPerson();
  const people = currentHouse()?.people ?? [];
  if (walk.together.length === 0) return chosen ? [chosen] : [];
  return people.filter((person) => walk.together.includes(person.code));
}

/** The people of the house who need a visit. */
export const open = (house: HouseOnRound | null): PersonOnRound[] =>
  house?.people.filter((person) => person.need !== 'no') ?? [];

/** An outcome's key was pressed. */
export function press(outcome: Outcome): void {
  walk.refused = '';
  walk.draft = begin(outcome, addressed());
}

/** The whole house is absent: everybody who needs a visit. */
export function pressWholeHouse(): void {
  const people = open(currentHouse());
  const draft = begin('absent', people);
  if (!draft) return;
  walk.refused = '';
  walk.together = people.map((person) => person.code);
  walk.draft = { ...draft, reason: 'nobody-home', correct: false };
}

export function drop(): void {
  walk.draft = null;
  walk.together = [];
  walk.refused = '';
}

/** Writes the draft, reads that house again, and goes on to the next person. `at`: the time of a paper's visit. */
export async function write(at: string | null = null): Promise<boolean> {
  const { draft } = walk;
  const house = currentHouse();
  if (!draft || !house || writing) return false;
  const back = readMoment(draft.back, desk.now);
  if (draft.back.trim() && !back) {
    walk.refused = 'back';
    return false;
  }
  writing = true;
  try {
    const logged = await call('walk_log', {
      household: house.household.id,
      visits: visits(draft, house.people, back, at ?? timeOfDay()),
      date: walk.day,
    });
    walk.written.push({
      operation: logged.operation,
      at: desk.now,
      household: house.household.id,
      house: house.household.house_number,
      outcome: draft.outcome,
      people: [...draft.people],
    });
    walk.other = null;
    put(logged.now);
    drop();
    if (walk.sheet === null) next();
    return true;
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    walk.refused = sentence(refused);
    return false;
  } finally {
    writing = false;
  }
}

async function readHouse(household: string): Promise<void> {
  put(await call('walk_house', { household, date: walk.day }));
}

/** Puts one house in its place: the rest of the round stays as it is. */
function put(now: HouseNow): void {
  if (!tree) return;
  const household = now.house.household.id;
  tree = {
    ...tree,
    tally: now.tally,
    alleys: tree.alleys.map((alley) =>
      alley.houses.some((house) => house.household.id === household)
        ? {
            ...alley,
            houses: alley.houses.map((house) => (house.household.id === household ? now.house : house)),
          }
        : alley,
    ),
  };
}

/** The note of the house. */
export async function noteHouse(household: string, note: string): Promise<string> {
  writing = true;
  try {
    await call('household_note', { household, note });
    await readHouse(household);
    return '';
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    return sentence(refused);
  } finally {
    writing = false;
  }
}

/** Goes on to the next person who needs a visit now, round the end; stays where nobody does. */
export function next(): void {
  const people = shownHouses().flatMap((house) => house.people.map((person) => ({ house, person })));
  const at = people.findIndex(
    ({ house, person }) => house.household.id === walk.house && person.code === currentPerson()?.code,
  );
  const onward = [...people.slice(at + 1), ...people.slice(0, at)];
  const found = onward.find(({ person }) => person.need === 'now');
  if (found) choose(found.house, found.person.code);
}

/** How many people need a visit now, and how many wait for their hour. */
export function left(): { now: number; later: number } {
  const needs = allHouses().flatMap((house) => house.people.map((person) => person.need));
  return {
    now: needs.filter((need) => need === 'now').length,
    later: needs.filter((need) => need === 'later').length,
  };
}

export const tally = (): Tally | null => tree?.tally ?? null;
