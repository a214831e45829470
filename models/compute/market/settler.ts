import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';
import { collect, type Tab } from './bills.ts';
import type { Books } from './books.ts';
import { proofsFor, proofsGas, totalsGas } from './gas.ts';
import type { Provider } from './provider.ts';
import {
  ITEMS_MOST,
  type SettlementItem,
  type SettlementStatus,
  STATUSES,
  settle,
  signClaim,
} from './settlement.ts';
import { CHECK_EVERY, type Debtor, PARTIAL_SKIP, SETTLE_EVERY, settlementRun } from './timers.ts';

export interface SettlerSetup {
  readonly books: Books;
  readonly blockTime: Tick;
  readonly lockTime: Tick;
  /** What a transaction holds: totals that the enclave signed, or proofs of chunks of requests. */
  readonly by: 'totals' | 'proofs';
}

/** What settlement did so far. */
export interface SettlerCounts {
  readonly items: Record<SettlementStatus, number>;
  transactions: number;
  gas: number;
  /** Requests in items that were paid in full. */
  requests: number;
}

type Due = Debtor & { readonly tab: Tab };

/** One transaction on its way. */
interface Round {
  readonly provider: Provider;
  readonly tabs: readonly Tab[];
  /** Requests behind each item. */
  readonly requests: readonly number[];
  readonly items: readonly SettlementItem[];
}

const FORCED_TURN = SETTLE_EVERY / CHECK_EVERY;

/** The brokers' timers, and their transactions: one block holds one round of a provider. */
export class Settler {
  readonly counts: SettlerCounts;
  private readonly simulation: Simulation;
  private readonly setup: SettlerSetup;
  private readonly providers: readonly Provider[];
  private readonly entities: readonly number[];
  private readonly checkKind: number;
  private readonly includeKind: number;

  /** @param phases when each broker checks first, below `CHECK_EVERY` */
  constructor(
    simulation: Simulation,
    name: string,
    setup: SettlerSetup,
    providers: readonly Provider[],
    phases: readonly Tick[],
  ) {
    this.simulation = simulation;
    this.setup = setup;
    this.providers = providers;
    const items = Object.fromEntries(STATUSES.map((status) => [status, 0]));
    const none = { transactions: 0, gas: 0, requests: 0 };
    this.counts = { items: items as Record<SettlementStatus, number>, ...none };
    this.entities = providers.map(({ number }) => simulation.entity(`${name}/broker/${number}`));
    this.checkKind = simulation.handler(`${name}.check`, (at, turn, index) => {
      this.check(index as number, turn, at);
    });
    this.includeKind = simulation.handler(`${name}.include`, (_at, _round, round) => {
      this.include(round as Round);
    });
    providers.forEach((_, i) => {
      simulation.schedule(phases[i], Lane.Timer, this.entities[i], this.checkKind, 0, i);
    });
  }

  /** Settles all that is owed to providers of the market, as if every timer and block came now. */
  settleAll(): void {
    for (const provider of this.providers) {
      if (provider.state === 'removed') continue;
      const tabs = [...provider.bills.tabs.values()].filter(({ owed }) => owed > 0n);
      for (let at = 0; at < tabs.length; at += ITEMS_MOST)
        this.include(this.round(provider, tabs.slice(at, at + ITEMS_MOST)));
    }
  }

  private check(index: number, turn: number, entity: number): void {
    const { simulation, setup } = this;
    const provider = this.providers[index];
    if (provider.state === 'removed') return;
    if (provider.state === 'registered') {
      provider.dropStale();
      const isForced = turn % FORCED_TURN === 0;
      const { now } = simulation;
      const due = this.due(provider);
      const rounds = settlementRun(due, provider.price, now, setup.lockTime, isForced);
      rounds.forEach((debtors, i) => {
        const tabs = debtors.map(({ tab }) => tab);
        const block = Math.floor(now / setup.blockTime) + 1 + i;
        const at = (block * setup.blockTime) as Tick;
        const round = this.round(provider, tabs);
        simulation.scheduleAt(at, Lane.Arrival, entity, this.includeKind, tabs.length, round);
      });
    }
    simulation.schedule(CHECK_EVERY, Lane.Timer, entity, this.checkKind, turn + 1, index);
  }

  private due(provider: Provider): Due[] {
    const { ledgers } = this.setup.books;
    return [...provider.bills.tabs.values()].map((tab) => {
      const account = ledgers.get(tab.user)?.accounts.inference.get(provider.number);
      const refundAt = account?.refunds[0]?.at ?? null;
      return {
        tab,
        refundAt,
        user: tab.user,
        owed: tab.owed,
        since: tab.since,
        skipUntil: tab.skipUntil,
      };
    });
  }

  /** Claims for what the users owe now. */
  private round(provider: Provider, tabs: readonly Tab[]): Round {
    const { number, signer } = provider;
    const requests = tabs.map((tab) => tab.requests);
    const items = tabs.map((tab) => {
      tab.nonce++;
      const { nonce, user, owed } = tab;
      const claim = { requests: `${number}/${user}/${nonce}`, nonce, user, fee: owed };
      return signClaim({ ...claim, provider: number }, signer);
    });
    return { provider, tabs, requests, items };
  }

  private include({ provider, tabs, requests, items }: Round): void {
    const { counts, simulation, setup } = this;
    const { results } = settle(setup.books, 'inference', provider.number, items);
    results.forEach(({ status, paid }, i) => {
      const tab = tabs[i];
      counts.items[status]++;
      if (status !== 'success' && status !== 'partial') return;
      collect(provider.bills, tab, paid);
      tab.requests -= requests[i];
      tab.since = simulation.now;
      if (status === 'success') counts.requests += requests[i];
      else tab.skipUntil = (simulation.now + PARTIAL_SKIP) as Tick;
    });
    if (setup.by === 'totals') {
      counts.transactions++;
      counts.gas += totalsGas(items.length);
      return;
    }
    const proofs = requests.reduce((sum, each) => sum + Math.max(1, proofsFor(each)), 0);
    for (let left = proofs; left > 0; left -= ITEMS_MOST) {
      counts.transactions++;
      counts.gas += proofsGas(Math.min(left, ITEMS_MOST));
    }
  }
}
