import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import { type Experiment, sectionOf } from '../../component.ts';
import { Measures } from '../../measures.ts';
import { taskParameters } from '../../workloads/task-parameters.ts';
import { daiosParameters } from '../parameters.ts';
import { chosenPlan } from '../plan.ts';
import { type StackFindings, StackRun } from '../stack-run.ts';
import type { ServingValues, ServingWindow } from './serving-window.ts';
import type { Conditions, SampledWindow, WindowOutcome } from './window.ts';

/** Seconds that an agent's call takes beside its pause, for the number of agents that ask so much. Choice. */
const CALL = 3;

/**
 * The whole stack in a week: agents on a few providers, as busy as all are, with validators, store and availability
 * as the sections `network`, `tasks` and `daios` have them. Providers and what they admit are those of the serving
 * window; times, gas and bytes of a task, and how busy the lanes are, come from the stack.
 */
export class StackWindow implements SampledWindow {
  private readonly serving: ServingWindow;
  private readonly values: ServingValues;

  constructor(values: ServingValues, serving: ServingWindow) {
    this.values = values;
    this.serving = serving;
  }

  sample(experiment: Experiment, conditions: Conditions): WindowOutcome {
    const outcome = this.serving.sample(experiment, conditions);
    const [gpu] = Object.entries(conditions.fleet).reduce((most, one) =>
      one[1] > most[1] ? one : most,
    );
    const rate = outcome.served / conditions.providers;
    if (!(rate > 0)) return outcome;
    const found = this.play(experiment, conditions, gpuProfile(gpu).id, rate);
    const answered = found.answers.length;
    if (answered === 0) return outcome;
    const { work } = found;
    // A task of an agent asks the model once. Its log is confirmed later: the warm-up has to be longer than that.
    const perTask = (amount: number) => amount / work.answered;
    const times = found.answers.map((ticks) => toSeconds(ticks)).sort((a, b) => a - b);
    return {
      ...outcome,
      latency: times.reduce((sum, time) => sum + time, 0) / answered,
      latencyP95: times[Math.ceil(0.95 * answered) - 1],
      utilisation: { ...outcome.utilisation, ...lanesOf(found) },
      gasPerSecond: outcome.served * perTask(work.gas),
      bytesPerSecond: outcome.served * perTask(work.storedBytes + work.publishedBytes),
    };
  }

  /** @param rate tasks per second of one provider */
  private play(
    experiment: Experiment,
    { week, path, providers }: Conditions,
    gpu: string,
    rate: number,
  ): StackFindings {
    const daios = sectionOf(experiment, 'daios', daiosParameters);
    const tasks = sectionOf(experiment, 'tasks', taskParameters);
    const sampled = Math.max(1, Math.min(this.values.sampled, Math.round(providers)));
    const cycle = toSeconds(tasks.think as Tick) + CALL;
    const clients = Math.max(1, Math.round(rate * sampled * cycle));
    const { model, length, warmup } = this.values;
    const simulation = experiment.simulation.inner(`adoption/${path}/stack ${week}`);
    const sections = {
      ...experiment.sections,
      tasks: { ...tasks, clients },
      daios: { ...daios, providers: sampled, gpu, model },
    };
    const duration = (warmup + length) as Tick;
    const run = new StackRun(
      {
        ...experiment,
        ...{ simulation, sections, duration, warmup: warmup as Tick },
        measures: new Measures(),
      },
      chosenPlan(daios),
    );
    simulation.run(duration);
    experiment.simulation.absorb(simulation);
    return run.findings();
  }
}

/** How busy the busiest resource of each lane is. */
function lanesOf({ uses }: StackFindings): Record<string, number> {
  const lanes: Record<string, number> = {};
  for (const { lane, use } of uses)
    if (lane !== null && lane !== 'inference') lanes[lane] = Math.max(lanes[lane] ?? 0, use);
  return lanes;
}
