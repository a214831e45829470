import { describe, expect, it } from 'vitest';
import {
  attemptRate,
  localMachine,
  type Machine,
} from '../../../../models/storage/mining/machine.ts';
import { STORAGE_PROFILE_IDS, storageProfile } from '../../../../sim/hardware/profiles.ts';
import { Streams } from '../../../../sim/random.ts';
import { SERVER } from './machine-devices.ts';

const SEED = 'machines';

function randomMachines(count: number): Machine[] {
  const stream = new Streams(SEED, 0).stream('machine');
  return Array.from({ length: count }, () => {
    const stock = stream.chance(0.4);
    return localMachine(
      storageProfile(STORAGE_PROFILE_IDS[stream.below(STORAGE_PROFILE_IDS.length)]),
      SERVER,
      {
        loop: stock ? 'stock' : 'pipelined',
        drives: 1 + stream.below(4),
        cores: 1 + stream.below(32),
        depth: 1 + stream.below(64),
        readShare: stream.between(0.1, 1),
        held: stream.between(0.01, 1),
        sealed: stream.chance(0.5),
        link: stream.chance(0.5)
          ? { rate: stream.between(1e6, 1e10), rtt: stream.between(0, 0.2) }
          : null,
      },
    );
  });
}

/** What makes no machine slower. */
const BETTER: Record<string, (machine: Machine) => Machine> = {
  'more cores': (m) => ({ ...m, cores: m.cores + 8 }),
  'faster cores': (m) => ({
    ...m,
    core: { blake2b: m.core.blake2b / 2, keccak: m.core.keccak / 2 },
  }),
  'more drives': (m) => ({ ...m, drives: m.drives + 1 }),
  'more reads in flight': (m) => ({ ...m, depth: m.depth * 2 }),
  'fewer reads of users': (m) => ({ ...m, readShare: 1 }),
  'a sealed copy': (m) => ({ ...m, sealed: true }),
  'a faster link': (m) => ({ ...m, link: m.link && { ...m.link, rate: m.link.rate * 2 } }),
  'a nearer copy': (m) => ({ ...m, link: m.link && { ...m.link, rtt: m.link.rtt / 2 } }),
  'a local copy': (m) => ({ ...m, link: null }),
  'all at once': (m) => ({ ...m, loop: 'pipelined' }),
};

describe('rates of machines', () => {
  const machines = randomMachines(300);

  it.each(Object.keys(BETTER))('%s: never slower', (name) => {
    machines.forEach((machine, i) => {
      const before = attemptRate(machine).rate;
      const after = attemptRate(BETTER[name](machine)).rate;
      expect(after, `${SEED} ${i}`).toBeGreaterThanOrEqual(before * (1 - 1e-12));
    });
  });

  it('the named bottleneck is the smallest limit, and no rate passes it', () => {
    machines.forEach((machine, i) => {
      const { rate, bottleneck, limits } = attemptRate(machine);
      const least = Math.min(...Object.values(limits));
      expect(limits[bottleneck], `${SEED} ${i}`).toBe(least);
      expect(rate).toBeLessThanOrEqual(least);
      if (machine.loop === 'pipelined') expect(rate).toBe(least);
    });
  });

  it('fewer data: more nonces per second, fewer that can hit', () => {
    machines.forEach((machine, i) => {
      const all = attemptRate({ ...machine, held: 1 }).rate;
      const part = attemptRate(machine).rate;
      expect(part, `${SEED} ${i}`).toBeGreaterThanOrEqual(all * (1 - 1e-12));
      expect(part * machine.held).toBeLessThanOrEqual(all * (1 + 1e-12));
    });
  });
});
