import { describe, expect, it } from 'vitest';
import { VoteType } from '../../../../models/chain/consensus/round-machine.ts';
import { VoteBook } from '../../../../models/chain/consensus/vote-book.ts';
import { VotePool } from '../../../../models/chain/consensus/vote-pool.ts';
import type { Tick } from '../../../../sim/time.ts';
import { line } from './support.ts';

/** Validators on both sides of every word of 32 bits. */
const VALIDATORS = 70;
const some = [0, 31, 32, 63, 64, 69];
/** Of the line 0, 1, 2: from node 0 to 1, back, and from node 1 to 2. */
const [EDGE, BACK, NEXT] = [0, 1, 2];

function pool(): VotePool {
  return new VotePool(line(3), VALIDATORS).reset(5, 0, VoteType.Prevote);
}

function give(to: VotePool, node: number, validator: number, at = 100): void {
  to.arrive(node, validator);
  to.hold(node, validator, at as Tick);
}

function missing(of: VotePool, edge: number, from: number, to: number, heardUntil = 0): number[] {
  const votes: number[] = [];
  of.missing(edge, from, to, heardUntil, votes);
  return votes;
}

describe('a vote at a node', () => {
  it('is new once, and held from when it was looked at', () => {
    const votes = pool();
    for (const validator of some) {
      expect(votes.arrive(1, validator)).toBe(true);
      expect(votes.arrive(1, validator)).toBe(false);
      expect(votes.holds(1, validator)).toBe(false);
      votes.hold(1, validator, 100 as Tick);
      expect(votes.holds(1, validator)).toBe(true);
    }
    const held = Array.from({ length: VALIDATORS }, (_, v) => v).filter((v) => votes.holds(1, v));
    expect(held).toEqual(some);
    expect(votes.holds(0, 31)).toBe(false);
  });

  it('that a crash takes before it was looked at is new again', () => {
    const votes = pool();
    for (const validator of some) votes.arrive(1, validator);
    votes.lose(1, 31);
    expect(some.map((validator) => votes.arrive(1, validator))).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('what a peer misses', () => {
  it('is all that the node holds, offered once', () => {
    const votes = pool();
    for (const validator of some) give(votes, 0, validator);
    expect(missing(votes, EDGE, 0, 1)).toEqual(some);
    expect(missing(votes, EDGE, 0, 1)).toEqual([]);
    give(votes, 0, 33);
    expect(missing(votes, EDGE, 0, 1)).toEqual([33]);
  });

  it('is not what the peer has sent', () => {
    const votes = pool();
    for (const validator of some) give(votes, 1, validator);
    votes.learn(BACK, 63);
    expect(missing(votes, BACK, 1, 0)).toEqual([0, 31, 32, 64, 69]);
    // What is known of one peer says nothing of another one.
    expect(missing(votes, NEXT, 1, 2)).toEqual(some);
  });

  it('is not what its hints have told, but what it got since the last one heard', () => {
    const votes = pool();
    for (const validator of some) give(votes, 0, validator);
    give(votes, 1, 31, 100);
    give(votes, 1, 64, 201);
    expect(missing(votes, EDGE, 0, 1, 200)).toEqual([0, 32, 63, 64, 69]);
  });

  it('is what has reached the peer without being looked at: there was no hint', () => {
    const votes = pool();
    give(votes, 0, 31);
    votes.arrive(1, 31);
    expect(missing(votes, EDGE, 0, 1, 1000)).toEqual([31]);
  });

  it('is all again over a new connection', () => {
    const votes = pool();
    for (const validator of some) give(votes, 0, validator);
    missing(votes, EDGE, 0, 1);
    votes.forget(NEXT);
    expect(missing(votes, EDGE, 0, 1)).toEqual([]);
    votes.forget(EDGE);
    expect(missing(votes, EDGE, 0, 1)).toEqual(some);
  });

  it('is nothing in a pool that was taken for another round', () => {
    const votes = pool();
    for (const validator of some) give(votes, 0, validator);
    votes.reset(6, 2, VoteType.Precommit);
    expect([votes.height, votes.round, votes.type]).toEqual([6, 2, VoteType.Precommit]);
    expect(missing(votes, EDGE, 0, 1)).toEqual([]);
    expect(votes.arrive(0, 31)).toBe(true);
  });
});

describe('the book of pools', () => {
  it('has one pool for each height, round and type', () => {
    const book = new VoteBook(line(3), VALIDATORS);
    const one = book.open(5, 0, VoteType.Prevote);
    expect(book.open(5, 0, VoteType.Prevote)).toBe(one);
    const others = [
      book.open(5, 0, VoteType.Precommit),
      book.open(5, 1, VoteType.Prevote),
      book.open(6, 0, VoteType.Prevote),
    ];
    expect(new Set([one, ...others]).size).toBe(4);
    expect(book.find(5, 1, VoteType.Prevote)).toBe(others[1]);
    expect(book.find(5, 1, VoteType.Precommit)).toBeUndefined();
  });

  it('keeps second votes in a pool beside the first ones', () => {
    const book = new VoteBook(line(3), VALIDATORS);
    const first = book.open(5, 0, VoteType.Prevote);
    const second = book.openSecond(first);
    expect(book.openSecond(first)).toBe(second);
    expect([first.twin, second.twin]).toEqual([second, first]);
    expect(second.arrive(1, 31)).toBe(true);
    expect(first.arrive(1, 31)).toBe(true);
    expect(book.open(5, 0, VoteType.Prevote)).toBe(first);
  });

  it('takes back the pools of heights that are over, empty', () => {
    const book = new VoteBook(line(3), VALIDATORS);
    const old = book.open(5, 0, VoteType.Prevote);
    give(old, 0, 3);
    give(book.openSecond(old), 0, 3);
    const kept = book.open(6, 0, VoteType.Prevote);
    book.closeBelow(6);
    expect(book.find(5, 0, VoteType.Prevote)).toBeUndefined();
    expect(book.find(6, 0, VoteType.Prevote)).toBe(kept);
    for (const round of [1, 2]) {
      const fresh = book.open(7, round, VoteType.Prevote);
      expect(fresh.twin).toBeUndefined();
      expect(fresh.holds(0, 3)).toBe(false);
      expect(missing(fresh, EDGE, 0, 1)).toEqual([]);
    }
  });

  it('forgets a peer in every pool', () => {
    const book = new VoteBook(line(3), VALIDATORS);
    const first = book.open(5, 0, VoteType.Prevote);
    const second = book.openSecond(first);
    for (const votes of [first, second]) {
      give(votes, 0, 3);
      missing(votes, EDGE, 0, 1);
    }
    book.forget(EDGE);
    expect(missing(first, EDGE, 0, 1)).toEqual([3]);
    expect(missing(second, EDGE, 0, 1)).toEqual([3]);
  });
});
