export { frame } from './frame';
export { help } from './help';
export { journal } from './journal';
export { open } from './open';
export { register } from './register';
export { reports } from './reports';
export { settings } from './settings';
export { walk } from './walk';
