/**
 * The stylesheet inside a report, which must be whole without any other file. Colours are those of `canut.css`, whose contrasts
 * are checked there. No quotes, ampersands or angle brackets, so that it can stand in a page as it is.
 */
export const reportStyle = `
:root { color-scheme: light dark; --paper: #f8f4ec; --surface: #fffdf8; --ink: #2b2520; --soft: #645a50; --line: #ddd3c3; --edge: #87796a; --accent: #17616b; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1a1714; --surface: #24201c; --ink: #ece4d8; --soft: #b8ac9c; --line: #423a31; --edge: #948776; --accent: #84c6cb; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 Seravek, Ubuntu, Calibri, Noto Sans, DejaVu Sans, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 2rem) 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 0 0 0.25rem; }
p { margin: 0 0 1rem; max-width: 42rem; }
.soft { color: var(--soft); }
section { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem 2.5rem; align-items: start; margin-bottom: 1.5rem; }
figure { margin: 0; }
figcaption, caption { font-weight: 650; text-align: start; padding-bottom: 0.5rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 11px; font-family: inherit; }
.mark { fill: var(--accent); stroke: none; }
.stroke { fill: none; stroke: var(--accent); stroke-width: 2; }
.axis { fill: none; stroke: var(--edge); stroke-width: 1; }
.guide { fill: none; stroke: var(--edge); stroke-width: 1; stroke-dasharray: 4 4; }
.cell { fill: var(--surface); stroke: var(--line); }
svg.interval { display: inline-block; vertical-align: middle; width: 8rem; height: 1rem; margin-inline-start: 0.75rem; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; font-weight: 400; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.ranges th, .ranges td { overflow-wrap: normal; }
.facts table { table-layout: fixed; }
.facts th { width: 45%; overflow-wrap: break-word; hyphens: auto; }
thead th { color: var(--soft); font-size: 0.875rem; border-bottom-color: var(--edge); vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 600; }
.numeric { text-align: end; white-space: nowrap; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
summary { cursor: pointer; padding: 0.6rem 0; color: var(--accent); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 48rem) {
  .pair { grid-template-columns: minmax(0, 1fr); }
  .cards table, .cards tbody, .cards caption { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { display: block; padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
  .cards th, .cards td { display: flex; gap: 1rem; justify-content: space-between; padding: 0.15rem 0; border: 0; white-space: normal; }
  .cards tbody th::before, .cards td::before { content: attr(data-label); color: var(--soft); font-weight: 400; font-size: 0.875rem; flex: none; max-width: 50%; }
  .cards td span { min-width: 0; text-align: end; }
  th, td { padding-inline: 0.3rem; }
  .numeric { white-space: normal; }
}
@media print { body { background: none; } section { break-inside: avoid; } }
`
