import { describe, expect, it } from 'vitest';
import { components } from '../../../models/index.ts';
import { checkComponents } from '../../../scenarios/objections.ts';
import { resolveScenario } from '../../../scenarios/resolve.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

/** Twelve validators with equal stake, 20 ms of round trip apart. */
const base = `
name: chain-test
fidelity: exact
network: { bandwidth: 1 Gbps, latency: 20 ms }
chain:
  preset: 0g
  validators: 12
  fullNodes: 2
  transaction: transfer
  stake: { distribution: zipf, exponent: 0 }
load: { rate: 50 tx/s, duration: 10 s }
`;

const run = (...sets: string[]) => runScenario(base, sets);
const plain = run();

/** Reads a scenario without running it. */
function check(text: string, sets: readonly string[] = []): void {
  const path = 'test.yaml';
  const files = {
    read: () => new TextEncoder().encode(text),
    resolve: (_: string, to: string) => to,
  };
  checkComponents(resolveScenario({ path, files, sections: components, sets }), {}, path);
}

describe('a small chain', () => {
  it('commits every transaction in round 0', () => {
    expect(metricOf(plain, 'chain.tx.offered')).toBe(500);
    expect(metricOf(plain, 'chain.tx.rejected')).toBe(0);
    expect(metricOf(plain, 'chain.tx.committed')).toBe(500);
    expect(metricOf(plain, 'chain.rounds.max')).toBe(0);
    expect(plain.findings.labels['chain.bottleneck']).toBe('offered load');
    // What 500 transactions cost: 21,000 each over the ten seconds, but for those of the last block.
    expect(metricOf(plain, 'chain.gas_rate')).toBeLessThanOrEqual(50 * 21_000);
    expect(metricOf(plain, 'chain.gas_rate')).toBeGreaterThan(0.85 * 50 * 21_000);
  });

  it('takes the commit time-out and three steps of messages for a block', () => {
    const blockTime = meanOf(plain, 'chain.block_time');
    // 0.2 s. Then proposal, prevote and precommit, each of them written to the disk (10 ms), on its way
    // (10 ms) and held back for more (10 ms): no block is faster.
    expect(blockTime).toBeGreaterThan(0.2 + 3 * 0.03);
    // Two hops each with a full gossip sleep of 100 ms and as much time again for writes and work.
    expect(blockTime).toBeLessThan(0.2 + 3 * 0.03 + 3 * 2 * 0.12);
  });

  it('takes longer by what the commit time-out is longer', () => {
    const [short, long] = ['0.5 s', '1.5 s'].map((wait) =>
      meanOf(run(`chain.timeoutCommit=${wait}`), 'chain.block_time'),
    );
    expect(long - short).toBeGreaterThan(0.9);
    expect(long - short).toBeLessThan(1.1);
  });

  it('takes at least three one-way delays more over longer ways', () => {
    const [near, far] = ['20 ms', '220 ms'].map((latency) =>
      meanOf(run(`network.latency=${latency}`, 'chain.timeoutPropose=3 s'), 'chain.block_time'),
    );
    // Less a gossip sleep, in whose course messages are sent anyway.
    expect(far - near).toBeGreaterThan(3 * 0.1 - 0.1);
  });

  it('keeps to a target block time that consensus can meet', () => {
    const blockTime = meanOf(run('chain.blockTime=2 s', 'load.duration=30 s'), 'chain.block_time');
    expect(blockTime).toBeGreaterThan(1.9);
    expect(blockTime).toBeLessThan(2.1);
  });

  it('refuses what does not fit into its mempools', () => {
    const result = run('chain.gasLimit=210000', 'load.rate=null', 'load.duration=20 s');
    // Ten transfers a block at most.
    expect(metricOf(result, 'chain.utilisation[block gas]')).toBeGreaterThan(0.9);
    expect(result.findings.labels['chain.bottleneck']).toBe('block gas');
    const blocks = metricOf(result, 'chain.blocks_per_minute') / 3;
    expect(metricOf(result, 'chain.tps') * 20).toBeLessThanOrEqual(10 * blocks + 1e-9);
  });
});

describe('validators that misbehave', () => {
  it('by signing twice are slashed, each once, and the chain goes on', () => {
    // 20 % of twelve are three; 2 % of 4.3 M tokens are above the cap of 500.
    const result = run('chain.doubleSigning=0.2');
    expect(metricOf(result, 'chain.stake.slashed')).toBe(3);
    expect(metricOf(result, 'chain.stake.burned')).toBe(1500);
    expect(metricOf(result, 'chain.tx.committed')).toBe(500);
    expect(metricOf(plain, 'chain.stake.slashed')).toBe(0);
  });

  it('by silence cost rounds below a third, and everything from a third on', () => {
    const some = run('chain.silent=0.25', 'load.duration=20 s');
    expect(metricOf(some, 'chain.tx.committed')).toBe(1000);
    expect(metricOf(some, 'chain.rounds.max')).toBeGreaterThan(0);
    const third = run('chain.silent=0.334');
    expect(metricOf(third, 'chain.tx.committed')).toBe(0);
    expect(metricOf(third, 'chain.blocks_per_minute')).toBe(0);
  });
});

