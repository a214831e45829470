import {
  type Actions,
  RoundMachine,
  Step,
  VoteType,
} from '../../../../models/chain/consensus/round-machine.ts';
import { NIL, powersOf } from '../../../../models/chain/consensus/tally.ts';

export const { Prevote, Precommit } = VoteType;

/** Blocks of the hand-made cases. */
export const A = 10;
export const B = 11;

const stepNames = Object.fromEntries(Object.entries(Step).map(([name, step]) => [step, name]));
const valueName = (value: number) =>
  value === NIL ? 'nil' : value === A ? 'A' : value === B ? 'B' : value;

/** A machine whose actions are written down as words, oldest first; `take` empties the list. */
export class Recorded {
  readonly machine: RoundMachine;
  private said: string[] = [];

  /** Validator 0 of four with power 1 each, unless told otherwise; validator `round % n` proposes. */
  constructor(self = 0, power: readonly number[] = [1, 1, 1, 1]) {
    const say = (text: string) => this.said.push(text);
    const actions: Actions = {
      entered: (round, step) => {
        if (step === Step.Propose) say(`round ${round}`);
      },
      propose: (round, valid, validRound) =>
        say(`propose ${round} ${valueName(valid)} ${validRound}`),
      vote: (type, round, value) => {
        say(`${type === Prevote ? 'prevote' : 'precommit'} ${round} ${valueName(value)}`);
        this.machine.vote(type, round, self, value);
      },
      startTimeout: (step, round) => {
        if (step !== Step.Propose) say(`time-out ${stepNames[step]} ${round}`);
      },
      decide: (round, value) => say(`decide ${round} ${valueName(value)}`),
    };
    const proposer = (round: number) => (round + 1) % power.length;
    this.machine = new RoundMachine({ powers: powersOf(power), self, proposer }, actions);
  }

  /** What was done since the last call. */
  take(): string[] {
    const { said } = this;
    this.said = [];
    return said;
  }

  prevotes(round: number, value: number, ...validators: number[]): this {
    for (const validator of validators) this.machine.vote(Prevote, round, validator, value);
    return this;
  }

  precommits(round: number, value: number, ...validators: number[]): this {
    for (const validator of validators) this.machine.vote(Precommit, round, validator, value);
    return this;
  }

  /** A proposal and its block. */
  proposed(round: number, value: number, validRound = -1, valid = true): this {
    this.machine.available(value, valid);
    this.machine.proposal(round, value, validRound);
    return this;
  }

  /** Round 0 begun, A proposed, prevoted by three and so locked, then left by the time-out of precommits. */
  lockedOnA(): this {
    this.machine.begin();
    this.proposed(0, A).prevotes(0, A, 1, 2).precommits(0, NIL, 1, 2);
    this.machine.timeout(Step.Precommit, 0);
    this.take();
    return this;
  }
}
