import { css } from 'lit'

/** What changes on a phone, and where the browser puts its colours in the place of ours. After the styles that it changes. */
export const circumstances = css`
  /* on a phone the picture comes first: the tools are a line that scrolls */
  @container (max-width: 46rem) {
    .main > .row {
      flex-wrap: nowrap;
      overflow-x: auto;
      /* room for the ring of focus */
      padding: 5px;
      margin: -5px;
    }
    .main > .row button {
      flex: none;
    }
  }
  /* where the browser takes our colours away, so that what is chosen is still seen */
  @media (forced-colors: active) {
    button[aria-pressed='true'],
    .label:has(input:checked) {
      outline: 2px solid Highlight;
      outline-offset: -4px;
    }
  }
`
