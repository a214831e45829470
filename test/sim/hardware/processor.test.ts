import { describe, expect, it } from 'vitest';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { PriorityFifo } from '../../../sim/hardware/fifo.ts';
import {
  Accelerator,
  decodeSeconds,
  hashTicks,
  Processor,
} from '../../../sim/hardware/processor.ts';
import { cpuProfile, gpuProfile } from '../../../sim/hardware/profiles.ts';
import { TickRounder } from '../../../sim/hardware/rounding.ts';
import { SharedStation } from '../../../sim/hardware/shared-station.ts';
import { FcfsStation, type Job, type Station } from '../../../sim/hardware/station.ts';
import type { Tick } from '../../../sim/time.ts';

type Make = (simulation: Simulation, servers: number) => Station;

/** Runs `[arrival tick, work, priority?]` through a station; departure tick of each. */
function departures(
  make: Make,
  servers: number,
  jobs: readonly (readonly [number, number, number?])[],
  cancel?: { readonly job: number; readonly at: number },
): (number | undefined)[] {
  const simulation = new Simulation({ seed: 'station' });
  const station = make(simulation, servers);
  const left: (number | undefined)[] = jobs.map(() => undefined);
  const submitted: Job[] = [];
  const source = simulation.entity('source');
  const arrive = simulation.handler('arrive', (_entity, i) => {
    const [, work, priority] = jobs[i];
    submitted[i] = station.submit(work, () => (left[i] = simulation.now), priority);
  });
  jobs.forEach(([at], i) => {
    simulation.schedule(at as Tick, Lane.Arrival, source, arrive, i);
  });
  if (cancel !== undefined) {
    const kind = simulation.handler('cancel', () => {
      expect(station.cancel(submitted[cancel.job])).toBe(true);
      expect(station.cancel(submitted[cancel.job])).toBe(false);
    });
    simulation.schedule(cancel.at as Tick, Lane.Timer, source, kind);
  }
  simulation.run();
  expect(station.jobs).toBe(0);
  expect(simulation.pending).toBe(0);
  return left;
}

const fcfs: Make = (simulation, servers) => new FcfsStation(simulation, 's', servers);
const sharing: Make = (simulation, servers) => new SharedStation(simulation, 's', servers);

describe('first come, first served', () => {
  it('one server', () => {
    expect(
      departures(fcfs, 1, [
        [0, 10],
        [2, 5],
        [30, 1],
      ]),
    ).toEqual([10, 15, 31]);
  });

  it('two servers', () => {
    expect(
      departures(fcfs, 2, [
        [0, 10],
        [0, 4],
        [1, 3],
        [2, 1],
      ]),
    ).toEqual([10, 4, 7, 8]);
  });

  it('smaller priorities overtake in the queue, not in service', () => {
    expect(
      departures(fcfs, 1, [
        [0, 10, 9],
        [1, 10, 5],
        [2, 10, 5],
        [3, 10, 1],
      ]),
    ).toEqual([10, 30, 40, 20]);
  });

  it('a cancelled job leaves the queue, or gives its server back', () => {
    const jobs = [
      [0, 10],
      [1, 10],
      [2, 10],
    ] as const;
    expect(departures(fcfs, 1, jobs, { job: 1, at: 5 })).toEqual([10, undefined, 20]);
    expect(departures(fcfs, 1, jobs, { job: 0, at: 5 })).toEqual([undefined, 15, 25]);
  });

  it('work of 4.5 ticks takes 4.5 on average', () => {
    const jobs = Array.from({ length: 1000 }, () => [0, 4.5] as const);
    expect(departures(fcfs, 1, jobs).at(-1)).toBe(4500);
  });

  it('counts time-weighted averages, from the last reset on', () => {
    const simulation = new Simulation({ seed: 'averages' });
    const station = new FcfsStation(simulation, 's', 2);
    const done = () => {};
    for (let i = 0; i < 3; i++) station.submit(10, done);
    simulation.run(40 as Tick);
    // 2 busy for 10, 1 for 10; 1 waits for 10.
    expect(station.statistics()).toEqual({
      completed: 3,
      utilisation: 30 / 80,
      meanJobs: 40 / 40,
      meanWaiting: 10 / 40,
      mostWaiting: 1,
    });
    station.resetStatistics();
    station.submit(5, done);
    simulation.run(50 as Tick);
    expect(station.statistics()).toMatchObject({
      completed: 1,
      utilisation: 5 / 20,
      mostWaiting: 0,
    });
  });

  it('refuses wrong values by name', () => {
    const simulation = new Simulation({ seed: 'wrong' });
    expect(() => new FcfsStation(simulation, 's', 1.5)).toThrow('servers, expected');
    expect(() => new SharedStation(simulation, 's', 0)).toThrow('servers, expected');
    for (const make of [fcfs, sharing]) {
      const station = make(simulation, 1);
      expect(() => station.submit(-1, () => {})).toThrow('work, expected 0 ticks or more, got -1');
      expect(() => station.submit(Number.NaN, () => {})).toThrow('got NaN');
    }
  });
});

