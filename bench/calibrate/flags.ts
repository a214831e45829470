import type { CommandModule, InferredOptionTypes } from 'yargs';
import {
  defined,
  jsonFlag as json,
  oneText,
  quietFlag as quiet,
  takesText,
} from '../../reports/commands/flags.ts';
import type { Io } from '../../reports/commands/io.ts';

const text = (name: string, describe: string) =>
  ({ ...takesText, coerce: oneText(`--${name}`), describe }) as const;

const options = {
  out: text('out', 'file for the profile (default this-machine.yaml, or named after the report)'),
  dir: text('dir', 'folder on the device to measure (default: the current one)'),
  quick: { type: 'boolean', default: false, describe: 'a look of a few seconds' },
  'from-fio': text('from-fio', 'make a storage profile from a JSON report of fio 3 instead'),
  force: { type: 'boolean', default: false, describe: 'overwrite the file' },
  json,
  quiet,
} as const;

/** A job file whose report has all that a profile wants. */
const EXAMPLE_JOB = `[global]
filename=fio.tmp
size=4g
direct=1
ioengine=libaio
time_based
runtime=30
percentile_list=1:10:50:90:99:99.9:99.99
stonewall

[write-1m]
rw=write
bs=1m
iodepth=8

[read-1m]
rw=read
bs=1m
iodepth=8

[read-4k]
rw=randread
bs=4k
iodepth=1

[read-256k]
rw=randread
bs=256k
iodepth=1

[read-4k-deep]
rw=randread
bs=4k
iodepth=64

[write-4k]
rw=randwrite
bs=4k
iodepth=1

[write-256k]
rw=randwrite
bs=256k
iodepth=1
`;

const FIO_HELP = `A job file for fio whose report has all that a profile wants:\n\n${EXAMPLE_JOB}`;

/** Flags of `droptower calibrate`, for the nearest name to one that does not exist. */
export const calibrateFlags: readonly string[] = Object.keys(options);

/**
 * The command `droptower calibrate`.
 * @param listen as in `main` of the command line
 * @param ended takes the exit code
 */
export function calibrateModule(
  io: Io,
  listen: () => void,
  ended: (exit: number) => void,
): CommandModule<object, InferredOptionTypes<typeof options>> {
  return {
    command: 'calibrate',
    describe: 'measure this machine, or read a fio report, into a hardware profile for scenarios',
    builder: (y) =>
      y
        .options(options)
        .example('$0 calibrate --dir /mnt/disk', 'in a scenario: hardware: ./this-machine.yaml')
        .example('$0 calibrate --from-fio result.json', 'of: fio --output-format=json job.fio')
        .epilogue(FIO_HELP),
    handler: async (args) => {
      const { calibrateCommand } = await import('./calibrate.ts');
      listen();
      const { out, dir, fromFio, quick, force, json, quiet } = args;
      const texts = defined({ out, dir, fromFio });
      ended(await calibrateCommand({ ...texts, quick, force, json, quiet }, io));
    },
  };
}
