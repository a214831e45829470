import { type HardwareValues, storageNames } from '../../../sim/hardware/section.ts';
import { networkParameters } from '../../../sim/network/section.ts';
import { type Component, needs, type Objection, type Setting, sectionOf } from '../../component.ts';
import { checkNetwork } from '../../network.ts';
import { uploadsParameters } from './parameters.ts';
import { impliedByPreset } from './presets.ts';
import { UploadsRun } from './run.ts';

export const uploadsComponent: Component = {
  about: 'Uploads to 0G Storage: commitments through the chain, segments straight to the nodes',
  parameters: uploadsParameters,
  implied: impliedByPreset,
  highlights: [
    'storage.upload.throughput',
    'storage.upload.ceiling',
    'storage.upload.latency',
    'storage.upload.finalised',
    'storage.upload.replicas',
    'storage.upload.chain_share',
  ],
  companions: { 'storage.upload.throughput': 'storage.upload.ceiling' },
  check: (setting) => {
    const missing = needs(setting, 'uploads', ['network']);
    return missing.length > 0 ? missing : [...checkNetwork(setting), ...checkUploads(setting)];
  },
  start: (experiment) => {
    const run = new UploadsRun(experiment);
    return run.finish;
  },
};

function checkUploads(setting: Setting): Objection[] {
  const { disk, shards } = sectionOf(setting, 'uploads', uploadsParameters);
  const { nodes } = sectionOf(setting, 'network', networkParameters);
  const objections: Objection[] = [];
  const names = storageNames(setting.sections.hardware as HardwareValues | undefined);
  if (!names.includes(disk)) {
    const expected = `one of ${names.join(', ')}`;
    objections.push({ path: 'uploads.disk', expected, found: JSON.stringify(disk) });
  }
  if ((shards & (shards - 1)) !== 0) {
    const expected = 'a power of two';
    objections.push({ path: 'uploads.shards', expected, found: `${shards}` });
  }
  if (nodes < 2)
    objections.push({ path: 'network.nodes', expected: '2 or more', found: `${nodes}` });
  return objections;
}
