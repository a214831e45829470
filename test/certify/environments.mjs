/**
 * Where certificates are compared. Nothing of the system is changed: other versions of Node and the
 * libraries of another processor are fetched into a folder of the script's own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Libraries that the arm64 binary of Node is linked with, as Debian calls them. */
const ARM64_LIBRARIES = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1'];

/**
 * @typedef {object} Environment
 * @property {string} name
 * @property {() => readonly string[]} command gets ready and gives the words that start Node; throws
 *   with the reason when it cannot be had
 * @property {readonly (readonly string[])[]} variants flags of `run` that must not matter
 */

const VARIANTS = [
  ['--workers', '0'],
  ['--workers', '1'],
  ['--workers', '2'],
  ['--workers', '0', '--engine', 'simjs'],
];

/**
 * @param {string} folder where to put what is fetched
 * @returns {Environment[]}
 */
export function environments(folder) {
  return [
    {
      name: `node ${process.version} ${process.arch}`,
      command: () => [process.execPath],
      variants: VARIANTS,
    },
    ...['20', '22', '24'].map((major) => ({
      name: `node ${major} x64`,
      command: () => [nodeBinary(folder, 'x64', major)],
      variants: VARIANTS,
    })),
    {
      name: 'node 20 arm64',
      command: () => arm64(folder, '20'),
      // Emulated threads prove nothing more and are slow.
      variants: [
        ['--workers', '0'],
        ['--workers', '0', '--engine', 'simjs'],
      ],
    },
  ];
}

/**
 * @param {readonly string[]} command words that start Node
 * @param {readonly string[]} args
 * @returns {string} the certificate of the run
 */
export function certificateOf(command, args) {
  const [program, ...words] = [...command, CLI, 'run', ...args, '--json', '--quiet'];
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  // 1 says that an expectation failed, which is not the question here.
  if (status !== 0 && status !== 1) throw new Error(error?.message ?? `exit ${status}: ${stderr}`);
  return JSON.parse(stdout).certificate;
}

/** The binary of a version of Node, from its npm package. */
function nodeBinary(folder, arch, major) {
  if (process.platform !== 'linux') throw new Error(`needs Linux, found ${process.platform}`);
  if (arch === 'x64' && process.arch !== 'x64') throw new Error(`needs x64, found ${process.arch}`);
  const prefix = join(folder, `node-${major}-${arch}`);
  mkdirSync(prefix, { recursive: true });
  const name = `node-linux-${arch}`;
  // The package names its processor, and npm refuses one of another without --force.
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--force'];
  run('npm', ['install', '--prefix', prefix, ...flags, `${name}@${major}`]);
  return join(prefix, 'node_modules', name, 'bin', 'node');
}

/** Node for arm64 under qemu-user, with Debian's libraries unpacked beside it. */
function arm64(folder, major) {
  const node = nodeBinary(folder, 'arm64', major);
  if (process.arch === 'arm64') return [node];
  run('qemu-aarch64', ['--version']);
  const root = join(folder, 'arm64-root');
  const debs = join(folder, 'arm64-debs');
  const apt = join(folder, 'arm64-apt');
  for (const path of [
    root,
    debs,
    join(apt, 'state/lists/partial'),
    join(apt, 'cache/archives/partial'),
  ]) {
    mkdirSync(path, { recursive: true });
  }
  const status = join(apt, 'status');
  writeFileSync(status, '');
  // A state of its own: the system's sources are read, its lists and architectures stay as they are.
  const options = [
    ...['-o', `Dir::State=${apt}/state`, '-o', `Dir::State::status=${status}`],
    ...['-o', `Dir::Cache=${apt}/cache`, '-o', 'APT::Architecture=arm64'],
    ...['-o', 'APT::Architectures=arm64', '-o', 'Acquire::Languages=none'],
  ];
  run('apt-get', [...options, 'update']);
  const names = ARM64_LIBRARIES.map((name) => `${name}:arm64`);
  run('apt-get', [...options, 'download', ...names], debs);
  for (const deb of readdirSync(debs)) run('dpkg-deb', ['-x', join(debs, deb), root]);
  return ['qemu-aarch64', '-L', root, node];
}

function run(program, args, cwd) {
  try {
    execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const said = String(error.stderr ?? '')
      .trim()
      .split('\n')
      .at(-1);
    throw new Error(`${program}: ${said || error.message}`);
  }
}
