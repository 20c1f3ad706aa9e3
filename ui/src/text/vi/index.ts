export { assignments } from './assignments';
export { exchange } from './exchange';
export { frame } from './frame';
export { open } from './open';
export { walk } from './walk';
