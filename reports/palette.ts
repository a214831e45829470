/** Colours, markers and dashes of lines: told apart by any one of the three. */

/**
 * Hues that stay apart for the common colour blindnesses (after Okabe and Ito, and Tol), each darkened
 * for white and lightened for black so that text in them has a contrast of at least 4.5 to 1.
 */
export const COLOURS: readonly { readonly light: string; readonly dark: string }[] = [
  { light: '#0062a8', dark: '#6cb8ff' },
  { light: '#b54700', dark: '#ff9d5c' },
  { light: '#00734f', dark: '#3fd0a0' },
  { light: '#8f2d86', dark: '#e58fdc' },
  { light: '#735c00', dark: '#e6c229' },
  { light: '#a8123e', dark: '#ff86a3' },
  { light: '#0b6e7d', dark: '#5ad3e6' },
  { light: '#4d4d4d', dark: '#c4c4c4' },
];

export const MARKERS = [
  'circle',
  'triangle',
  'square',
  'diamond',
  'star',
  'times',
  'wye',
  'plus',
  'asterisk',
  'cross',
  'diamond2',
  'triangle2',
  'hexagon',
] as const;

/** Markers drawn in lines, not filled. */
const STROKED: readonly string[] = ['times', 'plus', 'asterisk', 'diamond2', 'triangle2'];

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '14 4', '5 2 1 2 1 2', '1 5', '12 3 3 3 3 3'];

export interface LineStyle {
  /** A CSS variable, so that one picture serves both colour schemes. */
  readonly colour: string;
  readonly marker: (typeof MARKERS)[number];
  /** Whether the marker is drawn in lines, not filled. */
  readonly stroked: boolean;
  readonly dash: string;
}

/**
 * The style of line number `index`. After eight lines colours repeat with other markers and dashes;
 * thirteen lines have thirteen markers.
 */
export function lineStyle(index: number): LineStyle {
  const count = COLOURS.length;
  const round = Math.floor(index / count);
  const marker = MARKERS[index % MARKERS.length]!;
  return {
    colour: `var(--line-${index % count})`,
    marker,
    stroked: STROKED.includes(marker),
    dash: DASHES[(index + 3 * round) % count]!,
  };
}
