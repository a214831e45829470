import type { VerificationMode } from './mode.ts';
import type { ModeName } from './mode-names.ts';
import { none } from './none.ts';
import { opml } from './opml.ts';
import { tee } from './tee.ts';
import { zkml } from './zkml.ts';

/** Every mode. Add one here and in `mode-names.ts`. */
export const verificationModes: Readonly<Record<ModeName, VerificationMode>> = {
  none,
  tee,
  opml,
  zkml,
};
