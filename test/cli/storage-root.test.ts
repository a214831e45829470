/** The command `storage-root` as a function: what it prints, refuses and leaves. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { MemData } from '@0gfoundation/0g-ts-sdk';
import { describe, expect, it } from 'vitest';
import { storageRootCommand } from '../../reports/commands/storage-root.ts';
import { InputError } from '../../scenarios/problem.ts';
import { pseudoFile } from '../models/storage/flow/files.ts';
import { scratch } from '../scenarios/fixtures/files.ts';

const MIB = 1_048_576;
const { folder, put } = scratch();
const at = (name: string) => join(folder, name);
const files = () => readdirSync(folder).sort();

/** Runs the command; `between` is called before each reading, and the user interrupts when it says so. */
async function run(
  file: string,
  json = false,
  between: (reading: number) => boolean = () => false,
) {
  let [out, err, reading] = ['', '', 0];
  const sink = new PassThrough();
  const interrupted = {
    get aborted() {
      return between(reading++);
    },
  } as AbortSignal;
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    ...{ stdout: sink, stderr: sink, env: {}, interrupted },
  };
  const code = await storageRootCommand({ file, json, quiet: false }, io);
  return { code, out, err, progress: String(sink.read() ?? '') };
}

/** What the command says when it refuses a file, without the folder of the test. */
async function refusal(file: string, between?: (reading: number) => boolean): Promise<string> {
  const before = files();
  const said = await run(file, false, between).then(
    ({ out }) => `no refusal: ${out}`,
    (error: unknown) => {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message.replaceAll(`${folder}/`, '');
    },
  );
  expect(files()).toEqual(before);
  return said;
}

describe('storage-root', () => {
  it('prints root, sizes, nodes and identity', async () => {
    // 300,000 B: ceil(300000/256) = 1172 sectors; P 2048, g 128; 10 x 128 = 1280 = 1024 + 256.
    const bytes = pseudoFile(1, 300_000);
    const [submission] = await new MemData(bytes).createSubmission('0x');
    const [sdk] = await new MemData(bytes).merkleTree();
    const [first, second] = submission!.data.nodes;
    const { code, out, err, progress } = await run(put('a.bin', bytes));
    expect([code, err, progress]).toEqual([0, '', '']);
    // Two nodes: the identity is the root. 108 / 1172 = 9.22 %.
    expect(out.split('\n')).toEqual([
      `root              ${sdk!.rootHash()}`,
      'size              300000 B (300 kB)',
      'sectors           1172 of 256 B',
      'padded sectors    1280, 327680 B (320 KiB)',
      'padding overhead  9.22 % of the sectors',
      `identity          ${sdk!.rootHash()}`,
      '',
      'submission nodes',
      'height      sectors  root',
      `    10         1024  ${first.root}`,
      `     8          256  ${second.root}`,
      '',
    ]);
  });

  it('--json prints one document in bytes and shares', async () => {
    const bytes = pseudoFile(2, 3 * MIB);
    const [submission] = await new MemData(bytes).createSubmission('0x');
    const [sdk] = await new MemData(bytes).merkleTree();
    const [first, second] = submission!.data.nodes;
    const file = put('b.bin', bytes);
    const { code, out, err } = await run(file, true);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      file,
      root: sdk!.rootHash(),
      bytes: 3 * MIB,
      sectors: 12_288,
      paddedSectors: 12_288,
      paddedBytes: 3 * MIB,
      paddingOverhead: 0,
      identity: sdk!.rootHash(),
      nodes: [
        { height: 13, root: first.root, sectors: 8192 },
        { height: 12, root: second.root, sectors: 4096 },
      ],
    });
  });

  it('stops when the user interrupts, and leaves nothing', async () => {
    const file = put('c.bin', pseudoFile(3, 3 * MIB));
    const before = files();
    const { code, out, err } = await run(file, false, (reading) => reading === 2);
    expect([code, out, err]).toEqual([130, '', 'droptower: interrupted; no result was written\n']);
    expect(files()).toEqual(before);
  });

  it('shows bytes, rate and time left once the work takes long', async () => {
    const file = put('d.bin', pseudoFile(4, 4 * MIB));
    // The clock of the process stands in for a slow disk: 3 s for each reading.
    const clock = performance.now.bind(performance);
    let late = 0;
    performance.now = () => clock() + late;
    try {
      const { code, progress } = await run(file, false, () => {
        late += 3000;
        return false;
      });
      expect(code).toBe(0);
      // 2 MiB after 6 s and a little: 350 kB/s at most, as long again for the other half.
      expect(progress).toMatch(/^d\.bin: 2\/4 \(50 %\), \d+ s left, 2 MiB of 4 MiB, 3\d\d kB\/s\n/);
    } finally {
      performance.now = clock;
    }
  });
});

