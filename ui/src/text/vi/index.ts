export { assignments } from './assignments';
export { exchange } from './exchange';
export { frame } from './frame';
export { help } from './help';
export { journal } from './journal';
export { open } from './open';
export { settings } from './settings';
export { walk } from './walk';
