import { UNSEEN, type VerificationMode } from './mode.ts';

/**
 * Every answer comes with a proof that the committed model gave it. The chance that a false one passes is taken as 0.
 */
export const zkml: VerificationMode = {
  name: 'zkml',
  about: 'Every answer comes with a proof of its computation',
  knowledge: 'published',
  source:
    'arXiv 2404.16109: 13B proved in under 15 min, proof under 200 kB; 1,000 to 10,000 x slowdown (0g-da-chain-compute 3.3)',
  slowdown: (_work, { zkml }) => zkml.factor,
  sessionDelay: () => 0,
  verdictDelay: ({ zkml }) => zkml.check,
  extraBytes: ({ zkml }) => zkml.proofBytes,
  othersSeconds: () => 0,
  catches: (_cheat, { zkml }) => ({ ...UNSEEN, request: 1, delay: zkml.check }),
};
