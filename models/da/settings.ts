import type { Status } from '../../sim/parameters.ts';

/** What the design of a layer fixes; a parameter of section `da` with the same name takes its place. */
export const settingNames = [
  'quorum',
  'blockInterval',
  'deadline',
  'finality',
  'depth',
  'blockBytes',
  'blobUnit',
  'degree',
  'heartbeat',
  'parity',
  'partBytes',
  'expansion',
  'proofBytes',
  'columns',
  'custody',
  'supernodes',
  'pool',
  'copies',
  'committee',
  'shards',
  'clients',
  'relays',
  'relayLink',
  'reads',
  'retries',
  'encodeRate',
  'encodeDelay',
  'verifyRate',
  'cores',
  'certifyDelay',
  'signatureBytes',
  'certificateBytes',
  'price',
] as const;

export type SettingName = (typeof settingNames)[number];

/** A value in base units (ticks, bytes, bytes per second) and how well it is known. */
export interface Setting {
  readonly value: number;
  readonly status: Status;
  readonly source: string;
}

/** The settings that a layer has. */
export type LayerSettings = { readonly [K in SettingName]?: Setting };

/** The settings of one run. */
export class Settings {
  private readonly layer: string;
  private readonly preset: LayerSettings;
  private readonly given: Readonly<Record<string, unknown>>;

  /** @param given values of the section; null or absent leaves the layer's own */
  constructor(layer: string, preset: LayerSettings, given: Readonly<Record<string, unknown>>) {
    this.layer = layer;
    this.preset = preset;
    this.given = given;
  }

  has(name: SettingName): boolean {
    return this.preset[name] !== undefined;
  }

  /** @throws RangeError for a setting that the layer does not have */
  get(name: SettingName): number {
    const own = this.preset[name];
    if (own === undefined) {
      throw new RangeError(`da.${name}, expected a setting of ${this.layer}, found none`);
    }
    const given = this.given[name];
    return typeof given === 'number' ? given : own.value;
  }
}

/** Makes settings that share status and source. */
export const known =
  (status: Status, source: string) =>
  (value: number): Setting => ({ value, status, source });
