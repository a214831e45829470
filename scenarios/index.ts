/** Scenarios and how they are run: what `droptower/scenarios` exports. */

export { type Loaded, loadBundle } from './bundle.ts';
export { type CertificateFile, certificateFile, firstDifference } from './certificates.ts';
export { type EngineName, engineNames, freshEvents } from './engines.ts';
export {
  type CellRuns,
  type Outcome,
  type Pool,
  type Progress,
  runExperiment,
  type Samples,
  taskOf,
} from './experiment.ts';
export { type HelperThreads, startHelpers } from './helper-threads.ts';
export { inlinePool } from './inline-pool.ts';
export { loadScenario } from './load.ts';
export { libraryFolder, libraryNames } from './node-files.ts';
export { InputError, type Place, type Problem, renderProblem } from './problem.ts';
export {
  type Replication,
  type ReplicationOptions,
  type ReplicationTask,
  replicate,
} from './replicate.ts';
export { type Resolved, type ResolveRequest, resolveScenario } from './resolve.ts';
export type {
  Cell,
  Expectation,
  Metric,
  Sensitivity,
  SensitivityEntry,
  Series,
  Summary,
} from './results.ts';
export { ThreadPool } from './thread-pool.ts';
