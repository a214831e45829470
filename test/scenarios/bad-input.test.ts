/**
 * Wrong scenarios and what their author is told. Places are counted by hand: the line and column
 * where the first character that has to change stands.
 */
import { describe, expect, it } from 'vitest';
import { InputError, renderProblem } from '../../scenarios/problem.ts';
import { type Given, problemsOf, resolveText, sections } from './fixtures/laboratory.ts';

const DURATION = 'a duration such as "80 us" or "7 days"';
const SIZE = 'a size such as "64 KiB" or "1 MB"';
const RATE = 'a rate such as "10 Gbps" or "5 MB/s"';
const FRACTION = 'a fraction such as "30 %" or 0.3 from 0 % to 100 %';
const BLOB = `${SIZE} from 1 B to 1 GiB`;
const LATENCY = `${DURATION} from 0 s to 10 s`;
const DA_KEYS = 'one of "layer", "blockTime", "note", "faults", "coding"';
const ROOT_KEYS =
  'one of "name", "extends", "seed", "precision", "sweep", "expect", "targets", "question", ' +
  '"about", "replications", "maxReplications", "duration", "warmup", "fidelity", "network", ' +
  '"load", … (17 in all)';
const LAYERS = 'one of "gossip", "pull-tree", "dispersal"';
const PATH = 'the path of a parameter';

/** [file, line, column, path, expected, found, hint]; the file is `scenario.yaml` when empty. */
type Told = [string, number | null, number | null, string, string, string, string?];
type Case = [title: string, text: string | Uint8Array, told: Told[], given?: Given];

const lines = (...text: string[]): string => `${text.join('\n')}\n`;
const bytes = (...codes: number[]): Uint8Array => Uint8Array.from(codes);

