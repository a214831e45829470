import { describe, expect, it } from 'vitest';
import {
  type Inference,
  MOST_REQUESTS,
  MOST_TOKENS,
  ServingEngine,
} from '../../../../models/compute/serving/engine.ts';
import {
  contextCapacity,
  type ServingSetup,
  stepLaw,
} from '../../../../models/compute/serving/law.ts';
import { languageModel, ownModel } from '../../../../models/compute/serving/models.ts';
import { Lane } from '../../../../sim/engine/order.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { gpuProfile } from '../../../../sim/hardware/profiles.ts';
import { Streams } from '../../../../sim/random.ts';
import { seconds, TICKS_PER_SECOND, type Tick } from '../../../../sim/time.ts';
import { everyStep } from './every-step.ts';

const setup: ServingSetup = {
  gpu: gpuProfile('h100-80g-pcie'),
  cards: 1,
  model: languageModel('llama-3-8b'),
  slowdown: 1,
};

/** The same card with room for few tokens of context: 58 GB left by the weights, 20 MB a token. */
const tight: ServingSetup = {
  ...setup,
  model: ownModel('tight', {
    ...{ parameters: 8e9, activeParameters: null, experts: null, format: 'bf16' },
    ...{ kvBytesPerToken: 20e6, layers: 32, width: 4096 },
  }),
};

interface Timed extends Inference {
  readonly at: number;
}

interface Answer {
  readonly first: number;
  readonly done: number;
}

function workload(seed: string, count: number, rate: number, longest: number): Timed[] {
  const stream = new Streams(seed, 0).stream('workload');
  let at = 0;
  return Array.from({ length: count }, () => {
    at += stream.exponential(TICKS_PER_SECOND / rate);
    const inputTokens = 1 + stream.below(longest);
    const outputTokens = 1 + stream.below(longest);
    const cachedTokens = stream.chance(0.3) ? stream.below(inputTokens) : 0;
    return { at: Math.round(at), inputTokens, outputTokens, cachedTokens };
  });
}

function play(requests: readonly Timed[], of: ServingSetup) {
  const simulation = new Simulation({ seed: 'engine' });
  const engine = new ServingEngine(simulation, 'engine', of);
  const entity = simulation.entity('client');
  const answers: Answer[] = [];
  let most = 0;
  const arrive = simulation.handler('arrive', (_entity, index) => {
    let first = -1;
    engine.submit(requests[index], {
      firstToken: () => {
        first = simulation.now;
      },
      done: () => {
        answers[index] = { first, done: simulation.now };
      },
    });
    most = Math.max(most, engine.running);
  });
  requests.forEach(({ at }, index) => {
    simulation.scheduleAt(at as Tick, Lane.Arrival, entity, arrive, index);
  });
  simulation.run();
  return { answers, engine, simulation, most };
}

describe('a serving engine against one that plays every step', () => {
  const cases = [
    { name: 'light load', count: 40, rate: 1, longest: 300, of: setup },
    { name: 'heavy load', count: 300, rate: 30, longest: 300, of: setup },
    { name: 'long prompts, read in parts', count: 60, rate: 6, longest: 6000, of: setup },
    { name: 'more than a batch', count: 400, rate: 1e6, longest: 60, of: setup },
    { name: 'little memory', count: 120, rate: 20, longest: 400, of: tight },
    { name: 'one token', count: 50, rate: 50, longest: 1, of: setup },
  ];
  it.each(cases)('$name: the same times', ({ name, count, rate, longest, of }) => {
    for (const seed of [`${name}/1`, `${name}/2`, `${name}/3`]) {
      const requests = workload(seed, count, rate, longest);
      const law = stepLaw(of);
      const expected = everyStep(requests, law, MOST_REQUESTS, MOST_TOKENS);
      const { answers } = play(requests, of);
      expect(answers).toHaveLength(count);
      answers.forEach((answer, i) => {
        const found = `seed ${seed}, request ${i}: ${JSON.stringify(answer)}, expected ${JSON.stringify(expected.answers[i])}`;
        expect(Math.abs(answer.first - expected.answers[i].first), found).toBeLessThanOrEqual(1);
        expect(Math.abs(answer.done - expected.answers[i].done), found).toBeLessThanOrEqual(1);
      });
      if (of === tight) expect(expected.putBack, seed).toBeGreaterThan(0);
    }
  });
});

