import { describe, expect, it } from 'vitest';
import { Step } from '../../../../models/chain/consensus/round-machine.ts';
import { NIL } from '../../../../models/chain/consensus/tally.ts';
import { A, B, Recorded } from './recorder.ts';

/*
 * Rules on votes and time-outs of algorithm 1 of arXiv 1807.04938, named by their line. Four validators
 * of power 1: three are a quorum, two more than a third. The machine is validator 0.
 */

/** In round 0, with A prevoted by this node alone. */
function prevotedA(): Recorded {
  const node = new Recorded();
  node.machine.begin();
  node.proposed(0, A);
  node.take();
  return node;
}

/** In round 0, with a prevote for nil by this node alone. */
function prevotedNil(): Recorded {
  const node = new Recorded();
  node.machine.begin();
  node.machine.timeout(Step.Propose, 0);
  node.take();
  return node;
}

describe('line 34: a quorum of prevotes for anything starts the time-out of the step, once', () => {
  it('with a third prevote for another value', () => {
    const node = prevotedA().prevotes(0, NIL, 1);
    expect(node.take()).toEqual([]);
    node.prevotes(0, B, 2);
    expect(node.take()).toEqual(['time-out Prevote 0']);
    node.prevotes(0, NIL, 3);
    expect(node.take()).toEqual([]);
  });

  it('not before the own prevote', () => {
    const node = new Recorded();
    node.machine.begin();
    node.prevotes(0, NIL, 1).prevotes(0, A, 2).prevotes(0, B, 3);
    expect(node.take()).toEqual(['round 0']);
    node.machine.timeout(Step.Propose, 0);
    expect(node.take()).toEqual(['prevote 0 nil', 'time-out Prevote 0']);
  });
});

describe('line 36: a quorum of prevotes for a block', () => {
  it('locks it and precommits it', () => {
    const node = prevotedA().prevotes(0, A, 1);
    expect(node.take()).toEqual([]);
    node.prevotes(0, A, 2);
    expect(node.take()).toEqual(['precommit 0 A']);
    const { lockedValue, lockedRound, validValue, validRound } = node.machine;
    expect([lockedValue, lockedRound, validValue, validRound]).toEqual([A, 0, A, 0]);
  });

  it('moves a lock to the block of the later round', () => {
    const node = new Recorded().lockedOnA();
    node.proposed(1, B).prevotes(1, B, 1, 2, 3);
    expect(node.take()).toEqual(['prevote 1 nil', 'time-out Prevote 1', 'precommit 1 B']);
    expect([node.machine.lockedValue, node.machine.lockedRound]).toEqual([B, 1]);
  });

  it('waits for the block, or else for the time-out', () => {
    const node = prevotedNil().prevotes(0, A, 1, 2, 3);
    expect(node.take()).toEqual(['time-out Prevote 0']);
    node.machine.available(A, true);
    expect(node.take()).toEqual(['precommit 0 A']);
  });

  it('does not count for an invalid block', () => {
    const node = prevotedNil();
    node.machine.available(A, false);
    node.prevotes(0, A, 1, 2, 3);
    expect(node.take()).toEqual(['time-out Prevote 0']);
    expect(node.machine.lockedValue).toBe(NIL);
  });

  it('counts power: 6 of 9 exactly is none', () => {
    const node = new Recorded(0, [3, 3, 1, 2]);
    node.machine.begin();
    node.proposed(0, A).prevotes(0, A, 1);
    expect(node.take()).toEqual(['round 0', 'prevote 0 A']);
    node.prevotes(0, A, 2);
    expect(node.take()).toEqual(['precommit 0 A']);
  });
});

