export { frame } from './frame';
export { open } from './open';
export { register } from './register';
export { reports } from './reports';
export { walk } from './walk';
