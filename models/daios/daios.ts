import { Lane } from '../../sim/engine/order.ts';
import { networkParameters } from '../../sim/network/section.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  needs,
  type Setting,
  sectionOf,
} from '../component.ts';
import { Measures } from '../measures.ts';
import { checkNetwork } from '../network.ts';
import { checkTasks } from '../workloads/task-settings.ts';
import { usersRegion } from './machines.ts';
import { daiosParameters } from './parameters.ts';
import { chosenPlan, listedPlan } from './plan.ts';
import { reportAdvantage, reportStack } from './report.ts';
import { type StackFindings, StackRun } from './stack-run.ts';

export const daiosComponent: Component = {
  about: 'Tasks of AI users that cross a whole stack: memory, inference, publication, settlement',
  parameters: daiosParameters,
  highlights: [
    'daios.task.rate',
    'daios.task.answer',
    'daios.task.latency',
    'daios.task.cost',
    'daios.verified_per_second',
    'daios.advantage.latency',
    'daios.advantage.cost',
    'daios.lane.latency[read]',
    'daios.bottleneck',
    'daios.slowest_lane',
    'daios.earns_most',
  ],
  companions: { 'daios.task.rate': 'daios.task.ceiling' },
  check: (setting) => {
    const missing = needs(setting, 'daios', ['network', 'tasks']);
    if (missing.length > 0) return missing;
    const objections = [...checkNetwork(setting), ...checkTasks(setting, 'tasks')];
    // Beside the loop of network and economy the stack runs in its weeks.
    if (setting.sections.adoption !== undefined) return objections;
    if (setting.duration === null) {
      const expected = 'a time such as "6 min", since users go on without end';
      objections.push({ path: 'duration', expected, found: 'none' });
    }
    const { nodes, latency } = sectionOf(setting, 'network', networkParameters);
    if (nodes < 4)
      objections.push({ path: 'network.nodes', expected: '4 or more', found: `${nodes}` });
    if (objections.length > 0) return objections;
    const values = sectionOf(setting, 'daios', daiosParameters);
    try {
      usersRegion(values, latency, setting.attachments);
    } catch {
      const expected = 'a region of the latency matrix of `network`';
      objections.push({ path: 'daios.region', expected, found: values.region });
    }
    return objections;
  },
  start: startDaios,
};

function startDaios(experiment: Experiment): Finish {
  if (experiment.sections.adoption !== undefined) return () => {};
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'daios', daiosParameters);
  const plan = chosenPlan(values);
  if (values.against === null) {
    const run = new StackRun(experiment, plan);
    return () => reportStack(measures, run.findings());
  }
  // Both stacks run within this run and share their draws.
  const other = listedPlan(values.against);
  let found: readonly StackFindings[] = [];
  const kind = simulation.handler('daios.arms', () => {
    found = [plan, other].map((arm) => playAlone(experiment, arm));
  });
  simulation.schedule(0 as Setting['warmup'], Lane.Process, simulation.entity('daios/arms'), kind);
  return () => {
    const [one, theirs] = found;
    reportStack(measures, one);
    reportAdvantage(measures, one, theirs);
  };
}

/** A stack in a run of its own. */
function playAlone(experiment: Experiment, plan: StackFindings['plan']): StackFindings {
  const simulation = experiment.simulation.inner('daios');
  const run = new StackRun({ ...experiment, simulation, measures: new Measures() }, plan);
  simulation.run(experiment.duration ?? undefined);
  experiment.simulation.absorb(simulation);
  return run.findings();
}
