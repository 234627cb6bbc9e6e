import { css } from 'lit'

/** Colours, sizes and radii are those of the page (its custom properties), with plain fallbacks where it has none. */
export const styles = css`
  :host {
    display: grid;
    gap: var(--gap, 1rem);
    grid-template-columns: minmax(0, 1fr);
  }
  :host([hidden]) {
    display: none;
  }
  .text {
    padding: var(--gap, 1rem);
    background: var(--surface, Canvas);
    border: 1px solid var(--line, GrayText);
    border-radius: var(--radius, 0.5rem);
    font-size: var(--text-l, 1.1875rem);
    line-height: 2.1;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    cursor: text;
    touch-action: pan-y pinch-zoom;
    user-select: none;
    -webkit-user-select: none;
  }
  .line {
    min-block-size: 1lh;
  }
  [role='option'] {
    padding-block: 0.3em;
    border-radius: var(--radius-s, 0.3125rem);
  }
  [role='option']:hover {
    background: var(--sunken, #8883);
  }
  [role='option'][aria-selected='true'] {
    background: var(--accent, Highlight);
    color: var(--on-accent, HighlightText);
  }
  :focus-visible {
    outline: 3px solid var(--accent, Highlight);
    outline-offset: 2px;
  }
  .mark {
    padding-block: 0.3em;
    background: color-mix(in srgb, var(--label) 22%, var(--surface, Canvas));
    border-block-end: 3px solid var(--label);
    border-radius: 3px;
  }
  .mark.chosen {
    outline: 2px solid var(--ink, CanvasText);
    outline-offset: 1px;
  }
  .tag {
    margin-inline-start: 0.3em;
    padding-inline: 0.3em;
    font-size: 0.72rem;
    font-weight: 650;
    color: var(--ink, CanvasText);
    vertical-align: 0.15em;
  }
  .panel {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    display: grid;
    gap: var(--gap-s, 0.5rem);
    max-block-size: 45dvh;
    overflow-y: auto;
    padding: var(--gap-s, 0.5rem);
    background: var(--surface, Canvas);
    border: 1px solid var(--line-strong, GrayText);
    border-radius: var(--radius, 0.5rem);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s, 0.5rem);
    align-items: center;
  }
  button {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-inline-size: var(--target, 2.75rem);
    min-block-size: var(--target, 2.75rem);
    padding-inline: 0.75rem;
    font: inherit;
    color: var(--ink, ButtonText);
    background: var(--surface, ButtonFace);
    border: 1px solid var(--line-strong, ButtonBorder);
    border-radius: var(--radius-s, 0.3125rem);
    cursor: pointer;
    text-align: start;
  }
  button:hover {
    background: var(--accent-soft, ButtonFace);
  }
  button[aria-disabled='true'] {
    color: var(--ink-soft, GrayText);
    border-color: var(--line, GrayText);
    cursor: default;
  }
  [role='radio'] {
    border-inline-start: 0.6rem solid var(--label, var(--line-strong, GrayText));
  }
  [role='radio'][aria-checked='true'],
  [aria-pressed='true'] {
    background: var(--accent-soft, Highlight);
    box-shadow: inset 0 0 0 1px var(--accent, Highlight);
    border-color: var(--accent, Highlight);
  }
  [role='radio'][aria-checked='true'] {
    border-inline-start-color: var(--label, var(--accent, Highlight));
  }
  /* where the browser takes our colours away, so that what is chosen is still seen */
  @media (forced-colors: active) {
    [role='radio'][aria-checked='true'],
    [aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -4px;
    }
  }
  kbd {
    padding-inline: 0.35em;
    font: 600 0.8125rem/1.5 var(--sans, sans-serif);
    color: var(--ink-soft, GrayText);
    border: 1px solid var(--line-strong, GrayText);
    border-radius: 3px;
  }
  .said {
    margin: 0;
    min-block-size: 1.5em;
    font-size: var(--text-s, 0.875rem);
    color: var(--ink-soft, inherit);
  }
  .said:empty {
    display: none;
  }
  .list {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s, 0.5rem);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .list button {
    border-inline-start: 0.6rem solid var(--label, var(--line-strong, GrayText));
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }
  h3 {
    margin: 0 0 var(--gap-s, 0.5rem);
    font-size: 1rem;
  }
  details {
    font-size: var(--text-s, 0.875rem);
    color: var(--ink-soft, inherit);
  }
  summary {
    display: flex;
    align-items: center;
    min-block-size: var(--target, 2.75rem);
    cursor: pointer;
  }
  details p {
    margin: 0 0 0.5rem;
  }
  /* where little is seen at once, it must not lie over the very text */
  @media (max-height: 45rem) {
    .panel > * {
      flex-wrap: nowrap;
      overflow-x: auto;
    }
    .panel button {
      flex: none;
    }
  }
  @media (max-width: 40rem) {
    .panel [role='radiogroup'] {
      flex-wrap: nowrap;
      overflow-x: auto;
    }
    .panel [role='radio'] {
      flex: none;
    }
  }
  @media (hover: none) {
    kbd {
      display: none;
    }
  }
`
