/** Names of the impact models, apart from `impacts.ts` so that parameters need not load the models. */
export const impactNames = ['kyle', 'sqrt', 'cpmm', 'book', 'elastic', 'mvpq'] as const;
