import { bounded } from '../process/process.ts';
import { checkPositive, type ImpactModel, type ImpactPath } from './impact.ts';

/** Part of a pool that is bought at most in a day, which takes its price to 100 times. A choice. */
const MOST = 0.9;

/**
 * The pool between trades follows the reference: arbitrage keeps its product and sets its price, and every
 * trade leaves a shift behind. Tokens and dollars are floats here; `../pool.ts` is exact.
 */
export const cpmm: ImpactModel = {
  name: 'cpmm',
  about: 'Constant-product pool of tokens and dollars',
  status: 'published',
  source: 'token-economics 13.3: x y = k, fee kept in the pool',
  open({ pool: { tokens, usd, fee, concentration } }): ImpactPath {
    checkPositive('pool tokens', tokens);
    checkPositive('pool dollars', usd);
    let root = concentration * Math.sqrt(tokens) * Math.sqrt(usd);
    let factor = 1;
    return {
      price({ reference }, flow) {
        const before = reference * factor;
        if (flow === 0) return before;
        const x = root / Math.sqrt(before);
        const y = root * Math.sqrt(before);
        const traded = Math.min(flow, x * MOST);
        const kept = -traded * (1 - fee);
        const usdAfter =
          traded < 0 ? y * (x / (x + kept)) : y + (y * traded) / (x - traded) / (1 - fee);
        const tokensAfter = x - traded;
        root = Math.sqrt(tokensAfter) * Math.sqrt(usdAfter);
        factor = bounded(factor * (usdAfter / tokensAfter / before));
        return reference * factor;
      },
    };
  },
};
