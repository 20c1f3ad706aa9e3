// The screens, each by its name in the menu (frame/menu.ts).
export { default as assignments } from './assignments/Assignments.svelte';
export { default as audit } from './audit/Audit.svelte';
export { default as exchange } from './exchange/Exchange.svelte';
export { default as journal } from './journal/Journal.svelte';
export { default as register } from './register/Register.svelte';
export { default as reports } from './reports/Reports.svelte';
export { default as roster } from './roster/Roster.svelte';
export { default as settings } from './settings/Settings.svelte';
export { default as targets } from './targets/Targets.svelte';
export { default as today } from './today/Today.svelte';
export { default as walk } from './walk/Walk.svelte';
