import { css } from 'lit'

export const transcriberStyles = css`
  video {
    inline-size: 100%;
    max-block-size: 40dvh;
    background: black;
    border-radius: var(--radius, 0.5rem);
  }
  .sound {
    padding: var(--gap-s, 0.5rem);
    background: var(--sunken, #8882);
    border-radius: var(--radius, 0.5rem);
  }
  .wave {
    min-block-size: 96px;
  }
  .lane {
    position: relative;
    block-size: var(--target, 2.75rem);
    border-block-start: 1px solid var(--line, GrayText);
    touch-action: pan-y;
    cursor: crosshair;
    overflow: hidden;
  }
  .span {
    position: absolute;
    inset-block: 3px;
    inset-inline-start: 0;
    min-inline-size: 3px;
    border: 1px solid var(--accent, Highlight);
    border-radius: var(--radius-s, 0.3125rem);
    background: var(--accent-soft, Highlight);
    color: var(--ink, CanvasText);
    font-size: 0.75rem;
    overflow: hidden;
    padding-inline: 0.25rem;
    pointer-events: none;
    white-space: nowrap;
  }
  .span.current {
    border-width: 3px;
  }
  .span.bad {
    border-color: var(--error, red);
    background: var(--error-soft, transparent);
  }
  select,
  input,
  textarea {
    min-block-size: var(--target, 2.75rem);
    border: 1px solid var(--line-strong, GrayText);
    border-radius: var(--radius, 0.5rem);
    background: var(--surface, Field);
    color: var(--ink, FieldText);
    font: inherit;
    padding: 0.4rem 0.55rem;
  }
  input[type='number'] {
    inline-size: 6.2rem;
    font-variant-numeric: tabular-nums;
  }
  textarea {
    inline-size: 100%;
    min-inline-size: 0;
    resize: vertical;
    box-sizing: border-box;
    line-height: 1.4;
    field-sizing: content;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 0.6rem;
  }
  li {
    display: grid;
    gap: 0.5rem;
    padding: 0.6rem;
    border: 1px solid var(--line, GrayText);
    border-inline-start-width: 5px;
    border-radius: var(--radius, 0.5rem);
    background: var(--surface, Canvas);
  }
  li.current {
    border-color: var(--accent, Highlight);
  }
  .times {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.75rem;
    align-items: center;
  }
  .times label {
    display: inline-flex;
    gap: 0.4rem;
    align-items: center;
    color: var(--ink-soft, GrayText);
    font-size: var(--text-s, 0.875rem);
  }
  .times button {
    padding: 0.3rem 0.6rem;
  }
  .pair {
    display: inline-flex;
    gap: 0.25rem;
    align-items: center;
  }
  .number {
    font-weight: 700;
    min-inline-size: 1.6rem;
  }
  .push {
    margin-inline-start: auto;
  }
  .fault {
    margin: 0;
    color: var(--error, red);
    font-size: var(--text-s, 0.875rem);
  }
  details > div {
    display: grid;
    gap: 0.5rem;
    padding-block: 0.5rem;
  }
  summary {
    cursor: pointer;
    min-block-size: var(--target, 2.75rem);
    display: list-item;
    padding-block: 0.6rem;
    box-sizing: border-box;
  }
`
