import { enclaves } from './enclaves.ts';
import { UNSEEN, type VerificationMode } from './mode.ts';
import { machineSeconds } from './work.ts';

/**
 * The model runs in an enclave, whose quote says what was loaded and whose key signs every answer. The cost
 * is what the enclave adds to each step, each load and each read of memory, so it shrinks as batch, model and
 * input grow. What is measured is what runs: another model, or less of it, shows in the quote.
 */
export const tee: VerificationMode = {
  name: 'tee',
  about: 'The model runs in an attested enclave that signs every answer',
  knowledge: 'published',
  source: '0g-da-chain-compute 3.1 to 3.3; law of the cost: see the enclaves',
  slowdown(work, { tee: { enclave } }) {
    const { handover, loadFactor, memoryFactor } = enclaves[enclave];
    const steps = work.outputTokens / work.batch;
    const extra =
      handover * steps +
      (memoryFactor - 1) * work.memory * steps +
      (loadFactor - 1) * work.load * work.swaps;
    return 1 + extra / machineSeconds(work);
  },
  sessionDelay: ({ tee }) => tee.attestation,
  verdictDelay: ({ tee }) => tee.check,
  extraBytes: ({ tee }) => tee.signatureBytes + tee.quoteBytes / tee.sessionRequests,
  othersSeconds: () => 0,
  catches({ quote }, { tee }) {
    if (quote === 'forged') return { ...UNSEEN, rate: 1 / tee.revocation };
    return { ...UNSEEN, session: quote === 'wrong' || tee.fresh ? 1 : 0 };
  },
};
