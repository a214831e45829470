import { Blob as SdkBlob } from '@0gfoundation/0g-ts-sdk';
import { expect, it } from 'vitest';
import { pseudoFile } from '../models/storage/flow/files.ts';
import { commitment, official, officialNodes, shown } from '../models/storage/flow/sdk.ts';

it('the commitment to 16 MiB and a byte, 9 granules, is that of the SDK', async () => {
  const file = pseudoFile(16_777_217, 16_777_217);
  expect(shown(commitment(file))).toEqual(await official(new SdkBlob(new Blob([file]) as never)));
});

it('the commitment to 64 MiB has the nodes of the SDK', async () => {
  const file = pseudoFile(64, 64 * 1_048_576);
  const { root, nodes } = shown(commitment(file));
  expect(nodes).toEqual(await officialNodes(new SdkBlob(new Blob([file]) as never)));
  // A power of two: one node, which is the file root.
  expect(nodes).toEqual([`18 ${root}`]);
});
