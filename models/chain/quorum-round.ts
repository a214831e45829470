import { Lane } from '../../sim/engine/order.ts';
import { Signal } from '../../sim/engine/signal.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import { seconds } from '../../sim/time.ts';

/*
 * A simple quorum round: a leader proposes, validators vote to the leader, the leader sends the
 * decision; the next leader goes on. It stands for consensus where only its latency and its small
 * messages matter. While something waits and nothing is decided for `TIMEOUT`, the next leader goes on with
 * all that waits. Left out: locks, stake; mempool gossip (a submitted item is sent to the next leader and
 * kept by all).
 */

/** Estimate: far above a round across the world, which takes less than a second. */
const TIMEOUT = seconds(10);

export interface QuorumRoundOptions {
  /** Votes that decide. */
  readonly quorum: number;
  readonly headerBytes: number;
  readonly voteBytes: number;
  /** Nodes 0 to `validators - 1` vote. */
  readonly validators: number;
}

interface Item {
  readonly bytes: number;
  readonly decided: () => void;
}

interface Round {
  readonly leader: number;
  readonly items: readonly Item[];
  votes: number;
  informed: number;
}

export class QuorumRound {
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly options: QuorumRoundOptions;
  private readonly submits: number;
  private readonly proposals: number;
  private readonly votes: number;
  private readonly decisions: number;
  private pool: Item[] = [];
  /** Items of which no quorum knows that they are decided. */
  private readonly waiting = new Set<Item>();
  /** Rounds that are proposed and not decided. */
  private readonly open = new Set<Round>();
  private running = false;
  private height = 0;
  /** Rounds that timed out: their leaders are passed over. */
  private skipped = 0;
  private entity: number | undefined;
  private timer: number | undefined;

  constructor(simulation: Simulation, network: MessageNetwork, options: QuorumRoundOptions) {
    this.simulation = simulation;
    this.network = network;
    this.options = options;
    this.submits = network.kind('consensus.submit', (message) => {
      const item = message.payload as Item;
      // A time-out may have handed it on already.
      if (!this.waiting.has(item) || [...this.open].some(({ items }) => items.includes(item)))
        return;
      this.pool.push(item);
      this.begin();
    });
    this.proposals = network.kind('consensus.propose', (message) => {
      const round = message.payload as Round;
      this.vote(message.to, round);
    });
    this.votes = network.kind('consensus.vote', (message) => this.count(message.payload as Round));
    this.decisions = network.kind('consensus.decide', (message) =>
      this.inform(message.to, message.payload as Round),
    );
  }

  /** Rounds decided so far. */
  get rounds(): number {
    return this.height;
  }

  get leader(): number {
    return (this.height + this.skipped) % this.options.validators;
  }

  /** Hands an item to the leader; `decided` is called when a quorum knows the decision. */
  submit(from: number, bytes: number, decided: () => void): void {
    const item: Item = { bytes, decided };
    const { leader } = this;
    this.waiting.add(item);
    if (this.timer === undefined) this.watch();
    if (from === leader) {
      this.pool.push(item);
      this.begin();
    } else {
      this.network.send(from, leader, this.submits, bytes, 0, item, true);
    }
  }

  /** From now on something has to be decided in time. */
  private watch(): void {
    const { simulation } = this;
    if (this.timer !== undefined) simulation.cancel(this.timer);
    this.timer = undefined;
    if (this.waiting.size === 0) return;
    const out = new Signal<void>();
    out.wait(() => this.timedOut());
    // Named with the first item: what was named before keeps its place.
    this.entity ??= simulation.entity('consensus/time-out');
    const { entity } = this;
    this.timer = simulation.schedule(TIMEOUT, Lane.Timer, entity, simulation.timerKind, 0, out);
  }

  private timedOut(): void {
    this.timer = undefined;
    this.skipped++;
    this.running = false;
    this.open.clear();
    this.pool = [...this.waiting];
    this.begin();
    this.watch();
  }

  private begin(): void {
    if (this.running || this.pool.length === 0) return;
    this.running = true;
    const round: Round = { leader: this.leader, items: this.pool, votes: 0, informed: 0 };
    this.pool = [];
    this.open.add(round);
    let bytes = this.options.headerBytes;
    for (const item of round.items) bytes += item.bytes;
    this.toAll(round, this.proposals, bytes);
    this.count(round);
  }

  private vote(node: number, round: Round): void {
    this.network.send(node, round.leader, this.votes, this.options.voteBytes, 0, round, true);
  }

  private count(round: Round): void {
    // Votes for a round that timed out come too late.
    if (!this.open.has(round) || ++round.votes !== this.options.quorum) return;
    this.height++;
    this.open.delete(round);
    this.toAll(round, this.decisions, this.options.headerBytes);
    this.inform(round.leader, round);
  }

  private inform(node: number, round: Round): void {
    if (node === this.leader) {
      this.running = false;
      this.begin();
    }
    if (++round.informed !== this.options.quorum) return;
    for (const item of round.items) if (this.waiting.delete(item)) item.decided();
    this.watch();
  }

  private toAll(round: Round, kind: number, bytes: number): void {
    for (let node = 0; node < this.options.validators; node++) {
      if (node !== round.leader) this.network.send(round.leader, node, kind, bytes, 0, round, true);
    }
  }
}
