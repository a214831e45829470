/** What is watched. */
export const targetKinds = ['validators', 'da', 'storage', 'compute'] as const;
export type TargetKind = (typeof targetKinds)[number];
export type TargetCounts = Readonly<Record<TargetKind, number>>;

/** The kind of every target, by number. */
export function listTargets(counts: TargetCounts): TargetKind[] {
  return targetKinds.flatMap((kind) => new Array<TargetKind>(counts[kind]).fill(kind));
}
