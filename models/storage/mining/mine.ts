/*
 * What the mine contract counts: which submissions it accepts and how the target follows them.
 * Source: 0g-storage 3.8 and 4.
 */

export interface MineRules {
  readonly targetSubmissions: number;
  /** Blocks of a subtask's window. */
  readonly window: number;
  /** Target of the next mined epoch from that of the last and its accepted submissions. */
  adjust(target: bigint, submissions: number): bigint;
}

/** A proof on its way to the contract. */
export interface Submission {
  readonly miner: number;
  readonly epoch: number;
  /** Block at which the window of its subtask starts. */
  readonly opens: number;
  readonly position: number;
  /** Quality as a share of `target`. */
  readonly quality: number;
  /** The target it was mined for, without the penalty of shards. */
  readonly target: bigint;
}

export const verdicts = ['accepted', 'late', 'over the cap', 'target moved'] as const;
export type Verdict = (typeof verdicts)[number];

export class Mine {
  target: bigint;
  /** Epoch of the last accepted submission; -1 before the first. */
  minedEpoch = -1;
  /** Accepted in that epoch. */
  submissions = 0;
  private readonly rules: MineRules;

  constructor(target: bigint, rules: MineRules) {
    this.target = target;
    this.rules = rules;
  }

  /** Accepted in an epoch so far. */
  acceptedIn(epoch: number): number {
    return epoch === this.minedEpoch ? this.submissions : 0;
  }

  /** No more proofs of this epoch are taken. Source: 0g-storage 3.8: twice the target. */
  full(epoch: number): boolean {
    return this.acceptedIn(epoch) >= 2 * this.rules.targetSubmissions;
  }

  /**
   * The contract's answer to a proof in that block. The first accepted one of an epoch moves the target by
   * the count of the epoch that was mined before; a refusal changes nothing.
   */
  submit(submission: Submission, block: number): Verdict {
    const { epoch, opens, quality } = submission;
    if (block > opens + this.rules.window || epoch < this.minedEpoch) return 'late';
    if (this.full(epoch)) return 'over the cap';
    const target = this.targetOf(epoch);
    // Qualities are uniform below the target that they were mined for.
    if (quality * Number(submission.target) > Number(target)) return 'target moved';
    if (epoch !== this.minedEpoch) {
      this.minedEpoch = epoch;
      this.submissions = 0;
      this.target = target;
    }
    this.submissions++;
    return 'accepted';
  }

  /** The target that a proof of that epoch has to meet now. */
  private targetOf(epoch: number): bigint {
    if (epoch === this.minedEpoch || this.minedEpoch < 0) return this.target;
    return this.rules.adjust(this.target, this.submissions);
  }
}
