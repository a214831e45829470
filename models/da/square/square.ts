import { Lane } from '../../../sim/engine/order.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../../component.ts';
import { objectionsTo } from './objections.ts';
import { type SquareValues, squareParameters } from './parameters.ts';
import { Readiness } from './readiness.ts';
import { type SetUp, setUp } from './set-up.ts';
import { SquareSpread } from './spread.ts';

/** A square counts as available once this share of the validators, or of the nodes, is ready. */
const AVAILABLE = 0.9;
/** Sender of the builder's messages in the certificate, after the classes. */
const BUILDER = -1;

export const squareComponent: Component = {
  about: 'A square of segments that a builder spreads over row and column meshes',
  parameters: squareParameters,
  highlights: [
    'square.time_to_90',
    'square.available[all]',
    'square.ready[validators]',
    'square.duplicates',
    'square.repaired_share',
    'square.builder_egress',
  ],
  check: (setting) => objectionsTo(sectionOf(setting, 'square', squareParameters)),
  start: (experiment) => {
    const run = new SquareRun(experiment);
    return run.finish;
  },
};

class SquareRun {
  private readonly experiment: Experiment;
  private readonly values: SquareValues;
  private readonly set: SetUp;
  private readonly spread: SquareSpread;
  private readonly readiness: Readiness;
  /** Segments that live nodes must hold, counted in each line. */
  private readonly wanted: number;
  private readonly curves = {
    held: [] as [number, number][],
    nodes: [] as [number, number][],
    validators: [] as [number, number][],
  };
  private readonly sentBefore: Float64Array;
  private seededBefore = 0;

  constructor(experiment: Experiment) {
    this.experiment = experiment;
    const { simulation } = experiment;
    this.values = sectionOf(experiment, 'square', squareParameters);
    this.set = setUp(this.values, simulation.streams);
    const { layout, down } = this.set.spread;
    this.spread = new SquareSpread(this.set.spread);
    this.readiness = new Readiness(layout, this.set.custody, down);
    const live = layout.placeNode.reduce((sum, node) => sum + 1 - down[node], 0);
    this.wanted = live * layout.size;
    this.sentBefore = new Float64Array(this.values.classes.length);
    const entity = simulation.entity('square');
    const kind = simulation.handler('square.step', (_entity, step) => {
      this.step();
      if (this.readiness.readyNodes < this.readiness.nodes && !this.spread.quiet) {
        simulation.schedule(this.values.step as Tick, Lane.Process, entity, kind, step + 1);
      }
    });
    // A step of sending fires when it is over, at the time at which its first segments have arrived.
    simulation.schedule(this.values.step as Tick, Lane.Process, entity, kind, 1);
  }

  private step(): void {
    const { spread, readiness, curves } = this;
    spread.step();
    for (const place of spread.completed) readiness.complete(place);
    const now = toSeconds(this.experiment.simulation.now);
    curves.held.push([now, spread.held / Math.max(1, this.wanted)]);
    curves.nodes.push([now, readiness.readyNodes / Math.max(1, readiness.nodes)]);
    curves.validators.push([now, readiness.readyValidators / Math.max(1, readiness.validators)]);
    this.certify();
  }

  /** One message for each class and step: what all its nodes sent. */
  private certify(): void {
    const { spread, sentBefore } = this;
    const { certificate } = this.experiment.simulation;
    const { segment } = this.values;
    this.byClass(spread.sent).forEach((sent, kind) => {
      certificate.message(kind, spread.steps, (sent - sentBefore[kind]) * segment, 0);
      sentBefore[kind] = sent;
    });
    const seeded = spread.builderSent - this.seededBefore;
    certificate.message(BUILDER, spread.steps, seeded * segment, 0);
    this.seededBefore = spread.builderSent;
  }

  readonly finish: Finish = () => {
    const { measures } = this.experiment;
    const { spread, values, curves } = this;
    const { segment } = values;
    const at = {
      validators: timeOf(curves.validators, AVAILABLE),
      nodes: timeOf(curves.nodes, AVAILABLE),
      all: timeOf(curves.nodes, 1),
    };
    if (at.validators !== null) measures.value('square.time_to_90', 's', at.validators);
    for (const [whom, time] of Object.entries(at)) {
      if (time !== null) measures.value(`square.available[${whom}]`, 's', time);
    }
    measures.label('square.outcome', at.validators === null ? 'not available' : 'available');
    for (const [name, points] of Object.entries(curves)) {
      const metric = name === 'held' ? 'square.held' : `square.ready[${name}]`;
      measures.value(metric, '1', points.length === 0 ? 0 : points[points.length - 1][1]);
      measures.series({ name: metric, xUnit: 's', yUnit: '1', points });
    }
    this.reportBytes();
    measures.value('square.builder_egress', 'B', spread.builderSent * segment);
    const received = sum(spread.received);
    const duplicates = sum(spread.duplicates);
    const repaired = sum(spread.repaired);
    const fresh = received - duplicates;
    measures.value('square.duplicates', '1', duplicates / Math.max(1, fresh));
    measures.value('square.repaired_share', '1', repaired / Math.max(1, repaired + fresh));
    measures.value('square.lost', 'B', sum(spread.lost) * segment);
    measures.value('square.in_flight', 'B', spread.inFlight * segment);
  };

  /** Bytes of a node that is up, in the mean of its class. */
  private reportBytes(): void {
    const { measures } = this.experiment;
    const { segment, classes } = this.values;
    const up = this.byClass(this.set.spread.down.map((down) => 1 - down));
    const sent = this.byClass(this.spread.sent);
    const received = this.byClass(this.spread.received);
    classes.forEach(({ name }, kind) => {
      if (up[kind] === 0) return;
      measures.value(`square.egress[${name}]`, 'B', (sent[kind] / up[kind]) * segment);
      measures.value(`square.ingress[${name}]`, 'B', (received[kind] / up[kind]) * segment);
    });
  }

  private byClass(byNode: ArrayLike<number>): number[] {
    const totals = this.values.classes.map(() => 0);
    this.set.kinds.forEach((kind, node) => {
      totals[kind] += byNode[node];
    });
    return totals;
  }
}

/** When a curve first reaches a share; null when it does not. */
function timeOf(curve: readonly (readonly [number, number])[], share: number): number | null {
  return curve.find(([, reached]) => reached >= share)?.[0] ?? null;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
