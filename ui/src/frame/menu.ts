// The menu: the digit of each screen, its group, and the levels that have a use for it. Digits never shift (docs/look.md, Navigation).
import type { Level } from '../api';
import type { ScreenId } from '../state/view.svelte';
import type { Text } from '../text/index.svelte';

export interface MenuEntry {
  id: ScreenId;
  /** With Alt it opens the screen. */
  key: string;
  group: keyof Text['frame']['groups'];
  levels: Level[];
}

const ALL: Level[] = ['hamlet', 'commune', 'district', 'province'];
const WITH_PEOPLE: Level[] = ['hamlet', 'commune'];

export const MENU: MenuEntry[] = [
  { id: 'today', key: '1', group: 'work', levels: ALL },
  { id: 'walk', key: '2', group: 'work', levels: WITH_PEOPLE },
  { id: 'roster', key: '3', group: 'work', levels: WITH_PEOPLE },
  { id: 'exchange', key: '4', group: 'work', levels: ALL },
  { id: 'targets', key: '5', group: 'steer', levels: ALL },
  { id: 'assignments', key: '6', group: 'steer', levels: ALL },
  { id: 'reports', key: '7', group: 'steer', levels: ALL },
  { id: 'audit', key: '8', group: 'steer', levels: WITH_PEOPLE },
  { id: 'register', key: '9', group: 'books', levels: WITH_PEOPLE },
  { id: 'journal', key: '0', group: 'books', levels: ALL },
  { id: 'settings', key: '-', group: 'books', levels: ALL },
];
