// Which screen is open, and what it was asked to show.
import type { ScreenId } from '../screens';
import { desk } from './desk.svelte';

export const view = $state<{
  screen: ScreenId;
  /** The screen whose name is lit, where the work belongs to another than the open one. */
  lit: ScreenId | null;
  /** What another screen asks this one to show, such as a citizen's code; the screen takes it once. */
  wish: Record<string, string> | null;
  /** How often a screen was opened: also the one that was open already. */
  opened: number;
  /** What waits on a screen, beside its name. */
  waiting: Partial<Record<ScreenId, number>>;
}>({ screen: 'today', lit: null, wish: null, opened: 0, waiting: {} });

/** Opens a screen; `wish` says what it shall show there. */
export function go(screen: ScreenId, wish: Record<string, string> | null = null): void {
  view.screen = screen;
  view.wish = wish;
  view.opened += 1;
}

/** Opens the steps that take a survey in: a hamlet, which has no screen of lists, has them in its register. */
export const importSurvey = (file?: string): void =>
  go(desk.book?.level === 'commune' ? 'roster' : 'register', {
    import: 'register',
    ...(file ? { file } : {}),
  });

/** The wish that came with opening this screen; it is taken once. */
export function takeWish(): Record<string, string> | null {
  const wish = view.wish;
  view.wish = null;
  return wish;
}
