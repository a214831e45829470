import { describe, expect, it } from 'vitest';
import { chainSettings, transactionSize } from '../../../models/chain/chain-settings.ts';
import type { ChainValues } from '../../../models/chain/parameters.ts';
import { timeoutOf } from '../../../models/chain/settings.ts';
import { millis } from '../../../sim/time.ts';

/** A section that changes nothing of its preset, but for `changes`. */
function settingsOf(preset: string, changes: Partial<ChainValues> = {}) {
  const nothing = {
    timeoutPropose: null,
    timeoutVote: null,
    timeoutDelta: null,
    timeoutCommit: null,
    blockTime: null,
    maxBlockBytes: null,
    gasLimit: null,
    gasPerSecond: null,
    pipelined: null,
    outbound: null,
    inbound: null,
  };
  return chainSettings({ ...nothing, preset, ...changes } as ChainValues);
}

describe('a preset', () => {
  it('has the defaults of CometBFT 0.34 to 0.38 (fact sheet 2.1 and 2.2)', () => {
    for (const preset of ['cometbft-0.34', 'cometbft-0.37', 'cometbft-0.38']) {
      const settings = settingsOf(preset);
      expect(settings.propose).toEqual({ first: millis(3000), delta: millis(500) });
      expect(settings.prevote).toEqual({ first: millis(1000), delta: millis(500) });
      expect(settings.precommit).toEqual({ first: millis(1000), delta: millis(500) });
      expect(settings.commit).toBe(millis(1000));
      expect(settings.blockInterval).toBeNull();
      expect(settings.maxBlockBytes).toBe(22_020_096);
      expect(settings.gasLimit).toBe(Number.POSITIVE_INFINITY);
      expect([settings.outbound, settings.inbound]).toEqual([10, 40]);
      expect(settings.gossipSleep).toBe(millis(100));
      expect(settings.mempoolTransactions).toBe(5000);
    }
  });

  it('of CometBFT 1.0 has blocks of 4 MiB, stamped by their proposers', () => {
    const { maxBlockBytes, blockTime } = settingsOf('cometbft-1.0');
    expect([maxBlockBytes, blockTime]).toEqual([4_194_304, 'proposer']);
  });

  it('of 0G has the published gas limit of 120 M', () => {
    expect(settingsOf('0g').gasLimit).toBe(120_000_000);
  });
});

describe('what a section changes', () => {
  it('the wait for votes is that of prevotes and of precommits', () => {
    const { propose, prevote, precommit } = settingsOf('cometbft-0.38', {
      timeoutVote: millis(200),
    });
    expect([propose.first, prevote.first, precommit.first]).toEqual(
      [3000, 200, 200].map((ms) => millis(ms)),
    );
    expect(prevote.delta).toBe(millis(500));
  });

  it('the growth of waits is that of every step; round r waits t + r delta', () => {
    const { propose, prevote, precommit } = settingsOf('cometbft-0.38', {
      timeoutPropose: millis(1000),
      timeoutDelta: millis(50),
    });
    expect([propose, prevote, precommit].map(({ delta }) => delta)).toEqual(
      new Array(3).fill(millis(50)),
    );
    expect([0, 1, 4].map((round) => timeoutOf(propose, round))).toEqual(
      [1000, 1050, 1200].map((ms) => millis(ms)),
    );
  });

  it('zero and false count, unlike what is not given', () => {
    const { commit, propose, pipelined } = settingsOf('cometbft-0.38', {
      timeoutCommit: 0,
      timeoutDelta: 0,
      pipelined: false,
    });
    expect([commit, propose.delta, pipelined]).toEqual([0, 0, false]);
    expect(settingsOf('0g', { pipelined: true }).pipelined).toBe(true);
  });

  it('limits and peers replace those of the preset, the rest stays', () => {
    const changed = settingsOf('0g', {
      gasLimit: 30_000_000,
      gasPerSecond: 50_000_000,
      maxBlockBytes: 1_000_000,
      outbound: 5,
      inbound: 20,
      blockTime: millis(400),
    });
    expect(changed).toEqual({
      ...settingsOf('0g'),
      gasLimit: 30_000_000,
      gasPerSecond: 50_000_000,
      maxBlockBytes: 1_000_000,
      outbound: 5,
      inbound: 20,
      blockInterval: millis(400),
    });
  });
});

describe('a transaction of the load', () => {
  it('as payload has its bytes and pays for them as calldata', () => {
    // Floor price of EIP-7623: 21,000 + 40 x 1,024.
    expect(transactionSize({ transaction: 'payload' }, 1024)).toEqual({ bytes: 1024, gas: 61_960 });
  });

  it('as transfer has its own size and 21,000 gas', () => {
    const { bytes, gas } = transactionSize({ transaction: 'transfer' }, 1024);
    expect(gas).toBe(21_000);
    // Nonce, two fees, gas, address, amount and a signature of 65 B in RLP.
    expect(bytes).toBeGreaterThan(100);
    expect(bytes).toBeLessThan(130);
  });
});
