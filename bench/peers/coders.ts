import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Availability, compiled, peerSource, runPeer, sourceKey } from './toolchain.ts';

/** Where Debian puts the sources of Go packages. */
const GO_SOURCES = '/usr/share/gocode';

/** ISA-L, of which each path of its code runs in a process of its own. */
export function isalAvailable(): Availability {
  return compiled('isal_code.cc', ['-lisal'], 'ISA-L');
}

/** klauspost/reedsolomon as Debian packages it. */
export function klauspostAvailable(): Availability {
  const source = peerSource('klauspost_code.go');
  if (source === undefined)
    return { skipped: 'klauspost_code.go is not part of this installation' };
  if (!existsSync(join(GO_SOURCES, 'src/github.com/klauspost/reedsolomon')))
    return { skipped: 'golang-github-klauspost-reedsolomon-dev is not installed' };
  const directory = join(tmpdir(), 'droptower-peers');
  const binary = join(directory, `klauspost_code-${sourceKey(source, [])}`);
  if (existsSync(binary)) return { command: [binary] };
  mkdirSync(directory, { recursive: true });
  const partial = `${binary}.${process.pid}`;
  const run = spawnSync('go', ['build', '-o', partial, source], {
    encoding: 'utf8',
    env: {
      ...process.env,
      GO111MODULE: 'off',
      GOPATH: GO_SOURCES,
      GOCACHE: join(directory, 'go-cache'),
    },
  });
  if (run.error !== undefined) return { skipped: 'go is not installed' };
  if (run.status !== 0)
    return { skipped: `klauspost/reedsolomon does not compile here: ${run.stderr.split('\n')[1]}` };
  renameSync(partial, binary);
  return { command: [binary] };
}

/** A slice of a coder: seconds, bytes of data, and a hash of what came out. */
export function runCoder(command: readonly string[]): {
  elapsed: number;
  work: number;
  result: string;
} {
  const [elapsed, work, result] = runPeer(command).trim().split(' ');
  return { elapsed: Number(elapsed), work: Number(work), result };
}
