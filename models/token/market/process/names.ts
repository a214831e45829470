/** Names of the price processes and demand shocks, apart from their lists so that parameters need not load them. */
export const processNames = ['gbm', 'jump'] as const;
export const shockNames = ['none', 'step', 'pulse', 'ramp', 'regime'] as const;
