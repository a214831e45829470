import { distance } from 'fastest-levenshtein';
import { quote } from './problem.ts';

const MAX_LENGTH = 80;

/** The candidate a misspelt name most likely means, or null when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (name.length === 0 || name.length > MAX_LENGTH) return null;
  const wanted = name.toLowerCase();
  let best: string | null = null;
  const most = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  let bestDistance = most + 1;
  for (const candidate of candidates) {
    const away = distance(wanted, candidate.toLowerCase());
    if (away < bestDistance) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}

/** Like {@link nearest} for dotted paths, where a lone last part (`layer` for `da.layer`) also counts. */
export function nearestPath(path: string, paths: readonly string[]): string | null {
  const close = nearest(path, paths);
  if (close !== null) return close;
  const last = path.slice(path.lastIndexOf('.') + 1);
  const byLast = paths.filter((known) => known.slice(known.lastIndexOf('.') + 1) === last);
  return byLast.length === 1 ? byLast[0]! : null;
}

/** `did you mean "gossip"?`, or undefined when nothing is near. */
export function didYouMean(near: string | null): string | undefined {
  return near === null ? undefined : `did you mean ${quote(near)}?`;
}
