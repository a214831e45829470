import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { ballotsOf, drawnBallots, sortedBallots } from '../../../../models/da/zerog/ballots.ts';
import {
  quorumShape,
  quorums,
  rowsBySigner,
  seatCounts,
} from '../../../../models/da/zerog/quorums.ts';
import { Streams } from '../../../../sim/random.ts';
import { pValue, randomBytes } from './support.ts';

describe('ballots', () => {
  it('are the signature hashed once, twice, three times', () => {
    // Keccak-256 of "abc" is the reference vector; the other two come from a separate implementation.
    const ballots = ballotsOf({ signature: utf8ToBytes('abc'), votes: 3 });
    expect(ballots.map(bytesToHex)).toEqual([
      '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
      'b8e12eedbb60e5321db47f5a3bfeb8ec0ff6ae9af10020cc61bb8c82ae0b7b66',
      '09823331fd67fefb5528ee94b20d06ec121cf4d5876292b09f35f1e78f83c39c',
    ]);
  });

  it('of all signers are sorted by value', () => {
    // "abc": 4e, b8, 09 as above. The empty string: c5 (reference vector), then its hash.
    const second = keccak_256(keccak_256(new Uint8Array(0)));
    expect(second[0]).toBe(0x10);
    // 09 (0), 10 (1), 4e (0), b8 (0), c5 (1).
    const order = sortedBallots([
      { signature: utf8ToBytes('abc'), votes: 3 },
      { signature: new Uint8Array(0), votes: 2 },
    ]);
    expect(order).toEqual([0, 1, 0, 0, 1]);
  });

  it('are none without votes', () => {
    expect(sortedBallots([{ signature: new Uint8Array(64), votes: 0 }])).toEqual([]);
    expect(() => ballotsOf({ signature: new Uint8Array(64), votes: -1 })).toThrow(
      'votes, expected a whole number from 0, got -1',
    );
    const stream = new Streams('votes', 0).stream('order');
    expect(() => drawnBallots([1, 0.5], stream)).toThrow('votes, expected a whole number');
  });
});

describe('quorums by hand: 2 signers, 8 ballots', () => {
  const ballots = [0, 1, 0, 0, 1, 1, 0, 1];

  it('a quorum of 6, and room for another: it takes the last 6, which overlap by 4', () => {
    expect(quorums(ballots, { seats: 6, maxQuorums: 2 })).toEqual([
      [0, 1, 0, 0, 1, 1],
      [0, 0, 1, 1, 0, 1],
    ]);
  });

  it('no room: the last 2 ballots are left out', () => {
    expect(quorums(ballots, { seats: 6, maxQuorums: 1 })).toEqual([[0, 1, 0, 0, 1, 1]]);
    expect(quorums(ballots, { seats: 3, maxQuorums: 2 })).toEqual([
      [0, 1, 0],
      [0, 1, 1],
    ]);
  });

  it('no remainder: no overlap', () => {
    expect(quorums(ballots, { seats: 4, maxQuorums: 10 })).toEqual([
      [0, 1, 0, 0],
      [1, 1, 0, 1],
    ]);
    expect(quorums(ballots, { seats: 8, maxQuorums: 10 })).toEqual([ballots]);
  });

  it('fewer ballots than seats: they are dealt again and again', () => {
    expect(quorums([0, 1, 1], { seats: 8, maxQuorums: 10 })).toEqual([[0, 1, 1, 0, 1, 1, 0, 1]]);
    expect(quorums([], { seats: 8, maxQuorums: 10 })).toEqual([]);
  });

  it('rows and seats of a quorum', () => {
    const quorum = [2, 0, 2, 2, 0];
    expect([...rowsBySigner(quorum)]).toEqual([
      [2, [0, 2, 3]],
      [0, [1, 4]],
    ]);
    expect(seatCounts(quorum, 4)).toEqual([2, 0, 3, 0]);
  });

  it('refuses shapes without seats or quorums', () => {
    expect(() => quorums(ballots, { seats: 0, maxQuorums: 1 })).toThrow(
      'seats, expected a whole number from 1, got 0',
    );
    expect(() => quorums(ballots, { seats: 1, maxQuorums: 0.5 })).toThrow('maxQuorums, expected');
  });
});

