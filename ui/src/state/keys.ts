// The keyboard. Never a bare letter: Vietnamese typing tools rewrite letters (docs/look.md, Keyboard).
import { covered, desk } from './desk.svelte';

/** Whether the event goes into a text field, where digits and arrows belong to the text. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  const at = event.target;
  if (at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement) return true;
  return at instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(at.type);
}

/**
 * The key as screens name it: "1" (also of the number pad), "Enter", "Ctrl+Enter", "Alt+3", "F2", "ArrowDown".
 * Empty while a syllable is being composed.
 */
export function keyOf(event: KeyboardEvent): string {
  if (event.isComposing || event.key === 'Process') return '';
  const place = /^(Digit|Numpad)(\d)$/.exec(event.code);
  // Without Num Lock the pad has arrows; the row of digits may have marked letters (VNI), and stays digits.
  const digit = place?.[1] === 'Numpad' && !/^\d$/.test(event.key) ? undefined : place?.[2];
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const key =
    digit ?? (event.ctrlKey || event.altKey ? letter : undefined) ?? (event.key === '-' ? '-' : event.key);
  // Shift alone makes another sign of a key; with Ctrl or Alt it makes another command.
  const shift = event.shiftKey && (key.length > 1 || event.ctrlKey || event.altKey);
  const held = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', shift && 'Shift'];
  return [...held.filter(Boolean), key].join('+');
}

/**
 * Does what the key is for, if anything, and keeps the browser from doing its own. Nothing behind a dialog or a running
 * job; the sheet of keys alone opens and closes above a dialog.
 */
export function onKey(event: KeyboardEvent, keys: Record<string, (() => void) | undefined>): void {
  const key = keyOf(event);
  // Among choices and tabs the arrows choose.
  const at = event.target instanceof Element ? event.target : null;
  if (
    key.startsWith('Arrow') &&
    at?.closest('fieldset:not([data-allowed]), [role="radiogroup"], [role="tablist"]')
  )
    return;
  // What a field does by itself: letters, arrows; and where text is typed, taking it back.
  const own =
    (!key.includes('+') && !/^F\d/.test(key) && key !== 'Escape') ||
    (key === 'Ctrl+Z' && !(event.target instanceof HTMLSelectElement));
  const act = keys[key];
  if (!act || (event.defaultPrevented && !kept.has(event)) || (own && isTyping(event))) return;
  if (key === 'F1' ? desk.running : covered()) return;
  event.preventDefault();
  kept.delete(event);
  if (!event.repeat || MOVES.test(key)) act();
}

/** A key that is held acts once; only what moves goes on moving. */
const MOVES = /^(?:Shift\+)?(?:Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down))$/;

/** Enter that is held is one Enter for buttons and forms, too; in text of several lines it makes lines. */
export function holdEnter(event: KeyboardEvent): void {
  if (!event.repeat || event.key !== 'Enter' || event.target instanceof HTMLTextAreaElement) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * What a browser does with keys by itself, WebView2 too: it reads its page again, and everything typed and not yet saved is
 * gone unasked; it prints or searches the raw page, saves it, shows a cursor in it.
 */
const BROWSERS =
  /^(?:(?:Ctrl\+|Shift\+|Ctrl\+Shift\+)?F5|Ctrl\+(?:Shift\+)?[RPFGJSU]|(?:Shift\+)?F[37]|BrowserRefresh)$/;

/** Events of such keys, which screens may still give a meaning of their own. */
const kept = new WeakSet<Event>();

/** The window is no page of a browser: keys do what its screens say, or nothing. */
export function keepPage(event: KeyboardEvent): void {
  // Nor is the whole page marked, which is copied then.
  if (keyOf(event) === 'Ctrl+A' && !isTyping(event)) event.preventDefault();
  if (!BROWSERS.test(keyOf(event))) return;
  event.preventDefault();
  kept.add(event);
}

/** Nor does a browser's menu offer to; over text that can be pasted to or copied it stays. */
export function keepMenu(event: MouseEvent): void {
  const typed = event.target instanceof Element && event.target.closest('input, textarea');
  if (!typed && !getSelection()?.toString()) event.preventDefault();
}