describe('processor sharing', () => {
  it('two equal jobs take twice as long', () => {
    expect(
      departures(sharing, 1, [
        [0, 10],
        [0, 10],
      ]),
    ).toEqual([20, 20]);
  });

  it('a short job overtakes a long one', () => {
    // To 4: 4 done. Then halves: the short one leaves at 8; 6 - 2 = 14 left of 20.
    expect(
      departures(sharing, 1, [
        [0, 20],
        [4, 2],
      ]),
    ).toEqual([22, 8]);
  });

  it('a job never uses more than one of the servers', () => {
    expect(departures(sharing, 2, [[0, 10]])).toEqual([10]);
    expect(
      departures(sharing, 2, [
        [0, 10],
        [0, 10],
      ]),
    ).toEqual([10, 10]);
    expect(
      departures(sharing, 2, [
        [0, 10],
        [0, 10],
        [0, 10],
      ]),
    ).toEqual([15, 15, 15]);
  });

  it('a cancelled job gives its share back', () => {
    // 10 ticks at half speed: 5 left of each; the other runs alone.
    expect(
      departures(
        sharing,
        1,
        [
          [0, 10],
          [0, 10],
        ],
        { job: 0, at: 10 },
      ),
    ).toEqual([undefined, 15]);
  });

  it('removes the departure that an arrival postpones: nothing dead stays pending', () => {
    const simulation = new Simulation({ seed: 'dead' });
    const station = new SharedStation(simulation, 's');
    for (let i = 0; i < 100; i++) station.submit(100 + i, () => {});
    expect(simulation.pending).toBe(1);
    simulation.run();
    expect(station.statistics().completed).toBe(100);
  });

  it('serves all the work there is, in the order of what is left', () => {
    const works = Array.from({ length: 200 }, (_, i) => ((i * 7919) % 211) + 1);
    const left = departures(
      sharing,
      1,
      works.map((work) => [0, work] as const),
    );
    const total = works.reduce((sum, work) => sum + work, 0);
    expect(Math.max(...(left as number[]))).toBe(total);
    const byWork = works.map((work, i) => [work, left[i] as number]).sort((a, b) => a[0] - b[0]);
    for (let i = 1; i < byWork.length; i++) {
      expect(byWork[i][1]).toBeGreaterThanOrEqual(byWork[i - 1][1]);
    }
  });
});

describe('processors from profiles', () => {
  it('hash 256 KiB in 0.27 ms (BLAKE2b) or 0.55 ms (SHA3) on one core', () => {
    const profile = cpuProfile('cpu-server-64c');
    expect(hashTicks(profile, 'blake2b', 262_144) / 1e4).toBeCloseTo(0.276, 2);
    expect(hashTicks(profile, 'sha3-256', 262_144) / 1e4).toBeCloseTo(0.546, 2);
    // 4500 kH/s of 64-byte messages.
    expect(1e7 / hashTicks(profile, 'blake2b', 64)).toBeCloseTo(4.5e6, 0);
  });

  it('use all their cores and no more', () => {
    const simulation = new Simulation({ seed: 'cpu' });
    const cpu = new Processor(simulation, 'cpu', cpuProfile('cpu-home-8c'));
    let last = 0;
    for (let i = 0; i < 16; i++) {
      cpu.submitBytes(1e6, 1e9, () => {
        last = simulation.now;
      });
    }
    simulation.run();
    expect(last).toBe(20_000);
    expect(() => new Processor(simulation, 'x', cpuProfile('cpu-home-8c'), { cores: 9 })).toThrow(
      'cores, expected at most 8 on cpu-home-8c, got 9',
    );
  });

  it('pay for an enclave, and lack it where the profile does', () => {
    const simulation = new Simulation({ seed: 'gpu' });
    const gpu = new Accelerator(simulation, 'gpu', gpuProfile('h100-80g-sxm'), {
      confidential: true,
    });
    const times: number[] = [];
    const done = () => times.push(simulation.now);
    gpu.compute(989e12 * 0.5, 0.5, done); // one second at full speed
    gpu.load(50e9, done); // one second, 2.5 times slower
    simulation.run();
    expect(times[0] / 1e7).toBeCloseTo(1 / 0.94, 6);
    expect((times[1] - times[0]) / 1e7).toBeCloseTo(2.5, 6);
    expect(
      () => new Accelerator(simulation, 'y', gpuProfile('rtx4090'), { confidential: true }),
    ).toThrow('confidential, expected a profile with an enclave, got rtx4090');
  });

  it('decode at batch 1 as measured: Llama-3-8B in bf16, median ms per token', () => {
    const weights = 16.06e9;
    // vLLM runs at one request per second: 10.6 ms on H100 PCIe, 19.5 ms on RTX 4090.
    const h100 = decodeSeconds(gpuProfile('h100-80g-pcie'), weights, 0) * 1e3;
    const rtx = decodeSeconds(gpuProfile('rtx4090'), weights, 0) * 1e3;
    expect(Math.abs(h100 / 10.6 - 1)).toBeLessThan(0.06);
    expect(Math.abs(rtx / 19.5 - 1)).toBeLessThan(0.06);
  });
});

describe('small parts', () => {
  it('rounding hands the remainder on', () => {
    const rounder = new TickRounder();
    let sum = 0;
    for (let i = 0; i < 10_000; i++) sum += rounder.whole(2.3);
    expect(sum).toBe(23_000);
    expect(rounder.whole(0.01)).toBe(1);
  });

  it('a waiting room keeps order inside a priority over many rounds', () => {
    const room = new PriorityFifo<{ priority: number; n: number }>();
    const out: number[] = [];
    for (let n = 0; n < 5000; n++) {
      room.push({ priority: n % 2, n });
      if (n % 3 === 2) out.push(room.shift()!.n);
    }
    while (room.size > 0) out.push(room.shift()!.n);
    expect(out.length).toBe(5000);
    expect(room.shift()).toBeUndefined();
    for (const parity of [0, 1]) {
      const own = out.filter((n) => n % 2 === parity);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });
});
