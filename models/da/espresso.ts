import type { Message } from '../../sim/network/messages.ts';
import { seconds } from '../../sim/time.ts';
import { ESPRESSO_COMMITTEE, espressoCertificate, espressoNeeded } from './assignment/espresso.ts';
import type { AvailabilityLayer, LayerContext } from './layer.ts';
import { known } from './settings.ts';
import { type Block, SlotLayer, type SlotWindow, type Spreading } from './slots/slots.ts';
import { whenBack } from './when-back.ts';

const bench = 'Cappuccino test bench, May 2024; da-layers 2.7';

/** Opening proof and header of a share. Estimate. */
const SHARE_ENVELOPE = 1000;
/** Request for the block of a view. Estimate. */
const ASK_BYTES = 200;

interface View {
  readonly leader: number;
  readonly bytes: number;
  readonly shareBytes: number;
  readonly committee: readonly number[];
  readonly need: number;
  /** By validator: pieces of the block it still misses. */
  readonly missing: Uint8Array;
  /** By validator that waits for the block: what it does once it has it. */
  readonly onGot: Map<number, (() => void)[]>;
  /** Members of the committee that have the block. */
  full: number;
  /** Validators that may vouch once the committee has the block. */
  readonly shared: number[];
  readonly held: (validator: number) => void;
}

/*
 * The leader of a view sends its block to a small committee and one share of a verifiable dispersal to
 * every node; a view is decided when a quorum of the nodes has shares and a quorum of the committee has
 * the block. Machines of a content network forward all of it, and bring the block to every node after
 * that; without them (`relays: 0`) the leader serves committee and nodes itself.
 *
 * The next view begins once the one before is decided, or when its time is out; nobody proposes or votes
 * before it has the block of the last view that was decided. Who lacks that block when it is back, or when a
 * view times out, asks those who have it. What decides a view goes ahead of the blocks for everybody. Left out:
 * votes on the wire.
 */
export const espressoLayer: AvailabilityLayer = {
  name: 'espresso',
  about: 'HotShot: block to a small committee, shares to all, bulk through a content network',
  settings: {
    quorum: known('published', 'HotShot: 2f + 1')(2 / 3),
    signatureBytes: known('estimate', 'BLS signature and view fields')(200),
    committee: known('published', bench)(ESPRESSO_COMMITTEE),
    relays: known('published', `${bench}: three machines`)(3),
    relayLink: known('estimate', 'm6a.xlarge: 1.56 Gbit/s sustained, 12.5 in bursts')(195_000_000),
    blockInterval: known('published', 'HotShot moves on as fast as its certificates')(0),
    certifyDelay: known('estimate', 'votes and certificate in one region')(seconds(0.05)),
    deadline: known('estimate', 'no time-out is published')(seconds(60)),
    depth: known('estimate', `${bench}: latency is about three views`)(2),
    blobUnit: known('estimate', 'namespaced payload without padding')(1),
    blockBytes: known('published', `${bench}: 5 MB at the knee`)(5_000_000),
    encodeRate: known(
      'estimate',
      `${bench}: a view of 1.08 s with 10 nodes of 2 cores that carry 5 MB`,
    )(6_500_000),
    cores: known('published', bench)(2),
  },
  stations: (settings) => {
    const link = settings.get('relayLink');
    return [{ name: 'relay', count: settings.get('relays'), up: link, down: link }];
  },
  build: (context) => new SlotLayer(context, new ViewSpread(context)),
};

/** Acts once a validator has the block of a view, at once where there is none to wait for. */
function whenGot(view: View | undefined, validator: number, act: () => void): void {
  if (view === undefined || view.missing[validator] === 0) act();
  else view.onGot.set(validator, [...(view.onGot.get(validator) ?? []), act]);
}

class ViewSpread implements Spreading {
  private readonly context: LayerContext;
  private readonly relays: readonly number[];
  private readonly blocks: number;
  private readonly shares: number;
  private readonly forwards: number;
  private readonly later: number;
  private readonly asks: number;
  private readonly answers: number;
  private uploaded = 0;
  /** The present view, and the decided one that it builds on. */
  private present: View | undefined;
  private parent: View | undefined;

  constructor(context: LayerContext) {
    this.context = context;
    const { network, stations } = context;
    this.relays = stations.relay;
    this.blocks = network.kind('da.block', ({ to, payload }) => this.onBlock(to, payload as View));
    this.shares = network.kind('da.share', ({ to, payload }) => this.onShare(to, payload as View));
    this.forwards = network.kind('da.forward', (message) => this.onForward(message));
    this.later = network.kind('da.later', ({ to, payload }) => this.got(to, payload as View));
    this.asks = network.kind('da.ask', ({ from, to, payload }) => {
      const view = payload as View;
      network.send(to, from, this.answers, view.bytes, 0, view);
    });
    this.answers = network.kind('da.answer', ({ to, payload }) => this.gotAll(to, payload as View));
    whenBack(network, (node) => {
      for (const view of [this.parent, this.present]) this.catchUp(view, node);
    });
  }

