import { gpuProfile } from '../../sim/hardware/profiles.ts';
import { networkParameters } from '../../sim/network/section.ts';
import { needs, type Objection, type Setting, sectionOf } from '../component.ts';
import { contextTokens } from '../compute/serving/law.ts';
import { languageModel } from '../compute/serving/models.ts';
import { checkNetwork } from '../network.ts';
import { readLayers } from '../storage/reads/layers.ts';
import { taskParameters } from '../workloads/task-parameters.ts';
import { checkTasks } from '../workloads/task-settings.ts';
import { storeValues, usersRegion } from './machines.ts';
import { type DaiosValues, daiosParameters } from './parameters.ts';
import { chosenPlan, listedPlan, type Plan, verificationOf } from './plan.ts';

const objection = (path: string, expected: string, found: string): Objection => ({
  path: `daios.${path}`,
  expected,
  found,
});

/** What is wrong with a stack, beyond what each parameter states. */
export function checkStack(setting: Setting): Objection[] {
  const missing = needs(setting, 'daios', ['network', 'tasks']);
  if (missing.length > 0) return missing;
  const values = sectionOf(setting, 'daios', daiosParameters);
  const inWeeks = setting.sections.adoption !== undefined;
  const network = [...checkNetwork(setting), ...checkNodes(setting)];
  return [
    ...network,
    ...checkTasks(setting, 'tasks'),
    ...(network.length > 0 ? [] : checkRegion(setting, values)),
    ...(inWeeks ? checkWeeks(setting, values) : checkRun(setting, values)),
    ...checkCopies(values),
    ...checkOutage(values),
  ];
}

function checkNodes(setting: Setting): Objection[] {
  const { nodes } = sectionOf(setting, 'network', networkParameters);
  return nodes < 4 ? [{ path: 'network.nodes', expected: '4 or more', found: `${nodes}` }] : [];
}

function checkRegion(setting: Setting, values: DaiosValues): Objection[] {
  const { latency } = sectionOf(setting, 'network', networkParameters);
  try {
    usersRegion(values, latency, setting.attachments);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [objection('region', 'a region of the latency matrix of `network`', values.region)];
  }
}

/** Beside the loop of network and economy, which has its own clock, providers and cards. */
function checkWeeks(setting: Setting, { against }: DaiosValues): Objection[] {
  const { source } = sectionOf(setting, 'tasks', taskParameters);
  const found: Objection[] = [];
  if (source !== 'agents') {
    const expected = 'agents, beside a section "adoption", whose demand says how many';
    found.push({ path: 'tasks.source', expected, found: source });
  }
  if (against !== null)
    found.push(objection('against', 'none beside a section "adoption"', against));
  return found;
}

function plansOf(values: DaiosValues): Plan[] {
  const { against } = values;
  return [chosenPlan(values), ...(against === null ? [] : [listedPlan(against)])];
}

/** A run of its own has an end, and machines that can serve. */
function checkRun({ duration }: Setting, values: DaiosValues): Objection[] {
  const found: Objection[] = [];
  if (duration === null) {
    const expected = 'a time such as "6 min", since users go on without end';
    found.push({ path: 'duration', expected, found: 'none' });
  }
  const { cards, model } = values;
  const gpu = gpuProfile(values.gpu);
  if (contextTokens({ gpu, cards, model: languageModel(model) }) < 1)
    found.push(objection('cards', `enough ${values.gpu} for ${model}`, `${cards}`));
  const inEnclaves = plansOf(values).some((plan) => verificationOf(values, plan) === 'tee');
  if (inEnclaves && gpu.confidential === null)
    found.push(objection('gpu', 'a card with enclaves, since answers are verified by tee', gpu.id));
  return found;
}

/** Copies are with as many holders, unless the store is one service. */
function checkCopies(values: DaiosValues): Objection[] {
  const { copies, storage } = values;
  const byHolders = plansOf(values).some((plan) => {
    const groups = readLayers[plan.parts.store].stations(storeValues(values, plan));
    return groups.every(({ name }) => name !== 'store');
  });
  if (!byHolders || copies <= storage.holders) return [];
  const expected = `at most the ${storage.holders} of daios.storage.holders`;
  return [objection('copies', expected, `${copies}`)];
}

function checkOutage({ outage: { part, from, to } }: DaiosValues): Objection[] {
  if (part === 'none' || to > from) return [];
  return [objection('outage.to', 'after daios.outage.from', 'not after it')];
}
