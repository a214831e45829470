import { disputeSeconds, LOCAL_DISPUTE } from './dispute.ts';
import type { EnclaveName } from './enclaves.ts';

/** What the modes depend on; seconds, bytes, shares from 0 to 1. */
export interface VerificationSettings {
  readonly tee: {
    readonly enclave: EnclaveName;
    /** Seconds to get and check a quote. */
    readonly attestation: number;
    /** Requests that rely on one quote. */
    readonly sessionRequests: number;
    /** The quote answers a number that the user drew for this session. */
    readonly fresh: boolean;
    /** Mean seconds until the vendor revokes a key that was taken out of its enclave. */
    readonly revocation: number;
    /** Seconds of the user to check the signature of one answer. */
    readonly check: number;
    readonly quoteBytes: number;
    readonly signatureBytes: number;
  };
  readonly opml: {
    /** Seconds in which an answer may be disputed. */
    readonly window: number;
    readonly challengers: number;
    /** Share of the answers that each challenger computes again, drawn for itself. */
    readonly sampled: number;
    /** Seconds from an answer until a challenger has computed it again. */
    readonly rerun: number;
    /** Seconds of a dispute. */
    readonly dispute: number;
    /** Machine time of a challenger over that of the provider. */
    readonly rerunFactor: number;
    readonly commitmentBytes: number;
  };
  readonly zkml: {
    /** Time to prove over time to compute. */
    readonly factor: number;
    readonly proofBytes: number;
    /** Seconds to check a proof. */
    readonly check: number;
  };
}

/**
 * Figures of 0g-da-chain-compute 3.3 and hardware-network-workloads B4, mostly estimates there; those
 * that no fact states are estimates of this model and marked so in `parameters.ts`.
 */
export const defaultSettings: VerificationSettings = {
  tee: {
    enclave: 'h100',
    attestation: 1.5,
    sessionRequests: 20,
    fresh: true,
    revocation: 2_592_000,
    check: 0.001,
    quoteBytes: 10_000,
    signatureBytes: 65,
  },
  opml: {
    window: 3600,
    challengers: 3,
    sampled: 0.01,
    rerun: 60,
    dispute: disputeSeconds(LOCAL_DISPUTE),
    rerunFactor: 1,
    commitmentBytes: 32,
  },
  zkml: { factor: 1000, proofBytes: 200_000, check: 1 },
};
