import type { Argv } from 'yargs';
import { jsonFlag as json, oneText, quietFlag as quiet, takesText, wholeNumber } from './flags.ts';
import type { Io } from './io.ts';

/** Most tries up to a hit that a proof on this machine is worth waiting for. */
const DIFFICULTY_MAX = 1_000_000_000;
const NOBODY = `0x${'0'.repeat(40)}`;

const rootOptions = { json, quiet } as const;
const proofOptions = {
  difficulty: {
    ...takesText,
    coerce: wholeNumber('--difficulty', 1, DIFFICULTY_MAX),
    describe: 'tries up to a hit in the mean (default 1000)',
  },
  miner: {
    ...takesText,
    coerce: oneText('--miner'),
    describe: 'address of 20 bytes that registers the miner: 0x and 40 digits',
  },
  seed: { ...takesText, coerce: oneText('--seed'), describe: 'root of nonces and block hashes' },
  out: { ...takesText, coerce: oneText('--out'), describe: 'file for the proof' },
  json,
  quiet,
} as const;
const checkOptions = { json } as const;

const place = (describe: string) => ({ type: 'string', demandOption: true, describe }) as const;

export const storageActions: readonly string[] = ['root', 'proof', 'check'];

/** Flags of all `storage` commands, for the nearest name to one that does not exist. */
export const storageFlags: readonly string[] = [
  ...new Set([rootOptions, proofOptions, checkOptions].flatMap((options) => Object.keys(options))),
];

/**
 * The commands below `droptower storage`.
 * @param listen as in `main` of the command line
 * @param ended takes the exit code
 */
export function storageCommands(
  argv: Argv,
  io: Io,
  listen: () => void,
  ended: (exit: number) => void,
): Argv {
  return argv
    .command(
      'root <file>',
      'root, submission nodes and identity of a file, as 0G Storage commits to it',
      (y) => y.positional('file', place('file of at least 1 byte')).options(rootOptions),
      async (args) => {
        const { storageRootCommand } = await import('./storage-root.ts');
        listen();
        ended(await storageRootCommand(args, io));
      },
    )
    .command(
      'proof <file>',
      'mine a proof of random access to a file, at a toy difficulty',
      (y) =>
        y
          .positional('file', place('file of 1 byte to 64 MiB'))
          .options(proofOptions)
          .example('$0 storage proof data.bin --out proof.json', 'seal, search, write the proof'),
      async (args) => {
        const { storageProofCommand } = await import('./storage-proof.ts');
        listen();
        const { file, difficulty, miner, seed, out, json, quiet } = args;
        const options = { file, json, quiet, difficulty: difficulty ?? 1000 };
        const more = { miner: miner ?? NOBODY, seed: seed ?? '1' };
        ended(
          await storageProofCommand(
            { ...options, ...more, ...(out === undefined ? {} : { out }) },
            io,
          ),
        );
      },
    )
    .command(
      'check <proof>',
      'verify such a proof, without the file, as the mine contract does',
      (y) => y.positional('proof', place('file that `storage proof` wrote')).options(checkOptions),
      async (args) => {
        const { storageCheckCommand } = await import('./storage-check.ts');
        ended(await storageCheckCommand(args, io));
      },
    )
    .demandCommand(1);
}
