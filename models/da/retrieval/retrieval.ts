import { Lane } from '../../../sim/engine/order.ts';
import type { CodeKernels } from '../../../sim/kernels/reed-solomon/kernels.ts';
import type { Stream } from '../../../sim/random.ts';
import { ZERO } from '../../../sim/time.ts';
import { apportion } from '../../apportion.ts';
import { stakePowers } from '../../chain/stake/distribution.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  sectionOf,
} from '../../component.ts';
import type { Measures } from '../../measures.ts';
import { chosenMix } from '../../operators/mixes.ts';
import { placeNodes } from '../../operators/placement.ts';
import { type Assignment, totalStake } from '../assignment/assignment.ts';
import { NEAR_PARTS_MAX } from '../assignment/near.ts';
import { LossCurves, toleratedLoss } from './curves.ts';
import { ByteReader } from './exact.ts';
import { retrievalLayers } from './layers.ts';
import {
  corruptCount,
  corruptHolders,
  fixedSigners,
  type LossOrder,
  largestLoss,
  providerLoss,
  randomLoss,
  signers,
} from './loss.ts';
import { type RetrievalValues, retrievalParameters } from './parameters.ts';
import { classesRecover, holderClasses, recoveryByLoss } from './recovery-law.ts';

/** Stake of all holders, in whole tokens. */
const TOKENS = 1_000_000_000;
/** A loss is tolerated that at least this share of the blobs survives. */
const TOLERATED = 0.999;

export const retrievalComponent: Component = {
  about: 'Blobs that are dispersed, lose holders, and are read back',
  parameters: retrievalParameters,
  highlights: [
    'retrieval.recovery_probability',
    'retrieval.tolerated_loss',
    'retrieval.units_left',
    'retrieval.margin',
    'retrieval.agrees',
  ],
  companions: {
    'retrieval.recovery_probability': 'retrieval.recovery_law',
    'retrieval.tolerated_loss': 'retrieval.tolerated_law',
  },
  check: (setting) => checkRetrieval(sectionOf(setting, 'retrieval', retrievalParameters)),
  start: (experiment) => startRetrieval(experiment),
};

function checkRetrieval({ layer, holders, committee }: RetrievalValues): Objection[] {
  if (layer === 'near' && holders > NEAR_PARTS_MAX) {
    const expected = `at most ${NEAR_PARTS_MAX} for near, whose coding makes no more parts`;
    return [{ path: 'retrieval.holders', expected, found: `${holders}` }];
  }
  if (layer === 'espresso' && committee > holders) {
    const expected = `at most the ${holders} holders`;
    return [{ path: 'retrieval.committee', expected, found: `${committee}` }];
  }
  return [];
}

/** Stakes of all holders, largest first. */
export function holderStakes({
  stake,
  holders,
  exponent,
  dominant,
}: Pick<RetrievalValues, 'stake' | 'holders' | 'exponent' | 'dominant'>): bigint[] {
  if (stake !== 'dominant') {
    return stakePowers({ distribution: stake, exponent }, holders, TOKENS).map(BigInt);
  }
  if (holders === 1) return [BigInt(TOKENS)];
  const first = Math.round(dominant * TOKENS);
  return [BigInt(first), ...apportion(BigInt(TOKENS - first), new Array(holders - 1).fill(1n))];
}

function startRetrieval(experiment: Experiment): Finish {
  const { simulation, measures, fidelity, jobs } = experiment;
  const values = sectionOf(experiment, 'retrieval', retrievalParameters);
  const { holders, certified, selection, publisher } = values;
  const layer = retrievalLayers[values.layer];
  const stakes = holderStakes(values);
  const stream = (purpose: string) => simulation.streams.stream(`retrieval/${purpose}`);
  const exact = fidelity === 'exact';
  const trials = exact ? values.exactTrials : values.trials;
  const assign = () =>
    exact && layer.scaled
      ? layer.scaled(stakes)
      : layer.assign(stakes, values, stream('assignment'));
  const first = assign();
  const reader = exact ? byteReader(first, values, stream, jobs.codes) : null;
  const quorums = layer.certificates(first, stakes);
  const everybody = new Uint8Array(holders).fill(1);
  const total = totalStake(stakes);
  const curves = new LossCurves(stakes.map((stake) => Number(stake) / Number(total)));
  const providers = selection === 'provider' ? providersOf(experiment, values, stakes) : [];
  const orderOf = (assignment: Assignment, stored: Uint8Array): LossOrder => {
    if (selection === 'largest') return largestLoss(assignment, stakes, stored);
    if (selection === 'provider') return providerLoss(providers, stream('loss'));
    return randomLoss(holders, stream('loss'));
  };
  const trial = simulation.handler('retrieval.trial', (entity, number) => {
    const again = layer.random && number > 1;
    const assignment = again ? assign() : first;
    const certificates = again ? layer.certificates(assignment, stakes) : quorums;
    const stored = certified ? signers(holders, certificates, stream('signers')) : everybody;
    const corrupt = corruptHolders(stored, values.corrupt, stream('corrupt'));
    const order = orderOf(assignment, stored);
    curves.add(
      assignment,
      order,
      stored.map((kept, holder) => kept - corrupt[holder]),
    );
    if (reader !== null) {
      const left = order.holders.slice(order.lost[aimOf(values)]);
      const answering = left.filter((holder) => stored[holder] === 1);
      reader.trial(assignment, answering, corrupt);
    }
    if (number < trials) simulation.schedule(ZERO, Lane.Timer, entity, trial, number + 1);
    else simulation.stop();
  });
  simulation.schedule(ZERO, Lane.Timer, simulation.entity('retrieval'), trial, 1);
  return () => {
    report(measures, curves, first, values);
    reader?.report(measures, first);
    if (selection === 'random' && publisher === 'honest')
      reportLaw(measures, first, stakes, values);
  };
}

