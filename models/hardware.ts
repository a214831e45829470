import {
  type HardwareValues,
  hardwareParameters,
  PERCENTILE_NAMES,
} from '../sim/hardware/section.ts';
import type { Component, Objection, Setting } from './component.ts';

export const hardwareComponent: Component = {
  about: 'Machines of your own',
  parameters: hardwareParameters,
  apart: true,
  check: checkHardware,
};

type Measured = HardwareValues['storage'][string]['read'];

function checkHardware({ sections }: Setting): Objection[] {
  const { storage } = sections.hardware as HardwareValues;
  return Object.entries(storage).flatMap(([name, { read, write, readMedian }]) => {
    const path = `hardware.storage.${name}`;
    const objections = [
      ...checkMeasured(read, `${path}.read`),
      ...checkMeasured(write, `${path}.write`),
    ];
    const measured = isGiven(read);
    if (!measured && isGiven(write)) {
      objections.push({ path: `${path}.write`, expected: 'measured reads too', found: 'none' });
    }
    if (measured && readMedian !== null) {
      const expected = 'either a median or measured reads';
      objections.push({ path: `${path}.readMedian`, expected, found: 'both' });
    }
    return objections;
  });
}

const isGiven = (measured: Measured): boolean =>
  Object.values(measured).some((value) => value !== null);

/** Percentiles are all there and ascend. */
function checkMeasured(measured: Measured, path: string): Objection[] {
  if (!isGiven(measured)) return [];
  const missing = PERCENTILE_NAMES.filter((name) => measured[name] === null);
  if (missing.length > 0) {
    const expected = `all of ${PERCENTILE_NAMES.join(', ')}`;
    return [{ path, expected, found: `no ${missing.join(', ')}` }];
  }
  return PERCENTILE_NAMES.slice(1).flatMap((name, i) => {
    const below = PERCENTILE_NAMES[i];
    if (measured[name]! >= measured[below]!) return [];
    return [{ path: `${path}.${name}`, expected: `at least ${below}`, found: 'less' }];
  });
}
