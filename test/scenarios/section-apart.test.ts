import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { components } from '../../models/index.ts';
import { loadBundle } from '../../scenarios/bundle.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { InputError } from '../../scenarios/problem.ts';
import { createSchema } from '../../scenarios/schema.ts';
import { inProcess } from '../cli/droptower.ts';
import { scratch } from './fixtures/files.ts';

const files = scratch();
const READ = `p1: 26 us, p10: 31 us, p50: 43 us, p90: 68 us, p99: 177 us, p999: 3 ms, p9999: 6.6 ms`;
const MACHINE = `\
storage:
  mine:
    like: nvme-gen4
    read: { ${READ} }
processors:
  mine: { like: cpu-home-8c, cores: 2, blake2b: 900 MB/s }
`;
const SCENARIO = `\
name: apart
replications: 1
hardware: ./machine.yaml
disk: { profile: mine, reads: 500, warmup: 10 }
`;

function messageOf(path: string, ...sets: string[]): string {
  try {
    loadScenario(path, sets);
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(`${files.folder}/`, '');
    throw error;
  }
  return 'no error';
}

/** What is said of a scenario whose machine is written so. */
function refusalOf(machine: string): string {
  files.put('wrong.yaml', machine);
  const path = files.put('names-wrong.yaml', SCENARIO.replace('machine.yaml', 'wrong.yaml'));
  return messageOf(path);
}

describe('a section in a file of its own', () => {
  const machine = files.put('machine.yaml', MACHINE);
  const path = files.put('scenario.yaml', SCENARIO);

  it('is as if it stood in the scenario', () => {
    const indented = MACHINE.replace(/^/gm, '  ').trimEnd();
    const whole = files.put(
      'whole.yaml',
      SCENARIO.replace(' ./machine.yaml', () => `\n${indented}`),
    );
    const { resolved, attachments } = loadScenario(path);
    expect(resolved.hash).toBe(loadScenario(whole).resolved.hash);
    expect(attachments).toEqual({});
    expect(loadBundle(resolved.text, {}).resolved.hash).toBe(resolved.hash);
  });

  it('tells the place in its own file', () => {
    const origin = loadScenario(path).resolved.origins['hardware.storage.mine.read.p90'];
    expect(origin).toMatchObject({ from: 'file', file: machine, line: 4, written: '68 us' });
  });

  it('is found from the scenario that names it, or from the current folder for a flag', () => {
    mkdirSync(join(files.folder, 'below'));
    const below = files.put('below/child.yaml', 'extends: ../scenario.yaml\nseed: 2\n');
    expect(loadScenario(below).resolved.components.hardware).toHaveProperty('storage.mine');
    const bare = files.put('bare.yaml', SCENARIO.replace(/hardware: .*\n/, ''));
    const found = loadScenario(bare, [`hardware=${machine}`]).resolved;
    expect(found.hash).toBe(loadScenario(path).resolved.hash);
    expect(messageOf(bare, 'hardware=./machine.yaml')).toMatch(
      /^--set hardware=.\/machine.yaml: expected a map or a file; found ".*", which cannot be read/,
    );
  });

  it('merges with what a scenario extends', () => {
    const child = files.put(
      'child.yaml',
      'extends: ./scenario.yaml\nhardware: { storage: { mine: { readIops: 5000 } } }\n',
    );
    expect(loadScenario(child).resolved.components.hardware).toMatchObject({
      storage: { mine: { readIops: 5000, like: 'nvme-gen4' } },
    });
  });

  it('is for sections that say so', () => {
    const odd = files.put('odd.yaml', 'name: odd\ndisk: ./machine.yaml\n');
    expect(messageOf(odd)).toMatch(/^odd.yaml:2:7 disk: expected a map .*found ".\/machine.yaml"/);
    const { properties } = createSchema(components).toJSONSchema() as {
      properties: Record<string, { anyOf: { type?: string }[] }>;
    };
    expect(properties.hardware.anyOf.map(({ type }) => type)).toContain('string');
    expect(properties.disk.anyOf.map(({ type }) => type)).not.toContain('string');
  });

  it.each([
    ['a list', '[1]\n', 'wrong.yaml:1:1 hardware: expected a map of settings; found a list'],
    [
      'a misspelt field',
      MACHINE.replace('read:', 'raed:'),
      'wrong.yaml:4:5 hardware.storage.mine.raed: expected one of',
    ],
    [
      'a bare number',
      MACHINE.replace('900 MB/s', '900'),
      'wrong.yaml:6:49 hardware.processors.mine.blake2b: expected a rate such as "10 Gbps" or "5 MB/s"',
    ],
    [
      'percentiles that fall',
      MACHINE.replace('p90: 68 us', 'p90: 40 us'),
      'wrong.yaml:4:53 hardware.storage.mine.read.p90: expected at least p50; found less',
    ],
    [
      'a percentile too few',
      MACHINE.replace(', p99: 177 us', ''),
      'hardware.storage.mine.read: expected all of p1, p10, p50, p90, p99, p999, p9999; found no p99',
    ],
    [
      'writes without reads',
      MACHINE.replace('read:', 'write:'),
      'hardware.storage.mine.write: expected measured reads too; found none',
    ],
    [
      'a median beside percentiles',
      MACHINE.replace('like: nvme-gen4', 'readMedian: 50 us'),
      'wrong.yaml:3:17 hardware.storage.mine.readMedian: expected either a median or measured reads',
    ],
  ])('is refused with its place: %s', (_what, machine, message) => {
    expect(refusalOf(machine)).toContain(message);
  });

  it('names processors for mining too', () => {
    const mining = (processor: string) =>
      files.put(
        'mining.yaml',
        `name: mining\nhardware: ./machine.yaml\nstorage: { groups: { a: { processor: ${processor} } } }\nnetwork: { nodes: 2 }\n`,
      );
    expect(messageOf(mining('mine'))).toBe('no error');
    expect(messageOf(mining('yours'))).toMatch(
      /storage.groups.a.processor: expected one of mine, cpu-server-64c, .*found "yours"/,
    );
  });

  it('is not needed to verify a result', async () => {
    const out = join(files.folder, 'result');
    const alone = ['--workers', '0', '--quiet'];
    const run = await inProcess(['run', path, '--out', out, ...alone]);
    expect(run.code, run.err).toBe(0);
    rmSync(machine);
    const verified = await inProcess(['verify', out, ...alone]);
    expect(verified.code, verified.err).toBe(0);
    files.put('machine.yaml', MACHINE);
  });
});
