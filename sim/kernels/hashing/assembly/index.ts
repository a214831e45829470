export { blake2b, blake2bChain, search } from './blake2b';
export { keccak, keccakChain, keccakTree } from './keccak';
export { BOUND, DIGEST, INPUT, PIECE, PREFIX, SIDE, TRIED } from './layout';
export { maskChunks, unmaskChunks } from './mask';
