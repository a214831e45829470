import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import type { Measures } from '../../measures.ts';
import { acceleratorsFed } from '../../workloads/accelerators.ts';
import { trainingDemand } from '../../workloads/training.ts';
import { LOAD_BYTES } from '../flow/spec.ts';
import { bottleneck, ceilingOf, type Use } from './bottleneck.ts';
import type { DataSet } from './data-set.ts';
import type { ReadDesk } from './desk.ts';
import type { Fabric } from './fabric.ts';
import type { Limit, ReadLayer } from './layer.ts';
import type { ReadsValues } from './parameters.ts';

export interface Outcome {
  readonly values: ReadsValues;
  readonly layer: ReadLayer;
  readonly data: DataSet;
  readonly desk: ReadDesk;
  readonly fabric: Fabric;
  /** Seconds. */
  readonly span: number;
  readonly limits: readonly Limit[];
  readonly driveReads: number;
  readonly utilisations: readonly number[];
  readonly uses: readonly Use[];
  readonly readers: readonly number[];
  /** Drive of a holder; null where the layer has no holders of its own. */
  readonly drive: StorageProfile | null;
}

/** @throws Error when the throughput passes a closed form, or bytes got lost without a trace */
export function report(measures: Measures, outcome: Outcome): void {
  const { layer, desk, fabric, span, limits, uses, readers } = outcome;
  const { accounting } = fabric.network;
  const totals = accounting.totals();
  const lost = accounting.imbalance();
  if (Math.abs(lost) > 1e-9 * (totals.sent + 1)) {
    throw new Error(`reads, expected sent = received + lost + under way, ${lost} B do not add up`);
  }
  measures.label('storage.read.knowledge', layer.knowledge);
  measures.value('storage.read.count', '1', desk.reads);
  measures.value('storage.read.failed', '1', desk.failed);
  measures.value('storage.read.timeouts', '1', fabric.timeouts);
  if (span === 0) return;
  const throughput = desk.bytes / span;
  const ceiling = ceilingOf(limits, throughput, outcome.driveReads);
  measures.value('storage.read.throughput', 'B/s', throughput);
  measures.value('storage.read.ceiling', 'B/s', ceiling);
  for (const { name, share } of uses) measures.value(`storage.read.use[${name}]`, '1', share);
  if (desk.bytes > 0) {
    const taken = readers.reduce((sum, node) => sum + accounting.received[node], 0);
    measures.value('storage.read.amplification', '1', totals.received / desk.bytes);
    measures.value('storage.read.amplification[reader]', '1', taken / desk.bytes);
  }
  const passed = reportTraining(measures, outcome, ceiling);
  measures.label('storage.read.bottleneck', passed ? 'accelerators' : bottleneck(uses));
}

/** Whether all accelerators are at their pass mark. */
function reportTraining(
  measures: Measures,
  { data, values, utilisations, drive }: Outcome,
  ceiling: number,
): boolean {
  const { training } = data;
  if (training === null) return false;
  const mean = utilisations.reduce((sum, share) => sum + share, 0) / utilisations.length;
  const fed = utilisations.filter((share) => share >= training.passMark).length;
  const demand = trainingDemand(training, values.accelerator);
  measures.value('storage.read.utilisation', '1', mean);
  measures.value('storage.read.pass_mark', '1', training.passMark);
  measures.value('storage.read.accelerators_fed', '1', fed);
  const most = Math.floor(ceiling / (training.passMark * demand));
  measures.value('storage.read.accelerators_ceiling', '1', most);
  if (drive !== null) {
    const { accelerator, job } = values;
    const feed = { storage: drive, job: training, accelerator, readers: job.readers };
    const alone = acceleratorsFed({ ...feed, requestBytes: LOAD_BYTES });
    measures.value('storage.read.accelerators_per_drive', '1', alone);
  }
  return fed === utilisations.length;
}
