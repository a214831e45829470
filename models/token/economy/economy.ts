import { Lane } from '../../../sim/engine/order.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../../component.ts';
import { chanceOf } from './chance.ts';
import { checkToken } from './check.ts';
import { type Days, MarketPath } from './market-path.ts';
import { Outcomes } from './outcomes/outcomes.ts';
import { tokenParameters } from './parameters.ts';
import { planOf } from './plan.ts';
import { supplyPath } from './supply-path.ts';

export const tokenComponent: Component = {
  about:
    'The token economy: releases, inflation, staking, prices, a commitment to buy, on many paths',
  parameters: tokenParameters,
  highlights: [
    'token.price',
    'token.event',
    'token.price.low',
    'token.supply.circulating',
    'token.supply.total',
    'token.float_growth',
    'token.staking_ratio',
    'token.unlock_return',
    'token.facility.drawn',
    'token.runway_months',
    'token.act_by',
  ],
  check: (setting) => checkToken(setting, sectionOf(setting, 'token', tokenParameters)),
  start: (experiment) => startToken(experiment),
};

/** One event a path: paths know nothing of each other, and each has its own days. */
function startToken(experiment: Experiment): Finish {
  const { simulation, measures, attachments } = experiment;
  const values = sectionOf(experiment, 'token', tokenParameters);
  const plan = planOf(values, attachments);
  const outcomes = new Outcomes(measures, values, plan);
  const chance = chanceOf(simulation.streams);
  const days: Days = { price: new Float64Array(plan.days), volume: new Float64Array(plan.days) };
  const entity = simulation.entity('token/paths');
  const run = simulation.handler('token.path', (_entity, path) => {
    if (values.model === 'supply') {
      outcomes.supply(
        supplyPath(values, plan, (month, hands) => outcomes.month(month, hands, null, days)),
      );
    } else {
      const market = new MarketPath(values, plan, chance, days, path);
      market.run((month) => outcomes.month(month, market.hands, market, days));
      outcomes.supply(market.hands);
      outcomes.market(market, days);
    }
    if (path + 1 < values.paths) {
      simulation.scheduleAt(simulation.now, Lane.Process, entity, run, path + 1);
    }
  });
  simulation.scheduleAt(simulation.now, Lane.Process, entity, run, 0);
  return () => outcomes.report();
}
