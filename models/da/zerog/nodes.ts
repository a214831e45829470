import { Lane } from '../../../sim/engine/order.ts';
import { seconds, type Tick, toSeconds } from '../../../sim/time.ts';
import { Processors } from '../processors.ts';
import { drawValidators } from '../validators.ts';
import { ADMITTED_REQUESTS, VERIFY_TIME } from './config.ts';
import { ENCODED_ROWS, SLICE_BYTES } from './geometry.ts';
import type { Batch, Pipeline } from './pipeline.ts';

/*
 * DA nodes: they check the rows of a request on all cores, sign, write them and answer (chain sheet 1.5). Requests
 * are worked on one after another. A request counts towards the limit from when all of it is there.
 */

/** One signer's rows of all blobs of a batch. */
export interface SignRequest {
  readonly batch: Batch;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  readonly signer: number;
  readonly rows: readonly number[];
  /** A node works on it, or does no more. */
  work(isBegun: boolean): void;
  /** Sends the answer. */
  answer(signed: boolean): void;
}

/** Delay of signers that are late. Choice. */
const LATE_BY = seconds(10);

export class Nodes {
  private readonly pipeline: Pipeline;
  private readonly verifiers: Processors;
  private readonly disks: Processors;
  /** Seconds that all cores of a node need for a row. */
  private readonly rowTime: number;
  private readonly working: Int32Array;
  private readonly late: ReadonlySet<number>;
  private readonly entity: number;
  private readonly lateKind: number;

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
    const { context, values } = pipeline;
    const { simulation, validators } = context;
    this.verifiers = new Processors(simulation, 'da/zerog/verifiers', validators, 1);
    this.disks = new Processors(simulation, 'da/zerog/disks', validators, 1);
    const rowTime = toSeconds((values.verifyTime ?? VERIFY_TIME) as Tick);
    this.rowTime = rowTime / values.nodeCores;
    this.working = new Int32Array(validators);
    this.late = drawValidators(validators, values.late, simulation.streams, 'da/zerog/late');
    this.entity = simulation.entity('da/zerog/late');
    this.lateKind = simulation.handler('da.zerog.late', (_entity, _node, request) =>
      (request as SignRequest).answer(true),
    );
  }

  receive(request: SignRequest): void {
    const { context, values, counts, protocol } = this.pipeline;
    const { signer, batch, rows } = request;
    const slices = rows.length * batch.items.length;
    counts.deliveredSlices += slices;
    if (context.silent(signer)) return;
    if (protocol && this.working[signer] >= ADMITTED_REQUESTS) {
      counts.refused++;
      request.answer(false);
      return;
    }
    if (batch.items.some(({ wrong }) => wrong)) {
      counts.rejected++;
      request.answer(false);
      return;
    }
    this.working[signer]++;
    request.work(true);
    counts.acceptedSlices += slices;
    this.verifiers.work(signer, slices * this.rowTime, () => {
      this.disks.work(signer, (slices * SLICE_BYTES) / values.diskRate, () => {
        this.working[signer]--;
        request.work(false);
        batch.kept.add(signer);
        this.answer(request);
      });
    });
  }

  private answer(request: SignRequest): void {
    const { signer } = request;
    if (!this.late.has(signer)) {
      request.answer(true);
      return;
    }
    const { context, values } = this.pipeline;
    const by = (values.lateBy ?? LATE_BY) as Tick;
    context.simulation.schedule(by, Lane.Service, this.entity, this.lateKind, signer, request);
  }

  resetStatistics(): void {
    this.verifiers.resetStatistics();
    this.disks.resetStatistics();
  }

  /** Blobs whose rows were all checked since the reset, and whose rows were all written. */
  done(): { verified: number; written: number } {
    const { values, context } = this.pipeline;
    const every = Array.from({ length: context.validators }, (_, node) => node);
    const sum = (machines: Processors) =>
      every.reduce((total, node) => total + machines.done(node), 0);
    return {
      verified: sum(this.verifiers) / (ENCODED_ROWS * this.rowTime),
      written: (sum(this.disks) * values.diskRate) / (ENCODED_ROWS * SLICE_BYTES),
    };
  }

  /** Blobs a second that all nodes together check, and write. */
  rates(): { verified: number; written: number } {
    const { values, context } = this.pipeline;
    return {
      verified: context.validators / (ENCODED_ROWS * this.rowTime),
      written: (context.validators * values.diskRate) / (ENCODED_ROWS * SLICE_BYTES),
    };
  }
}
