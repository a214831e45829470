/*
 * Systems that passed MLPerf Storage v1.0, closed division: 71 results, the mean of the runs of each.
 *
 * Source: mlcommons/storage_results_v1.0, commit 64c2ce48; submitted by DDN, Huawei, IEI, Lightbits Labs,
 * Nutanix, WEKA and YanRong Tech. Licence: Apache-2.0. Changed: averaged over runs, some submissions and
 * columns left out. This is an unofficial aggregation of MLPerf(R) results.
 */

export interface StorageResult {
  readonly model: string;
  readonly accelerator: 'a100' | 'h100';
  readonly accelerators: number;
  /** Accelerator utilisation in percent. */
  readonly utilisation: number;
  /** 2^20 bytes per second for each accelerator. */
  readonly rate: number;
}

type Row = readonly [accelerators: number, utilisation: number, rate: number];

const rows = (
  model: string,
  accelerator: 'a100' | 'h100',
  table: readonly Row[],
): StorageResult[] =>
  table.map(([accelerators, utilisation, rate]) => ({
    model,
    accelerator,
    accelerators,
    utilisation,
    rate,
  }));

export const storageResults: readonly StorageResult[] = [
  ...rows('cosmoflow', 'a100', [
    [37, 72.15, 352.4],
    [40, 70.67, 344.5],
    [45, 72.8, 354.3],
    [51, 70.83, 345.3],
    [150, 70.52, 334.1],
    [150, 71.6, 347.2],
  ]),
  ...rows('cosmoflow', 'h100', [
    [1, 82.8, 637.6],
    [3, 79.38, 611.4],
    [8, 76.64, 589.9],
    [18, 73.03, 561.3],
    [20, 72.28, 555.2],
    [23, 73.67, 566.5],
    [26, 71.99, 552.6],
    [30, 70.25, 539.4],
    [30, 84.53, 647.8],
    [33, 71.54, 547.7],
    [60, 70.51, 538.2],
    [60, 71.94, 549.1],
    [60, 81.03, 618.3],
    [64, 70.23, 529.2],
    [102, 70.63, 539.0],
    [120, 70.55, 534.1],
  ]),
  ...rows('resnet50', 'a100', [
    [120, 91.0, 91.3],
    [282, 94.72, 94.8],
    [500, 94.41, 94.8],
    [864, 91.3, 91.5],
    [2100, 91.74, 91.9],
  ]),
  ...rows('resnet50', 'h100', [
    [1, 99.44, 194.2],
    [3, 99.3, 193.9],
    [32, 94.53, 184.2],
    [65, 92.97, 180.9],
    [94, 99.25, 193.6],
    [96, 94.24, 183.9],
    [106, 90.75, 176.4],
    [188, 95.82, 186.4],
    [198, 95.67, 186.4],
    [250, 94.46, 184.3],
    [270, 97.39, 189.4],
    [288, 96.13, 186.5],
    [512, 92.39, 179.8],
    [540, 93.17, 181.3],
    [1056, 92.88, 180.9],
  ]),
  ...rows('unet3d', 'a100', [
    [8, 96.83, 1432.7],
    [24, 90.21, 1296.9],
    [24, 92.45, 1309.7],
    [31, 90.72, 1372.4],
    [40, 93.14, 1369.6],
    [48, 93.31, 1408.0],
    [72, 92.49, 1384.9],
    [195, 93.71, 1401.2],
    [264, 90.43, 1365.1],
  ]),
  ...rows('unet3d', 'h100', [
    [1, 98.63, 2969.4],
    [3, 97.51, 2934.7],
    [4, 96.75, 2774.2],
    [8, 96.39, 2677.9],
    [10, 98.58, 2891.7],
    [12, 93.41, 2704.2],
    [12, 94.97, 2813.7],
    [12, 97.95, 2783.4],
    [13, 91.49, 2659.2],
    [16, 90.03, 2681.6],
    [20, 94.73, 2803.3],
    [20, 97.42, 2755.5],
    [26, 91.33, 2728.8],
    [30, 97.27, 2844.1],
    [36, 93.52, 2750.5],
    [36, 95.76, 2711.3],
    [60, 94.87, 2681.5],
    [100, 91.56, 2629.9],
    [130, 93.66, 2788.6],
    [255, 91.75, 2727.4],
  ]),
];
