import type { Work } from './report.ts';

/** How the counters of a body differ from the baseline's. */
export interface WorkChange {
  readonly body: string;
  readonly pass: boolean;
  /** In words; empty when nothing differs. */
  readonly changes: readonly string[];
}

/**
 * Compares work exactly. A counter that grew, another certificate and a body or counter that is gone fail; a
 * counter that shrank under the same certificate is the same work done with less, and is named only.
 */
export function compareWork(baseline: readonly Work[], found: readonly Work[]): WorkChange[] {
  const key = ({ suite, body }: Work) => `${suite}: ${body}`;
  const now = new Map(found.map((work) => [key(work), work]));
  const before = new Set(baseline.map(key));
  return [
    ...baseline.map((work) => changeOf(key(work), work, now.get(key(work)))),
    ...found
      .filter((work) => !before.has(key(work)))
      .map((work) => ({ body: key(work), pass: true, changes: ['not in the baseline'] })),
  ];
}

function changeOf(body: string, before: Work, now: Work | undefined): WorkChange {
  if (now === undefined) return { body, pass: false, changes: ['gone'] };
  const changes: string[] = [];
  let pass = true;
  for (const [name, count] of Object.entries(before.counters)) {
    const found = now.counters[name];
    if (found === count) continue;
    pass &&= found !== undefined && found < count;
    changes.push(found === undefined ? `${name} gone` : `${name} ${change(count, found)}`);
  }
  if (before.certificate !== now.certificate) {
    pass = false;
    changes.push(
      `another certificate: ${before.certificate.slice(0, 12)} before, ${now.certificate.slice(0, 12)} now`,
    );
  }
  return { body, pass, changes };
}

/** `+2.0 %`, with both numbers where that is less than a tenth of a percent. */
function change(before: number, now: number): string {
  const percent = (100 * (now - before)) / before;
  if (!Number.isFinite(percent) || Math.abs(percent) < 0.05) return `from ${before} to ${now}`;
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`;
}
