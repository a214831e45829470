/** Tokens under a lock that earn rewards like stake, which the treasury gets and keeps. Base units. */
export class Collateral {
  tokens = 0n;
  /** Rewards so far. */
  rewards = 0n;

  /** Part of the rewards that is left to those who stake. */
  stakersPart(staked: bigint): number {
    return this.tokens === 0n ? 1 : Number(staked) / Number(staked + this.tokens);
  }

  /** Notes what it earned of a reward that was paid on a stake of which it is a part. @returns base units */
  keep(paid: bigint, stake: bigint): bigint {
    if (this.tokens === 0n) return 0n;
    const earned = (paid * this.tokens) / stake;
    this.rewards += earned;
    return earned;
  }
}
