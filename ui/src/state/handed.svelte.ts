// Files that a double click handed to the program, until they are where they belong.
import { handedFiles, onHanded } from '../backend';
import { desk, isUpdate, travels } from './desk.svelte';

/**
 * Where a file belongs: a book to the first screen, which asks for its passphrase; what travels to the open book; a package to a book that is
 * made of it, on a computer that knows none; or it waits for a book to be opened. Nothing is to be done for the open book itself. A new version is
 * asked about wherever one is.
 */
export type Way = 'update' | 'ask' | 'package' | 'exchange' | 'wait' | 'nothing';

export function wayOf(file: string, open: string | null, known: boolean): Way {
  if (isUpdate(file)) return 'update';
  if (!travels(file)) return open !== null && spelled(file) === spelled(open) ? 'nothing' : 'ask';
  if (open !== null) return 'exchange';
  return /\.tngiao$/i.test(file) && !known ? 'package' : 'wait';
}

/** Windows spells one path in many ways. */
const spelled = (path: string): string => path.replaceAll('\\', '/').toLowerCase();

class Handed {
  /** Those that nobody has taken yet, the last one last. */
  files = $state<string[]>([]);

  /** Takes what was handed over before the page was there, and whatever comes. */
  async watch(): Promise<void> {
    const read = async (): Promise<void> => void this.files.push(...(await handedFiles()));
    await onHanded(() => void read());
    await read();
  }

  /** Takes those away that go one of these ways. */
  take(way: Way, known = true): string[] {
    const open = desk.book?.path ?? null;
    const goes = (file: string): boolean => wayOf(file, open, known) === way;
    const taken = this.files.filter(goes);
    if (taken.length > 0) this.files = this.files.filter((file) => !goes(file));
    return taken;
  }
}

export const handed = new Handed();
