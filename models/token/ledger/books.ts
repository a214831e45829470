/*
 * The books of one token: plain figures, all exact. Token amounts are base units of 10^-18, dollars are
 * micro-dollars. Who may change what is said in `ledger.ts`, `cash.ts` and `rewards.ts`.
 */

/**
 * Where tokens of a holder class are. `locked` tokens are not released by their bucket; `locked_staked` are
 * not released and staked all the same; `unlocked` are released and not claimed.
 */
export const STATES = [
  'locked',
  'locked_staked',
  'unlocked',
  'liquid',
  'staked',
  'unbonding',
  'contract_locked',
  'treasury',
  'pool',
] as const;

export type State = (typeof STATES)[number];

/** Place of a state in `STATES`. */
export const PLACE = Object.fromEntries(STATES.map((state, i) => [state, i])) as Readonly<
  Record<State, number>
>;

const WIDTH = STATES.length;

declare const kind: unique symbol;

/** Number of an account: a holder class in a state. */
export type Account = number & { readonly [kind]: 'account' };

/** Class that holds rewards which nobody has been paid yet; every ledger has it. */
export const PROTOCOL = 'protocol';

/** A group of holders that is accounted together. */
export interface ClassSpec {
  readonly id: string;
  /** A vote decides about its unlocked tokens: they are available and do not circulate. */
  readonly governed?: boolean;
}

/** A share of the genesis supply that is released over time. */
export interface BucketSpec {
  readonly id: string;
  readonly holderClass: string;
  /** Base units. */
  readonly amount: bigint;
  /** State in which released tokens arrive; `unlocked` ones wait for a claim. */
  readonly into: 'unlocked' | 'liquid' | 'treasury';
}

/** A bridge that may mint up to its cap. Source: A0GI.sol (token-economics 3.4). */
export interface MinterSpec {
  readonly id: string;
  /** Base units. */
  readonly cap: bigint;
}

/** A commitment to buy tokens. */
export interface FacilitySpec {
  readonly id: string;
  /** Micro-dollars. */
  readonly commitment: bigint;
}

/** The buckets sum to the genesis supply; an amount in free hands is a bucket that is released at once. */
export interface Genesis {
  readonly classes: readonly ClassSpec[];
  readonly buckets: readonly BucketSpec[];
  readonly minters?: readonly MinterSpec[];
  readonly facilities?: readonly FacilitySpec[];
}

/** Sums of what reached and left the rewards, base units. */
export interface RewardSums {
  minted: bigint;
  fees: bigint;
  paid: bigint;
  tax: bigint;
  commission: bigint;
  /** Block rewards that were divided, and their parts for native and for restaked stake. */
  divided: bigint;
  native: bigint;
  restaked: bigint;
}

export interface Books {
  /** The first one is `PROTOCOL`. */
  readonly classes: readonly ClassSpec[];
  readonly buckets: readonly BucketSpec[];
  readonly minters: readonly MinterSpec[];
  readonly facilities: readonly FacilitySpec[];
  /** Number of the class of every bucket. */
  readonly holders: readonly number[];
  readonly genesis: bigint;
  /** By account. */
  readonly balances: bigint[];
  /** Running sums of the balances, by state. */
  readonly sums: bigint[];
  /** By bucket; `returned` were released and came back as the penalty of a claim. */
  readonly allocated: bigint[];
  readonly released: bigint[];
  /** Running sums by class: allocated to its buckets and not released. */
  readonly unreleased: bigint[];
  /** Released amounts when the laws were last asserted. */
  readonly audited: bigint[];
  total: bigint;
  releasedSum: bigint;
  returned: bigint;
  minted: bigint;
  burned: bigint;
  bridgedIn: bigint;
  bridgedOut: bigint;
  readonly mintedBy: Map<string, bigint>;
  readonly burnedBy: Map<string, bigint>;
  /** Bridged in and not out again, by minter. */
  readonly bridged: bigint[];
  readonly rewards: RewardSums;
  /** Micro-dollars by class: free cash, and the dollars of its pool. */
  readonly cash: bigint[];
  readonly poolCash: bigint[];
  /** Reserves that a pool pretends to have beside the real ones, on which its liquidity is concentrated. */
  readonly virtualTokens: bigint[];
  readonly virtualCash: bigint[];
  /** Tokens times dollars of the pool of every class after its last operation, virtual ones included. */
  readonly poolProduct: bigint[];
  usdIn: bigint;
  usdOut: bigint;
  /** Running sum of all cash, that of pools included. */
  usd: bigint;
  /** Micro-dollars by facility. */
  readonly drawn: bigint[];
}

const zeros = (count: number): bigint[] => new Array<bigint>(count).fill(0n);

/**
 * Books of a genesis: everything locked in its buckets.
 * @throws RangeError for a name twice, a bucket of an unknown class, or an amount below 0
 */
