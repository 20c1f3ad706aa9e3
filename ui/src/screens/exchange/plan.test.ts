import { expect, test } from 'vitest';
import type { Accounting, PlannedFile } from '../../api';
import { added, changing, isForeign, justTaken, markOf, markOfSheet } from './plan';

const file = (part: Partial<PlannedFile>): PlannedFile => ({
  file: 'a.tnsolieu',
  action: 'new',
  unit: 'Thôn 1',
  fingerprint: '',
  sequence: 1,
  issued_at: null,
  days: [],
  gaps: [],
  changes: 0,
  new_unit: false,
  key: null,
  code: '',
  findings: [],
  ...part,
});
const key = { level: 'hamlet', fingerprint: 'ab12 cd34', known: null } as const;

test.each<[Partial<PlannedFile>, string]>([
  [{}, 'new'],
  [{ gaps: [37] }, 'gap'],
  [{ action: 'replaces', changes: 2 }, 'replaces'],
  [{ action: 'out-of-order' }, 'late'],
  [{ action: 'same' }, 'same'],
  [{ action: 'refused', code: 'summary.bad_signature' }, 'refused'],
  [{ action: 'refused', code: 'summary.key_unknown', key }, 'ask'],
])('%o is marked %s', (part, mark) => expect(markOf(file(part))).toBe(mark));

test('the button counts only what changes something', () => {
  const accounting = (part: Partial<Accounting>): Accounting => ({
    rows_in: 3,
    added: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    rejected: 0,
    repairs: {},
    issues: [],
    warnings: [],
    ...part,
  });
  const files = [file({}), file({ action: 'same' }), file({ action: 'refused' }), file({ gaps: [3] })];
  const sheets = [{ added: 3 }, { unchanged: 3 }, { rejected: 3 }, { updated: 1, rejected: 2 }].map(
    (part) => ({
      file: 'a.xlsx',
      accounting: accounting(part),
      refused: null,
    }),
  );
  const summaries = {
    new: 2,
    replaces: 0,
    same: 1,
    out_of_order: 0,
    refused: 1,
    gaps: [],
    replaced_keys: [],
  };
  const visits = { added: 1, same: 0, removed: 0, conflict: 0 };
  const people = { added: 0, changed: 0, same: 0, left: 0, conflict: 0 };
  const about = {
    file: '',
    unit: '',
    sequence: 1,
    day: null,
    issued_at: null,
    fingerprint: '',
    code: '',
    findings: [],
  };
  const taken = { ...about, visits, people };
  const results = {
    files: (['new', 'older', 'same', 'refused'] as const).map((action) => ({ ...taken, action })),
    visits,
    people,
    enrolled: [],
    believed: [],
  };
  const found = { files: { summaries: [], results: [] }, foreign: [] };
  expect(
    changing({ ...found, summaries: { ...summaries, files }, results, enrolments: [], works: [], sheets }),
  ).toBe(5);
  expect(changing({ ...found, summaries: null, results: null, enrolments: [], works: [], sheets: [] })).toBe(
    0,
  );
});

test('paths are taken once, without the quotes of a copied path', () =>
  expect(added(['/a'], ['/a', ' "/b c" ', '/b c', ''])).toEqual(['/b c']));

test.each<[Partial<Accounting>, string]>([
  [{ added: 3 }, 'new'],
  [{ added: 2, rejected: 1 }, 'gap'],
  [{ rejected: 3 }, 'refused'],
  [{ unchanged: 3 }, 'same'],
  // Right after a part of it was taken in.
  [{ unchanged: 2, rejected: 1 }, 'same'],
])('a worksheet with %o is marked %s', (part, mark) => {
  const none = { rows_in: 3, added: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0, repairs: {} };
  const accounting = { ...none, issues: [], warnings: [], ...part };
  expect(markOfSheet({ file: 'a.xlsx', accounting, refused: null })).toBe(mark);
});

test.each<[string | undefined, boolean]>([
  ['package.other_unit', true],
  ['worksheet.none', true],
  ['package.damaged', false],
  [undefined, false],
])('%s is for another book: %s', (code, foreign) => expect(isForeign(code)).toBe(foreign));

test('a file that was just taken in says what it brought, one of before does not', () => {
  const brought = file({ changes: 10 });
  const same = file({ action: 'same' });
  expect(justTaken(same, [undefined, [brought]], markOf)).toBe(brought);
  expect(justTaken(same, [], markOf)).toBeNull();
  expect(justTaken(same, [[same]], markOf)).toBeNull();
  expect(justTaken(same, [[file({ ...brought, file: 'b.tnsolieu' })]], markOf)).toBeNull();
  // Taken back: it says what it would do again.
  expect(justTaken(brought, [[brought]], markOf)).toBeNull();
});
