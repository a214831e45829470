import { Lane } from '../../../sim/engine/order.ts';
import { seconds } from '../../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../../component.ts';
import { scheduleOf } from '../../token/unlocks/parameters.ts';
import { checkAdoption, weeksOf } from './check.ts';
import { LoopPath, type Shared, WEEK_SECONDS } from './loop.ts';
import { Outcomes } from './outcomes.ts';
import { adoptionParameters } from './parameters.ts';
import { lastRelease, weeklyReleases } from './releases.ts';
import { ServingWindow } from './serving-window.ts';
import { StackWindow } from './stack-window.ts';

export const adoptionComponent: Component = {
  about:
    'The loop of network and economy: demand, sampled weeks of the network, money, operators, year after year',
  parameters: adoptionParameters,
  highlights: [
    'daios.loop.demand_covers_unlocks',
    'daios.loop.covered',
    'daios.loop.coverage',
    'daios.loop.demand',
    'daios.loop.capacity',
    'daios.loop.served_share',
    'daios.loop.latency',
    'daios.loop.price',
    'daios.loop.task_price',
    'daios.loop.providers',
    'daios.loop.supply.circulating',
  ],
  check: (setting) => checkAdoption(setting, sectionOf(setting, 'adoption', adoptionParameters)),
  start: (experiment) => startAdoption(experiment),
};

/** One event a week and path, when the week is over. */
function startAdoption(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'adoption', adoptionParameters);
  const weeks = weeksOf(values);
  const schedule = scheduleOf(values.schedule);
  const serving = new ServingWindow(values.window);
  const whole = experiment.sections.daios !== undefined;
  const window = whole ? new StackWindow(values.window, serving) : serving;
  const shared: Shared = {
    ...{ values, schedule, window },
    releases: weeklyReleases(schedule, weeks, values.sell),
    capacity: Object.fromEntries(
      values.fleet.gpus.map((gpu) => [gpu, serving.capacityOf(simulation, gpu)]),
    ),
  };
  const outcomes = new Outcomes(measures, weeks, values.paths, lastRelease(schedule));
  const paths = Array.from(
    { length: values.paths },
    (_, number) => new LoopPath(shared, simulation.streams, number),
  );
  const entities = paths.map((_, number) => simulation.entity(`adoption/path ${number}`));
  const step = simulation.handler('adoption.week', (entity, week) => {
    const number = entities.indexOf(entity);
    outcomes.week(paths[number], paths[number].step(experiment, week));
    if (week + 1 < weeks) {
      simulation.schedule(seconds(WEEK_SECONDS), Lane.Process, entity, step, week + 1);
    }
  });
  for (const entity of entities) {
    simulation.schedule(seconds(WEEK_SECONDS), Lane.Process, entity, step, 0);
  }
  return () => outcomes.report();
}
