import type { RttMatrix } from '../sim/network/regions.ts';
import { matrixNames, networkParameters, rttMatrix } from '../sim/network/section.ts';
import { type Objection, type Setting, sectionOf } from './component.ts';

/** Objections to the network section: the matrix must be readable and know the regions. */
export function checkNetwork(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'network', networkParameters);
  let matrix: RttMatrix;
  try {
    matrix = rttMatrix(values.latency, setting.attachments);
  } catch (error) {
    const names = matrixNames.map((name) => JSON.stringify(name)).join(', ');
    const expected = `${names}, a time such as "50 ms", or a CSV file of round-trip times in ms`;
    const reason = error instanceof Error ? error.message : String(error);
    const readable = Object.hasOwn(setting.attachments, values.latency);
    const found = readable ? reason : JSON.stringify(values.latency);
    return [{ path: 'network.latency', expected, found }];
  }
  const unknown = Object.keys(values.regions ?? {}).filter(
    (name) => !matrix.regions.includes(name),
  );
  const regions = unknown.map((name) => ({
    path: 'network.regions',
    expected: `regions of the latency matrix, such as ${JSON.stringify(matrix.regions[0])}`,
    found: JSON.stringify(name),
  }));
  const faults = values.faults
    .filter(({ from, to }) => !(from < to))
    .map(() => ({
      path: 'network.faults',
      expected: 'each `to` after its `from`',
      found: 'before',
    }));
  return [...regions, ...faults];
}
