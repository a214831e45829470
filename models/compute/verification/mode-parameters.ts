import type { ParameterTable } from '../../../sim/parameters.ts';
import { LOCAL_DISPUTE } from './dispute.ts';
import { enclaveNames, enclaves } from './enclaves.ts';
import { defaultSettings } from './settings.ts';

const { tee, opml, zkml } = defaultSettings;

/** Source of an estimate that nothing published narrows. */
export const NO_FACT = 'no fact sheet gives one';

/** The names of a list, each with what it is. */
export function named(values: Readonly<Record<string, { name: string; about: string }>>): string {
  return Object.values(values)
    .map(({ name, about }) => `\`${name}\` ${about}`)
    .join('; ');
}

/** What the modes depend on. */
export const modeParameters = {
  tee: {
    kind: 'group',
    about: 'Enclaves and their quotes',
    status: 'choice',
    fields: {
      enclave: {
        kind: 'choice',
        options: enclaveNames,
        default: tee.enclave,
        about: `What confidential computing costs: ${named(enclaves)}`,
        status: 'choice',
      },
      attestation: {
        kind: 'duration',
        default: `${tee.attestation} s`,
        min: 1,
        about: 'Time to get and check the quote at the start of a session',
        status: 'estimate',
        source: 'hardware-network-workloads B4: 0.5 to 3 s; 0g-da-chain-compute 3.3: 1 to 2 s',
      },
      fresh: {
        kind: 'flag',
        default: tee.fresh,
        about: 'Quotes answer a number that the user drew for the session, so an old one fails',
        status: 'choice',
      },
      revocation: {
        kind: 'duration',
        default: '30 days',
        min: 1,
        about: 'Mean time until the vendor revokes a key that was taken out of its enclave',
        status: 'estimate',
        source: NO_FACT,
      },
      check: {
        kind: 'duration',
        default: `${tee.check} s`,
        about: 'Time of the user to check the signature of an answer',
        status: 'estimate',
        source: `an ECDSA check in an SDK; ${NO_FACT}`,
      },
      quoteBytes: {
        kind: 'size',
        default: tee.quoteBytes,
        about: 'Quotes of CPU and GPU, once a session',
        status: 'estimate',
        source: NO_FACT,
      },
      signatureBytes: {
        kind: 'size',
        default: tee.signatureBytes,
        about: 'Signature of an answer',
        status: 'from source',
        source: 'ECDSA on secp256k1 with its recovery byte, as EIP-712 (0g-da-chain-compute 3.1)',
      },
    },
  },
  opml: {
    kind: 'group',
    about: 'Disputes and challengers',
    status: 'choice',
    fields: {
      window: {
        kind: 'duration',
        default: `${opml.window} s`,
        about: 'Time in which an answer may be disputed',
        status: 'estimate',
        source: '0g-da-chain-compute 3.3: 1 to 24 h',
      },
      challengers: {
        kind: 'count',
        default: opml.challengers,
        min: 0,
        max: 10_000,
        about: 'Honest challengers',
        status: 'estimate',
        source: NO_FACT,
      },
      sampled: {
        kind: 'fraction',
        default: opml.sampled,
        about: 'Share of the answers that each of them computes again',
        status: 'estimate',
        source: NO_FACT,
      },
      rerun: {
        kind: 'duration',
        default: `${opml.rerun} s`,
        about: 'Time until a challenger has computed an answer again',
        status: 'estimate',
        source: `${NO_FACT}; a 7B model runs on a PC without a GPU (0g-da-chain-compute 3.3)`,
      },
      rerunFactor: {
        kind: 'number',
        default: opml.rerunFactor,
        min: 0,
        max: 1000,
        about: 'Cost of computing an answer again over that of the provider',
        status: 'estimate',
        source: NO_FACT,
      },
      steps: {
        kind: 'count',
        default: LOCAL_DISPUTE.steps,
        min: 2,
        about: 'Steps of the virtual machine that a dispute halves',
        status: 'estimate',
        source: `2^27: two seconds of a machine of some 67 M steps/s; ${NO_FACT}`,
      },
      run: {
        kind: 'duration',
        default: `${LOCAL_DISPUTE.run} s`,
        about: 'Time of the virtual machine to run them all',
        status: 'published',
        source: 'MNIST-size model in the fraud-proof machine (0g-da-chain-compute 3.3)',
      },
      block: {
        kind: 'duration',
        default: `${LOCAL_DISPUTE.block} s`,
        about: 'Time until a transaction of a dispute is in a block',
        status: 'estimate',
        source: 'a local chain, as where disputes were measured (0g-da-chain-compute 3.3)',
      },
      commitmentBytes: {
        kind: 'size',
        default: opml.commitmentBytes,
        about: 'Commitment to an answer and its states',
        status: 'estimate',
        source: 'one hash',
      },
    },
  },
  zkml: {
    kind: 'group',
    about: 'Proofs of inference',
    status: 'choice',
    fields: {
      factor: {
        kind: 'number',
        default: zkml.factor,
        min: 1,
        max: 1_000_000,
        about: 'Time to prove an answer over time to compute it',
        status: 'published',
        source: '0g-da-chain-compute 3.3: 1,000 to 10,000; the lower end',
      },
      proofBytes: {
        kind: 'size',
        default: zkml.proofBytes,
        about: 'A proof',
        status: 'published',
        source: 'arXiv 2404.16109: under 200 kB, 13B model',
      },
      check: {
        kind: 'duration',
        default: `${zkml.check} s`,
        about: 'Time to check a proof',
        status: 'estimate',
        source: NO_FACT,
      },
    },
  },
} as const satisfies ParameterTable;
