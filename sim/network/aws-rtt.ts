import { azureRtt, INSIDE_REGION_MS, type RttMatrix } from './regions.ts';

/** Region to the measured region nearest to it; all but Montreal, Oregon and Mumbai share its city. */
const neighbours: Readonly<Record<string, string>> = {
  'us-east-1': 'East US', // Virginia
  'us-west-1': 'West US', // California
  'us-west-2': 'West US 2', // Oregon; measured in Washington State
  'ca-central-1': 'Canada East', // Montreal; measured in Quebec City
  'sa-east-1': 'Brazil South', // São Paulo
  'eu-west-1': 'North Europe', // Ireland
  'eu-west-2': 'UK South', // London
  'eu-central-1': 'Germany West Central', // Frankfurt
  'ap-south-1': 'Central India', // Mumbai; measured in Pune
  'ap-southeast-1': 'Southeast Asia', // Singapore
  'ap-southeast-2': 'Australia East', // Sydney
  'ap-northeast-1': 'Japan East', // Tokyo
  'ap-northeast-2': 'Korea Central', // Seoul
};

/** One-way ms of the emulation, both directions. Status: published. */
const samples: readonly (readonly [from: string, to: string, ms: number])[] = [
  ['us-east-1', 'eu-west-1', 33],
  ['us-east-1', 'eu-central-1', 44],
  ['us-east-1', 'ap-northeast-1', 73],
  ['us-east-1', 'ap-southeast-1', 105],
  ['eu-west-2', 'ap-southeast-2', 131],
  ['eu-central-1', 'ap-southeast-1', 77],
  ['ap-northeast-1', 'ap-northeast-2', 16],
  ['sa-east-1', 'ap-southeast-1', 161],
];

/** Mean one-way ms between two different regions of the emulation. Status: published. */
const MEAN_MS = 73.9;

/**
 * Round trips between 13 AWS regions, after the latency emulation of the CometBFT QA v1 runs.
 *
 * Published are the eight samples above, the mean of 73.9 ms one way, the median of 69 and the longest,
 * 161 (facts on DA, chain and compute 2.4). All other pairs, and which regions the last four are
 * (California, Oregon, Canada, Mumbai), are estimates: half the measured round trip between the nearest
 * regions of the Azure matrix, mean of both directions, times the one factor, 0.924, that gives the
 * published mean. The median comes out at 72.9 ms and the longest at 161. Inside a region: estimate.
 */
export function awsRtt(): RttMatrix {
  const azure = azureRtt();
  const regions = Object.keys(neighbours);
  const at = (name: string): number => azure.regions.indexOf(neighbours[name]);
  const published = (a: string, b: string): number | undefined =>
    samples.find(([from, to]) => (from === a && to === b) || (from === b && to === a))?.[2];
  const measured = (a: string, b: string): number =>
    (azure.milliseconds[at(a)][at(b)] + azure.milliseconds[at(b)][at(a)]) / 4;
  let rest = MEAN_MS * ((regions.length * (regions.length - 1)) / 2);
  let unscaled = 0;
  for (const [i, a] of regions.entries()) {
    for (const b of regions.slice(i + 1)) {
      const ms = published(a, b);
      if (ms === undefined) unscaled += measured(a, b);
      else rest -= ms;
    }
  }
  const scale = rest / unscaled;
  const oneWay = (a: string, b: string): number => published(a, b) ?? measured(a, b) * scale;
  const milliseconds = regions.map((a) =>
    regions.map((b) => (a === b ? INSIDE_REGION_MS : 2 * oneWay(a, b))),
  );
  return { regions, milliseconds };
}
