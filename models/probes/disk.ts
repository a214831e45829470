import { Disk, type DiskDone } from '../../sim/hardware/disk.ts';
import { sustainedIops } from '../../sim/hardware/queue-depth.ts';
import { type HardwareValues, namedStorage, storageNames } from '../../sim/hardware/section.ts';
import type { ParameterTable } from '../../sim/parameters.ts';
import { type Tick, toSeconds } from '../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../component.ts';

const parameters = {
  profile: {
    kind: 'text',
    default: 'nvme-gen4',
    about: 'Storage profile of the device: one of the library, or of `hardware.storage`',
    status: 'choice',
  },
  block: {
    kind: 'size',
    default: '4 KiB',
    min: 1,
    max: 1_073_741_824,
    about: 'Bytes of each read, at a random place of the device',
    status: 'choice',
  },
  depth: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 100_000,
    about: 'Reads that are always in flight: each one that ends starts the next',
    status: 'choice',
  },
  reads: {
    kind: 'count',
    default: 20_000,
    min: 1,
    max: 100_000_000,
    about: 'Reads that are measured',
    status: 'choice',
  },
  warmup: {
    kind: 'count',
    default: 2000,
    max: 100_000_000,
    min: 0,
    about: 'Reads before measuring starts; they use up what a rate limit has saved',
    status: 'choice',
  },
  writeShare: {
    kind: 'fraction',
    default: 0,
    about: 'Share of writes in a background load that disturbs the reads of flash',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export const diskComponent: Component = {
  about: 'Random reads in a closed loop on one storage device',
  parameters,
  highlights: ['disk.read', 'disk.iops', 'disk.iops_law', 'disk.throughput'],
  companions: { 'disk.iops': 'disk.iops_law' },
  check: (setting) => {
    const { profile } = sectionOf(setting, 'disk', parameters);
    const names = storageNames(hardwareOf(setting));
    if (names.includes(profile)) return [];
    const expected = `one of ${names.join(', ')}`;
    return [{ path: 'disk.profile', expected, found: JSON.stringify(profile) }];
  },
  start: (experiment) => startDisk(experiment),
};

function hardwareOf({ sections }: Pick<Experiment, 'sections'>): HardwareValues | undefined {
  return sections.hardware as HardwareValues | undefined;
}

function startDisk(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'disk', parameters);
  const { block, depth, reads, warmup } = values;
  const profile = namedStorage(values.profile, hardwareOf(experiment));
  const disk = new Disk(simulation, 'disk', profile, { writeShare: values.writeShare });
  const observe = measures.durations('disk.read');
  let ended = 0;
  let since = simulation.now;
  const done: DiskDone = ({ submitted }) => {
    ended++;
    if (ended > warmup) observe((simulation.now - submitted) as Tick);
    if (ended === warmup) {
      since = simulation.now;
      disk.resetStatistics();
    }
    if (ended === warmup + reads) simulation.stop();
    else disk.read(block, done);
  };
  for (let i = 0; i < depth; i++) disk.read(block, done);
  return () => {
    const { completed, utilisation, meanInFlight } = disk.statistics();
    const span = toSeconds((simulation.now - since) as Tick);
    if (completed === 0 || span === 0) return;
    measures.value('disk.iops', '1/s', completed / span);
    measures.value('disk.iops_law', '1/s', sustainedIops(profile, depth, block));
    measures.value('disk.throughput', 'B/s', (completed * block) / span);
    measures.value('disk.utilisation', '1', utilisation);
    measures.value('disk.in_flight', '1', meanInFlight);
  };
}
