/*
 * Bytes of a transaction on the wire. A dynamic-fee transaction is 0x02 and the RLP list of chain id, nonce,
 * both fees, gas limit, receiver, value, data, access list, parity, r, s (EIP-1559). RLP writes an integer
 * without leading zeros and puts a header before everything but a single byte below 128.
 */

/** What of a transaction sets its length. */
export interface Envelope {
  readonly chainId: bigint;
  readonly nonce: bigint;
  /** Wei per gas. */
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerGas: bigint;
  readonly gasLimit: bigint;
  /** Wei. */
  readonly value: bigint;
  /** Bytes of calldata; one byte alone is taken as 128 or more. */
  readonly dataBytes: number;
}

const RECEIVER_BYTES = 1 + 20;
const EMPTY_ACCESS_LIST_BYTES = 1;
const PARITY_BYTES = 1;
/** r and s are taken as full words: each is shorter in one case of 256. */
const SIGNATURE_BYTES = 2 * (1 + 32);

function bytesOf(value: bigint): number {
  let bytes = 0;
  for (let rest = value; rest > 0n; rest >>= 8n) bytes++;
  return bytes;
}

function headerBytes(payload: number): number {
  return payload <= 55 ? 1 : 1 + bytesOf(BigInt(payload));
}

function integerBytes(value: bigint): number {
  return value < 128n ? 1 : 1 + bytesOf(value);
}

/** Length of a signed dynamic-fee transaction with an empty access list, in bytes. */
export function wireBytes(envelope: Envelope): number {
  const payload =
    integerBytes(envelope.chainId) +
    integerBytes(envelope.nonce) +
    integerBytes(envelope.maxPriorityFeePerGas) +
    integerBytes(envelope.maxFeePerGas) +
    integerBytes(envelope.gasLimit) +
    RECEIVER_BYTES +
    integerBytes(envelope.value) +
    headerBytes(envelope.dataBytes) +
    envelope.dataBytes +
    EMPTY_ACCESS_LIST_BYTES +
    PARITY_BYTES +
    SIGNATURE_BYTES;
  return 1 + headerBytes(payload) + payload;
}
