import { css } from 'lit'

/** Tokens of the page where it has them (canut.css), else plain ones of our own. */
export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--ink, CanvasText);
    --own-line: var(--line-strong, GrayText);
    --own-surface: var(--surface, Canvas);
    --own-sunken: var(--sunken, rgb(128 128 128 / 0.15));
    --own-accent: var(--accent, #17616b);
    --own-soft: var(--ink-soft, GrayText);
    --own-target: var(--target, 2.75rem);
    --own-radius: var(--radius-s, 0.3125rem);
  }
  :host([hidden]) {
    display: none;
  }
  .drawing {
    display: grid;
    grid-template: 'labels' auto 'main' auto 'side' auto / minmax(0, 1fr);
    gap: 0.75rem 1.25rem;
  }
  @container (min-width: 46rem) {
    .drawing {
      grid-template: 'main labels' auto 'main side' 1fr / minmax(0, 1fr) 17rem;
    }
    .drawing.plain {
      grid-template: 'main side' auto / minmax(0, 1fr) 17rem;
    }
  }
  .labels {
    grid-area: labels;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .main {
    grid-area: main;
    display: grid;
    gap: 0.5rem;
    align-content: start;
    grid-template-columns: minmax(0, 1fr);
  }
  .side {
    grid-area: side;
    display: grid;
    gap: 0.75rem;
    align-content: start;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }
  h3,
  legend {
    margin: 0;
    padding: 0;
    font-size: var(--text-s, 0.875rem);
    font-weight: 600;
    color: var(--own-soft);
  }
  button,
  .label,
  select,
  input[type='number'] {
    box-sizing: border-box;
    min-block-size: var(--own-target);
    font: inherit;
    color: inherit;
    background: var(--own-surface);
    border: 1px solid var(--own-line);
    border-radius: var(--own-radius);
  }
  button {
    padding: 0.25rem 0.75rem;
    cursor: pointer;
  }
  button.icon {
    display: grid;
    place-items: center;
    inline-size: var(--own-target);
    padding: 0;
  }
  button.icon svg {
    inline-size: 1.375rem;
    block-size: 1.375rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button:hover:not([aria-disabled='true']) {
    background: var(--own-sunken);
  }
  button[aria-disabled='true'] {
    color: var(--own-soft);
    border-style: dashed;
    cursor: default;
  }
  button[aria-pressed='true'] {
    border-color: var(--own-accent);
    box-shadow: inset 0 0 0 1px var(--own-accent);
    background: var(--accent-soft, transparent);
  }
  :focus-visible {
    outline: 3px solid var(--own-accent);
    outline-offset: 2px;
  }
  .label {
    position: relative;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.25rem 0.75rem;
    cursor: pointer;
  }
  .label:has(input:checked) {
    border-color: var(--own-accent);
    box-shadow: inset 0 0 0 1px var(--own-accent);
    background: var(--accent-soft, transparent);
    font-weight: 600;
  }
  .label:has(input:focus-visible) {
    outline: 3px solid var(--own-accent);
    outline-offset: 2px;
  }
  .label input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .swatch {
    flex: none;
    inline-size: 0.875rem;
    block-size: 0.875rem;
    border-radius: 0.1875rem;
    border: 1px solid rgb(0 0 0 / 0.5);
  }
  kbd {
    font-family: var(--mono, monospace);
    font-size: 0.75em;
    color: var(--own-soft);
    font-weight: 400;
  }
  @media (hover: none) and (pointer: coarse) {
    .labels kbd {
      display: none;
    }
  }
  .frame {
    position: relative;
    justify-self: center;
    display: grid;
    padding: 12px;
    inline-size: min(100%, calc(var(--stage-max, 60dvh) * var(--ratio, 1.5) + 24px));
    min-inline-size: 10rem;
    grid-template-columns: minmax(0, 1fr);
    box-sizing: border-box;
    overflow: hidden;
    background: var(--own-sunken);
    border-radius: var(--own-radius);
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    cursor: crosshair;
  }
  .frame.hand {
    cursor: grab;
  }
  .frame.still {
    cursor: default;
  }
  .frame > canvas,
  .layer,
  .layer > svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }
  /* layers of their own, so that what moves with the pointer has neither the other shapes painted again nor the page laid out */
  .layer {
    contain: strict;
    will-change: transform;
  }
  .stage {
    position: relative;
    inline-size: 100%;
    aspect-ratio: var(--ratio, 1.5);
    min-block-size: 9rem;
    max-block-size: var(--stage-max, 60dvh);
  }
  .stage:focus-visible {
    outline-offset: 5px;
  }
  .wait {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.75rem;
    padding: 1rem;
    text-align: center;
    background: var(--own-sunken);
    cursor: default;
  }
  .wait.failed {
    color: var(--error, inherit);
    background: var(--error-soft, var(--own-sunken));
  }
  path {
    fill: none;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .shapes path {
    vector-effect: non-scaling-stroke;
  }
  .casing,
  .cursor-casing {
    stroke: rgb(0 0 0 / 0.6);
    stroke-width: 4;
  }
  .line {
    stroke-width: 2;
  }
  .casing.dots {
    stroke-width: 12;
  }
  .line.dots {
    stroke-width: 8;
  }
  .line.dots-hidden {
    stroke-width: 8;
    stroke-opacity: 0.35;
  }
  .untouched .line:not(.dots) {
    stroke-dasharray: 7 5;
  }
  .overlay .line:not(.dots) {
    stroke-width: 3;
  }
  .overlay .casing {
    stroke-width: 6;
  }
  .rubber {
    stroke-width: 2;
    stroke-dasharray: 5 5;
  }
  .handles,
  .middles {
    fill: #fff;
    stroke: #000;
    stroke-width: 1.25;
  }
  .middles {
    fill: #ccc;
  }
  .handle-taken {
    fill: #ffe14d;
    stroke: #000;
    stroke-width: 2;
  }
  .cursor {
    stroke: #fff;
    stroke-width: 1.5;
  }
  .name {
    font:
      600 12px system-ui,
      sans-serif;
    fill: #fff;
    stroke: rgb(0 0 0 / 0.75);
    stroke-width: 3px;
    paint-order: stroke;
    transform-box: view-box;
  }
  .many .name {
    display: none;
  }
  .status {
    margin: 0;
    min-block-size: 1.5em;
    font-size: var(--text-s, 0.875rem);
    color: var(--own-soft);
  }
  .status.strong {
    color: var(--ink, inherit);
    font-weight: 600;
  }
  .shape-list {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 0.25rem;
    max-block-size: 22rem;
    overflow-y: auto;
    /* room for the ring of focus */
    padding: 5px;
    margin: -5px;
  }
  /* of hundreds only those in sight are laid out */
  .shape-list li {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 3.5rem;
  }
  .shape-list button {
    inline-size: 100%;
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 0 0.5rem;
    text-align: start;
  }
  .figures {
    grid-column: 2 / 4;
    font-size: 0.8125rem;
    color: var(--own-soft);
    font-variant-numeric: tabular-nums;
  }
  .state {
    font-size: 0.8125rem;
    color: var(--own-soft);
  }
  .quiet {
    margin: 0;
    color: var(--own-soft);
    font-size: var(--text-s, 0.875rem);
  }
  .fields {
    display: grid;
    gap: 0.375rem 0.5rem;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    border: 0;
    margin: 0;
    padding: 0;
  }
  .fields legend {
    margin-block-end: 0.25rem;
  }
  .fields label {
    display: grid;
    gap: 0.125rem;
    font-size: var(--text-s, 0.875rem);
  }
  .fields label.wide {
    grid-column: 1 / -1;
  }
  .fields input,
  .fields select {
    inline-size: 100%;
    padding: 0.25rem 0.5rem;
    font-size: 1rem;
  }
  details {
    font-size: var(--text-s, 0.875rem);
  }
  summary {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--own-target);
    color: var(--own-accent);
    font-weight: 600;
    cursor: pointer;
  }
  .keys {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.25rem 0.75rem;
    margin: 0;
  }
  .keys dd {
    margin: 0;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    button,
    .label {
      transition: background-color 120ms;
    }
  }
`
