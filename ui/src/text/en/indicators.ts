import { many } from './many';
import { count, day } from '../../format';
import type { indicators as vi } from '../vi/indicators';

export const indicators: typeof vi = {
  none: 'No indicators yet',
  noneWhy:
    'A plan may want more than activation: dossiers online, digitised, paid online, support points. Take them from the plan’s template, or set your own.',
  set: 'Set indicators',
  take: (number: string, indicators: number) => `Take ${many(count(indicators), 'indicator')} of ${number}`,
  taken: (indicators: number) => `The campaign has ${count(indicators)} indicators`,
  round: 'Round',
  wholeCampaign: 'Whole campaign',
  due: (on: string) => `report due ${day(on)}`,
  print: 'Print this table',
  import: 'Import Excel',
  importFile: 'Workbook with columns Đơn vị, Tử số, Mẫu số',
  importOf: 'Figures of the indicator',
  importOfHint: 'where the file does not name one',
  importAny: 'The file names them',
  importDo: 'Import figures',
  needed: 'Choose a file first',
  imported: (rows: number, changed: number) =>
    changed === 0
      ? `${count(rows)} figures read, all as in the book`
      : `${count(rows)} figures imported, ${count(changed)} new or changed`,
  hint: 'Type numerator and denominator, then Enter; a block from Excel can be pasted. A blank cell is not known, which is not 0.',
  columns: {
    unit: 'Indicator, unit',
    numerator: 'Numerator',
    denominator: 'Denominator',
    number: 'Number',
    ratio: 'Ratio',
    threshold: 'To reach',
    verdict: 'Result',
  },
  cell: (indicator: string, unit: string, column: string) => `${indicator}, ${unit}, ${column}`,
  verdict: {
    reached: 'Reached',
    'not-reached': 'Not reached',
    missing: 'No figures yet',
    nothing: 'Nothing of it',
    'no-threshold': 'Has figures',
  },
  reached: (reached: number, held: number) => `${count(reached)} of ${count(held)} units`,
  counted: (counted: number, expected: number) =>
    `complete figures of ${count(counted)} of ${count(expected)} units`,
  signed: 'signed by the unit',
  inPart: (counted: number, expected: number) =>
    `signed, with ${count(counted)} of ${count(expected)} units below it`,
  formHint:
    'To reach: one figure for all units (90), or by kind of unit, apart by semicolons (tỉnh 70; huyện 60; xã 25; phường 55). A kind without a figure reports and has nothing to reach.',
  name: 'Name',
  numerator: 'Numerator counts',
  denominator: 'Denominator counts',
  measure: 'Measured in',
  measures: { percent: '%', number: 'number' },
  threshold: 'To reach',
  by: 'By the end of',
  apart: 'Not added',
  apartHint: 'The figures of units cannot be added',
  nth: (n: number) => `Indicator ${n}`,
  add: 'Add an indicator',
  remove: (name: string) => `Remove ${name}`,
  save: 'Save the indicators',
  saved: (indicators: number) => `${count(indicators)} indicators saved`,
  cancel: 'Cancel',
};
