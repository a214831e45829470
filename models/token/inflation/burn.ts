import type { ParameterTable, Status, Values } from '../../../sim/parameters.ts';
import { nextBaseFee } from '../../chain/evm/base-fee.ts';
import { fixed, ONE, TOKEN } from './amounts.ts';

/** What happened over an interval, as far as burning asks; amounts in base units. */
export interface BurnCause {
  /** Whole seconds since genesis; what falls on `from` belongs to the interval before. */
  readonly from: number;
  readonly to: number;
  /** Base fees paid. */
  readonly baseFees: bigint;
  /** Stake taken from offenders. */
  readonly slashed: bigint;
  /** Gas used by each block, in order. */
  readonly gas: readonly number[];
}

/** How tokens are destroyed. Pure, like the rules of inflation. */
export interface BurnRule<V = Readonly<Record<string, unknown>>, S = unknown> {
  readonly name: string;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
  readonly parameters: ParameterTable;
  /** @throws RangeError for parameters that contradict each other */
  start(values: V): S;
  burn(state: S, cause: BurnCause): { readonly burned: bigint; readonly state: S };
}

const FACTS = 'token-economics 13.1';

const none: BurnRule<object, object> = {
  name: 'none',
  about: 'Nothing is burned',
  status: 'choice',
  source: '',
  parameters: {},
  start: () => ({}),
  burn: (state) => ({ burned: 0n, state }),
};

const shareParameters = {
  share: {
    kind: 'fraction',
    default: 1,
    about: 'Share of the base fees that is burned',
    status: 'estimate',
    source: 'token-economics 5: no 0G text or code states it; 1 for EVM gas, 0 for other fees',
  },
} as const satisfies ParameterTable;

const baseFeeShare: BurnRule<Values<typeof shareParameters>, bigint> = {
  name: 'base_fee_share',
  about: 'A share of the base fees, rounded down',
  status: 'estimate',
  source: `${FACTS} and 5`,
  parameters: shareParameters,
  start: ({ share }) => fixed(share),
  burn: (share, { baseFees }) => ({ burned: (baseFees * share) / ONE, state: share }),
};

const marketParameters = {
  startFee: {
    kind: 'count',
    default: 1_000_000_000,
    about: 'Base fee of the first block, base units per gas',
    status: 'choice',
  },
  target: {
    kind: 'count',
    default: 15_000_000,
    min: 1,
    max: 1_000_000_000_000,
    about: 'Gas of a block at which the fee stays',
    status: 'choice',
  },
  elasticity: {
    kind: 'count',
    default: 2,
    min: 1,
    max: 1000,
    about: 'Gas limit of a block over its target',
    status: 'published',
    source: 'EIP-1559',
  },
  changeDenominator: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 1_000_000,
    about: 'A block of twice the target raises the fee by one part in this many',
    status: 'published',
    source: 'token-economics 8.1, EIP-1559',
  },
} as const satisfies ParameterTable;

/** The market for gas between two blocks. */
export interface FeeState {
  readonly values: Values<typeof marketParameters>;
  /** Of the next block, base units per gas. */
  readonly baseFee: bigint;
}

const eip1559: BurnRule<Values<typeof marketParameters>, FeeState> = {
  name: 'eip1559',
  about: 'All of a base fee that follows the use of blocks',
  status: 'published',
  source: `${FACTS} and 8.1`,
  parameters: marketParameters,
  start: (values) => ({ values, baseFee: BigInt(values.startFee) }),
  burn({ values, baseFee: first }, { gas }) {
    const { target, elasticity, changeDenominator: denominator } = values;
    let baseFee = first;
    let burned = 0n;
    for (const gasUsed of gas) {
      burned += baseFee * BigInt(gasUsed);
      const block = { baseFee, gasUsed, gasLimit: target * elasticity };
      baseFee = nextBaseFee(block, { elasticity, denominator, minimumBaseFee: 0n });
    }
    return { burned, state: { values, baseFee } };
  },
};

const slashParameters = {
  share: {
    kind: 'fraction',
    default: 1,
    about: 'Share of slashed stake that is burned',
    status: 'estimate',
    source: 'what becomes of slashed stake is not published',
  },
} as const satisfies ParameterTable;

const slashBurn: BurnRule<Values<typeof slashParameters>, bigint> = {
  name: 'slash_burn',
  about: 'A share of slashed stake, rounded down',
  status: 'estimate',
  source: FACTS,
  parameters: slashParameters,
  start: ({ share }) => fixed(share),
  burn: (share, { slashed }) => ({ burned: (slashed * share) / ONE, state: share }),
};

const scheduleParameters = {
  burns: {
    kind: 'list',
    of: {
      kind: 'group',
      about: 'One burn',
      status: 'choice',
      fields: {
        at: {
          kind: 'count',
          default: 0,
          about: 'Whole seconds since genesis, 1 or later',
          status: 'choice',
        },
        tokens: { kind: 'count', default: 0, about: 'Whole tokens', status: 'choice' },
      },
    },
    default: [],
    about: 'Burns by rising time',
    status: 'choice',
  },
} as const satisfies ParameterTable;

type Schedule = Values<typeof scheduleParameters>['burns'];

const scheduled: BurnRule<Values<typeof scheduleParameters>, Schedule> = {
  name: 'scheduled',
  about: 'Amounts at instants that are known in advance',
  status: 'choice',
  source: FACTS,
  parameters: scheduleParameters,
  start({ burns }) {
    for (const [i, { at }] of burns.entries()) {
      const before = burns[i - 1]?.at ?? 0;
      if (at <= before) throw new RangeError(`burns.${i}.at, expected above ${before}, got ${at}`);
    }
    return burns;
  },
  burn(state, { from, to }) {
    const due = state.filter(({ at }) => at > from && at <= to);
    return { burned: due.reduce((sum, { tokens }) => sum + BigInt(tokens) * TOKEN, 0n), state };
  },
};

/** Every rule of burning; add one here. */
export const burnRules: readonly BurnRule[] = [none, baseFeeShare, eip1559, slashBurn, scheduled];

/** @throws RangeError naming the known rules */
export function burnRule(name: string): BurnRule {
  const found = burnRules.find((rule) => rule.name === name);
  if (found === undefined) {
    const known = burnRules.map((rule) => rule.name).join(', ');
    throw new RangeError(`burn rule, expected one of ${known}, got "${name}"`);
  }
  return found;
}

/** Net issue in base units: rewards - slashed - base fee * gas (token-economics 8.1). */
export function netIssue(rewards: bigint, slashed: bigint, burned: bigint): bigint {
  return rewards - slashed - burned;
}
