// Identity numbers and phones as the screen may show them.
export { maskNumber as shownNumber, maskPhone as shownPhone } from '../../format';
