import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { GpuProfile } from '../../../sim/hardware/processor-profile.ts';
import type { Tick } from '../../../sim/time.ts';
import { ServingEngine } from '../serving/engine.ts';
import { contextCapacity } from '../serving/law.ts';
import type { LanguageModel } from '../serving/models.ts';
import type { Cheat } from '../verification/cheats.ts';
import { admits, feeOf, type Price, reserveOf, type Work } from './admission.ts';
import { type Bills, createBills, type Tab, tabOf } from './bills.ts';
import { type SubAccount, spendable } from './books.ts';
import { isStale } from './timers.ts';

/** Why a provider does not take a request. */
export type Refusal = 'offline' | 'busy' | 'balance' | 'too long';

export interface Machine {
  readonly gpu: GpuProfile;
  readonly cards: number;
  readonly model: LanguageModel;
  /** Of honest work: what verification costs. */
  readonly slowdown: number;
}

export interface ProviderSetup {
  readonly number: number;
  readonly machine: Machine;
  readonly price: Price;
  /** What it does instead of the work; null if it is honest. */
  readonly cheat: Cheat | null;
  /** Requests that may wait for the machine. */
  readonly queue: number;
  /** Whether reserves of open requests add up. */
  readonly holdsReserves: boolean;
}

export interface ProviderHooks {
  firstToken(): void;
  /** @param fee base units */
  responded(fee: bigint): void;
  /** An outage ended it. */
  lost(): void;
}

/** A request that brought no output: its reserve stays until the broker drops it. */
interface Stale {
  readonly tab: Tab;
  readonly begunAt: Tick;
  readonly dropped: () => void;
}

/**
 * A provider: a serving machine, and the broker before it that admits requests and keeps the bills. It is
 * registered, unhealthy while it is offline, or removed for good.
 */
export class Provider {
  readonly number: number;
  readonly price: Price;
  readonly reserve: bigint;
  readonly machine: Machine;
  readonly cheat: Cheat | null;
  readonly engine: ServingEngine;
  readonly bills: Bills = createBills();
  state: 'registered' | 'unhealthy' | 'removed' = 'registered';
  /** Key of its trusted environment. */
  signer: number;
  private readonly simulation: Simulation;
  private readonly queue: number;
  private readonly holdsReserves: boolean;
  private readonly capacity: number;
  private stale: Stale[] = [];

  /** @throws RangeError when the model does not fit on the cards */
  constructor(simulation: Simulation, name: string, setup: ProviderSetup) {
    const { number, machine, price, cheat } = setup;
    this.simulation = simulation;
    this.number = number;
    this.signer = number;
    this.machine = machine;
    this.price = price;
    this.cheat = cheat;
    this.reserve = reserveOf(price);
    this.queue = setup.queue;
    this.holdsReserves = setup.holdsReserves;
    this.capacity = contextCapacity(machine);
    const slowdown = machine.slowdown * (cheat?.workShare ?? 1);
    this.engine = new ServingEngine(simulation, name, { ...machine, slowdown });
  }

  /** Whether the broker's books leave room for one more request of that payer. */
  covers(payer: number, account: SubAccount): boolean {
    const { owed, unverified, reserved } = tabOf(this.bills, payer);
    const standing = {
      spendable: spendable(account),
      owed: owed + unverified,
      reserved: this.holdsReserves ? reserved : 0n,
    };
    return admits(standing, this.reserve);
  }

  /**
   * Admits a request and hands it to the machine.
   * @param account money of the payer here
   * @returns why not, or null
   */
  take(
    payer: number,
    account: SubAccount,
    work: Work,
    hooks: ProviderHooks,
    dropped: () => void,
  ): Refusal | null {
    if (this.state !== 'registered') return 'offline';
    if (work.inputTokens + work.outputTokens > this.capacity) return 'too long';
    if (this.engine.waiting >= this.queue) return 'busy';
    if (!this.covers(payer, account)) return 'balance';
    const tab = tabOf(this.bills, payer);
    const begunAt = this.simulation.now;
    tab.reserved += this.reserve;
    this.engine.submit(work, {
      firstToken: hooks.firstToken,
      done: () => {
        tab.reserved -= this.reserve;
        hooks.responded(feeOf(this.price, work));
      },
      lost: () => {
        this.stale.push({ tab, begunAt, dropped });
        hooks.lost();
      },
    });
    return null;
  }

  /** Forgets requests that have brought no output for an hour. */
  dropStale(): void {
    const { now } = this.simulation;
    this.stale = this.stale.filter(({ tab, begunAt, dropped }) => {
      if (!isStale(begunAt, now)) return true;
      tab.reserved -= this.reserve;
      dropped();
      return false;
    });
  }

  /** The machine stops, and what it was working on is gone. */
  fail(): void {
    if (this.state !== 'registered') return;
    this.state = 'unhealthy';
    this.engine.clear();
  }

  recover(): void {
    if (this.state === 'unhealthy') this.state = 'registered';
  }

  /** It leaves the market: what it is working on it still answers. */
  remove(): void {
    this.state = 'removed';
  }
}
