export { frame } from './frame';
export { open } from './open';
export { walk } from './walk';
