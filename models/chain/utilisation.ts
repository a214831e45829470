import { TICKS_PER_SECOND, type Tick, toSeconds } from '../../sim/time.ts';
import type { Measures } from '../measures.ts';
import type { Recorder, Span } from './recorder.ts';
import type { RunningChain } from './running.ts';
import type { ChainSettings } from './settings.ts';
import { parallelThroughput } from './stake/parallel.ts';

/** A resource used up to this share binds; below it the chain waits for messages. */
const BINDING = 0.8;
/** Share of the offered transactions that a chain commits in time when it keeps up. */
const MET = 0.95;

/** Mean share of the time until the end of the load that machines of the nodes were busy. */
export interface MachineUse {
  readonly processor: number;
  readonly uplink: number;
}

export interface UseReport {
  readonly measures: Measures;
  readonly settings: ChainSettings;
  readonly chain: Pick<RunningChain, 'offered' | 'accepted'>;
  readonly recorder: Recorder;
  readonly machines: MachineUse;
  /** Consensus networks of the same validators. */
  readonly networks: number;
  /** From the end of the warm-up to the end of the load. */
  readonly span: Span;
}

/** How busy blocks and machines were, what bound, and what several networks would reach together. */
export function reportUse(report: UseReport): void {
  const { measures, settings, chain, recorder, machines, networks, span } = report;
  const seconds = toSeconds((span.to - span.from) as Tick);
  const heights = recorder.decidedIn(span);
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
    ...machines,
  };
  for (const [name, share] of Object.entries(use)) {
    measures.value(`chain.utilisation[${name}]`, '1', share);
  }
  const inSpan = (count: number) => (count * (span.to - span.from)) / span.to;
  // Processors and links also carry accepted transactions that no block had room for.
  const carried = Math.max(transactions, inSpan(chain.accepted));
  const perItem = (name: string, count: number) => (count > 0 ? (use[name] * seconds) / count : 0);
  const resource = (name: string, count: number) => {
    return { name, capacity: 1, perNetwork: 0, perItem: perItem(name, count) };
  };
  const perNetwork = [
    resource('execution', transactions),
    resource('processor', carried),
    resource('uplink', carried),
  ];
  const together = parallelThroughput(networks, transactions / seconds, perNetwork);
  measures.value('chain.tps', '1/s', together.throughput);
  if (Number.isFinite(settings.gasLimit) && gas > 0) {
    const perSecond = (networks * heights.length) / seconds;
    measures.value(
      'chain.tps_ceiling',
      '1/s',
      (settings.gasLimit * transactions * perSecond) / gas,
    );
  }
  for (const { name } of perNetwork) {
    measures.value(`chain.work_per_validator[${name}]`, '1', together.use[name]);
  }
  const met = chain.offered === chain.accepted && transactions >= MET * inSpan(chain.offered);
  // A full block comes first: machines are busier the more waits for its room.
  const full = ['block gas', 'block bytes'].find((name) => use[name] >= BINDING);
  const busiest = Object.keys(use).reduce((a, b) => (use[b] > use[a] ? b : a));
  const binding = full ?? (use[busiest] >= BINDING ? busiest : 'round trips');
  measures.label('chain.bottleneck', together.binding ?? (met ? 'offered load' : binding));
}
