import { css } from 'lit'

/** Beside those of audio.styles.ts, which has buttons and notes. */
export const filesStyles = css`
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: var(--gap-s, 0.5rem);
    grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr));
  }
  li {
    display: grid;
    gap: var(--gap-s, 0.5rem);
    align-content: space-between;
    padding: var(--gap-s, 0.5rem);
    border: 1px solid var(--line, GrayText);
    border-radius: var(--radius, 0.5rem);
    background: var(--surface, Canvas);
    min-inline-size: 0;
  }
  li img,
  li video {
    inline-size: 100%;
    block-size: 9rem;
    object-fit: contain;
    background: var(--sunken, transparent);
    border-radius: var(--radius-s, 0.3125rem);
  }
  li audio {
    inline-size: 100%;
  }
  .name {
    overflow-wrap: anywhere;
    font-size: var(--text-s, 0.875rem);
  }
  input[type='file'] {
    display: none;
  }
  .take {
    display: none;
  }
  @media (pointer: coarse) {
    .take {
      display: inline-flex;
    }
  }
  .agree {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.25rem 0.75rem;
    align-items: start;
  }
  .agree input {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    margin: 0.6rem;
    accent-color: var(--accent, Highlight);
  }
  .agree label {
    padding-block: 0.6rem;
    cursor: pointer;
  }
  .agree p {
    grid-column: 2;
  }
  #say:empty {
    display: none;
  }
`