describe('the stake behind it', () => {
  it('earns what is issued until the last block', () => {
    const result = run('chain.stake.issuance=31556952');
    // A token a second; the last block comes between the end of the load and a minute later.
    const issued = metricOf(result, 'chain.stake.issued');
    expect(issued).toBeGreaterThan(9);
    expect(issued).toBeLessThan(70);
    // Tax of 2 %, commission of 5 % of the rest.
    expect(metricOf(result, 'chain.stake.paid[community tax]') / issued).toBeCloseTo(0.02, 5);
    expect(metricOf(result, 'chain.stake.paid[commission]') / issued).toBeCloseTo(0.049, 5);
  });
});

describe('an outage of a provider', () => {
  /** 12 h x 0.0005 = 21.6 s without power, from 20 s on; nodes are back some time after the start. */
  const outage = (share: number, restart: string, end = '300 s') =>
    run(
      'chain.fullNodes=0',
      'load.rate=5 tx/s',
      `load.duration=${end}`,
      `duration=${end}`,
      `operators.providers={hetzner: ${share}, aws: ${12 - share}}`,
      'operators.outage=hetzner-2022-11-02',
      'operators.severity=power',
      'operators.affected=1',
      'operators.outageStart=20 s',
      'operators.lengthScale=0.0005',
      `operators.restartDelay=${restart}`,
    );

  it('that hosts most validators stops the chain until enough of them are back', () => {
    const result = outage(10, '60 s');
    expect(metricOf(result, 'chain.nodes_down')).toBeCloseTo(10 / 12, 12);
    expect(metricOf(result, 'chain.liveness[before]')).toBe(1);
    expect(metricOf(result, 'chain.liveness[during]')).toBeLessThan(0.05);
    expect(metricOf(result, 'chain.liveness[after]')).toBeGreaterThan(0);
    expect(result.findings.labels['chain.recovered']).toBe('yes');
    expect(metricOf(result, 'chain.recovery_time')).toBeGreaterThan(21);
    expect(metricOf(result, 'chain.nodes_back_after')).toBeGreaterThan(21.6);
  });

  it('that hosts a quarter costs rounds only', () => {
    const result = outage(3, '60 s');
    expect(metricOf(result, 'chain.nodes_down')).toBe(0.25);
    expect(metricOf(result, 'chain.liveness[during]')).toBe(1);
    expect(metricOf(result, 'chain.rounds[during]')).toBeGreaterThan(0.1);
    expect(metricOf(result, 'chain.rounds[before]')).toBe(0);
  });

  it('is reported with the concentration of the operators', () => {
    const result = outage(6, '1 s', '60 s');
    // Two halves: 0.5 x 0.5 x 2, and one of them is enough to halt.
    expect(metricOf(result, 'operators.hhi[provider]')).toBeCloseTo(0.5, 9);
    expect(metricOf(result, 'operators.nakamoto_halt[provider]')).toBe(1);
  });
});

describe('wrong values are refused:', () => {
  it.each([
    { what: 'no validators', sets: ['chain.validators=0'], message: /chain\.validators/ },
    {
      what: 'a single node',
      sets: ['chain.validators=1', 'chain.fullNodes=0'],
      message: /chain\.validators.*2 nodes or more/s,
    },
    {
      what: 'less stake than the self-bonds of all validators',
      // 12 x 32 = 384.
      sets: ['chain.stake.total=383'],
      message: /chain\.stake\.total.*at least 32 for each of 12 validators/s,
    },
    { what: 'an unknown preset', sets: ['chain.preset=1g'], message: /chain\.preset/ },
    {
      what: 'an outage that is not on record',
      sets: ['operators.outage=x'],
      message: /operators\.outage/,
    },
  ])('$what', ({ sets, message }) => expect(() => check(base, sets)).toThrow(message));

  it('operators without a chain', () => {
    const alone = `
name: alone
network: { nodes: 4, bandwidth: 1 Gbps }
load: { blobBytes: 256 KiB }
operators: { mix: 0g-estimate }
`;
    expect(() => check(alone)).toThrow(/operators.*a section "chain" beside it/s);
  });

  it('a chain without load', () => {
    const text = 'name: idle\nnetwork: { bandwidth: 1 Gbps }\nchain: { validators: 4 }\n';
    expect(() => check(text)).toThrow(/load/);
  });
});

describe('the certificate', () => {
  it('is the same for the same run, and another for another seed or value', () => {
    const digests = [
      ['seed=1'],
      ['seed=1'],
      ['seed=2'],
      ['seed=1', 'chain.timeoutCommit=300 ms'],
    ].map((sets) => run(...sets).certified.certificate);
    expect(digests[1]).toEqual(digests[0]);
    expect(new Set(digests).size).toBe(3);
  });
});
