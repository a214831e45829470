import { Lane } from '../../sim/engine/order.ts';
import { SharedStation } from '../../sim/hardware/shared-station.ts';
import { FcfsStation, type JobDone } from '../../sim/hardware/station.ts';
import type { ParameterTable } from '../../sim/parameters.ts';
import { TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../component.ts';
import { queueMeans } from './queue-theory.ts';
import { workLaw, workLaws } from './work-law.ts';

const parameters = {
  discipline: {
    kind: 'choice',
    options: ['fcfs', 'sharing'],
    default: 'fcfs',
    about: 'First come, first served, or all jobs share the servers',
    status: 'choice',
  },
  servers: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 10_000,
    about: 'Equal servers',
    status: 'choice',
  },
  utilisation: {
    kind: 'fraction',
    default: '70 %',
    min: 0.001,
    max: 0.999,
    about: 'Work that arrives, as a share of what the servers can do; arrivals are Poisson',
    status: 'choice',
  },
  law: {
    kind: 'choice',
    options: workLaws.map(({ name }) => name),
    default: 'exponential',
    about: `Law of the work: ${workLaws.map(({ name, about }) => `\`${name}\` ${about}`).join('; ')}`,
    status: 'choice',
  },
  service: {
    kind: 'duration',
    default: '10 ms',
    min: 1000,
    about: 'Mean work of a job, alone on one server',
    status: 'choice',
  },
  jobs: {
    kind: 'count',
    default: 50_000,
    min: 1,
    max: 100_000_000,
    about: 'Departures that are measured',
    status: 'choice',
  },
  warmup: {
    kind: 'count',
    default: 5000,
    min: 0,
    max: 100_000_000,
    about: 'Departures before measuring starts',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export const stationComponent: Component = {
  about: 'A station with Poisson arrivals, beside its mean in closed form',
  parameters,
  highlights: ['queue.wait', 'queue.sojourn', 'queue.number', 'queue.utilisation'],
  companions: {
    'queue.wait': 'queue.wait_theory',
    'queue.sojourn': 'queue.sojourn_theory',
    'queue.number': 'queue.number_theory',
  },
  start: (experiment) => startStation(experiment),
};

function startStation(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'station', parameters);
  const { discipline, servers, utilisation, service, jobs, warmup } = values;
  const law = workLaw(values.law);
  const station =
    discipline === 'fcfs'
      ? new FcfsStation(simulation, 'station', servers)
      : new SharedStation(simulation, 'station', servers);
  const observeSojourn = measures.durations('queue.sojourn');
  // Shared servers have no wait before service: the delay is in the sojourn.
  const observeWait = discipline === 'fcfs' ? measures.durations('queue.wait') : () => {};
  let departed = 0;
  const done: JobDone = ({ submitted, started }) => {
    departed++;
    if (departed > warmup) {
      observeSojourn((simulation.now - submitted) as Tick);
      observeWait((started - submitted) as Tick);
    } else if (departed === warmup) {
      station.resetStatistics();
    }
    if (departed === warmup + jobs) simulation.stop();
  };
  const work = simulation.streams.stream('station/work');
  const gaps = simulation.streams.stream('station/arrivals');
  const meanGap = service / (utilisation * servers);
  const source = simulation.entity('station/source');
  let exact = 0;
  const arrival = simulation.handler('station.arrive', () => {
    station.submit(law.draw(work) * service, done);
    next();
  });
  const next = () => {
    // The sum is rounded, not each gap: no drift.
    exact += gaps.exponential(meanGap);
    const at = Math.round(exact) as Tick;
    simulation.scheduleAt(at, Lane.Arrival, source, arrival);
  };
  next();
  return () => {
    const { completed, meanJobs, utilisation: busy } = station.statistics();
    if (completed === 0) return;
    measures.value('queue.number', '1', meanJobs);
    measures.value('queue.utilisation', '1', busy);
    const theory = queueMeans(discipline, servers, utilisation, law.squaredVariation);
    if (theory === null) return;
    const unit = service / TICKS_PER_SECOND;
    if (discipline === 'fcfs') measures.value('queue.wait_theory', 's', theory.wait * unit);
    measures.value('queue.sojourn_theory', 's', theory.sojourn * unit);
    measures.value('queue.number_theory', '1', theory.number);
  };
}
