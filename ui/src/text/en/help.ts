import type { help as vi } from '../vi/help';

export const help: typeof vi = {
  title: 'Keys',
  telex:
    'No key is a bare letter, so that Telex and VNI typing is safe. Digits act only outside of text fields.',
  groups: [
    {
      title: 'On every screen',
      keys: [
        ['Alt+digit', 'open the screen with that digit'],
        ['Alt+–', 'open Settings'],
        ['Ctrl+Z', 'undo the last change'],
        ['Ctrl+F', 'find'],
        ['Ctrl+Enter', 'the main action of the screen'],
        ['Ctrl+S', 'export'],
        ['Ctrl+P', 'print'],
        ['Ctrl+O', 'choose a file'],
        ['F2', 'show hidden numbers for 30 seconds'],
        ['Ctrl+L', 'lock the book'],
        ['F1', 'this sheet'],
        ['Esc', 'one step back, close a dialog'],
      ],
    },
    {
      title: 'House by house',
      keys: [
        ['↑ / ↓', 'person before, after'],
        ['← / →', 'house before, after'],
        ['1', 'activated'],
        ['2', 'absent'],
        ['3', 'not eligible'],
        ['4', 'no smartphone'],
        ['5', 'other'],
        ['0', 'whole house absent'],
        ['Enter', 'log, and go to the next person'],
        ['Shift+↓', 'one answer with the next person'],
        ['F4', 'a new visit, or correct that of today'],
        ['Ctrl+P', 'paper and Excel'],
      ],
    },
    {
      title: 'Police list',
      keys: [
        ['1 / 2 / 3', 'decide the pair shown'],
        ['← / →', 'pair before, after'],
        ['Enter', 'confirm, and go to the next pair'],
      ],
    },
    {
      title: 'Lists and tables',
      keys: [
        ['↑ / ↓', 'row above, below'],
        ['PgUp / PgDn', 'one page'],
        ['Home / End', 'first, last'],
        ['Tab', 'next field'],
        ['Enter', 'open the row chosen'],
      ],
    },
    {
      title: 'Journal',
      keys: [
        ['↑ / ↓', 'newer, older'],
        ['Enter', 'undo or redo the entry chosen'],
      ],
    },
    {
      title: 'Opening a book',
      keys: [
        ['F2', 'show or hide the passphrase typed'],
        ['Enter', 'open'],
        ['Ctrl+O', 'choose another file'],
      ],
    },
  ],
};
