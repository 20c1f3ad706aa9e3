import { expect, test } from 'vitest';
import type { BurnUp } from '../api';
import { apart, drawBurnUp, path, placed, scaleOf, type Label } from './burnUp';

const box = { left: 0, top: 0, right: 90, bottom: 100 };

function burnUp(actuals: (number | null)[], change: Partial<BurnUp> = {}): BurnUp {
  const at = (i: number): string => `2026-11-${String(i + 1).padStart(2, '0')}`;
  const today = actuals.findLastIndex((actual) => actual != null);
  return {
    pace: {
      day: at(Math.max(today, 0)),
      target: 100,
      baseline: 10,
      planned: 0,
      actual: actuals[today] ?? null,
      ratio: null,
      remaining: 100 - (actuals[today] ?? 0),
      days_left: 9 - today,
      needed_per_day: null,
      on_pace: null,
      ahead: null,
      phase: null,
    },
    first_day: at(0),
    last_day: at(9),
    gain_per_day: 5,
    forecast: 70,
    range: null,
    at_most: false,
    ceiling: null,
    unknown: [],
    days: Array.from({ length: 10 }, (_, i) => ({
      day: at(i),
      actual: actuals[i] ?? null,
      planned: 10 * (i + 1),
      needed: null,
      forecast: null,
    })),
    weeks: [],
    months: [],
    ...change,
  };
}

test('a gap is never joined', () => {
  const drawn = drawBurnUp(burnUp([10, 20, null, 40]), box);
  expect(drawn.actual.map(path)).toEqual(['M0.0 90.0L10.0 80.0', 'M30.0 60.0']);
  expect(drawn.now).toEqual({ x: 30, y: 60 });
});

test('several are drawn on one scale, that of the highest', () => {
  const all = [burnUp([10, 20]), burnUp([10, 200])];
  expect(scaleOf(all)).toBe(2);
  const targets = all.map((one) => drawBurnUp(one, box, scaleOf(all)).targetY);
  expect(targets).toEqual([50, 50]);
});

test('the range of a forecast opens from today to its ends', () => {
  const range = { low: 60, high: 80, held: 3, tried: 4 };
  const [from, high, low] = drawBurnUp(burnUp([50], { range }), box).range ?? [];
  expect([from?.x, high?.x === low?.x, (high?.y ?? 0) < (low?.y ?? 0)]).toEqual([
    drawBurnUp(burnUp([50]), box).today,
    true,
    true,
  ]);
});

test('what is needed leads to the target, the forecast where it leads', () => {
  const drawn = drawBurnUp(burnUp([10, 20]), box);
  expect(drawn.needed?.[1]).toEqual({ x: 90, y: 0 });
  expect(drawn.forecast?.[1].y).toBeCloseTo(30);
  expect([drawn.planned[0], drawn.planned[9]]).toEqual([
    { x: 0, y: 90 },
    { x: 90, y: 0 },
  ]);
});

test('while nobody knows where the plan begins it has no line', () => {
  const days = burnUp([]).days.map((day) => ({ ...day, planned: null }));
  expect(drawBurnUp(burnUp([], { days }), box).planned).toEqual([]);
});

test('without figures there is a target and nothing else', () => {
  const drawn = drawBurnUp(burnUp([]), box);
  expect([drawn.actual.length, drawn.now, drawn.needed, drawn.forecast]).toEqual([0, null, null, null]);
});

test('more than the target still fits', () => {
  const drawn = drawBurnUp(burnUp([50, 120], { forecast: 500 }), box);
  expect(drawn.now?.y).toBe(0);
  expect(drawn.targetY).toBeCloseTo(100 - (100 / 120) * 100);
});

test('what is to come begins today, not where the newest figures stand', () => {
  const late = burnUp([10, 20], { pace: { ...burnUp([10, 20]).pace, day: '2026-11-06' } });
  const drawn = drawBurnUp(late, box);
  expect([drawn.now?.x, drawn.needed?.[0], drawn.forecast?.[0]]).toEqual([
    10,
    { x: 50, y: 80 },
    { x: 50, y: 80 },
  ]);
});

test('words beside the chart keep apart, and stay in it', () => {
  const at = (...lines: [number, number][]): number[] =>
    apart(
      lines.map(([y, high]) => ({ y, lines: Array<string>(high).fill('x'), look: '' })),
      16,
      100,
    ).map(({ y }) => y);
  expect(at([10, 1], [12, 1], [50, 1])).toEqual([10, 26, 50]);
  expect(at([12, 1], [10, 2])).toEqual([10, 42]);
  expect(at([90, 1], [95, 2])).toEqual([68, 84]);
});

test('words stand on no line', () => {
  const places: Label[] = [20, 60].map((y) => ({ x: 0, y, anchor: 'start' }));
  const line = [
    { x: 0, y: 14 },
    { x: 90, y: 16 },
  ];
  expect(placed('Lũy kế', 10, places, [], [line])?.y).toBe(60);
  expect(placed('Lũy kế', 10, places, [], [[{ x: 80, y: 0 }, ...line.slice(1)]])?.y).toBe(20);
});

test('words never lie over others: the next place, or none', () => {
  const at = (x: number, y: number, anchor: Label['anchor'] = 'start'): Label => ({ x, y, anchor });
  const taken = [{ left: 0, right: 50, top: 0, bottom: 13 }];
  expect(placed('Lũy kế', 10, [at(40, 10), at(40, 40)], taken)).toEqual(at(40, 40));
  expect(placed('Lũy kế', 10, [at(60, 44), at(95, 10, 'end')], taken)).toEqual(at(95, 10, 'end'));
  expect(placed('đều', 10, [at(20, 10)], taken)).toBeNull();
});