const values: Case[] = [
  [
    'a unit of another kind',
    lines('name: a', 'load:', '  blobBytes: 5 ms'),
    [
      [
        '',
        3,
        14,
        'load.blobBytes',
        BLOB,
        '"5 ms"',
        '"ms" is a unit of duration; units are B, kB, MB, GB, TB, KiB, MiB, GiB, TiB',
      ],
    ],
  ],
  [
    'a bare number where a unit is needed',
    lines('name: a', 'load:', '  blobBytes: 64'),
    [['', 3, 14, 'load.blobBytes', BLOB, '64', 'write the unit: `64 KiB` or `64 kB`']],
  ],
  [
    'a bare number in quotes',
    lines('name: a', 'da: { blockTime: "6" }'),
    [
      [
        '',
        2,
        18,
        'da.blockTime',
        `${DURATION}, 100 ns or more`,
        '"6"',
        'write the unit: `6 ms` or `6 s`',
      ],
    ],
  ],
  [
    'a negative size',
    lines('name: a', 'load: { blobBytes: -1 KiB }'),
    [['', 2, 20, 'load.blobBytes', `${SIZE}, zero or more`, '"-1 KiB"']],
  ],
  [
    'KB, which may mean two things',
    lines('name: a', 'load: { blobBytes: 64 KB }'),
    [
      [
        ...(['', 2, 20, 'load.blobBytes', BLOB, '"64 KB"'] as const),
        '"KB" is ambiguous; write `64 kB` (1000 bytes) or `64 KiB` (1024 bytes)',
      ],
    ],
  ],
  [
    'Kb/s, which may mean two things',
    lines('name: a', 'load: { rate: 8 Kb/s }'),
    [
      [
        ...(['', 2, 15, 'load.rate', RATE, '"8 Kb/s"'] as const),
        '"Kb/s" is ambiguous; write `8 kB/s` (1000 bytes) or `8 KiB/s` (1024 bytes)',
      ],
    ],
  ],
  [
    'a month, which has no length',
    lines('name: a', 'duration: 2 months'),
    [
      [
        ...(['', 2, 11, 'duration', DURATION, '"2 months"'] as const),
        'months and years differ in length and belong to token schedules; write days',
      ],
    ],
  ],
  [
    'a duration below one tick',
    lines('name: a', 'network: { latency: 150 ns }'),
    [['', 2, 21, 'network.latency', `${DURATION}, a whole number of 100 ns ticks`, '"150 ns"']],
  ],
  [
    'a duration that is not a number',
    lines('name: a', 'network: { latency: .nan }'),
    [['', 2, 21, 'network.latency', LATENCY, '.nan']],
  ],
  [
    'an infinite rate',
    lines('name: a', 'load: { rate: .inf }'),
    [['', 2, 15, 'load.rate', RATE, '.inf']],
  ],
  [
    'an infinite number',
    lines('name: a', 'da:', '  coding:', '    rate: -.inf'),
    [['', 4, 11, 'da.coding.rate', 'a number, finite', '-.inf']],
  ],
  [
    'a duration beyond exact integers',
    lines('name: a', 'duration: 999999 weeks'),
    [['', 2, 11, 'duration', `${DURATION}, at most 900719925.4740991 s`, '"999999 weeks"']],
  ],
  [
    'a count beyond exact integers',
    lines('name: a', 'network: { nodes: 9007199254740993 }'),
    [['', 2, 19, 'network.nodes', 'a whole number, at most 9007199254740991', '9007199254740993']],
  ],
  [
    'an absurd number of nodes',
    lines('name: a', 'network: { nodes: 10 GB }'),
    [['', 2, 19, 'network.nodes', 'a whole number from 1 to 100000', '"10 GB"']],
  ],
  [
    'a count above its bound',
    lines('name: a', 'network: { nodes: 10000000 }'),
    [['', 2, 19, 'network.nodes', 'a whole number from 1 to 100000', '10000000']],
  ],
  [
    'a fractional count',
    lines('name: a', 'network: { nodes: 2.5 }'),
    [['', 2, 19, 'network.nodes', 'a whole number from 1 to 100000', '2.5']],
  ],
  [
    'a fraction above 100 %',
    lines('name: a', 'network: { loss: 130 % }'),
    [['', 2, 18, 'network.loss', FRACTION, '"130 %"']],
  ],
  [
    'a bare fraction above one',
    lines('name: a', 'network: { loss: 30 }'),
    [['', 2, 18, 'network.loss', FRACTION, '30']],
  ],
  [
    'a negative fraction in a map',
    lines('name: a', 'network:', '  regions:', '    europe: -0.1'),
    [
      [
        ...(['', 4, 13, 'network.regions.europe'] as const),
        'a fraction such as "30 %" or 0.3, zero or more',
        '-0.1',
      ],
    ],
  ],
  [
    'a name in a map that would break its path',
    lines('name: a', 'network:', '  regions:', '    eu.west: 1'),
    [
      [
        ...(['', 4, 5, 'network.regions.eu.west'] as const),
        'a name of 1 to 100 characters without . [ ] = ,',
        '"eu.west"',
      ],
    ],
  ],
  [
    'a choice with a near value',
    lines('name: a', 'da:', '  layer: gosip'),
    [['', 3, 10, 'da.layer', LAYERS, '"gosip"', 'did you mean "gossip"?']],
  ],
  [
    'a choice with no near value',
    lines('name: a', 'da:', '  layer: 7'),
    [['', 3, 10, 'da.layer', LAYERS, '7']],
  ],
  [
    'a flag written as a word',
    lines('name: a', 'load: { saturate: yes }'),
    [['', 2, 19, 'load.saturate', 'true or false', '"yes"', 'write `true`']],
  ],
  [
    'a number where text is needed',
    lines('name: a', 'da: { note: 1.10 }'),
    [['', 2, 13, 'da.note', 'text', '1.10', 'put it in quotes']],
  ],
  [
    'no replications',
    lines('name: a', 'replications: 0'),
    [['', 2, 15, 'replications', 'a whole number from 1 to 100000', '0']],
  ],
  [
    'a seed that is not whole',
    lines('name: a', 'seed: 1.5'),
    [['', 2, 7, 'seed', 'text of 1 to 200 characters or a whole number', '1.5']],
  ],
  [
    'a precision of zero',
    lines('name: a', 'precision: { da.throughput: 0 % }'),
    [
      [
        ...(['', 2, 29, 'precision.da.throughput'] as const),
        'a fraction such as "2 %" above 0 % and up to 100 %',
        '"0 %"',
      ],
    ],
  ],
  [
    'a warm-up as long as the run',
    lines('name: a', 'duration: 10 s', 'warmup: 10 s'),
    [['', 3, 9, 'warmup', 'a warm-up shorter than the duration (10 s)', '10 s']],
  ],
];

