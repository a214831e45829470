import { gbm } from './gbm.ts';
import { jump } from './jump.ts';
import type { processNames } from './names.ts';
import type { PriceProcess } from './process.ts';

/** Every price process. Add one here and its name in `names.ts`. */
export const priceProcesses: Readonly<Record<(typeof processNames)[number], PriceProcess>> = {
  gbm,
  jump,
};
