import type { Simulation } from '../../../sim/engine/simulation.ts';
import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import { pow } from '../../../sim/math.ts';
import { oneWay, placeByShare, type RttMatrix } from '../../../sim/network/regions.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import { apportion } from '../../apportion.ts';
import type { ComputeValues } from '../parameters.ts';
import { type LanguageModel, languageModel } from '../serving/models.ts';
import { chatWork } from '../verification/chat-work.ts';
import { cheats } from '../verification/cheats.ts';
import { verificationModes } from '../verification/modes.ts';
import { defaultSettings, type VerificationSettings } from '../verification/settings.ts';
import { type Price, unitPrice } from './admission.ts';
import { TOKEN } from './books.ts';
import { DirectDesk } from './direct.ts';
import { ComputeMarket } from './market.ts';
import { listedService } from './prices.ts';
import type { Machine } from './provider.ts';
import { RouterDesk } from './router.ts';
import { Verifier } from './verifier.ts';

/** Shares of a map as whole weights. */
const PARTS = 1e6;

/** Base units of an amount of tokens; six decimals count. */
export function baseUnits(tokens: number): bigint {
  return (BigInt(Math.round(tokens * 1e6)) * TOKEN) / 1_000_000n;
}

/** @throws RangeError for a service whose model is not known, or an unknown model */
export function servedModel({ service, model }: ComputeValues): LanguageModel {
  const name = model ?? listedService(service).model;
  if (name === null)
    throw new RangeError(`model, expected one for ${service}, whose own is not known, got none`);
  return languageModel(name);
}

export function servedPrice({ service, inputPrice, outputPrice }: ComputeValues): Price {
  const { input, output } = listedService(service);
  return { input: unitPrice(inputPrice ?? input), output: unitPrice(outputPrice ?? output) };
}

/** GPU profile of each provider, before they are shuffled. @throws RangeError without any share */
export function providerGpus({ gpus, providers }: ComputeValues): string[] {
  const names = Object.keys(gpus);
  const weights = names.map((name) => BigInt(Math.round(gpus[name] * PARTS)));
  const parts = apportion(BigInt(providers), weights);
  return names.flatMap((name, i) => Array.from({ length: Number(parts[i]) }, () => name));
}

function settingsOf({ window, sampled, proofFactor }: ComputeValues): VerificationSettings {
  const { tee, opml, zkml } = defaultSettings;
  return {
    tee,
    opml: { ...opml, window: toSeconds(window as Tick), sampled },
    zkml: { ...zkml, factor: proofFactor },
  };
}

/** A provider's machine, slower by what verification costs it. */
function machineOf(values: ComputeValues, id: string, settings: VerificationSettings): Machine {
  const { cards, batch, verification } = values;
  const gpu = gpuProfile(id);
  const model = servedModel(values);
  const work = chatWork(gpu, cards, model, batch);
  return { gpu, cards, model, slowdown: verificationModes[verification].slowdown(work, settings) };
}

/** Marks a share of `count` things, drawn at random. */
export function drawn(
  simulation: Simulation,
  path: string,
  share: number,
  count: number,
): number[] {
  return simulation.streams.stream(path).sample(Math.round(share * count), count);
}

/** The market that the section describes. */
export function buildMarket(
  simulation: Simulation,
  values: ComputeValues,
  matrix: RttMatrix,
): ComputeMarket {
  const { users, providers, faults, mode, skew, queue, reserves } = values;
  const settings = settingsOf(values);
  const place = placeByShare(
    matrix,
    Object.fromEntries(matrix.regions.map((region) => [region, 1])),
    users + providers + 1,
    simulation.streams.stream('compute/placement'),
  );
  const router = place[users + providers];
  const direct = (user: number, provider: number): Tick =>
    oneWay(matrix, place[user], place[users + provider]);
  const routed = (user: number, provider: number): Tick =>
    (oneWay(matrix, place[user], router) + oneWay(matrix, router, place[users + provider])) as Tick;
  const cheaters = new Set(drawn(simulation, 'compute/cheaters', faults.cheating, providers));
  const gpus = simulation.streams.stream('compute/gpus').shuffle(providerGpus(values));
  const price = servedPrice(values);
  const money = { deposit: baseUnits(values.deposit), transfer: baseUnits(values.transfer) };
  return new ComputeMarket(simulation, 'compute', {
    providers: gpus.map((gpu, number) => ({
      machine: machineOf(values, gpu, settings),
      price,
      cheat: cheaters.has(number) ? cheats[faults.cheat] : null,
      queue,
    })),
    holdsReserves: reserves === 'held',
    verifier: new Verifier(verificationModes[values.verification], settings, (provider) =>
      simulation.streams.stream(`compute/caught/${provider}`),
    ),
    hop: mode === 'router' ? routed : direct,
    timeout: values.timeout as Tick,
    lockTime: values.lockTime as Tick,
    blockTime: values.blockTime as Tick,
    by: values.settlement,
    desk: (books, all) => {
      const common = { books, providers: all, users, ...money };
      if (mode === 'router')
        return new RouterDesk({
          ...common,
          probe: values.probe as Tick,
          now: () => simulation.now,
        });
      return new DirectDesk({
        ...common,
        lockTime: values.lockTime as Tick,
        weights: all.map((_, i) => pow(i + 1, -skew)),
        choices: (user) => simulation.streams.stream(`compute/choice/${user}`),
      });
    },
  });
}
