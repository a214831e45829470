/** Whole stacks, small: what hangs on what, who is paid, and what comparisons compare. */
import { describe, expect, it } from 'vitest';
import type { Replication } from '../../../scenarios/replicate.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

const SMALL = `
name: small
seed: 1
duration: 4 min
warmup: 20 s
network: { nodes: 7, latency: 20 ms, jitter: none, slowStart: false }
tasks: { source: agents, clients: 4, settleEvery: 2, think: 6 s }
daios: { providers: 2, copies: 2, publishers: 2, storage: { holders: 4 } }
`;
const run = (...sets: string[]) => runScenario(SMALL, sets);
const lanes = ['read', 'inference', 'local', 'write', 'log', 'settle'] as const;

function sumOver(found: Replication, name: string): number {
  return lanes.reduce((sum, lane) => sum + metricOf(found, `${name}[${lane}]`), 0);
}

describe('a stack under load', () => {
  const zerog = run();
  const rollup = run('daios.stack=rollup-celestia');

  it('fails no task while everything runs', () => {
    for (const found of [zerog, rollup]) {
      expect(metricOf(found, 'daios.task.failed')).toBe(0);
      expect(metricOf(found, 'daios.task.safe')).toBeGreaterThan(20);
    }
  });

  it('spends all of a task on its lanes', () => {
    for (const found of [zerog, rollup])
      expect(sumOver(found, 'daios.task.share')).toBeCloseTo(1, 9);
  });

  it('pays what tasks cost: cost times tasks is the income of all lanes', () => {
    // 4 min less 20 s. Rent of a cloud is shared by all tasks that were answered, safe or not.
    for (const [found, rent] of [
      [zerog, 0],
      [rollup, metricOf(rollup, 'daios.machine_cost')],
    ] as const) {
      const fees = metricOf(found, 'daios.task.cost') - rent / metricOf(found, 'daios.task.rate');
      const income = sumOver(found, 'daios.income') - rent;
      expect(income * 220).toBeCloseTo(fees * metricOf(found, 'daios.task.safe'), 9);
    }
  });

  it('counts answers, gas and bytes after the warm-up: the parts of a run sum to the whole', () => {
    // 240 s, their first 21.3 s, and the 218.7 s after these.
    const whole = run('warmup=0 s');
    const first = run('warmup=0 s', 'duration=21.3 s');
    const rest = run('warmup=21.3 s');
    for (const name of ['verified_per_second', 'gas', 'stored', 'log.throughput']) {
      const of = (found: Replication) => metricOf(found, `daios.${name}`);
      expect(of(first) * 21.3 + of(rest) * 218.7, name).toBeCloseTo(of(whole) * 240, 6);
    }
  });

  it('answers before it is safe', () => {
    for (const found of [zerog, rollup])
      expect(meanOf(found, 'daios.task.answer')).toBeLessThan(meanOf(found, 'daios.task.latency'));
  });

  it('takes one round trip more or less to ask a model', () => {
    const inference = (rtt: number) =>
      meanOf(
        run('daios.verification=none', `network.latency=${rtt} ms`),
        'daios.lane.latency[inference]',
      );
    // The same work on the same machines: only how requests fall together may differ a little.
    expect(inference(220) - inference(20)).toBeGreaterThan(0.19);
    expect(inference(220) - inference(20)).toBeLessThan(0.21);
  });

  it('dispatches requests to providers in turn, to the nearest, or to the least busy', () => {
    const spread = ['network.latency=azure-2026', 'daios.providers=6', 'tasks.clients=8'];
    const crowd = [
      ...['tasks.source=chat', 'tasks.rate=10', 'tasks.clients=30', 'duration=100 s'],
      ...['daios.providers=4', 'daios.gpu=rtx4090', 'daios.verification=none'],
    ];
    const inference = (...sets: string[]) => meanOf(run(...sets), 'daios.lane.latency[inference]');
    const turn = inference(...spread);
    expect(inference(...spread, 'daios.dispatch=nearest')).toBeLessThan(turn);
    const busy = inference(...crowd);
    expect(inference(...crowd, 'daios.dispatch=least-busy')).toBeLessThan(busy);
  });

  it('turns away what is too long for the memory of a card, and goes on', () => {
    // 4 clients with a request each: one of 2 million tokens, of which llama-3-8b has room for some 450,000.
    const rows = ['0,100,20', '1,2000000,20', '2,100,20', '3,100,20'];
    const trace = `seconds,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`;
    const found = runScenario(
      SMALL.replace('source: agents', 'source: trace, trace: ./long.csv').replace(
        'warmup: 20 s',
        'warmup: 0 s',
      ),
      [],
      0,
      { './long.csv': trace },
    );
    expect(metricOf(found, 'daios.task.failed')).toBe(1);
    expect(metricOf(found, 'daios.task.safe')).toBe(3);
  });

  it('pays a cloud by the hour, whatever it does', () => {
    const few = run('daios.stack=rollup-celestia', 'tasks.clients=2');
    const income = (found: Replication) => metricOf(found, 'daios.income[inference]');
    expect(income(few)).toBeCloseTo(income(rollup), 12);
    expect(income(rollup)).toBeCloseTo(metricOf(rollup, 'daios.machine_cost'), 12);
    expect(metricOf(few, 'daios.task.cost')).toBeGreaterThan(metricOf(rollup, 'daios.task.cost'));
  });

  it('verifies in a market and not in a cloud', () => {
    expect(metricOf(zerog, 'daios.verified_per_second')).toBeGreaterThan(0);
    expect(metricOf(rollup, 'daios.verified_per_second')).toBe(0);
    const none = run('daios.verification=none');
    expect(metricOf(none, 'daios.verified_per_second')).toBe(0);
    expect(meanOf(none, 'daios.task.answer')).toBeLessThan(meanOf(zerog, 'daios.task.answer'));
  });

  it('is settled when a rollup promises, long before its data are available', () => {
    const promised = run('daios.stack=rollup-celestia', 'daios.rollupFinality=promised');
    expect(meanOf(promised, 'daios.lane.latency[settle]')).toBeLessThan(2);
    expect(meanOf(rollup, 'daios.lane.latency[settle]')).toBeGreaterThan(5);
  });
});

