import { type Objection, type Setting, sectionOf } from '../component.ts';
import type { InferenceRequest } from './inference.ts';
import { type TaskValues, taskParameters } from './task-parameters.ts';
import { parseTrace, TraceProblem } from './trace-file.ts';
import { trainingProfile } from './training.ts';

/** The traces whose laws are known, by the workload that follows them. */
const tracedLaws = { 'azure-conversation': 'chat', 'azure-code': 'code' } as const;
const lawNames = Object.keys(tracedLaws).map((name) => JSON.stringify(name));

/** A law to draw requests from, or the requests of a file. */
export type Trace =
  | { readonly law: 'chat' | 'code' }
  | { readonly requests: readonly InferenceRequest[] };

/** What sources of tasks are given: the values of the section, with the trace read. */
export type TaskSettings = Readonly<Omit<TaskValues, 'trace'>> & { readonly trace: Trace };

function isLaw(name: string): name is keyof typeof tracedLaws {
  return Object.hasOwn(tracedLaws, name);
}

function readTrace(name: string, attachments: Setting['attachments']): Trace {
  if (isLaw(name)) return { law: tracedLaws[name] };
  if (!Object.hasOwn(attachments, name)) {
    const expected = `${lawNames.join(', ')}, or the path of a CSV file such as ./trace.csv`;
    throw new TraceProblem('trace', expected, JSON.stringify(name));
  }
  return { requests: parseTrace(attachments[name], name) };
}

/**
 * @param attachments text of files, by the path in the scenario
 * @throws TraceProblem, a RangeError, for a trace that cannot be read: file, line and column, what was
 * expected and what was found
 */
export function taskSettings(
  { trace, ...values }: TaskValues,
  attachments: Setting['attachments'],
): TaskSettings {
  return { ...values, trace: readTrace(trace, attachments) };
}

/** Files of the data set that the clients train on. */
export function trainingFiles({ files, job }: Pick<TaskValues, 'files' | 'job'>): number {
  return files ?? trainingProfile(job).files;
}

/**
 * Objections to a section of tasks: the trace must be readable, and training has a file for each client.
 * @param section name of the section in the scenario
 */
export function checkTasks(setting: Setting, section: string): Objection[] {
  const values = sectionOf(setting, section, taskParameters);
  const objections: Objection[] = [];
  try {
    readTrace(values.trace, setting.attachments);
  } catch (error) {
    if (!(error instanceof TraceProblem)) throw error;
    const { place, expected, found } = error;
    const where = place === 'trace' ? '' : `${place}: `;
    objections.push({ path: `${section}.trace`, expected: `${where}${expected}`, found });
  }
  const files = trainingFiles(values);
  if (values.source === 'training' && files < values.clients) {
    const expected = `a file for each of ${values.clients} clients`;
    objections.push({ path: `${section}.files`, expected, found: `${files}` });
  }
  return objections;
}
