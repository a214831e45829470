import { Lane } from '../../../sim/engine/order.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { bitmapOf } from './bitmap.ts';
import { SIGNER_CONNECTIONS } from './config.ts';
import { ENCODED_ROWS, SENT_BYTES, SLICE_BYTES } from './geometry.ts';
import type { Nodes, SignRequest } from './nodes.ts';
import type { Batch, Item, Pipeline } from './pipeline.ts';
import { hitRows, isAccepted, requiredRows } from './threshold.ts';
import { Ticker } from './ticker.ts';

/*
 * A client has its batches signed: one request to each signer with all its rows of all blobs of the batch. It
 * waits for every answer or the time-out, then looks whether two thirds of the rows are signed; a batch without
 * them is requested again. A signer that is down takes no bytes and never answers.
 *
 * Without the limits of the protocol all batches that wait are sent as long as few are on the way, connections
 * are not counted, and the time-out counts from the last request that arrived or was checked, and longer by what
 * the links need: to be slow is no fault.
 */

/** Commitment, root, epoch, quorum and framing of a blob in a request. Estimate. */
const BLOB_HEADER_BYTES = 256;
/** Refusals and other empty answers. Estimate. */
export const EMPTY_BYTES = 64;
/** Full batches on the way, without limits, before the next one follows: one fills the wait of the other. Choice. */
const BATCHES_ON_THE_WAY = 2;

interface Attempt {
  readonly batch: Batch;
  readonly number: number;
  expected: number;
  answered: number;
  sent: number;
  delivered: number;
  /** Requests that nodes work on. */
  inWork: number;
  readonly rows: number[];
  lastProgress: Tick;
  closed: boolean;
}

export interface Request extends SignRequest {
  readonly owner: Signing;
  readonly of: Attempt;
}

/** Kinds of messages, which all clients share. */
export interface SigningKinds {
  readonly share: number;
  readonly answer: number;
}

interface Answer {
  readonly request: Request;
  readonly signed: boolean;
}

export function signingKinds({ context }: Pipeline, nodes: Nodes): SigningKinds {
  const { network } = context;
  return {
    share: network.kind('da.share', ({ payload }) => {
      const request = payload as Request;
      request.owner.delivered(request.of);
      nodes.receive(request);
    }),
    answer: network.kind('da.signature', ({ payload }) => {
      const { request, signed } = payload as Answer;
      request.owner.answered(request, signed);
    }),
  };
}

export class Signing {
  private readonly pipeline: Pipeline;
  private readonly kinds: SigningKinds;
  private readonly client: number;
  private readonly skipped: ReadonlySet<number>;
  private readonly signed: (batch: Batch) => void;
  private readonly failed: (item: Item) => void;
  private readonly ticker: Ticker;
  private readonly entity: number;
  private readonly timeoutKind: number;
  private waiting: Batch[] = [];
  private readonly unsent: Request[] = [];
  private connections = 0;
  /** Blobs whose requests have not all arrived. */
  private onTheWay = 0;
  /** Blobs under way of which less than two thirds are signed. */
  private unsigned = 0;

  /** @param skipped validators to which a withholding client sends nothing */
  constructor(
    pipeline: Pipeline,
    kinds: SigningKinds,
    client: number,
    skipped: ReadonlySet<number>,
    phase: number,
    signed: (batch: Batch) => void,
    failed: (item: Item) => void,
  ) {
    this.pipeline = pipeline;
    this.kinds = kinds;
    this.client = client;
    this.skipped = skipped;
    this.signed = signed;
    this.failed = failed;
    const { simulation } = pipeline.context;
    const interval = pipeline.config.signingInterval;
    this.ticker = new Ticker(simulation, 'da.zerog.sign', interval, phase, () => this.tick());
    this.entity = simulation.entity('da/zerog/signing');
    this.timeoutKind = simulation.handler('da.zerog.sign_timeout', (_entity, _id, attempt) =>
      this.timeout(attempt as Attempt),
    );
  }

  add(batch: Batch): void {
    this.waiting.push(batch);
    this.ticker.wake();
  }

  /** Blobs that wait for their dispersal or for enough signatures. */
  backlog(): number {
    return this.waiting.reduce((sum, { items }) => sum + items.length, this.unsigned);
  }

  private tick(): void {
    const { protocol, ended, values } = this.pipeline;
    if (ended) return;
    const most = BATCHES_ON_THE_WAY * Math.floor(values.batchBytes / SENT_BYTES);
    let next = protocol || this.onTheWay < most ? this.waiting.shift() : undefined;
    while (next !== undefined) {
      this.disperse(next);
      next = !protocol && this.onTheWay < most ? this.waiting.shift() : undefined;
    }
    if (this.waiting.length > 0) this.ticker.wake();
  }

