import { TICKS_PER_SECOND } from '../../sim/time.ts';
import type { ImpliedValue } from '../component.ts';
import { layerByName } from './layers.ts';
import { daParameters } from './parameters.ts';
import { type SettingName, settingNames } from './settings.ts';

/** In the unit of its kind, for people. */
function text(name: SettingName, value: number): string {
  const digits = (number: number) => `${Number(number.toPrecision(12))}`;
  switch (daParameters[name].kind) {
    case 'duration':
      return `${digits(value / TICKS_PER_SECOND)} s`;
    case 'size':
      return `${digits(value)} B`;
    case 'rate':
      return `${digits(value)} B/s`;
    default:
      return digits(value);
  }
}

/** What `da.layer` stands for, setting by setting, without what the section sets itself. */
export function impliedByLayer(values: Readonly<Record<string, unknown>>): ImpliedValue[] {
  const { settings } = layerByName(values.layer as string);
  return settingNames.flatMap((name) => {
    const setting = settings[name];
    if (setting === undefined || typeof values[name] === 'number') return [];
    const { value, status, source } = setting;
    const { about } = daParameters[name];
    return [{ path: `da.layer.${name}`, value: text(name, value), status, source, about }];
  });
}
