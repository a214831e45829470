import { type Component, sectionOf } from '../../component.ts';
import { loadParameters } from '../../load.ts';
import type { DaValues } from '../parameters.ts';
import { impliedByConfig } from './config.ts';
import { MAX_PAYLOAD_BYTES } from './geometry.ts';
import { zerogParameters } from './parameters.ts';

/** What is particular to the layer `0g`; the section `da` runs it. */
export const zerogComponent: Component = {
  about: 'What is particular to the data availability layer `0g`',
  parameters: zerogParameters,
  implied: impliedByConfig,
  check: (setting) => {
    const da = setting.sections.da as DaValues | null | undefined;
    // A sweep may hold other layers beside it.
    if (da?.layer !== '0g' || setting.sections.load === undefined) return [];
    const { blobBytes } = sectionOf(setting, 'load', loadParameters);
    if (blobBytes <= MAX_PAYLOAD_BYTES) return [];
    const expected = `at most ${MAX_PAYLOAD_BYTES} B, the payload of one matrix`;
    return [{ path: 'load.blobBytes', expected, found: `${blobBytes} B` }];
  },
};
