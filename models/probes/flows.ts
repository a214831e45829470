import { Lane } from '../../sim/engine/order.ts';
import { FlowNetwork } from '../../sim/network/flows.ts';
import type { ParameterTable } from '../../sim/parameters.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds } from '../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../component.ts';
import { queueMeans } from './queue-theory.ts';
import { workLaw, workLaws } from './work-law.ts';

const parameters = {
  link: {
    kind: 'rate',
    default: '1 Gbps',
    min: 1000,
    max: 1e12,
    about: 'Link that all transfers share',
    status: 'choice',
  },
  accessPerLink: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 10_000,
    about: 'Full-speed transfers that fill the link: the rate of each is the link over this',
    status: 'choice',
  },
  delay: {
    kind: 'duration',
    default: '20 ms',
    about: 'One-way delay from sender to receiver',
    status: 'choice',
  },
  bytes: {
    kind: 'size',
    default: '10 MB',
    min: 1,
    about: 'Mean size of a transfer',
    status: 'choice',
  },
  sizes: {
    kind: 'choice',
    options: workLaws.map(({ name }) => name),
    default: 'exponential',
    about: `Law of the sizes: ${workLaws.map(({ name, about }) => `\`${name}\` ${about}`).join('; ')}`,
    status: 'choice',
  },
  load: {
    kind: 'fraction',
    default: '70 %',
    min: 0.001,
    max: 0.99,
    about: 'Bytes that are asked for, as a share of what the link carries; arrivals are Poisson',
    status: 'choice',
  },
  transfers: {
    kind: 'count',
    default: 5000,
    min: 1,
    max: 10_000_000,
    about: 'Transfers that are measured',
    status: 'choice',
  },
  warmup: {
    kind: 'count',
    default: 500,
    min: 0,
    max: 10_000_000,
    about: 'Transfers that end before measuring starts',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export const flowsComponent: Component = {
  about: 'Bulk transfers that share one link fairly (a dumbbell), beside the mean in closed form',
  parameters,
  highlights: ['flows.transfer', 'flows.rate', 'flows.utilisation', 'flows.active'],
  companions: { 'flows.transfer': 'flows.transfer_theory' },
  start: (experiment) => startFlows(experiment),
};

function startFlows(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'flows', parameters);
  const { link, accessPerLink, delay, bytes, load, transfers, warmup } = values;
  const limit = link / accessPerLink;
  const network = new FlowNetwork(simulation, 'flows', [{ rate: link, delay: delay as Tick }]);
  const law = workLaw(values.sizes);
  const sizes = simulation.streams.stream('flows/sizes');
  const gaps = simulation.streams.stream('flows/arrivals');
  const meanGap = (bytes / (load * link)) * TICKS_PER_SECOND;
  const observe = measures.durations('flows.transfer');
  const source = simulation.entity('flows/source');
  let ended = 0;
  let since = simulation.now;
  let carried = 0;
  let time = 0;
  let moved = 0;
  let exact = 0;
  const arrival = simulation.handler('flows.arrive', () => {
    const begun = simulation.now;
    const size = Math.max(1, Math.round(law.draw(sizes) * bytes));
    network.transfer({ route: [0], bytes: size, limit }, (now) => {
      ended++;
      if (ended > warmup) {
        observe((now - begun) as Tick);
        moved += size;
        time += toSeconds((now - begun - delay) as Tick);
      } else if (ended === warmup) {
        since = now;
        carried = network.carriedBytes(0);
      }
      if (ended === warmup + transfers) simulation.stop();
    });
    next();
  });
  const next = () => {
    exact += gaps.exponential(meanGap);
    const at = Math.round(exact) as Tick;
    simulation.scheduleAt(at, Lane.Arrival, source, arrival);
  };
  next();
  return () => {
    const span = toSeconds((simulation.now - since) as Tick);
    if (ended <= warmup || span === 0) return;
    measures.value('flows.rate', 'B/s', moved / time);
    measures.value('flows.utilisation', '1', (network.carriedBytes(0) - carried) / span / link);
    // Little's law: transfers that move their bytes at one time.
    measures.value('flows.active', '1', time / span);
    const theory = queueMeans('sharing', accessPerLink, load, law.squaredVariation);
    if (theory === null) return;
    const alone = bytes / limit;
    measures.value('flows.transfer_theory', 's', theory.sojourn * alone + toSeconds(delay as Tick));
    measures.value('flows.active_theory', '1', theory.number);
  };
}
