import { describe, expect, it } from 'vitest';
import { UNIT } from '../../../../models/chain/stake/fixed-point.ts';
import {
  COUNTED_DELEGATIONS,
  countedTokens,
  TOKENS_PER_VOTE,
  voteRules,
  votes,
} from '../../../../models/da/zerog/votes.ts';

const held = {
  // 1, 2, …, 12 tokens.
  delegations: Array.from({ length: 12 }, (_, i) => BigInt(i + 1) * UNIT),
  balance: 500n * UNIT,
  staked: 1_000n * UNIT,
};

describe('tokens that count', () => {
  it('delegated: the first 11 in the code, the first 10 in the documentation', () => {
    // 1 + … + 11 = 66 and 1 + … + 10 = 55.
    const code = voteRules.delegated;
    const docs = { ...code, countedDelegations: COUNTED_DELEGATIONS.documented };
    expect(countedTokens(held, code)).toBe(66n * UNIT);
    expect(countedTokens(held, docs)).toBe(55n * UNIT);
    // 66 / 10 and 55 / 30, rounded down.
    expect(votes(countedTokens(held, code), code)).toBe(6);
    const dear = { ...docs, tokensPerVote: TOKENS_PER_VOTE.documented };
    expect(votes(countedTokens(held, dear), dear)).toBe(1);
  });

  it('balance: whatever the wallet holds; staked: what is locked', () => {
    expect(countedTokens(held, voteRules.balance)).toBe(500n * UNIT);
    expect(countedTokens(held, voteRules.staked)).toBe(1_000n * UNIT);
    // 500 / 30 = 16.7 and 1000 / 30 = 33.3.
    expect(votes(500n * UNIT, voteRules.balance)).toBe(16);
    expect(votes(1_000n * UNIT, voteRules.staked)).toBe(33);
  });
});

describe('votes', () => {
  it('round down to the last base unit', () => {
    expect(votes(30n * UNIT - 1n, voteRules.staked)).toBe(0);
    expect(votes(30n * UNIT, voteRules.staked)).toBe(1);
    expect(votes(60n * UNIT - 1n, voteRules.staked)).toBe(1);
    expect(votes(0n, voteRules.staked)).toBe(0);
  });

  it('are capped: 1024 for stake, 102,400 for balances', () => {
    // 1024 * 30 = 30,720 tokens; 102,400 * 30 = 3,072,000.
    expect(votes(30_720n * UNIT - 1n, voteRules.staked)).toBe(1023);
    expect(votes(1_000_000_000n * UNIT, voteRules.staked)).toBe(1024);
    expect(votes(10_240n * UNIT, voteRules.delegated)).toBe(1024);
    expect(votes(20_000n * UNIT, voteRules.delegated)).toBe(1024);
    expect(votes(3_072_000n * UNIT - 1n, voteRules.balance)).toBe(102_399);
    expect(votes(1_000_000_000n * UNIT, voteRules.balance)).toBe(102_400);
  });

  it('refuse impossible amounts', () => {
    expect(() => votes(-1n, voteRules.staked)).toThrow(
      'counted tokens, expected 0 or more, got -1',
    );
    expect(() => votes(1n, { ...voteRules.staked, tokensPerVote: 0 })).toThrow(
      'tokensPerVote, expected more than 0, got 0',
    );
  });
});
