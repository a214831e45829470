import { seconds, type Tick, toSeconds } from '../../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';
import { type Case, canRun, caseOf, isCpu, memoryOf } from './case.ts';
import { type VerificationValues, verificationParameters } from './parameters.ts';
import { Provider } from './provider.ts';
import { type Count, reportCheats, reportModes } from './report.ts';

export const verificationComponent: Component = {
  about: 'One provider of inference whose users verify its answers, and what cheating pays it',
  parameters: verificationParameters,
  highlights: [
    'compute.verified_per_second',
    'compute.overhead',
    'compute.cost_per_verified',
    'compute.cheat_caught',
    'compute.wrong_accepted',
    'compute.detection_delay',
    'compute.provider_gain',
    'compute.deterring_bond',
    'compute.break_even',
  ],
  companions: { 'compute.provider_gain': 'compute.provider_gain_law' },
  check: checkVerification,
  start: startVerification,
};

const GIGA = 1e9;

function checkVerification(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'verification', verificationParameters);
  const { mode, machine, cards, tee } = values;
  const objections: Objection[] = [];
  if (!canRun(mode, machine)) {
    const expected = 'a machine with confidential computing, for the mode tee';
    objections.push({ path: 'verification.machine', expected, found: machine });
  }
  if (isCpu(machine) !== (tee.enclave === 'cpu')) {
    const expected = isCpu(machine) ? 'cpu, since the machine is one' : 'that of a GPU';
    objections.push({ path: 'verification.tee.enclave', expected, found: tee.enclave });
  }
  if (isCpu(machine) && cards > 1) {
    const expected = '1, since the machine is a CPU';
    objections.push({ path: 'verification.cards', expected, found: String(cards) });
  }
  const { weights, memory } = memoryOf(values);
  if (weights > memory) {
    const expected = `memory for the ${(weights / GIGA).toFixed(1)} GB of the weights`;
    const found = `${(memory / GIGA).toFixed(0)} GB on ${cards} of ${machine}`;
    objections.push({ path: 'verification.cards', expected, found });
  }
  return objections;
}

function startVerification(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'verification', verificationParameters);
  const chosen = caseOf(values);
  const count: Count = {
    ...{ answers: 0, verified: 0, cheated: 0, caught: 0, refused: 0, slashed: 0 },
    last: simulation.now,
  };
  const { mode, settings, found } = chosen;
  const verdict = mode.verdictDelay(settings);
  const latency = measures.durations('compute.latency');
  const verdictAfter = measures.durations('compute.verified_latency');
  const detection = measures.durations('compute.detection_delay');
  new Provider(simulation, setupOf(values, chosen), {
    answered(span, cheated, caught) {
      count.answers++;
      count.last = simulation.now;
      if (cheated) count.cheated++;
      if (caught) count.caught++;
      latency(span);
      if (verdict === null || caught) return;
      count.verified++;
      verdictAfter((span + seconds(verdict, 'nearest')) as Tick);
    },
    refused(known) {
      count.refused++;
      if (!known) detection(0 as Tick);
    },
    found(delay, first) {
      detection(delay);
      if (first && found.slashed) count.slashed++;
    },
    revoked: detection,
  });
  return () => {
    reportModes(measures, values, chosen);
    const span = toSeconds(count.last);
    if (span === 0) return;
    measures.value('compute.answers_per_second', '1/s', count.answers / span);
    measures.value('compute.verified_per_second', '1/s', count.verified / span);
    if (values.cheat !== 'none') reportCheats(measures, values, chosen, count);
  };
}

function setupOf(values: VerificationValues, chosen: Case) {
  const { users, sessionRequests, answers } = values;
  const { mode, settings, honestWork, cheatWork, found } = chosen;
  const cheatShare = values.cheat === 'none' ? 0 : values.cheatShare;
  const sessionDelay = mode.sessionDelay(settings);
  return {
    ...{ users, sessionRequests, answers, honestWork, cheatWork },
    ...{ sessionDelay, cheatShare, found },
  };
}
