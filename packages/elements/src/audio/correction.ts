import { css, html, LitElement, nothing } from 'lit'
import type { KeyedElement } from '../keyed-element.ts'
import { isTyping } from './audio-element.ts'
import { audioStyles } from './audio.styles.ts'

const words = {
  en: {
    asItStands: 'As it stands: right, if you send it now.',
    corrected: 'Corrected.',
    edit: 'Correct the text',
    back: 'Back to the draft',
  },
  fr: {
    asItStands: 'Tel quel : juste, si vous l’envoyez maintenant.',
    corrected: 'Corrigé.',
    edit: 'Corriger le texte',
    back: 'Revenir au brouillon',
  },
} as const

/**
 * A draft to be checked: sent as it stands, or corrected first. The text is in a `textarea` of the page, so that it works
 * without script; this adds keys and says which of the two will be sent.
 *
 *     <canut-correction draft="The draft"><textarea name="response.text">The draft</textarea></canut-correction>
 *
 * Keys: E goes to the end of the text. While the focus is elsewhere, Enter sends (which is the page's key).
 */
export class CanutCorrection extends LitElement implements KeyedElement {
  static readonly formAssociated = true
  static override readonly styles = [
    audioStyles,
    css`
      :host {
        gap: var(--gap-s, 0.5rem);
      }
      .state {
        flex: 1 1 14rem;
        font-weight: 600;
      }
      .state.changed {
        color: var(--warning, currentColor);
      }
    `,
  ]
  static override readonly properties = { draft: {}, isChanged: { state: true } }
  declare draft: string
  declare isChanged: boolean
  protected readonly internals = this.attachInternals()

  constructor() {
    super()
    this.draft = ''
    this.isChanged = false
  }

  get #field(): HTMLTextAreaElement | null {
    return this.querySelector('textarea')
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#look()
    // a draft of the device fills the field after it is shown, and says so with no event of its own
    queueMicrotask(() => this.#look())
    this.addEventListener('input', this.#look)
    this.addEventListener('focusin', this.#look)
  }

  readonly #look = (): void => {
    const field = this.#field
    if (field !== null) this.isChanged = field.value !== this.draft
  }

  handleKey(event: KeyboardEvent): boolean {
    const field = this.#field
    if (event.code !== 'KeyE' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || field === null || field.disabled)
      return false
    this.#edit()
    return true
  }

  #edit(): void {
    const field = this.#field
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  }

  #restore(): void {
    const field = this.#field
    if (field === null) return
    field.value = this.draft
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  protected override render() {
    const t = words[(this.closest('[lang]')?.getAttribute('lang') ?? '').startsWith('fr') ? 'fr' : 'en']
    return html`
      <slot></slot>
      <div class="bar">
        <span class="state ${this.isChanged ? 'changed' : ''}" role="status">${this.isChanged ? t.corrected : t.asItStands}</span>
        ${this.isChanged ? html`<button type="button" @click=${() => this.#restore()}>${t.back}</button>` : nothing}
        <button type="button" @click=${() => this.#edit()}>${t.edit} <kbd>E</kbd></button>
      </div>
    `
  }
}

customElements.define('canut-correction', CanutCorrection)

declare global {
  interface HTMLElementTagNameMap {
    'canut-correction': CanutCorrection
  }
}
