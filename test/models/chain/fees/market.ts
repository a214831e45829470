import { feesComponent } from '../../../../models/chain/fees/fees.ts';
import type { Objection } from '../../../../models/component.ts';
import { type Findings, Measures } from '../../../../models/measures.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { FOREVER, ZERO } from '../../../../sim/time.ts';

type Written = Readonly<Record<string, unknown>>;

/** The values of a section `fees` written as in a file, as its component receives them. */
function sectionsOf(fees: Written) {
  const text = JSON.stringify({ name: 'market', fees });
  return resolveScenario({
    path: 'market.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: { fees: feesComponent },
  }).components;
}

const surroundings = { attachments: {}, duration: null, warmup: ZERO };

/** One run of a fee market. */
export function runMarket(fees: Written, seed = '1'): Findings {
  const simulation = new Simulation({ seed });
  const measures = new Measures();
  const sections = sectionsOf(fees);
  const finish = feesComponent.start?.({
    ...surroundings,
    simulation,
    sections,
    fidelity: 'fast',
    measures,
  });
  simulation.run(FOREVER);
  finish?.();
  return measures.findings();
}

/** The value of a metric, or the mean of its observations, in its unit. */
export function metric({ values, observations }: Findings, name: string): number {
  if (values[name] !== undefined) return values[name].value;
  const found = observations[name];
  if (found === undefined) throw new Error(`no metric ${name}`);
  return (Number(found.state.sum) / found.state.count) * found.scale;
}

/** What the component objects to. */
export function objectionsTo(fees: Written): readonly Objection[] {
  return feesComponent.check?.({ ...surroundings, sections: sectionsOf(fees) }) ?? [];
}
