import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A peer that can be run, or the reason why it cannot. */
export type Availability = { readonly command: readonly string[] } | { readonly skipped: string };

/** A file beside this one; compiled code finds it in the source tree. */
export function peerSource(name: string): string | undefined {
  const places = [`./${name}`, `../../../bench/peers/${name}`];
  return places.map((p) => fileURLToPath(new URL(p, import.meta.url))).find((p) => existsSync(p));
}

/** Names what a source and its flags compile to. */
export function sourceKey(source: string, flags: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(source)).update(flags.join(' '));
  return hash.digest('hex').slice(0, 16);
}

/** Compiles a C++ peer into a cache that its source and flags name. */
export function compiled(name: string, flags: readonly string[], what: string): Availability {
  const source = peerSource(name);
  if (source === undefined) return { skipped: `${name} is not part of this installation` };
  const directory = join(tmpdir(), 'droptower-peers');
  const binary = join(directory, `${name.replace(/\.\w+$/, '')}-${sourceKey(source, flags)}`);
  if (existsSync(binary)) return { command: [binary] };
  mkdirSync(directory, { recursive: true });
  const partial = `${binary}.${process.pid}`;
  const run = spawnSync('g++', ['-O2', '-o', partial, source, ...flags], { encoding: 'utf8' });
  if (run.error !== undefined) return { skipped: 'g++ is not installed' };
  if (run.status !== 0) {
    const reason = run.stderr.split('\n').find((line) => /error|cannot find/.test(line));
    return { skipped: `${what} does not compile here: ${reason?.trim() ?? 'g++ failed'}` };
  }
  renameSync(partial, binary);
  return { command: [binary] };
}

/** The first Python that can import one of `modules`. */
export function python(module: string): Availability {
  for (const command of ['python3', '/usr/bin/python3']) {
    const run = spawnSync(command, ['-c', `import ${module}`], { stdio: 'ignore' });
    if (run.status === 0) return { command: [command] };
  }
  return { skipped: `no python3 has the module ${module}` };
}

/** Runs a peer and gives its standard output. @throws Error when it fails */
export function runPeer(command: readonly string[], seconds = 120): string {
  return execFileSync(command[0], command.slice(1), {
    encoding: 'utf8',
    timeout: seconds * 1000,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
}
