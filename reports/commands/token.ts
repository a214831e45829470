import type { Argv } from 'yargs';
import { defined, jsonFlag as json, oneOfWords, oneText, takesText, wholeNumber } from './flags.ts';
import type { Io } from './io.ts';

const csv = { type: 'boolean', default: false, describe: 'print CSV' } as const;
const words = <T extends string>(flag: string, of: readonly T[], describe: string) =>
  ({ ...takesText, coerce: oneOfWords(`--${flag}`, of), describe }) as const;
const text = (flag: string, describe: string) =>
  ({ ...takesText, coerce: oneText(`--${flag}`), describe }) as const;
const count = (flag: string, most: number, describe: string) =>
  ({ ...takesText, coerce: wholeNumber(`--${flag}`, 1, most), describe }) as const;

const scheduleOptions = {
  file: text('file', 'your own schedule instead of a preset: a cap table in CSV, or a scenario'),
  reading: words('reading', ['A', 'B', 'C'], 'how the cliff of the insiders of 0G is read'),
  community: words(
    'community',
    ['none', 'linear48', 'activity'],
    'what becomes of the community remainder of 0G, for which no schedule is published',
  ),
  by: words('by', ['month', 'day'], 'rows of the table (default month)'),
  months: count('months', 1200, 'last month; by default the end of the schedule'),
  csv,
  json,
} as const;
const inflationOptions = {
  years: count('years', 200, 'length of the table (default 10)'),
  supply: text('supply', 'tokens at genesis'),
  staked: text('staked', 'tokens, or a share such as "60 %"'),
  circulating: text('circulating', 'tokens, or a share of the supply'),
  set: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'a parameter of the rule: name=value (repeatable)',
  },
  by: words('by', ['year', 'month', 'day'], 'rows of the table (default year)'),
  csv,
  json,
} as const;

export const tokenActions: readonly string[] = ['schedule', 'inflation'];

/** Flags of all `token` commands, for the nearest name to one that does not exist. */
export const tokenFlags: readonly string[] = [
  ...new Set([scheduleOptions, inflationOptions].flatMap((options) => Object.keys(options))),
];

/**
 * The commands below `droptower token`.
 * @param ended takes the exit code
 */
export function tokenCommands(argv: Argv, io: Io, ended: (exit: number) => void): Argv {
  return argv
    .command(
      'schedule [preset]',
      'exact table of an unlock schedule, without a simulation',
      (y) =>
        y
          .positional('preset', { type: 'string', describe: 'published schedule, such as 0g' })
          .options(scheduleOptions)
          .example('$0 token schedule 0g --reading B --csv', 'released and circulating by month'),
      async (args) => {
        const { tokenScheduleCommand } = await import('./token-schedule.ts');
        ended(
          tokenScheduleCommand({ ...defined(args), by: args.by ?? 'month', json: args.json }, io),
        );
      },
    )
    .command(
      'inflation <rule>',
      'exact table of an inflation rule, without a simulation',
      (y) =>
        y
          .positional('rule', {
            type: 'string',
            demandOption: true,
            describe: 'rule or preset, such as og_stepdown',
          })
          .options(inflationOptions)
          .example('$0 token inflation og_stepdown --years 12', 'rate, minted and supply by year'),
      async (args) => {
        const { tokenInflationCommand } = await import('./token-inflation.ts');
        const { rule, years, set, by, csv, json } = args;
        const options = { rule, years: years ?? 10, set, by: by ?? 'year', csv, json };
        ended(tokenInflationCommand({ ...defined(args), ...options }, io));
      },
    )
    .demandCommand(1);
}
