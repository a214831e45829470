/*
 * Compiles the AssemblyScript of the rooms of this folder and writes the binaries as text, so that they load
 * in Node, in workers and in a browser without reading a file. Does nothing for a room whose sources are
 * those of last time.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unrolled } from './hashing/unroll.mjs';

const COMMON = ['-O3', '--noAssert', '--runtime', 'stub', '--memoryBase', '64'];
/** Sizes in pages of 64 KiB. */
const memory = (initial, maximum) => ['--initialMemory', initial, '--maximumMemory', maximum];
const SHARED = ['--sharedMemory', '--enable', 'threads'];

/** Sizes as in hashing/assembly/layout.ts. */
const HASHING = ['--enable', 'simd', ...memory('9', '9')];
/** Sizes as in reed-solomon/wasm.ts. */
const PLAIN = ['--enable', 'simd', '--importMemory', ...memory('16', '1024')];
const RELAXED = ['--enable', 'relaxed-simd', ...PLAIN];

const ROOMS = [
  { room: 'hashing', made: { 'unrolled.ts': unrolled() }, binaries: { BINARY: HASHING } },
  {
    room: 'reed-solomon',
    made: {},
    binaries: {
      PLAIN,
      PLAIN_SHARED: [...PLAIN, ...SHARED],
      RELAXED,
      RELAXED_SHARED: [...RELAXED, ...SHARED],
    },
  },
];

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const read = (name) => readFileSync(here(name), 'utf8');
const { version } = createRequire(import.meta.url)('assemblyscript/package.json');

for (const { room, made, binaries } of ROOMS) {
  const target = `${room}/binary.generated.ts`;
  const sources = new Map([
    ...readdirSync(here(`${room}/assembly`))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [name, read(`${room}/assembly/${name}`)]),
    ...Object.entries(made),
  ]);
  const hash = createHash('sha256').update(JSON.stringify([version, COMMON, binaries, ...sources]));
  const header = `// Made by build.mjs from sources with SHA-256 ${hash.digest('hex')}\n`;
  if (existsSync(here(target)) && read(target).startsWith(header)) continue;
  const texts = [];
  for (const [name, options] of Object.entries(binaries))
    texts.push(`export const ${name}: string =\n  '${await compile(room, sources, options)}';\n`);
  writeFileSync(here(target), header + texts.join(''));
}

/** A binary in base64. */
async function compile(room, sources, options) {
  const { main } = await import('assemblyscript/asc');
  const outFile = `${room}.wasm`;
  let binary;
  const { error, stderr } = await main(['index.ts', '--outFile', outFile, ...COMMON, ...options], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === outFile) binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}
