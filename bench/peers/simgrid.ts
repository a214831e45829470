import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Availability, compiled, runPeer } from './toolchain.ts';

export interface SimgridLink {
  /** Without blanks, unique. */
  readonly id: string;
  /** Bytes per second. */
  readonly bandwidth: number;
  /** Seconds. */
  readonly latency: number;
}

export interface SimgridFlow {
  /** Ids of the links it crosses, in order; at least one. */
  readonly links: readonly string[];
  /** Seconds. */
  readonly start: number;
  /** Whole bytes. */
  readonly size: number;
}

export interface SimgridPlatform {
  readonly links: readonly SimgridLink[];
  /** `latency` weights shares by inverse latency, as CM02 does; `max-min`, the default, does not. */
  readonly sharing?: 'max-min' | 'latency';
}

/** The compiled peer, or the reason why there is none. Compiles at first use, about ten seconds. */
export function simgridAvailable(): Availability {
  return compiled('simgrid_flows.cpp', ['-std=c++17', '-lsimgrid'], 'SimGrid');
}

/**
 * Finish times in seconds of flows that share links, by SimGrid's fluid model.
 * @throws Error when SimGrid is not available, or refuses the input
 */
export function runSimgrid(platform: SimgridPlatform, flows: readonly SimgridFlow[]): number[] {
  const found = simgridAvailable();
  if ('skipped' in found) throw new Error(`SimGrid, expected it to be installed: ${found.skipped}`);
  const directory = mkdtempSync(join(tmpdir(), 'droptower-simgrid-'));
  try {
    const file = join(directory, 'flows.txt');
    writeFileSync(file, flowsText(platform, flows));
    const finish = runPeer([...found.command, file])
      .trim()
      .split(/\s+/)
      .map(Number);
    if (finish.length !== flows.length || finish.some(Number.isNaN)) {
      throw new Error(`SimGrid, expected ${flows.length} finish times, got ${finish.join(' ')}`);
    }
    return finish;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The input format that the head of simgrid_flows.cpp describes. */
function flowsText(
  { links, sharing = 'max-min' }: SimgridPlatform,
  flows: readonly SimgridFlow[],
): string {
  return [
    `sharing ${sharing}`,
    ...links.map(({ id, bandwidth, latency }) => `link ${id} ${bandwidth} ${latency}`),
    ...flows.map(({ links: path, start, size }) => `flow ${start} ${size} ${path.join(' ')}`),
    '',
  ].join('\n');
}
