import { Lane } from '../../../sim/engine/order.ts';
import { seconds, type Tick, toSeconds } from '../../../sim/time.ts';
import { assertOrder } from '../invariants.ts';
import type { Blob, LayerContext, RunningLayer, Window } from '../layer.ts';
import { type Batch, type Item, newBatch } from './batch.ts';
import { SharesBounds } from './bounds.ts';
import { Certification } from './certify.ts';
import type { SharesPlan } from './plan.ts';
import { Steps } from './steps.ts';
import { pullShares, pushShares, relayReads, type Transfer } from './transfer.ts';

/*
 * Layers that code a blob and disperse shares straight to their holders, who check them and sign; when
 * signatures of more than the quorum's weight are back the blob is available, with the certificate it is
 * final. What differs between layers is a `SharesPlan`.
 *
 * Left out: repair of shares that did not arrive, retries of failed blobs, bytes of certificates on the
 * chain that records them, a holder that returns after the time-out.
 */

/** A large share is checked in pieces on several cores. Choice. */
const CHECKED_AT_ONCE = 1_048_576;
/** Saturating: blobs enter so much faster than the lowest ceiling. Choice. */
const CROWDING = 1.1;
/** So many rounds of a batch or a poll are in flight: one waits, one is on the links. Choice. */
const RHYTHM = 3;
/** Saturating with tiny blobs, to end in time. Choice. */
const MOST_IN_FLIGHT = 4000;

