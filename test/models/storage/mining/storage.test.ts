import { describe, expect, it } from 'vitest';
import { components } from '../../../../models/index.ts';
import { checkStorage } from '../../../../models/storage/mining/check.ts';
import { minerKinds } from '../../../../models/storage/mining/kinds.ts';
import type { GroupValues, StorageValues } from '../../../../models/storage/mining/parameters.ts';
import { checkComponents } from '../../../../scenarios/objections.ts';
import { storageProfile } from '../../../../sim/hardware/profiles.ts';
import { ZERO } from '../../../../sim/time.ts';
import { resolveText } from '../../../scenarios/fixtures/laboratory.ts';
import { storageValues } from './values.ts';

const MIB = 1_048_576;
const VALUES = storageValues();
const GROUP = VALUES.groups.nvme as GroupValues;

function objections(
  changes: Partial<StorageValues>,
  fidelity: 'fast' | 'exact' = 'fast',
  others: Record<string, unknown> = {},
): string[] {
  const sections = { storage: { ...VALUES, ...changes }, ...others };
  const setting = { sections, attachments: {}, duration: null, warmup: ZERO, fidelity };
  return checkStorage(setting).map(({ path, expected, found }) => `${path}: ${expected}; ${found}`);
}

const one = (group: Partial<GroupValues>) => ({ groups: { nvme: { ...GROUP, ...group } } });

describe('what the section refuses', () => {
  it('the defaults and the largest values that fit pass', () => {
    expect(objections({})).toEqual([]);
    expect(objections({ window: 800, blocksPerEpoch: 3200 })).toEqual([]);
    expect(objections({ window: 3750, subtasks: 1 })).toEqual([]);
    expect(objections({ shards: 256 })).toEqual([]);
    expect(objections({ flowSize: 4 * 262_144, shards: 4 })).toEqual([]);
  });

  it.each<[string, Partial<StorageValues>, string]>([
    [
      'shards that are no power of two',
      { shards: 6 },
      'storage.shards: a power of two up to the 256 of storage.maxShards; 6',
    ],
    [
      'too many shards',
      { shards: 512 },
      'storage.shards: a power of two up to the 256 of storage.maxShards; 512',
    ],
    [
      'shards of a group',
      one({ shards: 3 }),
      'storage.groups.nvme.shards: a power of two up to the 256 of storage.maxShards; 3',
    ],
    [
      'shards without a load chunk',
      { flowSize: MIB, shards: 8 },
      'storage.shards: at most the 4 times 256 KiB of storage.flowSize; 8',
    ],
    [
      'shards of a group without a load chunk',
      { flowSize: MIB, ...one({ shards: 8 }) },
      'storage.groups.nvme.shards: at most the 4 times 256 KiB of storage.flowSize; 8',
    ],
    ['nobody', { groups: {} }, 'storage.groups: at least one group; none'],
    [
      'windows that overlap',
      { window: 801 },
      'storage.window: at most the 800 blocks of storage.subtaskInterval; 801',
    ],
    [
      'windows beyond the epoch',
      { blocksPerEpoch: 3149 },
      'storage.blocksPerEpoch: at least the 3150 blocks that the subtasks take; 3149',
    ],
    [
      'one window beyond the epoch',
      { subtasks: 1, window: 3751 },
      'storage.blocksPerEpoch: at least the 3751 blocks that the subtasks take; 3750',
    ],
    [
      'half a load chunk of price',
      { flowSize: MIB, pricingChunk: 262_144 + 256 },
      'storage.pricingChunk: a multiple of 256 KiB; 262400 B',
    ],
    [
      'ten million pools',
      { flowSize: 10 * 1024 * 1024 * MIB, pricingChunk: MIB },
      'storage.pricingChunk: at least 1/1000000 of the flow at the end; 1048576 B',
    ],
    [
      'pools of a flow that will be large',
      { ingest: 1e9, epochs: 1000, pricingChunk: MIB, flowSize: MIB },
      'storage.pricingChunk: at least 1/1000000 of the flow at the end; 1048576 B',
    ],
    ['a chain without a network', { chain: '0g' }, 'storage: a section "network" beside it; none'],
    [
      'more cores than there are',
      one({ loop: 'pipelined', cores: 64, processor: 'cpu-home-8c' }),
      'storage.groups: machines that can be; cores, expected at most 8 on cpu-home-8c, got 64',
    ],
  ])('%s', (_name, changes, text) => {
    expect(objections(changes)).toEqual([text]);
  });

  it('an unknown drive, with the names that are', () => {
    const [text] = objections(one({ profile: 'nvme-gen9' }));
    expect(text).toMatch(/^storage\.groups\.nvme\.profile: one of .*nvme-gen4.*; "nvme-gen9"$/);
  });

  it('a chain passes with a network beside it', () => {
    expect(objections({ chain: '0g' }, 'fast', { network: {} })).toEqual([]);
  });
});