const shapes: Case[] = [
  [
    'an unknown key with a near name',
    lines('name: a', 'da:', '  lyer: gossip'),
    [['', 3, 3, 'da.lyer', DA_KEYS, '"lyer"', 'did you mean "layer"?']],
  ],
  [
    'an unknown key in a list item',
    lines('name: a', 'da:', '  faults:', '    - at: 1 s', '      shrae: 5 %'),
    [['', 5, 7, 'da.faults.0.shrae', 'one of "at", "share"', '"shrae"', 'did you mean "share"?']],
  ],
  [
    'an unknown section with a near name',
    lines('name: a', 'netwrok:', '  nodes: 3'),
    [['', 2, 1, 'netwrok', ROOT_KEYS, '"netwrok"', 'did you mean "network"?']],
  ],
  [
    'an unknown section near nothing',
    lines('name: a', 'zzzzzzzz: {}'),
    [['', 2, 1, 'zzzzzzzz', ROOT_KEYS, '"zzzzzzzz"']],
  ],
  [
    'a parameter outside its section',
    lines('name: a', 'blockTime: 6 s'),
    [['', 2, 1, 'blockTime', ROOT_KEYS, '"blockTime"', 'did you mean "da.blockTime"?']],
  ],
  [
    'an unknown key that is taken back',
    lines('name: a', 'da: { lyer: null }'),
    [['', 2, 7, 'da.lyer', DA_KEYS, '"lyer"', 'did you mean "layer"?']],
  ],
  [
    'a merge key',
    lines('name: a', 'load: &l {}', 'da: { <<: *l }'),
    [['', 3, 7, 'da.<<', DA_KEYS, '"<<"', 'YAML 1.2 has no merge key; use `extends`']],
  ],
  [
    'a list for a section',
    lines('name: a', 'da: [gossip]'),
    [['', 2, 5, 'da', 'a map with the keys layer, blockTime, note, faults, coding', 'a list']],
  ],
  [
    'a map for a list',
    lines('name: a', 'da:', '  faults: { at: 3 s }'),
    [['', 3, 11, 'da.faults', 'a list', 'a map']],
  ],
  [
    'a list for a quantity',
    lines('name: a', 'load: { blobBytes: [1 MB] }'),
    [['', 2, 20, 'load.blobBytes', BLOB, 'a list']],
  ],
  [
    'a null in a list',
    lines('name: a', 'da: { faults: [null] }'),
    [['', 2, 16, 'da.faults.0', 'a map with the keys at, share', 'null']],
  ],
  [
    'a section without a value',
    lines('name: a', 'da:'),
    [
      [
        ...(['', 2, 4, 'da', 'a value', 'nothing'] as const),
        'write `null` for the default, or `{}` for a section of defaults',
      ],
    ],
  ],
  [
    'no name',
    lines('# nothing', 'da: {}'),
    [
      [
        '',
        2,
        1,
        'name',
        'a name of lower-case letters, digits and hyphens (100 at most)',
        'nothing',
      ],
    ],
  ],
  [
    'a misspelt name key, told once',
    lines('nam: a', 'da: {}'),
    [['', 1, 1, 'nam', ROOT_KEYS, '"nam"', 'did you mean "name"?']],
  ],
  [
    'a name that cannot be a directory',
    lines('name: ../My Run'),
    [
      [
        ...([
          '',
          1,
          7,
          'name',
          'a name of lower-case letters, digits and hyphens (100 at most)',
        ] as const),
        '"../My Run"',
      ],
    ],
  ],
  [
    'a missing required section',
    lines('name: a'),
    [['', 1, 1, 'load', 'the section "load" (What is sent)', 'nothing']],
    { sections: { ...sections, load: { ...sections.load!, required: true } } },
  ],
  [
    'a key that would change every object',
    lines('name: a', '__proto__: { polluted: 1 }'),
    [['', 2, 1, '__proto__', 'a usable name', '"__proto__"']],
  ],
  [
    'a key named after a method',
    lines('name: a', 'da: { constructor: 1 }'),
    [['', 2, 7, 'da.constructor', DA_KEYS, '"constructor"']],
  ],
];

