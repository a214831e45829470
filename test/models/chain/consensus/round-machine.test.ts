import { describe, expect, it } from 'vitest';
import { RoundMachine, Step } from '../../../../models/chain/consensus/round-machine.ts';
import { NIL, powersOf } from '../../../../models/chain/consensus/tally.ts';
import { A, B, Precommit, Prevote, Recorded } from './recorder.ts';

/*
 * Every rule of algorithm 1 of arXiv 1807.04938, named by its line. Four validators of power 1, so three
 * are a quorum (3 · 3 > 2 · 4) and two more than a third (3 · 2 > 4). The machine is validator 0; in
 * round r validator (r + 1) mod 4 proposes, so it proposes itself in round 3.
 */

describe('line 11: a round begins', () => {
  it('round 0 begins with the height, for one that does not propose', () => {
    const node = new Recorded();
    node.machine.begin();
    expect(node.take()).toEqual(['round 0']);
    expect(node.machine.step).toBe(Step.Propose);
  });

  it('the proposer proposes a new block when it knows none that is valid', () => {
    const node = new Recorded(1);
    node.machine.begin();
    expect(node.take()).toEqual(['round 0', 'propose 0 nil -1']);
  });

  it('the proposer proposes the block again that had a quorum of prevotes, with its round', () => {
    const node = new Recorded().lockedOnA();
    node.precommits(3, NIL, 1, 2);
    expect(node.take()).toEqual(['round 3', 'propose 3 A 0']);
  });

  it('a node that only follows neither proposes nor votes and yet decides', () => {
    const node = new Recorded(-1);
    node.machine.begin();
    node.proposed(0, A).prevotes(0, A, 1, 2, 3).precommits(0, A, 1, 2, 3);
    expect(node.take()).toEqual(['round 0', 'decide 0 A']);
  });
});

describe('line 22: a new proposal', () => {
  it('a valid block gets a prevote', () => {
    const node = new Recorded();
    node.machine.begin();
    node.proposed(0, A);
    expect(node.take()).toEqual(['round 0', 'prevote 0 A']);
  });

  it('needs the whole block as well as the proposal, in either order', () => {
    const node = new Recorded();
    node.machine.begin();
    node.machine.proposal(0, A, -1);
    expect(node.take()).toEqual(['round 0']);
    node.machine.available(A, true);
    expect(node.take()).toEqual(['prevote 0 A']);
  });

  it('an invalid block gets a prevote for nil', () => {
    const node = new Recorded();
    node.machine.begin();
    node.proposed(0, A, -1, false);
    expect(node.take()).toEqual(['round 0', 'prevote 0 nil']);
  });

  it('one that is locked prevotes nil for another block', () => {
    const node = new Recorded().lockedOnA();
    node.proposed(1, B);
    expect(node.take()).toEqual(['prevote 1 nil']);
  });

  it('one that is locked prevotes its own block, although proposed as new', () => {
    const node = new Recorded().lockedOnA();
    node.proposed(1, A);
    expect(node.take()).toEqual(['prevote 1 A']);
  });

  it('only the first proposal of a round counts', () => {
    const node = new Recorded();
    node.machine.begin();
    node.machine.proposal(0, A, -1);
    node.proposed(0, B);
    expect(node.take()).toEqual(['round 0']);
    expect(node.machine.proposedIn(0)).toBe(A);
  });

  it('a proposal of a later round waits for that round', () => {
    const node = new Recorded();
    node.machine.begin();
    node.proposed(1, A);
    expect(node.take()).toEqual(['round 0']);
    node.prevotes(1, NIL, 2, 3);
    expect(node.take()).toEqual(['round 1', 'prevote 1 A', 'time-out Prevote 1']);
  });

  it('after the prevote a proposal changes nothing', () => {
    const node = new Recorded();
    node.machine.begin();
    node.machine.timeout(Step.Propose, 0);
    node.take();
    node.proposed(0, A);
    expect(node.take()).toEqual([]);
  });
});

describe('line 28: a block proposed again with the round of its quorum of prevotes', () => {
  /** Locked on A in round 0, now in round 2; B may have had its quorum in round 1. */
  const inRoundTwo = () => {
    const node = new Recorded().lockedOnA();
    node.precommits(2, NIL, 1, 2);
    node.take();
    return node;
  };

  it('a lock of a lower round gives way to the later quorum', () => {
    const node = inRoundTwo();
    node.prevotes(1, B, 1, 2, 3).proposed(2, B, 1);
    expect(node.take()).toEqual(['prevote 2 B']);
    expect(node.machine.lockedValue).toBe(A);
  });

  it('the quorum may come after the proposal', () => {
    const node = inRoundTwo();
    node.proposed(2, B, 1).prevotes(1, B, 1, 2);
    expect(node.take()).toEqual([]);
    node.prevotes(1, B, 3);
    expect(node.take()).toEqual(['prevote 2 B']);
  });

  it('without a quorum for that block there is no prevote until the time-out, which is for nil', () => {
    const node = inRoundTwo();
    node.prevotes(1, NIL, 1).prevotes(1, B, 2, 3).proposed(2, B, 1);
    expect(node.take()).toEqual([]);
    node.machine.timeout(Step.Propose, 2);
    expect(node.take()).toEqual(['prevote 2 nil']);
  });

  it.each([2, 3])(
    'in round 2 the valid round %i is no earlier one and never gets a prevote',
    (validRound) => {
      const node = new Recorded();
      node.precommits(2, NIL, 1, 2);
      node.take();
      node.prevotes(2, B, 1, 2, 3).proposed(2, B, validRound).prevotes(3, B, 1);
      expect(node.take()).toEqual([]);
    },
  );

  it('a lock of the same round gives way', () => {
    // Only possible with faulty power of a third or more: the rule still says "not later than".
    const node = inRoundTwo();
    node.prevotes(0, B, 1, 2, 3).proposed(2, B, 0);
    expect(node.take()).toEqual(['prevote 2 B']);
  });

  it('a lock of a later round stays', () => {
    const node = new Recorded();
    node.precommits(1, NIL, 1, 2).proposed(1, A).prevotes(1, A, 1, 2);
    node.precommits(2, NIL, 1, 2);
    expect(node.machine.lockedRound).toBe(1);
    node.take();
    node.prevotes(0, B, 1, 2, 3).proposed(2, B, 0);
    expect(node.take()).toEqual(['prevote 2 nil']);
  });

  it('the locked block itself gets a prevote whatever its valid round', () => {
    const node = new Recorded();
    node.precommits(1, NIL, 1, 2).proposed(1, A).prevotes(1, A, 1, 2);
    node.precommits(2, NIL, 1, 2);
    node.take();
    node.prevotes(0, A, 1, 2, 3).proposed(2, A, 0);
    expect(node.take()).toEqual(['prevote 2 A']);
  });

  it('an invalid block gets a prevote for nil', () => {
    const node = inRoundTwo();
    node.prevotes(1, B, 1, 2, 3).proposed(2, B, 1, false);
    expect(node.take()).toEqual(['prevote 2 nil']);
  });
});

