import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { Processor } from '../../../sim/hardware/processor.ts';
import { cpuProfile } from '../../../sim/hardware/profiles.ts';
import type { Stream } from '../../../sim/random.ts';
import { TICKS_PER_SECOND, type Tick, ZERO } from '../../../sim/time.ts';
import { LOAD_BYTES } from '../flow/spec.ts';
import { attemptWork, coreCosts, coreSeconds } from '../mining/hash-cost.ts';
import { MiningLoop } from '../mining/mining-loop.ts';
import type { Server } from './fabric.ts';
import type { ReadsValues } from './parameters.ts';

/** Processor of a holder. Source: 0g-storage 7, 8 cores. */
const PROCESSOR = 'cpu-home-8c';

/**
 * Holders that mine: in every epoch each draws a subtask and mines in its window, on the drive that serves
 * its readers. All of a drive is sealed data.
 */
export class MiningWindows {
  private readonly simulation: Simulation;
  private readonly miner: ReadsValues['miner'];
  private readonly loops: MiningLoop[] = [];
  private readonly draws: Stream[] = [];
  private readonly mining = new Set<number>();
  private readonly nodes: readonly number[];
  private readonly entity: number;
  private readonly begins: number;
  private readonly starts: number;
  private readonly stops: number;

  constructor(
    simulation: Simulation,
    holders: readonly Server[],
    loop: 'stock' | 'pipelined',
    miner: ReadsValues['miner'],
  ) {
    this.simulation = simulation;
    this.miner = miner;
    this.nodes = holders.map(({ node }) => node);
    this.entity = simulation.entity('reads/mining');
    const profile = cpuProfile(PROCESSOR);
    const hashTicks = coreSeconds(attemptWork(true, 1), coreCosts(profile)) * TICKS_PER_SECOND;
    holders.forEach(({ disk }, i) => {
      const name = `reads/miner/${i}`;
      const processor = new Processor(simulation, `${name}/processor`, profile);
      const blocks = Math.floor(disk.profile.capacity / LOAD_BYTES);
      const options = { disk, processor, loop, depth: miner.depth, hashTicks, blocks };
      this.loops.push(new MiningLoop(simulation, name, options));
      this.draws.push(simulation.streams.stream(`${name}/subtask`));
    });
    this.begins = simulation.handler('read.epoch', () => this.beginEpoch());
    this.starts = simulation.handler('read.mining.start', (_entity, holder) => {
      this.mining.add(this.nodes[holder]);
      this.loops[holder].start();
    });
    this.stops = simulation.handler('read.mining.stop', (_entity, holder) => {
      this.mining.delete(this.nodes[holder]);
      this.loops[holder].stop();
    });
  }

  start(): void {
    this.simulation.schedule(ZERO, Lane.Timer, this.entity, this.begins);
  }

  /** Whether the holder at that node mines now. */
  isMining(node: number): boolean {
    return this.mining.has(node);
  }

  get attempts(): number {
    return this.loops.reduce((sum, { attempts }) => sum + attempts, 0);
  }

  private beginEpoch(): void {
    const { simulation, entity } = this;
    const { epoch, subtasks, interval, window } = this.miner;
    for (let holder = 0; holder < this.loops.length; holder++) {
      const from = (this.draws[holder].below(subtasks) * interval) as Tick;
      simulation.schedule(from, Lane.Timer, entity, this.starts, holder);
      simulation.schedule((from + window) as Tick, Lane.Timer, entity, this.stops, holder);
    }
    simulation.schedule(epoch as Tick, Lane.Timer, entity, this.begins);
  }
}
