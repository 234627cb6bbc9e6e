import { css, html, nothing } from 'lit'
import { CrowdElement } from './crowd-element.ts'
import { icon } from './icons.ts'

const TONES = ['info', 'success', 'error', 'warning']

/** `<crowd-alert>`: a message to the worker. */
export class CrowdAlert extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      div {
        display: flex;
        gap: 0.75rem;
        align-items: flex-start;
        justify-content: space-between;
        margin-block: 0.5rem;
        padding: 0.75rem 1rem;
        border: 1px solid var(--edge);
        border-inline-start-width: 6px;
        border-radius: 8px;
      }
      .success {
        border-color: #2c6b3f;
      }
      .error {
        border-color: var(--bad);
      }
      .warning {
        border-color: #8a5a00;
      }
    `,
  ]
  static override properties = { type: {}, dismissible: { type: Boolean, reflect: true }, dismissed: { state: true } }
  declare type: string
  declare dismissible: boolean
  declare private dismissed: boolean

  constructor() {
    super()
    this.type = 'info'
    this.dismissible = false
    this.dismissed = false
  }

  protected view() {
    if (this.dismissed) return nothing
    const tone = TONES.includes(this.type) ? this.type : 'info'
    return html`<div class=${tone} role=${tone === 'error' ? 'alert' : 'status'}>
      <span><slot></slot></span>
      ${
        this.dismissible
          ? html`<button type="button" class="link" aria-label=${this.t.close} @click=${() => (this.dismissed = true)}>
              ${icon('close')}
            </button>`
          : nothing
      }
    </div>`
  }
}

/** `<crowd-badge for="id">`: a mark at the upper right of another element. */
export class CrowdBadge extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        position: absolute;
        pointer-events: none;
      }
      span {
        display: inline-grid;
        place-content: center;
        min-inline-size: 1.5rem;
        block-size: 1.5rem;
        padding-inline: 0.3rem;
        border-radius: 0.75rem;
        background: var(--accent);
        color: #fff;
        font-size: 0.8rem;
      }
      svg {
        inline-size: 1rem;
      }
    `,
  ]
  static override properties = { for: {}, icon: {}, label: {} }
  declare for: string
  declare icon: string
  declare label: string

  constructor() {
    super()
    this.for = ''
    this.icon = ''
    this.label = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('resize', this.#place)
    requestAnimationFrame(this.#place)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('resize', this.#place)
  }

  readonly #place = (): void => {
    const target = this.for === '' ? this.parentElement : document.getElementById(this.for)
    const frame = this.offsetParent ?? document.documentElement
    if (target === null) return
    const [at, of] = [target.getBoundingClientRect(), frame.getBoundingClientRect()]
    this.style.left = `${at.right - of.left - 12}px`
    this.style.top = `${at.top - of.top - 12}px`
  }

  protected view() {
    const shown = icon(this.icon)
    return html`<span>${shown === nothing ? this.label.slice(0, 3) : shown}</span>`
  }
}

/** `<crowd-card>`: a box that stands out, with a heading and a picture if it has them. */
export class CrowdCard extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        display: block;
        margin-block: 0.75rem;
      }
      section {
        padding: 1rem;
        border: 1px solid var(--line);
        border-radius: 10px;
        box-shadow: 0 1px 4px rgb(0 0 0 / 12%);
        overflow-wrap: anywhere;
      }
      img {
        max-inline-size: 100%;
      }
      h3 {
        margin: 0 0 0.5rem;
      }
    `,
  ]
  static override properties = { heading: {}, image: {} }
  declare heading: string
  declare image: string

  constructor() {
    super()
    this.heading = ''
    this.image = ''
  }

  protected view() {
    return html`<section>
      ${this.image === '' ? nothing : html`<img src=${this.image} alt="" />`}
      ${this.heading === '' ? nothing : html`<h3>${this.heading}</h3>`}<slot></slot>
    </section>`
  }
}

const TOAST_MS = 3000

/** `<crowd-toast>`: a short notice at the edge; one at a time. */
export class CrowdToast extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      div {
        position: fixed;
        inset-block-end: 1rem;
        inset-inline-start: 1rem;
        max-inline-size: min(30rem, calc(100% - 2rem));
        padding: 0.75rem 1rem;
        border-radius: 8px;
        background: #1c1a17;
        color: #fff;
        z-index: 10;
      }
    `,
  ]
  static override properties = { duration: { type: Number }, text: {}, opened: { type: Boolean, reflect: true } }
  declare duration: number
  declare text: string
  declare opened: boolean
  static #shown: CrowdToast | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.duration = TOAST_MS
    this.text = ''
    this.opened = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  show(): void {
    this.opened = true
  }

  protected override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('opened') || !this.opened) return
    if (CrowdToast.#shown !== null && CrowdToast.#shown !== this) CrowdToast.#shown.opened = false
    CrowdToast.#shown = this
    clearTimeout(this.#timer)
    if (this.duration > 0) this.#timer = setTimeout(() => (this.opened = false), this.duration)
  }

  protected view() {
    return html`<div role="status" ?hidden=${!this.opened}>${this.text}<slot></slot></div>`
  }
}
