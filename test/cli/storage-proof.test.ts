/** Proofs of real files: made, written, checked, refused. */
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../reports/commands/io.ts';
import { type StorageDocument, storageCheckCommand } from '../../reports/commands/storage-check.ts';
import { storageProofCommand } from '../../reports/commands/storage-proof.ts';
import { scratch } from '../scenarios/fixtures/files.ts';

const { folder, put } = scratch();
const at = (name: string) => join(folder, name);
const ZEROS = `0x${'0'.repeat(40)}`;

function listening(signal = new AbortController().signal) {
  const said = { out: '', err: '' };
  const sink = new PassThrough();
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    stdout: sink,
    stderr: sink,
    env: {},
    interrupted: signal,
  };
  return { said, io };
}

async function prove(file: string, options: object = {}, signal?: AbortSignal) {
  const { said, io } = listening(signal);
  const code = await storageProofCommand(
    {
      ...{ file: at(file), difficulty: 20, miner: ZEROS, seed: 'a', json: false, quiet: false },
      ...options,
    },
    io,
  );
  return { code, ...said };
}

function check(document: unknown, json = false) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  writeFileSync(at('checked.json'), text);
  const { said, io } = listening();
  try {
    return { code: storageCheckCommand({ proof: at('checked.json'), json }, io), ...said };
  } catch (error) {
    return { code: 2, out: said.out, err: (error as Error).message };
  }
}

let document: StorageDocument;

beforeAll(async () => {
  put('small.txt', 'All that is stored can be shown to be stored.\n'.repeat(500));
  put('one.txt', 'x');
  const { code } = await prove('small.txt', { out: at('proof.json') });
  expect(code).toBe(0);
  document = JSON.parse(readFileSync(at('proof.json'), 'utf8'));
});

