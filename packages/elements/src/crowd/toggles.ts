import { css, html, nothing, type TemplateResult } from 'lit'
import { CrowdElement } from './crowd-element.ts'
import type { CrowdToggle } from './crowd-field.ts'

/** A box to tick, one of several to choose, or a switch: on or off, under a name and a value. */
abstract class CrowdToggleElement extends CrowdElement implements CrowdToggle {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        display: inline-flex;
        margin-inline-end: 1rem;
      }
      label {
        display: inline-flex;
        gap: 0.5rem;
        align-items: center;
        min-block-size: 44px;
        cursor: pointer;
      }
      input {
        inline-size: 1.25rem;
        block-size: 1.25rem;
        accent-color: var(--accent);
      }
      .invalid {
        color: var(--bad);
      }
    `,
  ]
  static override properties = {
    name: { reflect: true },
    value: { reflect: true },
    checked: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    required: { type: Boolean, reflect: true },
    complaint: { state: true },
  }
  declare name: string
  declare value: string
  declare checked: boolean
  declare disabled: boolean
  declare required: boolean
  declare protected complaint: string
  readonly isToggle = true as const

  constructor() {
    super()
    this.name = ''
    this.value = 'on'
    this.checked = false
    this.disabled = false
    this.required = false
    this.complaint = ''
  }

  /** What this one would be in an answer by itself. */
  get _submittableValue(): unknown {
    return { [this.value]: this.checked }
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('input')?.focus(options)
  }

  protected readonly onChange = (event: Event): void => {
    this.checked = (event.target as HTMLInputElement).checked
    this.complaint = ''
    this.changed()
  }

  protected boxView(type: 'checkbox' | 'radio', role?: string): TemplateResult {
    return html`<label class=${this.complaint === '' ? '' : 'invalid'}>
        <input
          type=${type}
          role=${role ?? nothing}
          .checked=${this.checked}
          ?disabled=${this.disabled}
          ?required=${this.required}
          aria-label=${this.ariaLabel ?? (this.textContent.replaceAll(/\s+/g, ' ').trim() || this.value)}
          aria-invalid=${this.complaint === '' ? nothing : 'true'}
          @change=${this.onChange} /><span><slot @slotchange=${() => this.requestUpdate()}></slot></span></label
      >${this.complaint === '' ? nothing : html`<span class="missing" role="alert">${this.complaint}</span>`}`
  }
}

/** What is still missing when it has to be on. Toggles are collected by name, but each speaks for itself here. */
abstract class RequirableToggle extends CrowdToggleElement {
  get missing(): string | null {
    return this.required && !this.checked ? this.t.required : null
  }

  showMissing(): void {
    this.complaint = this.missing ?? ''
    void this.updateComplete.then(() => this.focus())
  }
}

/** `<crowd-checkbox>` */
export class CrowdCheckbox extends RequirableToggle {
  protected view() {
    return this.boxView('checkbox')
  }
}

/** `<crowd-toggle-button>`: a switch; `invalid` marks it as long as it is off. */
export class CrowdToggleButton extends RequirableToggle {
  static override properties = { ...CrowdToggleElement.properties, invalid: { type: Boolean, reflect: true } }
  declare invalid: boolean

  constructor() {
    super()
    this.invalid = false
  }

  protected view() {
    return html`<span class=${this.invalid && !this.checked ? 'invalid' : ''}>${this.boxView('checkbox', 'switch')}</span>`
  }
}

/** `<crowd-radio-button>`: alone it is like a box to tick; in a group one at most is on. */
export class CrowdRadioButton extends CrowdToggleElement {
  /** Also where a script puts it on. */
  protected override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const group = changed.has('checked') && this.checked ? this.closest('crowd-radio-group') : null
    if (group instanceof CrowdRadioGroup) group.choose(this)
  }

  protected view() {
    return this.boxView('radio')
  }
}

/** `<crowd-radio-group>`: of the buttons inside, whatever their names, one at most is on; arrows go from one to the next. */
export class CrowdRadioGroup extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        display: block;
      }
    `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('role', 'radiogroup')
    this.addEventListener('change', this.#onChange)
    this.addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('change', this.#onChange)
    this.removeEventListener('keydown', this.#onKey)
  }

  get #buttons(): CrowdRadioButton[] {
    return [...this.querySelectorAll('crowd-radio-button')].filter((element) => element instanceof CrowdRadioButton)
  }

  choose(chosen: EventTarget | null): void {
    for (const button of this.#buttons) if (button !== chosen) button.checked = false
  }

  readonly #onChange = (event: Event): void => {
    if (event.target instanceof CrowdRadioButton && event.target.checked) this.choose(event.target)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 0
    const buttons = this.#buttons.filter(({ disabled }) => !disabled)
    const at = buttons.indexOf(event.target as CrowdRadioButton)
    const next = by === 0 || at === -1 ? undefined : buttons[(at + by + buttons.length) % buttons.length]
    if (next === undefined) return
    event.preventDefault()
    next.checked = true
    this.choose(next)
    next.focus()
    next.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    next.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  protected view() {
    return html`<slot></slot>`
  }
}
