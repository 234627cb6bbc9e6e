import { css } from 'lit'

/** Beside those of drawing.styles.ts. */
export const styles = css`
  .lines {
    display: grid;
    gap: 0.75rem 1.25rem;
    grid-template-columns: minmax(0, 1fr);
    --stage-max: 24dvh;
  }
  .main {
    grid-area: auto;
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding-block: 0.25rem 0.5rem;
    background: var(--paper, Canvas);
  }
  .picture {
    position: relative;
  }
  .picture > .row {
    justify-content: flex-end;
    margin-block-start: 0.25rem;
  }
  .frame {
    inline-size: 100%;
    cursor: grab;
  }
  .stage {
    aspect-ratio: auto;
    block-size: min(var(--stage-max), calc(100cqi / var(--ratio, 1.5)));
  }
  @container (min-width: 46rem) {
    .lines {
      grid-template-columns: minmax(0, 1fr) minmax(20rem, 26rem);
      align-items: start;
      --stage-max: 52dvh;
    }
    /* over the picture only where it is wide: on a phone the buttons would cover the line that is looked at */
    .picture > .row {
      position: absolute;
      inset-block-end: 0.25rem;
      inset-inline-end: 0.25rem;
    }
  }
  .boxes {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }
  .boxes rect {
    fill: none;
    stroke: rgb(0 0 0 / 0.3);
    stroke-width: 1;
  }
  .boxes .casing {
    stroke: rgb(255 255 255 / 0.9);
    stroke-width: 6;
  }
  .boxes .active {
    stroke: var(--own-accent);
    stroke-width: 3;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem;
  }
  .where {
    display: flex;
    flex: 1 1 100%;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
  }
  .tools button {
    padding-inline: 0.5rem;
  }
  .tools button.main-act {
    margin-inline-start: auto;
    min-inline-size: 5rem;
    background: var(--own-accent);
    border-color: transparent;
    color: var(--on-accent, HighlightText);
    font-weight: 600;
  }
  .tools button.main-act kbd {
    color: inherit;
  }
  @media (hover: none) and (pointer: coarse) {
    .tools kbd {
      display: none;
    }
  }
`
