import { describe, expect, it } from 'vitest';
import { hashSeconds } from '../../../../models/storage/mining/attempt-cost.ts';
import {
  attemptRate,
  localMachine,
  type Machine,
} from '../../../../models/storage/mining/machine.ts';
import {
  MiningLoop,
  type MiningLoopOptions,
} from '../../../../models/storage/mining/mining-loop.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { Disk } from '../../../../sim/hardware/disk.ts';
import { Processor } from '../../../../sim/hardware/processor.ts';
import { storageProfile } from '../../../../sim/hardware/profiles.ts';
import { seconds } from '../../../../sim/time.ts';
import { GEN4, HDD, SERVER } from './machine-devices.ts';

function build(machine: Machine, options: Partial<MiningLoopOptions> = {}) {
  const simulation = new Simulation({ seed: 'mining' });
  const disk = new Disk(simulation, 'disk', machine.storage, {
    ...(options.priority === undefined ? {} : { queueDepth: 1 }),
  });
  const processor = new Processor(simulation, 'cpu', machine.processor, { cores: machine.cores });
  const loop = new MiningLoop(simulation, 'miner', {
    disk,
    processor,
    loop: machine.loop,
    depth: machine.depth,
    hashTicks: hashSeconds(machine) * 1e7,
    blocks: Math.floor(machine.storage.capacity / 262_144),
    ...options,
  });
  return { simulation, disk, processor, loop };
}

function measured(machine: Machine, span: number, options?: Partial<MiningLoopOptions>): number {
  const { simulation, loop } = build(machine, options);
  loop.start();
  simulation.run(seconds(span));
  return loop.attempts / span;
}

describe('the loop runs at the rate of the law', { timeout: 60_000 }, () => {
  // Addresses are drawn over the whole disk, where the media rate falls to half of the outermost
  // track: 1.73 instead of 1.46 ms for 256 KiB. Flash has no such thing.
  it.each([
    ['hdd-7200', 'stock', 1, 1, 120, 0.03],
    ['hdd-7200', 'pipelined', 8, 16, 60, 0.045],
    ['ssd-sata', 'stock', 1, 1, 10, 0.01],
    ['ssd-sata', 'pipelined', 1, 8, 10, 0.01],
    ['ssd-sata', 'pipelined', 8, 8, 10, 0.01],
    ['nvme-gen4', 'stock', 1, 1, 10, 0.01],
    ['nvme-gen4', 'pipelined', 1, 8, 5, 0.01],
    ['nvme-gen4', 'pipelined', 8, 16, 2, 0.01],
    ['nvme-gen4', 'pipelined', 16, 32, 1, 0.02],
    ['nvme-gen4', 'pipelined', 64, 32, 1, 0.01],
    // Few reads in flight: their latency limits.
    ['nvme-gen4', 'pipelined', 64, 2, 2, 0.01],
  ] as const)('%s, %s, %d cores, depth %d', (id, kind, cores, depth, span, bound) => {
    const machine = localMachine(storageProfile(id), SERVER, { loop: kind, cores, depth });
    const { rate } = attemptRate(machine);
    expect(Math.abs(measured(machine, span) / rate - 1)).toBeLessThan(bound);
  });

  it('the stock loop uses one core of many', () => {
    const one = localMachine(GEN4, SERVER);
    expect(measured({ ...one, cores: 8 }, 2)).toBe(measured(one, 2));
  });

  it('at half a processor it sleeps half of the time', () => {
    const half = localMachine(GEN4, SERVER, { cpuPercentage: 50 });
    const { rate } = attemptRate(half);
    const found = measured(half, 10, { cpuPercentage: 50 });
    expect(Math.abs(found / rate - 1)).toBeLessThan(0.01);
  });
});

describe('the loop beside others', () => {
  it('stops at once, counts nothing that ends later, and starts again', () => {
    const { simulation, disk, processor, loop } = build(
      localMachine(HDD, SERVER, { loop: 'pipelined', depth: 4, cores: 2 }),
    );
    loop.start();
    loop.start();
    simulation.run(seconds(1));
    const counted = loop.attempts;
    expect(counted).toBeGreaterThan(50);
    loop.stop();
    loop.stop();
    expect(processor.station.jobs).toBe(0);
    simulation.run(seconds(2));
    expect(loop.attempts).toBe(counted);
    expect(disk.pending).toBe(0);
    loop.start();
    simulation.run(seconds(3));
    expect(loop.attempts).toBeGreaterThan(counted + 50);
    expect(disk.pending).toBe(4);
  });

  it('a stop during the sleep wakes nobody', () => {
    const { simulation, loop } = build(localMachine(GEN4, SERVER), { cpuPercentage: 1 });
    loop.start();
    // 100 attempts take 0.085 s, the sleep 8.4 s
    simulation.run(seconds(1));
    expect(loop.attempts).toBe(100);
    loop.stop();
    expect(simulation.pending).toBe(0);
    loop.start();
    simulation.run(seconds(2));
    expect(loop.attempts).toBe(200);
  });

  it('lets reads of users go first', () => {
    const { simulation, disk, loop } = build(localMachine(HDD, SERVER), { priority: 1 });
    let users = 0;
    const user = () => {
      users++;
      disk.read(4096, user);
    };
    disk.read(4096, user);
    disk.read(4096, user);
    loop.start();
    simulation.run(seconds(2));
    expect(users).toBeGreaterThan(140);
    expect(loop.attempts).toBe(0);
  });

  it('reads inside the blocks that it holds', () => {
    const { simulation, disk, loop } = build(localMachine(GEN4, SERVER), { blocks: 3 });
    const offsets = new Set<number>();
    const read = disk.read.bind(disk);
    disk.read = (bytes, done, options) => {
      offsets.add(options?.offset ?? -1);
      return read(bytes, done, options);
    };
    loop.start();
    simulation.run(seconds(1));
    expect([...offsets].sort((a, b) => a - b)).toEqual([0, 262_144, 524_288]);
  });

  it('refuses what cannot be', () => {
    const machine = localMachine(GEN4, SERVER);
    const made = (options: Partial<MiningLoopOptions>) => () => build(machine, options);
    expect(made({ depth: 0 })).toThrow('depth, expected a whole number of at least 1, got 0');
    expect(made({ blocks: 7_629_395 })).toThrow('blocks, expected 1 to 7629394 on');
    expect(made({ cpuPercentage: 0 })).toThrow('cpuPercentage, expected above 0 to 100, got 0');
    expect(made({ loop: 'pipelined', cpuPercentage: 50 })).toThrow('expected 100 with the pipel');
  });
});
