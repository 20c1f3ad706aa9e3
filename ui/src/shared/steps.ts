// The first steps with a book: where each of them is taken.
import type { FirstStep } from '../api';
import { leaveBook } from '../state/leave';
import { view } from '../state/view.svelte';

/** The tables whose rows show that a step was taken. */
export const STEP_TABLES =
  'citizen roster match visit campaign target_sheet package summary_day operation'.split(' ');

const TAKEN: Record<FirstStep, () => void> = {
  package: () => void leaveBook('package'),
  survey: () => view.takeSurvey(),
  extract: () => view.open('roster', { extract: true }),
  match: () => view.open('roster'),
  walk: () => view.open('walk'),
  send: () => view.open('exchange'),
  campaign: () => view.open('targets', 'new'),
  targets: () => view.open('targets'),
  figures: () => view.open('exchange'),
};

export const takeStep = (step: FirstStep): void => TAKEN[step]();
