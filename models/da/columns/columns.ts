import { Lane } from '../../../sim/engine/order.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { buildNetwork, networkParameters } from '../../../sim/network/section.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  needs,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';
import { checkNetwork } from '../../network.ts';
import { columnBytes, PEERDAS_COLUMNS, peerdasAssignment } from '../assignment/peerdas.ts';
import { Processors } from '../processors.ts';
import { drawValidators } from '../validators.ts';
import { type NodeClass, nodeClasses } from './classes.ts';
import type { ColumnBlock } from './gossip.ts';
import { type ColumnsValues, columnsParameters } from './parameters.ts';
import { ColumnSpread } from './spread.ts';

export const columnsComponent: Component = {
  about: 'Columns of PeerDAS blocks among home nodes, servers and supernodes',
  parameters: columnsParameters,
  highlights: [
    'columns.all_seen',
    'columns.at_custodians',
    'columns.on_time',
    'columns.duplicates',
    'columns.ingress[home]',
    'columns.supernode_bytes',
  ],
  check: objections,
  start: (experiment) => {
    const run = new ColumnsRun(experiment);
    return run.finish;
  },
};

function objections(setting: Setting): Objection[] {
  const missing = needs(setting, 'columns', ['network']);
  if (missing.length > 0) return missing;
  const values = sectionOf(setting, 'columns', columnsParameters);
  const weight = values.classes.reduce((sum, { share }) => sum + share, 0);
  const names = new Set(values.classes.map(({ name }) => name));
  const classes =
    weight >= 1e-3 && names.size === values.classes.length ? nodeClasses(values) : undefined;
  const supernodes = classes === undefined ? 0 : supernodesOf(classes).length;
  const rules: [name: string, holds: boolean, expected: string, found: number | string][] = [
    ['classes', weight >= 1e-3, 'a class with a share of at least 0.001', weight],
    [
      'classes',
      names.size === values.classes.length,
      'a name for each class',
      [...names].join(', '),
    ],
    [
      'observers',
      classes === undefined || values.observers <= supernodes,
      `at most the ${supernodes} supernodes`,
      values.observers,
    ],
  ];
  const broken = rules
    .filter(([, holds]) => !holds)
    .map(([name, , expected, found]) => {
      return { path: `columns.${name}`, expected, found: String(found) };
    });
  return [...checkNetwork(setting), ...broken];
}

function supernodesOf(classes: readonly NodeClass[]): number[] {
  return classes.flatMap(({ columns, nodes }) => (columns === PEERDAS_COLUMNS ? nodes : []));
}

class ColumnsRun {
  private readonly experiment: Experiment;
  private readonly values: ColumnsValues;
  private readonly classes: readonly NodeClass[];
  private readonly supernodes: readonly number[];
  private readonly observers: readonly number[];
  private readonly network: MessageNetwork;
  private readonly processors: Processors;
  private readonly columns: ColumnSpread;
  private readonly blocks: { readonly block: ColumnBlock; readonly slotAt: Tick }[] = [];
  private readonly custodians: (span: Tick) => void;
  private completed = 0;
  private inTime = 0;

  constructor(experiment: Experiment) {
    this.experiment = experiment;
    const { simulation, measures } = experiment;
    const values = sectionOf(experiment, 'columns', columnsParameters);
    this.values = values;
    this.classes = nodeClasses(values);
    this.supernodes = supernodesOf(this.classes);
    const { streams } = simulation;
    const { nodes, builderUp } = values;
    this.network = buildNetwork(
      simulation,
      { ...sectionOf(experiment, 'network', networkParameters), nodes: 0 },
      experiment.attachments,
      {
        stations: [
          ...this.classes.map((kind) => ({ ...kind, count: kind.nodes.length })),
          { name: 'builder', count: 1, up: builderUp, down: builderUp },
        ],
      },
    ).network;
    this.processors = new Processors(simulation, 'columns/processors', nodes + 1, values.cores);
    this.observers = streams
      .stream('columns/observers')
      .sample(values.observers, this.supernodes.length)
      .map((i) => this.supernodes[i]);
    const watching = new Set(this.observers);
    const pooled = drawValidators(nodes, values.pooled, streams, 'columns/pooled');
    const custodies = this.classes.flatMap((kind) => kind.nodes.map(() => kind.columns));
    this.custodians = measures.durations('columns.at_custodians');
    this.columns = new ColumnSpread(simulation, this.network, 'columns', {
      // The builder, the last node, keeps none.
      custody: peerdasAssignment([...custodies, 0], streams.stream('columns/custody')).units,
      degree: values.degree,
      idontwant: values.idontwant,
      validation: values.validation as Tick,
      processors: this.processors,
      cores: values.cores,
      hasBlobs: (node) => values.released === 1 && pooled.has(node) && !watching.has(node),
      rebuilds: (node) => !watching.has(node),
      complete: (node, block) => this.complete(node, block),
    });
    const entity = simulation.entity('columns/builder');
    const kind = simulation.handler('columns.publish', (_entity, slot) => this.publish(slot));
    for (let slot = 0; slot < values.blocks; slot++) {
      const at = (slot * values.slot + values.publishDelay) as Tick;
      simulation.scheduleAt(at, Lane.Process, entity, kind, slot);
    }
  }

