import { describe, expect, it } from 'vitest';
import { chosenMix, providerMix, providerMixes } from '../../../models/operators/mixes.ts';
import { type NodePlace, placeNodes } from '../../../models/operators/placement.ts';
import { edgeShares, providers } from '../../../models/operators/providers.ts';
import { azureGeography } from '../../../sim/network/regions.ts';
import { Streams } from '../../../sim/random.ts';

const stream = (seed: string) => new Streams(seed, 0).stream('operators/placement');
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function countBy(places: readonly NodePlace[], key: keyof NodePlace): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const place of places) counts[`${place[key]}`] = (counts[`${place[key]}`] ?? 0) + 1;
  return counts;
}

const squares = (values: readonly number[]) => sum(values.map((value) => value * value));

describe('the catalogue', () => {
  it('has shares that add up, in regions that the matrix has', () => {
    const regions = azureGeography();
    for (const { id, regions: shares, keyHosts } of providers) {
      expect(sum(Object.values(shares)), id).toBeCloseTo(1, 9);
      for (const region of Object.keys(shares)) expect(regions.has(region), region).toBe(true);
      expect(keyHosts.length, id).toBeGreaterThan(0);
    }
    for (const { name, shares } of providerMixes) {
      expect(sum(Object.values(shares)), name).toBeCloseTo(1, 9);
    }
    expect(sum(Object.values(edgeShares))).toBeLessThan(1);
  });

  it('holds the published shares', () => {
    expect(providerMix('0g-estimate').shares).toEqual({
      ...{ hetzner: 0.25, aws: 0.15, ovh: 0.12, alibaba: 0.1, google: 0.07 },
      ...{ digitalocean: 0.05, contabo: 0.05, independent: 0.21 },
    });
    expect(providerMix('cosmos-peers').shares).toMatchObject({ hetzner: 0.275, aws: 0.105 });
    const { aws, hetzner, ovh } = providerMix('ethereum-2022').shares;
    expect(aws + hetzner + ovh).toBeCloseTo(0.69, 2);
    const solana = providerMix('solana-2022').shares;
    expect(solana.hetzner + solana.equinix + solana.aws).toBeCloseTo(0.65, 9);
    // Two named and 133 others are 135 providers.
    expect(providerMix('solana-2024-stake').independentHosts).toBe(133);
  });

  it('fits the split of Filecoin to the published count and index', () => {
    const { shares, independentHosts } = providerMix('filecoin-2025');
    const named = Object.entries(shares).flatMap(([id, s]) => (id === 'independent' ? [] : [s]));
    expect(named.length + independentHosts).toBe(116);
    expect(sum(named)).toBeCloseTo(0.21, 9);
    const others = new Array<number>(independentHosts).fill(shares.independent / independentHosts);
    expect(squares([...named, ...others])).toBeCloseTo(0.024, 3);
  });
});

describe('placement by nodes', () => {
  it('gives 100 nodes of the default mix exactly its percentages', () => {
    const places = placeNodes(providerMix('0g-estimate'), 100, stream('percent'));
    const { hetzner, aws, ovh, alibaba, google, digitalocean, contabo, ...others } = countBy(
      places,
      'provider',
    );
    expect([hetzner, aws, ovh, alibaba, google, digitalocean, contabo]).toEqual([
      25, 15, 12, 10, 7, 5, 5,
    ]);
    expect(Object.values(others)).toEqual(new Array(21).fill(1));
    expect(countBy(places, 'edge')).toEqual({ cloudflare: 20, 'azure-front-door': 3, null: 77 });
  });

  it('spreads a provider over its regions and tenancies', () => {
    const only = chosenMix({ mix: '0g-estimate', providers: { alibaba: 3 }, by: null });
    const places = placeNodes(only, 50, stream('alibaba'));
    // Shares 0.4, 0.3, 0.1, 0.08, 0.06, 0.06 of 50.
    expect(countBy(places, 'region')).toEqual({
      ...{ 'East Asia': 20, 'Southeast Asia': 15, 'Germany West Central': 5 },
      ...{ 'Japan East': 4, 'East US': 3, 'West US': 3 },
    });
    expect(Object.values(countBy(places, 'keyHost'))).toEqual([10, 10, 10, 10, 10]);
  });

  it('makes an independent host its own key host, and spreads such hosts over regions', () => {
    const only = chosenMix({ mix: '0g-estimate', providers: { independent: 1 }, by: null });
    const places = placeNodes(only, 100, stream('independent'));
    expect(places.every(({ provider, keyHost }) => provider === keyHost)).toBe(true);
    expect(new Set(places.map(({ provider }) => provider)).size).toBe(100);
    // Netherlands and United Kingdom 13.7 % each, the latter in two regions.
    const regions = countBy(places, 'region');
    expect(regions['West Europe']).toBe(14);
    expect(regions['UK South'] + regions['UK West']).toBe(14);
  });

  it('is the same for the same seed, and draws as much for any mix', () => {
    const draws = providerMixes.map((mix) => {
      const one = stream('same');
      const places = placeNodes(mix, 77, one, new Array(77).fill(5n));
      expect(places, mix.name).toEqual(placeNodes(mix, 77, stream('same'), new Array(77).fill(5n)));
      expect(places, mix.name).not.toEqual(placeNodes(mix, 77, stream('other')));
      for (const { region, keyHost } of places) expect(region && keyHost, mix.name).toBeTruthy();
      return one.draws;
    });
    expect(new Set(draws)).toEqual(new Set([4 * 76]));
  });

  it('places no nodes', () => {
    expect(placeNodes(providerMix('0g-estimate'), 0, stream('none'))).toEqual([]);
  });
});