describe('storage-proof', () => {
  it('writes a document that is accepted, and says what it did', async () => {
    const { out, err } = await prove('small.txt', { out: at('again.json') });
    expect(err).toBe('');
    // 23,000 B in one load chunk of 262,144 B; it starts at the first multiple of 1024 sectors.
    expect(out).toContain('file: 23000 B, filled up with 239144 B of zeros');
    expect(out).toContain('flow: 2048 sectors, the file 1024 to 2047');
    expect(out).toMatch(/proof: seal chunk [0-5] of the load chunk at sector 1024, bytes \d+ to/);
    expect(out).toContain(`written: ${at('again.json')}`);
    expect(readFileSync(at('again.json'), 'utf8')).toBe(readFileSync(at('proof.json'), 'utf8'));
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
    const { code, out: answer } = check(document);
    expect([code, answer]).toEqual([
      0,
      `accepted: seal chunk ${document.proof.sealOffset} of the load chunk at sector 1024\n`,
    ]);
  });

  it('proves bytes of the file, whatever its size', async () => {
    const one = await prove('one.txt', { json: true, difficulty: 2 });
    expect(one.err).toBe('');
    const { proof, file } = JSON.parse(one.out) as StorageDocument;
    expect([file.bytes, proof.recallPosition, proof.sealOffset]).toEqual([1, 1024, 0]);
    expect(check(one.out).code).toBe(0);
    // Three load chunks: the first subtree has two, so the file starts at sector 2048.
    put('three.txt', 'abcdefgh'.repeat(70_000));
    const { out } = await prove('three.txt', { json: true });
    const three = JSON.parse(out) as StorageDocument;
    expect(three.file).toEqual({ bytes: 560_000, sectors: 3072, start: 2048 });
    expect(three.flow.length).toBe(5120);
    expect(check(three).code).toBe(0);
  });

  it('prints the document without --out, and nothing else on stdout', async () => {
    const { out, err } = await prove('small.txt');
    expect(JSON.parse(out)).toEqual(document);
    expect(err).toContain('search: ');
    expect((await prove('small.txt', { quiet: true })).err).toBe('');
  });

  it('depends on file, miner, seed and difficulty', async () => {
    const variants = await Promise.all([
      prove('small.txt', { json: true, seed: 'b' }),
      prove('small.txt', { json: true, miner: `0x${'0'.repeat(39)}A` }),
      prove('small.txt', { json: true, difficulty: 21 }),
      prove('one.txt', { json: true, difficulty: 2 }),
    ]);
    const nonces = variants.map(({ out }) => (JSON.parse(out) as StorageDocument).proof.sealedData);
    expect(new Set([...nonces, document.proof.sealedData]).size).toBe(5);
    for (const { out } of variants) expect(check(out).code).toBe(0);
  });

  it('refuses input that it cannot prove', async () => {
    put('empty.txt', '');
    put('huge.bin', 'x');
    truncateSync(at('huge.bin'), 64 * 1024 * 1024 + 1);
    await expect(prove('empty.txt')).rejects.toThrow('expected at least 1 byte; found an empty');
    await expect(prove('huge.bin')).rejects.toThrow('expected at most 67108864 bytes (64 MiB)');
    await expect(prove('.')).rejects.toThrow('expected a file; found something else');
    await expect(prove('nowhere')).rejects.toThrow(
      'expected a file that can be read; found ENOENT',
    );
    await expect(prove('one.txt', { miner: '0x12' })).rejects.toThrow(
      '--miner: expected 0x and 40',
    );
    await expect(prove('one.txt', { difficulty: 0.5 })).rejects.toThrow('--difficulty: expected');
    const into = (out: string) => prove('one.txt', { out: at(out) });
    await expect(into('one.txt')).rejects.toThrow('expected another file than the one to prove');
    await expect(into('no/where')).rejects.toThrow('expected a file that can be written');
    await expect(into('.')).rejects.toThrow('expected a file; found something else');
    expect(readFileSync(at('one.txt'), 'utf8')).toBe('x');
  });

  it('leaves nothing behind when interrupted', async () => {
    const { code, err } = await prove('small.txt', { out: at('cut.json') }, AbortSignal.abort());
    expect([code, existsSync(at('cut.json'))]).toEqual([130, false]);
    expect(err).toContain('interrupted');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

/** Every number and text of a document, as a path. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function changed(path: readonly (string | number)[], change: (old: unknown) => unknown): unknown {
  const copy = structuredClone(document) as unknown as Record<string, unknown>;
  let here = copy;
  for (const key of path.slice(0, -1)) here = here[key] as Record<string, unknown>;
  const last = path.at(-1)!;
  here[last] = change(here[last]);
  return copy;
}

describe('storage-check', () => {
  it('accepts no document in which any value is another', () => {
    const digit = (text: string, i: number) =>
      `${text.slice(0, i)}${text[i] === '0' ? '1' : '0'}${text.slice(i + 1)}`;
    for (const path of leaves(document)) {
      const old = path.reduce<unknown>((v, key) => (v as never)[key], document);
      const places = typeof old === 'string' ? [old.length - 1, Math.floor(old.length / 2)] : [0];
      for (const place of places) {
        const other = changed(path, (value) => {
          if (typeof value === 'number') return value + 1;
          return typeof value === 'string' ? digit(value, place) : 0;
        });
        const { code, out, err } = check(other);
        expect(code, `${path.join('.')}: ${out}${err}`).toBeGreaterThan(0);
      }
    }
  });

  it('names the check of the contract that refuses', () => {
    const refusal = (path: string, value: unknown) => {
      const { code, out } = check(
        changed(path.split('.'), () => value),
        true,
      );
      expect(code).toBe(1);
      return (JSON.parse(out) as { accepted: boolean; reason: string }).reason;
    };
    const other = `0x${'12'.repeat(32)}`;
    expect(refusal('proof.minerId', other)).toBe('not-registered');
    expect(refusal('proof.contextDigest', other)).toBe('context-digest');
    expect(refusal('proof.range.startPosition', 1024)).toBe('range-unaligned');
    expect(refusal('proof.range.shardMask', '0x0000000000000000')).toBe('too-many-shards');
    expect(refusal('proof.sealedContextDigest', other)).toBe('seal-context');
    expect(refusal('proof.sealedData', `0x${'12'.repeat(4096)}`)).toBe('merkle');
    expect(refusal('inputs.seed', 'b')).toBe('not-registered');
    expect(check(changed(['file', 'bytes'], () => 22_999)).out).toBe(
      'refused: document: digest is not what the rest gives\n',
    );
    expect(check(changed(['context', 'epoch'], () => 1)).out).toBe(
      'refused: document: context.epoch is not what the rest gives\n',
    );
  });

  it('names place, expectation and finding of a malformed document', () => {
    const complaint = (given: unknown) => {
      const { code, out, err } = check(given);
      expect([code, out]).toEqual([2, '']);
      return err.replace(at('checked.json'), 'FILE');
    };
    expect(complaint('{')).toMatch(/^FILE: expected a proof document in JSON; found /);
    expect(complaint('[]')).toContain('FILE: expected object; found "[]"');
    expect(complaint(changed(['proof', 'nonce'], () => '0x12'))).toBe(
      'FILE proof.nonce: expected 0x and 64 hexadecimal digits in small letters; found "0x12"',
    );
    expect(complaint(changed(['proof', 'sealOffset'], () => 64))).toBe(
      'FILE proof.sealOffset: expected 63 or less; found "64"',
    );
    expect(complaint(changed(['version'], () => 2))).toBe('FILE version: expected 1; found "2"');
    expect(complaint({ ...document, extra: 1 })).toContain('FILE extra: expected nothing');
    const { flow: _, ...without } = document;
    expect(complaint(without)).toBe('FILE flow: expected object; found nothing');
    const { io } = listening();
    expect(() => storageCheckCommand({ proof: at('nowhere.json'), json: false }, io)).toThrow(
      'found ENOENT',
    );
  });
});
