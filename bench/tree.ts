import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Scenarios from '../scenarios/index.ts';
import type * as Sim from '../sim/index.ts';

/** The public parts of one build of droptower: this one, or that of another commit. */
export interface Tree {
  readonly sim: typeof Sim;
  /** Loaded at first use, as models take a while. */
  scenarios(): Promise<typeof Scenarios>;
}

/** This build. */
export async function ownTree(): Promise<Tree> {
  return {
    sim: await import('../sim/index.ts'),
    scenarios: () => import('../scenarios/index.ts'),
  };
}

/** The checkout of this build. */
export function ownDirectory(): string {
  const up = import.meta.url.endsWith('.ts') ? '..' : '../..';
  return fileURLToPath(new URL(up, import.meta.url));
}

/** Why a directory is no built checkout; undefined when it is one. */
export function notBuilt(directory: string): string | undefined {
  return existsSync(entry(directory, 'sim')) && existsSync(entry(directory, 'scenarios'))
    ? undefined
    : 'no dist/sim/index.js and dist/scenarios/index.js there';
}

/** The build of a checkout. */
export async function builtTree(directory: string): Promise<Tree> {
  const load = (room: string) => import(pathToFileURL(entry(directory, room)).href);
  return { sim: await load('sim'), scenarios: () => load('scenarios') };
}

function entry(directory: string, room: string): string {
  return join(directory, 'dist', room, 'index.js');
}