const files: Case[] = [
  ['an empty file', '', [['', 1, 1, '', 'a map of settings', 'an empty file']]],
  ['only comments', '# to do\n', [['', 1, 1, '', 'a map of settings', 'an empty file']]],
  ['a list at the top', '- a\n- b\n', [['', 1, 1, '', 'a map of settings', 'a list']]],
  ['text at the top', 'hello\n', [['', 1, 1, '', 'a map of settings', '"hello"']]],
  [
    'a binary file',
    bytes(0x7f, 0x45, 0x4c, 0x46, 0, 1),
    [['', 1, 1, '', 'a text file in YAML', 'binary data (a zero byte)', 'save it as UTF-8 text']],
  ],
  [
    'Latin-1 text',
    bytes(...new TextEncoder().encode('name: a\nabout: caf'), 0xe9, 10),
    [['', 2, 1, '', 'UTF-8 text', 'bytes that are not UTF-8', 'save it as UTF-8 text']],
  ],
  [
    'a file that is too large',
    `name: a\n${'#'.repeat(1_000_000)}\n`,
    [['', 1, 1, '', 'a file of at most 1000000 bytes', '1000009 bytes']],
  ],
  [
    'a duplicate key',
    lines('name: a', 'da:', '  layer: gossip', '  layer: dispersal'),
    [['', 4, 3, 'da.layer', 'each name once', '"layer" again', 'it is first set on line 3']],
  ],
  [
    'a tab as indentation',
    'name: a\nda:\n\tlayer: gossip\n',
    [['', 3, 1, '', 'valid YAML', 'Tabs are not allowed as indentation', 'indent with spaces']],
  ],
  [
    'an unclosed quote',
    'name: a\nabout: "no end\n',
    [['', 3, 1, '', 'valid YAML', 'Missing closing "quote']],
  ],
  [
    'a custom tag',
    lines('name: a', 'about: !js/function "x"'),
    [['', 2, 8, '', 'valid YAML', 'Unresolved tag: !js/function']],
  ],
  [
    'YAML 1.1',
    lines('%YAML 1.1', '---', 'name: a'),
    [['', 1, 1, '', 'YAML 1.2', '%YAML 1.1', 'remove the directive']],
  ],
  [
    'an alias without anchor',
    lines('name: a', 'about: *gone'),
    [['', 2, 8, 'about', 'an alias of an earlier value', '"*gone", one that does not exist']],
  ],
  [
    'an alias inside itself',
    lines('name: a', 'da: &d', '  faults: *d'),
    [['', 3, 11, 'da.faults', 'an alias of an earlier value', '"*d", one that contains itself']],
  ],
  [
    'nesting without end',
    `name: a\nabout: ${'['.repeat(60)}${']'.repeat(60)}\n`,
    [
      [
        '',
        2,
        48,
        `about${'.0'.repeat(39)}`.slice(0, 79) + '…',
        'at most 40 levels of nesting',
        'more',
      ],
    ],
  ],
  [
    'a list as a key',
    lines('name: a', '? [x]', ': 1'),
    [['', 2, 3, '', 'a name before the colon', 'something else']],
  ],
  [
    'a file that extends itself',
    lines('name: a', 'extends: scenario.yaml'),
    [
      [
        ...(['', 2, 10, 'extends', 'files that do not extend each other in a circle'] as const),
        '"scenario.yaml" -> "scenario.yaml"',
      ],
    ],
  ],
  [
    'a circle of two files',
    lines('extends: b.yaml', 'name: a'),
    [
      [
        ...([
          'b.yaml',
          1,
          10,
          'extends',
          'files that do not extend each other in a circle',
        ] as const),
        '"scenario.yaml" -> "b.yaml" -> "scenario.yaml"',
      ],
    ],
    { files: { 'b.yaml': 'extends: scenario.yaml\n' } },
  ],
  [
    'a circle of three files that the first one only leads to',
    lines('extends: b.yaml', 'name: a'),
    [
      [
        ...([
          'd.yaml',
          2,
          10,
          'extends',
          'files that do not extend each other in a circle',
        ] as const),
        '"b.yaml" -> "c.yaml" -> "d.yaml" -> "b.yaml"',
      ],
    ],
    {
      files: {
        'b.yaml': 'extends: c.yaml\n',
        'c.yaml': 'extends: [d.yaml]\n',
        'd.yaml': 'seed: 3\nextends: b.yaml\n',
      },
    },
  ],
  [
    'a missing base',
    lines('name: a', 'extends: lib/gone.yaml'),
    [
      [
        ...(['', 2, 10, 'extends', 'a scenario file'] as const),
        '"lib/gone.yaml", which cannot be read',
        'no such file',
      ],
    ],
  ],
  [
    'a base that is not a name',
    lines('name: a', 'extends: [b.yaml, 3]'),
    [['', 2, 19, 'extends', 'a file name or a list of file names', '3']],
    { files: { 'b.yaml': 'seed: 2\n' } },
  ],
  [
    'an error in the base, reported there',
    lines('name: a', 'extends: b.yaml'),
    [['b.yaml', 2, 10, 'da.layer', LAYERS, '"gosip"', 'did you mean "gossip"?']],
    { files: { 'b.yaml': 'da:\n  layer: gosip\n' } },
  ],
];