describe('line 42: a quorum of prevotes after the precommit makes the block the valid one, not the locked one', () => {
  it('when the last prevote comes late', () => {
    const node = prevotedA();
    node.prevotes(0, NIL, 1).prevotes(0, A, 2);
    node.machine.timeout(Step.Prevote, 0);
    expect(node.take()).toEqual(['time-out Prevote 0', 'precommit 0 nil']);
    node.prevotes(0, A, 3);
    const { lockedValue, lockedRound, validValue, validRound } = node.machine;
    expect([lockedValue, lockedRound, validValue, validRound]).toEqual([NIL, -1, A, 0]);
    expect(node.take()).toEqual([]);
  });

  it('when the block comes late', () => {
    const node = prevotedNil().prevotes(0, A, 1, 2, 3);
    node.machine.timeout(Step.Prevote, 0);
    expect(node.machine.validValue).toBe(NIL);
    node.machine.available(A, true);
    expect([node.machine.validValue, node.machine.validRound]).toEqual([A, 0]);
    expect(node.machine.lockedValue).toBe(NIL);
  });

  it('not once the round is left', () => {
    const node = prevotedNil().precommits(1, NIL, 1, 2).prevotes(0, A, 1, 2, 3);
    node.machine.available(A, true);
    expect(node.machine.round).toBe(1);
    expect(node.machine.validValue).toBe(NIL);
  });
});

describe('line 44: a quorum of prevotes for nil', () => {
  it('precommits nil at once and leaves a lock alone', () => {
    const node = new Recorded().lockedOnA();
    node.machine.timeout(Step.Propose, 1);
    node.prevotes(1, NIL, 1);
    expect(node.take()).toEqual(['prevote 1 nil']);
    node.prevotes(1, NIL, 2);
    expect(node.take()).toEqual(['precommit 1 nil']);
    expect([node.machine.lockedValue, node.machine.lockedRound]).toEqual([A, 0]);
  });

  it('not before the own prevote', () => {
    const node = new Recorded();
    node.machine.begin();
    node.prevotes(0, NIL, 1, 2, 3);
    expect(node.take()).toEqual(['round 0']);
    node.proposed(0, A);
    expect(node.take()).toEqual(['prevote 0 A', 'precommit 0 nil']);
  });
});

describe('line 47: a quorum of precommits for anything starts the time-out of the step, once', () => {
  it('in every step of the round', () => {
    const node = new Recorded();
    node.machine.begin();
    node.precommits(0, NIL, 1).precommits(0, A, 2);
    expect(node.take()).toEqual(['round 0']);
    node.precommits(0, B, 3);
    expect(node.take()).toEqual(['time-out Precommit 0']);
    node.machine.timeout(Step.Propose, 0);
    expect(node.take()).toEqual(['prevote 0 nil']);
  });

  it('a quorum for nil does not end the round before the time-out', () => {
    const node = prevotedNil().prevotes(0, NIL, 1, 2).precommits(0, NIL, 1, 2, 3);
    expect(node.take()).toEqual(['precommit 0 nil', 'time-out Precommit 0']);
    expect(node.machine.round).toBe(0);
  });
});

describe('line 49: a quorum of precommits for a block', () => {
  it('decides it', () => {
    const node = prevotedA().prevotes(0, A, 1, 2).precommits(0, A, 1);
    expect(node.take()).toEqual(['precommit 0 A']);
    node.precommits(0, A, 2);
    expect(node.take()).toEqual(['decide 0 A']);
  });

  it('waits for the block, which is asked for', () => {
    const node = prevotedNil().precommits(0, A, 1, 2, 3);
    expect(node.take()).toEqual(['time-out Precommit 0']);
    expect(node.machine.precommitted()).toBe(A);
    node.machine.available(A, true);
    expect(node.take()).toEqual(['decide 0 A']);
  });

  it('of an earlier round decides too', () => {
    const node = prevotedA().precommits(0, A, 1, 2).precommits(1, NIL, 1, 2);
    expect(node.machine.round).toBe(1);
    node.take();
    node.precommits(0, A, 3);
    expect(node.take()).toEqual(['decide 0 A']);
  });

  it('of a later round decides too', () => {
    const node = new Recorded(0, [1, 5, 1]);
    node.machine.begin();
    node.machine.available(A, true);
    node.precommits(7, A, 1);
    expect(node.take()).toEqual(['round 0', 'decide 7 A']);
  });

  it('does not decide an invalid block', () => {
    const node = prevotedNil();
    node.machine.available(A, false);
    node.precommits(0, A, 1, 2, 3);
    expect(node.take()).toEqual(['time-out Precommit 0']);
  });

  it('for nil decides nothing', () => {
    const node = prevotedNil().precommits(0, NIL, 1, 2, 3);
    expect(node.machine.precommitted()).toBeUndefined();
    expect(node.machine.step).not.toBe(Step.Decided);
  });
});