describe('a decided height', () => {
  it('does not begin again', () => {
    // Validator 1 has 5 of 7: its precommit alone is a quorum (15 > 14), before round 0 began.
    const node = new Recorded(0, [1, 5, 1]);
    node.machine.available(A, true);
    node.precommits(0, A, 1);
    expect(node.take()).toEqual(['decide 0 A']);
    node.machine.begin();
    expect(node.take()).toEqual([]);
    expect(node.machine.step).toBe(Step.Decided);
  });

  it('takes no votes, proposals, blocks and time-outs', () => {
    const node = new Recorded();
    node.machine.begin();
    node.proposed(0, A).prevotes(0, A, 1, 2).precommits(0, A, 1, 2);
    expect(node.take().at(-1)).toBe('decide 0 A');
    expect(node.machine.vote(Prevote, 1, 1, NIL)).toBe(false);
    node.proposed(1, B).precommits(1, NIL, 1, 2, 3).precommits(0, B, 1, 2, 3);
    for (const step of [Step.Propose, Step.Prevote, Step.Precommit]) node.machine.timeout(step, 0);
    expect(node.take()).toEqual([]);
  });
});

describe('what a vote call answers', () => {
  it('true for a new vote, false for a known one and for a second value', () => {
    const { machine } = new Recorded();
    machine.begin();
    expect(machine.vote(Prevote, 0, 1, A)).toBe(true);
    expect(machine.vote(Prevote, 0, 1, A)).toBe(false);
    expect(machine.vote(Prevote, 0, 1, B)).toBe(false);
    expect(machine.vote(Precommit, 0, 1, A)).toBe(true);
  });

  it('a single validator decides within one call', () => {
    const said: string[] = [];
    const machine: RoundMachine = new RoundMachine(
      { powers: powersOf([1]), self: 0, proposer: () => 0 },
      {
        entered: () => {},
        startTimeout: () => {},
        propose: (round) => {
          machine.proposal(round, A, -1);
          machine.available(A, true);
        },
        vote: (type, round, value) => machine.vote(type, round, 0, value),
        decide: (round, value) => said.push(`${round} ${value}`),
      },
    );
    machine.begin();
    expect(said).toEqual([`0 ${A}`]);
  });
});

describe('after a break', () => {
  it('the time-out of the propose step starts anew', () => {
    const started: string[] = [];
    const machine = new RoundMachine(
      { powers: powersOf([1, 1, 1, 1]), self: 0, proposer: () => 1 },
      {
        entered: () => {},
        propose: () => {},
        vote: () => {},
        decide: () => {},
        startTimeout: (step, round) => started.push(`${step} ${round}`),
      },
    );
    machine.resume();
    expect(started).toEqual([]);
    machine.begin();
    machine.resume();
    expect(started).toEqual([`${Step.Propose} 0`, `${Step.Propose} 0`]);
  });

  it('without a quorum of prevotes for anything no time-out of that step runs', () => {
    const node = new Recorded();
    node.machine.begin();
    node.machine.timeout(Step.Propose, 0);
    node.take();
    node.machine.resume();
    expect(node.take()).toEqual([]);
  });

  it('those of the votes start anew, both where both ran', () => {
    const node = new Recorded();
    node.machine.begin();
    node.machine.timeout(Step.Propose, 0);
    node.prevotes(0, A, 1, 2).precommits(0, NIL, 1, 2, 3);
    expect(node.take().slice(2)).toEqual(['time-out Prevote 0', 'time-out Precommit 0']);
    node.machine.resume();
    expect(node.take()).toEqual(['time-out Prevote 0', 'time-out Precommit 0']);
    node.machine.timeout(Step.Prevote, 0);
    expect(node.take()).toEqual(['precommit 0 nil']);
    node.machine.resume();
    expect(node.take()).toEqual(['time-out Precommit 0']);
  });

  it('a decided height starts none', () => {
    const node = new Recorded();
    node.machine.begin();
    node.proposed(0, A).precommits(0, NIL, 0).precommits(0, A, 1, 2, 3);
    expect(node.take().at(-1)).toBe('decide 0 A');
    node.machine.resume();
    expect(node.take()).toEqual([]);
  });
});
