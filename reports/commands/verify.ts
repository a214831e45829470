import { join } from 'node:path';
import { loadBundle } from '../../scenarios/bundle.ts';
import {
  type CertificateFile,
  certificateFile,
  firstDifference,
} from '../../scenarios/certificates.ts';
import type { EngineName } from '../../scenarios/engines.ts';
import { checkComponents } from '../../scenarios/objections.ts';
import { readResult } from '../result-directory.ts';
import { ResultError } from '../result-error.ts';
import {
  execute,
  Interrupted,
  readyThreads,
  reportInterruption,
  type ThreadOptions,
} from './execute.ts';
import { ExitCode, type Io } from './io.ts';
import { certificates, readExtra } from './result-extras.ts';

export interface VerifyOptions extends ThreadOptions {
  readonly dir: string;
  readonly engine?: EngineName;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `droptower verify DIR`: runs a result again from its own bundle and compares certificates. */
export async function verifyCommand(options: VerifyOptions, io: Io): Promise<number> {
  readyThreads(options);
  const { manifest } = readResult(options.dir);
  const { text, hash } = manifest.scenario;
  const loaded = loadBundle(text, manifest.attachments);
  if (loaded.resolved.hash !== hash) {
    throw new ResultError(
      join(options.dir, 'manifest.json'),
      `a scenario text with the hash ${hash}`,
      `one with ${loaded.resolved.hash}`,
    );
  }
  checkComponents(loaded.resolved, loaded.attachments, join(options.dir, 'manifest.json'));
  const recorded = readCertificates(options.dir);
  try {
    const outcome = await execute(loaded, io, options);
    const certificate = outcome.summary.certificate;
    const equal = certificate === manifest.certificate;
    const again = certificateFile(certificate, outcome.runs);
    const difference = equal ? undefined : firstDifference(recorded, again);
    if (options.json) {
      io.out(
        `${JSON.stringify({ equal, recorded: manifest.certificate, found: certificate, difference }, null, 2)}\n`,
      );
    } else if (equal) {
      io.out(`equal: ${certificate}\n`);
    } else {
      io.out(`different: recorded ${manifest.certificate}, found ${certificate}\n`);
      io.out(describe(recorded, again, difference));
    }
    return equal ? ExitCode.done : ExitCode.failed;
  } catch (error) {
    if (error instanceof Interrupted) return reportInterruption(io);
    throw error;
  }
}

function readCertificates(dir: string): CertificateFile {
  return readExtra(join(dir, 'certificates.json'), 'the certificates of the run', certificates);
}

function describe(
  recorded: CertificateFile,
  again: CertificateFile,
  difference: ReturnType<typeof firstDifference>,
): string {
  if (difference === undefined) return 'every replication is equal; the reduced results differ\n';
  const { cell, replication } = difference;
  const counts = (file: CertificateFile) => {
    const { events, messages, draws } = file.cells[cell] ?? { events: 0, messages: 0, draws: 0 };
    return `${events} events, ${messages} messages, ${draws} draws`;
  };
  return (
    `first difference: point ${cell}, replication ${replication}\n` +
    `  recorded: ${counts(recorded)} in that point\n  found:    ${counts(again)}\n` +
    '  to find the first event that differs, write a trace of both and compare them:\n' +
    `  droptower run … --trace a.json --trace-point ${cell} --trace-replication ${replication}; droptower compare a.json b.json\n`
  );
}
