import type { Simulation } from '../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';

/*
 * A simple quorum round: a leader proposes, validators vote to the leader, the leader sends the
 * decision; the next leader goes on. It stands for consensus where only its latency and its small
 * messages matter. Left out: faults of the leader, time-outs, locks, stake; mempool gossip (a submitted
 * item is sent to the next leader and kept by all).
 */

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
  private readonly network: MessageNetwork;
  private readonly options: QuorumRoundOptions;
  private readonly submits: number;
  private readonly proposals: number;
  private readonly votes: number;
  private readonly decisions: number;
  private pool: Item[] = [];
  private running = false;
  private height = 0;

  constructor(_simulation: Simulation, network: MessageNetwork, options: QuorumRoundOptions) {
    this.network = network;
    this.options = options;
    this.submits = network.kind('consensus.submit', (message) => {
      this.pool.push(message.payload as Item);
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
    return this.height % this.options.validators;
  }

  /** Hands an item to the leader; `decided` is called when a quorum knows the decision. */
  submit(from: number, bytes: number, decided: () => void): void {
    const item: Item = { bytes, decided };
    const { leader } = this;
    if (from === leader) {
      this.pool.push(item);
      this.begin();
    } else {
      this.network.send(from, leader, this.submits, bytes, 0, item, true);
    }
  }

  private begin(): void {
    if (this.running || this.pool.length === 0) return;
    this.running = true;
    const round: Round = { leader: this.leader, items: this.pool, votes: 0, informed: 0 };
    this.pool = [];
    let bytes = this.options.headerBytes;
    for (const item of round.items) bytes += item.bytes;
    this.toAll(round, this.proposals, bytes);
    this.count(round);
  }

  private vote(node: number, round: Round): void {
    this.network.send(node, round.leader, this.votes, this.options.voteBytes, 0, round, true);
  }

  private count(round: Round): void {
    if (++round.votes !== this.options.quorum) return;
    this.height++;
    this.toAll(round, this.decisions, this.options.headerBytes);
    this.inform(round.leader, round);
  }

  private inform(node: number, round: Round): void {
    if (node === this.leader) {
      this.running = false;
      this.begin();
    }
    if (++round.informed === this.options.quorum) for (const item of round.items) item.decided();
  }

  private toAll(round: Round, kind: number, bytes: number): void {
    for (let node = 0; node < this.options.validators; node++) {
      if (node !== round.leader) this.network.send(round.leader, node, kind, bytes, 0, round, true);
    }
  }
}
