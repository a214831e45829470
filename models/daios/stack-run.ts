import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { injectFaults } from '../../sim/network/faults.ts';
import { seconds, type Tick, toSeconds, ZERO } from '../../sim/time.ts';
import { type Experiment, sectionOf } from '../component.ts';
import { assertBytesConserved } from '../da/invariants.ts';
import type { LaneName, Task, TaskSource } from '../workloads/task.ts';
import { taskParameters } from '../workloads/task-parameters.ts';
import { taskSettings } from '../workloads/task-settings.ts';
import { taskSourceByName } from '../workloads/task-sources.ts';
import { type DaiosValues, daiosParameters } from './parameters.ts';
import type { Plan } from './plan.ts';
import type { ResourceUse } from './resources.ts';
import { openStack, type RunningStack } from './stack.ts';
import { runTask, type TaskOutcome } from './task-run.ts';

/** A task that ended, by its user and its place among the user's tasks. */
export interface EndedTask extends TaskOutcome {
  readonly user: number;
  readonly index: number;
}

/** What a stack did until the end of its run. */
export interface StackFindings {
  readonly plan: Plan;
  /** Times to the answer of tasks that began after the warm-up and were answered. */
  readonly answers: readonly Tick[];
  /** Those of them that ended: in the order of their ends. */
  readonly tasks: readonly EndedTask[];
  /** Seconds after the warm-up. */
  readonly span: number;
  /** Tasks that began after the warm-up and had not ended. */
  readonly unfinished: number;
  /** Shares of the whole run. */
  readonly uses: readonly ResourceUse[];
  readonly verifies: boolean;
  /** USD a second for machines that users pay by the hour, and what the machines that serve models cost to rent. */
  readonly rent: number;
  readonly machineCost: number;
  /** After the warm-up. */
  readonly work: StackWork;
}

/** What a stack did in a span of time. */
export interface StackWork {
  /** Inferences. */
  readonly answered: number;
  /** In blocks of the stack's own chain. */
  readonly gas: number;
  /** Sent to the store. */
  readonly storedBytes: number;
  /** Payload in blobs. */
  readonly publishedBytes: number;
}

function workOf({ inference, log, gas, stored }: RunningStack): StackWork {
  return {
    answered: inference.answered,
    gas: gas(),
    storedBytes: stored(),
    publishedBytes: log.bytes,
  };
}

/** Users with their tasks on one stack. */
export class StackRun {
  private readonly experiment: Experiment;
  private readonly simulation: Simulation;
  private readonly stack: RunningStack;
  private readonly plan: Plan;
  private readonly proceeds: DaiosValues['proceed'];
  private readonly source: TaskSource;
  private readonly clients: readonly Generator<Task, void, void>[];
  private readonly counts: number[];
  /** Seconds since the start at which the next task of each user begins. */
  private readonly due: number[];
  private readonly ended: EndedTask[] = [];
  private readonly answers: Tick[] = [];
  private readonly entity: number;
  private readonly beginKind: number;
  private number = 0;
  private underWay = 0;
  private before: StackWork;

  constructor(experiment: Experiment, plan: Plan) {
    this.experiment = experiment;
    const { simulation, attachments } = experiment;
    this.simulation = simulation;
    this.plan = plan;
    const values = sectionOf(experiment, 'daios', daiosParameters);
    this.proceeds = values.proceed;
    const tasks = sectionOf(experiment, 'tasks', taskParameters);
    const settings = taskSettings(tasks, attachments);
    this.stack = openStack(experiment, values, plan, tasks.clients);
    this.source = taskSourceByName(tasks.source);
    const of = tasks.clients;
    this.clients = Array.from({ length: of }, (_, number) =>
      this.source.tasks(simulation.streams.stream(`daios/user/${number}`), settings, {
        number,
        of,
      }),
    );
    this.counts = this.clients.map(() => 0);
    this.due = this.clients.map(() => 0);
    this.entity = simulation.entity('daios/user/0');
    for (let user = 1; user < of; user++) simulation.entity(`daios/user/${user}`);
    this.beginKind = simulation.handler('daios.task', (entity, _argument, task) => {
      this.begin(entity - this.entity, task as Task);
    });
    this.before = workOf(this.stack);
    const warm = simulation.handler('daios.warm', () => {
      this.before = workOf(this.stack);
    });
    simulation.scheduleAt(experiment.warmup, Lane.Observe, simulation.entity('daios/warm'), warm);
    playOutage(simulation, this.stack, values);
    for (let user = 0; user < of; user++) this.next(user);
  }

