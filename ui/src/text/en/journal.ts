import { many } from './many';
export const journal = {
  lead: (total: string) =>
    `${many(total, 'entry', 'entries')}, newest first. An undo is an entry too, and can be undone.`,
  allKinds: 'Everything',
  kind: 'Kind',
  everybody: 'Everybody',
  member: 'Who',
  list: 'What was done',
  head: { at: 'When', what: 'What', who: 'Who', rows: 'Rows' },
  undone: (at: string) => `undone ${at}`,
  nobody: 'nobody named',
  undo: 'Undo this',
  redo: 'Redo',
  clock: (at: string) => `a time that was set; the computer's own ${at}`,
  rows: (count: string) => `${many(count, 'row')} of the book`,
  empty: 'Nothing was done yet',
  emptyHint: 'Importing, logging, setting targets: each has a line here and can be undone.',
  noMatch: 'There is no such entry',
  clear: 'Clear the filter',
  choose: 'Choose an entry to see whether it can be undone.',
};
