import { describe, expect, it } from 'vitest';
import { Block } from '../../../../models/chain/consensus/block.ts';
import { Step } from '../../../../models/chain/consensus/round-machine.ts';
import { RoundViews } from '../../../../models/chain/consensus/round-views.ts';
import type { Tick } from '../../../../sim/time.ts';
import { line } from './support.ts';

const EDGE = 0;

function blockOf(bytes: number): Block {
  const zero = 0 as Tick;
  return new Block(line(3), {
    id: 0,
    height: 1,
    proposer: 0,
    createdAt: zero,
    time: zero,
    batches: [],
    transactions: 0,
    gas: 0,
    bytes,
  });
}

/** The middle of the nth of `count` equal parts of [0, 1). */
const draw = (n: number, count: number) => (n + 0.5) / count;

describe('parts of a block', () => {
  it('are all with the proposer, and nowhere else', () => {
    const block = blockOf(150_000);
    expect(block.parts).toBe(3);
    block.holdAll(0);
    expect([0, 1, 2].map((node) => block.isComplete(node))).toEqual([true, false, false]);
  });

  it('make a node complete once each has been looked at', () => {
    const block = blockOf(150_000);
    for (const part of [2, 0, 1]) {
      expect(block.isComplete(1)).toBe(false);
      expect(block.arrive(1, part)).toBe(true);
      expect(block.arrive(1, part)).toBe(false);
      block.hold(1, part);
    }
    expect(block.isComplete(1)).toBe(true);
  });

  it('are chosen evenly among those the peer is not known to hold', () => {
    // 40 parts: more than a word of 32 bits.
    const block = blockOf(40 * 65_536);
    block.holdAll(0);
    const picks = Array.from({ length: 40 }, (_, n) => block.pick(EDGE, 0, draw(n, 40)));
    expect(picks).toEqual(Array.from({ length: 40 }, (_, n) => n));
    for (const part of [0, 31, 32, 39]) block.learn(EDGE, part);
    const rest = Array.from({ length: 36 }, (_, n) => block.pick(EDGE, 0, draw(n, 36)));
    expect(rest).toEqual(picks.filter((part) => ![0, 31, 32, 39].includes(part)));
  });

  it('are sent only by nodes that hold them', () => {
    const block = blockOf(150_000);
    expect(block.pick(2, 1, 0.5)).toBe(-1);
    block.arrive(1, 2);
    expect(block.pick(2, 1, 0.5)).toBe(-1);
    block.hold(1, 2);
    expect(block.pick(2, 1, 0.5)).toBe(2);
  });

  it('are sent again over a new connection', () => {
    const block = blockOf(1000);
    block.holdAll(0);
    block.learn(EDGE, 0);
    expect(block.pick(EDGE, 0, 0)).toBe(-1);
    block.forget(EDGE);
    expect(block.pick(EDGE, 0, 0)).toBe(0);
  });

  it('spread no more after the block is closed', () => {
    const block = blockOf(150_000);
    block.holdAll(0);
    block.close();
    expect(block.pick(EDGE, 0, 0)).toBe(-1);
    expect(block.arrive(1, 0)).toBe(false);
  });
});

describe('what peers know of the steps of a node', () => {
  const view = (since: number, round: number) => ({
    since: since as Tick,
    height: 1,
    round,
    step: Step.Propose,
  });

  it('is the last one announced by then', () => {
    const views = new RoundViews(2);
    for (const [since, round] of [
      [100, 0],
      [200, 1],
      [200, 2],
      [300, 3],
    ]) {
      views.enter(1, view(since, round));
    }
    const rounds = [99, 100, 199, 200, 299, 300, 900].map((at) => views.at(1, at)?.round);
    expect(rounds).toEqual([undefined, 0, 0, 2, 2, 3, 3]);
    expect(views.newest(1)).toBe(300);
    expect(views.at(0, 900)).toBeUndefined();
    expect(views.newest(0)).toBe(0);
  });

  it('reaches back far enough for the steps of several rounds', () => {
    const views = new RoundViews(1);
    for (let i = 0; i < 100; i++) views.enter(0, view(i, i));
    for (let i = 88; i < 100; i++) expect(views.at(0, i)?.round).toBe(i);
  });
});