describe('placement by stake', () => {
  it('gives providers their share of stake within one validator', () => {
    for (let seed = 0; seed < 10; seed++) {
      const weights = stream(`stake ${seed}`);
      const stakes = Array.from({ length: 200 }, () =>
        BigInt(Math.round(weights.lognormal(1e6, 1.2))),
      );
      const mix = providerMix('solana-2022');
      const places = placeNodes(mix, 200, stream(`place ${seed}`), stakes);
      const total = sum(stakes.map(Number));
      const largest = Math.max(...stakes.map(Number));
      for (const [id, share] of Object.entries({ hetzner: 0.2, equinix: 0.225, aws: 0.225 })) {
        const held = sum(
          places.map(({ provider }, i) => (provider === id ? Number(stakes[i]) : 0)),
        );
        expect(Math.abs(held - share * total), `seed ${seed} ${id}`).toBeLessThan(largest);
      }
    }
  });

  it('differs from placement by nodes when stake is unequal', () => {
    // One whale with half of the stake is all that a provider with half of it gets.
    const providers = { hetzner: 1, aws: 1 };
    const stakes = [100n, ...new Array<bigint>(10).fill(10n)];
    const mix = chosenMix({ mix: '0g-estimate', providers, by: 'stake' });
    const places = placeNodes(mix, 11, stream('whale'), stakes);
    expect(countBy(places, 'provider')).toEqual({ hetzner: 1, aws: 10 });
    expect(places[0].provider).toBe('hetzner');
    const byNodes = chosenMix({ mix: '0g-estimate', providers, by: null });
    expect(countBy(placeNodes(byNodes, 11, stream('whale'), stakes), 'provider')).toEqual({
      hetzner: 6,
      aws: 5,
    });
  });

  it('refuses stakes that do not fit', () => {
    const place = (stakes: bigint[]) =>
      placeNodes(providerMix('solana-2022'), 2, stream('bad'), stakes);
    expect(() => place([1n])).toThrow('stakes, expected one for each of 2 nodes, got 1');
    expect(() => place([1n, -2n])).toThrow('stake, expected 0 or more, got -2');
    expect(() => place([0n, 0n])).toThrow('stakes, expected a positive sum, got 0');
  });
});

describe('the mix of a scenario', () => {
  it('is a preset, counted as asked', () => {
    const chosen = (by: 'nodes' | null) => chosenMix({ mix: 'solana-2022', providers: null, by });
    expect(chosen(null)).toEqual(providerMix('solana-2022'));
    expect(chosen('nodes')).toEqual({ ...providerMix('solana-2022'), of: 'nodes' });
  });

  it('normalises shares of its own, with small hosts of about 1 %', () => {
    const own = chosenMix({ mix: '0g-estimate', providers: { aws: 6, independent: 2 }, by: null });
    expect(own.shares).toEqual({ aws: 0.75, independent: 0.25 });
    expect(own.independentHosts).toBe(25);
  });

  it('refuses names that it does not know', () => {
    expect(() => providerMix('0g')).toThrow(/^provider mix, expected one of 0g-estimate, .*"0g"$/);
    const own = (providers: Record<string, number>) =>
      chosenMix({ mix: '0g-estimate', providers, by: null });
    expect(() => own({ hezner: 1 })).toThrow(/^provider, expected one of hetzner, .*"hezner"$/);
    expect(() => own({ aws: 0 })).toThrow('provider shares, expected a positive sum, got 0');
  });
});
