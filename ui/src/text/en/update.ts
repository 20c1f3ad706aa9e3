import type { Text } from '../index.svelte';

export const update: Text['update'] = {
  heading: 'Update the program',
  inUse: (version) => `Version ${version} is in use.`,
  hint: 'A new version comes as a .tncapnhat file, on a stick or in a message. No network is needed.',
  bySystem: 'This one is not updated from a file: update it by its installer (.deb, .rpm, .dmg).',
  fromFile: 'Update from a file…',
  choose: 'Choose the update',
  kind: 'Từng Nhà update',
  title: (version) => `Update to version ${version}?`,
  versions: (now, next) => `Version ${now} is in use. The new one: ${next}.`,
  changes: 'What is new',
  raises:
    'The new version raises books: once opened by it, older versions no longer open them. Other computers that use the same file have to be updated, too.',
  then: (now, book) =>
    `${book ? 'The open book is backed up first. ' : ''}The program closes and starts again as the new version. Version ${now} is kept to go back to.`,
  signedBy: (key) => `Signed by those who release it, key ${key}`,
  backUpAndUpdate: 'Back up and update',
  update: 'Update',
  notNow: 'Not now',
  running: 'Updating the program',
  keptHint: (version) =>
    `Version ${version} is kept on this computer. Before it takes this one’s place the open book is backed up; of a book that was raised the older version opens only the backup “before an upgrade”.`,
  failedHint: (version) =>
    `Did this book open in version ${version}? It is kept on this computer. If it says that the book is newer, open the backup “before an upgrade”.`,
  back: (version) => `Change to version ${version}`,
};
