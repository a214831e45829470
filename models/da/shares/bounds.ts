import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import type { Ceiling, LayerContext, ResourceUse } from '../layer.ts';
import { type Role, roles, type SharesPlan } from './plan.ts';

/*
 * Closed forms of the layers that disperse shares. A resource of capacity C that does w for each payload
 * byte bounds the throughput by C / w: links of every kind of machine, their processors, holders, and
 * what the protocol limits. Source: da-layers 7.4, with the exact bytes of shares and proofs.
 */

interface Bound {
  readonly resource: string;
  readonly law: string;
  /** Payload bytes per second. */
  readonly rate: number;
  /** A rule of the protocol instead of a machine. */
  readonly rule?: true;
  utilisation(): number;
}

export class SharesBounds {
  private readonly context: LayerContext;
  private readonly plan: SharesPlan;
  private readonly bounds: Bound[] = [];
  /** Bytes that one blob's lightest set of holders is sent. */
  readonly sentBytes: number;
  /** The same without holders that are down. */
  private readonly heldBytes: number;

  /** @param targets holders that a blob is sent to */
  constructor(context: LayerContext, plan: SharesPlan, targets: number) {
    this.context = context;
    this.plan = plan;
    const holders = plan.shareBytes.map((_, holder) => holder);
    const lightest = plan.shareBytes.filter((bytes) => bytes > 0).toSorted((a, b) => a - b);
    const sum = (count: number) =>
      lightest.slice(0, count).reduce((total, bytes) => total + bytes, 0);
    const live = holders.filter((holder) => context.network.isAlive(holder));
    const held = Math.max(1, targets - (holders.length - live.length));
    const { firstBytes } = plan;
    // Who does not acknowledge what comes first gets no share.
    this.sentBytes = firstBytes > 0 ? targets * firstBytes + sum(held) : sum(targets);
    this.heldBytes = held * firstBytes + sum(held);
    this.addStations();
    this.link('holder', live, 'down', this.heldBytes);
    this.processors('holder', live, this.heldBytes / context.settings.get('verifyRate'));
    this.addLimits();
  }

  /** Bytes that machines of a role send and receive, and seconds that they compute, for one blob. */
  private addStations(): void {
    const { plan, context } = this;
    const up = new Map<Role, number>();
    const down = new Map<Role, number>();
    const work = new Map<Role, number>();
    const add = (to: Map<Role, number>, role: Role, more: number) =>
      to.set(role, (to.get(role) ?? 0) + more);
    for (const step of plan.steps) {
      if (step.step === 'work') add(work, step.at, step.seconds);
      if (step.step !== 'move') continue;
      add(up, step.from, step.bytes);
      add(down, step.to, step.bytes);
    }
    const reads = (plan.pull?.reads ?? 0) * context.blobBytes;
    if (plan.pull === undefined) add(up, plan.sender, this.sentBytes);
    else add(up, 'relay', this.heldBytes + reads);
    add(down, 'reader', reads);
    for (const role of roles) {
      const nodes = context.stations[role] ?? [];
      this.link(role, nodes, 'up', up.get(role) ?? 0);
      this.link(role, nodes, 'down', down.get(role) ?? 0);
      this.processors(role, nodes, work.get(role) ?? 0);
    }
  }

  /** @param bytes that all of these nodes carry for one blob */
  private link(role: string, nodes: readonly number[], way: 'up' | 'down', bytes: number): void {
    if (bytes === 0 || nodes.length === 0) return;
    const { network, blobBytes } = this.context;
    const links = way === 'up' ? network.uplinks : network.downlinks;
    const rateOf = (node: number) => links[node].rate * TICKS_PER_SECOND;
    const capacity = nodes.reduce((sum, node) => sum + rateOf(node), 0);
    const rate = (capacity / bytes) * blobBytes;
    const busy = (node: number) => network.utilisation(node, way) * rateOf(node);
    const utilisation = () =>
      Math.min(1, nodes.reduce((sum, node) => sum + busy(node), 0) / capacity);
    const resource = `${role} ${way}link`;
    const law = `${role} ${way}links, sum B / ${way === 'up' ? 'sent' : 'received'} bytes`;
    this.bounds.push({ resource, law, rate, utilisation });
  }

  /** @param seconds of one core for one blob, over all of these nodes */
  private processors(role: string, nodes: readonly number[], seconds: number): void {
    if (seconds === 0 || nodes.length === 0) return;
    const { processors, settings, blobBytes } = this.context;
    const rate = ((nodes.length * settings.get('cores')) / seconds) * blobBytes;
    this.bounds.push({
      resource: `${role} processors`,
      law: `${role} processors, cores / seconds`,
      rate,
      utilisation: () => processors.utilisation(nodes),
    });
  }

  private addLimits(): void {
    const { blobBytes, stations } = this.context;
    const { blocks, pull } = this.plan;
    if (blocks?.mostBlobs !== undefined) {
      this.limit('certificates of a block', (blocks.mostBlobs * blobBytes) / blocks.seconds);
    }
    const { shareRate, readRate, reads = 0 } = pull ?? {};
    const relays = stations.relay?.length ?? 0;
    if (shareRate !== undefined) {
      this.limit('relay limit on shares', ((relays * shareRate) / this.heldBytes) * blobBytes);
    }
    if (readRate !== undefined && reads > 0) {
      this.limit('relay limit on reads', (relays * readRate) / reads);
    }
  }

  /** What the protocol allows. */
  private limit(name: string, rate: number): void {
    const utilisation = () => Math.min(1, this.delivered / (rate * this.seconds()));
    this.bounds.push({ resource: name, law: name, rate, rule: true, utilisation });
  }

  private delivered = 0;
  private since = 0;

  resetStatistics(): void {
    this.delivered = 0;
    this.since = this.context.simulation.now;
  }

  private seconds(): number {
    return (this.context.simulation.now - this.since) / TICKS_PER_SECOND;
  }

  /**
   * Payload delivered since the reset. Where more was held than a machine can do in the time, part of it
   * was sent or coded before: then what the machine did in the time counts.
   * @param held payload by the shares that holders have checked
   */
  measured(held: number): number {
    const span = this.seconds();
    const passed = this.bounds.filter(({ rate }) => held > rate * span);
    const done = passed.map(({ rate, rule, utilisation }) =>
      rule === undefined ? utilisation() * rate * span : rate * span,
    );
    this.delivered = Math.min(held, ...done);
    return this.delivered;
  }

  ceilings(): Ceiling[] {
    return this.bounds.map(({ law, rate }) => ({ name: law, rate }));
  }

  /** The lowest ceiling, payload bytes per second. */
  lowest(): number {
    return this.bounds.reduce((least, { rate }) => Math.min(least, rate), Number.POSITIVE_INFINITY);
  }

  resources(): ResourceUse[] {
    const uses = this.bounds.map(({ resource, utilisation }) => ({
      name: resource,
      utilisation: utilisation(),
    }));
    const { network } = this.context;
    const tightest = this.tightestHolder();
    if (tightest !== undefined) {
      const utilisation = network.utilisation(tightest, 'down');
      uses.push({ name: 'downlink of the tightest holder', utilisation });
    }
    return uses;
  }

  /** The holder whose share takes its link longest, if that is twice as long as in the mean. */
  private tightestHolder(): number | undefined {
    const { network } = this.context;
    const time = (bytes: number, holder: number) => bytes / network.downlinks[holder].rate;
    const times = this.plan.shareBytes.map(time);
    const most = Math.max(...times);
    const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
    return most >= 2 * mean ? times.indexOf(most) : undefined;
  }
}
