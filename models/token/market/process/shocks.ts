import type { Stream } from '../../../../sim/random.ts';
import type { ShockValues } from '../parameters.ts';
import type { shockNames } from './names.ts';

/** Part of its usual size that demand has on a day; asked for days one after the other. */
export type ShockPath = (day: number) => number;

export interface DemandShock {
  readonly about: string;
  open(values: ShockValues, stream: Stream): ShockPath;
}

/** Every demand shock. Add one here and its name in `names.ts`. Source: token-economics 13.3. */
export const demandShocks: Readonly<Record<(typeof shockNames)[number], DemandShock>> = {
  none: { about: 'Demand as usual', open: () => () => 1 },
  step: {
    about: 'From a day on',
    open:
      ({ at, factor }) =>
      (day) =>
        day >= at ? factor : 1,
  },
  pulse: {
    about: 'From a day on, for a while, then as before',
    open:
      ({ at, factor, length }) =>
      (day) =>
        day >= at && day < at + length ? factor : 1,
  },
  ramp: {
    about: 'Evenly down or up over a while, then it stays',
    open:
      ({ at, factor, length }) =>
      (day) => {
        if (day <= at) return 1;
        return day >= at + length ? factor : 1 + ((factor - 1) * (day - at)) / length;
      },
  },
  regime: {
    about: 'Comes and goes at random; one draw a day',
    open({ at, factor, enter, leave }, stream) {
      let hit = false;
      return (day) => {
        const turned = stream.chance(hit ? leave : enter);
        if (day >= at && turned) hit = !hit;
        return hit ? factor : 1;
      };
    },
  },
};
