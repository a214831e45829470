/*
 * What goes where: tokens by purpose with their value in micro-dollars at the price of the week, and dollars that
 * enter and leave. Kept beside the ledger and compared with it.
 */

/** Tokens that change hands, or come to be, or cease to. */
export const LANES = [
  'users',
  'compute',
  'storage',
  'tips',
  'burned',
  'unlocks',
  'rewards',
  'operators',
  'bonds',
  'emission',
] as const;

export type LaneName = (typeof LANES)[number];

/** Who brings dollars: users for tasks, operators for bonds and losses, and who buys what nobody uses. */
export const SOURCES = ['users', 'operators', 'speculators'] as const;
/** Whom dollars leave with: holders, stakers, those who rent out machines, owners of operators. */
export const SINKS = ['holders', 'stakers', 'costs', 'profit'] as const;

export type Source = (typeof SOURCES)[number];
export type Sink = (typeof SINKS)[number];

export interface LaneSum {
  /** Base units. */
  tokens: bigint;
  /** Micro-dollars. */
  usd: bigint;
}

const zeros = <N extends string>(names: readonly N[]): Record<N, bigint> =>
  Object.fromEntries(names.map((name) => [name, 0n])) as Record<N, bigint>;

/** Sums since the start. */
export class Lanes {
  readonly sums = Object.fromEntries(
    LANES.map((name) => [name, { tokens: 0n, usd: 0n }]),
  ) as Readonly<Record<LaneName, LaneSum>>;
  readonly entered = zeros(SOURCES);
  readonly left = zeros(SINKS);

  note(lane: LaneName, tokens: bigint, usd: bigint): void {
    this.sums[lane].tokens += tokens;
    this.sums[lane].usd += usd;
  }

  /**
   * Compares the lanes with what the ledger holds.
   * @throws RangeError of the form "lane users: tokens, expected X, got Y"
   */
  assert(held: {
    /** Base units of users and of operators, whatever their state. */
    readonly users: bigint;
    readonly operators: bigint;
    readonly burned: bigint;
    readonly minted: bigint;
    /** Micro-dollars that came in and went out. */
    readonly usdIn: bigint;
    readonly usdOut: bigint;
  }): void {
    const { users, compute, storage, tips, burned, operators, bonds, emission } = this.sums;
    const spent = compute.tokens + storage.tokens + tips.tokens + burned.tokens;
    equal('users: tokens', users.tokens, spent + held.users);
    const earned = compute.tokens + storage.tokens + bonds.tokens;
    equal('operators: tokens', earned, operators.tokens + held.operators);
    equal('burned: tokens', burned.tokens, held.burned);
    equal('emission: tokens', emission.tokens, held.minted);
    equal('dollars in', sum(this.entered), held.usdIn);
    equal('dollars out', sum(this.left), held.usdOut);
  }
}

function sum(amounts: Readonly<Record<string, bigint>>): bigint {
  return Object.values(amounts).reduce((total, each) => total + each, 0n);
}

function equal(what: string, expected: bigint, got: bigint): void {
  if (expected !== got) throw new RangeError(`lane ${what}, expected ${expected}, got ${got}`);
}
