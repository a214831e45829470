import { TICKS_PER_SECOND, type Tick, toSeconds } from '../../sim/time.ts';
import type { Measures } from '../measures.ts';
import type { ChainPlan } from './message-chain.ts';
import type { Recorder } from './recorder.ts';
import type { RunningChain } from './running.ts';
import { parallelThroughput } from './stake/parallel.ts';

/** A resource used up to this share binds; below it the chain waits for messages. */
const BINDING = 0.8;

export interface UseReport {
  readonly measures: Measures;
  readonly plan: ChainPlan;
  readonly chain: RunningChain;
  readonly recorder: Recorder;
  /** Consensus networks of the same validators. */
  readonly networks: number;
  /** End of the load. */
  readonly until: Tick;
}

/** How busy blocks and machines were, what bound, and what several networks would reach together. */
export function reportUse(report: UseReport): void {
  const { measures, plan, chain, recorder, networks, until } = report;
  const { settings } = plan;
  const seconds = toSeconds(until);
  const heights = recorder.decidedIn({ from: 0 as Tick, to: until });
  const sum = (of: (height: (typeof heights)[number]) => number) =>
    heights.reduce((total, height) => total + of(height), 0);
  const blocks = Math.max(1, heights.length);
  const transactions = sum((h) => h.transactions);
  const gas = sum((h) => h.gas);
  const execution =
    (gas / settings.gasPerSecond +
      (transactions * settings.executeTransaction) / TICKS_PER_SECOND) /
    seconds;
  const use: Record<string, number> = {
    'block gas': gas / blocks / settings.gasLimit,
    'block bytes': sum((h) => h.bytes) / blocks / settings.maxBlockBytes,
    execution,
    processor: chain.processorUse(),
    uplink: chain.uplinkUse(),
  };
  for (const [name, share] of Object.entries(use)) {
    measures.value(`chain.utilisation[${name}]`, '1', share);
  }
  const machines = ['execution', 'processor', 'uplink'].map((name) => ({
    name,
    capacity: 1,
    perNetwork: 0,
    perItem: transactions > 0 ? (use[name] * seconds) / transactions : 0,
  }));
  const together = parallelThroughput(networks, transactions / seconds, machines);
  measures.value('chain.tps', '1/s', together.throughput);
  for (const { name } of machines) {
    measures.value(`chain.work_per_validator[${name}]`, '1', together.use[name]);
  }
  const met = chain.offered === chain.accepted && transactions >= 0.95 * chain.offered;
  const busiest = Object.keys(use).reduce((a, b) => (use[b] > use[a] ? b : a));
  const binding = use[busiest] >= BINDING ? busiest : 'round trips';
  measures.label('chain.bottleneck', together.binding ?? (met ? 'offered load' : binding));
}
