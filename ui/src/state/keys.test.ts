import { afterEach, expect, test, vi } from 'vitest';
import { desk } from './desk.svelte';
import { holdEnter, keepMenu, keepPage, keyOf, onKey } from './keys';

const press = (init: KeyboardEventInit, target: EventTarget = document.body): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
};

afterEach(() => {
  vi.restoreAllMocks();
  desk.running = null;
});

test.each<[KeyboardEventInit, string]>([
  [{ code: 'Digit1', key: '1' }, '1'],
  [{ code: 'Numpad1', key: '1' }, '1'],
  [{ code: 'Enter', key: 'Enter', ctrlKey: true }, 'Ctrl+Enter'],
  [{ code: 'Digit3', key: '3', altKey: true }, 'Alt+3'],
  [{ code: 'KeyZ', key: 'z', ctrlKey: true }, 'Ctrl+Z'],
  [{ code: 'Numpad1', key: 'End' }, 'End'],
  [{ code: 'Digit1', key: 'ă' }, '1'],
  [{ code: 'KeyZ', key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
  [{ code: 'ArrowDown', key: 'ArrowDown', shiftKey: true }, 'Shift+ArrowDown'],
  [{ code: 'KeyA', key: 'Process' }, ''],
  [{ code: 'Digit1', key: '1', isComposing: true }, ''],
])('%o is %s', (init, name) => expect(keyOf(new KeyboardEvent('keydown', init))).toBe(name));

test('digits belong to the text while a field has the focus', () => {
  const input = document.body.appendChild(document.createElement('input'));
  let pressed = 0;
  const on = (event: KeyboardEvent): void =>
    onKey(event, { '1': () => pressed++, 'Ctrl+Z': () => pressed++, 'Ctrl+Enter': () => pressed++ });
  window.addEventListener('keydown', on);
  press({ code: 'Digit1', key: '1' }, input);
  // Ctrl+Z takes back what was typed there.
  expect(press({ code: 'KeyZ', key: 'z', ctrlKey: true }, input).defaultPrevented).toBe(false);
  expect(pressed).toBe(0);
  press({ code: 'Enter', key: 'Enter', ctrlKey: true }, input);
  press({ code: 'Digit1', key: '1' });
  expect(pressed).toBe(2);
  window.removeEventListener('keydown', on);
});

test('no key reaches behind a dialog or a job, but the sheet of keys', () => {
  const done: string[] = [];
  const push = (key: string): void =>
    onKey(new KeyboardEvent('keydown', { key, code: key }), {
      F1: () => done.push('F1'),
      Enter: () => done.push('Enter'),
    });
  const above = vi.spyOn(document, 'querySelector').mockReturnValue(document.createElement('dialog'));
  ['Enter', 'F1'].forEach(push);
  above.mockReturnValue(null);
  desk.running = { title: '', progress: null, since: 0 };
  ['Enter', 'F1'].forEach(push);
  desk.running = null;
  push('Enter');
  expect(done).toEqual(['F1', 'Enter']);
});

test('a key that is held acts once, an arrow goes on', () => {
  const done: string[] = [];
  for (const key of ['1', 'Enter', 'Ctrl+Z', 'Alt+ArrowLeft', 'ArrowDown', 'Shift+ArrowDown']) {
    const last = key.split('+').at(-1) ?? '';
    const code = last === 'Z' ? 'KeyZ' : last === '1' ? 'Digit1' : last;
    const held = {
      ctrlKey: key.startsWith('Ctrl'),
      altKey: key.startsWith('Alt'),
      shiftKey: key.startsWith('Shift'),
    };
    for (const repeat of [false, true, true])
      onKey(new KeyboardEvent('keydown', { key: last, code, repeat, ...held }), {
        [key]: () => done.push(key),
      });
  }
  const many = ['ArrowDown', 'Shift+ArrowDown'].flatMap((key) => [key, key, key]);
  expect(done).toEqual(['1', 'Enter', 'Ctrl+Z', 'Alt+ArrowLeft', ...many]);
});

test('a held Enter presses a button once and makes lines in a text', () => {
  window.addEventListener('keydown', holdEnter, { capture: true });
  const enter = (at: string, repeat: boolean): boolean =>
    press({ key: 'Enter', repeat }, document.body.appendChild(document.createElement(at))).defaultPrevented;
  expect([enter('button', false), enter('button', true), enter('textarea', true)]).toEqual([
    false,
    true,
    false,
  ]);
  window.removeEventListener('keydown', holdEnter, { capture: true });
});

test('among choices the arrows choose and digits act', () => {
  const box = document.body.appendChild(document.createElement('fieldset'));
  const radio = Object.assign(box.appendChild(document.createElement('input')), { type: 'radio' });
  const done: string[] = [];
  const on = (event: KeyboardEvent): void =>
    onKey(event, { '1': () => done.push('1'), ArrowRight: () => done.push('right') });
  window.addEventListener('keydown', on);
  press({ code: 'ArrowRight', key: 'ArrowRight' }, radio);
  press({ code: 'Digit1', key: '1' }, radio);
  press({ code: 'ArrowRight', key: 'ArrowRight' });
  expect(done).toEqual(['1', 'right']);
  window.removeEventListener('keydown', on);
});

test('neither a key nor a menu reads the page again', () => {
  window.addEventListener('keydown', keepPage);
  const kept = (init: KeyboardEventInit): boolean => press(init).defaultPrevented;
  for (const held of [{}, { ctrlKey: true }, { shiftKey: true }]) {
    expect(kept({ code: 'F5', key: 'F5', ...held })).toBe(true);
  }
  expect(kept({ code: 'KeyR', key: 'r', ctrlKey: true })).toBe(true);
  expect(kept({ code: 'KeyR', key: 'R', ctrlKey: true, shiftKey: true })).toBe(true);
  expect(kept({ code: 'KeyP', key: 'p', ctrlKey: true })).toBe(true);
  expect(kept({ code: 'KeyA', key: 'a', ctrlKey: true })).toBe(true);
  for (const other of [
    { code: 'KeyR', key: 'r' },
    { code: 'F6', key: 'F6' },
  ])
    expect(kept(other)).toBe(false);
  window.removeEventListener('keydown', keepPage);

  window.addEventListener('contextmenu', keepMenu);
  const menu = (target: Element): boolean =>
    target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
  expect(menu(document.body)).toBe(false);
  // Pasting by the mouse, and copying what was marked.
  expect(menu(document.body.appendChild(document.createElement('textarea')))).toBe(true);
  document.body.append('Xã Lam Khê');
  getSelection()?.selectAllChildren(document.body);
  expect(menu(document.body)).toBe(true);
  getSelection()?.removeAllRanges();
  window.removeEventListener('contextmenu', keepMenu);
});

test('a key that is kept from the browser acts once where a screen has a use for it', () => {
  const done: string[] = [];
  const on = (event: KeyboardEvent): void => onKey(event, { 'Ctrl+P': () => done.push('print') });
  window.addEventListener('keydown', keepPage, true);
  window.addEventListener('keydown', on);
  window.addEventListener('keydown', (event) => on(event), { once: true });
  press({ code: 'KeyP', key: 'p', ctrlKey: true });
  expect(done).toEqual(['print']);
  window.removeEventListener('keydown', keepPage, true);
  window.removeEventListener('keydown', on);
});