  spread(block: Block, held: (validator: number) => void): void {
    const { settings, validators, simulation, processors } = this.context;
    const size = Math.min(settings.get('committee'), validators - 1);
    const drawn = simulation.streams.stream('da/committee').sample(size, validators - 1);
    // The leader has its block anyway: the committee is drawn from the others.
    const committee = drawn.map((node) => (node < block.leader ? node : node + 1));
    const share = Math.ceil(block.bytes / espressoNeeded(validators));
    const parent = this.present;
    const view: View = {
      leader: block.leader,
      bytes: block.bytes,
      shareBytes: share + SHARE_ENVELOPE,
      committee,
      need: espressoCertificate(size),
      // Without a content network only the committee gets blocks, and leaders build on certificates.
      missing: new Uint8Array(validators).fill(this.relays.length),
      onGot: new Map(),
      full: 0,
      shared: [],
      held: (validator) => whenGot(parent, validator, () => held(validator)),
    };
    this.parent = parent;
    this.present = view;
    view.missing[block.leader] = 0;
    const propose = () => {
      this.onShare(block.leader, view);
      if (this.relays.length === 0) this.serve(block.leader, block.leader, view);
      else this.upload(block.leader, view);
    };
    // A builder codes the next block while the one before is on its way.
    processors.work(block.leader, block.bytes / settings.get('encodeRate'), () => {
      whenGot(parent, block.leader, () => {
        if (this.present === view) propose();
      });
    });
  }

  /** The next leader builds on the last view that was decided. */
  timedOut(): void {
    this.present = this.parent;
    this.catchUp(this.parent);
  }

  /** Nodes that lack the block of a view, one or all, ask its leader and committee in turn. */
  private catchUp(view: View | undefined, only?: number): void {
    if (view === undefined) return;
    const { network } = this.context;
    const holders = [view.leader, ...view.committee].filter(
      (node) => network.isAlive(node) && view.missing[node] === 0,
    );
    if (holders.length === 0) return;
    view.missing.forEach((pieces, node) => {
      if (pieces === 0 || (only !== undefined && node !== only)) return;
      network.send(node, holders[node % holders.length], this.asks, ASK_BYTES, 0, view, true);
    });
  }

  private gotAll(validator: number, view: View): void {
    while (view.missing[validator] > 0) this.got(validator, view);
  }

  private got(validator: number, view: View): void {
    if (view.missing[validator] === 0) return;
    view.missing[validator]--;
    if (view.missing[validator] > 0) return;
    const acts = view.onGot.get(validator) ?? [];
    view.onGot.delete(validator);
    for (const act of acts) act();
  }

  /** Each relay gets the block and the shares of its part of the nodes. */
  private upload(leader: number, view: View): void {
    const { network, validators } = this.context;
    const shares = Math.ceil((view.shareBytes * validators) / this.relays.length);
    const bytes = Math.ceil(view.bytes / this.relays.length) + shares;
    for (const relay of this.relays) {
      network.send(leader, relay, this.forwards, bytes, leader, view);
      this.uploaded += bytes;
    }
  }

  private onForward({ to, argument: leader, payload }: Message): void {
    const view = payload as View;
    this.serve(to, leader, view);
    const { network, validators } = this.context;
    for (let node = 0; node < validators; node++) {
      if (node === leader || view.committee.includes(node)) continue;
      const bytes = Math.ceil(view.bytes / this.relays.length);
      network.send(to, node, this.later, bytes, 0, view);
    }
  }

  /** Committee first, then shares; a relay serves every so-many-th node. */
  private serve(from: number, leader: number, view: View): void {
    const { network, validators } = this.context;
    const at = this.relays.indexOf(from);
    const mine = (i: number) => at < 0 || i % this.relays.length === at;
    const send = (node: number, kind: number, bytes: number) => {
      if (node === leader) return;
      network.send(from, node, kind, bytes, 0, view, true);
      if (from === leader) this.uploaded += bytes;
    };
    view.committee.forEach((node, i) => {
      if (mine(i)) send(node, this.blocks, view.bytes);
    });
    for (let node = 0; node < validators; node++) {
      if (mine(node)) send(node, this.shares, view.shareBytes);
    }
  }

  private onBlock(validator: number, view: View): void {
    this.gotAll(validator, view);
    if (++view.full === view.need) for (const validator of view.shared) view.held(validator);
  }

  private onShare(validator: number, view: View): void {
    if (view.full >= view.need) view.held(validator);
    else view.shared.push(validator);
  }

  /** A view has no deadline; its block is the protocol's. */
  largest(): number {
    return this.context.settings.get('blockBytes');
  }

  resetStatistics(): void {
    this.uploaded = 0;
  }

  roles({ payload }: SlotWindow) {
    return { leader: { egress: this.uploaded / payload } };
  }

  /** B / (k + 3) at a leader without content network; what the content network sends, and coding. */
  ceilings({ payload }: SlotWindow) {
    const { up, settings, network } = this.context;
    const law = this.relays.length === 0 ? 'B / (k + 3)' : 'B / (1 + 3)';
    const bounds = [
      { name: `leader uplink, ${law}`, rate: (up * payload) / this.uploaded },
      { name: 'leader coding', rate: settings.get('encodeRate') },
    ];
    if (this.relays.length === 0) return bounds;
    const sent = this.relays.reduce((sum, relay) => sum + network.accounting.sent[relay], 0);
    const link = settings.get('relayLink') * this.relays.length;
    return [...bounds, { name: 'content network, N B', rate: (link * payload) / sent }];
  }

  resources({ seconds: span }: SlotWindow) {
    const { up, network, settings, processors } = this.context;
    const sent = this.relays.reduce((sum, relay) => sum + network.accounting.sent[relay], 0);
    const link = settings.get('relayLink') * Math.max(1, this.relays.length);
    let coding = 0;
    for (let node = 0; node < this.context.validators; node++) coding += processors.done(node);
    return [
      { name: 'leader uplink', utilisation: this.uploaded / up / span },
      { name: 'content network', utilisation: sent / link / span },
      { name: 'leader coding', utilisation: coding / span },
    ];
  }
}
