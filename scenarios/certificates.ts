import type { CellRuns } from './experiment.ts';

/** `certificates.json`: what `verify` compares, by cell and replication. */
export interface CertificateFile {
  readonly certificate: string;
  readonly cells: readonly {
    readonly certificates: readonly string[];
    readonly events: number;
    readonly messages: number;
    readonly draws: number;
  }[];
}

export function certificateFile(certificate: string, runs: readonly CellRuns[]): CertificateFile {
  return {
    certificate,
    cells: runs.map(({ certificates, events, messages, draws }) => ({
      certificates,
      events,
      messages,
      draws,
    })),
  };
}

/** The first replication whose certificate differs, or undefined. */
export function firstDifference(
  a: CertificateFile,
  b: CertificateFile,
): { cell: number; replication: number } | undefined {
  const cells = Math.max(a.cells.length, b.cells.length);
  for (let cell = 0; cell < cells; cell++) {
    const left = a.cells[cell]?.certificates ?? [];
    const right = b.cells[cell]?.certificates ?? [];
    const count = Math.max(left.length, right.length);
    for (let replication = 0; replication < count; replication++) {
      if (left[replication] !== right[replication]) return { cell, replication };
    }
  }
  return undefined;
}
