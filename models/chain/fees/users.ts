import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';
import { transactionBill } from '../evm/bill.ts';
import type { PendingTransaction } from '../evm/fee-market.ts';
import { transactionKind } from '../evm/transactions.ts';
import type { FeesValues } from './parameters.ts';

const WEI_PER_GWEI = 1_000_000_000;

/** A kind of transaction as it stands in a mix. */
export interface MixedKind {
  readonly name: string;
  /** Gas of one transaction that holds what its kind usually holds. */
  readonly gas: number;
  readonly weight: number;
}

/** One user and the one transaction that the user wants in. */
export interface User extends PendingTransaction {
  /** Position in the mix. */
  readonly kind: number;
  readonly arrivedAt: Tick;
  /** Number of the last block that the user tries, counted from 1. */
  readonly lastBlock: number;
}

/** A time during which arrivals come `multiple` times as fast, ticks: from `from` up to `to`. */
export interface Surge {
  readonly multiple: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The kinds of a mix with their gas.
 * @throws RangeError for a name that is no kind of transaction
 */
export function mixedKinds(mix: Readonly<Record<string, number>>): MixedKind[] {
  return Object.entries(mix).map(([name, weight]) => {
    const kind = transactionKind(name);
    return { name, weight, gas: transactionBill(kind, kind.usual).gas };
  });
}

/** Mean gas of a transaction. */
export function meanGas(kinds: readonly MixedKind[]): number {
  let gas = 0;
  let weights = 0;
  for (const kind of kinds) {
    gas += kind.weight * kind.gas;
    weights += kind.weight;
  }
  return gas / weights;
}

/** The instant by which a clock that runs `multiple` times as fast in a surge has advanced by `gap`, ticks. */
export function arrivalAfter(instant: number, gap: number, surge: Surge): number {
  const { multiple, from, to } = surge;
  let at = instant;
  let left = gap;
  if (at < from) {
    if (left <= from - at) return at + left;
    left -= from - at;
    at = from;
  }
  if (at < to) {
    if (left < (to - at) * multiple) return at + left / multiple;
    left -= (to - at) * multiple;
    at = to;
  }
  return at + left;
}

/** Lets users arrive, for ever; each purpose draws from a stream of its own. */
export class Users {
  /** All that have arrived. */
  arrived = 0;
  /** Number of the next block. */
  nextBlock = 1;
  private fresh: User[] = [];
  private exact = 0;
  private readonly simulation: Simulation;
  private readonly values: FeesValues;
  private readonly kinds: readonly MixedKind[];
  private readonly weights: readonly number[];
  private readonly meanGap: number;
  private readonly entity: number;
  private readonly arrival: number;

  constructor(simulation: Simulation, values: FeesValues, kinds: readonly MixedKind[]) {
    this.simulation = simulation;
    this.values = values;
    this.kinds = kinds;
    this.weights = kinds.map(({ weight }) => weight);
    const { demand, blockTime, feeMarket } = values;
    const target = Math.floor(feeMarket.gasLimit / feeMarket.elasticity);
    this.meanGap = (blockTime * meanGas(kinds)) / (demand * target);
    this.entity = simulation.entity('fees/users');
    this.arrival = simulation.handler('fees.arrive', () => {
      this.fresh.push(this.draw());
      this.next();
    });
    this.next();
  }

  /** Those who arrived since the last call, in order. */
  take(): readonly User[] {
    const taken = this.fresh;
    this.fresh = [];
    return taken;
  }

  private next(): void {
    const gap = this.simulation.streams.stream('fees/arrivals').exponential(this.meanGap);
    // The sum is rounded, not each gap: no drift.
    this.exact = arrivalAfter(this.exact, gap, this.values.surge);
    const at = Math.round(this.exact) as Tick;
    this.simulation.scheduleAt(at, Lane.Arrival, this.entity, this.arrival);
  }

  private draw(): User {
    const { maxFee, priorityFee, patience } = this.values;
    const { streams, now } = this.simulation;
    this.arrived++;
    const kind = streams.stream('fees/kind').weighted(this.weights);
    const maxFeePerGas = wei(streams.stream('fees/max-fee').lognormal(maxFee.median, maxFee.sigma));
    const tip = wei(
      streams.stream('fees/priority-fee').lognormal(priorityFee.median, priorityFee.sigma),
    );
    const blocks = Math.max(1, Math.ceil(streams.stream('fees/patience').exponential(patience)));
    const { gas } = this.kinds[kind];
    return {
      kind,
      gasUsed: gas,
      gasLimit: gas,
      maxFeePerGas,
      maxPriorityFeePerGas: tip < maxFeePerGas ? tip : maxFeePerGas,
      arrivedAt: now,
      lastBlock: this.nextBlock + blocks - 1,
    };
  }
}

function wei(gwei: number): bigint {
  return BigInt(Math.round(gwei * WEI_PER_GWEI));
}
