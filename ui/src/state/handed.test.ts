import { expect, test, vi } from 'vitest';
import type { BookInfo } from '../api';
import { desk } from './desk.svelte';
import { handed, wayOf, type Way } from './handed.svelte';

const shell = vi.hoisted(() => ({
  files: [['/usb/so.tungnha'], ['/usb/1.tnsolieu']],
  tell: (): void => undefined,
}));
vi.mock('../backend', () => ({
  handedFiles: () => Promise.resolve(shell.files.shift() ?? []),
  onHanded: (tell: () => void) => {
    shell.tell = tell;
    return Promise.resolve(() => undefined);
  },
}));

const check = (file: string, open: string | null, known: boolean, expected: Way): void =>
  expect(wayOf(file, open, known), file).toBe(expected);

test('a double click leads where the file belongs', () => {
  const [mine, other] = ['C:\\Sổ\\thôn 1.tungnha', 'D:\\thôn 2.TUNGNHA'];
  check(mine, null, true, 'ask');
  check(other, mine, true, 'ask');
  check(mine, mine, true, 'nothing');
  check('c:/sổ/THÔN 1.tungnha', mine, true, 'nothing');
  check('/usb/0.2.1.tncapnhat', null, false, 'update');
  check('/usb/0.2.1.TNCAPNHAT', mine, true, 'update');
  for (const ending of ['tnsolieu', 'tngiao', 'tnketqua', 'tnmoi', 'TNMOI']) {
    check(`/usb/1.${ending}`, mine, true, 'exchange');
    check(`/usb/1.${ending}`, null, true, 'wait');
  }
  // The laptop of a hamlet that has no book yet.
  check('/usb/Thôn Đoài.tngiao', null, false, 'package');
  check('/usb/1.tnsolieu', null, false, 'wait');
});

test('what came before the page and what comes after it is taken once', async () => {
  await handed.watch();
  expect(handed.files).toEqual(['/usb/so.tungnha']);
  shell.tell();
  await Promise.resolve();
  await Promise.resolve();
  expect(handed.files).toHaveLength(2);
  expect(handed.take('exchange')).toEqual([]);
  expect(handed.take('ask')).toEqual(['/usb/so.tungnha']);
  desk.book = { path: '/a.tungnha' } as BookInfo;
  expect(handed.take('exchange')).toEqual(['/usb/1.tnsolieu']);
  expect(handed.files).toEqual([]);
});
