import { describe, expect, it } from 'vitest';
import { RegularBlocks } from '../../../../models/storage/mining/blocks.ts';
import { Mining } from '../../../../models/storage/mining/engine.ts';
import { ExposedHits } from '../../../../models/storage/mining/exposure.ts';
import { Mine } from '../../../../models/storage/mining/mine.ts';
import { Miners } from '../../../../models/storage/mining/miners.ts';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { Streams } from '../../../../sim/random.ts';
import type { Tick } from '../../../../sim/time.ts';
import { MACHINE, mineWorld, ONE_WINDOW, TIB } from './engine-world.ts';

const SEED = 'failures';

describe('machines that lose their data', () => {
  it('accepted + refused = sent - in flight, whatever fails when (40 random worlds)', () => {
    const stream = new Streams(SEED, 0).stream('worlds');
    let losses = 0;
    let inFlight = 0;
    for (let round = 0; round < 40; round++) {
      const where = `${SEED} ${round}`;
      const groups = Array.from({ length: 1 + stream.below(3) }, (_, i) => ({
        name: `g${i}`,
        count: 1 + stream.below(10),
        rate: stream.between(5, 50),
        shards: 1 << stream.below(4),
        stored: stream.chance(0.3) ? stream.between(0.1, 1) : 1,
        identities: 1 + stream.below(3),
        // A loss every 10 s to 16 minutes; 1 TiB is there again after 1 s to 3 hours.
        failureRate: 31_557_600 / stream.between(10, 1000),
        fillRate: 1.1e12 / stream.between(1, 10_000),
      }));
      const world = mineWorld({
        groups,
        seed: where,
        target: initialTarget(1000 + stream.below(20_000)),
        targetSubmissions: 1 + stream.below(200),
        epochs: 1 + stream.below(6),
        shape: { blocks: 440, subtasks: 4, interval: 110, window: 1 + stream.below(110) },
        poll: stream.below(50_000_000),
        // Up to 3 s, or up to several windows.
        delay: stream.below(stream.chance(0.7) ? 30_000_000 : 2_000_000_000),
        room: 1 + stream.below(3),
      });
      const { mining, judged, sent, included, miners } = world;
      expect(judged.length, where).toBe(included);
      expect(mining.sent, where).toBe(sent);
      expect(sent, where).toBeGreaterThanOrEqual(included);
      losses += mining.losses;
      inFlight += sent - included;
      for (let miner = 0; miner < miners.count; miner++) {
        const { rate, identities } = miners.group(miner);
        // No more attempts than its time allows, and not one fewer for each window or rest.
        const most = (mining.busy[miner] / 1e7) * rate;
        expect(mining.attempts[miner], where).toBeLessThanOrEqual(most + 1e-6);
        const windows = identities * mineEpochs(world);
        expect(mining.attempts[miner], where).toBeGreaterThan(most - windows - 1e-6);
      }
    }
    expect(losses).toBeGreaterThan(500);
    expect(inFlight).toBeGreaterThan(0);
  });

  it('find nothing until they have data again, and as much as before once they have all', () => {
    // Data lost every 1000 s in the mean and never back: hits end with the first loss of each machine.
    const world = {
      target: initialTarget(64_000),
      targetSubmissions: 1e6,
      frozen: true,
      epochs: 60,
      seed: 'lost',
    };
    const failureRate = 31_557_600 / 1000;
    const gone = mineWorld({ ...world, groups: [{ count: 20, failureRate, fillRate: 1 }] });
    const back = mineWorld({ ...world, groups: [{ count: 20, failureRate, fillRate: 1e15 }] });
    const late = ({ judged }: typeof gone) =>
      judged.filter(({ submission }) => submission.epoch >= 50).length;
    const never = mineWorld({ ...world, groups: [{ count: 20 }] });
    // 44 s x 50 = 2200 s: exp(-2.2) = 11 % of the machines have not failed yet.
    expect(late(gone)).toBeLessThan(0.4 * late(never));
    // A loss costs the rest of one window, 1.6 s of 44 in the mean: at least 95 % are left.
    expect(late(back)).toBeGreaterThan(0.9 * late(never));
  });
});

describe('a loss within a window', () => {
  it('ends it: with a mean of 20 s machines mine 20 (1 - e^-2) = 17.3 s of 40', () => {
    const world = mineWorld({
      groups: [{ count: 400, failureRate: 31_557_600 / 20, fillRate: 1 }],
      target: initialTarget(640_000),
      targetSubmissions: 1e6,
      epochs: 1,
    });
    const seconds = world.mining.busy.reduce((sum, ticks) => sum + ticks, 0) / 400 / 1e7;
    // Deviation of min(T, 40) is 13.5 s: 0.7 s for the mean of 400.
    expect(Math.abs(seconds - 17.29)).toBeLessThan(2.5);
    // Hits stop with it: 400 x 17.3 s x 2000/s x 0.0001 = 1383, not 3200.
    expect(Math.abs(world.judged.length / (400 * seconds * 0.2) - 1)).toBeLessThan(0.12);
  });
});

const mineEpochs = ({ ends }: { ends: readonly unknown[] }): number => ends.length;

describe('blocks that come later than planned', () => {
  it('do not end mining early: windows last 100 blocks of 0.4 s although 0.1 s was expected', () => {
    const simulation = new Simulation({ seed: 'late blocks' });
    const miners = new Miners(simulation.streams, [{ ...MACHINE, count: 4 }]);
    const regular = new RegularBlocks(simulation, 4_000_000 as Tick, 1000, 0 as Tick);
    const blocks = {
      get height() {
        return regular.height;
      },
      blockTime: 1_000_000 as Tick,
      whenBlock: regular.whenBlock.bind(regular),
      submit: regular.submit.bind(regular),
    };
    const paths = [0, 1, 2, 3].map((miner) => miners.pathOf(miner));
    const places: number[] = [];
    const mining = new Mining({
      simulation,
      miners,
      hits: new ExposedHits(simulation.streams, paths, () => ({
        start: 0,
        loads: TIB / 1024,
        shards: 1,
        shard: 0,
      })),
      mine: new Mine(initialTarget(64_000), {
        targetSubmissions: 1e6,
        window: 100,
        adjust: (target) => target,
      }),
      blocks,
      shape: ONE_WINDOW,
      epochs: 10,
      poll: 0 as Tick,
      subtaskOf: () => 0,
      flow: () => TIB,
      judged: ({ opens }, _find, _verdict, block) => places.push(block - opens),
      ended: () => {},
    });
    mining.start();
    simulation.run();
    expect(mining.busy[0]).toBe(10 * 40e7);
    // 4 x 10 x 80,000 attempts x 0.001 = 3200 proofs, evenly over the 100 blocks.
    expect(Math.abs(places.length / 3200 - 1)).toBeLessThan(0.08);
    const second = places.filter((block) => block > 50).length;
    expect(Math.abs(second / places.length - 0.5)).toBeLessThan(0.05);
  });
});
