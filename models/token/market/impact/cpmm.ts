import { checkPositive, type ImpactModel, type ImpactPath } from './impact.ts';

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
    let root = concentration * Math.sqrt(tokens * usd);
    let factor = 1;
    return {
      price({ reference }, flow) {
        const before = reference * factor;
        if (flow === 0) return before;
        const x = root / Math.sqrt(before);
        const y = root * Math.sqrt(before);
        if (!(flow < x)) throw new RangeError(`tokens bought, expected below ${x}, got ${flow}`);
        const kept = -flow * (1 - fee);
        const usdAfter =
          flow < 0 ? y - (y * kept) / (x + kept) : y + (y * flow) / (x - flow) / (1 - fee);
        const tokensAfter = x - flow;
        root = Math.sqrt(tokensAfter * usdAfter);
        factor *= usdAfter / tokensAfter / before;
        return reference * factor;
      },
    };
  },
};