const sweeps: Case[] = [
  [
    'a sweep over an unknown path',
    lines('name: a', 'da: {}', 'sweep:', '  grid:', '    da.layr: [gossip]'),
    [['', 5, 5, 'sweep.grid.da.layr', PATH, '"da.layr"', 'did you mean "da.layer"?']],
  ],
  [
    'a sweep over an unknown section',
    lines('name: a', 'sweep: { qqqqqq.w: [1] }'),
    [['', 2, 10, 'sweep.qqqqqq.w', PATH, '"qqqqqq.w"', 'sections are network, load, da']],
  ],
  [
    'a sweep over the seed',
    lines('name: a', 'sweep: { seed: [1, 2] }'),
    [['', 2, 10, 'sweep.seed', PATH, '"seed"', 'it holds for all points']],
  ],
  [
    'a misspelt word of the sweep',
    lines('name: a', 'sweep: { gird: { da.layer: [gossip] } }'),
    [
      [
        ...(['', 2, 10, 'sweep.gird'] as const),
        'one of "grid", "zip", "include", "exclude", "design" or the path of a parameter',
        '"gird"',
        'did you mean "grid"?',
      ],
    ],
  ],
  [
    'a bad value in a sweep',
    lines('name: a', 'sweep:', '  da.layer: [gossip, gosip]'),
    [['', 3, 22, 'da.layer', LAYERS, '"gosip"', 'did you mean "gossip"?']],
  ],
  [
    'an empty sweep list',
    lines('name: a', 'sweep: { da.layer: [] }'),
    [['', 2, 20, 'sweep.da.layer', 'a list of values', 'an empty list']],
  ],
  [
    'a single value for a sweep list',
    lines('name: a', 'sweep: { network.nodes: 5 }'),
    [['', 2, 25, 'sweep.network.nodes', 'a list of values', '5', 'write `network.nodes: [5]`']],
  ],
  [
    'a sweep that is a list',
    lines('name: a', 'sweep: [da.layer]'),
    [['', 2, 8, 'sweep', 'a map of paths to lists of values', 'a list']],
  ],
  [
    'a huge grid',
    lines(
      'name: a',
      'sweep:',
      `  network.nodes: [${Array.from({ length: 400 }, (_, i) => i + 1).join(', ')}]`,
      `  da.coding.chunks: [${Array.from({ length: 400 }, (_, i) => i + 2).join(', ')}]`,
    ),
    [['', 3, 3, 'sweep', 'at most 100000 points', '160000 points']],
  ],
  [
    'zipped lists of different length',
    lines('name: a', 'sweep:', '  zip:', '    network.nodes: [1, 2]', '    da.coding.chunks: [4]'),
    [['', 5, 5, 'sweep.zip.da.coding.chunks', '2 values, as many as network.nodes', '1']],
  ],
  [
    'a section and a part of it swept together',
    lines('name: a', 'sweep: { da: [{}], da.layer: [gossip] }'),
    [
      [
        '',
        2,
        20,
        'sweep.da.layer',
        'each part of the scenario swept once',
        '"da.layer" beside "da"',
      ],
    ],
  ],
  [
    'the same value twice, in other units',
    lines('name: a', 'sweep: { load.blobBytes: [64 KiB, 65536 B] }'),
    [['', 2, 35, 'sweep', 'each point once', 'load.blobBytes="65536 B" again']],
  ],
  [
    'an exclusion of what is not there',
    lines('name: a', 'sweep:', '  network.nodes: [1, 2]', '  exclude: [{ network.nodes: 3 }]'),
    [['', 4, 30, 'sweep.exclude', 'a swept value of network.nodes', '3']],
  ],
  [
    'an exclusion of everything',
    lines('name: a', 'sweep:', '  network.nodes: [1]', '  exclude: [{ network.nodes: 1 }]'),
    [['', 3, 3, 'sweep', 'at least one point', 'none: all are excluded']],
  ],
];

