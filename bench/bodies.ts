import type { Body } from './body.ts';
import { codingBodies } from './coding.ts';
import { hashBodies } from './hash.ts';
import { kernelBodies } from './kernel.ts';
import { protocolBodies, withMessageBytes } from './protocol.ts';
import type { SuiteName, Work } from './report.ts';
import { ownTree } from './tree.ts';

/** The fixed work of some suites, in a fixed order. */
export function bodiesOf(suites: readonly SuiteName[]): Body[] {
  return [kernelBodies, hashBodies, codingBodies, protocolBodies]
    .flatMap((bodies) => bodies())
    .filter(({ suite }) => suites.includes(suite));
}

/** Does each body once and gives what it counted. @param progress told before each */
export async function countWork(
  bodies: readonly Body[],
  progress: (text: string) => void,
): Promise<Work[]> {
  const tree = await ownTree();
  const work: Work[] = [];
  for (const { suite, name, prepare } of bodies) {
    progress(`counting ${suite}: ${name}`);
    const run = await prepare(tree);
    const outcome = suite === 'protocol' ? await withMessageBytes(tree, run) : await run();
    work.push({ suite, body: name, ...outcome });
  }
  return work;
}
