import { codeOf, importsOf, lineAt, resolved, type Source } from './source.ts';

/** Each rule takes sources and gives complaints: `file:line what: instead`. */

/** Top to bottom: a room imports itself and rooms after it. */
export const ROOMS = ['cli', 'bench', 'reports', 'scenarios', 'models', 'sim'] as const;

export const LINES_MAX = 400;
/** One data structure whose parts share private arrays; objects between them would cost its speed. */
const LINES_MAX_EXCEPTIONS: Readonly<Record<string, number>> = {
  'sim/engine/event-queue.ts': 490,
  // A table of data, one entry a profile.
  'sim/hardware/profile-data.ts': 520,
};

export function roomOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path.replace(/\.ts$/, '') : path.slice(0, slash);
}

const isPure = (path: string) => /^(sim|models)\//.test(path);
const isCertified = (path: string) => /^(sim|models|scenarios)\//.test(path);

export function upwardImports(sources: readonly Source[]): string[] {
  const rank = (path: string) => ROOMS.indexOf(roomOf(path) as (typeof ROOMS)[number]);
  return sources.flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter(({ specifier }) => rank(resolved(source.path, specifier)) < rank(source.path))
      .map(
        ({ specifier, line }) =>
          `${source.path}:${line} imports ${specifier} upwards: imports go ${ROOMS.join(' > ')}`,
      ),
  );
}

/** Circles of imports that exist at run time, each named once from its first file by name. */
export function importCircles(sources: readonly Source[]): string[] {
  const graph = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source)
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => resolved(source.path, specifier)),
    ]),
  );
  const circles = new Set<string>();
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      const first = circle.indexOf([...circle].sort()[0]);
      const turned = [...circle.slice(first), ...circle.slice(0, first)];
      circles.add(`${turned[0]}:1 import circle: ${[...turned, turned[0]].join(' > ')}`);
      return;
    }
    if (finished.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of [...graph.keys()].sort()) walk(path, []);
  return [...circles];
}

/** What the pure core may import besides itself. */
const PACKAGES: readonly RegExp[] = [
  /^@noble\/hashes\//,
  /^seedrandom\/lib\/alea\.js$/,
  /^d3-array$/,
  // Schemas of what users write; runs anywhere.
  /^zod$/,
];

export function foreignImports(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isPure(path))
    .flatMap((source) =>
      importsOf(source)
        .filter(({ specifier }) => !specifier.startsWith('.'))
        .filter(({ specifier }) => !PACKAGES.some((allowed) => allowed.test(specifier)))
        .filter(({ specifier }) => specifier !== 'simjs' || source.path !== 'sim/engine/simjs.ts')
        .map(
          ({ specifier, line }) =>
            `${source.path}:${line} imports ${specifier}: sim and models run anywhere; reach Node ` +
            'through the host interface, packages through the list in test/tidy/rules.ts',
        ),
    );
}

interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files that exist to do this. */
  readonly except?: readonly string[];
}

const CLOCK = 'use simulation.now';
const LATER = 'schedule an event';
const HOST = 'take it as an option from the host';

const BANS: readonly Ban[] = [
  {
    pattern:
      /\bMath\.(?:exp|expm1|log|log2|log10|log1p|pow|sinh?|cosh?|a?tanh?|asinh?|acosh?|atan2|cbrt|hypot)\b/g,
    instead: 'use the function of that name from sim/math.ts',
  },
  {
    pattern: /\bMath\.random\b/g,
    instead: 'use a stream of sim/random.ts',
    except: ['sim/engine/guard.ts'],
  },
  { pattern: /\*\*/g, instead: 'use pow from sim/math.ts, or multiply' },
  { pattern: /\bDate\b/g, instead: CLOCK, except: ['sim/engine/guard.ts'] },
  { pattern: /\bperformance\b/g, instead: CLOCK, except: ['sim/engine/guard.ts'] },
  { pattern: /\bset(?:Timeout|Interval|Immediate)\b/g, instead: LATER },
  {
    pattern:
      /\bprocess\.(?:env|hrtime|argv|cwd|platform|memoryUsage|nextTick|uptime|pid|exit|std\w+)\b/g,
    instead: HOST,
  },
  {
    pattern: /\bcrypto\b/g,
    instead: 'use @noble/hashes or a stream of sim/random.ts',
    except: ['sim/engine/guard.ts'],
  },
  {
    pattern: /\.toLocale\w*|\bIntl\b|\.localeCompare\b/g,
    instead: 'format in reports; compare by < and >',
  },
];

function matches(source: Source, pattern: RegExp): { found: string; at: string }[] {
  return [...codeOf(source.text).matchAll(pattern)].map((match) => ({
    found: match[0],
    at: `${source.path}:${lineAt(source.text, match.index)}`,
  }));
}

export function bannedBuiltIns(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isCertified(path))
    .flatMap((source) =>
      BANS.filter(({ except }) => !except?.includes(source.path)).flatMap(({ pattern, instead }) =>
        matches(source, pattern).map(({ found, at }) => `${at} ${found}: ${instead}`),
      ),
    );
}

/** `await` would let the host's task queue order events. */
export function awaitedPromises(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isPure(path))
    .flatMap((source) => {
      const found = matches(source, /\bawait\b/g);
      // Loading the SIM.JS package: once inside its loader, once at the top level.
      const allowed = source.path === 'sim/engine/simjs.ts' ? 2 : 0;
      return found.slice(allowed).map(({ at }) => `${at} await: use a Process and its signals`);
    });
}

