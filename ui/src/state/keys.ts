// The keyboard. Never a bare letter: Vietnamese typing tools rewrite letters (look/LOOK §4).
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
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
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
  // What a field does by itself: letters, arrows; and where text is typed, taking it back.
  const own =
    (!key.includes('+') && !/^F\d/.test(key) && key !== 'Escape') ||
    (key === 'Ctrl+Z' && !(event.target instanceof HTMLSelectElement));
  const act = keys[key];
  if (!act || event.defaultPrevented || (own && isTyping(event))) return;
  if (key === 'F1' ? desk.running : covered()) return;
  event.preventDefault();
  act();
}
