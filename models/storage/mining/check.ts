import type { HardwareValues } from '../../../sim/hardware/section.ts';
import { processorNames, storageNames } from '../../../sim/hardware/section.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { needs, type Objection, type Setting, sectionOf } from '../../component.ts';
import { LOAD_BYTES, LOAD_SECTORS } from '../flow/spec.ts';
import { type MinerKind, minerKinds, startLength } from './kinds.ts';
import { type StorageValues, storageParameters } from './parameters.ts';
import { SEARCHED_BYTES } from './search.ts';

type Complain = (path: string, expected: string, found: unknown) => void;

/** The values of the section `hardware`, if there is one. */
export function hardwareOf({ sections }: Pick<Setting, 'sections'>): HardwareValues | undefined {
  return sections.hardware as HardwareValues | undefined;
}

const isPowerOfTwo = (value: number): boolean => (value & (value - 1)) === 0;

/** Reward pools that fit into memory. */
const POOLS = 1_000_000;

/** Bytes of the flow at the end, without padding. */
function lastFlow({ flowSize, ingest, epochs, blocksPerEpoch, blockTime }: StorageValues): number {
  return flowSize + (ingest * epochs * blocksPerEpoch * blockTime) / TICKS_PER_SECOND;
}

/** What is wrong with the section `storage`. */
export function checkStorage(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'storage', storageParameters);
  const objections: Objection[] = [];
  const object: Complain = (path, expected, found) => {
    objections.push({ path: `storage.${path}`, expected, found: `${found}` });
  };
  checkGroups(values, hardwareOf(setting), object);
  checkEpoch(values, object);
  const { pricingChunk, chain } = values;
  if (pricingChunk % LOAD_BYTES !== 0)
    object('pricingChunk', 'a multiple of 256 KiB', `${pricingChunk} B`);
  if (lastFlow(values) > POOLS * pricingChunk)
    object('pricingChunk', `at least 1/${POOLS} of the flow at the end`, `${pricingChunk} B`);
  if (chain !== 'regular') objections.push(...needs(setting, 'storage', ['network']));
  if (objections.length > 0) return objections;
  try {
    const kinds = minerKinds(values, hardwareOf(setting));
    if (setting.fidelity === 'exact') checkExact(values, kinds, object);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    object('groups', 'machines that can be', error.message);
  }
  return objections;
}

function checkGroups(
  values: StorageValues,
  hardware: HardwareValues | undefined,
  object: Complain,
): void {
  const loads = startLength(values) / LOAD_SECTORS;
  const shards = (path: string, count: number): void => {
    if (!isPowerOfTwo(count) || count > values.maxShards)
      object(path, `a power of two up to the ${values.maxShards} of storage.maxShards`, count);
    else if (count > loads)
      object(path, `at most the ${loads} times 256 KiB of storage.flowSize`, count);
  };
  shards('shards', values.shards);
  if (Object.keys(values.groups).length === 0) object('groups', 'at least one group', 'none');
  for (const [name, group] of Object.entries(values.groups)) {
    const known = (field: 'profile' | 'processor', names: readonly string[]): void => {
      if (names.includes(group[field])) return;
      const expected = `one of ${names.join(', ')}`;
      object(`groups.${name}.${field}`, expected, JSON.stringify(group[field]));
    };
    known('profile', storageNames(hardware));
    known('processor', processorNames(hardware));
    if (group.shards !== null) shards(`groups.${name}.shards`, group.shards);
  }
}

function checkEpoch(values: StorageValues, object: Complain): void {
  const { window, subtasks, subtaskInterval, blocksPerEpoch } = values;
  if (subtasks > 1 && window > subtaskInterval)
    object('window', `at most the ${subtaskInterval} blocks of storage.subtaskInterval`, window);
  const last = (subtasks - 1) * subtaskInterval + window;
  if (last > blocksPerEpoch)
    object('blocksPerEpoch', `at least the ${last} blocks that the subtasks take`, blocksPerEpoch);
}

/** Hashing needs all data in memory from the start, and one id for each machine. */
function checkExact(values: StorageValues, kinds: readonly MinerKind[], object: Complain): void {
  const { flowSize, ingest, failures } = values;
  if (flowSize > SEARCHED_BYTES)
    object('flowSize', `at most ${SEARCHED_BYTES} B with fidelity: exact`, `${flowSize} B`);
  if (ingest > 0) object('ingest', '0 B/s with fidelity: exact', `${ingest} B/s`);
  if (failures) object('failures', 'false with fidelity: exact', failures);
  for (const { name, group } of kinds) {
    const { identities } = group;
    if (identities > 1) object(`groups.${name}.identities`, '1 with fidelity: exact', identities);
  }
}