const LINE = 'a line such as `da.throughput > 10 MB/s`';
const OPERATOR = 'one of ">=", "<=", "==", "!=", ">", "<" or arithmetic';

const expectations: Case[] = [
  [
    'a line that stops early',
    lines('name: a', 'expect:', '  - da.throughput >'),
    [
      [
        ...(['', 3, 20, 'expect.0', 'a metric, a number, text in quotes or "("'] as const),
        'the end of the line',
      ],
    ],
  ],
  [
    'a single equals sign',
    lines('name: a', 'expect: ["da.throughput = 3"]'),
    [['', 2, 25, 'expect.0', OPERATOR, '"= 3"', 'write `==`']],
  ],
  [
    'an unclosed bracket',
    lines('name: a', 'expect:', '  - da.x[da.layer=gossip > 3'),
    [['', 3, 9, 'expect.0', 'a closing "]"', 'the end of the line']],
  ],
  [
    'a unit that does not exist',
    lines('name: a', 'expect:', '  - da.x > 3 KB/s'),
    [
      [
        ...(['', 3, 14, 'expect.0'] as const),
        'one of "%", "ns", "us", "ms", "s", "min", "h", "day", "B", "kB", "MB", "GB", "TB", "KiB", ' +
          '"MiB", "GiB", "TiB", "bps", "kbps", "Mbps", "Gbps", "Tbps", "B/s", "kB/s", "MB/s", ' +
          '"GB/s", "TB/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s"',
        '"KB/s"',
      ],
    ],
  ],
  [
    'a filter on a path that is not swept',
    lines('name: a', 'sweep: { da.layer: [gossip] }', 'expect:', '  - da.x[da.layr=gossip] > 3'),
    [['', 4, 10, 'expect.0', 'a swept path: "da.layer"', '"da.layr"', 'did you mean "da.layer"?']],
  ],
  [
    'a filter on a value that is not swept',
    lines(
      'name: a',
      'sweep: { network.nodes: [1, 2] }',
      'expect:',
      '  - da.x[network.nodes=3] > 3',
    ),
    [['', 4, 10, 'expect.0', 'a swept value of network.nodes: one of "1", "2"', '"3"']],
  ],
  [
    'a line of constants',
    lines('name: a', 'expect:', '  - 1 < 2'),
    [['', 3, 5, 'expect.0', 'a metric', 'only constants']],
  ],
  [
    'a map for a line',
    lines('name: a', 'expect:', '  - da.x: 3'),
    [['', 3, 5, 'expect.0', LINE, 'a map', 'put the line in quotes']],
  ],
  [
    'a target without band and factor',
    lines(
      'name: a',
      'targets:',
      '  - { metric: da.x, published: 3, unit: s, source: paper, status: published }',
    ),
    [['', 3, 5, 'targets.0.band', 'the key "band" or the key "factor"', 'nothing']],
  ],
  [
    'a target in the wrong unit',
    lines(
      'name: a',
      'targets:',
      '  - metric: da.x',
      '    published: 3 MB',
      '    unit: MB/s',
      '    band: 5 %',
      '    source: paper',
      '    status: published',
    ),
    [['', 4, 16, 'targets.0.published', 'a quantity in MB/s', '"3 MB"']],
  ],
  [
    'a target that does not say which point',
    lines(
      'name: a',
      'sweep: { network.nodes: [1, 2] }',
      'targets:',
      '  - { metric: da.x, published: 3, unit: s, band: 0.1, source: p, status: estimate }',
    ),
    [
      [
        ...(['', 4, 5, 'targets.0.set', 'a `set` that picks one sweep point', '2 points'] as const),
        'name swept paths in `set`, or drop the targets with `--set targets=[]`',
      ],
    ],
  ],
];

