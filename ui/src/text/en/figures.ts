import type { figures as vi } from '../vi/figures';
import { count } from '../../format';

export const figures: typeof vi = {
  why: 'See what this figure is made of',
  title: (unit, day) => `${unit}: figures of ${day}`,
  what: 'Figure',
  before: (day) => `day before (${day})`,
  lines: {
    activated: 'Activated that day',
    absent: 'Absent',
    ineligible: 'Not eligible',
    no_smartphone: 'No smartphone',
    other: 'Other',
    cumulative: 'So far',
  },
  levels: (pending: boolean) => `at level 1 · level 2${pending ? ' · not confirmed yet' : ''}`,
  target: 'Target',
  eligible: 'Eligible people',
  ratio: 'Ratio',
  remaining: 'Left',
  gained: (n, day) =>
    n === 0
      ? `So far is what it was on ${day}.`
      : `So far is ${count(Math.abs(n))} ${n > 0 ? 'more' : 'less'} than on ${day}.`,
  file: (sequence, unit, day) => `File number ${sequence} of ${unit}, made for ${day}`,
  signedAt: (at) => `Signed ${at}`,
  takenAt: (at) => `, taken in ${at}.`,
  inside: ', inside the file of the unit above.',
  keyOfLaptop: "The key of the hamlet's laptop, believed by its card or confirmed here.",
  keyConfirmed: 'The key was compared by telephone.',
  keyNamed: (unit) => (unit ? `The key was named by ${unit} in its file.` : 'The key was not compared.'),
  keyReplaced: ' Another key has taken its place.',
  fingerprint: (groups) => `Fingerprint ${groups}`,
  replaces: (sequence, at, activated, cumulative) =>
    `Replaces file number ${sequence} (signed ${at}): ${count(activated)} that day, ${count(cumulative)} so far.`,
  parts: (some, all, day) => `${some}/${all} with figures of ${day}`,
  ownLabel: 'Figures and signed file',
  partsLabel: 'What this figure adds up from',
  unit: 'Unit',
  columns: { activated: 'That day', cumulative: 'So far' },
  open: (unit) => `See the figures of ${unit}`,
  missing: 'no figures',
  of: (day) => `of ${day}`,
  back: (unit) => `Back to ${unit}`,
};
