// Figures, days and numbers of people as Vietnamese offices write them: 3.416 · 66,74 % · 21/11/2026 · 03••••••••31.
import type { Percent } from './api';

/** 3416 → "3.416"; nothing known → "–". */
export function count(value: number | null | undefined): string {
  return value == null
    ? '–'
    : Math.round(value)
        .toString()
        .replace(/\B(?=(\d{3})+$)/g, '.')
        .replace('-', '−');
}

/** 6674 → "66,74%": the core has rounded it. */
export function percent(ratio: Percent | null | undefined): string {
  if (ratio == null) return '–';
  return `${count(Math.trunc(ratio / 100))},${String(ratio % 100).padStart(2, '0')}%`;
}

/** 8812 and 9640 → "88–97%": the ends of a range, outwards to whole percents; nothing known → "". */
export const percents = (ends: [Percent, Percent] | null): string =>
  ends ? `${count(Math.floor(ends[0] / 100))}–${count(Math.ceil(ends[1] / 100))}%` : '';

/** "2026-11-21" or an RFC 3339 time → "21/11/2026". */
export function day(iso: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '');
  return found ? `${found[3]}/${found[2]}/${found[1]}` : '–';
}

/** As `day`, without the year when it is that of `today`. */
export function shortDay(iso: string | null | undefined, today: string): string {
  const whole = day(iso);
  return whole.slice(6) === today.slice(0, 4) ? whole.slice(0, 5) : whole;
}

/** "19:30 22/11" of an appointment; the day alone where the hour is not known. */
export const moment = (iso: string, today: string): string =>
  [time(iso) === '00:00' ? '' : time(iso), shortDay(iso, today)].filter(Boolean).join(' ');

/** "2026-11-21T19:30:00+07:00" → "19:30". The core gives times of Việt Nam. */
export function time(iso: string | null | undefined): string {
  return /T(\d{2}:\d{2})/.exec(iso ?? '')?.[1] ?? '–';
}

const AS_A_DAY = /^(\d{1,2})[/. -]?(\d{1,2})(?:[/. -]?(\d{4}|\d{2}))?$/;

/** Whether it is written as a day, though the calendar may not have it: "31/02". */
export const isDayLike = (typed: string): boolean => AS_A_DAY.test(typed.trim());

/**
 * "21/11/2026", "21/11", "21.11.2026" or "21112026" → "2026-11-21"; else null. Without a year it is the one nearest to
 * `today`; where only a day that is over can be meant ('past'), the last one.
 */
export function readDay(typed: string, today: string, meant: 'near' | 'past' = 'near'): string | null {
  const found = AS_A_DAY.exec(typed.trim());
  if (!found) return null;
  const [d, m] = [Number(found[1]), Number(found[2])];
  if (found[3]) return dayOf(Number(found[3].length === 2 ? `20${found[3]}` : found[3]), m, d);
  const here = Number(today.slice(0, 4));
  const far = (iso: string): number => Math.abs(Date.parse(iso) - Date.parse(today.slice(0, 10)));
  const days = [here - 1, here, here + 1].map((y) => dayOf(y, m, d)).filter((iso) => iso !== null);
  const over = days.filter((iso) => iso <= today.slice(0, 10));
  return (meant === 'past' ? over : days).sort((a, b) => far(a) - far(b))[0] ?? null;
}

function dayOf(y: number, m: number, d: number): string | null {
  const date = new Date(Date.UTC(y, m - 1, d));
  return date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? date.toISOString().slice(0, 10) : null;
}

/** "5.118", "5 118" or "5118" → 5118; blank → null; anything else is no number. */
export function readCount(typed: string): number | null | undefined {
  const bare = typed.trim().replace(/(\d)[.\s](?=\d{3}\b)/g, '$1');
  if (bare === '') return null;
  return /^\d{1,9}$/.test(bare) ? Number(bare) : undefined;
}

/** Days from one to another, both counted. */
export const daysOf = (first: string, last: string): number =>
  Math.round((Date.parse(last.slice(0, 10)) - Date.parse(first.slice(0, 10))) / 864e5) + 1;

