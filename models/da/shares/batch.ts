import type { Tick } from '../../../sim/time.ts';
import type { Blob, LayerContext } from '../layer.ts';
import type { SharesPlan } from './plan.ts';

/** A blob on its way through a layer that disperses shares. */
export interface Item {
  readonly blob: Blob;
  readonly client: number;
  /** The next step. */
  step: number;
  /** What must still end before its place is given free. */
  pending: number;
}

/** Blobs whose shares go out together. */
export interface Batch {
  readonly id: number;
  readonly items: readonly Item[];
  /** Sends shares or headers and collects signatures. */
  readonly sender: number;
  /** Holders that are to get a share. */
  readonly targets: readonly number[];
  readonly startedAt: Tick;
  /** Bytes of the shares of one blob that go to holders which are up. */
  readonly liveBytes: number;
  /** Signatures that can come. */
  readonly expected: number;
  answers: number;
  weight: number;
  /** When the weight passed the threshold. */
  quorumAt: Tick | undefined;
  failed: boolean;
  /** Nobody waits for answers any more. */
  over: boolean;
  /** The time-out, as an event handle. */
  timer: number;
  /** Payload counted as delivered, and the measured window in which it was. */
  counted: number;
  window: number;
  /** Pull: answers of relays that a holder waits for. */
  readonly missing: Uint32Array;
}

/** Starts a batch: who gets shares, and whose signatures can come. */
export function newBatch(
  { network, silent, simulation }: LayerContext,
  { pull, shareBytes }: SharesPlan,
  id: number,
  items: readonly Item[],
  sender: number,
  targets: readonly number[],
): Batch {
  const live = targets.filter((holder) => network.isAlive(holder));
  return {
    id,
    items,
    sender,
    targets,
    startedAt: simulation.now,
    liveBytes: live.reduce((sum, holder) => sum + shareBytes[holder], 0),
    expected: live.filter((holder) => !silent(holder)).length,
    answers: 0,
    weight: 0,
    quorumAt: undefined,
    failed: false,
    over: false,
    timer: -1,
    counted: 0,
    window: 0,
    missing: new Uint32Array(pull === undefined ? 0 : shareBytes.length),
  };
}