export function createBooks(genesis: Genesis): Books {
  const { buckets, minters = [], facilities = [] } = genesis;
  const classes = [{ id: PROTOCOL }, ...genesis.classes];
  for (const [what, list] of Object.entries({
    class: classes,
    bucket: buckets,
    minters,
    facilities,
  }))
    checkNames(what, list);
  for (const { id, amount } of buckets) checkAmount(`bucket "${id}"`, amount);
  for (const { id, cap } of minters) checkAmount(`cap of "${id}"`, cap);
  for (const { id, commitment } of facilities) checkAmount(`commitment of "${id}"`, commitment);
  const holders = buckets.map(({ holderClass }) => indexOf('holder class', classes, holderClass));
  const balances = zeros(classes.length * WIDTH);
  const unreleased = zeros(classes.length);
  let supply = 0n;
  for (const [i, { amount }] of buckets.entries()) {
    balances[accountOf(holders[i], 'locked')] += amount;
    unreleased[holders[i]] += amount;
    supply += amount;
  }
  const sums = zeros(WIDTH);
  sums[PLACE.locked] = supply;
  return {
    ...{ classes, buckets, minters, facilities, holders, balances, sums },
    genesis: supply,
    allocated: buckets.map(({ amount }) => amount),
    released: zeros(buckets.length),
    unreleased,
    audited: zeros(buckets.length),
    ...{ total: supply, releasedSum: 0n, returned: 0n },
    ...{ minted: 0n, burned: 0n, bridgedIn: 0n, bridgedOut: 0n },
    mintedBy: new Map(),
    burnedBy: new Map(),
    bridged: zeros(minters.length),
    rewards: {
      ...{ minted: 0n, fees: 0n, paid: 0n, tax: 0n, commission: 0n },
      ...{ divided: 0n, native: 0n, restaked: 0n },
    },
    cash: zeros(classes.length),
    poolCash: zeros(classes.length),
    virtualTokens: zeros(classes.length),
    virtualCash: zeros(classes.length),
    poolProduct: zeros(classes.length),
    ...{ usdIn: 0n, usdOut: 0n, usd: 0n },
    drawn: zeros(facilities.length),
  };
}

/** The account of a class, by its number, in a state. */
export function accountOf(holder: number, state: State): Account {
  return (holder * WIDTH + PLACE[state]) as Account;
}

/** Number of the class of an account. */
export function holderOf(account: Account): number {
  return Math.floor(account / WIDTH);
}

export function stateOf(account: Account): State {
  return STATES[account % WIDTH];
}

/** For people: `team.liquid`. */
export function nameOf(books: Books, account: Account): string {
  return `${books.classes[holderOf(account)].id}.${stateOf(account)}`;
}

/** @throws RangeError for a name that is not in the list */
export function indexOf(what: string, list: readonly { id: string }[], id: string): number {
  const index = list.findIndex((entry) => entry.id === id);
  if (index >= 0) return index;
  const names = list.map((entry) => `"${entry.id}"`).join(', ');
  throw new RangeError(`${what}, expected one of ${names}, got "${id}"`);
}

/** @throws RangeError unless `amount` is a bigint of 0 or more */
export function checkAmount(what: string, amount: bigint): void {
  if (typeof amount === 'bigint' && amount >= 0n) return;
  throw new RangeError(`${what}, expected a whole amount of 0 or more, got ${String(amount)}`);
}

/** @throws RangeError unless `index` is a place in the list */
export function checkIndex(what: string, index: number, list: readonly unknown[]): void {
  if (Number.isInteger(index) && index >= 0 && index < list.length) return;
  throw new RangeError(`${what}, expected 0 to ${list.length - 1}, got ${index}`);
}

/** @throws RangeError for an account that is not there, a bad amount, or one above the balance */
export function checkHolds(books: Books, account: Account, amount: bigint): void {
  checkIndex('account', account, books.balances);
  if (typeof amount !== 'bigint' || amount < 0n) checkAmount(nameOf(books, account), amount);
  const balance = books.balances[account];
  if (balance >= amount) return;
  throw new RangeError(`${nameOf(books, account)}, expected ${amount} or more, got ${balance}`);
}

/** Adds to an account; the amount may be below 0. The caller has checked it and keeps the total. */
export function add(books: Books, account: Account, amount: bigint): void {
  books.balances[account] += amount;
  books.sums[account % WIDTH] += amount;
  if (books.balances[account] < 0n) overdrawn(books, account);
}

/** Law 2 for what has just changed: a defect of the caller and no refusal. */
function overdrawn(books: Books, account: Account): never {
  const got = books.balances[account];
  throw new RangeError(
    `law 2 (balances): ${nameOf(books, account)}, expected 0 or more, got ${got}`,
  );
}

/** Tokens times dollars of a pool if it had so much more of each, virtual reserves included. */
export function poolProduct(books: Books, pool: number, tokens = 0n, usd = 0n): bigint {
  const { balances, poolCash, virtualTokens, virtualCash } = books;
  const held = balances[accountOf(pool, 'pool')] + virtualTokens[pool] + tokens;
  return held * (poolCash[pool] + virtualCash[pool] + usd);
}

/** Moves between accounts. The caller has checked the amount. */
export function shift(books: Books, from: Account, to: Account, amount: bigint): void {
  const { balances, sums } = books;
  balances[from] -= amount;
  balances[to] += amount;
  if (balances[from] < 0n || balances[to] < 0n) {
    overdrawn(books, balances[from] < 0n ? from : to);
  }
  const left = from % WIDTH;
  const entered = to % WIDTH;
  if (left === entered) return;
  sums[left] -= amount;
  sums[entered] += amount;
}

function checkNames(what: string, list: readonly { id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of list) {
    if (seen.has(id)) throw new RangeError(`${what}, expected each name once, got "${id}" twice`);
    seen.add(id);
  }
}
