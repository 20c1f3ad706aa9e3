import type { PlannedUnit, PlannedUnits } from '../../api';
import { count } from '../../format';
import { many } from './many';

const listed = (all: string[]): string =>
  [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' and ');

export const settings = {
  tabs: { team: 'Team', book: 'Book and backups', units: 'Units', computer: 'This computer', about: 'About' },
  tabsLabel: 'Parts of the settings',
  saved: 'Saved',
  save: 'Save',
  cancel: 'Cancel',
  edit: 'Edit',
  team: {
    lead: 'Names of members stand on visits, reports and in the journal.',
    name: 'Name',
    role: 'Role',
    noRole: 'Not said',
    phone: 'Phone',
    visits: 'Visits',
    add: 'Add a member',
    change: 'Change a member',
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    editOf: (name: string) => `Edit ${name}`,
    none: 'There are no members yet',
    noneHint: 'Add the people of the team, so that visits and the journal name who did them.',
    now: 'working now',
    added: (name: string) => `Added ${name}`,
    changed: (name: string) => `Changed ${name}`,
    removed: (name: string) => `Removed ${name}`,
    secret: 'Own secret',
    secretOf: (name: string) => `Secret of ${name}`,
    hasSecret: 'yes',
    noSecret: '–',
    secretLead: (name: string) =>
      `${name} opens the book by it, and the book knows that it is ${name}. ${name} types it; nobody else has to know it.`,
    ownNow: 'What you opened the book by',
    secretNew: 'New secret',
    secretSet: (name: string) => `${name} has a secret now`,
    secretRemove: 'Take the secret away',
    secretRemoved: (name: string) =>
      `${name} no longer opens the book by a secret. If an old copy is a worry, change the passphrase of the book, too.`,
    secretForgotten: 'Who forgets the secret gets another one from a leader of the book.',
    rights: 'Rights',
    noRights: 'None said',
    rightsUnit: 'May change people of',
    wholeBook: 'The whole book',
    table: {
      title: 'Who may do what',
      begun:
        'The program looks at this table before everything that is done. Who has no rights said is a team member.',
      notYet:
        'Nobody is the leader of the book yet, so everybody may do everything. Rights begin with the first leader.',
      limit:
        'Rights guard what the program does, not the file: who knows the passphrase of the book reads all of it.',
      what: 'What is done',
      may: { yes: 'yes', 'own-unit': 'own unit', own: 'own', no: '–' },
    },
  },
  book: {
    sheet: {
      button: 'Print the passphrase',
      lead: 'One page to be sealed in the safe, with the passphrase of the book. It is printed and never written to a file; the journal notes it.',
      print: 'Print the sheet',
      after: 'Seal the sheet; do not leave it on the desk.',
      title: 'Passphrase of a Từng Nhà book',
      of: (file: string, at: string) => `Book ${file} · printed at ${at}`,
      spelled: 'Type each letter, mark, blank and capital as it stands here.',
      steps: [
        'Start Từng Nhà, choose the book or one of its backups (.tungnha) and type the passphrase above.',
        'When everybody forgot their own secret: open the book by this sheet, then set new ones in the settings, Team.',
        'Without the program: any SQLCipher 4 opens the file by this passphrase.',
      ],
      keep: 'Seal it and keep it in the safe of the commune. Note who opened it, when and why. When the passphrase is changed, print a new sheet and destroy this one.',
      leader: 'Leader of the book',
      keeper: 'Keeper of the sheet',
    },
    file: 'File of the book',
    holds: (households: string, citizens: string, visits: string) =>
      `${many(households, 'household')} · ${many(citizens, 'person', 'people')} · ${many(visits, 'visit')}`,
    open: 'Open its folder',
    backups: 'Backups',
    backupsHint: 'One a day at opening, and before each import. In the folder “.saoluu” beside the book.',
    make: 'Back up now',
    making: 'Backing the book up',
    made: 'The book was backed up',
    none: 'There are no backups yet',
    second: 'Second place for backups',
    secondHint:
      'A folder on a stick or another disk: when this computer breaks, the book is still there. Copied when a day is closed, and by Copy now.',
    secondFolder: 'Folder',
    secondNone: 'No second place',
    waive: (name: string) => `${name} is seen to, tell no more`,
    waiveAsk: 'Tell no more of this backup?',
    waiveWhy:
      'It still holds erased data, or opens with a former passphrase, until the file is deleted. Say so only once you have deleted it, or the disk or stick is gone. The journal notes it.',
    waiveYes: 'It is seen to, tell no more',
    waiveNo: 'Go on telling',
    copy: 'Copy now',
    copying: 'Backing up and copying to the second place',
    copied: 'A backup was copied to the second place',
    copiedAt: (when: string) => `Last copied at ${when}.`,
    copiedNever: 'Never copied yet.',
    secondAway: 'The stick or disk is not plugged in.',
    at: 'When',
    reason: 'Why',
    size: 'Size',
    restore: 'Open as a new book',
    restored: (file: string) => `Open now: the restored book ${file}. The former book is untouched.`,
    reasons: { daily: 'daily', import: 'before an import', upgrade: 'before an upgrade', asked: 'asked for' },
    check: 'Check the book',
    checking: 'Reading the whole book for damage',
    damaged: 'The book is damaged.',
    restoreNewest: (at: string) => `Open the backup of ${at} as a new book`,
    sound: 'The book is sound: all of it was read.',
    passphrase: 'Change the passphrase',
    old: 'Present passphrase',
    new: 'New passphrase',
    oldMissing: 'The present passphrase is missing.',
    changing: 'Changing the passphrase',
    changed: (backups: string) =>
      `The passphrase was changed, also of ${backups} older backups: the old one opens them no more.`,
  },
  units: {
    lead: 'Hamlets or units below. An import of the survey adds them.',
    name: 'Name of the unit',
    code: 'Code',
    own: 'the book’s own',
    add: 'Add a unit',
    addHint: 'with its kind: Thôn, Tổ dân phố, Xã…',
    noName: 'The name is missing.',
    rename: 'Rename',
    renameOf: (name: string) => `Rename ${name}`,
    from: 'From',
    fromHint: 'reports of the days before keep the old name',
    added: (name: string) => `Added ${name}`,
    renamed: (name: string) => `Renamed to ${name}`,
    past: (names: string) => `was ${names}`,
    change: 'Merge or split units',
    merge: 'Merge',
    splitUp: 'Split',
    which: 'Units that become one',
    into: 'Name of the one',
    intoHint: 'a new name, or that of one of them',
    mergeDo: 'Merge the units',
    merged: (names: string, one: string) => `${names} are now ${one}`,
    whichOne: 'Unit to split',
    partsHint: 'Choose the part of each alley. Households without an alley go to part 1.',
    seek: 'Find a name',
    alley: 'Alley',
    noAlley: 'No alley',
    households: 'Households',
    people: 'People',
    partName: (n: number) => `Part ${n}`,
    toPart: (alley: string, part: string) => `${alley} to ${part}`,
    mergeNeeds: 'Choose two units at least, and name the one.',
    splitNeeds: 'Name each part.',
    plan: ({ before, after, rights }: PlannedUnits, from: string) => {
      const unit = ({ name, households, people, target }: PlannedUnit): string => {
        const told = [
          ...(households > 0 ? [`${count(households)} households`, `${count(people)} people`] : []),
          ...(target == null ? [] : [`target ${count(target)}`]),
        ];
        return told.length > 0 ? `${name} (${told.join(', ')})` : name;
      };
      const open =
        after.length > 1 && before[0]?.target != null
          ? ` The target of ${count(before[0].target)} is divided later, under Targets.`
          : '';
      const moved = rights.map(([name, to]) => `${name} (${to})`);
      const held = moved.length > 0 ? ` Rights go to the new unit: ${listed(moved)}.` : '';
      return `From ${from} ${listed(before.map(unit))} become ${listed(after.map(unit))}.${open} Figures of the days before stay.${held}`;
    },
    part: (n: number) => `Name of part ${n}`,
    morePart: 'Add a part',
    splitDo: 'Split the unit',
    split: (one: string, names: string) => `${one} is now ${names}`,
    changeHint: 'figures of the days before keep the old units',
  },
  computer: {
    lead: 'For this computer only; not in the book.',
    language: 'Language',
    languages: { vi: 'Tiếng Việt', en: 'English' },
    text: 'Size of text',
    theme: 'Theme',
    themes: { light: 'Light', dark: 'Dark', system: 'As the system' },
    idle: 'Lock the book when idle',
    minutes: (minutes: number) => (minutes === 0 ? 'Never' : `${minutes} min`),
    idleHint: (lock: boolean): string =>
      `Closing the lid${lock ? ', locking the computer' : ''} or sleep locks it, too. At once: Ctrl L.`,
    hide: 'Hide the window from pictures of the screen',
    hides: (hidden: boolean): string => (hidden ? 'Hide' : 'Do not hide'),
    hideHint:
      'Screenshots, recordings and shared screens show an empty box. Whoever stands beside you still sees it.',
    cannotHide: 'Linux cannot hide it: pictures of the screen show this window.',
    folder: 'Folder of the files of the day',
    folderHint: 'reports, lists and summaries when the day is closed',
  },
  about: {
    lead: 'The working book of a Đề án 06 team: every alley, every door. On this computer, without a network.',
    version: (version: string) => `Version ${version}`,
    licence: 'Licence of the program',
    thirdParty: 'Data and licences of others',
    notices: 'The licence of each part of the program',
  },
};
