import type { ParameterTable, Values } from '../../../../sim/parameters.ts';
import { type Tick, toSeconds } from '../../../../sim/time.ts';
import { DAY_SECONDS } from '../../calendar.ts';
import { type BurnRule, burnRule, burnRules, type FeeState } from '../../inflation/burn.ts';
import { accountOf } from '../../ledger/books.ts';
import type { Hands } from '../hands.ts';
import type { TokenValues } from '../parameters.ts';

/*
 * What is burned along one path. Under EIP-1559 users spend the same fees whatever gas costs: blocks of a month
 * have equal parts of its fees, and gas is what that part pays at base fee and tip, at most the limit. So the fee
 * settles where blocks reach the target; then fees less tip x target are burned, or next to nothing when that is
 * below 0.
 */

/** A base fee has settled when a block changes it by less than one part in so many. */
const SETTLED = 1_000_000_000n;
/** After as many blocks the others of the month are taken to be alike: a fee of a few units may swing. */
const MOST_BLOCKS = 10_000n;

const [share, market, scheduled] = ['base_fee_share', 'eip1559', 'scheduled'] as const;

/** Parameters of a rule, by its name; their values reach the rule as they are. */
const ruleTables: Readonly<Record<never, never>> = Object.fromEntries(
  burnRules
    .filter(({ name }) => name === market || name === scheduled)
    .map(({ name, about, parameters }) => [
      name,
      { kind: 'group', about, status: 'choice', fields: parameters } as const,
    ]),
);

export const burnParameters = {
  rule: {
    kind: 'choice',
    options: ['none', share, market, scheduled],
    default: share,
    about:
      'What is burned: the part `burned` of all fees, a base fee that follows the use of blocks, or amounts that are known in advance; other fees go to those who stake',
    status: 'estimate',
    source: 'token-economics 5: no 0G text or code states the fate of fees',
  },
  bucket: {
    kind: 'text',
    default: null,
    about:
      'Bucket from whose released tokens `scheduled` burns; what is not there yet is burned later',
    status: 'choice',
  },
  blockTime: {
    kind: 'duration',
    default: '1 s',
    min: 100_000,
    about: 'Time between blocks, for `eip1559`',
    status: 'choice',
  },
  tip: {
    kind: 'count',
    default: 3_000_000_000,
    about: 'Paid above the base fee, base units per gas, for `eip1559`; goes to those who stake',
    status: 'from source',
    source: 'token-economics 5: deployment scripts pin a tip of 3 gwei',
  },
  rules: {
    kind: 'group',
    about: 'Parameters of the rules; only those of `rule` count',
    status: 'choice',
    fields: ruleTables,
  },
} as const satisfies ParameterTable;

export type BurnValues = Values<typeof burnParameters>;

/** The rule of a section with its first state. @throws RangeError for parameters that contradict each other */
export function startBurn({ rule: name, rules }: BurnValues, burned: number) {
  const rule = burnRule(name);
  const own = (rules as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[name];
  return { rule, state: rule.start(own ?? { share: burned }) };
}

/** Base units of fees. */
export interface PaidFees {
  readonly burned: bigint;
  /** For those who stake. */
  readonly rewards: bigint;
}

/** Burns of one path. */
export class Burns {
  private readonly values: BurnValues;
  private readonly hands: Hands;
  private readonly rule: BurnRule;
  private readonly bucket: number | null;
  private state: unknown;
  /** Base units that were to be burned when the bucket's class did not have them. */
  private late = 0n;

  constructor({ burn, burned }: TokenValues, hands: Hands) {
    const { rule, state } = startBurn(burn, burned);
    this.values = burn;
    this.hands = hands;
    this.rule = rule;
    this.state = state;
    this.bucket = burn.bucket === null ? null : hands.ledger.bucket(burn.bucket);
  }

  /** Pays the fees from one day to another. @param fees base units */
  fees(from: number, to: number, fees: bigint): PaidFees {
    const { books } = this.hands;
    const before = books.burned;
    const rewards = this.hands.payFees(fees, this.due(from, to, fees));
    return { burned: books.burned - before, rewards };
  }

  /** Burns what a schedule has from one day to another. */
  scheduled(from: number, to: number): void {
    if (this.bucket === null) return;
    const { ledger, books } = this.hands;
    this.late += this.burn(from, to, 0n, []);
    const holder = books.holders[this.bucket];
    const held = ledger.balance(holder, 'liquid');
    const amount = this.late < held ? this.late : held;
    this.late -= amount;
    if (amount > 0n) ledger.burn(accountOf(holder, 'liquid'), amount, scheduled);
  }

  private due(from: number, to: number, fees: bigint): bigint {
    if (this.rule.name === scheduled) return 0n;
    if (this.rule.name !== market) return this.burn(from, to, fees, []);
    return this.byBlocks(from, to, fees);
  }

  /** Goes through the blocks of a month until the base fee has settled; the others are like the last one. */
  private byBlocks(from: number, to: number, fees: bigint): bigint {
    const seconds = (to - from) * DAY_SECONDS;
    const blocks = BigInt(
      Math.max(1, Math.floor(seconds / toSeconds(this.values.blockTime as Tick))),
    );
    const budget = fees / blocks;
    let burned = 0n;
    let last = 0n;
    for (let block = 0n; block < blocks; block++) {
      const { baseFee, values } = this.state as FeeState;
      const price = baseFee + BigInt(this.values.tip);
      const limit = BigInt(values.target * values.elasticity);
      const gas = price * limit < budget ? limit : budget / price;
      last = this.burn(from, to, 0n, [Number(gas)]);
      burned += last;
      const step = (this.state as FeeState).baseFee - baseFee;
      const settled = (step < 0n ? -step : step) * SETTLED <= baseFee;
      if (settled || block === MOST_BLOCKS) return burned + last * (blocks - block - 1n);
    }
    return burned;
  }

  private burn(from: number, to: number, baseFees: bigint, gas: readonly number[]): bigint {
    const cause = { from: from * DAY_SECONDS, to: to * DAY_SECONDS, baseFees, slashed: 0n, gas };
    const { burned, state } = this.rule.burn(this.state, cause);
    this.state = state;
    return burned;
  }
}
