import type { Status } from '../../../sim/parameters.ts';
import { millis, seconds, type Tick, toSeconds } from '../../../sim/time.ts';
import type { ImpliedValue } from '../../component.ts';
import { BLOB_FAILURES } from './blob-state.ts';
import { CLIENT_GAS_LIMIT } from './gas.ts';
import type { ZerogValues } from './parameters.ts';

/*
 * The client's table of ticks and limits (chain sheet 1.4) in its two columns. Where a column is silent the other
 * one, or the Makefile, stands in and says so.
 */

export interface ClientConfig {
  readonly encodingInterval: Tick;
  /** Blobs at the encoder of a client. */
  readonly encodingQueue: number;
  readonly encodingTimeout: Tick;
  readonly pullInterval: Tick;
  /** Encoded bytes that start a batch before its tick. */
  readonly batchTrigger: number;
  readonly finalityBlocks: number;
  readonly signingInterval: Tick;
  readonly signingTimeout: Tick;
  /** Times that a batch is requested again. */
  readonly signRetries: number;
  readonly blobFailures: number;
  readonly signedPullInterval: Tick;
  readonly confirmers: number;
  readonly finalizerInterval: Tick;
  /** Gas limit of a transaction; 0 for one by estimate. */
  readonly gasLimit: number;
}

interface Entry {
  readonly value: number;
  readonly status: Status;
  readonly source: string;
  readonly about: string;
}

type Table = { readonly [K in keyof ClientConfig]: Entry };

/** Unit of each entry for people. */
const units: Readonly<Record<keyof ClientConfig, 's' | 'B' | ''>> = {
  encodingInterval: 's',
  encodingQueue: '',
  encodingTimeout: 's',
  pullInterval: 's',
  batchTrigger: 'B',
  finalityBlocks: '',
  signingInterval: 's',
  signingTimeout: 's',
  signRetries: '',
  blobFailures: '',
  signedPullInterval: 's',
  confirmers: '',
  finalizerInterval: 's',
  gasLimit: '',
};

const about: Readonly<Record<keyof ClientConfig, string>> = {
  encodingInterval: 'Time between looks for blobs to encode',
  encodingQueue: 'Most blobs at the encoder of a client',
  encodingTimeout: 'Longest call of the encoder',
  pullInterval: 'Time between batches of encoded blobs',
  batchTrigger: 'Encoded bytes that start a batch at once',
  finalityBlocks: 'Blocks after which a transaction counts as final',
  signingInterval: 'Time between batches that are dispersed',
  signingTimeout: 'Longest wait for the answers of signers',
  signRetries: 'Times that a batch is requested again',
  blobFailures: 'Failures after which a blob is given up',
  signedPullInterval: 'Time between submissions of signed blobs',
  confirmers: 'Confirmations that a client waits for at a time',
  finalizerInterval: 'Time between looks for final blobs',
  gasLimit: 'Gas limit of a transaction; 0 is what the block holds',
};

function table(
  values: ClientConfig,
  status: Status,
  source: string,
  other: Partial<Record<keyof ClientConfig, string>>,
): Table {
  const entries = Object.entries(values).map(([name, value]) => {
    const key = name as keyof ClientConfig;
    const instead = other[key];
    const known =
      instead === undefined ? { status, source } : { status: 'estimate', source: instead };
    return [name, { value, about: about[key], ...known }];
  });
  return Object.fromEntries(entries) as Table;
}

const MEBIBYTE = 1_048_576;

export const configs: Readonly<Record<ZerogValues['config'], Table>> = {
  published: table(
    {
      encodingInterval: seconds(3),
      encodingQueue: 1,
      encodingTimeout: seconds(300),
      pullInterval: seconds(10),
      batchTrigger: 500 * MEBIBYTE,
      finalityBlocks: 50,
      signingInterval: seconds(3),
      signingTimeout: seconds(60),
      signRetries: 1,
      blobFailures: BLOB_FAILURES.published,
      signedPullInterval: seconds(20),
      confirmers: 3,
      finalizerInterval: seconds(20),
      gasLimit: CLIENT_GAS_LIMIT,
    },
    'published',
    'DOC da-integration.md; 0g-da-chain-compute 1.4',
    { signRetries: 'not published; code default; 0g-da-chain-compute 1.4' },
  ),
  code: table(
    {
      encodingInterval: seconds(10),
      encodingQueue: 500,
      encodingTimeout: seconds(30),
      pullInterval: seconds(10),
      batchTrigger: 500 * MEBIBYTE,
      finalityBlocks: 1,
      signingInterval: seconds(10),
      signingTimeout: seconds(30),
      signRetries: 1,
      blobFailures: BLOB_FAILURES.code,
      signedPullInterval: seconds(20),
      confirmers: 1,
      finalizerInterval: seconds(360),
      gasLimit: 0,
    },
    'from source',
    'DAL flags; 0g-da-chain-compute 1.4',
    {
      pullInterval: 'no code default; published configuration; 0g-da-chain-compute 1.4',
      batchTrigger: 'no code default; published configuration; 0g-da-chain-compute 1.4',
      signedPullInterval: 'no code default; published configuration; 0g-da-chain-compute 1.4',
    },
  ),
};

/** Service time of an encoder. Estimates: 0g-da-chain-compute 1.9 and 6.2. */
export const ENCODE_TIMES = { gpu: seconds(1), cpu: seconds(20) } as const;
/** A core checks a row. Estimate, range 2 to 20 ms: 0g-da-chain-compute 6.2. */
export const VERIFY_TIME = millis(5);
/** Published: 0g-da-chain-compute 1.5. */
export const PRUNE_INTERVAL = seconds(600);
/** Sign requests that a node works on: the check is "> 10", so 11 get in (0g-da-chain-compute 1.5). */
export const ADMITTED_REQUESTS = 11;
/** Connections of a client to signers (0g-da-chain-compute 1.4). */
export const SIGNER_CONNECTIONS = 256;
/** Receipts are polled once a second, so many times (0g-da-chain-compute 1.4). */
export const POLL = seconds(1);
export const POLLS = 180;
/** Signed blobs above which they are submitted before the tick (0g-da-chain-compute 1.4). */
export const SIGNED_TRIGGER = 100;

/** The column of a run with the changes of its section. */
export function clientConfig({ config, gasLimit, finalityBlocks }: ZerogValues): ClientConfig {
  const column = Object.fromEntries(
    Object.entries(configs[config]).map(([name, { value }]) => [name, value]),
  ) as unknown as ClientConfig;
  return {
    ...column,
    gasLimit: gasLimit ?? column.gasLimit,
    finalityBlocks: finalityBlocks ?? column.finalityBlocks,
  };
}

/** What `zerog.config` stands for, without what the section sets itself. */
export function impliedByConfig(values: Readonly<Record<string, unknown>>): ImpliedValue[] {
  const entries = Object.entries(configs[values.config as ZerogValues['config']]);
  return entries
    .filter(([name]) => typeof values[name] !== 'number')
    .map(([name, { value, status, source, about: text }]) => {
      const unit = units[name as keyof ClientConfig];
      const shown = unit === 's' ? `${toSeconds(value as Tick)} s` : `${value} ${unit}`.trim();
      return { path: `zerog.config.${name}`, value: shown, status, source, about: text };
    });
}
