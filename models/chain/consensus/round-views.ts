import type { Tick } from '../../../sim/time.ts';
import type { Step } from './round-machine.ts';

/** Where a node was at some time: it announces each step to its peers. */
export interface RoundView {
  readonly since: Tick;
  readonly height: number;
  readonly round: number;
  readonly step: Step;
}

const KEPT = 16;

/** The last steps of every node, so that a peer sees them after the delay of the announcement. */
export class RoundViews {
  private readonly steps: RoundView[][];

  constructor(nodes: number) {
    this.steps = Array.from({ length: nodes }, () => []);
  }

  enter(node: number, view: RoundView): void {
    const steps = this.steps[node];
    if (steps.length === KEPT) steps.shift();
    steps.push(view);
  }

  /** What is known of a node from announcements made until then; undefined before the first one. */
  at(node: number, heardUntil: number): RoundView | undefined {
    const steps = this.steps[node];
    for (let i = steps.length - 1; i >= 0; i--) if (steps[i].since <= heardUntil) return steps[i];
    return undefined;
  }

  /** When the newest announcement of a node was made. */
  newest(node: number): number {
    const steps = this.steps[node];
    return steps.length > 0 ? steps[steps.length - 1].since : 0;
  }
}
