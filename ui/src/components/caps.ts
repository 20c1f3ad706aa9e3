// What stands on key caps, and the names of those keys.

const NAMES: Record<string, string> = {
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  Esc: 'Escape',
  '–': '-',
};

/** The name of a key as `onKey` has it: "Alt+ArrowLeft" of "Alt", "←". */
export const nameOf = (caps: string[]): string => caps.map((cap) => NAMES[cap] ?? cap).join('+');

/** For `aria-keyshortcuts`; none where there is no key. */
export const shortcut = (caps: string[]): string | undefined =>
  nameOf(caps).replace('Ctrl', 'Control') || undefined;
