/** What cannot be run, and what is said of it before anything runs. */
import { describe, expect, it } from 'vitest';
import { objectionsTo } from '../run-scenario.ts';

const ALONE = `
name: alone
duration: 4 min
network: { nodes: 7 }
tasks: { source: agents }
daios: { storage: { holders: 4 } }
`;
const IN_WEEKS = `
name: weeks
network: { nodes: 7 }
tasks: { source: agents }
daios: { storage: { holders: 4 } }
adoption: { years: 0.1 }
`;

describe('a stack', () => {
  it('of the defaults is not objected to, alone and in the weeks of an economy', () => {
    expect(objectionsTo(ALONE)).toEqual([]);
    expect(objectionsTo(IN_WEEKS)).toEqual([]);
  });

  it.each([
    [['duration=null'], 'duration: expected a time such as'],
    [['network.nodes=3'], 'network.nodes: expected 4 or more, found 3'],
    [['daios.region=Mars'], 'daios.region: expected a region of the latency matrix'],
    // 141 GB of weights on a card of 80 GB.
    [['daios.model=llama-3-70b'], 'daios.cards: expected enough h100-80g-sxm for llama-3-70b'],
    [['daios.gpu=rtx4090'], 'daios.gpu: expected a card with enclaves'],
    [
      ['daios.gpu=rtx4090', 'daios.stack=rollup-celestia', 'daios.against=0g'],
      'daios.gpu: expected a card with enclaves',
    ],
    [['daios.copies=5'], 'daios.copies: expected at most the 4 of daios.storage.holders, found 5'],
    [
      ['daios.outage.part=compute', 'daios.outage.from=1 min', 'daios.outage.to=1 min'],
      'daios.outage.to: expected after daios.outage.from',
    ],
    [['tasks.source=training', 'tasks.files=1'], 'tasks.files: expected a file for each of'],
    [['tasks.trace=./none.csv', 'tasks.source=trace'], 'tasks.trace: expected'],
  ])('is refused: %j', (sets, said) => {
    const found = objectionsTo(ALONE, sets);
    expect(found, found.join('\n')).toHaveLength(1);
    expect(found[0]).toContain(said);
  });

  it.each([
    [['daios.model=llama-3-70b', 'daios.cards=2']],
    [['daios.gpu=rtx4090', 'daios.verification=none']],
    // A cloud promises no enclave, and an object store keeps its copies itself.
    [['daios.gpu=rtx4090', 'daios.stack=rollup-celestia']],
    [['daios.copies=5', 'daios.stack=rollup-celestia']],
  ])('is not refused: %j', (sets) => expect(objectionsTo(ALONE, sets)).toEqual([]));

  it.each([
    [['daios.region=Mars'], 'daios.region: expected a region of the latency matrix'],
    [['network.nodes=3'], 'network.nodes: expected 4 or more, found 3'],
    [['tasks.source=chat'], 'tasks.source: expected agents, beside a section "adoption"'],
    [['daios.against=0g-parts'], 'daios.against: expected none beside a section "adoption"'],
  ])('is refused in the weeks of an economy: %j', (sets, said) => {
    const found = objectionsTo(IN_WEEKS, sets);
    expect(found, found.join('\n')).toHaveLength(1);
    expect(found[0]).toContain(said);
  });
});