/** Holders that are to be lost. */
const aimOf = ({ holders, loss }: RetrievalValues): number => Math.round(loss * holders);

function byteReader(
  assignment: Assignment,
  { layer, blobBytes, publisher }: RetrievalValues,
  stream: (purpose: string) => Stream,
  kernels: CodeKernels,
): ByteReader {
  return new ByteReader(retrievalLayers[layer].publisher(assignment, kernels), blobBytes, {
    blob: stream('blob'),
    spoil: publisher === 'honest' ? null : stream('spoil'),
    change: stream('change'),
    threshold: stream('threshold'),
  });
}

function providersOf(
  { simulation }: Experiment,
  { mix, holders }: RetrievalValues,
  stakes: readonly bigint[],
): string[] {
  const placement = simulation.streams.stream('retrieval/placement');
  const chosen = chosenMix({ mix, providers: null, by: null });
  return placeNodes(chosen, holders, placement, stakes).map(({ provider }) => provider);
}

function report(
  measures: Measures,
  { trials, recovered, left, lost, stake }: LossCurves,
  { total, needed }: Assignment,
  values: RetrievalValues,
): void {
  const { holders, publisher } = values;
  const aim = aimOf(values);
  // Whoever reads what codes no blob gets no blob.
  const chances = recovered.map((count) => (publisher === 'honest' ? count / trials : 0));
  measures.value('retrieval.recovery_probability', '1', chances[aim]);
  measures.value('retrieval.units_left', '1', left[aim] / trials / total);
  measures.value('retrieval.margin', '1', left[aim] / trials / needed);
  measures.value('retrieval.lost', '1', lost[aim] / trials / holders);
  measures.value('retrieval.stake_lost', '1', stake[aim] / trials);
  const tolerated = toleratedLoss(chances, TOLERATED);
  measures.value('retrieval.tolerated_loss', '1', tolerated / holders);
  measures.value('retrieval.tolerated_stake', '1', stake[tolerated] / trials);
  const points = Array.from(chances, (chance, i): [number, number] => [i / holders, chance]);
  measures.series({ name: 'retrieval.recovery', xUnit: '1', yUnit: '1', points });
}

/** The closed form, where one is known: random loss, and as many signers whoever they are. */
function reportLaw(
  measures: Measures,
  assignment: Assignment,
  stakes: readonly bigint[],
  values: RetrievalValues,
): void {
  const { holders, certified, corrupt } = values;
  const layer = retrievalLayers[values.layer];
  const stored = certified ? fixedSigners(layer.certificates(assignment, stakes)) : holders;
  const byHolders = layer.byHolders ? layer.byHolders(assignment) : recoveryByHolders(assignment);
  if (stored === null || byHolders === null) return;
  const law = recoveryByLoss(stored - corruptCount(stored, corrupt), byHolders);
  measures.value('retrieval.recovery_law', '1', law[aimOf(values)]);
  measures.value('retrieval.tolerated_law', '1', toleratedLoss(law, TOLERATED) / holders);
}

function recoveryByHolders(assignment: Assignment): Float64Array | null {
  const classes = holderClasses(assignment);
  if (classes === null) return null;
  const { units, needed } = assignment;
  return Float64Array.from({ length: units.length + 1 }, (_, drawn) =>
    classesRecover(classes, drawn, needed),
  );
}
