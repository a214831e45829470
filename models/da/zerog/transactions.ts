import { Lane } from '../../../sim/engine/order.ts';
import type { Tick } from '../../../sim/time.ts';
import type { ChainLane, Inclusion } from '../../chain/lane.ts';
import type { LayerContext } from '../layer.ts';
import { POLL, POLLS } from './config.ts';

/*
 * Transactions of clients: to a node of the chain, into a block, and back to the client when it polls. A client
 * gives up a transaction that is in no block after 180 polls. Left out: nonces, fees, reorganised blocks.
 */

export interface Sent {
  readonly lane: ChainLane;
  readonly bytes: number;
  readonly gas: number;
  /** Blocks on top before the client goes on. */
  readonly depth: number;
  /** The block that holds it is executed. */
  executed(inclusion: Inclusion): void;
  /** The client sees it, deep enough. */
  noticed(): void;
  /** No node took it, or no block in time. */
  lost(): void;
}

interface Pending extends Sent {
  readonly startedAt: Tick;
  open: boolean;
}

export class Transactions {
  private readonly context: LayerContext;
  private readonly kind: number;
  private readonly calls: number;
  private readonly entity: number;

  constructor(context: LayerContext) {
    this.context = context;
    const { simulation, network } = context;
    this.entity = simulation.entity('da/zerog/transactions');
    this.calls = simulation.handler('da.zerog.poll', (_entity, _argument, call) =>
      (call as () => void)(),
    );
    this.kind = network.kind('da.zerog.transaction', ({ to, payload }) =>
      this.enter(to, payload as Pending),
    );
  }

  /** @param entry validator that the client talks to; the next one that is up stands in for it */
  send(client: number, entry: number, sent: Sent): void {
    const { simulation, network, validators } = this.context;
    const pending: Pending = { ...sent, startedAt: simulation.now, open: true };
    this.at((simulation.now + POLLS * POLL) as Tick, () => this.giveUp(pending));
    let node = entry % validators;
    for (let i = 1; i < validators && !network.isAlive(node); i++) node = (entry + i) % validators;
    network.send(client, node, this.kind, sent.bytes, 0, pending, true);
  }

  private enter(node: number, pending: Pending): void {
    const { lane, executed, depth } = pending;
    const taken = lane.submit(node, pending, (inclusion) => {
      if (!pending.open) return;
      pending.open = false;
      executed(inclusion);
      lane.whenCommitted(inclusion.height + depth, () =>
        this.at(this.nextPoll(pending), pending.noticed),
      );
    });
    if (!taken) this.at(this.nextPoll(pending), () => this.giveUp(pending));
  }

  private giveUp(pending: Pending): void {
    if (!pending.open) return;
    pending.open = false;
    pending.lost();
  }

  private nextPoll({ startedAt }: Pending): Tick {
    const { now } = this.context.simulation;
    return (startedAt + Math.ceil((now - startedAt) / POLL) * POLL) as Tick;
  }

  private at(time: Tick, call: () => void): void {
    this.context.simulation.scheduleAt(time, Lane.Timer, this.entity, this.calls, 0, call);
  }
}
