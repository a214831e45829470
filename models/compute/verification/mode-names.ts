export const modeNames = ['none', 'tee', 'opml', 'zkml'] as const;

export type ModeName = (typeof modeNames)[number];
