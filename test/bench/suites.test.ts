import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import { bodiesOf, countWork } from '../../bench/bodies.ts';
import { fnv, shardBytes } from '../../bench/bytes.ts';
import { codingContenders, groupName, lostPlaces, type Shape } from '../../bench/coding.ts';
import { HASH_TOY, hashContenders } from '../../bench/hash.ts';
import { helpedContenders } from '../../bench/helped.ts';
import { type Contender, inRounds } from '../../bench/rounds.ts';
import { ownTree } from '../../bench/tree.ts';

const TOY: readonly Shape[] = [
  { code: 'matrix', data: 10, parity: 4, length: 64 },
  { code: 'matrix', data: 32, parity: 32, length: 96 },
  { code: 'fft', data: 128, parity: 128, length: 64 },
  { code: 'fft', data: 256, parity: 256, length: 64 },
  { code: 'fft', data: 256, parity: 512, length: 64 },
  { code: 'square', data: 8, parity: 8, length: 64 },
];

function atToySize(contenders: readonly Contender[]): void {
  const agreed = new Map<string, string>();
  for (const { group, name, skipped, apart, prepare, close } of contenders) {
    const title = `${group}: ${name}${skipped === undefined ? '' : `: ${skipped}`}`;
    it.skipIf(skipped !== undefined)(title, async () => {
      const { elapsed, work, result } = await (await prepare())(0);
      await close?.();
      expect(elapsed).toBeGreaterThan(0);
      expect(work).toBeGreaterThan(0);
      expect(result).toMatch(/^[0-9a-f]{8,64}$/);
      if (apart === true) return;
      expect(result).toBe(agreed.get(group) ?? result);
      agreed.set(group, result);
    });
  }
}

describe('hash suite at toy size, equal results in a group', async () => {
  atToySize(await hashContenders(HASH_TOY));
});

describe('coding suite at toy size, equal results in a group', () => {
  atToySize(codingContenders(TOY, true));
});

describe('divided work and handing over at toy size', () => {
  // 128 x 1,024 B is the least that is divided.
  atToySize(helpedContenders({ code: 'fft', data: 128, parity: 128, length: 1024 }));
});

describe('fixed work', () => {
  it('of every suite is done and counted, twice alike', async () => {
    const bodies = bodiesOf(['kernel', 'hash', 'coding', 'protocol']);
    const work = await countWork(bodies, () => {});
    expect(new Set(work.map(({ suite }) => suite)).size).toBe(4);
    expect(new Set(work.map(({ suite, body }) => `${suite} ${body}`)).size).toBe(work.length);
    for (const { body, counters, certificate } of work) {
      expect(certificate, body).toMatch(/^[0-9a-f]{64}$/);
      for (const [name, value] of Object.entries(counters))
        expect(Number.isInteger(value) && value >= 0, `${body}, ${name}: ${value}`).toBe(true);
      expect(counters.events ?? counters.bytes, body).toBeGreaterThan(0);
    }
    expect(await countWork(bodies.slice(0, 8), () => {})).toEqual(work.slice(0, 8));
  });

  it('counts bytes of messages around the certificate and leaves it as it was', async () => {
    const { sim } = await ownTree();
    const { message } = Object.getPrototypeOf(new sim.Simulation({ seed: '1' }).certificate);
    const gossip = bodiesOf(['protocol']).filter(({ name }) => name === 'gossip');
    const [{ counters }] = await countWork(gossip, () => {});
    // Two messages, of which those of 1 MB reach 60 peers twice over versions 1.1 and 1.2.
    expect(counters['message bytes']).toBeGreaterThan(2 * 2 * 59 * 1e6);
    expect(Object.getPrototypeOf(new sim.Simulation({ seed: '1' }).certificate).message).toBe(
      message,
    );
  });
});

