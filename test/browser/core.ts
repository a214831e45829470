/** What a Web Worker runs: the core, without Node. A scenario comes as data, certificates go back. */
import { loadBundle } from '../../scenarios/bundle.ts';
import { runExperiment } from '../../scenarios/experiment.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';

interface Scope {
  onmessage: ((event: { data: Bundle }) => void) | null;
  postMessage(message: unknown): void;
}

interface Bundle {
  readonly text: string;
  readonly attachments: Readonly<Record<string, string>>;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = async ({ data }) => {
  try {
    const { resolved, attachments } = loadBundle(data.text, data.attachments);
    const { summary, runs } = await runExperiment(
      resolved,
      'browser',
      inlinePool(resolved, attachments),
    );
    scope.postMessage({
      certificate: summary.certificate,
      replications: runs.map(({ certificates }) => certificates),
      isWorker: !('document' in globalThis) && !('process' in globalThis),
    });
  } catch (error) {
    scope.postMessage({ error: String(error) });
  }
};
