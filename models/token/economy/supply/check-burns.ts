import type { Objection } from '../../../component.ts';
import type { Schedule } from '../../unlocks/schedule.ts';
import type { TokenValues } from '../parameters.ts';
import { startBurn } from './burns.ts';

const objection = (path: string, expected: string, found: string): Objection => ({
  path: `token.${path}`,
  expected,
  found,
});

/** What contradicts itself in burns, and in the parts of rewards that stakers do not get. */
export function checkBurns({ buckets }: Schedule, values: TokenValues): Objection[] {
  const { burn, staking, treasury, model } = values;
  const ids = buckets.map(({ id }) => id).join(', ');
  const found = checkParameters(values);
  if (burn.rule === 'scheduled' && burn.bucket === null) {
    found.push(objection('burn.bucket', `the bucket that is burned: one of ${ids}`, 'none'));
  }
  if (burn.bucket !== null && burn.rule !== 'scheduled') {
    const expected = 'nothing unless the rule is "scheduled"';
    found.push(objection('burn.bucket', expected, JSON.stringify(burn.bucket)));
  } else if (burn.bucket !== null && !buckets.some(({ id }) => id === burn.bucket)) {
    found.push(objection('burn.bucket', `one of ${ids}`, JSON.stringify(burn.bucket)));
  }
  if (burn.rule === 'eip1559' && model === 'supply') {
    found.push(objection('burn.rule', 'a rule without fees: nobody pays any here', burn.rule));
  }
  if (staking.tax > 0 && treasury.bucket === null) {
    const expected = `the bucket whose class gets the tax: one of ${ids}`;
    found.push(objection('treasury.bucket', expected, 'none'));
  }
  return found;
}

function checkParameters({ burn, burned }: TokenValues): Objection[] {
  try {
    startBurn(burn, burned);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [what, expected, found] = /^(.*), expected (.*), got (.*)$/
      .exec(error.message)
      ?.slice(1) ?? ['', error.message, 'others'];
    return [objection(`burn.rules.${burn.rule}.${what}`, expected, found)];
  }
}
