import { describe, expect, it } from 'vitest';
import { transactionBill } from '../../../../models/chain/evm/bill.ts';
import { transactionKind } from '../../../../models/chain/evm/transactions.ts';
import { ChainLane } from '../../../../models/chain/lane.ts';
import { ChainBlocks } from '../../../../models/storage/mining/chain-blocks.ts';
import { proofBill } from '../../../../models/storage/mining/proof-bill.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { buildNetwork, type NetworkValues } from '../../../../sim/network/section.ts';
import { seconds } from '../../../../sim/time.ts';
import { metricOf, runScenario } from '../../run-scenario.ts';
import { TIB } from './engine-world.ts';

const scenario = (rest = '', fidelity = 'fast', flowSize = '1 TiB') => `
name: chain
question: q
replications: 1
fidelity: ${fidelity}
network: {nodes: 4}
storage:
  chain: 0g
  flowSize: ${flowSize}
  epochs: 6
  blocksPerEpoch: 60
  subtasks: 2
  subtaskInterval: 30
  window: 20
  targetSubmissions: 40
  poll: 0 s
${rest}
`;

const TWENTY = '  groups: {nvme: {count: 20}}';

describe('proofs on a simulated chain', () => {
  it('are accepted in its blocks, and late beyond the window', () => {
    const run = runScenario(scenario(TWENTY));
    // 240 proofs of 6 epochs, if blocks took the 0.4 s that the difficulty was settled for.
    const proofs = metricOf(run, 'storage.pora.proofs');
    expect(proofs).toBeGreaterThan(25);
    expect(proofs).toBeLessThan(60);
    // The last block or two of 20 in each window.
    const late = metricOf(run, 'storage.pora.refused[late]');
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(0.25 * 6 * proofs);
    expect(metricOf(run, 'storage.pora.unanswered')).toBeLessThan(10);
    expect(metricOf(run, 'storage.pora.attempt_rate[nvme]')).toBeCloseTo(1088, -1);
  });

  it('are refused over the cap of twice the target', () => {
    const run = runScenario(scenario(`  settled: false\n  difficulty: 20000\n${TWENTY}`));
    expect(metricOf(run, 'storage.pora.proofs')).toBe(80);
    expect(metricOf(run, 'storage.pora.full_epochs')).toBe(1);
    expect(metricOf(run, 'storage.pora.refused[over the cap]')).toBeGreaterThan(0);
  });

  it('hold in exact fidelity: votes as messages, hashes as bytes', () => {
    const slow = '  groups: {hdd: {profile: hdd-7200, cpuPercentage: 10, count: 2}}';
    const few = scenario(`  settled: false\n  difficulty: 300\n${slow}`, 'exact', '2 MiB');
    const run = runScenario(few.replace('epochs: 6', 'epochs: 3'));
    expect(metricOf(run, 'storage.pora.proofs')).toBeGreaterThan(1);
  });

  it('carry their gas and bytes: 0.30 to 0.35 M gas for a flow of 8 TiB (sheet 3.8)', () => {
    const bill = proofBill(8 * TIB);
    expect(bill.gas).toBeGreaterThan(300_000);
    expect(bill.gas).toBeLessThan(350_000);
    // 2^35 sectors: the path from 16 sectors up has 31 hashes.
    expect(bill).toEqual(transactionBill(transactionKind('pora-proof'), 31));
    expect(proofBill(8 * TIB + 1024).gas).toBe(
      transactionBill(transactionKind('pora-proof'), 32).gas,
    );
    expect(proofBill(1024).bytes).toBe(transactionBill(transactionKind('pora-proof'), 6).bytes);

    const simulation = new Simulation({ seed: 'gas' });
    const values: NetworkValues = {
      ...{ nodes: 4, bandwidth: 125e6, up: null, down: null, latency: '20 ms' },
      ...{ placement: 'cloud-europe-heavy', regions: null, jitter: 'none', loss: 0 },
      ...{ receiveWindow: 6_291_456, slowStart: true, idleReset: seconds(86_400) },
      ...{ chunk: 131_072, faults: [] },
    } as NetworkValues;
    const { network } = buildNetwork(simulation, values);
    const powers = [1, 1, 1, 1];
    const lane = new ChainLane({ simulation, network, fidelity: 'fast', preset: '0g', powers });
    const blocks = new ChainBlocks(lane, 4, bill);
    const heights: number[] = [];
    const reached: number[] = [];
    for (let miner = 0; miner < 7; miner++) blocks.submit(miner, (block) => heights.push(block));
    blocks.whenBlock(0, (block) => reached.push(block));
    blocks.whenBlock(3, (block) => reached.push(block));
    expect(reached).toEqual([0]);
    simulation.run(seconds(5));
    expect(reached).toEqual([0, 3]);
    expect(heights).toHaveLength(7);
    for (const height of heights) expect(height).toBeGreaterThan(0);
    expect(lane.gas).toBe(7 * bill.gas);
  });
});
