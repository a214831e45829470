import type { Tick } from '../../../sim/time.ts';
import type { Measures } from '../../measures.ts';
import type { Blob, LayerContext } from '../layer.ts';
import { accepted, advance, type BlobLife, type BlobState, fail } from './blob-state.ts';
import type { ClientConfig } from './config.ts';
import type { Assignment, DaContract } from './contract.ts';
import type { ZerogValues } from './parameters.ts';

/** A blob in the pipeline. */
export interface Item {
  readonly blob: Blob;
  /** Its rows do not fit its commitment: every signer rejects it. */
  readonly wrong: boolean;
  life: BlobLife;
  /** When the present stage began. */
  since: Tick;
  /** Two thirds of its rows were signed once. */
  available: boolean;
  /** Signers have deleted its rows. */
  pruned: boolean;
}

/** Blobs that one transaction announced; they share epoch and quorum. */
export interface Batch {
  readonly id: number;
  readonly items: readonly Item[];
  readonly contract: DaContract;
  readonly assignment: Assignment;
  /** Times that it was requested. */
  attempts: number;
  /** Signers that keep its rows. */
  readonly kept: Set<number>;
}

/** What the parts of a run share. */
export interface Pipeline {
  readonly context: LayerContext;
  readonly values: ZerogValues;
  readonly config: ClientConfig;
  /** All published limits of ticks, queues and pools hold. */
  readonly protocol: boolean;
  readonly contracts: readonly DaContract[];
  readonly stages: Stages;
  readonly counts: Counts;
  /** Nothing new is dispersed: what was measured is followed to its end. */
  ended: boolean;
  /** Two thirds of the rows of a blob are signed. */
  certified(item: Item): void;
}

/** What happened so far; `taken`, `dispersed` and `available` count from the end of the warm-up. */
export class Counts {
  failures = 0;
  blobsFailed = 0;
  refused = 0;
  rejected = 0;
  /** Blobs whose rows were sent, and the bytes of their requests. */
  requestedBlobs = 0;
  requestedBytes = 0;
  /** Rows that reached their signers, and those that these began to check. */
  deliveredSlices = 0;
  acceptedSlices = 0;
  /** Blobs that encoders took, and blobs whose dispersal began. */
  taken = 0;
  dispersed = 0;
  available = 0;
  batches = 0;
  handedOff = 0;
  pruned = 0;
}

/** Stage that ends when a blob enters a state. */
const ended: Partial<Record<BlobState, string>> = {
  encoded: 'encoding',
  assigned: 'batching',
  signing: 'dispersing',
  aggregated: 'signing',
  confirmed: 'confirming',
  finalized: 'finalizing',
};

/** Moves blobs through their states and measures how long they stay in each stage. */
export class Stages {
  private readonly times: Readonly<Partial<Record<BlobState, (span: Tick) => void>>>;

  constructor(measures: Measures) {
    this.times = Object.fromEntries(
      Object.entries(ended).map(([state, stage]) => [
        state,
        measures.durations(`da.stage_time[${stage}]`),
      ]),
    );
  }

  accept(blob: Blob, wrong: boolean): Item {
    return {
      blob,
      wrong,
      life: accepted,
      since: blob.publishedAt,
      available: false,
      pruned: false,
    };
  }

  move(item: Item, to: BlobState, now: Tick): void {
    item.life = advance(item.life, to);
    const record = this.times[to];
    if (record === undefined) return;
    record((now - item.since) as Tick);
    item.since = now;
  }

  /** The present step failed. @returns whether the blob starts over */
  fail(item: Item, mostFailures: number, now: Tick): boolean {
    item.life = fail(item.life, mostFailures);
    item.since = now;
    return item.life.state === 'received';
  }
}
