import { describe, expect, it } from 'vitest';
import { tokens } from '../../../../models/chain/stake/fixed-point.ts';
import {
  parallelThroughput,
  type ValidatorResource,
} from '../../../../models/chain/stake/parallel.ts';
import { effectiveBalance } from '../../../../models/chain/stake/pool.ts';
import { slashBlock } from '../../../../models/chain/stake/slashing.ts';
import { Diary, galileo, validatorWith } from './support.ts';

/** One processor: a sixteenth for each network, 1/512 for each item. */
const processor: ValidatorResource = {
  name: 'processor',
  capacity: 1,
  perNetwork: 1 / 16,
  perItem: 1 / 512,
};

describe('k networks of 96 items a second', () => {
  const run = (networks: number, ...resources: ValidatorResource[]) =>
    parallelThroughput(networks, 96, resources);

  it('give k times the throughput for k times the work', () => {
    // 1/16 + 96/512 = 1/4 of the processor for each network: four fill it exactly.
    expect(run(1, processor)).toEqual({
      throughput: 96,
      binding: null,
      use: { processor: 0.25 },
    });
    expect(run(2, processor).use.processor).toBe(0.5);
    expect(run(4, processor)).toEqual({ throughput: 384, binding: null, use: { processor: 1 } });
  });

  it('then give less with each network, down to nothing', () => {
    // 8 networks: 1 - 8/16 = 1/2 is left, 256 items.
    expect(run(8, processor)).toEqual({
      throughput: 256,
      binding: 'processor',
      use: { processor: 1 },
    });
    expect(run(16, processor).throughput).toBe(0);
    expect(run(20, processor)).toEqual({
      throughput: 0,
      binding: 'processor',
      use: { processor: 1.25 },
    });
  });

  it('are bound by the scarcest resource, in either order', () => {
    // Four networks: (1000 - 400) / 4 = 150 items, where the processor would do 384.
    const uplink = { name: 'uplink', capacity: 1000, perNetwork: 100, perItem: 4 };
    for (const resources of [
      [processor, uplink],
      [uplink, processor],
    ]) {
      const { throughput, binding, use } = run(4, ...resources);
      expect([throughput, binding, use.uplink]).toEqual([150, 'uplink', 1]);
      // 4/16 + 150/512
      expect(use.processor).toBe(0.54296875);
    }
  });

  it('have no limit without a resource', () => expect(run(1000).throughput).toBe(96_000));

  it('are one or more', () =>
    expect(() => run(0)).toThrow('networks, expected a whole number of 1 or more, got 0'));
});

it('an offence on each of two networks hits the one record, and the second is an exit', () => {
  const diary = new Diary();
  const validator = validatorWith(tokens(1000));
  const evidence = [{ validator, offence: 'double sign' as const }];
  for (const _network of ['C1', 'C2']) slashBlock(evidence, galileo, diary);
  expect(validator.exited).toBe(true);
  // 1000 - 20 - 19.6
  expect(effectiveBalance(validator)).toBe(tokens(9604) / 10n);
});
