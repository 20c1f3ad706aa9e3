import { day } from '../../format';
import type { remarks as vi } from '../vi/remarks';

export const remarks: typeof vi = {
  title: 'Merits, difficulties, proposals',
  of: (from: string, until: string) => `${day(from)} to ${day(until)}`,
  none: 'Nothing yet. What is kept here stands in this report and in the Word document.',
  kind: 'Kind',
  kinds: { merit: 'Merits', difficulty: 'Difficulties', cause: 'Causes', proposal: 'Proposals' },
  unit: 'Of the unit',
  text: 'Words',
  hint: 'no names or numbers of people',
  keep: 'Keep the remark',
  remove: 'Remove',
  removeOf: (unit: string, text: string) => `Remove the remark of ${unit}: ${text}`,
  solve: 'Removed',
  solveOf: (unit: string, text: string) => `Note that this difficulty of ${unit} was removed: ${text}`,
  how: 'How it was removed',
  solveDo: 'Note it',
  removed: (on: string, how: string) => `Removed on ${day(on)}: ${how}`,
  reopen: 'Still there',
  reopenOf: (unit: string, text: string) => `This difficulty of ${unit} is still there: ${text}`,
  letter: 'Word document',
  lettering: 'Writing the Word document',
  letterPlace: 'Save the Word document',
};