describe('what integration saves', () => {
  const off = ['oneChain', 'oneUpload', 'direct', 'onePayment'].map(
    (name) => `daios.savings.${name}=false`,
  );
  const without = (name: string) => run(`daios.savings.${name}=false`);
  const all = run();

  it('is the whole difference to the same parts put together', () => {
    const found = run('daios.against=0g-parts', ...off);
    expect(metricOf(found, 'daios.advantage.pairs')).toBeGreaterThan(20);
    for (const what of ['latency', 'answer', 'cost'])
      expect(metricOf(found, `daios.advantage.${what}`)).toBe(0);
    const whole = run('daios.against=0g-parts');
    expect(metricOf(whole, 'daios.advantage.cost')).toBeGreaterThan(0);
  });

  it('one payment instead of three', () => {
    expect(metricOf(without('onePayment'), 'daios.income[settle]')).toBeCloseTo(
      3 * metricOf(all, 'daios.income[settle]'),
      12,
    );
  });

  it('no relays: what is relayed waits for the next look', () => {
    const apart = run('daios.savings.oneChain=false', 'daios.relayPoll=30 s');
    // Looks every 30 s: 15 s in the mean, which 20 s of luck on either side do not hide.
    expect(meanOf(apart, 'daios.task.latency') - meanOf(all, 'daios.task.latency')).toBeGreaterThan(
      5,
    );
    expect(metricOf(apart, 'daios.income[log]')).toBeGreaterThan(
      metricOf(all, 'daios.income[log]'),
    );
  });

  it('bytes of users: what is published is not sent twice', () => {
    const sent = (found: Replication) => metricOf(found, 'daios.use[user uplinks]');
    expect(sent(without('oneUpload'))).toBeGreaterThan(1.05 * sent(all));
  });

  it('the gateway, on which all users hang', () => {
    const outage = ['daios.outage.part=gateway', 'daios.outage.share=1', 'daios.outage.to=4 min'];
    const direct = run(...outage, 'daios.outage.from=30 s');
    const behind = run(...outage, 'daios.outage.from=30 s', 'daios.savings.direct=false');
    expect(metricOf(direct, 'daios.task.rate')).toBe(metricOf(all, 'daios.task.rate'));
    expect(metricOf(behind, 'daios.task.rate')).toBeLessThan(
      0.3 * metricOf(direct, 'daios.task.rate'),
    );
  });
});

describe('single points of failure', () => {
  const whole = ['daios.outage.from=10 s', 'daios.outage.to=4 min'];

  it('with over a third of the validators 0G settles, stores and publishes nothing, and still answers', () => {
    const found = run('daios.outage.part=validators', 'daios.outage.share=0.5', ...whole);
    expect(metricOf(found, 'daios.task.safe')).toBe(0);
    expect(metricOf(found, 'daios.task.rate')).toBeGreaterThan(0.2);
    // 2 of 7 are less than a third, but announced signatures of theirs are waited for: 0g-da-chain-compute 1.
    const fewer = run('daios.outage.part=validators', 'daios.outage.share=0.28', ...whole);
    expect(metricOf(fewer, 'daios.task.safe')).toBeGreaterThan(0);
  });

  it('a rollup stores and settles nothing without its sequencer', () => {
    const found = run('daios.stack=rollup-celestia', 'daios.outage.part=sequencer', ...whole);
    expect(metricOf(found, 'daios.task.safe')).toBe(0);
    const zerog = run('daios.outage.part=sequencer', ...whole);
    expect(metricOf(zerog, 'daios.task.safe')).toBeGreaterThan(20);
  });

  it('nobody answers without providers', () => {
    const outage = ['daios.outage.part=compute', 'daios.outage.share=1', ...whole];
    expect(metricOf(run(...outage), 'daios.task.rate')).toBe(0);
    const half = run('daios.outage.part=compute', 'daios.outage.share=0.5', ...whole);
    expect(metricOf(half, 'daios.task.rate')).toBeGreaterThan(0.2);
  });
});