/** Names with which a module-level Map, Set or array is changed. */
const MUTATORS = 'set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin';

/** Module-level `let`, and collections that the module changes outside their declaration. */
export function moduleState(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isPure(path))
    .flatMap((source) => {
      const code = codeOf(source.text);
      // Scratch of the bit views in sim/math: written before each reading, so no call sees another.
      const scratch = source.path.startsWith('sim/math/') ? '' : '|\\w+Array';
      const complaints = matches(source, /^(?:export )?(?:let|var) \w+/gm).map(
        ({ found, at }) => `${at} ${found}: keep state in an instance`,
      );
      const collection = new RegExp(
        `^(?:export )?const (\\w+)[^=;\\n]*=\\s*(?:new (?:Map|Set|WeakMap|WeakSet${scratch})\\b|\\[)`,
        'gm',
      );
      for (const [, name] of code.matchAll(collection)) {
        const changed = new RegExp(
          `(?<![.\\w])${name}(?:\\.(?:${MUTATORS})\\(|\\[[^\\]\\n]*\\]\\s*(?:[-+*/|&^]|<<|>>>?)?=(?!=))`,
          'g',
        );
        for (const match of code.matchAll(changed)) {
          // A table that is filled by a loop at module level, before anyone can look, is a constant.
          const start = code.lastIndexOf('\n', match.index) + 1;
          const head =
            code
              .slice(0, start)
              .split('\n')
              .filter((l) => /^\S/.test(l))
              .at(-1) ?? '';
          if (/^for\b/.test(head) || /^for\b/.test(code.slice(start))) continue;
          complaints.push(
            `${source.path}:${lineAt(code, match.index)} ${name} is changed at module level: keep state in an instance`,
          );
        }
      }
      return complaints;
    });
}

/** Words of the protocols above; `sim` is a laboratory that does not know what is studied in it. */
const PROTOCOL_WORDS =
  /blockchain|\bblock(?:Height|Number|Hash|Time|s?Per\w+)\b|validator|staking|\bstakes?\b|\btokens?\b|\bblobs?\b|consensus|\bminers?\b|\bmining\b|\brollup|\bgas(?:Price|Limit)?\b|\bmempool|\bslash(?:ed|ing)\b|\b0g\b|celestia|ethereum/gi;

/** Where a word means something else: a lexer's or a scheduler's token. */
const PROTOCOL_WORD_EXCEPTIONS: Readonly<Record<string, RegExp>> = {
  'sim/engine/simjs-events.ts': /^tokens?$/i,
};

export function protocolWords(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('sim/'))
    .flatMap((source) =>
      matches(source, PROTOCOL_WORDS)
        .filter(({ found }) => !PROTOCOL_WORD_EXCEPTIONS[source.path]?.test(found))
        .map(
          ({ found, at }) => `${at} ${found}: sim knows no protocol; name what it is in general`,
        ),
    );
}

export function longFiles(sources: readonly Source[]): string[] {
  return sources
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ path, lines }) => lines > (LINES_MAX_EXCEPTIONS[path] ?? LINES_MAX))
    .map(({ path, lines }) => `${path}:${LINES_MAX} has ${lines} lines: split it by ideas`);
}

/** Files that nothing imports. Tests do not keep a file alive. */
export function deadFiles(sources: readonly Source[], entries: readonly RegExp[]): string[] {
  const used = new Set(
    sources.flatMap((source) =>
      importsOf(source)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => resolved(source.path, specifier)),
    ),
  );
  // A worker is started by URL and not imported.
  for (const { path, text } of sources) {
    for (const [, file] of text.matchAll(/new URL\(\s*['"`](\.[^'"`]+)['"`]/g)) {
      used.add(resolved(path, file.replace(/\.js$/, '.ts')));
    }
  }
  return sources
    .filter(({ path }) => !path.endsWith('.d.ts') && !used.has(path))
    .filter(({ path }) => !entries.some((entry) => entry.test(path)))
    .map(({ path }) => `${path}:1 is imported by nobody: wire it in, or remove it`);
}

/** Rooms, and rooms in rooms, that have code but no README.md. */
export function missingReadmes(paths: readonly string[]): string[] {
  const rooms = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    if (!path.endsWith('.ts') || parts.length < 2) continue;
    rooms.add(parts[0]);
    if (parts.length > 2 && (parts[0] === 'sim' || parts[0] === 'models')) {
      rooms.add(parts.slice(0, 2).join('/'));
    }
  }
  return [...rooms]
    .filter((room) => !paths.includes(`${room}/README.md`))
    .sort()
    .map((room) => `${room}/README.md:1 is missing: what lives here, what may not, how to add one`);
}

const PRIVATE =
  /(?:^|[\s"'`(=])(?:\/work\/|\/root\/|\/home\/\w+\/|\/Users\/\w+\/)|registry\.[\w-]+\.\w+/g;

/** Paths of one machine and hosts of package registries; comments and strings count. */
export function privatePaths(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(PRIVATE)].map(
      (match) =>
        `${path}:${lineAt(text, match.index)} ${match[0].trim()}: keep machines out of the source`,
    ),
  );
}
