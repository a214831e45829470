import { describe, expect, it } from 'vitest';
import { chainSettings } from '../../../models/chain/chain-settings.ts';
import { impliedSettings } from '../../../models/chain/implied.ts';
import { type ChainValues, chainParameters } from '../../../models/chain/parameters.ts';
import { chainPresetNames, chainPresets } from '../../../models/chain/presets.ts';
import { resolveText } from '../../scenarios/fixtures/laboratory.ts';

const values = (...sets: string[]): ChainValues => {
  const sections = { chain: { about: 'Chain', parameters: chainParameters } };
  return resolveText('name: a\nchain: {}\n', { sections, sets }).components.chain as ChainValues;
};

/** Every single value of nested data by its path: the numbers that a preset holds. */
function leaves(data: object, prefix = ''): string[] {
  return Object.entries(data).flatMap(([name, value]) =>
    value !== null && typeof value === 'object'
      ? leaves(value, `${prefix}${name}.`)
      : [`${prefix}${name}`],
  );
}

const settingsOf = (preset: string) =>
  Object.entries(chainPresets[preset]).map(([name, { value }]) => [name, value]);

const paths = (...sets: string[]): string[] => impliedSettings(values(...sets)).map((v) => v.path);

describe.each(chainPresetNames)('what %s stands for', (preset) => {
  const implied = impliedSettings(values(`chain.preset=${preset}`));

  it('is every setting and every single cost, once', () => {
    const all = leaves(Object.fromEntries(settingsOf(preset)), 'chain.preset.');
    expect(implied.map(({ path }) => path).toSorted()).toEqual(all.toSorted());
  });

  it('shows status and source of each; only a choice needs no source', () => {
    for (const { path, status, source, about, value } of implied) {
      const known = chainPresets[preset][path.split('.')[2] as never] as Record<string, unknown>;
      expect([status, source], path).toEqual([known.status, known.source]);
      expect(status === 'choice' || source.length > 0, path).toBe(true);
      expect(about, path).toMatch(/^[A-Z].{5}/);
      expect(value, path).toMatch(
        /^([0-9.]+( (ms|us|B|[KMG]iB|[kM]?B\/s|gas|gas\/s))?|no limit|none|true|false|[a-z]+)$/,
      );
    }
  });
});

describe('values for people', () => {
  const shown = (preset: string, path: string): string | undefined =>
    impliedSettings(values(`chain.preset=${preset}`)).find(
      (value) => value.path === `chain.preset.${path}`,
    )?.value;

  // CometBFT config.go: timeout_propose 3 s, timeout_propose_delta 500 ms, timeout_commit 1 s, flush 10 ms,
  // send rate 5,120,000 B/s, mempool 5000 transactions and 1 GiB, block 21 MiB (22,020,096 B) until 0.38
  // and 4 MiB from 1.0.
  it.each([
    ['cometbft-0.38', 'propose.first', '3000 ms'],
    ['cometbft-0.38', 'propose.delta', '500 ms'],
    ['cometbft-0.38', 'commit', '1000 ms'],
    ['cometbft-0.38', 'flush', '10 ms'],
    ['cometbft-0.38', 'connectionRate', '5.12 MB/s'],
    ['cometbft-0.38', 'mempoolTransactions', '5000'],
    ['cometbft-0.38', 'mempoolBytes', '1 GiB'],
    ['cometbft-0.38', 'maxBlockBytes', '21 MiB'],
    ['cometbft-1.0', 'maxBlockBytes', '4 MiB'],
    ['cometbft-0.38', 'commitEntryBytes', '109 B'],
    ['cometbft-0.38', 'gasLimit', 'no limit'],
    ['cometbft-0.38', 'blockInterval', 'none'],
    ['cometbft-0.38', 'mempoolGossip', 'flood'],
    ['0g', 'gasLimit', '120000000 gas'],
    ['0g', 'mempoolGossip', 'announce'],
    ['0g', 'executeTransaction', '0 us'],
  ])('%s: %s is %s', (preset, path, text) => {
    expect(shown(preset, path)).toBe(text);
  });

  it('costs are in microseconds: a tick is 0.1 us', () => {
    const { vote, partByte } = chainPresets['cometbft-0.38'].costs.value;
    expect(shown('cometbft-0.38', 'costs.vote')).toBe(`${vote / 10} us`);
    expect(shown('cometbft-0.38', 'costs.partByte')).toMatch(/^0\.\d+ us$/);
    expect(Number.parseFloat(shown('cometbft-0.38', 'costs.partByte')!)).toBeCloseTo(
      partByte / 10,
      12,
    );
  });
});

describe('what the section sets itself is left out', () => {
  it.each([
    ['timeoutPropose=1 s', ['propose.first']],
    ['timeoutVote=1 s', ['prevote.first', 'precommit.first']],
    ['timeoutDelta=7 ms', ['propose.delta', 'prevote.delta', 'precommit.delta']],
    ['timeoutCommit=7 ms', ['commit']],
    ['blockTime=2 s', ['blockInterval']],
    ['maxBlockBytes=1 MiB', ['maxBlockBytes']],
    ['gasLimit=30_000_000', ['gasLimit']],
    ['gasPerSecond=2_000_000', ['gasPerSecond']],
    ['pipelined=true', ['pipelined']],
    ['outbound=3', ['outbound']],
    ['inbound=3', ['inbound']],
  ])('%s', (set, left) => {
    const without = paths(`chain.${set}`);
    expect(paths().filter((path) => !without.includes(path))).toEqual(
      left.map((path) => `chain.preset.${path}`),
    );
  });

  it('and nothing else: those are the settings that change with the parameter', () => {
    const numbers = (sets: string[]): Record<string, unknown> =>
      chainSettings(values(...sets)) as never;
    const given: Record<string, string> = {
      ...{ timeoutPropose: '77 ms', timeoutVote: '77 ms', timeoutDelta: '77 ms' },
      ...{ timeoutCommit: '77 ms', blockTime: '77 ms', maxBlockBytes: '777777 B' },
      ...{ gasLimit: '777777', gasPerSecond: '7777777', pipelined: 'true' },
      ...{ outbound: '77', inbound: '77' },
    };
    const ownValue = Object.entries(chainParameters).filter(
      ([, parameter]) => 'default' in parameter && parameter.default === null,
    );
    expect(ownValue.map(([name]) => name).toSorted()).toEqual(Object.keys(given).toSorted());
    const at = (data: Record<string, unknown>, path: string): unknown =>
      path
        .split('.')
        .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], data);
    const before = numbers([]);
    for (const [name, text] of Object.entries(given)) {
      const set = `chain.${name}=${text}`;
      const after = numbers([set]);
      const changed = leaves(before).filter((path) => at(before, path) !== at(after, path));
      const implied = new Set(paths(set));
      const left = paths().filter((path) => !implied.has(path));
      expect(left.toSorted(), name).toEqual(
        changed.map((path) => `chain.preset.${path}`).toSorted(),
      );
    }
  });
});
