import { expect, test } from 'vitest';
import { listOf } from '../../format';
import {
  assignmentOf,
  assignmentsOf,
  daysBetween,
  goalOf,
  newDraft,
  perDay,
  proposeCounts,
  sumOf,
} from './draft';

const TODAY = '2026-11-21';

test('what was typed becomes an assignment', () => {
  const draft = {
    ...newDraft('21/11'),
    who: ['Thôn 1'],
    task: 'Đến nhà',
    alleys: 'Ngõ 1, Ngõ 2,, Ngõ 1',
    due: '30/11',
    count: '1.200',
    checkpoints: [
      { day: '25/11', count: '400', text: ' một phần ba ' },
      { day: 'mai', count: '1', text: '' },
    ],
  };
  const made = assignmentOf(draft, TODAY);
  expect(made).toMatchObject({
    who: ['Thôn 1'],
    start: '2026-11-21',
    due: '2026-11-30',
    result: { activated: 1200 },
    checkpoints: [{ day: '2026-11-25', count: 400, text: 'một phần ba' }],
  });
  expect(made.where.alleys).toEqual(['Ngõ 1', 'Ngõ 2']);
  expect(perDay(made)).toBe(120);
});

test('of one task for many each has its own number', () => {
  const draft = { ...newDraft('21/11'), who: ['Thôn 1', 'Thôn 2', 'Lê An'], due: '30/11', count: '5' };
  draft.counts['Thôn 2'] = '7';
  proposeCounts(draft, [
    { unit: 'Thôn 1', people: 1234 },
    { unit: 'Thôn 2', people: 80 },
    { unit: 'Thôn 3', people: 9 },
  ]);
  // What was typed stays; who has no figures gets the number typed for all.
  expect(draft.counts).toEqual({ 'Thôn 1': '1.234', 'Thôn 2': '7', 'Lê An': '5' });
  expect(sumOf(draft)).toBe(1246);
  expect(assignmentsOf(draft, TODAY).map(({ who, result }) => [...who, result])).toEqual([
    ['Thôn 1', { activated: 1234 }],
    ['Thôn 2', { activated: 7 }],
    ['Lê An', { activated: 5 }],
  ]);
  // One that has none is missing of the whole.
  draft.counts['Lê An'] = '';
  expect(assignmentOf(draft, TODAY).result).toBeNull();
  expect(assignmentsOf({ ...draft, goal: 'product', product: 'Sổ' }, TODAY)).toHaveLength(1);
});

test('what cannot be read is missing', () => {
  const made = assignmentOf({ ...newDraft(''), due: '31/02', count: 'nhiều' }, TODAY);
  expect([made.start, made.due, made.result, perDay(made)]).toEqual([null, null, null, null]);
});

test('a product is no number', () => {
  const made = assignmentOf({ ...newDraft(''), goal: 'product', product: ' Báo cáo ' }, TODAY);
  expect(made.result).toEqual({ product: 'Báo cáo' });
});

test.each<[string, number | null]>([
  ['86', 86],
  ['1.234', 1234],
  ['0', null],
  ['', null],
  ['8,5', null],
])('%s people are %s', (typed, count) => expect(goalOf(typed)).toBe(count));

test('lists and days', () => {
  expect(listOf(' Ngõ 1; Ngõ 2 ,')).toEqual(['Ngõ 1', 'Ngõ 2']);
  expect(daysBetween('2026-11-21', '2026-11-26')).toBe(5);
});
