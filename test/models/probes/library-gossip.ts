import { taskOf } from '../../../scenarios/experiment.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import { replicate } from '../../../scenarios/replicate.ts';
import { expectBand, mean } from '../../sim/network/gossip-run.ts';
import { value } from './probe.ts';

/** Replications of one point of a library scenario. */
export function runs(scenario: string, point: number, replications: number, sets: string[] = []) {
  const { resolved } = loadScenario(scenario, sets);
  return Array.from({ length: replications }, (_, replication) => {
    return replicate(taskOf(resolved, {}, point, replication)).findings;
  });
}

const BINS = ['0-100ms', '100-200ms', '200-300ms', '300-400ms'];

/** Mean share of deliveries by bin of 100 ms. */
export const shares = (found: ReturnType<typeof runs>): number[] =>
  BINS.map((bin) => mean(found.map((findings) => value(findings, `gossip.share[${bin}]`))));

/** Sends within 5 % of the published ones, and the share of each bin within 25 %. */
export function expectHops(
  point: number,
  replications: number,
  { bins, sends }: { bins: readonly number[]; sends: number },
): void {
  const found = runs('gossip-hops', point, replications);
  expectBand(mean(found.map((findings) => value(findings, 'gossip.sends'))), sends, 0.05);
  const total = bins.reduce((sum, count) => sum + count, 0);
  for (const [bin, share] of shares(found).entries()) expectBand(share, bins[bin] / total, 0.25);
}