describe('groups as machines', () => {
  const kind = (group: Partial<GroupValues>) =>
    minerKinds({ ...VALUES, ...one(group), flowSize: MIB * MIB }, undefined)[0];
  const drive = storageProfile('nvme-gen4').capacity;

  it('have as many drives as hold their data at 0.9 of the capacity', () => {
    const { plan } = kind({});
    expect(plan.machine.drives).toBe(Math.ceil((MIB * MIB) / drive / 0.9));
    expect(kind({ strategy: 'identities', identities: 4 }).plan.machine.drives).toBe(
      Math.ceil((4 * MIB * MIB) / drive / 0.9),
    );
  });

  it('share their drives among the copies of several ids', () => {
    expect(kind({ drives: 2 }).group.capacity).toBe(2 * drive);
    const four = kind({ drives: 8, strategy: 'identities', identities: 4 }).group;
    expect([four.identities, four.capacity]).toEqual([4, 2 * drive]);
    const shared = kind({ drives: 8, strategy: 'unsealed', identities: 4 }).group;
    expect([shared.identities, shared.capacity]).toEqual([4, 8 * drive]);
    const part = kind({ drives: 2, strategy: 'partial', stored: 0.25 }).group;
    expect([part.stored, part.capacity]).toEqual([0.25, 2 * drive]);
  });

  it('lose all data as often as one of their drives fails, where failures are on', () => {
    const values = { ...VALUES, ...one({ drives: 3 }), failures: true };
    const { annualFailureRate } = storageProfile('nvme-gen4');
    expect(minerKinds(values, undefined)[0].group.failureRate).toBe(3 * annualFailureRate);
    expect(kind({ drives: 3 }).group.failureRate).toBe(0);
  });
});

describe('what exact fidelity refuses: it keeps all data, in one id for each machine', () => {
  const small = { flowSize: 64 * MIB };

  it('64 MiB with several subtasks and shards pass', () => {
    expect(objections({ ...small, shards: 4 }, 'exact')).toEqual([]);
  });

  it.each<[string, Partial<StorageValues>, string]>([
    [
      'more data',
      { flowSize: 64 * MIB + 1 },
      'storage.flowSize: at most 67108864 B with fidelity: exact; 67108865 B',
    ],
    ['growth', { ...small, ingest: 5 }, 'storage.ingest: 0 B/s with fidelity: exact; 5 B/s'],
    ['losses', { ...small, failures: true }, 'storage.failures: false with fidelity: exact; true'],
    [
      'several ids',
      { ...small, ...one({ strategy: 'identities', identities: 2 }) },
      'storage.groups.nvme.identities: 1 with fidelity: exact; 2',
    ],
    [
      'several ids of an unsealed copy',
      { ...small, ...one({ strategy: 'unsealed', identities: 3 }) },
      'storage.groups.nvme.identities: 1 with fidelity: exact; 3',
    ],
  ])('%s', (_name, changes, text) => {
    expect(objections(changes, 'exact')).toEqual([text]);
    expect(objections(changes)).toEqual([]);
  });

  it('a scenario says so at the place of the value', () => {
    const resolved = resolveText(
      'name: a\nquestion: q\nfidelity: exact\nstorage:\n  flowSize: 1 GiB\n',
      { sections: components },
    );
    expect(() => checkComponents(resolved, {}, 'a.yaml')).toThrow(/storage\.flowSize/);
  });
});
