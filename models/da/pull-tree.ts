import { Lane } from '../../sim/engine/order.ts';
import { Signal } from '../../sim/engine/signal.ts';
import { TimeWeighted } from '../../sim/stats/time-weighted.ts';
import { seconds, type Tick } from '../../sim/time.ts';
import {
  type AvailabilityLayer,
  type Blob,
  type LayerContext,
  linkUse,
  type RunningLayer,
  type Window,
} from './layer.ts';
import { type Parts, PartTree } from './part-tree.ts';
import { known } from './settings.ts';
import { consensusSettings } from './shape-settings.ts';

/*
 * The plain shape of a block that spreads down a pull tree, see `part-tree.ts`.
 *
 * One block at a time: leaders take turns, each with its own blobs; consensus on a block begins when its
 * leader has handed out every part and a quorum has decoded. When the time of a block is out, the next leader
 * goes on, with the same blobs if too few could decode.
 */
export const pullTreeLayer: AvailabilityLayer = {
  name: 'pull-tree',
  about: 'a leader hands out coded parts, validators pull them from each other',
  settings: {
    ...consensusSettings,
    degree: known('estimate', 'as many peers as Ethereum gossip has in its mesh')(8),
    parity: known('estimate', 'da-layers 7.3: e = 2')(2),
    partBytes: known(
      'estimate',
      'da-layers 7.3 estimates 64 KiB; four times that keeps 128 parts in a 32 MiB block',
    )(262_144),
    deadline: known(
      'choice',
      'several times what a block takes on a link of 100 Mbit/s',
    )(seconds(60)),
    blockBytes: known('from source', 'Celestia governance square 256: 32 MiB')(33_554_432),
  },
  build: (context) => new PullTreeLayer(context),
};

interface Block {
  readonly height: number;
  readonly blobs: readonly Blob[];
  readonly bytes: number;
  readonly parts: Parts;
  decoded: number;
  ready: boolean;
  /** Its blobs went to another block. */
  abandoned: boolean;
  /** The time-out, as an event handle. */
  readonly timer: number;
}

class PullTreeLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly tree: PartTree;
  private readonly entity: number;
  private queue: Blob[] = [];
  private block: Block | undefined;
  private height = 0;
  /** 1 while a block is being spread: its mean is w / tau. */
  private readonly spreading: TimeWeighted;
  private uploaded = 0;
  private payload = 0;

  constructor(context: LayerContext) {
    this.context = context;
    this.tree = new PartTree(context);
    this.entity = context.simulation.entity('da/pull-tree');
    this.spreading = new TimeWeighted(context.simulation.now);
  }

  publish(blob: Blob): void {
    this.queue.push(blob);
    if (this.block === undefined) this.propose();
  }

  /** The next leader fills its block; in this model it holds the blobs whoever published them. */
  private propose(): void {
    const { settings, simulation, validators } = this.context;
    if (this.queue.length === 0) return;
    const room = settings.get('blockBytes');
    const leader = this.height % validators;
    let bytes = 0;
    let count = 0;
    while (count < this.queue.length && (count === 0 || bytes + this.queue[count].bytes <= room)) {
      bytes += this.queue[count++].bytes;
    }
    const blobs = this.queue.slice(0, count);
    this.queue = this.queue.slice(count);
    this.spreading.set(simulation.now, 1);
    const { block: parts, uploaded } = this.tree.spread(
      leader,
      bytes,
      settings.get('partBytes'),
      () => this.decode(block),
      () => this.agree(block),
    );
    this.uploaded += uploaded;
    const height = this.height++;
    const block: Block = {
      height,
      blobs,
      bytes,
      parts,
      decoded: 1,
      ready: false,
      abandoned: false,
      timer: this.after(settings.get('deadline') as Tick, () => this.giveUp(block)),
    };
    this.block = block;
  }

  private after(wait: Tick, act: () => void): number {
    const { simulation } = this.context;
    const signal = new Signal<void>();
    signal.wait(act);
    return simulation.schedule(wait, Lane.Timer, this.entity, simulation.timerKind, 0, signal);
  }

  /** Its leader is down, or parts or votes are lost. */
  private giveUp(block: Block): void {
    this.spreading.set(this.context.simulation.now, 0);
    block.abandoned = !block.ready;
    if (block.abandoned) this.queue = [...block.blobs, ...this.queue];
    this.block = undefined;
    this.propose();
  }

  private decode(block: Block): void {
    block.decoded++;
    if (block.abandoned) return;
    if (block.decoded === this.context.validators) {
      for (const blob of block.blobs) this.context.complete(blob);
    }
  }

  private agree(block: Block): void {
    const { context } = this;
    const { parts } = block;
    if (
      block.ready ||
      block.abandoned ||
      parts.handedOut < parts.parts ||
      block.decoded < context.quorum
    )
      return;
    block.ready = true;
    this.spreading.set(context.simulation.now, 0);
    this.payload += block.bytes;
    for (const blob of block.blobs) context.available(blob);
    const bytes = context.settings.get('certificateBytes');
    context.consensus.submit(parts.leader, bytes, () => {
      for (const blob of block.blobs) context.confirmed(blob);
      if (this.block !== block) return;
      context.simulation.cancel(block.timer);
      this.block = undefined;
      this.propose();
    });
  }

  pipeline(blobBytes: number): number {
    return 2 * Math.max(1, Math.floor(this.context.settings.get('blockBytes') / blobBytes));
  }

  resetStatistics(): void {
    this.uploaded = 0;
    this.payload = 0;
    this.spreading.reset(this.context.simulation.now);
  }

  roles() {
    return { leader: { egress: this.uploaded / this.payload } };
  }

  /** min(B / (1 + ov), (B / e)(w / tau)), w / tau the share of a block's time spent on spreading it. */
  ceilings({ payload }: Window) {
    const { up, down, network, simulation, settings, validators } = this.context;
    const { received } = network.accounting.totals();
    const usable = this.spreading.average(simulation.now);
    return [
      { name: 'leader uplink, (B / e)(w / tau)', rate: (up / settings.get('parity')) * usable },
      {
        name: 'validator downlinks, B / (1 + ov)',
        rate: (down * payload * validators) / received,
      },
    ];
  }

  resources(window: Window) {
    const busy = this.uploaded / (window.seconds * this.context.up);
    return [...linkUse(this.context, window), { name: 'leader uplink', utilisation: busy }];
  }
}
