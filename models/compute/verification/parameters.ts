import { CPU_PROFILE_IDS, GPU_PROFILE_IDS } from '../../../sim/hardware/profiles.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import { cheatNames, cheats } from './cheats.ts';
import { disputeSeconds } from './dispute.ts';
import { modeNames } from './mode-names.ts';
import { modeParameters, NO_FACT, named } from './mode-parameters.ts';
import { verificationModes } from './modes.ts';
import { defaultSettings, type VerificationSettings } from './settings.ts';

export const verificationParameters = {
  mode: {
    kind: 'choice',
    options: modeNames,
    default: 'tee',
    about: `How users verify answers: ${named(verificationModes)}`,
    status: 'choice',
  },
  cheat: {
    kind: 'choice',
    options: ['none', ...cheatNames],
    default: 'none',
    about: `What the provider does in the sessions on which it cheats: ${named(cheats)}`,
    status: 'choice',
  },
  cheatShare: {
    kind: 'fraction',
    default: '25 %',
    max: 0.99,
    about: 'Share of the sessions on which it cheats, all their requests',
    status: 'choice',
  },
  machine: {
    kind: 'choice',
    options: [...GPU_PROFILE_IDS, ...CPU_PROFILE_IDS],
    default: 'h100-80g-sxm',
    about: 'Profile of the machine',
    status: 'choice',
  },
  cards: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 1024,
    about: 'GPUs that share the weights evenly',
    status: 'choice',
  },
  parameters: {
    kind: 'count',
    default: 8_030_000_000,
    min: 1,
    about: 'Parameters of the model',
    status: 'published',
    source: 'Llama-3-8B, as in the runs of hardware-network-workloads B2',
  },
  bytesPerWeight: {
    kind: 'number',
    default: 2,
    min: 0.25,
    max: 8,
    about: 'Bytes of a parameter in memory',
    status: 'published',
    source: 'bf16 (hardware-network-workloads B2)',
  },
  inputTokens: {
    kind: 'count',
    default: 205,
    min: 1,
    about: 'Tokens of a prompt',
    status: 'published',
    source: 'ShareGPT prompts (hardware-network-workloads B2)',
  },
  outputTokens: {
    kind: 'count',
    default: 215,
    min: 1,
    about: 'Tokens of an answer in the mean; the work of a request is exponential around its mean',
    status: 'published',
    source: 'ShareGPT prompts (hardware-network-workloads B2)',
  },
  users: {
    kind: 'count',
    default: 16,
    min: 1,
    max: 10_000,
    about: 'Users, each with one request at a time: the batch',
    status: 'choice',
  },
  sessionRequests: {
    kind: 'count',
    default: defaultSettings.tee.sessionRequests,
    min: 1,
    max: 1_000_000,
    about: 'Requests of a session, which rely on one quote',
    status: 'estimate',
    source: NO_FACT,
  },
  swaps: {
    kind: 'fraction',
    default: 0,
    about: 'Model loads for each request',
    status: 'choice',
  },
  answers: {
    kind: 'count',
    default: 20_000,
    min: 1,
    max: 100_000_000,
    about: 'Answers after which no more are asked for',
    status: 'choice',
  },
  margin: {
    kind: 'number',
    default: 0.2,
    min: 0,
    max: 100,
    about: 'What fees are above the cost of an honest answer, as a share of it',
    status: 'estimate',
    source: NO_FACT,
  },
  bond: {
    kind: 'number',
    default: 100,
    min: 0,
    about: 'USD that a provider loses by the first cheat that is proved',
    status: 'estimate',
    source:
      'the stake of 100 tokens (0g-da-chain-compute 3.1) at 1 USD; no rule that slashes it is published',
  },
  cheated: {
    kind: 'fraction',
    default: '1 %',
    about: 'Chance that a request is cheated where nobody looks, as users see it',
    status: 'estimate',
    source: NO_FACT,
  },
  interest: {
    kind: 'fraction',
    default: '5 %',
    about: 'Interest a year on what a request has at risk while its verdict is open',
    status: 'estimate',
    source: NO_FACT,
  },
  ...modeParameters,
} as const satisfies ParameterTable;

export type VerificationValues = Values<typeof verificationParameters>;

const inSeconds = (ticks: number): number => toSeconds(ticks as Tick);

/** Settings of the modes as a section writes them. */
export function settingsOf(values: VerificationValues): VerificationSettings {
  const { tee, opml, zkml } = values;
  return {
    tee: {
      ...tee,
      attestation: inSeconds(tee.attestation),
      sessionRequests: values.sessionRequests,
      revocation: inSeconds(tee.revocation),
      check: inSeconds(tee.check),
    },
    opml: {
      window: inSeconds(opml.window),
      challengers: opml.challengers,
      sampled: opml.sampled,
      rerun: inSeconds(opml.rerun),
      dispute: disputeSeconds({
        steps: opml.steps,
        run: inSeconds(opml.run),
        block: inSeconds(opml.block),
      }),
      rerunFactor: opml.rerunFactor,
      commitmentBytes: opml.commitmentBytes,
    },
    zkml: { ...zkml, check: inSeconds(zkml.check) },
  };
}