export class SharesLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly plan: SharesPlan;
  private readonly bounds: SharesBounds;
  private readonly certification: Certification;
  private readonly transfer: Transfer;
  private readonly read: (item: Item) => number;
  private readonly holders: readonly number[];
  private readonly targets: number;
  /** Holders that are up at the start. */
  private readonly live: readonly number[];
  private readonly needed: number;
  private readonly patience: Tick;
  private readonly steps: Steps;
  private readonly entity: number;
  private readonly signKind: number;
  private readonly signatures: number;
  private readonly certificates: number;
  /** Blobs under way by client. */
  private readonly load: Map<number, number>;
  private batches = 0;
  /** Payload delivered in the measured window, by the shares that arrived. */
  private held = 0;
  /** Bytes that readers got in the window. */
  private readBytes = 0;
  private window = 0;
  private underWay = 0;
  /** Saturating: when the next blob may enter. */
  private gate = 0;
  /** Payload under way at the start of the window. */
  private ahead = 0;
  private failed = 0;
  private failedInRow = 0;
  private completed = 0;
  private timeToAll = 0;
  /** A holder went down later. */
  private outages = false;

  constructor(context: LayerContext, plan: SharesPlan) {
    this.context = context;
    this.plan = plan;
    const { network, settings, simulation, stations } = context;
    this.holders = plan.shareBytes.flatMap((bytes, holder) => (bytes > 0 ? [holder] : []));
    this.targets = Math.max(1, Math.round(context.values.dispersed * this.holders.length));
    this.live = this.holders.filter((holder) => network.isAlive(holder));
    const weight = plan.weights.reduce((sum, each) => sum + each, 0);
    this.needed = settings.get('quorum') * weight;
    this.bounds = new SharesBounds(context, plan, this.targets);
    this.steps = new Steps(context, plan, (items) => this.disperse(items));
    this.signatures = network.accounting.kind('da.signature');
    this.entity = simulation.entity('da/shares');
    this.signKind = simulation.handler('da.signed', (_entity, holder, batch) => {
      this.sign(batch as Batch, holder);
    });
    this.certificates = network.kind('da.certificate', ({ payload }) => {
      this.certification.submit(() => this.certified(payload as Item));
    });
    this.certification = new Certification(simulation, plan);
    const arrived = (batch: Batch, holder: number) => this.check(batch, holder);
    const relayOf = (item: Item) => this.steps.nodeOf('relay', item);
    const { pull } = plan;
    this.transfer =
      pull === undefined
        ? pushShares(context, plan, arrived)
        : pullShares(context, plan, pull, relayOf, arrived);
    this.read =
      pull === undefined || pull.reads === 0
        ? () => 0
        : relayReads(
            context,
            pull,
            (item) => ({ relay: relayOf(item), reader: this.steps.nodeOf('reader', item) }),
            (item) => {
              this.readBytes += item.blob.bytes;
              this.settle(item);
            },
          );
    this.load = new Map(stations.client.map((client) => [client, 0]));
    this.patience = this.patienceFor(this.pipeline(context.blobBytes, 1));
  }

  /** Without the limits of the protocol a time-out leaves the links the time to carry what is in flight. */
  private patienceFor(inFlight: number): Tick {
    const { blobBytes, values } = this.context;
    const carry = (2 * inFlight * blobBytes) / this.bounds.lowest();
    return seconds(this.plan.timeout + (values.limits === 'links' ? carry : 0), 'up');
  }

  /** Saturating, blobs enter a little faster than anything lets them through, not in crowds. */
  publish(blob: Blob): void {
    this.underWay += blob.bytes;
    const { saturate, simulation } = this.context;
    if (!saturate) {
      this.enter(blob);
      return;
    }
    const { now } = simulation;
    const wait = Math.max(0, Math.ceil(this.gate - now)) as Tick;
    const spacing = seconds(blob.bytes / (CROWDING * this.bounds.lowest()), 'up');
    this.gate = Math.max(now, this.gate) + spacing;
    this.steps.later(wait, () => this.enter(blob));
  }

  private enter(blob: Blob): void {
    const client = this.clientFor(blob);
    this.load.set(client, (this.load.get(client) ?? 0) + 1);
    this.steps.advance({ blob, client, step: 0, pending: this.plan.untilCertified ? 2 : 1 });
  }

  /** Saturating, the client with the fewest blobs under way; otherwise each in turn. */
  private clientFor({ publisher }: Blob): number {
    const { client } = this.context.stations;
    let best = client[publisher % client.length];
    if (!this.context.saturate) return best;
    for (let i = 1; i < client.length; i++) {
      const other = client[(publisher + i) % client.length];
      if ((this.load.get(other) ?? 0) < (this.load.get(best) ?? 0)) best = other;
    }
    return best;
  }

  private disperse(items: readonly Item[]): void {
    const { context, plan } = this;
    const id = this.batches++;
    const sender = this.steps.nodeOf(plan.sender, items[0]);
    const batch = newBatch(context, plan, id, items, sender, this.targetsOf(id));
    this.outages ||= this.live.some((holder) => !context.network.isAlive(holder));
    batch.timer = this.steps.later(this.patience, () => this.giveUp(batch));
    this.transfer.start(batch);
  }

  /** All holders, each time from another one on, or as many of them as a share, drawn at random. */
  private targetsOf(id: number): number[] {
    const { holders, targets } = this;
    const { streams } = this.context.simulation;
    if (targets < holders.length) {
      const drawn = streams.stream('da/dispersed').sample(targets, holders.length);
      return drawn.map((i) => holders[i]);
    }
    return holders.map((_, i) => holders[(id + i) % holders.length]);
  }

  /** The holder checks its share and signs. */
  private check(batch: Batch, holder: number): void {
    const { processors, settings } = this.context;
    const bytes = this.plan.shareBytes[holder] * batch.items.length;
    const pieces = Math.min(settings.get('cores'), Math.ceil(bytes / CHECKED_AT_ONCE));
    let left = pieces;
    const checked = () => {
      if (--left === 0) this.hold(batch, holder, bytes);
    };
    const each = bytes / pieces / settings.get('verifyRate');
    for (let i = 0; i < pieces; i++) processors.work(holder, each, checked);
  }

  private hold(batch: Batch, holder: number, bytes: number): void {
    if (batch.failed) return;
    const { blobBytes, network, settings, silent, simulation } = this.context;
    if (batch.window !== this.window) {
      batch.window = this.window;
      batch.counted = 0;
    }
    const payload = (blobBytes * bytes) / batch.liveBytes;
    batch.counted += payload;
    this.held += payload;
    if (silent(holder)) return;
    const size = settings.get('signatureBytes');
    const at = network.carry(holder, batch.sender, this.signatures, size);
    if (at === undefined) return;
    const { entity, signKind } = this;
    simulation.scheduleAt(Math.ceil(at) as Tick, Lane.Arrival, entity, signKind, holder, batch);
  }

  private sign(batch: Batch, holder: number): void {
    if (batch.over) return;
    batch.answers++;
    batch.weight += this.plan.weights[holder];
    if (batch.quorumAt === undefined && batch.weight > this.needed) this.vouched(batch);
    if (batch.quorumAt !== undefined && batch.answers >= batch.expected) this.end(batch);
  }

  private vouched(batch: Batch): void {
    const { context, plan } = this;
    batch.quorumAt = context.simulation.now;
    this.failedInRow = 0;
    for (const item of batch.items) {
      context.available(item.blob);
      item.pending += this.read(item);
      if (plan.sender === 'client') {
        this.certification.submit(() => this.certified(item));
      } else {
        const bytes = context.settings.get('certificateBytes');
        const { certificates } = this;
        context.network.send(batch.sender, item.client, certificates, bytes, 0, item, true);
      }
    }
  }

  private certified(item: Item): void {
    this.context.confirmed(item.blob);
    if (this.plan.untilCertified) this.settle(item);
  }

  /** All answers are there, or nobody waits for the rest. */
  private end(batch: Batch): void {
    const { simulation } = this.context;
    batch.over = true;
    simulation.cancel(batch.timer);
    assertOrder(batch.quorumAt ?? simulation.now, simulation.now);
    for (const item of batch.items) {
      this.completed++;
      this.timeToAll += simulation.now - item.blob.publishedAt;
      this.settle(item);
    }
  }

  private giveUp(batch: Batch): void {
    if (batch.quorumAt !== undefined) {
      this.end(batch);
      return;
    }
    batch.over = true;
    batch.failed = true;
    if (batch.window === this.window) this.held -= batch.counted;
    this.failed += batch.items.length;
    this.failedInRow += batch.items.length;
    // Where nothing but failures comes, going on would never end.
    const goOn = this.failedInRow < this.pipeline(this.context.blobBytes, 1);
    for (const item of batch.items) this.release(item, goOn);
  }

  private settle(item: Item): void {
    if (--item.pending === 0) this.release(item, true);
  }

  private release({ blob, client }: Item, goOn: boolean): void {
    this.load.set(client, (this.load.get(client) ?? 0) - 1);
    this.underWay -= blob.bytes;
    if (goOn) this.context.complete(blob);
  }

  /** Blobs that fill the tightest resource for `seconds` and the waits, and one more for each source. */
  pipeline(blobBytes: number, seconds: number): number {
    const { stations } = this.context;
    const { perClient, sender } = this.plan;
    if (perClient !== undefined) return perClient * stations.client.length;
    const sources = sender === 'client' ? stations.client : stations.encoder;
    const filling = (this.bounds.lowest() * (seconds + this.latency())) / blobBytes;
    return Math.min(MOST_IN_FLIGHT, Math.ceil(filling) + (sources?.length ?? 1));
  }

  /** Seconds that a blob takes, without its shares. */
  private latency(): number {
    const { context, plan } = this;
    let latency = 4 * context.delay + RHYTHM * (plan.batchEvery ?? 0);
    for (const step of plan.steps) {
      if (step.step === 'move') latency += step.bytes / context.up;
      else latency += step.step === 'poll' ? RHYTHM * step.seconds : step.seconds;
    }
    if (plan.untilCertified) {
      latency += plan.certifySeconds + (plan.blocks?.seconds ?? 0);
    }
    return latency;
  }

  resetStatistics(): void {
    this.bounds.resetStatistics();
    this.window++;
    this.held = 0;
    this.readBytes = 0;
    this.ahead = this.underWay;
  }

  /** Where every byte is read too, no more than its readers keep up with. */
  delivered(): number {
    const reads = this.plan.pull?.reads ?? 0;
    const read = reads > 0 ? this.readBytes / reads : Number.POSITIVE_INFINITY;
    return this.bounds.measured(Math.min(this.held, read));
  }

  /** What one publisher sends for each byte of its own. */
  roles() {
    const { context, plan } = this;
    let sent = plan.sender === 'client' ? this.bounds.sentBytes : 0;
    for (const step of plan.steps) {
      if (step.step === 'move' && step.from === 'client') sent += step.bytes;
    }
    return { publisher: { egress: sent / context.blobBytes } };
  }

  ceilings() {
    return this.bounds.ceilings();
  }

  resources() {
    return this.bounds.resources();
  }

  /**
   * What was held above the ceilings was under way when the window began. Ceilings are those of the
   * holders which were up at the start.
   */
  assert({ payload }: Window): void {
    if (this.outages || this.held - payload <= this.ahead * (1 + 1e-9)) return;
    throw new Error(
      `da.throughput, expected at most ${this.ahead} B from before, got ${this.held - payload} B`,
    );
  }

  report(value: (name: string, unit: string, value: number) => void): void {
    value('da.blobs_failed', '1', this.failed);
    if (this.completed === 0) return;
    value('da.time_to_all', 's', toSeconds(Math.round(this.timeToAll / this.completed) as Tick));
  }
}