const good = lines('name: a', 'da: { faults: [{ at: 1 s }] }');
const LIST_END = 'Flow sequence in block collection must be sufficiently indented and end with a ]';
const flags: Case[] = [
  [
    'a path that does not exist',
    good,
    [
      [
        '--set da.layr=gossip',
        null,
        null,
        'da.layr',
        PATH,
        '"da.layr"',
        'did you mean "da.layer"?',
      ],
    ],
    { sets: ['da.layr=gossip'] },
  ],
  [
    'a value that does not fit',
    good,
    [['--set da.layer=gosip', null, null, 'da.layer', LAYERS, '"gosip"', 'did you mean "gossip"?']],
    { sets: ['da.layer=gosip'] },
  ],
  [
    'no equals sign',
    good,
    [['--set da.layer', null, null, '', '`path=value`', '"da.layer"']],
    { sets: ['da.layer'] },
  ],
  [
    'no value',
    good,
    [
      [
        ...(['--set da.layer=', null, null, 'da.layer', 'a value after "="', 'nothing'] as const),
        'write `da.layer=null` for the default',
      ],
    ],
    { sets: ['da.layer='] },
  ],
  [
    'a list item that is not there',
    good,
    [
      [
        ...(['--set da.faults.4.at=2 s', null, null, 'da.faults.4.at'] as const),
        'a path that exists (list items count from 0)',
        '"da.faults.4.at"',
      ],
    ],
    { sets: ['da.faults.4.at=2 s'] },
  ],
  [
    'broken YAML as a value',
    good,
    [
      [...(['--set sweep={da.layer: [gossip', null, null, '', 'valid YAML'] as const), LIST_END],
      [
        '--set sweep={da.layer: [gossip',
        null,
        null,
        '',
        'valid YAML',
        'Flow map must end with a }',
      ],
    ],
    { sets: ['sweep={da.layer: [gossip'] },
  ],
  [
    'a path to the prototype',
    good,
    [
      [
        ...(['--set __proto__.polluted=1', null, null, '__proto__.polluted', PATH] as const),
        '"__proto__.polluted"',
        'sections are network, load, da',
      ],
    ],
    { sets: ['__proto__.polluted=1'] },
  ],
  [
    'another flag with a bad value',
    good,
    [['--replications 0', null, null, 'replications', 'a whole number from 1 to 100000', '0']],
    { overrides: { replications: 0, seed: undefined } },
  ],
];

