export { frame } from './frame';
export { help } from './help';
export { imports } from './imports';
export { journal } from './journal';
export { open } from './open';
export { roster } from './roster';
export { settings } from './settings';
export { walk } from './walk';
