import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { KeyedElement } from '../keyed-element.ts'
import { coverMessagesFor } from './cover.messages.ts'

/** Blur at full strength, in pixels: shapes and colours stay, nothing that could be recognised. */
const FULL_BLUR_PX = 40

/**
 * Content that may hurt, covered until the person uncovers it, and blurred as much as they choose.
 *
 *     <canut-cover strength="60">
 *       <details><summary>Show it (V)</summary><div data-covered>…</div></details>
 *     </canut-cover>
 *
 * The cover itself is the `details`, so it works without script. The element adds the slider and the key V. A new strength
 * of blur (0 to 100) is told by an event `canut-blur` with the number as its detail, and used by every cover of the page:
 * those of tasks fetched ahead were drawn before it was chosen.
 */
export class CanutCover extends LitElement implements KeyedElement {
  /** it has no value: only elements of a form are offered keys */
  static readonly formAssociated = true
  static override readonly properties = { strength: { type: Number }, isOpen: { state: true } }
  static override readonly styles = css`
    :host {
      display: grid;
      gap: var(--gap-s, 0.5rem);
      grid-template-columns: minmax(0, 1fr);
    }
    label {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--gap-s, 0.5rem);
      min-block-size: var(--target, 2.75rem);
    }
    input {
      flex: 1 1 10rem;
      min-block-size: var(--target, 2.75rem);
      accent-color: var(--accent, auto);
    }
    :focus-visible {
      outline: 3px solid var(--accent, Highlight);
      outline-offset: 2px;
    }
  `
  /** what was chosen in this page; null until then */
  static #chosen: number | null = null

  declare strength: number
  declare isOpen: boolean

  constructor() {
    super()
    this.strength = 0
    this.isOpen = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.isOpen = this.#details?.open === true
    if (CanutCover.#chosen !== null) this.strength = CanutCover.#chosen
    this.#apply()
    this.#details?.addEventListener('toggle', this.#onToggle)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#details?.removeEventListener('toggle', this.#onToggle)
  }

  handleKey(event: KeyboardEvent): boolean {
    const details = this.#details
    const isTyped = event
      .composedPath()
      .some((each) => each instanceof HTMLTextAreaElement || (each instanceof HTMLInputElement && each.type === 'text'))
    if (event.code !== 'KeyV' || event.ctrlKey || event.metaKey || event.altKey || isTyped || details === null) return false
    details.open = !details.open
    return true
  }

  protected override render(): TemplateResult {
    const t = coverMessagesFor(this.closest('[lang]')?.getAttribute('lang') ?? '')
    const slider = html`<label>
      ${t.blur}
      <input
        type="range"
        min="0"
        max="100"
        step="5"
        .value=${String(this.strength)}
        aria-valuetext=${`${this.strength} %`}
        @input=${this.#onInput}
        @change=${this.#onChange}
      />
    </label>`
    return html`${this.isOpen ? slider : nothing}<slot></slot>`
  }

  get #details(): HTMLDetailsElement | null {
    return this.querySelector('details')
  }

  readonly #onToggle = (): void => {
    this.isOpen = this.#details?.open === true
  }

  readonly #onInput = (event: Event): void => {
    // a slider is no part of the response: drafts must not be saved for it
    event.stopPropagation()
    if (!(event.target instanceof HTMLInputElement)) return
    this.strength = event.target.valueAsNumber
    CanutCover.#chosen = this.strength
    this.#apply()
  }

  readonly #onChange = (): void => {
    this.dispatchEvent(new CustomEvent('canut-blur', { detail: this.strength, bubbles: true, composed: true }))
  }

  #apply(): void {
    const covered = this.querySelector<HTMLElement>('[data-covered]')
    if (covered !== null) covered.style.filter = this.strength === 0 ? '' : `blur(${(this.strength / 100) * FULL_BLUR_PX}px)`
  }
}

customElements.define('canut-cover', CanutCover)
