import { checkPositive, type ImpactModel, lasting } from './impact.ts';

/**
 * Price change per token in Kyle's one-period auction, USD: half the deviation of what the token is worth over
 * that of the noise traders' orders. Source: token-economics 13.3.
 * @param deviation of the value, USD
 * @param noise standard deviation of uninformed orders, tokens
 * @throws RangeError unless both are above 0
 */
export function kyleLambda(deviation: number, noise: number): number {
  checkPositive('deviation of the value', deviation);
  checkPositive('noise', noise);
  return deviation / (2 * noise);
}

export const kyle: ImpactModel = {
  name: 'kyle',
  about: 'Linear and lasting: price change = lambda x tokens',
  status: 'estimate',
  source:
    'token-economics 13.3: one-period auction, or lambda = price x volatility / (2 x daily volume)',
  open({ kyle: { deviation, noise } }) {
    const lambda = deviation === null || noise === null ? null : kyleLambda(deviation, noise);
    return lasting((price, flow, { volume, volatility }) => {
      if (lambda !== null) return (lambda * flow) / price;
      checkPositive('volume', volume);
      return (volatility * flow) / (2 * volume);
    });
  },
};
