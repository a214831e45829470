import { expm1 } from '../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { times, YEAR_JULIAN } from './amounts.ts';
import { checkInterval, type InflationRule, type Supply } from './rule.ts';

const SOURCE = 'token-economics 8.3, cosmos-sdk x/mint';
const known = { status: 'from source', source: SOURCE } as const;

const parameters = {
  start: { kind: 'fraction', default: '13 %', about: 'Rate at genesis', ...known },
  min: { kind: 'fraction', default: '7 %', about: 'Least rate', ...known },
  max: { kind: 'fraction', default: '20 %', about: 'Highest rate', ...known },
  goal: {
    kind: 'fraction',
    default: '67 %',
    min: 0.01,
    about: 'Staked share of the supply at which the rate stays',
    ...known,
  },
  change: {
    kind: 'fraction',
    default: '13 %',
    about: 'Change of the rate in a year without stake',
    ...known,
  },
  blocksPerYear: {
    kind: 'count',
    default: 6_311_520,
    min: 1,
    max: 31_557_600,
    about: 'Blocks of a year: 60 * 60 * 8766 / 5',
    ...known,
  },
} as const satisfies ParameterTable;

type CosmosValues = Values<typeof parameters>;

interface State {
  readonly values: CosmosValues;
  /** Rate after the last block. */
  readonly inflation: number;
}

/** Change of the rate in one block, before it is kept within its bounds. @param bonded staked over total supply */
export function cosmosChange(
  { goal, change, blocksPerYear }: Pick<CosmosValues, 'goal' | 'change' | 'blocksPerYear'>,
  bonded: number,
): number {
  return ((1 - bonded / goal) * change) / blocksPerYear;
}

/** Blocks in which the staked share is taken as that of their middle. */
const CHUNK_BLOCKS = 720;

/** Growth of the supply as a logarithm, and the rate, after a number of blocks. */
interface Path {
  readonly growth: number;
  readonly inflation: number;
}

/**
 * Blocks with the same change of the rate: until the rate meets a bound it is an arithmetic series, from then
 * on constant. ln(1 + x) is x - x^2 / 2; the next term is below 10^-20 of the supply.
 */
function chunk(values: CosmosValues, inflation: number, delta: number, blocks: number): Path {
  const { min, max, blocksPerYear } = values;
  const bound = delta > 0 ? max : min;
  const room = delta === 0 ? blocks : Math.floor((bound - inflation) / delta);
  const moving = Math.min(blocks, Math.max(0, room));
  const last = inflation + moving * delta;
  const still = blocks - moving;
  const end = still > 0 ? Math.min(max, Math.max(min, last + delta)) : last;
  const middle = inflation + ((moving + 1) * delta) / 2;
  const sum = (moving * middle + still * end) / blocksPerYear;
  const squares =
    (moving * (middle * middle + (delta * delta * (moving * moving - 1)) / 12) +
      still * end * end) /
    (blocksPerYear * blocksPerYear);
  return { growth: sum - squares / 2, inflation: end };
}

function blocksBy(seconds: number, blocksPerYear: number): number {
  return Number((BigInt(seconds) * BigInt(blocksPerYear)) / BigInt(YEAR_JULIAN));
}

function pathOver(state: State, from: number, to: number, supply: Supply): Path {
  const { values } = state;
  const { blocksPerYear } = values;
  const staked = Number(supply.staked) / Number(supply.total);
  let left = blocksBy(to, blocksPerYear) - blocksBy(from, blocksPerYear);
  let { inflation } = state;
  let growth = 0;
  while (left > 0) {
    const blocks = Math.min(left, CHUNK_BLOCKS);
    // A block reads the supply before it, so the mean of n blocks is that after (n - 1) / 2.
    const half = (inflation * (blocks - 1)) / (2 * blocksPerYear);
    const bonded = staked / (1 + expm1(growth + half));
    const step = chunk(values, inflation, cosmosChange(values, bonded), blocks);
    growth += step.growth;
    inflation = step.inflation;
    left -= blocks;
  }
  return { growth, inflation };
}

export const cosmos: InflationRule<CosmosValues, State> = {
  name: 'cosmos',
  about: '7 % to 20 %, rising while less than 67 % of the supply is staked',
  status: 'from source',
  source: SOURCE,
  year: { seconds: YEAR_JULIAN, text: '6,311,520 blocks of 5 s (365.25 days)' },
  rounding: 'down to the base unit at the end; the code drops up to 10^-6 token in each block',
  refresh: 'each block; what is minted counts as supply and not as staked',
  additive: 'close',
  uses: ['total', 'staked'],
  parameters,
  start(values) {
    const { start, min, max } = values;
    if (min > max) throw new RangeError(`min, expected at most max ${max}, got ${min}`);
    if (start < min || start > max) {
      throw new RangeError(`start, expected ${min} to ${max}, got ${start}`);
    }
    return { values, inflation: start };
  },
  rate: ({ inflation }) => inflation,
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    if (supply.total === 0n) return { minted: 0n, released: 0n, state };
    const { growth, inflation } = pathOver(state, from, to, supply);
    const minted = times(supply.total, expm1(growth));
    return { minted, released: 0n, state: { ...state, inflation } };
  },
};
