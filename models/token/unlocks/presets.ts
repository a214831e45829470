/** The published schedules, in one list. */
import type { MonthConvention } from '../calendar.ts';
import { parseSchedule } from './parse-schedule.ts';
import { arbitrum } from './presets/arbitrum.ts';
import { celestia } from './presets/celestia.ts';
import { optimism } from './presets/optimism.ts';
import { type Community, type Preset, type Reading, readings } from './presets/preset.ts';
import { qtm } from './presets/qtm.ts';
import { sui } from './presets/sui.ts';
import { zerog } from './presets/zerog.ts';
import { quoted, ScheduleProblem } from './problem.ts';
import type { Schedule } from './schedule.ts';

export const presets: readonly Preset[] = [zerog, celestia, arbitrum, optimism, sui, qtm];
export const presetNames = presets.map(({ name }) => name);

export interface PresetChoice {
  /** By default the first reading there is. */
  readonly reading?: Reading | null;
  /** By default `none`. */
  readonly community?: Community | null;
  /** By default that of the preset: months of the calendar. */
  readonly month?: MonthConvention | null;
}

/** @throws ScheduleProblem for a name that is not in the list */
export function presetNamed(name: string): Preset {
  const found = presets.find((preset) => preset.name === name);
  if (found === undefined)
    throw new ScheduleProblem('preset', presetNames.join(', '), quoted(name));
  return found;
}

/** The reading and the remainder that a choice stands for. @throws ScheduleProblem for what a preset does not have */
export function settledChoice(preset: Preset, choice: PresetChoice) {
  const known = readings.filter((each) => preset.readings[each] !== undefined);
  const reading = choice.reading ?? null;
  if (reading !== null && !known.includes(reading)) {
    const expected = known.length === 0 ? `no reading for ${preset.name}` : known.join(' or ');
    throw new ScheduleProblem('reading', expected, quoted(reading));
  }
  const community = choice.community ?? null;
  if (community !== null && !preset.hasCommunity) {
    throw new ScheduleProblem('community', `no choice for ${preset.name}`, quoted(community));
  }
  return { reading: reading ?? known[0] ?? null, community: community ?? 'none' } as const;
}

/**
 * A published schedule by its name.
 * @throws ScheduleProblem for a name, a reading or a remainder that does not exist
 */
export function presetSchedule(name: string, choice: PresetChoice = {}): Schedule {
  const preset = presetNamed(name);
  const { reading, community } = settledChoice(preset, choice);
  const written = preset.written(reading ?? 'A', community);
  return parseSchedule({ ...written, month: choice.month ?? written.month });
}
