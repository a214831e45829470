import { pow } from '../../../../sim/math.ts';
import { checkPositive, type ImpactModel, lasting } from './impact.ts';

/**
 * Relative distance to which an order eats into a book that holds `depth x distance^exponent` tokens within a
 * distance. Source: token-economics 13.3.
 * @throws RangeError unless depth and exponent are above 0
 */
export function bookDistance(tokens: number, depth: number, exponent: number): number {
  checkPositive('depth', depth);
  checkPositive('exponent', exponent);
  return pow(tokens / depth, 1 / exponent);
}

export const book: ImpactModel = {
  name: 'book',
  about:
    'Order book with depth D x distance^a on each side; it fills up again around the new price',
  status: 'estimate',
  source: 'token-economics 13.3 for the form; that it fills up around the new price is a choice',
  open: ({ book: { depth, exponent } }) =>
    lasting((_, flow) => Math.sign(flow) * bookDistance(Math.abs(flow), depth, exponent)),
};