describe('storage-root refuses', () => {
  it('a missing file, with the nearest name beside it', async () => {
    put('model-weights.bin', 'x');
    expect(await refusal(at('model-weihgts.bin'))).toBe(
      'model-weihgts.bin: expected a file; found nothing of that name; did you mean "model-weights.bin"?',
    );
    expect(await refusal(at('no/folder/either.bin'))).toBe(
      'no/folder/either.bin: expected a file; found nothing of that name',
    );
    expect(await refusal(at('model-weights.bin/x'))).toMatch(
      /^model-weights\.bin\/x: expected a file that can be read; found ENOTDIR/,
    );
  });

  it('a directory, a device, a pipe, a socket', async () => {
    mkdirSync(at('folder'));
    const kind = 'expected a regular file; found';
    expect(await refusal(at('folder'))).toBe(`folder: ${kind} a directory`);
    expect(await refusal('/dev/null')).toBe(`/dev/null: ${kind} a device`);
    expect(spawnSync('mkfifo', [at('pipe')]).status).toBe(0);
    expect(await refusal(at('pipe'))).toBe(`pipe: ${kind} a pipe`);
    const server = createServer();
    await new Promise<void>((resume) => server.listen(at('socket'), resume));
    try {
      expect(await refusal(at('socket'))).toBe(`socket: ${kind} a socket`);
    } finally {
      await new Promise((resume) => server.close(resume));
    }
  });

  it('an empty file and an empty name', async () => {
    expect(await refusal(put('empty.bin', ''))).toBe(
      'empty.bin: expected a file of at least 1 B; found an empty file',
    );
    await expect(run('')).rejects.toThrow('file: expected a path, found nothing');
  });

  it('a file that nobody but its owner may read', async () => {
    const file = put('secret.bin', 'x');
    // Root reads everything, so it becomes nobody for a while.
    const root = process.geteuid?.() === 0;
    spawnSync('chmod', ['000', file]);
    spawnSync('chmod', ['755', folder]);
    if (root) process.seteuid?.(65_534);
    try {
      const said = await run(file).catch((error: Error) => error.message);
      expect(said).toBe(`${file}: expected a file that can be read; found no right to read it`);
    } finally {
      if (root) process.seteuid?.(0);
    }
  });

  it('a name that steers a terminal, without letting it', async () => {
    expect(await refusal(at('\u001b[2Jgone'))).toContain('\\x1b[2Jgone: expected a file; found');
    expect(await refusal(at('nul\u0000byte'))).toContain('expected a file that can be read');
  });

  it('a file that shrinks, grows or is written to while it is read', async () => {
    const steady = 'expected a file that does not change while it is read; found';
    const changed = async (name: string, change: (file: string) => void) => {
      const file = put(name, pseudoFile(5, 3 * MIB + 7));
      return refusal(file, (reading) => {
        if (reading === 1) change(file);
        return false;
      });
    };
    // 3 MiB + 7 B = 3145735 B; one MiB is read when it happens.
    expect(await changed('shrinks.bin', (file) => truncateSync(file, 2 * MIB))).toBe(
      `shrinks.bin: ${steady} 3145735 B (3.15 MB), then 2097152 B (2 MiB)`,
    );
    expect(await changed('grows.bin', (file) => appendFileSync(file, 'more'))).toBe(
      `grows.bin: ${steady} 3145735 B (3.15 MB), then 3145739 B (3.15 MB)`,
    );
    // Grown past the next reading: stops there, whatever comes.
    expect(await changed('grows-on.bin', (file) => truncateSync(file, 100 * MIB))).toBe(
      `grows-on.bin: ${steady} 3145735 B (3.15 MB), then 104857600 B (100 MiB)`,
    );
    expect(
      await changed('rewritten.bin', (file) => {
        writeFileSync(file, pseudoFile(6, 3 * MIB + 7));
        utimesSync(file, 1, 1);
      }),
    ).toBe(`rewritten.bin: ${steady} that it was written to`);
  });
});