describe('the parts of the suites', () => {
  it('fills shards with bytes that other languages make too', () => {
    // (1 * 0x9e3779b1) >> 24 = 0x9e; plus 0x85ebca6b it is 0x1_2423441c, of which 32 bits count.
    expect([...shardBytes(0, 2)]).toEqual([0x9e, 0x24]);
  });

  it('hashes by FNV-1a', () => {
    // Published vectors of the 32-bit variant: '' and 'foobar'.
    expect(fnv([])).toBe('811c9dc5');
    expect(fnv([new TextEncoder().encode('foo'), new TextEncoder().encode('bar')])).toBe(
      'bf9cf968',
    );
  });

  it('loses the first data shards of a matrix code, and of others a random half at most', () => {
    expect(lostPlaces(TOY[0])).toEqual([0, 1, 2, 3]);
    for (const shape of TOY.slice(2, 5)) {
      const lost = lostPlaces(shape);
      const half = (shape.data + shape.parity) / 2;
      expect(lost).toHaveLength(Math.min(shape.parity, half));
      expect(new Set(lost).size).toBe(lost.length);
      expect(lost.every((place) => place < shape.data + shape.parity)).toBe(true);
    }
  });

  it('gives the Keccak of noble', async () => {
    const all = await hashContenders(HASH_TOY);
    const one = all.find(({ name }) => name === 'droptower, one message');
    const digest = keccak_256(shardBytes(1, HASH_TOY.long));
    // The result is SHA-256 of the digest.
    const { createHash } = await import('node:crypto');
    const expected = createHash('sha256').update(digest).digest('hex');
    expect((await (await one?.prepare())?.(0))?.result).toBe(expected);
  });

  it('names groups by code, counts and length', () => {
    expect(groupName(TOY[0], 'encode')).toBe('matrix 10+4, 64 B, encode');
    expect(groupName({ ...TOY[5], length: 65_536 }, 'encode')).toBe('2D 8 to 16, 64 KiB, encode');
    expect(groupName({ ...TOY[4], length: 1 << 20 }, 'rebuild')).toBe(
      'fft 256+512, 1 MiB, rebuild',
    );
  });
});

describe('interleaved rounds', () => {
  const contender = (
    name: string,
    slice: () => { elapsed: number; result: string },
  ): Contender => ({
    group: 'g',
    name,
    unit: 'B/s',
    prepare: () => () => ({ work: 100, ...slice() }),
  });
  const run = (contenders: Contender[]) =>
    inRounds('hash', contenders, { rounds: 3, least: 0.05 }, () => {});

  it('take turns and give the rate of each round', async () => {
    const order: string[] = [];
    const as = (name: string, elapsed: number) =>
      contender(name, () => {
        order.push(name);
        return { elapsed, result: 'r' };
      });
    const timings = await run([as('a', 0.05), as('b', 0.1)]);
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(timings.map(({ rate }) => rate?.rounds)).toEqual([
      [2000, 2000, 2000],
      [1000, 1000, 1000],
    ]);
  });

  it('refuse contenders that give other results, and rounds that differ', async () => {
    const a = contender('a', () => ({ elapsed: 0.1, result: 'x' }));
    const b = contender('b', () => ({ elapsed: 0.1, result: 'y' }));
    await expect(run([a, b])).rejects.toThrow('g: a gave x, b y');
    expect(await run([a, { ...b, apart: true }])).toHaveLength(2);
    let round = 0;
    const c = contender('c', () => ({ elapsed: 0.1, result: String(round++) }));
    await expect(run([c])).rejects.toThrow('g: c gave 0, c 1');
  });

  it('let those end who were prepared, also when a round fails', async () => {
    const closed: string[] = [];
    const closing = (name: string, result: string, skipped = {}) => ({
      ...contender(name, () => ({ elapsed: 0.1, result })),
      close: async () => void closed.push(name),
      ...skipped,
    });
    await run([closing('a', 'x'), closing('b', 'x', { skipped: 'not here' })]);
    expect(closed).toEqual(['a']);
    const failing = [closing('c', 'x'), closing('d', 'y'), closing('e', 'x')];
    await expect(run(failing)).rejects.toThrow('g: c gave x, d y');
    expect(closed).toEqual(['a', 'c', 'd']);
  });

  it('do not report what the clock cannot resolve, nor who is not there', async () => {
    const short = contender('a', () => ({ elapsed: 0.001, result: 'x' }));
    const gone = { ...contender('b', () => ({ elapsed: 1, result: 'x' })), skipped: 'not here' };
    const timings = await run([short, gone]);
    expect(timings[0].rate).toBeUndefined();
    expect(timings[0].skipped).toMatch(/too short|steps of the clock/);
    expect(timings[1]).toMatchObject({ skipped: 'not here' });
  });
});
