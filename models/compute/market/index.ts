/** The exact rules of the market for inference as pure functions, for programs that use droptower as a library. */

export * from './accounts.ts';
export * from './admission.ts';
export * from './bills.ts';
export * from './books.ts';
export * from './fine-tuning.ts';
export * from './gas.ts';
export * from './laws.ts';
export * from './prices.ts';
export * from './refunds.ts';
export * from './settlement.ts';
export * from './stake.ts';
export * from './timers.ts';
