export { frame } from './frame';
export { imports } from './imports';
export { open } from './open';
export { roster } from './roster';