  /** The next task of a user begins after its wait. */
  private next(user: number): void {
    const { value: task, done } = this.clients[user].next();
    if (done === true) return;
    const { now } = this.simulation;
    // Open: waits add up and are rounded once.
    if (this.source.loop === 'open') this.due[user] += task.wait;
    else this.due[user] = toSeconds(now) + task.wait;
    const wait = Math.max(ZERO, seconds(this.due[user], 'nearest') - now) as Tick;
    const { duration } = this.experiment;
    if (duration !== null && wait > duration - now) return;
    this.simulation.schedule(wait, Lane.Process, this.entity + user, this.beginKind, 0, task);
  }

  private begin(user: number, task: Task): void {
    const { warmup } = this.experiment;
    const index = this.counts[user]++;
    const place = { user, node: this.stack.machines.users[user], task: this.number++ };
    const counts = this.simulation.now >= warmup;
    if (counts) this.underWay++;
    const closed = this.source.loop === 'closed';
    const goOn = this.proceeds;
    runTask(this.simulation, this.stack.lanes, place, task, {
      answered: (after) => {
        if (counts) this.answers.push(after);
        if (closed && goOn === 'answer') this.next(user);
      },
      ended: (outcome) => {
        if (counts) {
          this.underWay--;
          this.ended.push({ ...outcome, user, index });
        }
        // After a failure there may have been no answer.
        const waits = goOn === 'safe' || (!outcome.ok && outcome.answer === 0);
        if (closed && waits) this.next(user);
      },
    });
    if (this.source.loop === 'open') this.next(user);
  }

  findings(): StackFindings {
    const { stack, simulation, experiment, before } = this;
    assertBytesConserved(stack.machines.network);
    const now = workOf(stack);
    return {
      plan: this.plan,
      answers: this.answers,
      tasks: this.ended,
      span: toSeconds((simulation.now - experiment.warmup) as Tick),
      unfinished: this.underWay,
      uses: stack.uses(toSeconds(simulation.now)),
      verifies: stack.inference.verifies,
      rent: stack.inference.rent(),
      machineCost: stack.inference.machineCost(),
      work: {
        answered: now.answered - before.answered,
        gas: now.gas - before.gas,
        storedBytes: now.storedBytes - before.storedBytes,
        publishedBytes: now.publishedBytes - before.publishedBytes,
      },
    };
  }
}

/** Takes a share of the machines of one part away, the first ones: placement gave them no order. */
function playOutage(
  simulation: Simulation,
  { machines }: RunningStack,
  { outage }: DaiosValues,
): void {
  if (outage.part === 'none') return;
  const { network, validators, holders, store, providers, gateway, sequencer } = machines;
  const servers = [...holders, ...Object.values(store).flat()].map(({ node }) => node);
  const nodes: Readonly<Record<typeof outage.part, readonly number[]>> = {
    validators: Array.from({ length: validators }, (_, node) => node),
    store: servers,
    compute: providers,
    sequencer: [sequencer],
    gateway: [gateway],
  };
  const all = nodes[outage.part];
  const off = all.slice(0, Math.ceil(outage.share * all.length));
  const span = { from: outage.from as Tick, to: outage.to as Tick };
  injectFaults(simulation, 'daios/outage', network, [{ fault: 'outage', ...span, nodes: off }]);
}

/** Lanes in the order of reports. */
export const laneNames: readonly LaneName[] = [
  'read',
  'inference',
  'local',
  'write',
  'log',
  'settle',
];