describe.each([
  ['values', values],
  ['keys and shapes', shapes],
  ['files', files],
  ['sweeps', sweeps],
  ['expectations and targets', expectations],
  ['flags', flags],
])('%s', (_, cases) => {
  it.each(cases)('%s', (_title, text, told, given) => {
    const problems = problemsOf(text, given).map((p) => [
      ...[p.file, p.line, p.column, p.path, p.expected, p.found],
      ...(p.hint === undefined ? [] : [p.hint]),
    ]);
    expect(problems).toEqual(told.map(([file, ...rest]) => [file || 'scenario.yaml', ...rest]));
  });
});

describe('a file with several mistakes', () => {
  const text = lines(
    'name: A B',
    'load: { blobBytes: 64 }',
    'da:',
    '  lyer: gossip',
    'sweep: { da.layer: [gosip] }',
    'expect: [da.x >]',
  );

  it('hears of all of them at once, in the order of the lines', () => {
    const places = problemsOf(text, { sets: ['network.nodes=0'] }).map((p) => [p.line, p.path]);
    expect(places).toEqual([
      [1, 'name'],
      [2, 'load.blobBytes'],
      [4, 'da.lyer'],
      [5, 'da.layer'],
      [6, 'expect.0'],
      [null, 'network.nodes'],
    ]);
  });

  it('reads as one line each, without a stack trace', () => {
    const error = (() => {
      try {
        return resolveText('name: a\nda:\n  layer: gosip\n');
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toBe(
      'scenario.yaml:3:10 da.layer: expected one of "gossip", "pull-tree", "dispersal"; ' +
        'found "gosip"; did you mean "gossip"?',
    );
  });

  it('stops listing after a hundred', () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `key${i}: 1`);
    expect(problemsOf(lines('name: a', ...keys))).toHaveLength(100);
  });
});

describe('an alias bomb', () => {
  it('is stopped by the number of values, not by memory', () => {
    const bomb = [...'bcdefgh'].map(
      (name, i) => `${name}: &${name} [${`*${'abcdefg'[i]},`.repeat(10)}]`,
    );
    const problems = problemsOf(lines('a: &a [x,x,x,x,x,x,x,x,x,x]', ...bomb));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      file: 'scenario.yaml',
      line: 1,
      expected: 'at most 100000 values (aliases filled in)',
      found: 'more',
    });
  });

  it('is not what a few aliases are', () => {
    const text = 'name: a\nda: { faults: [&f { at: 1 s }, *f, *f] }\n';
    expect(resolveText(text).components.da!.faults).toHaveLength(3);
  });
});

describe('hostile text', () => {
  it('is shown escaped and cut', () => {
    const [problem] = problemsOf(`name: "\\e[31m\\u202Egnp\\n${'x'.repeat(500)}"\n`);
    expect(problem!.found).toBe(`"\\x1b[31m\\u202egnp\\n${'x'.repeat(69)}…"`);
  });

  it('in a key cannot reach the terminal', () => {
    const [problem] = problemsOf('name: a\n"\\a\\x9b2J": 1\n');
    expect(renderProblem(problem!)).toContain('scenario.yaml:2:1 \\x07\\x9b2J: expected');
  });

  it('in a file name cannot forge a line', () => {
    const [problem] = problemsOf('name: a\nextends: "x\\ny:1:1 all is well"\n');
    expect(problem!.found).toBe('"x\\ny:1:1 all is well", which cannot be read');
  });

  it('leaves no trace on other objects', () => {
    problemsOf('name: a\n__proto__: { polluted: 1 }\nda: { __proto__: { polluted: 1 } }\n', {
      sets: ['__proto__.polluted=1', 'constructor.prototype.polluted=1'],
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
