import { many } from './many';
import type { ReportForm } from '../../api';

const what: Partial<Record<ReportForm, string>> = {
  annex1: 'by unit',
  annex2: 'by officer',
};

export const reports = {
  titleOf: (form: string, day: string) => `${form} – ${day}`,
  subtitle: (time: string | null) =>
    time ? `As it will be printed. Figures as of ${time}.` : 'As it will be printed.',
  forms: 'Forms',
  standing: 'Lists by the police list',
  what,
  paper: 'Preview',
  print: 'Print',
  export: 'Export to Excel',
  exporting: (form: string) => `Writing ${form}`,
  drawing: 'Drawing all pages to print',
  day: 'Day of the report',
  from: 'From',
  fromHint: 'blank: campaign',
  unit: 'Unit',
  wholeBook: 'The whole book',
  phones: 'Whole phones, for those who ring',
  phonesNoted: '(print and file; noted in the journal)',
  group: 'Group',
  everybody: 'Everybody',
  campaign: 'Campaign',
  campaignInUse: 'The one in use',
  signer: 'Signed by',
  recipients: 'Recipients',
  recipientsHint: 'one a line',
  saveTo: 'Save to',
  saveTitle: 'Save the report',
  choosePlace: 'Choose',
  lock: 'Set a password',
  password: 'Password of the file',
  passwordHint: 'Write it down and tell the recipient apart from the file: the program does not keep it.',
  written: (path: string) => `Written to ${path}.`,
  handedOver: 'Handed over: destroy the file',
  openFile: 'Open',
  part: (shown: string, all: string) =>
    `${shown} of ${many(all, 'row')} are shown. Print and Excel have all; pages are those shown.`,
  numbersHidden:
    'Identity numbers and phones are hidden on the screen; the print and the file have them as the form does.',
  numbersShown: 'Whole numbers are shown; the journal has it.',
  showNumbers: 'Show whole numbers (the journal notes it)',
  hideNumbers: 'Hide them',
  showAll: 'Show all',
  pages: (pages: number, landscape: boolean) =>
    `${many(pages, 'page')} · A4 ${landscape ? 'landscape' : 'portrait'}`,
  notDrawn: 'This report cannot be drawn',
};
