/** Names of the sources of tasks, apart from `task-sources.ts` so that parameters need not load them. */
export const taskSourceNames = ['agents', 'chat', 'batch', 'training', 'trace'] as const;

export type TaskSourceName = (typeof taskSourceNames)[number];
