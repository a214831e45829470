import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    try {
      const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (name === 'droptower') return folder;
    } catch {
      // Not here; look further up.
    }
    if (dirname(folder) === folder) throw new Error('package.json of droptower, found none');
    folder = dirname(folder);
  }
}

/** Version of the package. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

/** Commit of the source checkout, with `+` when it has changes; null outside a checkout. */
export function commit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: packageRoot(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const head = git('rev-parse', 'HEAD');
    return git('status', '--porcelain') === '' ? head : `${head}+`;
  } catch {
    return null;
  }
}

export function runtime(): string {
  return `node ${process.version} ${process.platform} ${process.arch}`;
}
