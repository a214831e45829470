/** Hears all verdicts of a run, and keeps what came of them. */
import type { Tick } from '../../sim/time.ts';
import { Chart } from './chart.ts';
import { chartRule } from './drift-laws.ts';
import { Board } from './quorum.ts';
import { faultAt, type World } from './world.ts';

export interface Verdict {
  readonly operator: number;
  readonly target: number;
  readonly bad: boolean;
  /** Of an answer of a served model; null without one. */
  readonly score: number | null;
}

/** What happened to targets that were never at fault. */
export interface WellTally {
  targets: number;
  services: number;
  /** False alarms of quorums on services and on others, and of charts. */
  checks: { service: number; node: number };
  charts: number;
  verdicts: number;
  accused: number;
}

interface Docket {
  readonly board: Board;
  /** Only served models have one. */
  readonly chart: Chart | null;
}

export class Court {
  readonly well: WellTally;
  /** When faults were found, by target. */
  readonly found = new Map<number, Tick>();
  private readonly world: World;
  private readonly dockets = new Map<number, Docket>();
  private looks = 0;
  private covered = 0;

  constructor(world: World, played: readonly number[]) {
    this.world = world;
    const rule = chartRule(world.values);
    for (const target of played) {
      const chart = world.targets[target] === 'compute' ? new Chart(rule) : null;
      this.dockets.set(target, { board: new Board(world.values.watch), chart });
    }
    const well = played.filter((target) => !world.incidents.has(target));
    const services = well.filter((target) => world.targets[target] === 'compute').length;
    this.well = {
      targets: well.length,
      services,
      checks: { service: 0, node: 0 },
      charts: 0,
      verdicts: 0,
      accused: 0,
    };
  }

  /** The latest verdict on a target, for those who copy: whether it was bad, and the latest score. */
  latest(target: number): { readonly bad: boolean; readonly score: number | null } {
    const { board, chart } = this.docket(target);
    return { bad: board.latest, score: chart?.latest ?? null };
  }

  hear({ operator, target, bad, score }: Verdict, now: Tick): void {
    const { board, chart } = this.docket(target);
    const alarm = board.add(operator, bad, now);
    const drifted = chart !== null && score !== null && chart.add(operator, score);
    if (this.world.incidents.has(target)) {
      const found = (board.isAccused || drifted) && faultAt(this.world, target, now) !== null;
      if (found && !this.found.has(target)) this.found.set(target, now);
      return;
    }
    const { well } = this;
    well.verdicts++;
    if (board.isAccused) well.accused++;
    if (alarm) well.checks[chart === null ? 'node' : 'service']++;
    if (drifted) well.charts++;
  }

  /** Looks how many targets enough operators have seen lately. */
  look(now: Tick): void {
    for (const { board } of this.dockets.values()) {
      this.looks++;
      if (board.isCovered(now)) this.covered++;
    }
  }

  /** Share of targets, over all looks, that enough operators had seen. */
  get coverage(): number {
    return this.looks > 0 ? this.covered / this.looks : 0;
  }

  private docket(target: number): Docket {
    const docket = this.dockets.get(target);
    if (docket === undefined) {
      throw new RangeError(`verdict, expected one on a target that is played, got ${target}`);
    }
    return docket;
  }
}
