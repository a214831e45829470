import type { Streams } from '../../../sim/random.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { classOf } from './classes.ts';
import { type Custody, drawCustody } from './custody.ts';
import { buildLayout } from './layout.ts';
import type { SquareValues } from './parameters.ts';
import { planSeeding } from './seeding.ts';
import type { Links, SpreadOptions } from './spread.ts';
import { withheld } from './withholding.ts';

export interface SetUp {
  /** Class of each node. */
  readonly kinds: Uint16Array;
  readonly custody: Custody;
  readonly spread: SpreadOptions;
}

/** Draws nodes, custody, meshes, seeding, delays and failures of one square. */
export function setUp(values: SquareValues, streams: Streams): SetUp {
  const { nodes, size, classes, degree } = values;
  const stream = (path: string) => streams.stream(`square/${path}`);
  const kinds = classOf(nodes, classes);
  const validators = Array.from(kinds, (kind) => classes[kind].validators);
  const custody = drawCustody(validators, size, values.chi, (node) => stream(`custody/${node}`));
  const layout = buildLayout(
    size,
    custody.lines,
    degree,
    (line) => stream(`mesh/${line}`),
    (node) => stream(`turns/${node}`),
  );
  const mask = withheld(values.withholding, size, values.withhold, stream('withheld'));
  const seeding = planSeeding(layout, mask, values, stream('builder'));
  const down = new Uint8Array(nodes);
  const failed = Math.round(values.failures * nodes);
  for (const node of stream('failures').sample(failed, nodes)) down[node] = 1;
  const choices = Array.from(kinds, (_, node) => stream(`choice/${node}`));
  const spread = {
    layout,
    seeding,
    links: links(values, kinds, streams),
    down,
    enough: values.enough ? size / 2 : size,
    draw: (node: number, bound: number) => choices[node].below(bound),
  };
  return { kinds, custody, spread };
}

function links(values: SquareValues, kinds: Uint16Array, streams: Streams): Links {
  const { segment, step, classes, latencyMin, latencyMax } = values;
  const perStep = (rate: number) => (rate * step) / TICKS_PER_SECOND / segment;
  const chance = streams.stream('square/latency');
  const delay = () => chance.between(latencyMin, latencyMax) / 2 / step;
  const builderDelay = delay();
  return {
    up: Float64Array.from(kinds, (kind) => perStep(classes[kind].up)),
    down: Float64Array.from(kinds, (kind) => perStep(classes[kind].down)),
    delay: Float64Array.from(kinds, delay),
    builderUp: perStep(values.builder),
    builderDelay,
  };
}
