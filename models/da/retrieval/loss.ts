import type { Stream } from '../../../sim/random.ts';
import { type Assignment, inOrder } from '../assignment/assignment.ts';
import type { Certificate } from './layers.ts';

/** Holders in the order in which they are lost. */
export interface LossOrder {
  readonly holders: readonly number[];
  /** Holders lost, by the number that are to be lost: at least as many, for some go together. */
  readonly lost: Uint16Array;
}

function range(count: number): number[] {
  const numbers = new Array<number>(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

/** One holder for each that is to be lost. */
const oneByOne = (holders: number[]): LossOrder => ({
  holders,
  lost: inOrder(holders.length + 1),
});

/** One by one, in random order: `holders - 1` draws. */
export function randomLoss(holders: number, stream: Stream): LossOrder {
  return oneByOne(stream.shuffle(range(holders)));
}

/**
 * One by one: first those that stored anything, of them those with the most units, then with the most
 * stake.
 */
export function largestLoss(
  { units }: Assignment,
  stakes: readonly bigint[],
  stored: Uint8Array,
): LossOrder {
  const holders = range(units.length).sort((a, b) => {
    if (stored[a] !== stored[b]) return stored[b] - stored[a];
    if (units[a].length !== units[b].length) return units[b].length - units[a].length;
    return stakes[a] === stakes[b] ? a - b : stakes[a] < stakes[b] ? 1 : -1;
  });
  return oneByOne(holders);
}

/**
 * Whole providers in random order, until the loss is reached.
 * @param providers provider of every holder
 * @param stream one draw less than there are providers
 */
export function providerLoss(providers: readonly string[], stream: Stream): LossOrder {
  const groups = new Map<string, number[]>();
  for (const [holder, provider] of providers.entries()) {
    const group = groups.get(provider);
    if (group === undefined) groups.set(provider, [holder]);
    else group.push(holder);
  }
  const holders: number[] = [];
  const lost = new Uint16Array(providers.length + 1);
  for (const group of stream.shuffle([...groups.values()])) {
    const end = holders.length + group.length;
    lost.fill(end, holders.length + 1, end + 1);
    holders.push(...group);
  }
  return { holders, lost };
}

/**
 * Random holders sign until every certificate has its quorum; only they store their units.
 * @param stream one draw less than there are holders
 * @returns 1 for every holder that signed
 * @throws RangeError for a certificate that all holders together do not reach
 */
export function signers(
  holders: number,
  certificates: readonly Certificate[],
  stream: Stream,
): Uint8Array {
  const signed = new Uint8Array(holders);
  const missing = certificates.map(({ needed }) => needed);
  for (const holder of stream.shuffle(range(holders))) {
    if (missing.every((weight) => weight <= 0)) break;
    signed[holder] = 1;
    for (const [i, { weights }] of certificates.entries()) missing[i] -= weights[holder];
  }
  const short = missing.find((weight) => weight > 0);
  if (short !== undefined) {
    throw new RangeError(`certificate, expected a quorum of all holders, got ${short} too little`);
  }
  return signed;
}

/** Corrupt ones among as many holders. */
export const corruptCount = (holders: number, share: number): number => Math.round(share * holders);

/**
 * Random holders of those that got their units, who answer with changed bytes.
 * @param stream a draw for each of them
 * @returns 1 for every corrupt holder
 */
export function corruptHolders(stored: Uint8Array, share: number, stream: Stream): Uint8Array {
  const corrupt = new Uint8Array(stored.length);
  const holders = range(stored.length).filter((holder) => stored[holder] === 1);
  for (const i of stream.sample(corruptCount(holders.length, share), holders.length))
    corrupt[holders[i]] = 1;
  return corrupt;
}

/** Signers of every quorum, where their number is the same whoever signs; otherwise null. */
export function fixedSigners(certificates: readonly Certificate[]): number | null {
  if (certificates.length !== 1) return null;
  const [{ weights, needed }] = certificates;
  const ascending = weights.toSorted((a, b) => a - b);
  const fewest = holdersFor(ascending.toReversed(), needed);
  return fewest === holdersFor(ascending, needed) ? fewest : null;
}

/** Length of the shortest start of the list that weighs as much as is needed. */
function holdersFor(weights: readonly number[], needed: number): number {
  let sum = 0;
  let count = 0;
  while (sum < needed && count < weights.length) sum += weights[count++];
  return count;
}
