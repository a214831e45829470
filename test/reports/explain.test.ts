import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainPresetNames, chainPresets } from '../../models/chain/presets.ts';
import { explainCommand } from '../../reports/commands/explain.ts';
import type { ExplainRow } from '../../scenarios/explain.ts';

describe('explain of a chain', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'explain-'));
    writeFileSync(join(folder, 'chain.yaml'), 'name: toy\nnetwork: {}\nload: {}\nchain: {}\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const explained = (set: readonly string[], json: boolean): string => {
    let out = '';
    const { stdout, stderr } = process;
    const interrupted = new AbortController().signal;
    const io = { out: (text: string) => (out += text), err: () => {}, stdout, stderr };
    const scenario = join(folder, 'chain.yaml');
    expect(explainCommand({ scenario, set, json }, { ...io, env: {}, interrupted })).toBe(0);
    return out;
  };

  it.each(chainPresetNames)('prints every setting of %s with status and source', (preset) => {
    const out = explained([`chain.preset=${preset}`], false);
    for (const [setting, { status, source }] of Object.entries(chainPresets[preset])) {
      const known = source === '' ? status : `${status}: ${source}`;
      const row = out.indexOf(`\nchain.preset.${setting}`);
      expect(row, setting).toBeGreaterThan(out.indexOf('\nchain.stake.'));
      const [, , about] = out.slice(row).split('\n');
      expect(about).toContain(`[chain.preset = ${preset}, ${known}]`);
    }
    expect(out).toMatch(/^chain\.preset\.costs\.vote +[0-9.]+ us$/m);
  });

  it('prints them as JSON too, without those that the section sets', () => {
    const rowsOf = (...set: string[]) =>
      (JSON.parse(explained(set, true)) as { values: ExplainRow[] }).values;
    const { flush } = chainPresets['0g'];
    expect(rowsOf()).toContainEqual({
      path: 'chain.preset.flush',
      value: '10 ms',
      kind: 'text',
      origin: 'chain.preset = 0g',
      status: flush.status,
      source: flush.source,
      about: expect.any(String),
      swept: [],
    });
    const paths = rowsOf('chain.outbound=5').map(({ path }) => path);
    expect(paths).toContain('chain.preset.inbound');
    expect(paths).not.toContain('chain.preset.outbound');
  });
});
