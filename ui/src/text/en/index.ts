export { frame } from './frame';
export { open } from './open';
export { reports } from './reports';