  private disperse(batch: Batch): void {
    const { context, stages, counts, config } = this.pipeline;
    const { simulation, network } = context;
    const { now } = simulation;
    for (const item of batch.items) stages.move(item, 'dispersing', now);
    const of: Attempt = {
      batch,
      number: ++batch.attempts,
      ...{ expected: 0, answered: 0, sent: 0, delivered: 0, inWork: 0 },
      rows: [],
      lastProgress: now,
      closed: false,
    };
    const blobs = batch.items.length;
    counts.dispersed += blobs;
    counts.requestedBlobs += blobs;
    this.onTheWay += blobs;
    this.unsigned += blobs;
    for (const [signer, rows] of batch.assignment.quorum.rows) {
      if (this.skipped.has(signer)) continue;
      of.expected++;
      if (!network.isAlive(signer)) continue;
      of.sent++;
      counts.requestedBytes += blobs * rows.length * SLICE_BYTES;
      this.unsent.push(this.request(of, signer, rows));
    }
    simulation.schedule(config.signingTimeout, Lane.Timer, this.entity, this.timeoutKind, 0, of);
    this.send();
    if (of.sent === 0) this.allDelivered(of);
  }

  private request(of: Attempt, signer: number, rows: readonly number[]): Request {
    const { network, settings, simulation } = this.pipeline.context;
    const { client, kinds } = this;
    const { batch, number } = of;
    const request: Request = {
      ...{ owner: this, of, batch, attempt: number, signer, rows },
      work: (isBegun) => {
        of.inWork += isBegun ? 1 : -1;
        of.lastProgress = simulation.now;
      },
      answer: (signed) => {
        const bytes = signed ? settings.get('signatureBytes') * batch.items.length : EMPTY_BYTES;
        const answer: Answer = { request, signed };
        network.send(signer, client, kinds.answer, bytes, batch.id, answer, true);
      },
    };
    return request;
  }

  private send(): void {
    const { pipeline, unsent, client, kinds } = this;
    while (unsent.length > 0 && (!pipeline.protocol || this.connections < SIGNER_CONNECTIONS)) {
      const request = unsent.shift()!;
      const { batch, rows, signer } = request;
      this.connections++;
      const bytes = batch.items.length * (rows.length * SLICE_BYTES + BLOB_HEADER_BYTES);
      pipeline.context.network.send(client, signer, kinds.share, bytes, batch.id, request);
    }
  }

  delivered(of: Attempt): void {
    of.lastProgress = this.pipeline.context.simulation.now;
    if (++of.delivered === of.sent && !of.closed) this.allDelivered(of);
  }

  private allDelivered({ batch }: Attempt): void {
    const { stages, context } = this.pipeline;
    this.onTheWay -= batch.items.length;
    for (const item of batch.items) stages.move(item, 'signing', context.simulation.now);
  }

  answered({ of, rows }: Request, signed: boolean): void {
    if (of.closed) return;
    this.connections--;
    this.send();
    of.answered++;
    if (signed) {
      const before = of.rows.length;
      of.rows.push(...rows);
      const enough = requiredRows();
      if (before < enough && of.rows.length >= enough) this.certify(of.batch);
    }
    if (of.answered === of.expected) this.close(of);
  }

  private certify({ items }: Batch): void {
    this.unsigned -= items.length;
    for (const item of items) this.pipeline.certified(item);
  }

  private timeout(of: Attempt): void {
    if (of.closed) return;
    const { context, protocol, config } = this.pipeline;
    const { simulation } = context;
    const from = of.inWork > 0 ? simulation.now : of.lastProgress;
    const due = from + config.signingTimeout + (of.delivered < of.sent ? this.transferTime() : 0);
    if (!protocol && due > simulation.now) {
      simulation.scheduleAt(due as Tick, Lane.Timer, this.entity, this.timeoutKind, 0, of);
      return;
    }
    this.close(of);
  }

  /** What is on the way needs at the most, while all clients send as much, ticks. */
  private transferTime(): number {
    const { up, down, validators, stations } = this.pipeline.context;
    const perByte = Math.max(1 / up, stations.client.length / (validators * down));
    return Math.ceil(this.onTheWay * SENT_BYTES * perByte * TICKS_PER_SECOND);
  }

  /** All answers are there, or the time is over: the contract's rule decides. */
  private close(of: Attempt): void {
    const { context, config } = this.pipeline;
    const { batch } = of;
    const { network } = context;
    if (of.delivered < of.sent) {
      // What has not begun to leave is not sent any more.
      const isOf = ({ payload }: { readonly payload: unknown }) => (payload as Request)?.of === of;
      network.withdraw(this.client, isOf);
      this.allDelivered(of);
    }
    of.closed = true;
    const kept = this.unsent.filter((request) => request.of !== of);
    const withdrawn = this.unsent.length - kept.length;
    this.unsent.splice(0, this.unsent.length, ...kept);
    this.connections -= of.sent - withdrawn - of.answered;
    this.send();
    const { seats } = batch.assignment.quorum;
    const accepted = isAccepted(hitRows(seats, bitmapOf(of.rows)), ENCODED_ROWS);
    if (accepted) {
      this.signed(batch);
      return;
    }
    this.unsigned -= batch.items.length;
    if (batch.attempts <= config.signRetries) this.add(batch);
    else for (const item of batch.items) this.failed(item);
  }
}
