import { Lane } from '../../sim/engine/order.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Setting,
  sectionOf,
} from '../component.ts';
import { Measures } from '../measures.ts';
import { checkStack } from './check.ts';
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
    'daios.task.ceiling',
    'daios.machine_cost',
    'daios.bottleneck',
    'daios.slowest_lane',
    'daios.earns_most',
    'daios.task.share',
    'daios.lane.latency',
    'daios.income',
    'daios.use',
  ],
  companions: { 'daios.task.rate': 'daios.task.ceiling' },
  check: checkStack,
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
