import { isMinority, NIL, type Powers, Tally } from './tally.ts';

/*
 * One height of consensus as one node sees it: the rules of "The latest gossip on BFT consensus"
 * (Buchman, Kwon, Milosevic, arXiv 1807.04938, algorithm 1), which the CometBFT specification states as
 * propose, prevote and precommit steps. No clock and no network: what happens comes in as calls, what
 * follows goes out through `Actions`.
 *
 * A block counts as available when all of it has arrived; a proposal names the block of a round. So a
 * node may learn that a block was decided before it holds it, and commits once it does.
 */

export const Step = { NewHeight: 0, Propose: 1, Prevote: 2, Precommit: 3, Decided: 4 } as const;
export type Step = (typeof Step)[keyof typeof Step];

export const VoteType = { Prevote: 0, Precommit: 1 } as const;
export type VoteType = (typeof VoteType)[keyof typeof VoteType];

/** What a node does as a consequence; called during the machine's own calls, in order. */
export interface Actions {
  /** A round began or a step was taken: peers are told. */
  entered(round: number, step: Step): void;
  /** This node proposes: `valid` again, which had a quorum of prevotes in `validRound`, or, for NIL, a new block. */
  propose(round: number, valid: number, validRound: number): void;
  vote(type: VoteType, round: number, value: number): void;
  /** Calls `timeout(step, round)` after the time-out of that step and round. */
  startTimeout(step: Step, round: number): void;
  /** The height is decided; `value` is available here. */
  decide(round: number, value: number): void;
}

export interface MachineOptions {
  readonly powers: Powers;
  /** Index among the validators; -1 for a node that only follows. */
  readonly self: number;
  /** Proposer of a round of this height. */
  readonly proposer: (round: number) => number;
}

interface Round {
  readonly prevotes: Tally;
  readonly precommits: Tally;
  /** Everyone who voted in this round. */
  readonly senders: Tally;
  proposed: number;
  validRound: number;
  prevoteTimeout: boolean;
  precommitTimeout: boolean;
}

/** What a proposal that has not come is. */
const NONE = -2;

export class RoundMachine {
  round = -1;
  step: Step = Step.NewHeight;
  lockedValue = NIL;
  lockedRound = -1;
  validValue = NIL;
  validRound = -1;

  private readonly options: MachineOptions;
  private readonly actions: Actions;
  private readonly rounds: (Round | undefined)[] = [];
  /** Blocks that are here, and whether they are valid. */
  private readonly blocks = new Map<number, boolean>();

  constructor(options: MachineOptions, actions: Actions) {
    this.options = options;
    this.actions = actions;
  }

  /** Begins round 0, unless votes of others have begun a round or decided the height already. */
  begin(): void {
    if (this.step === Step.NewHeight) this.enterRound(0);
  }

  /** A proposal, whose signature was checked, for a round of this height; only the first one counts. */
  proposal(round: number, value: number, validRound: number): void {
    const record = this.record(round);
    if (record.proposed !== NONE || this.step === Step.Decided) return;
    record.proposed = value;
    record.validRound = validRound;
    if (round === this.round) this.advance();
  }

  /** All of a block has arrived. */
  available(value: number, valid: boolean): void {
    if (this.blocks.has(value) || this.step === Step.Decided) return;
    this.blocks.set(value, valid);
    for (let round = 0; round < this.rounds.length; round++) {
      if (this.rounds[round] !== undefined && this.decideIn(round)) return;
    }
    this.advance();
  }

  /** A vote of this height. @returns false when it was known or conflicts with an earlier one */
  vote(type: VoteType, round: number, validator: number, value: number): boolean {
    if (this.step === Step.Decided) return false;
    const record = this.record(round);
    const tally = type === VoteType.Prevote ? record.prevotes : record.precommits;
    const added = tally.add(validator, value);
    if (added === 'known') return false;
    if (round > this.round) {
      record.senders.add(validator, NIL);
      if (type === VoteType.Precommit && this.decideIn(round)) return added === 'counted';
      if (isMinority(record.senders.power, this.options.powers)) this.enterRound(round);
    } else {
      if (type === VoteType.Precommit && this.decideIn(round)) return added === 'counted';
      if (round === this.round || this.step === Step.Propose) this.advance();
    }
    return added === 'counted';
  }

  timeout(step: Step, round: number): void {
    if (round !== this.round) return;
    if (step === Step.Propose && this.step === Step.Propose) this.prevote(NIL);
    else if (step === Step.Prevote && this.step === Step.Prevote) this.precommit(NIL);
    else if (step === Step.Precommit && this.step !== Step.Decided) this.enterRound(round + 1);
    if (this.step !== Step.Decided) this.advance();
  }

