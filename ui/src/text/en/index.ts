export { frame } from './frame';
export { open } from './open';
