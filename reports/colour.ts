/** Whether to colour is decided once, here, and handed to whatever prints. */
import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;
export type ColourChoice = 'auto' | 'always' | 'never';

/**
 * @param choice what the user asked for on the command line; `auto` looks at the surroundings.
 * @param stream the stream the text goes to.
 * @param env the environment: a non-empty NO_COLOR wins, then FORCE_COLOR (`0` and `false` switch
 *   off), then TERM=dumb; without them colours are for terminals only.
 */
export function wantsColour(
  choice: ColourChoice = 'auto',
  stream: { readonly isTTY?: boolean } = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Colour functions that do nothing when colours are off. */
export function createColours(enabled: boolean): Colours {
  return pc.createColors(enabled);
}
