import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main } from '../../cli.ts';

export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

if (!existsSync(CLI)) throw new Error(`${CLI}: expected the built command; run npm run build`);

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Where {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const environment = (env: Where['env']) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...env,
});

/** Runs the built command to its end. */
export function droptower(args: readonly string[], { cwd, env }: Where): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    timeout: 50_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs a command line in this process, in its folder: a cold start costs half a second. */
export async function inProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  let out = '';
  let err = '';
  const sink = new PassThrough();
  const code = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdout: sink,
    stderr: sink,
    env,
    interrupted: new AbortController().signal,
  });
  return { code, out, err };
}

/** Starts the built command. */
export function start(args: readonly string[], { cwd, env }: Where): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** How a started command ended. */
export function ended(child: ChildProcess): Promise<Ended & { readonly signal: string | null }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (part) => {
    out += part;
  });
  child.stderr?.on('data', (part) => {
    err += part;
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

/** Every path below a folder, sorted. */
export const tree = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).sort();

/** Waits until `probe` gives something. */
export async function until<T>(probe: () => T | undefined | false, what: string): Promise<T> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    const found = probe();
    if (found) return found;
    await new Promise((resume) => setTimeout(resume, 20));
  }
  throw new Error(`waited 30 s for ${what}`);
}
