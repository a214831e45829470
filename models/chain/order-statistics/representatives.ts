import type { Latency } from '../../../sim/network/latency.ts';
import type { Stream } from '../../../sim/random.ts';

/** Groups of nodes near each other; a validator of each stands for its group. */
export interface Groups {
  /** Group by node. */
  readonly of: readonly number[];
  /** Validators of each group. */
  readonly members: readonly (readonly number[])[];
}

/**
 * Centres are the validators farthest from those before them; the others go to the nearest centre, to
 * the smallest group among equals.
 */
export function groupsOf(
  nodes: number,
  validators: number,
  count: number,
  latency: Latency,
): Groups {
  const centres: number[] = [0];
  const distance = Array.from({ length: validators }, (_, v) => latency.base(0, v) as number);
  distance[0] = -1;
  while (centres.length < Math.min(count, validators)) {
    let far = 0;
    for (let v = 1; v < validators; v++) if (distance[v] > distance[far]) far = v;
    centres.push(far);
    for (let v = 0; v < validators; v++) {
      distance[v] = v === far ? -1 : Math.min(distance[v], latency.base(far, v));
    }
  }
  const members: number[][] = centres.map((centre) => [centre]);
  const of = new Array<number>(nodes).fill(0);
  for (const [group, centre] of centres.entries()) of[centre] = group;
  for (let v = 0; v < nodes; v++) {
    if (members[of[v]][0] === v) continue;
    let best = 0;
    for (let g = 1; g < centres.length; g++) {
      const nearer = latency.base(centres[g], v) - latency.base(centres[best], v);
      if (nearer < 0 || (nearer === 0 && members[g].length < members[best].length)) best = g;
    }
    if (v < validators) members[best].push(v);
    of[v] = best;
  }
  return { of, members };
}

/**
 * One member of each group that is up, -1 for none; `wanted` when it is one of them.
 * @param isPlain members that are taken before the others
 */
export function pickOfEach(
  groups: Groups,
  isUp: Uint8Array,
  isPlain: Uint8Array,
  wanted: number,
  stream: Stream,
): number[] {
  return groups.members.map((members, group) => {
    const all = members.filter((v) => isUp[v] === 1);
    const plain = all.filter((v) => isPlain[v] === 1);
    const up = plain.length > 0 ? plain : all;
    const picked = stream.below(Math.max(1, up.length));
    if (groups.of[wanted] === group && up.includes(wanted)) return wanted;
    return up.length > 0 ? up[picked] : -1;
  });
}
