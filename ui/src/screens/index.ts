// The screens: their digit, their group, and the levels that have a use for them. Digits never shift (docs/look.md, Navigation).
import type { Component } from 'svelte';
import type { Level } from '../api';
import type { Text } from '../text/index.svelte';
import Assignments from './assignments/Assignments.svelte';
import Exchange from './exchange/Exchange.svelte';
import Targets from './targets/Targets.svelte';
import Today from './today/Today.svelte';
import Register from './register/Register.svelte';
import Reports from './reports/Reports.svelte';
import Journal from './journal/Journal.svelte';
import Roster from './roster/Roster.svelte';
import Settings from './settings/Settings.svelte';
import Walk from './walk/Walk.svelte';

export type ScreenId = keyof Text['frame']['screens'];

export interface Screen {
  id: ScreenId;
  /** With Alt it opens the screen. */
  key: string;
  group: keyof Text['frame']['groups'];
  levels: Level[];
  component: Component;
}

const ALL: Level[] = ['hamlet', 'commune', 'district', 'province'];
const WITH_PEOPLE: Level[] = ['hamlet', 'commune'];

export const SCREENS: Screen[] = [
  { id: 'today', key: '1', group: 'work', levels: ALL, component: Today },
  { id: 'walk', key: '2', group: 'work', levels: WITH_PEOPLE, component: Walk },
  { id: 'roster', key: '3', group: 'work', levels: ['commune'], component: Roster },
  { id: 'exchange', key: '4', group: 'work', levels: ALL, component: Exchange },
  { id: 'targets', key: '5', group: 'steer', levels: ALL, component: Targets },
  { id: 'assignments', key: '6', group: 'steer', levels: ALL, component: Assignments },
  { id: 'reports', key: '7', group: 'steer', levels: ALL, component: Reports },
  { id: 'register', key: '9', group: 'books', levels: WITH_PEOPLE, component: Register },
  { id: 'journal', key: '0', group: 'books', levels: ALL, component: Journal },
  { id: 'settings', key: '-', group: 'books', levels: ALL, component: Settings },
];
