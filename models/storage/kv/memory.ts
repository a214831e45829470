import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';
import { streamSizes } from './abort-law.ts';
import { startAgent } from './agent.ts';
import { Book } from './book.ts';
import { Desk } from './desk.ts';
import { checkReplicas } from './invariants.ts';
import { KeyLaw } from './key-law.ts';
import { memoryParameters } from './parameters.ts';
import { Replica } from './replica.ts';

export const memoryComponent: Component = {
  about: 'Agents that keep their memory in the key-value layer, with optimistic concurrency',
  parameters: memoryParameters,
  highlights: [
    'storage.kv.throughput',
    'storage.kv.latency',
    'storage.kv.abort_rate',
    'storage.kv.staleness',
    'storage.kv.lost',
    'storage.kv.log_rate',
  ],
  companions: {
    'storage.kv.abort_rate': 'storage.kv.abort_law',
    'storage.kv.latency': 'storage.kv.latency_floor',
  },
  check: checkMemory,
  start: startMemory,
};

function checkMemory(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'memory', memoryParameters);
  const { agents, streams, pools, keys, readKeys, writeKeys } = values;
  const objections: Objection[] = [];
  const atMost = (name: string, value: number, most: number, what: string) => {
    if (value <= most) return;
    const expected = `at most the ${most} ${what}`;
    objections.push({ path: `memory.${name}`, expected, found: `${value}` });
  };
  atMost('readKeys', readKeys, keys, 'keys of a stream');
  atMost('writeKeys', writeKeys, readKeys, 'keys that are read');
  if (streams === 'pooled') atMost('pools', pools, agents, 'agents');
  if (setting.duration === null) {
    const expected = 'a time such as "10 min", since agents go on without end';
    objections.push({ path: 'duration', expected, found: 'none' });
  }
  return objections;
}

function startMemory(experiment: Experiment): Finish {
  const { simulation } = experiment;
  const values = sectionOf(experiment, 'memory', memoryParameters);
  const streams = streamSizes(values).map((_, i) => `stream-${i}`);
  const nodes = Array.from(
    { length: values.nodes },
    (_, i) => new Replica(simulation, values, i, streams),
  );
  const desk = new Desk(simulation, values, nodes);
  const book = new Book(experiment, values);
  const law = new KeyLaw(values.keys, values.skew);
  for (let i = 0; i < values.agents; i++) {
    const [home, stream] = [nodes[i % nodes.length], streams[i % streams.length]];
    startAgent({ simulation, values, desk, book, law, home, stream }, i);
  }
  return () => {
    book.report(desk);
    desk.drain();
    checkReplicas(desk.log, nodes, streams);
  };
}
