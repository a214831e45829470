import { bodiesOf } from './bodies.ts';
import type { Run } from './body.ts';
import { suiteNames } from './report.ts';
import { builtTree, type Tree } from './tree.ts';

/*
 * A process that does fixed work on one build when it is told to: `pairs.ts` starts one for each side and lets
 * them take turns. The work is that of this build's bodies on either side.
 */

/** Does a body `repeats` times. */
export interface Turn {
  readonly body: string;
  readonly repeats: number;
}

export type TurnResult =
  /** Of a processor: what it gives to other processes meanwhile does not count. */
  | { readonly seconds: number; readonly certificate: string }
  /** Why this build cannot do it. */
  | { readonly failed: string };

const bodies = new Map(bodiesOf(suiteNames).map((body) => [`${body.suite}: ${body.name}`, body]));
const prepared = new Map<string, Run>();
let tree: Promise<Tree> | undefined;

async function take({ body, repeats }: Turn): Promise<TurnResult> {
  try {
    tree ??= builtTree(process.argv[2]);
    const run = prepared.get(body) ?? (await bodies.get(body)?.prepare(await tree));
    if (run === undefined) throw new Error(`no body of the name ${body}`);
    prepared.set(body, run);
    const start = process.cpuUsage();
    let certificate = '';
    for (let i = 0; i < repeats; i++) ({ certificate } = await run());
    const { user, system } = process.cpuUsage(start);
    return { seconds: (user + system) / 1e6, certificate };
  } catch (error) {
    return { failed: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  }
}

process.on('message', (turn: Turn) => {
  take(turn).then((result) => process.send?.(result));
});
