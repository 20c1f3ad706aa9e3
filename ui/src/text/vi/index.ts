export { frame } from './frame';
export { open } from './open';
export { today } from './today';
export { targets } from './targets';
export { walk } from './walk';