describe('line 55: votes of more than a third from a later round', () => {
  it('begin that round, votes of both types together', () => {
    const node = prevotedNil().prevotes(4, NIL, 1);
    expect(node.take()).toEqual([]);
    node.precommits(4, NIL, 2);
    expect(node.take()).toEqual(['round 4']);
  });

  it('count each validator once', () => {
    const node = prevotedNil().prevotes(4, NIL, 1).precommits(4, NIL, 1).prevotes(4, A, 1);
    expect(node.take()).toEqual([]);
  });

  it('of different rounds do not add up', () => {
    const node = prevotedNil().prevotes(1, NIL, 1).prevotes(2, NIL, 2).prevotes(3, NIL, 3);
    expect(node.take()).toEqual([]);
  });

  it('a third exactly is not enough', () => {
    // Powers 2, 2, 2: 3 · 2 = 6 = total.
    const node = new Recorded(0, [2, 2, 2]);
    node.machine.begin();
    node.take();
    node.prevotes(1, NIL, 1);
    expect(node.take()).toEqual([]);
    node.prevotes(1, NIL, 2);
    expect(node.take()).toEqual(['round 1']);
  });

  it('begin round 0 at a node that still waits for its height, and what has come counts at once', () => {
    const node = new Recorded();
    node.proposed(0, A).prevotes(0, A, 1);
    expect(node.take()).toEqual([]);
    node.prevotes(0, A, 2);
    expect(node.take()).toEqual(['round 0', 'prevote 0 A', 'precommit 0 A']);
    node.machine.begin();
    expect(node.take()).toEqual([]);
  });
});

describe('line 57: the time-out of the propose step', () => {
  it('prevotes nil, in that step of that round alone', () => {
    const node = new Recorded();
    node.machine.begin();
    node.machine.timeout(Step.Propose, 1);
    expect(node.take()).toEqual(['round 0']);
    node.machine.timeout(Step.Propose, 0);
    expect(node.take()).toEqual(['prevote 0 nil']);
    node.machine.timeout(Step.Propose, 0);
    expect(node.take()).toEqual([]);
  });
});

describe('line 61: the time-out of the prevote step', () => {
  it('precommits nil, in that step of that round alone', () => {
    const node = prevotedA().prevotes(0, NIL, 1, 2);
    node.take();
    node.machine.timeout(Step.Prevote, 1);
    expect(node.take()).toEqual([]);
    node.machine.timeout(Step.Prevote, 0);
    expect(node.take()).toEqual(['precommit 0 nil']);
    node.machine.timeout(Step.Prevote, 0);
    expect(node.take()).toEqual([]);
  });

  it('keeps a lock', () => {
    const node = new Recorded().lockedOnA();
    node.proposed(1, B).prevotes(1, NIL, 1).prevotes(1, B, 2);
    node.machine.timeout(Step.Prevote, 1);
    expect(node.take()).toEqual(['prevote 1 nil', 'time-out Prevote 1', 'precommit 1 nil']);
    expect(node.machine.lockedValue).toBe(A);
  });
});

describe('line 65: the time-out of the precommit step', () => {
  it('begins the next round, from that round alone', () => {
    const node = prevotedNil().prevotes(0, NIL, 1, 2).precommits(0, NIL, 1, 2);
    node.take();
    node.machine.timeout(Step.Precommit, 1);
    expect(node.take()).toEqual([]);
    node.machine.timeout(Step.Precommit, 0);
    expect(node.take()).toEqual(['round 1']);
    node.machine.timeout(Step.Precommit, 0);
    expect(node.take()).toEqual([]);
  });
});
