import { Lane } from '../../sim/engine/order.ts';
import { type Tick, toSeconds, ZERO } from '../../sim/time.ts';
import type { Experiment } from '../component.ts';
import { breakdown, CAPTURE, type Threshold } from '../operators/concentration.ts';
import type { Failure } from '../operators/failure.ts';
import { placeOperators, playOnNetwork } from '../operators/operators.ts';
import { outageTruth } from '../operators/truth.ts';
import { type Assignment, distinctUnits, unitsPerHolder } from './assignment/assignment.ts';
import type { Blob, LayerContext } from './layer.ts';
import type { RetrievalLayerName } from './retrieval/layer-names.ts';
import { retrievalLayers } from './retrieval/layers.ts';
import { type RetrievalValues, retrievalParameters } from './retrieval/parameters.ts';

/*
 * An outage of a provider as a layer lives through it: validators of that provider are down on the layer's
 * network, and a blob is certified, or read, by those that are left.
 */

/** Share of the seats that must be left for a certificate and for a read, where seats alone decide. */
interface SeatRules {
  /** Whose share counts: of the coded units, or of the stake. */
  readonly of: 'units' | 'stake';
  readonly certificates: Threshold;
  readonly retrieval: Threshold;
}

const share = (numerator: bigint, denominator: bigint, strict = false): Threshold => ({
  numerator,
  denominator,
  strict,
});

/**
 * Layers whose seats follow stake. Fibre has a least number of rows, PeerDAS and Espresso draw who keeps what.
 * Sources: 0g-da-chain-compute 1.1, 1.3; da-layers 2.1, 2.3, 2.4, 2.6.
 */
export const seatRules: Readonly<Partial<Record<RetrievalLayerName, SeatRules>>> = {
  // 2,048 and 1,024 of 3,072 rows, both inclusive.
  '0g': { of: 'units', certificates: share(2n, 3n), retrieval: share(1n, 3n) },
  // Everybody has the whole block.
  celestia: { of: 'stake', certificates: CAPTURE, retrieval: share(0n, 1n, true) },
  // 55 % of the stake sign; 1,024 of the 4,655 chunks that are dealt by stake.
  'eigenda-v2': { of: 'stake', certificates: share(55n, 100n), retrieval: share(1024n, 4655n) },
  // 2 f + 1 and f + 1 of 1,000 shards.
  walrus: { of: 'units', certificates: share(667n, 1000n), retrieval: share(334n, 1000n) },
};

/** Whole units of all stake, fine enough that equal shares come out equal. */
const STAKE = 1e12;

/**
 * Puts the operators of the scenario under a layer: their outage strikes its validators, and what became of
 * certificates and reads is measured. A layer without the section `operators` stays as it was.
 * @returns the context that also counts certificates
 */
export function operateLayer(experiment: Experiment, context: LayerContext): LayerContext {
  const { validators, network } = context;
  const stakes = context.stake.map((part) => BigInt(Math.round(part * STAKE)));
  const operators = placeOperators(experiment, validators, stakes);
  if (operators === undefined || operators.failure === null) return context;
  playOnNetwork(experiment, network, operators);
  const { failure } = operators;
  const down = new Set(failure.down.map(({ node }) => node));
  experiment.measures.value('da.validators_down', '1', down.size / validators);
  const { layer } = context.values;
  const assignment = dealt(experiment, layer, stakes);
  if (assignment !== undefined) {
    watchReads(experiment, context, failure, assignment);
    reportTruth(experiment, layer, down, { stakes, units: unitsPerHolder(assignment).map(BigInt) });
  }
  return { ...context, available: countCertificates(experiment, context, failure) };
}

/** The closed form: what shares of seats alone say of the time while the nodes are down. */
function reportTruth(
  { measures }: Experiment,
  layer: string,
  down: ReadonlySet<number>,
  { stakes, units }: { stakes: readonly bigint[]; units: readonly bigint[] },
): void {
  const rules = seatRules[layer as RetrievalLayerName];
  if (rules === undefined) return;
  const nodes = stakes.map((_, node) => `${node}`);
  const lost = [...down].map((node) => `${node}`);
  const { of, ...thresholds } = rules;
  const works = {
    ...outageTruth(breakdown(nodes, stakes), lost, { consensus: CAPTURE }),
    ...outageTruth(breakdown(nodes, of === 'units' ? units : stakes), lost, thresholds),
  };
  for (const [what, still] of Object.entries(works)) {
    measures.value(`operators.works[${what}]`, '1', still ? 1 : 0);
  }
}

type Span = 'before' | 'during' | 'after';

/** Part of the run, seen from an outage. */
function spanOf({ from, to }: Failure, at: Tick): Span {
  if (at < from) return 'before';
  return at < to ? 'during' : 'after';
}

/**
 * Counts blobs that were published and certified before, during and after an outage: what was on its way at its
 * start or end is in none of them.
 */
function countCertificates(
  { simulation, measures }: Experiment,
  { available }: LayerContext,
  failure: Failure,
): (blob: Blob) => void {
  const counts: Record<Span, number> = { before: 0, during: 0, after: 0 };
  const tell = (span: Span) => measures.value(`da.certificates[${span}]`, '1', counts[span]);
  for (const span of Object.keys(counts) as Span[]) tell(span);
  let recovered = false;
  return (blob) => {
    available(blob);
    const { now } = simulation;
    const span = spanOf(failure, now);
    if (spanOf(failure, blob.publishedAt) === span) {
      counts[span]++;
      tell(span);
    }
    if (span !== 'after' || recovered) return;
    recovered = true;
    measures.value('da.recovery_time', 's', toSeconds((now - failure.to) as Tick));
  };
}

/**
 * Whether a blob that all validators took their units of can be read: at the start of the run, once the outage
 * has struck, and when the last node is back.
 */
function watchReads(
  { simulation, measures }: Experiment,
  { network, validators }: LayerContext,
  failure: Failure,
  assignment: Assignment,
): void {
  const back = failure.down.reduce<number>((latest, { to }) => Math.max(latest, to), failure.to);
  const at: Record<Span, Tick> = { before: ZERO, during: failure.from, after: back as Tick };
  const entity = simulation.entity('da/operators');
  for (const [span, instant] of Object.entries(at)) {
    const look = simulation.handler(`da.operators.${span}`, () => {
      const up = Array.from({ length: validators }, (_, node) => node);
      const left = distinctUnits(
        assignment,
        up.filter((node) => network.isAlive(node)),
      );
      measures.value(`da.units_left[${span}]`, '1', left / assignment.total);
      measures.value(`da.readable[${span}]`, '1', left >= assignment.needed ? 1 : 0);
    });
    simulation.scheduleAt(instant, Lane.Observe, entity, look);
  }
}

/** Units that a layer deals to its validators; undefined for a layer without a rule of retrieval. */
function dealt(
  { simulation }: Experiment,
  layer: string,
  stakes: readonly bigint[],
): Assignment | undefined {
  if (!Object.hasOwn(retrievalLayers, layer)) return undefined;
  const { committee, validators } = retrievalParameters;
  const defaults = { committee: committee.default, validators: validators.default };
  const stream = simulation.streams.stream('da/operators/assignment');
  return retrievalLayers[layer as RetrievalLayerName].assign(
    stakes,
    defaults as RetrievalValues,
    stream,
  );
}
