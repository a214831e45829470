import { expect } from 'vitest';
import { seconds } from '../../../../sim/time.ts';
import { range, runChain } from './chain-run.ts';

const VALIDATORS = 30;

/** Every node of a chain goes down and comes back for a while: it commits meanwhile, and all have all at its end. */
export function expectGoesOnUnderChurn(seed: string): void {
  const means = { meanUp: seconds(20), meanDown: seconds(3) };
  const span = { from: seconds(5), to: seconds(90) };
  const run = runChain({
    validators: VALIDATORS,
    seconds: 120,
    seed,
    faults: [{ fault: 'churn', ...span, nodes: range(0, VALIDATORS), ...means }],
    load: 50,
  });
  expect(run.between(5, 90)).toBeGreaterThan(10);
  expect(run.between(95, 120)).toBeGreaterThan(15);
  for (const height of run.heights) expect(height).toBeGreaterThanOrEqual(run.commits.length);
}
