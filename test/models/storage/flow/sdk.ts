import type { MemData, Blob as SdkBlob } from '@0gfoundation/0g-ts-sdk';
import { type FileCommitment, FileTree } from '../../../../models/storage/flow/file-tree.ts';
import { hex } from '../../../sim/kernels/shards.ts';

/* Commitments to files, ours and those of the official SDK, in one shape. */

export function commitment(...parts: readonly Uint8Array[]): FileCommitment {
  const tree = new FileTree();
  for (const part of parts) tree.update(part);
  return tree.finish();
}

export const shown = ({ root, nodes }: Pick<FileCommitment, 'root' | 'nodes'>) => ({
  root: `0x${hex(root)}`,
  nodes: nodes.map((node) => `${node.height} 0x${hex(node.root)}`),
});

/** Root and nodes as the SDK gives them. */
export async function official(file: MemData | SdkBlob) {
  const [tree] = await file.merkleTree();
  return { root: tree!.rootHash(), nodes: await officialNodes(file) };
}

export async function officialNodes(file: MemData | SdkBlob): Promise<string[]> {
  const [submission] = await file.createSubmission('0x');
  return submission!.data.nodes.map((node) => `${node.height} ${node.root}`);
}
