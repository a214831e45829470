import { checkPositive, type ImpactModel } from './impact.ts';

/**
 * USD per token by the equation of exchange: the tokens that are held for payments are worth what is paid in a
 * day times the days that a token is held. Source: token-economics 13.3.
 * @param fees USD paid in a day
 * @param holding days between receiving a token and spending it
 * @param float tokens
 * @throws RangeError unless the float is above 0
 */
export function exchangePrice(fees: number, holding: number, float: number): number {
  checkPositive('float', float);
  return (fees * holding) / float;
}

/** A price of long horizons: it knows no flows, and chance reaches it through the fees. */
export const mvpq: ImpactModel = {
  name: 'mvpq',
  about: 'Equation of exchange: fees times holding time over the float, blind to single trades',
  status: 'estimate',
  source: 'token-economics 13.3',
  open: ({ holding }) => ({
    price: ({ fees, float }) => exchangePrice(fees, holding, float),
  }),
};
