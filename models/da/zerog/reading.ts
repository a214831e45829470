import { Lane } from '../../../sim/engine/order.ts';
import type { Tick } from '../../../sim/time.ts';
import { drawValidators } from '../validators.ts';
import { ADMITTED_REQUESTS } from './config.ts';
import { DATA_ROWS, SLICE_BYTES } from './geometry.ts';
import type { Batch, Pipeline } from './pipeline.ts';
import { EMPTY_BYTES } from './signing.ts';

/*
 * Reading a blob back by a client that has no copy (chain sheet 1.6): first the holders of data rows, then the
 * other signers, each asked once for all its rows, at most 11 at a time, until 1024 distinct rows are there. A
 * signer that answers empty is passed over; one that does not answer, after the time-out of signing (estimate).
 * Left out: the processor time of decoding.
 */

/** Request for the slices of a blob. Estimate. */
const REQUEST_BYTES = 200;

interface Reading {
  readonly reader: number;
  readonly batch: Batch;
  /** Signers in the order in which they are asked, from `next` on. */
  readonly order: readonly number[];
  readonly startedAt: Tick;
  next: number;
  open: number;
  rows: number;
  done: boolean;
}

interface Query {
  readonly reading: Reading;
  readonly signer: number;
  rows: number;
  over: boolean;
}

export class Readers {
  private readonly pipeline: Pipeline;
  private readonly withholding: ReadonlySet<number>;
  private readonly took: (span: Tick) => void;
  private readonly succeeded: (value: number) => void;
  private readonly ask: number;
  private readonly rows: number;
  private readonly entity: number;
  private readonly timeoutKind: number;

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
    const { context, values } = pipeline;
    const { simulation, network, validators, experiment } = context;
    const { withholding } = values;
    const path = 'da/zerog/withholding';
    this.withholding = drawValidators(validators, withholding, simulation.streams, path);
    this.took = experiment.measures.durations('da.retrieval.latency');
    this.succeeded = experiment.measures.observe('da.retrieval.success', '1', 1);
    this.ask = network.kind('da.zerog.ask', ({ payload }) => this.serve(payload as Query));
    this.rows = network.kind('da.zerog.rows', ({ payload }) => {
      const query = payload as Query;
      this.end(query, query.rows);
    });
    this.entity = simulation.entity('da/zerog/reading');
    this.timeoutKind = simulation.handler('da.zerog.read_timeout', (_entity, _signer, query) =>
      this.end(query as Query, 0),
    );
  }

  read(reader: number, batch: Batch): void {
    const { simulation } = this.pipeline.context;
    // Signers come by their first row, so those with data rows are ahead.
    const order = [...batch.assignment.quorum.rows.keys()];
    const counts = { next: 0, open: 0, rows: 0, done: false };
    this.go({ reader, batch, order, startedAt: simulation.now, ...counts });
  }

  private go(reading: Reading): void {
    const { simulation, network } = this.pipeline.context;
    const { reader, order } = reading;
    while (reading.open < ADMITTED_REQUESTS && reading.next < order.length) {
      const signer = order[reading.next++];
      reading.open++;
      const query: Query = { reading, signer, rows: 0, over: false };
      const { signingTimeout } = this.pipeline.config;
      simulation.schedule(signingTimeout, Lane.Timer, this.entity, this.timeoutKind, signer, query);
      network.send(reader, signer, this.ask, REQUEST_BYTES, signer, query, true);
    }
    if (reading.open > 0) return;
    reading.done = true;
    this.succeeded(0);
  }

  private serve(query: Query): void {
    const { network } = this.pipeline.context;
    const { reading, signer } = query;
    const { reader, batch } = reading;
    const serves = batch.kept.has(signer) && !this.withholding.has(signer);
    query.rows = serves ? (batch.assignment.quorum.rows.get(signer)?.length ?? 0) : 0;
    const bytes = Math.max(EMPTY_BYTES, query.rows * SLICE_BYTES);
    network.send(signer, reader, this.rows, bytes, batch.id, query);
  }

  private end(query: Query, rows: number): void {
    const { reading } = query;
    if (query.over || reading.done) return;
    query.over = true;
    reading.open--;
    reading.rows += rows;
    if (reading.rows < DATA_ROWS) {
      this.go(reading);
      return;
    }
    reading.done = true;
    this.succeeded(1);
    this.took((this.pipeline.context.simulation.now - reading.startedAt) as Tick);
  }
}
