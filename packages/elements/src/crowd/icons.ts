import { css, html, nothing, svg, type TemplateResult } from 'lit'
import { CrowdElement } from './crowd-element.ts'

/** Drawn for this package on a grid of 24, under the names that templates use. */
const PATHS: Readonly<Record<string, string>> = {
  add: 'M12 5v14M5 12h14',
  remove: 'M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  clear: 'M6 6l12 12M18 6L6 18',
  check: 'M5 13l4 4L19 7',
  done: 'M5 13l4 4L19 7',
  delete: 'M6 8h12l-1 12H7zM4 8h16M9 8V5h6v3',
  edit: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  create: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  search: 'M10 4a6 6 0 100 12 6 6 0 000-12zM15 15l5 5',
  info: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v6M12 7v1',
  help: 'M12 3a9 9 0 100 18 9 9 0 000-18zM9 9a3 3 0 115 2c-1 1-2 1-2 3M12 17v1',
  warning: 'M12 4l9 16H3zM12 10v5M12 17v1',
  error: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v6M12 16v1',
  star: 'M12 4l2.5 5 5.5.8-4 3.9 1 5.5-5-2.7-5 2.7 1-5.5-4-3.9 5.5-.8z',
  favorite: 'M12 20S4 15 4 9a4 4 0 018-1 4 4 0 018 1c0 6-8 11-8 11z',
  home: 'M4 12l8-8 8 8M6 10v10h12V10',
  settings: 'M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v3M12 18v3M3 12h3M18 12h3M6 6l2 2M16 16l2 2M18 6l-2 2M8 16l-2 2',
  refresh: 'M19 8a8 8 0 10.5 6M19 3v5h-5',
  'arrow-back': 'M19 12H5M11 6l-6 6 6 6',
  'arrow-forward': 'M5 12h14M13 6l6 6-6 6',
  'expand-more': 'M6 9l6 6 6-6',
  'expand-less': 'M6 15l6-6 6 6',
  send: 'M4 12l16-8-6 16-3-6z',
  'thumb-up': 'M4 11h3v9H4zM7 11l4-7c2 0 2 2 1.500 5H19l-2 11H7',
  'thumb-down': 'M4 13h3V4H4zM7 13l4 7c2 0 2-2 1.500-5H19L17 4H7',
  visibility: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 100 6 3 3 0 000-6z',
  'zoom-in': 'M10 4a6 6 0 100 12 6 6 0 000-12zM15 15l5 5M10 7v6M7 10h6',
  'zoom-out': 'M10 4a6 6 0 100 12 6 6 0 000-12zM15 15l5 5M7 10h6',
}

/** An icon by its name or its address; nothing for a name that is not there. */
export function icon(name: string): TemplateResult | typeof nothing {
  if (/^(https?:)?\/|^data:image\//.test(name)) return html`<img src=${name} alt="" width="24" height="24" />`
  const path = PATHS[name.replace(/^.*:/, '')]
  if (path === undefined) return nothing
  return html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" part="icon">
    ${svg`<path d=${path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`}
  </svg>`
}

/** `<iron-icon icon="…">`: a small picture from a small set; a name that is not in it shows nothing. */
export class IronIcon extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        display: inline-block;
        vertical-align: middle;
      }
    `,
  ]
  static override properties = { icon: {} }
  declare icon: string

  constructor() {
    super()
    this.icon = ''
  }

  protected view() {
    return icon(this.icon)
  }
}