/** The day so many days after. */
export function addDays(iso: string, days: number): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** An identity number or a phone with its middle hidden, of 12 digits the 8 that VNeID hides: "03••••••••31". */
export const maskNumber = (number: string): string =>
  number.length > 4
    ? number.slice(0, 2) + '•'.repeat(number.length - 4) + number.slice(-2)
    : '•'.repeat(number.length);

/** A birth with the precision the papers have: "1971-09-04" → "04/09/1971", "1971" → "1971". */
export const birth = (iso: string | null | undefined): string =>
  iso ? iso.split('-').reverse().join('/') : '–';

/** Digits that are shown inside a masked number: more would be the number itself. */
const MOST_SHOWN = 3;

/** Whether so few digits are marked that they are shown inside a masked number. */
export const areFew = (marks: [number, number][]): boolean =>
  marks.reduce((sum, [from, to]) => sum + to - from, 0) <= MOST_SHOWN;

/** As `maskNumber`, but the characters of `marks` (from, to) are shown, when they are few: the digits that two lists write differently. */
export function maskExcept(number: string, marks: [number, number][]): string {
  const masked = [...maskNumber(number)];
  if (!areFew(marks)) return masked.join('');
  for (const [from, to] of marks) masked.splice(from, to - from, ...[...number].slice(from, to));
  return masked.join('');
}

/** The characters (from, to) at which another text has others. */
export function differingPlaces(text: string, other: string): [number, number][] {
  const marks: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = marks.at(-1);
    if (text[at] === other[at]) continue;
    if (last?.[1] === at) last[1] = at + 1;
    else marks.push([at, at + 1]);
  }
  return marks;
}

/** Words within a sentence: "Nhà 3A" → "nhà 3A", "SIM không chính chủ" stays. */
export const inside = (words: string): string =>
  /^\p{Lu}(?!\p{Lu})/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;

/** Headings and paragraphs of a text that is laid out by signs (#, `), without them: to be read as plain text. */
export function paragraphs(text: string): { heading: boolean; text: string }[] {
  return text.split(/\n\s*\n/).flatMap((part) => {
    const lines = part.trim().split('\n');
    const heading = /^#+ /.test(lines[0] ?? '');
    // A line that goes on belongs to the one before; a point of a list is a line of its own.
    const whole = lines.reduce(
      (sum, line) => (/^(\d+\.|[-*]) /.test(line) ? `${sum}\n${line}` : `${sum} ${line.trim()}`),
      '',
    );
    const plainly = whole
      .replace(/^\s*#+ /, '')
      .replaceAll('`', '')
      .trim();
    return plainly ? [{ heading, text: plainly }] : [];
  });
}

/** Text freed of marks. */
export const freed = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('\u0111', 'd').replaceAll('\u0110', 'D');

/** Text freed of marks and case, to compare names by what people type. */
export const plain = (text: string): string =>
  freed(text)
    .toLowerCase()
    .replace(/[^a-z0-9/]+/g, ' ')
    .trim();

/** The one known name that a name typed without marks means: "thon ben do" → "Thôn Bến Đò"; else the name as typed. */
export function nameMeant(typed: string, known: string[]): string {
  const name = typed.trim();
  const meant = known.filter((one) => plain(one) === plain(name));
  const bare = plain(name) === name.toLowerCase();
  return meant.includes(name) || meant.length !== 1 || !bare ? name : (meant[0] ?? name);
}

/** Parts of a list with commas between. */
export const listOf = (typed: string): string[] =>
  typed
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part, at, all) => part !== '' && all.indexOf(part) === at);

/** Accounts a day: a pace that is no whole one, but brings some in the end, is no nought. */
export const perDay = (gain: number | null | undefined, brings: boolean): string =>
  gain === 0 && brings ? '< 1' : count(gain);

/** "3, 5–8": numbers that follow each other as one. */
export function ranges(numbers: number[]): string {
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
