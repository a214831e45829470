import { injectFaults } from '../../sim/network/faults.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import type { Tick } from '../../sim/time.ts';
import type { Component, Experiment, Objection } from '../component.ts';
import {
  breakdown,
  CAPTURE,
  gini,
  HALT,
  haltProbability,
  herfindahl,
  nakamoto,
} from './concentration.ts';
import { type Failure, networkFaults, playOutage } from './failure.ts';
import { chosenMix } from './mixes.ts';
import { outage } from './outages.ts';
import { type OperatorsValues, operatorsParameters } from './parameters.ts';
import { type NodePlace, placeNodes } from './placement.ts';

/** Who runs the nodes of a model, and the outage that strikes them. */
export interface Operators {
  readonly places: readonly NodePlace[];
  readonly failure: Failure | null;
}

/**
 * Operators for the nodes of a model; undefined without a section.
 * @param stakes voting weight of every node, for concentration and for shares of stake
 */
export function placeOperators(
  experiment: Experiment,
  nodes: number,
  stakes: readonly bigint[],
): Operators | undefined {
  const values = experiment.sections.operators as OperatorsValues | undefined;
  if (values === undefined) return undefined;
  const { streams } = experiment.simulation;
  // From its start each time: models of one run with as many nodes have the same operators and outage.
  const chance = (purpose: 'placement' | 'outage') => {
    const stream = streams.stream(`operators/${purpose}`);
    stream.part('nodes');
    return stream;
  };
  const mix = chosenMix(values);
  const places = placeNodes(mix, nodes, chance('placement'), stakes);
  reportConcentration(experiment, places, stakes);
  if (values.outage === null) return { places, failure: null };
  const start = values.outageStart as Tick;
  const stream = chance('outage');
  return { places, failure: playOutage(places, outage(values.outage), start, stream, values) };
}

/** Nodes that the outage takes down go down and come back. */
export function playOnNetwork(
  { simulation }: Experiment,
  network: MessageNetwork,
  { failure }: Operators,
): void {
  if (failure === null) return;
  injectFaults(simulation, 'operators/outage', network, networkFaults(failure));
}

function reportConcentration(
  { measures }: Experiment,
  places: readonly NodePlace[],
  stakes: readonly bigint[],
): void {
  const owners = {
    provider: breakdown(
      places.map(({ provider }) => provider),
      stakes,
    ),
    region: breakdown(
      places.map(({ region }) => region),
      stakes,
    ),
    key_host: breakdown(
      places.map(({ keyHost }) => keyHost),
      stakes,
    ),
    validator: breakdown(
      places.map((_, node) => `${node}`),
      stakes,
    ),
  };
  for (const [by, shares] of Object.entries(owners)) {
    measures.value(`operators.hhi[${by}]`, '1', herfindahl(shares));
    measures.value(`operators.gini[${by}]`, '1', gini(shares));
    measures.value(`operators.nakamoto_halt[${by}]`, '1', nakamoto(shares, HALT));
    measures.value(`operators.nakamoto_capture[${by}]`, '1', nakamoto(shares, CAPTURE));
  }
  const chance = haltProbability(owners.provider);
  measures.value('operators.halt_probability', '1', chance);
}

/** How many nodes a chain has, of its section. */
interface ChainNodes {
  readonly validators: number;
  readonly fullNodes: number;
  readonly seeds: number;
}

function objection(path: string, expected: string, error: unknown): Objection {
  return { path, expected, found: error instanceof Error ? error.message : String(error) };
}

export const operatorsComponent: Component = {
  about: 'Who runs the nodes, where, and the outage that strikes them',
  parameters: operatorsParameters,
  highlights: ['operators.nakamoto_halt[provider]', 'operators.hhi[provider]'],
  check: ({ sections }) => {
    const values = sections.operators as OperatorsValues;
    const objections: Objection[] = [];
    if (sections.chain === undefined && sections.da === undefined) {
      const expected = 'a section "chain" beside it, or "da", whose nodes are run';
      objections.push({ path: 'operators', expected, found: 'none' });
    }
    if (sections.chain !== undefined && sections.da !== undefined) {
      const { validators, fullNodes, seeds } = sections.chain as ChainNodes;
      const { nodes } = sections.network as { nodes: number };
      const found = validators + fullNodes + seeds;
      if (found !== nodes) {
        const expected = `${nodes} nodes on the chain, as many as the data layer has, for the same operators`;
        objections.push({ path: 'chain.validators', expected, found: `${found}` });
      }
    }
    try {
      chosenMix(values);
    } catch (error) {
      objections.push(objection('operators.providers', 'shares of known providers', error));
    }
    const hosts = values.outage !== null && outage(values.outage).severity === 'edge';
    if (hosts && values.severity !== null && values.severity !== 'edge') {
      const expected = `edge for ${values.outage}, whose network hosts no nodes`;
      objections.push({ path: 'operators.severity', expected, found: values.severity });
    }
    return objections;
  },
};
