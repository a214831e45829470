import type * as NodeFs from 'node:fs';
import type { MessagePort } from 'node:worker_threads';

/** Requests that one thread makes one after another. */
export interface Task {
  readonly write: boolean;
  readonly block: number;
  /** Blocks of the file. */
  readonly blocks: number;
  /** Every so many-th block from `first` on; null draws them. */
  readonly sequence: { readonly first: number; readonly step: number } | null;
  /** Span in nanoseconds of the monotonic clock. */
  readonly from: number;
  readonly until: number;
}

/** Latencies in microseconds, or what the file system said. */
export type Answer = { readonly micros: Float64Array } | { readonly error: string };

/**
 * The body of a thread that keeps one request in flight. It stands alone: its text is what the thread runs,
 * so that it needs no compiled file.
 */
export function serve(port: MessagePort, fd: number, most: number, fs: typeof NodeFs): void {
  // Direct I/O needs a buffer on a page boundary, as memory of WebAssembly is.
  const host = globalThis as unknown as {
    WebAssembly: { Memory: new (size: { initial: number }) => { buffer: ArrayBuffer } };
  };
  const memory = new host.WebAssembly.Memory({ initial: Math.ceil(most / 65_536) });
  const buffer = new Uint8Array(memory.buffer);
  for (let i = 0; i < most; i++) buffer[i] = Math.random() * 256;
  const now = () => Number(process.hrtime.bigint());
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  port.on('message', ({ write, block, blocks, sequence, from, until }: Task) => {
    const micros: number[] = [];
    try {
      const early = (from - now()) / 1e6;
      if (early > 0) Atomics.wait(sleeper, 0, 0, early);
      let next = sequence?.first ?? 0;
      for (let start = now(); start < until || micros.length === 0; ) {
        const at = sequence === null ? Math.floor(Math.random() * blocks) : next % blocks;
        next += sequence?.step ?? 0;
        const done = write
          ? fs.writeSync(fd, buffer, 0, block, at * block)
          : fs.readSync(fd, buffer, 0, block, at * block);
        if (done !== block) throw new Error(`${done} of ${block} bytes`);
        const end = now();
        micros.push((end - start) / 1000);
        start = end;
      }
      port.postMessage({ micros: Float64Array.from(micros) });
    } catch (error) {
      port.postMessage({ error: error instanceof Error ? error.message : String(error) });
    }
  });
}
