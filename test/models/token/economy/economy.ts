import { components } from '../../../../models/index.ts';
import { chanceOf } from '../../../../models/token/economy/chance.ts';
import { type Days, MarketPath } from '../../../../models/token/economy/market-path.ts';
import type { TokenValues } from '../../../../models/token/economy/parameters.ts';
import { type Plan, planOf } from '../../../../models/token/economy/plan.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { Streams } from '../../../../sim/random.ts';

export function resolve(text: string) {
  return resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets: [],
  });
}

/** A scenario whose section `token` has these lines. */
export const scenario = (lines: string): string =>
  `name: economy\nquestion: q\nreplications: 1\ntoken:\n${lines
    .trim()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}`;

/** The section with its defaults and what these lines of YAML change. */
export function tokenValues(lines: string): TokenValues {
  return resolve(scenario(lines)).points[0].components.token as TokenValues;
}

export interface Ran {
  readonly plan: Plan;
  readonly path: MarketPath;
  readonly prices: readonly number[];
}

/** Runs paths of a section and keeps the prices of every day. */
export function runPaths(lines: string, paths = 1, seed = 'economy'): Ran[] {
  const values = tokenValues(lines);
  const plan = planOf(values, {});
  const chance = chanceOf(new Streams(seed, 0));
  return Array.from({ length: paths }, (_, number) => {
    const days: Days = { price: new Float64Array(plan.days), volume: new Float64Array(plan.days) };
    const path = new MarketPath(values, plan, chance, days, number);
    path.run(() => {});
    return { plan, path, prices: [...days.price] };
  });
}

/** Nobody trades: no sales, fees, stake and noise, unless a line says so. */
export const QUIET = `
sell: { scale: 0, rewards: 0 % }
demand: { fees: 0 }
staking: { initial: 0 %, kappa: 0 }`;

/** One replication of a section, as the experiment runs it. */
export function runSection(lines: string, replication = 0): Replication {
  return replicate(taskOf(resolve(scenario(lines)), {}, 0, replication));
}
