import { book } from './book.ts';
import { cpmm } from './cpmm.ts';
import { elastic } from './elastic.ts';
import type { ImpactModel } from './impact.ts';
import { kyle } from './kyle.ts';
import { mvpq } from './mvpq.ts';
import type { impactNames } from './names.ts';
import { sqrt } from './sqrt.ts';

/** Every impact model. Add one here and its name in `names.ts`. */
export const impactModels: Readonly<Record<(typeof impactNames)[number], ImpactModel>> = {
  kyle,
  sqrt,
  cpmm,
  book,
  elastic,
  mvpq,
};
