export { encode, rebuild } from './fft';
export { combine } from './matrix';
