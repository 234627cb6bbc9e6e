import { css, html, nothing } from 'lit'
import { CrowdElement } from './crowd-element.ts'
import { CrowdForm } from './crowd-form.ts'
import { icon } from './icons.ts'

const inline = css`
  :host {
    display: inline-block;
  }
  :host([disabled]) {
    pointer-events: none;
  }
`

/** The form that an element belongs to, also where the author put the element into a nested form. */
function formOf(element: Element): CrowdForm | null {
  const form = element.closest('crowd-form')
  return form instanceof CrowdForm ? form : null
}

/** `<crowd-button>`: a button that submits or resets the form, follows a link, or does what the author's script says. */
export class CrowdButton extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    inline,
    css`
      button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 0.4rem;
      }
      button.right {
        flex-direction: row-reverse;
      }
      :host([form-action='submit']) {
        margin-block: 1rem;
      }
    `,
  ]
  static override properties = {
    disabled: { type: Boolean, reflect: true },
    loading: { type: Boolean, reflect: true },
    variant: {},
    href: {},
    target: {},
    icon: {},
    iconUrl: { attribute: 'icon-url' },
    iconAlign: { attribute: 'icon-align' },
    formAction: { attribute: 'form-action' },
  }
  declare disabled: boolean
  /** busy: it can be pressed no more, whatever `disabled` says */
  declare loading: boolean
  declare variant: string
  declare href: string
  declare target: string
  declare icon: string
  declare iconUrl: string
  declare iconAlign: string
  declare formAction: string

  constructor() {
    super()
    this.disabled = false
    this.loading = false
    this.variant = 'normal'
    this.href = ''
    this.target = ''
    this.icon = ''
    this.iconUrl = ''
    this.iconAlign = 'left'
    this.formAction = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('click', this.#onClick)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('click', this.#onClick)
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options)
  }

  readonly #onClick = (event: MouseEvent): void => {
    if (this.disabled || this.loading) {
      event.stopImmediatePropagation()
      return
    }
    // the author's own handlers first, wherever they were added: what they write counts
    queueMicrotask(() => {
      if (event.defaultPrevented) return
      if (this.formAction === 'submit') formOf(this)?.ask()
      else if (this.formAction === 'reset') formOf(this)?.reset()
      else if (this.href !== '') window.open(this.href, this.target === '' ? '_blank' : this.target, 'noopener')
    })
  }

  protected view() {
    const look = this.variant === 'primary' ? 'primary' : this.variant === 'link' || this.variant === 'icon' ? 'link' : ''
    const shown = this.iconUrl === '' ? this.icon : this.iconUrl
    return html`<button
      type="button"
      class="${look} ${this.iconAlign === 'right' ? 'right' : ''}"
      ?disabled=${this.disabled || this.loading}
      aria-busy=${this.loading ? 'true' : nothing}
      aria-label=${this.ariaLabel ?? nothing}
    >
      ${shown === '' ? nothing : icon(shown)}<span><slot></slot></span>
    </button>`
  }
}

/** `<crowd-icon-button>`: a button that is only an image; its name for those who do not see it is that of the image. */
export class CrowdIconButton extends CrowdElement {
  static override styles = [CrowdElement.styles, inline]
  static override properties = { icon: {}, disabled: { type: Boolean, reflect: true } }
  declare icon: string
  declare disabled: boolean

  constructor() {
    super()
    this.icon = ''
    this.disabled = false
  }

  protected view() {
    const name = this.ariaLabel ?? (this.title || this.icon.replace(/^.*[/:]/, '').replaceAll('-', ' '))
    return html`<button type="button" class="link" ?disabled=${this.disabled} aria-label=${name}>${icon(this.icon)}</button>`
  }
}

/** `<crowd-fab>`: a round button that floats over the page. */
export class CrowdFab extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    inline,
    css`
      button {
        inline-size: 56px;
        block-size: 56px;
        padding: 0;
        border-radius: 50%;
        box-shadow: 0 2px 6px rgb(0 0 0 / 35%);
      }
    `,
  ]
  static override properties = { icon: {}, label: {}, title: {}, disabled: { type: Boolean, reflect: true } }
  declare icon: string
  declare label: string
  declare disabled: boolean

  constructor() {
    super()
    this.icon = ''
    this.label = ''
    this.disabled = false
  }

  protected view() {
    const name = this.title || this.label || this.icon
    const shown = icon(this.icon)
    return html`<button type="button" class="primary" ?disabled=${this.disabled} aria-label=${name}>
      ${shown === nothing ? this.label.slice(0, 1) : shown}
    </button>`
  }
}