  /** After a break in which time passed unseen: the time-outs that were running start anew. */
  resume(): void {
    const { round, step } = this;
    const record = this.rounds[round];
    if (record === undefined || step === Step.Decided) return;
    if (step === Step.Propose) this.actions.startTimeout(step, round);
    if (step === Step.Prevote && record.prevoteTimeout) this.actions.startTimeout(step, round);
    if (record.precommitTimeout) this.actions.startTimeout(Step.Precommit, round);
  }

  /** The block proposed in a round; undefined as long as no proposal has come. */
  proposedIn(round: number): number | undefined {
    const proposed = this.rounds[round]?.proposed ?? NONE;
    return proposed === NONE ? undefined : proposed;
  }

  /** A value other than NIL with a quorum of precommits in some round, although the block may be missing. */
  precommitted(): number | undefined {
    for (const round of this.rounds) {
      const value = round?.precommits.decided();
      if (value !== undefined && value !== NIL) return value;
    }
    return undefined;
  }

  private record(round: number): Round {
    let record = this.rounds[round];
    if (record === undefined) {
      const { powers } = this.options;
      record = {
        prevotes: new Tally(powers),
        precommits: new Tally(powers),
        senders: new Tally(powers),
        proposed: NONE,
        validRound: -1,
        prevoteTimeout: false,
        precommitTimeout: false,
      };
      while (this.rounds.length < round) this.rounds.push(undefined);
      this.rounds[round] = record;
    }
    return record;
  }

  private enterRound(round: number): void {
    this.round = round;
    this.step = Step.Propose;
    this.actions.entered(round, Step.Propose);
    this.actions.startTimeout(Step.Propose, round);
    const { self, proposer } = this.options;
    if (self >= 0 && proposer(round) === self) {
      this.actions.propose(round, this.validValue, this.validRound);
    }
    if (this.round === round && this.step === Step.Propose) this.advance();
  }

  /** Applies every rule that the current round allows, until none does. */
  private advance(): void {
    const { round } = this;
    if (round < 0) return;
    const record = this.record(round);
    if (this.step === Step.Propose) this.considerProposal(record);
    if (this.step === Step.Prevote) this.considerPrevotes(record);
    if (this.step === Step.Precommit) this.noteValid(record);
    if (this.round !== round || this.step === Step.Decided) return;
    if (record.precommits.complete && !record.precommitTimeout) {
      record.precommitTimeout = true;
      this.actions.startTimeout(Step.Precommit, round);
    }
  }

  /** Lines 22 and 28 of the algorithm. */
  private considerProposal({ proposed, validRound }: Round): void {
    const valid = this.blocks.get(proposed);
    if (valid === undefined) return;
    if (validRound >= 0) {
      if (!(validRound < this.round) || !this.rounds[validRound]?.prevotes.hasQuorum(proposed)) {
        return;
      }
      const free = this.lockedRound <= validRound || this.lockedValue === proposed;
      this.prevote(valid && free ? proposed : NIL);
      return;
    }
    const free = this.lockedRound < 0 || this.lockedValue === proposed;
    this.prevote(valid && free ? proposed : NIL);
  }

  /** Lines 34, 36 and 44. */
  private considerPrevotes(record: Round): void {
    const value = record.prevotes.decided();
    if (value === NIL) {
      this.precommit(NIL);
    } else if (value !== undefined && this.blocks.get(value) === true) {
      this.lockedValue = value;
      this.lockedRound = this.round;
      this.noteValid(record);
      this.precommit(value);
    } else if (record.prevotes.complete && !record.prevoteTimeout) {
      record.prevoteTimeout = true;
      this.actions.startTimeout(Step.Prevote, this.round);
    }
  }

  /** Line 42: a block with a quorum of prevotes is what this node proposes later. */
  private noteValid({ prevotes }: Round): void {
    const value = prevotes.decided();
    if (value === undefined || value === NIL || this.blocks.get(value) !== true) return;
    this.validValue = value;
    this.validRound = this.round;
  }

  /** Line 49. */
  private decideIn(round: number): boolean {
    const value = this.rounds[round]?.precommits.decided();
    if (value === undefined || value === NIL || this.blocks.get(value) !== true) return false;
    this.step = Step.Decided;
    this.actions.decide(round, value);
    return true;
  }

  private prevote(value: number): void {
    this.step = Step.Prevote;
    this.actions.entered(this.round, Step.Prevote);
    if (this.options.self >= 0) this.actions.vote(VoteType.Prevote, this.round, value);
    // The node's own vote may have moved it on already.
    if (this.step === Step.Prevote) this.advance();
  }

  private precommit(value: number): void {
    this.step = Step.Precommit;
    this.actions.entered(this.round, Step.Precommit);
    if (this.options.self >= 0) this.actions.vote(VoteType.Precommit, this.round, value);
  }
}
