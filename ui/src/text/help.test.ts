import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../components/caps';
import { help as en } from './en/help';
import { help as vi, type KeysOf } from './vi/help';

const read = (path: string): string => readFileSync(path, 'utf8');
const source = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /(?<!\.test)\.(svelte|ts)$/.test(file.name))
    .map((file) => read(`${file.parentPath}/${file.name}`))
    .join('\n');

/** The names in the tables that `onKey` is given; what stands deeper is what they do. */
function taken(text: string): string[] {
  return text
    .split('onKey(event, {')
    .slice(1)
    .flatMap((rest) => {
      let depth = 1;
      let table = '';
      for (const sign of rest) {
        depth += '([{'.includes(sign) ? 1 : ')]}'.includes(sign) ? -1 : 0;
        if (depth === 0) break;
        if (depth === 1) table += sign;
      }
      return [...table.matchAll(/'([^'\s]+)':|\b([A-Z]\w+):/g)].map((found) => found[1] ?? found[2] ?? '');
    });
}

const listed = (of: KeysOf, help = vi): string[] =>
  (help.keys[of] ?? []).flatMap(([keys]) => keys.split(' / ').map((either) => nameOf(either.split('+'))));

describe.each(Object.keys(vi.keys) as KeysOf[])('the sheet of keys, %s', (of) => {
  // The steps that take a list in are keys of the screen of lists.
  const text =
    of === 'everywhere'
      ? read('src/App.svelte')
      : source(`src/screens/${of}`) + (of === 'roster' ? source('src/shared/import') : '');
  // A field for a file brings its key, unless a folder is asked for.
  const files = [...text.matchAll(/<(?:FileField|RestoreBook|AddFiles)\b([^>]*)/g)].filter(
    ([, props]) => !/\bfolder\b/.test(props ?? ''),
  );
  const parts = [...text.matchAll(/<([A-Z]\w+)/g)].flatMap(([, name]) =>
    ['components', 'shared', 'shared/book'].map((folder) => `src/${folder}/${name ?? ''}.svelte`),
  );

  test('lists every key that a screen takes', () => {
    const keys = taken(text).concat(files.length > 0 ? 'Ctrl+O' : []);
    expect(keys.filter((key) => !listed(of).includes(key))).toEqual([]);
  });

  test('lists none that no screen takes', () => {
    const shared =
      of === 'everywhere'
        ? ['src/components', 'src/frame', 'src/shared'].map(source)
        : parts.filter(existsSync).map(read);
    const all = [text, ...shared, files.length > 0 ? "'Ctrl+O'" : ''].join('\n');
    const known = (key: string): boolean =>
      // Digits, and the digit of a screen, are made of a row of them.
      /^(Alt\+)?(\d|-|digit)$/.test(key) ||
      all.includes(`'${key}'`) ||
      new RegExp(`\\b${key.replace('+', '\\+')}:`).test(all);
    const keys = listed(of, en);
    expect(keys.filter((key) => !known(key))).toEqual([]);
  });

  test('says the same keys in both languages', () => {
    const digits = (key: string): string => key.replace(/digit$/, 'số');
    expect(listed(of, en).map(digits)).toEqual(listed(of));
  });
});

test('every screen that takes keys is on the sheet', () => {
  const folders = readdirSync('src/screens', { withFileTypes: true }).filter((file) => file.isDirectory());
  const silent = folders.filter(
    ({ name }) => !(name in vi.keys) && taken(source(`src/screens/${name}`)).length > 0,
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});
