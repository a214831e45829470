import { pow } from '../../../../sim/math.ts';
import { checkPositive, type ImpactModel } from './impact.ts';

/**
 * USD per token = demand / float^elasticity. Source: token-economics 13.3.
 * @param demand USD
 * @param float tokens
 * @throws RangeError unless the float is above 0
 */
export function elasticPrice(demand: number, float: number, elasticity: number): number {
  checkPositive('float', float);
  return demand / pow(float, elasticity);
}

/** A price of long horizons: it knows no flows, and chance reaches it through the demand. */
export const elastic: ImpactModel = {
  name: 'elastic',
  about: 'Demand in dollars over the float: levels of long horizons, blind to single trades',
  status: 'estimate',
  source: 'token-economics 13.3',
  open: ({ elasticity }) => ({
    price: ({ demand, float }) => elasticPrice(demand, float, elasticity),
  }),
};