  private publish(slot: number): void {
    const { blobs, codeTime, rebuildTime, released, nodes } = this.values;
    const slotAt = (slot * this.values.slot) as Tick;
    const block = this.columns.publish({
      publisher: nodes,
      columnBytes: columnBytes(blobs),
      released,
      codeSeconds: blobs * toSeconds(codeTime as Tick),
      rebuildSeconds: blobs * toSeconds(rebuildTime as Tick),
      payload: slotAt,
    });
    this.blocks.push({ block, slotAt });
  }

  private complete(node: number, block: ColumnBlock): void {
    if (node === this.values.nodes) return;
    const span = (this.experiment.simulation.now - (block.payload as number)) as Tick;
    this.custodians(span);
    this.completed++;
    if (span <= this.values.deadline) this.inTime++;
  }

  readonly finish: Finish = () => {
    const { measures } = this.experiment;
    const { nodes } = this.values;
    const each = nodes * this.blocks.length;
    measures.value('columns.complete', '1', this.completed / each);
    measures.value('columns.on_time', '1', this.inTime / each);
    this.reportSeen();
    this.reportBytes();
    const worked = this.supernodes.reduce((sum, node) => sum + this.processors.done(node), 0);
    const perBlock = Math.max(1, this.supernodes.length) * this.blocks.length;
    measures.value('columns.supernode_work', 's', worked / perBlock);
    measures.value('columns.rebuilds', '1', this.columns.rebuilt / this.blocks.length);
  };

  /** When the first of the observers sees each column, and the last column, from the slot's start. */
  private reportSeen(): void {
    const { measures } = this.experiment;
    const { nodePlaces } = this.columns.gossip.meshes;
    const seen = measures.durations('columns.first_seen');
    const all = measures.durations('columns.all_seen');
    for (const { block, slotAt } of this.blocks) {
      const firsts = new Float64Array(PEERDAS_COLUMNS).fill(Number.POSITIVE_INFINITY);
      for (const node of this.observers) {
        for (let place = nodePlaces[node]; place < nodePlaces[node + 1]; place++) {
          const column = this.columns.gossip.meshes.placeColumn[place];
          firsts[column] = Math.min(firsts[column], block.hadAt[place]);
        }
      }
      const last = firsts.reduce((most, at) => Math.max(most, at), 0);
      for (const at of firsts) if (Number.isFinite(at)) seen((at - slotAt) as Tick);
      if (Number.isFinite(last)) all((last - slotAt) as Tick);
    }
  }

  /** Bytes of a block at the mean node of each class, control messages included. */
  private reportBytes(): void {
    const { measures } = this.experiment;
    const { accounting } = this.network;
    const count = this.blocks.length;
    const mean = (members: readonly number[], bytes: Float64Array) =>
      members.reduce((sum, node) => sum + bytes[node], 0) / members.length / count;
    for (const { name, nodes } of this.classes) {
      if (nodes.length === 0) continue;
      measures.value(`columns.ingress[${name}]`, 'B', mean(nodes, accounting.received));
      measures.value(`columns.egress[${name}]`, 'B', mean(nodes, accounting.sent));
    }
    const few = this.classes.flatMap(({ columns, nodes }) =>
      columns < PEERDAS_COLUMNS ? nodes : [],
    );
    if (this.supernodes.length > 0) {
      measures.value('columns.supernode_bytes', 'B', mean(this.supernodes, accounting.received));
    }
    if (few.length > 0) measures.value('columns.full_bytes', 'B', mean(few, accounting.received));
    measures.value('columns.builder_egress', 'B', accounting.sent[this.values.nodes] / count);
    const copies = this.blocks.reduce((sum, { block }) => sum + block.copies, 0);
    const held = this.blocks.reduce((sum, { block }) => sum + block.held, 0);
    if (held > 0) measures.value('columns.duplicates', '1', copies / held - 1);
    measures.value('columns.column_bytes', 'B', columnBytes(this.values.blobs));
  }
}
