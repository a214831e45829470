/** The exact rules of token economies as pure functions, for programs that use droptower as a library. */

export * from './calendar.ts';
export * as inflation from './inflation/index.ts';
export * from './ledger/ledger.ts';
export * from './ledger/supply.ts';
export * from './market/facility.ts';
export * from './market/facility-presets.ts';
export * from './market/holders.ts';
export * from './market/iai.ts';
export * from './market/impact/impacts.ts';
export * from './market/metrics.ts';
export * from './market/notes.ts';
export * from './market/pool.ts';
export * from './market/process/processes.ts';
export * from './market/process/shocks.ts';
export * from './market/staking.ts';
export * from './unlocks/cap-table.ts';
export * from './unlocks/claims.ts';
export { openMilestones, scheduleMeasures, stepControllers } from './unlocks/events.ts';
export * from './unlocks/parameters.ts';
export * from './unlocks/presets.ts';
export * from './unlocks/schedule.ts';
