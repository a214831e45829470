import { UNSEEN, type VerificationMode } from './mode.ts';

export const none: VerificationMode = {
  name: 'none',
  about: 'Users trust the provider',
  knowledge: 'published',
  source: '0g-da-chain-compute 3.2: a verification label',
  slowdown: () => 1,
  sessionDelay: () => 0,
  verdictDelay: () => null,
  extraBytes: () => 0,
  othersSeconds: () => 0,
  catches: () => UNSEEN,
};
