/** The one style sheet of the HTML report: screen and paper, light and dark. */
import { COLOURS } from './palette.ts';

const lines = COLOURS.map(
  ({ light, dark }, index) => `--line-${index}: light-dark(${light}, ${dark});`,
).join('\n  ');

/** Shades of cells from none to the darkest, on which text keeps a contrast of 4.5 to 1. */
export const HEAT_LEVELS = 7;
const DARKEST = 42;
const heat = Array.from({ length: HEAT_LEVELS }, (_, level) => {
  const share = Math.round((DARKEST * level) / (HEAT_LEVELS - 1));
  return `.heat-${level} { background: color-mix(in srgb, var(--line-0) ${share}%, var(--surface)); }`;
}).join('\n');

export const STYLE = `
:root {
  color-scheme: light dark;
  --surface: light-dark(#ffffff, #16181c);
  --panel: light-dark(#f6f7f9, #1f2228);
  --text: light-dark(#1b1d21, #e6e8ec);
  --quiet: light-dark(#565b64, #a9afba);
  --rule: light-dark(#d3d7de, #3b404a);
  --link: light-dark(#0b57a4, #82bdff);
  --good: light-dark(#136c2e, #6fd58b);
  --bad: light-dark(#b3121d, #ff8f8f);
  --warn: light-dark(#7a4b00, #f0c060);
  ${lines}
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 3rem; max-width: 76rem;
  background: var(--surface); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif;
}
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; font-family: ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
p { max-width: 50rem; margin: .5rem 0; overflow-wrap: anywhere; }
.question { font-size: 1.15rem; color: var(--quiet); }
.verdict { font-weight: 600; }
.good { color: var(--good); font-weight: 600; white-space: nowrap; }
.bad { color: var(--bad); font-weight: 600; white-space: nowrap; }
.note, footer { color: var(--quiet); font-size: .9rem; }
code, pre, .facts dd { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .875rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: .75rem 1rem; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1.25rem; margin: 1rem 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.scroll { overflow-x: auto; margin: .75rem 0; }
.scroll:focus-visible, .panels:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--rule); }
td { max-width: 34rem; overflow-wrap: anywhere; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
th.short { white-space: nowrap; }
thead th { border-bottom-width: 2px; vertical-align: bottom; }
.number { text-align: right; }
td.number { white-space: nowrap; }
td.long { min-width: 10rem; }
.unbroken { white-space: nowrap; }
.estimate { font-weight: 700; color: var(--warn); border: 1px solid currentColor; border-radius: 4px; padding: 0 .35rem; white-space: nowrap; }
[class^="heat-"] { display: block; padding: .1rem .45rem; border-radius: 3px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
${heat}
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem 1.5rem; align-items: end; overflow-x: auto; }
.panels.compact { grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); }
.bars { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 1.5rem; align-items: start; }
.bars > section { min-width: 0; }
.bars h3 { margin-top: .5rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-size: .9rem; font-weight: 600; margin-bottom: .25rem; overflow-wrap: anywhere; }
svg.plot { display: block; width: 100%; min-width: 340px; height: auto; fill: currentColor; font: 12px system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; overflow: visible; }
figure:only-child svg.plot { min-width: 480px; max-width: 720px; }
svg text { white-space: pre; }
svg.swatch { vertical-align: -2px; fill: currentColor; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 .75rem; padding: 0; font-size: .875rem; }
.key li { overflow-wrap: anywhere; min-width: 0; }
.key-name { color: var(--quiet); }
details { margin: .5rem 0; }
summary { cursor: pointer; color: var(--link); width: fit-content; max-width: 100%; overflow-wrap: anywhere; }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: .75rem; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .panels, .bars { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .panels:has(> figure:only-child) { grid-template-columns: 1fr; }
  .scroll { overflow: visible; }
  table { font-size: 7pt; }
  th, td { padding-right: .4rem; }
  td.long { min-width: 0; }
  td.number, th.short, .unbroken { white-space: normal; }
  svg.plot, figure:only-child svg.plot { min-width: 0; }
  .panels { overflow: visible; }
  .figure details { display: none; }
  .verdicts::details-content { content-visibility: visible; block-size: auto; }
  thead { display: table-header-group; }
}
`;
