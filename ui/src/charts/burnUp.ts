// The geometry of a burn-up: days and accounts to points, gaps left open, labels kept apart.
import type { BurnUp } from '../api';

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Drawn {
  /** The runs of days with figures; a gap is never joined. */
  actual: Point[][];
  /** The newest figures. */
  now: Point | null;
  /** The plan and its phases, day by day; empty while nobody knows where it begins. */
  planned: Point[];
  needed: [Point, Point] | null;
  forecast: [Point, Point] | null;
  /** From now to the ends of its range. */
  range: [Point, Point, Point] | null;
  targetY: number;
  ceilingY: number | null;
  today: number | null;
  /** The first of a month near the middle. */
  month: { x: number; day: string } | null;
}

const dayNumber = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;

/** The highest that a burn-up draws, in accounts: what is far beyond the target is cut there. */
const highestOf = ({ days, pace, forecast, range }: BurnUp): number =>
  Math.max(
    pace.target,
    ...days.map((day) => day.actual ?? 0),
    Math.min(range?.high ?? forecast ?? 0, pace.target * 1.15),
    1,
  );

/** One scale for several beside each other: the highest of them, in parts of its target. */
export const scaleOf = (all: BurnUp[]): number =>
  Math.max(...all.map((one) => highestOf(one) / Math.max(one.pace.target, 1)));

/** `scale`: how many targets high it is; as high as it needs when missing. */
export function drawBurnUp(burnUp: BurnUp, box: Box, scale?: number): Drawn {
  const { days, pace } = burnUp;
  const [first, last] = [dayNumber(burnUp.first_day), dayNumber(burnUp.last_day)];
  const highest = scale ? scale * Math.max(pace.target, 1) : highestOf(burnUp);
  const x = (iso: string): number =>
    box.left + ((dayNumber(iso) - first) / Math.max(1, last - first)) * (box.right - box.left);
  const y = (accounts: number): number => box.bottom - (accounts / highest) * (box.bottom - box.top);

  const actual: Point[][] = [];
  let run: Point[] = [];
  let now: Point | null = null;
  for (const { day, actual: accounts } of days) {
    if (accounts == null) {
      if (run.length > 0) actual.push(run);
      run = [];
    } else {
      now = { x: x(day), y: y(accounts) };
      run.push(now);
    }
  }
  if (run.length > 0) actual.push(run);

  const inside = pace.day >= burnUp.first_day && pace.day <= burnUp.last_day;
  const end = (accounts: number): Point => ({ x: x(burnUp.last_day), y: y(Math.min(accounts, highest)) });
  // What is to come begins today, however old the newest figures are.
  const ahead =
    now !== null && pace.actual != null && inside && pace.day < burnUp.last_day
      ? { x: x(pace.day), y: y(pace.actual) }
      : null;
  const months = days.filter(({ day }) => day.endsWith('-01')).map(({ day }) => ({ x: x(day), day }));
  const middle = (box.left + box.right) / 2;
  const roomy = months.filter(
    (month) =>
      Math.min(month.x - box.left, box.right - month.x) > 60 &&
      (!inside || Math.abs(month.x - x(pace.day)) > 60),
  );
  return {
    actual,
    now,
    planned: days.flatMap((day) => (day.planned === null ? [] : [{ x: x(day.day), y: y(day.planned) }])),
    needed: ahead && pace.remaining !== 0 ? [ahead, end(pace.target)] : null,
    forecast: ahead && burnUp.forecast != null ? [ahead, end(burnUp.forecast)] : null,
    range: ahead && burnUp.range ? [ahead, end(burnUp.range.high), end(burnUp.range.low)] : null,
    targetY: y(pace.target),
    ceilingY: burnUp.ceiling == null ? null : y(burnUp.ceiling),
    today: inside ? x(pace.day) : null,
    month: roomy.sort((a, b) => Math.abs(a.x - middle) - Math.abs(b.x - middle))[0] ?? null,
  };
}

/** Words beside the chart that want to stand at `y`. */
export interface Beside {
  y: number;
  lines: string[];
  look: string;
}

/** Brings words beside each other from the top down, none over another and none below `bottom`. */
export function apart(wanted: Beside[], line: number, bottom: number): Beside[] {
  let free = -Infinity;
  const placed = [...wanted]
    .sort((a, b) => a.y - b.y)
    .map((one) => {
      const y = Math.max(one.y, free);
      free = y + one.lines.length * line;
      return { ...one, y };
    });
  let end = bottom;
  for (const one of placed.reverse()) {
    one.y = Math.min(one.y, end - (one.lines.length - 1) * line);
    end = one.y - line;
  }
  return placed.reverse();
}

export interface Label {
  x: number;
  y: number;
  anchor: 'start' | 'end';
}

/** How wide a character is to its height, on average and on the safe side. */
const LETTER = 0.58;

/** Whether a line runs through a box; as fine as a letter. */
const crosses = (line: Point[], box: Box): boolean =>
  line.some((to, i) => {
    const from = line[i - 1] ?? to;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4) || 1;
    return Array.from({ length: steps + 1 }, (_, at) => at / steps).some((part) => {
      const [x, y] = [from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)];
      return x > box.left && x < box.right && y > box.top && y < box.bottom;
    });
  });

/**
 * Of the places at which words may stand, the first where they lie over nothing that is `taken`, which takes them in, and on
 * none of the lines; null where there is none.
 */
export function placed(
  words: string,
  size: number,
  places: Label[],
  taken: Box[],
  lines: Point[][] = [],
): Label | null {
  const wide = words.length * size * LETTER;
  for (const label of places) {
    const left = label.anchor === 'start' ? label.x : label.x - wide;
    const box = { left, right: left + wide, top: label.y - size, bottom: label.y + 0.3 * size };
    const free = taken.every(
      (other) =>
        box.right <= other.left ||
        other.right <= box.left ||
        box.bottom <= other.top ||
        other.bottom <= box.top,
    );
    if (free && !lines.some((line) => crosses(line, box))) {
      taken.push(box);
      return label;
    }
  }
  return null;
}

export const path = (points: Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