describe('a serving engine', () => {
  it('needs few events for a request, however many tokens it has', () => {
    const requests = workload('events', 300, 20, 300);
    const { simulation } = play(requests, setup);
    // One arrival, and at most: admission, first token, end.
    expect(simulation.certify('').events).toBeLessThanOrEqual(4 * requests.length);
  });

  it('is busy from a request to its end, and idle before and after', () => {
    const request = { at: 0, inputTokens: 100, outputTokens: 50 };
    const { answers, engine, simulation } = play([request], setup);
    const wait = Math.round(stepLaw(setup).frontEnd * TICKS_PER_SECOND);
    expect(Math.abs(engine.busy() - (answers[0].done - wait))).toBeLessThanOrEqual(1);
    expect(engine.running + engine.waiting).toBe(0);
    expect(
      Math.abs(engine.batch.average(simulation.now) - engine.busy() / simulation.now),
    ).toBeLessThan(1e-4);
  });

  it('never holds more requests than a batch', () => {
    const { most } = play(workload('batch', 600, 1e5, 400), setup);
    expect(most).toBeLessThanOrEqual(MOST_REQUESTS);
  });

  it('takes twice as long at a slowdown of 2, front end included', () => {
    const request = { at: 0, inputTokens: 100, outputTokens: 50 };
    const once = play([request], setup).answers[0];
    const twice = play([request], { ...setup, slowdown: 2 }).answers[0];
    expect(Math.abs(twice.done - 2 * once.done)).toBeLessThanOrEqual(3);
  });

  it('loses what it has when it is cleared, once each, and serves on', () => {
    const simulation = new Simulation({ seed: 'clear' });
    const engine = new ServingEngine(simulation, 'engine', setup);
    const told: string[] = [];
    const ask = (name: string) =>
      engine.submit(
        { inputTokens: 3000, outputTokens: 100 },
        { done: () => told.push(`${name} done`), lost: () => told.push(`${name} lost`) },
      );
    for (const name of ['a', 'b', 'c']) ask(name);
    simulation.run(seconds(0.2, 'nearest'));
    engine.clear();
    expect([...told].sort()).toEqual(['a lost', 'b lost', 'c lost']);
    expect(engine.running + engine.waiting).toBe(0);
    const busy = engine.busy();
    simulation.run(seconds(1, 'nearest'));
    expect(engine.busy()).toBe(busy);
    ask('d');
    simulation.run();
    expect(told.slice(3)).toEqual(['d done']);
  });

  it('may be asked from the hooks of an answer', () => {
    const simulation = new Simulation({ seed: 'hooks' });
    const engine = new ServingEngine(simulation, 'engine', setup);
    let left = 5;
    const ask = () =>
      engine.submit({ inputTokens: 10, outputTokens: 5 }, { done: () => --left > 0 && ask() });
    ask();
    simulation.run();
    expect(left).toBe(0);
  });

  it('refuses what can never run', () => {
    const engine = new ServingEngine(new Simulation({ seed: 'x' }), 'engine', setup);
    const room = contextCapacity(setup);
    const ask = (inputTokens: number, outputTokens: number) => () =>
      engine.submit({ inputTokens, outputTokens }, { done: () => {} });
    expect(ask(0, 5)).toThrow('request, expected tokens of 1 or more, got 0 in and 5 out');
    expect(ask(room, 1)).toThrow(`request, expected at most ${room} tokens, got ${room + 1}`);
    const large = { ...setup, model: languageModel('llama-3-70b') };
    expect(() => new ServingEngine(new Simulation({ seed: 'x' }), 'engine', large)).toThrow(
      'cards, expected enough h100-80g-pcie for the 141.1 GB of llama-3-70b, got 1',
    );
  });
});
