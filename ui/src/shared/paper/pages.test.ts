import { expect, test } from 'vitest';
import { pagesOf } from './pages';

test('rows are shared out to pages, the foot comes last, the sum never alone', () => {
  const told = (rows: number[], foot: number) =>
    pagesOf({ page: 100, head: 30, columns: 10, rows, foot }).map(
      (s) => `${s.from}-${s.to}${s.last ? '!' : ''}`,
    );
  expect(told([20, 20], 20)).toEqual(['0-2!']);
  expect(told([20, 20, 20], 0)).toEqual(['0-3!']);
  expect(told([20, 20, 20], 10)).toEqual(['0-3', '3-3!']);
  expect(told([20, 20, 20, 20, 20], 20)).toEqual(['0-2', '2-5!']);
  expect(told([], 20)).toEqual(['0-0!']);
  expect(told([20, 10, 10, 10, 10, 10], 10)).toEqual(['0-3', '3-6!']);
  expect(told([10, 10, 10, 10, 10, 10], 10)).toEqual(['0-3', '3-6!']);
  expect(told([10, 10, 10, 10, 40, 40], 10)).toEqual(['0-4', '4-6!']);
  expect(told([200], 0)).toEqual(['0-1', '1-1!']);
});
