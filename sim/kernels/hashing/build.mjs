/*
 * Compiles the AssemblyScript of this folder and writes the binary as text, so that it loads in Node, in
 * workers and in a browser without reading a file. Does nothing when the sources are those of last time.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unrolled } from './unroll.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const read = (name) => readFileSync(here(name), 'utf8');

/** Pages of 64 KiB; see assembly/layout.ts. */
const PAGES = '9';
const OPTIONS = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
  ...['--initialMemory', PAGES, '--maximumMemory', PAGES, '--memoryBase', '64'],
];
const TARGET = 'binary.generated.ts';

const sources = new Map(
  readdirSync(here('assembly'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, read(`assembly/${name}`)]),
);
sources.set('unrolled.ts', unrolled());

const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
const hash = createHash('sha256').update(JSON.stringify([version, OPTIONS, ...sources]));
const header = `// Made by build.mjs from sources with SHA-256 ${hash.digest('hex')}\n`;

if (!(existsSync(here(TARGET)) && read(TARGET).startsWith(header)))
  writeFileSync(here(TARGET), `${header}export const BINARY: string =\n  '${await compile()}';\n`);

/** The binary in base64. */
async function compile() {
  const { main } = await import('assemblyscript/asc');
  let binary;
  const { error, stderr } = await main(['index.ts', '--outFile', 'hashing.wasm', ...OPTIONS], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === 'hashing.wasm') binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}
