// What is answered at a door before it is written: the draft, its keys, and the hour of an appointment as it is typed.
import type {
  Attempt,
  Channel,
  HouseOnRound,
  NewVisit,
  Outcome,
  PersonOnRound,
  ReasonsOf,
  Venue,
} from '../../api';
import { addDays, readDay } from '../../format';

/** Where visits are but at home, as they are chosen. */
export const VENUES: Venue[] = ['office', 'market', 'school', 'worship', 'point'];

/** The outcomes by their keys. */
export const OUTCOMES: Outcome[] = ['activated', 'absent', 'ineligible', 'no-smartphone', 'other'];

export type Part = 'level' | 'channel' | 'reason';

/** An outcome that was pressed and is not written yet. */
export interface Draft {
  outcome: Outcome;
  /** Codes of the people it is for; the first one is asked. */
  people: string[];
  level: number;
  channel: Channel | null;
  reason: string;
  /** The appointment as typed. */
  back: string;
  note: string;
  /** Whether it corrects the visit of today instead of standing beside it. */
  correct: boolean;
  /** What was answered by hand; the rest is each person's own preset. */
  touched: Part[];
}

const preset = (person: PersonOnRound, outcome: Outcome) =>
  person.presets.find((one) => one.outcome === outcome);

/** Begins an answer with what the papers suggest. */
export function begin(outcome: Outcome, people: PersonOnRound[]): Draft | null {
  const first = people[0];
  if (!first) return null;
  const suggested = preset(first, outcome);
  return {
    outcome,
    people: people.map((person) => person.code),
    level: suggested?.level ?? 0,
    channel: suggested?.channel ?? null,
    reason: suggested?.reason ?? '',
    back: '',
    note: '',
    correct: people.length === 1 && first.corrects,
    touched: [],
  };
}

/** Answers one question; the same reason again takes it back. */
export function answer(draft: Draft, part: Part, value: string | number): void {
  if (part === 'level') draft.level = Number(value);
  else if (part === 'channel') draft.channel = value as Channel;
  else draft.reason = draft.reason === value ? '' : String(value);
  if (!draft.touched.includes(part)) draft.touched.push(part);
}

/** The key of the reason at a place: a digit; where there are more than nine, "-" is the tenth's and "0" the last one's. */
export function reasonKey(reasons: ReasonsOf, place: number): string {
  const before = reasons.outcome === 'activated' ? 4 : 0;
  const nr = before + place + 1;
  if (nr <= 9) return String(nr);
  if (place === reasons.codes.length - 1) return '0';
  return nr === 10 ? '-' : '';
}

/** The digit that leads to the appointment; empty where digits are used up. */
export function backKey(reasons: ReasonsOf): string {
  return reasons.appointment && reasons.codes.length < 9 ? String(reasons.codes.length + 1) : '';
}

/** Answers by a digit of the opened outcome; "back" asks for the appointment's field, null means nothing. */
export function press(draft: Draft, digit: string, reasons: ReasonsOf): 'answered' | 'back' | null {
  if (draft.outcome === 'activated' && digit >= '1' && digit <= '4') {
    if (digit <= '2') answer(draft, 'level', digit);
    else answer(draft, 'channel', digit === '3' ? 'app' : 'web');
    return 'answered';
  }
  const place = reasons.codes.findIndex((_, at) => reasonKey(reasons, at) === digit);
  const code = reasons.codes[place];
  if (code !== undefined) {
    answer(draft, 'reason', code);
    return code === 'come-back' && draft.reason === code ? 'back' : 'answered';
  }
  return digit === backKey(reasons) ? 'back' : null;
}

/** The visits that the draft writes. `at` null is now; a correction keeps time and place of what it corrects. */
export function visits(
  draft: Draft,
  people: PersonOnRound[],
  back: string | null,
  at: string | null,
  venue: Venue | null = null,
): NewVisit[] {
  return people
    .filter((person) => draft.people.includes(person.code))
    .map((person) => {
      const own = preset(person, draft.outcome);
      const take = <T>(part: Part, typed: T, suggested: T | undefined): T =>
        draft.touched.includes(part) || draft.people.length === 1 ? typed : (suggested ?? typed);
      const corrected = draft.correct
        ? person.attempts.find((attempt) => attempt.visit.id === person.today)
        : null;
      return {
        citizen: person.code,
        at: corrected?.visit.at ?? at,
        outcome: draft.outcome,
        level: take('level', draft.level, own?.level),
        channel: take('channel', draft.channel, own?.channel),
        // The whole house has one reason.
        reason: draft.outcome === 'absent' ? draft.reason : take('reason', draft.reason, own?.reason),
        come_back_at: back,
        by: '',
        note: draft.note.trim(),
        corrects: corrected?.visit.id ?? null,
        venue: corrected ? corrected.visit.venue : venue,
      };
    });
}

/** Those of whom the police list or the register says otherwise: what is written of them is looked at twice before. */
export const doubted = (draft: Draft, people: PersonOnRound[]): PersonOnRound[] =>
  visits(draft, people, null, null).flatMap(({ citizen, outcome, level, reason }) => {
    const one = people.find((person) => person.code === citizen);
    if (!one) return [];
    const above = outcome === 'activated' && one.granted !== null && Math.max(level, 1) > one.granted;
    const grown = reason === 'under-14' && one.of_age && one.birth !== null;
    return above || grown ? [one] : [];
  });

/** Whose house it is: the head, else who stands first in it, as where people were added from a police list. */
export const ownerOf = ({ household, people }: HouseOnRound): string =>
  household.head || (people[0]?.name ?? '');

/** The attempts that count. */
export const counting = (attempts: Attempt[]): Attempt[] => attempts.filter((attempt) => attempt.counts);

/**
 * An appointment as people type it: "1930", "19h30", "19:30", "19h", "mai 19h", "22/11", "22/11 8h30". An hour that is
 * past today is tomorrow's. Gives the time of Việt Nam, 00:00 where no hour was said; null when it cannot be read.
 */
export function readMoment(typed: string, now: string): string | null {
  const words = typed
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const today = now.slice(0, 10);
  let day: string | null = null;
  let hour: string | null = null;
  for (const word of words) {
    const clock = /^(\d{1,2})(?:[:h.](\d{2})?|(?=\d{2}$)(\d{2}))?$/.exec(word);
    if (word === 'mai' && !day) day = addDays(today, 1);
    else if (word.includes('/') && !day) day = readDay(word, today);
    else if (clock && !hour && Number(clock[1]) < 24 && Number(clock[2] ?? clock[3] ?? 0) < 60)
      hour = `${clock[1]?.padStart(2, '0')}:${clock[2] ?? clock[3] ?? '00'}`;
    else return null;
    if (!day && !hour) return null;
  }
  if (!day && !hour) return null;
  day ??= hour && hour <= now.slice(11, 16) ? addDays(today, 1) : today;
  return `${day}T${hour ?? '00:00'}:00${now.slice(19) || '+07:00'}`;
}
