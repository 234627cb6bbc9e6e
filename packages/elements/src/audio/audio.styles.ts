import { css } from 'lit'

/** Colours, sizes and radii are those of the page (its custom properties), with plain fallbacks where it has none. */
export const audioStyles = css`
  :host {
    display: grid;
    gap: var(--gap, 1rem);
    grid-template-columns: minmax(0, 1fr);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.6em;
    min-block-size: var(--target, 2.75rem);
    min-inline-size: var(--target, 2.75rem);
    padding: 0.5rem 0.9rem;
    border: 1px solid var(--line-strong, GrayText);
    border-radius: var(--radius, 0.5rem);
    background: var(--surface, ButtonFace);
    color: var(--ink, ButtonText);
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    cursor: pointer;
    touch-action: manipulation;
  }
  button:enabled:hover {
    background: var(--sunken, ButtonFace);
  }
  button.main {
    background: var(--accent, Highlight);
    border-color: transparent;
    color: var(--on-accent, HighlightText);
  }
  button.main:enabled:hover {
    background: var(--accent-strong, Highlight);
  }
  button.stop {
    background: var(--error, red);
    border-color: transparent;
    color: var(--surface, Canvas);
  }
  button:disabled {
    background: var(--sunken, ButtonFace);
    color: var(--ink-soft, GrayText);
    border-color: var(--line, GrayText);
    cursor: not-allowed;
  }
  button[aria-pressed='true'] {
    background: var(--accent-soft, Highlight);
    border-color: var(--accent, Highlight);
  }
  /* where the browser takes our colours away, so that what is chosen is still seen */
  @media (forced-colors: active) {
    button[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -4px;
    }
  }
  kbd {
    font-family: var(--mono, monospace);
    font-size: 0.8em;
    font-weight: 400;
    padding: 0.05em 0.4em;
    border: 1px solid currentColor;
    border-radius: var(--radius-s, 0.3125rem);
    opacity: 0.8;
  }
  @media (hover: none) and (pointer: coarse) {
    kbd {
      display: none;
    }
  }
  :focus-visible {
    outline: 3px solid var(--accent, Highlight);
    outline-offset: 2px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s, 0.5rem);
  }
  .time {
    font-variant-numeric: tabular-nums;
    color: var(--ink-soft, GrayText);
    white-space: nowrap;
  }
  .soft {
    color: var(--ink-soft, GrayText);
    font-size: var(--text-s, 0.875rem);
    margin: 0;
  }
  .note {
    margin: 0;
    padding: 0.6rem 0.9rem;
    border-inline-start: 4px solid var(--line-strong, GrayText);
    background: var(--sunken, transparent);
    border-radius: var(--radius-s, 0.3125rem);
  }
  .note.warning {
    border-color: var(--warning, orange);
    background: var(--warning-soft, transparent);
  }
  .note.error {
    border-color: var(--error, red);
    background: var(--error-soft, transparent);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`
