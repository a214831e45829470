import { Lane } from '../../sim/engine/order.ts';
import type { Tick } from '../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../component.ts';
import { checkAlignment } from './check.ts';
import { Court } from './court.ts';
import { alignmentParameters } from './parameters.ts';
import { reportEffort, reportFindings, reportRewards } from './report.ts';
import { watchExactly, watchFast } from './watch.ts';
import { makeWorld, playedTargets } from './world.ts';

export const alignmentComponent: Component = {
  about: '0G alignment nodes: operators who watch the other layers, and what they find',
  parameters: alignmentParameters,
  highlights: [
    'alignment.detection_delay',
    'alignment.detected',
    'alignment.false_alarms[check]',
    'alignment.coverage',
    'alignment.traffic[operator]',
    'alignment.rewards[late]',
  ],
  companions: {
    'alignment.detection_delay': 'alignment.detection_delay_theory',
    'alignment.detected': 'alignment.detected_theory',
    'alignment.false_alarms[check]': 'alignment.false_alarms_theory[check]',
    'alignment.false_alarms[drift]': 'alignment.false_alarms_theory[drift]',
    'alignment.accused': 'alignment.accused_theory',
    'alignment.coverage': 'alignment.coverage_theory',
    'alignment.traffic[operator]': 'alignment.traffic_theory[operator]',
  },
  check: (setting) => checkAlignment(setting),
  start: (experiment) => startAlignment(experiment),
};

function startAlignment(experiment: Experiment): Finish {
  const { simulation, measures, fidelity } = experiment;
  const values = sectionOf(experiment, 'alignment', alignmentParameters);
  // The check asks for an end.
  const duration = experiment.duration as Tick;
  const world = makeWorld(values, duration, simulation.streams);
  const played = playedTargets(world, fidelity === 'exact', simulation.streams);
  const court = new Court(world, played);
  const watching =
    fidelity === 'exact'
      ? watchExactly(simulation, world, court)
      : watchFast(simulation, world, court, played);
  const clerk = simulation.entity('alignment/looks');
  const look = simulation.handler('alignment.look', () => {
    court.look(simulation.now);
    again();
  });
  const again = () => simulation.schedule(values.watch.window as Tick, Lane.Observe, clerk, look);
  again();
  return () => {
    const effort = watching(duration);
    reportFindings(measures, world, court, duration);
    reportEffort(measures, values, effort);
    reportRewards(measures, values, effort.uptime);
  };
}