describe('quorums of random ballots', () => {
  it.each(['shape 1', 'shape 2', 'shape 3'])('keep the rules, seed "%s"', (seed) => {
    const stream = new Streams(seed, 0).stream('shape');
    for (let i = 0; i < 300; i++) {
      const seats = 1 + stream.below(12);
      const maxQuorums = 1 + stream.below(5);
      const count = stream.below(80);
      const where = `seed "${seed}", ${count} ballots, ${seats} seats, ${maxQuorums} quorums`;
      // Every ballot has a signer of its own, so a seat names its ballot.
      const ballots = stream.shuffle(Array.from({ length: count }, (_, ballot) => ballot));
      const dealt = quorums(ballots, { seats, maxQuorums });
      expect(dealt.length, where).toBe(
        count === 0 ? 0 : Math.min(maxQuorums, Math.ceil(count / seats)),
      );
      expect(dealt.every((quorum) => quorum.length === seats)).toBe(true);
      if (count < seats) {
        for (const quorum of dealt) {
          for (let seat = 0; seat < seats; seat++) {
            expect(quorum[seat], where).toBe(ballots[seat % count]);
          }
        }
        continue;
      }
      // All but an overlapping last one follow each other.
      const room = maxQuorums * seats >= count;
      const flat = dealt.slice(0, Math.floor(count / seats)).flat();
      expect(flat, where).toEqual(ballots.slice(0, flat.length));
      if (room) expect(dealt.at(-1), where).toEqual(ballots.slice(count - seats));
      expect(new Set(dealt.flat()).size, where).toBe(Math.min(count, maxQuorums * seats));
    }
  });

  it('have the published shape by default', () => {
    // 60 signers with 1024 votes each: 61,440 ballots, of which 10 quorums hold 30,720.
    expect(quorumShape).toEqual({ seats: 3072, maxQuorums: 10 });
    const stream = new Streams('published', 0).stream('order');
    const ballots = drawnBallots(new Array<number>(60).fill(1024), stream);
    expect(stream.draws).toBe(61_439);
    expect(seatCounts(ballots, 60)).toEqual(new Array<number>(60).fill(1024));
    expect(quorums(ballots).map((quorum) => quorum.length)).toEqual(
      new Array<number>(10).fill(3072),
    );
  });
});

describe('the fast draw follows the law of the hashes', () => {
  const votes = [2, 3, 5];
  const shape = { seats: 4, maxQuorums: 3 };
  // Signer 0 has k of the 4 seats: C(2, k) C(8, 4 - k) / C(10, 4) = 70, 112, 28 of 210.
  const law = [1 / 3, 8 / 15, 2 / 15];
  // 10 ballots: quorums of ballots 0-3, 4-7 and, overlapping, 6-9. Each alone has the same law.
  const ROUNDS = 3000;

  it.each(['hashed', 'drawn'])('%s ballots', (form) => {
    const seed = `law of ${form} ballots`;
    const stream = new Streams(seed, 0).stream('order');
    const counts = [0, 1, 2].map(() => [0, 0, 0]);
    const bySigner = [0, 0, 0];
    // Whether signer 0 holds seats 0 and 1 of the first quorum: chance 2 * 1 / (10 * 9) = 1 / 45.
    const firstTwo = [0, 0];
    for (let i = 0; i < ROUNDS; i++) {
      const ballots =
        form === 'drawn'
          ? drawnBallots(votes, stream)
          : sortedBallots(
              votes.map((count) => ({ signature: randomBytes(stream, 64), votes: count })),
            );
      const dealt = quorums(ballots, shape);
      for (const [q, quorum] of dealt.entries()) counts[q][seatCounts(quorum, 3)[0]]++;
      bySigner[dealt[0][0]]++;
      firstTwo[dealt[0][0] === 0 && dealt[0][1] === 0 ? 0 : 1]++;
    }
    for (const [q, seen] of counts.entries()) {
      expect(pValue(seen, law), `seed "${seed}", quorum ${q}: ${seen}`).toBeGreaterThan(0.001);
    }
    expect(pValue(bySigner, [0.2, 0.3, 0.5]), `seed "${seed}": ${bySigner}`).toBeGreaterThan(0.001);
    expect(pValue(firstTwo, [1 / 45, 44 / 45]), `seed "${seed}": ${firstTwo}`).toBeGreaterThan(
      0.001,
    );
  });
});
