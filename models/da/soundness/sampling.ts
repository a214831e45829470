import { Lane } from '../../../sim/engine/order.ts';
import { exp } from '../../../sim/math.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';
import { lightNodesNeeded } from './light-nodes.ts';
import { MOST_THINGS, type SamplingValues, samplingParameters } from './parameters.ts';
import type { Scheme } from './scheme.ts';
import { schemes } from './schemes.ts';

export const samplingComponent: Component = {
  about: 'How often light nodes that sample are fooled, beside the law in closed form',
  parameters: samplingParameters,
  highlights: ['sampling.fooled_rate', 'sampling.fooled_law', 'sampling.light_nodes_needed'],
  companions: {
    'sampling.fooled_rate': 'sampling.fooled_law',
    'sampling.light_nodes_needed': 'sampling.light_nodes_sufficient',
  },
  check: (setting) => checkSampling(setting),
  start: (experiment) => startSampling(experiment),
};

function checkSampling(setting: Setting): readonly Objection[] {
  const values = sectionOf(setting, 'sampling', samplingParameters);
  const scheme = schemes[values.scheme];
  const objections = scheme.check(values);
  if (objections.length > 0) return objections;
  const total = scheme.total(values);
  if (total > MOST_THINGS) {
    const expected = `a size with at most ${MOST_THINGS} things to sample`;
    return [{ path: 'sampling.size', expected, found: String(total) }];
  }
  if (values.samples <= total) return [];
  const expected = `at most the ${total} that there are`;
  return [{ path: 'sampling.samples', expected, found: String(values.samples) }];
}

/** Nodes, of those of one trial, whom one attack fools. */
function foolNodes(scheme: Scheme, values: SamplingValues, at: Stream, nodes: Stream): number {
  const mask = scheme.attack(values, at);
  let fooled = 0;
  for (let node = 0; node < values.nodes; node++) {
    let hits = 0;
    for (const thing of nodes.sample(values.samples, mask.length)) hits += mask[thing];
    if (scheme.fooled(values, hits)) fooled++;
  }
  return fooled;
}

function startSampling({ simulation, measures, ...experiment }: Experiment): Finish {
  const values = sectionOf(experiment, 'sampling', samplingParameters);
  const scheme = schemes[values.scheme];
  const attack = simulation.streams.stream('sampling/attack');
  const nodes = simulation.streams.stream('sampling/nodes');
  const collector = simulation.streams.stream('sampling/light-nodes');
  const repairs = values.scheme === 'square' ? values.repairs : 0;
  const observeNodes = measures.observe('sampling.light_nodes_needed', '1', 1);
  const observeShares = measures.observe('sampling.shares_needed', '1', 1);
  const source = simulation.entity('sampling');
  let trials = 0;
  let fooled = 0;
  const trial = simulation.handler('sampling.trial', () => {
    trials++;
    fooled += foolNodes(scheme, values, attack, nodes);
    if (trials <= repairs) {
      const needed = lightNodesNeeded(values.size, values.samples, collector);
      observeNodes(needed.nodes);
      observeShares(needed.shares);
    }
    if (trials < values.trials) next();
  });
  const next = () => simulation.schedule(1 as Tick, Lane.Arrival, source, trial, trials);
  next();
  return () => {
    if (trials === 0) return;
    const draws = trials * values.nodes;
    const rate = fooled / draws;
    const law = exp(scheme.lnLaw(values));
    measures.value('sampling.fooled_rate', '1', rate);
    measures.value('sampling.fooled_law', '1', law);
    measures.value('sampling.fooled_bound', '1', exp(scheme.lnBound(values)));
    // Every node draws anew, so the count of the fooled is binomial.
    const deviation = Math.sqrt((law * (1 - law)) / draws);
    if (deviation > 0) measures.value('sampling.fooled_sigmas', '1', (rate - law) / deviation);
    const withheld = scheme.withheld(values) / scheme.total(values);
    measures.value('sampling.withheld_share', '1', withheld);
    scheme.report(values, measures);
  };
}
