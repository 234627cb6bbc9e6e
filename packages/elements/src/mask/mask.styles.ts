import { css } from 'lit'

/** Beside those of drawing.styles.ts. */
export const styles = css`
  .frame > .overlay {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }
  .slider {
    display: grid;
    gap: 0.25rem;
    font-size: var(--text-s, 0.875rem);
  }
  .slider input {
    inline-size: min(20rem, 100%);
    min-block-size: var(--own-target);
    accent-color: var(--own-accent);
  }
`
