import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { KeyedElement } from '../keyed-element.ts'
import { colourClass, colourFor, colourStyles } from './colours.ts'
import { keyIn } from './keys.ts'
import { Marker, nameIn, type Option, type Rules } from './marker.ts'
import { marksOf, valueOf } from './marks.ts'
import { drawPanel, drawLists } from './panel.ts'
import { followPointer } from './pointer.ts'
import { messagesFor } from './spans.messages.ts'
import { styles } from './spans.styles.ts'
import { TextView } from './text-view.ts'
import { tokenise } from './tokens.ts'

/**
 * Marks parts of a text: names, key phrases, errors.
 *
 *     <canut-spans name="response.value" labels='[{"value":"place","name":"Place"}]'>
 *       <p data-text lang="fr">Lyon est une ville.</p>
 *     </canut-spans>
 *
 * Attributes: `labels`, `grades`, `relations` (JSON lists of `{value, name}`), `overlap`, `unit` ("character" where words are
 * too coarse), `optional` (an empty response is one), `value` (JSON of a SpansResponse; spans have a `grade` where there are
 * grades). The text is that of the child with `data-text`, or its attribute `data-exact` (JSON), which keeps line ends that
 * an HTML parser would change. `value` is '' until something is marked or said to be absent. Offsets are in code points.
 */
export class CanutSpans extends LitElement implements KeyedElement {
  static readonly formAssociated = true
  static override readonly styles = [styles, ...colourStyles]
  static override readonly properties = {
    labels: { type: Array },
    grades: { type: Array },
    relations: { type: Array },
    overlap: { type: Boolean },
    optional: { type: Boolean },
    unit: {},
  }
  declare labels: readonly Option[]
  declare grades: readonly Option[]
  declare relations: readonly Option[]
  declare overlap: boolean
  declare optional: boolean
  declare unit: string

  readonly #internals = this.attachInternals()
  readonly #view: TextView
  readonly #marker: Marker
  #given = ''
  #reported = ''

  constructor() {
    super()
    this.labels = []
    this.grades = []
    this.relations = []
    this.overlap = false
    this.optional = false
    this.unit = 'word'
    this.#marker = new Marker(messagesFor(''))
    this.#view = new TextView(document.createElement('div'), {
      colourOf: (label) => colourFor(this.labels, label),
      classOf: (label) => colourClass(this.labels, label),
      nameOf: (label) => this.labels.find(({ value }) => value === label)?.short ?? nameIn(this.labels, label),
      titleOf: (mark) => this.#marker.titleOf(mark),
    })
  }

  get name(): string {
    return this.getAttribute('name') ?? ''
  }

  get value(): string {
    return valueOf(this.#marker.marks)
  }
  set value(value: string) {
    this.#given = value
    if (this.isConnected) this.#open()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#given ||= this.getAttribute('value') ?? ''
    this.#marker.t = messagesFor(this.closest('[lang]')?.getAttribute('lang') ?? '')
    this.#marker.rules = this.#rules
    this.#readText()
    this.#open()
    this.addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#given = this.value
    this.#view.stop()
    this.removeEventListener('keydown', this.#onKey)
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? ''
  }

  override focus(options?: FocusOptions): void {
    if (this.#marker.tokens.count === 0) super.focus(options)
    else this.#view.setCursor(this.#marker.cursor, { focus: true })
  }

  handleKey(event: KeyboardEvent): boolean {
    const isInside = event.composedPath().includes(this) || (event.target instanceof Element && event.target === this)
    const isNowhere = event.target instanceof HTMLElement && ['BODY', 'MAIN'].includes(event.target.tagName)
    if ((!isInside && !isNowhere) || this.#marker.tokens.count === 0) return false
    const inText = this.#view.root.contains(this.shadowRoot?.activeElement ?? null)
    const used = keyIn(this.#marker, event, {
      inText,
      isRightToLeft: getComputedStyle(this.#view.root).direction === 'rtl',
      onNextLine: (by) => this.#view.onNextLine(this.#marker.cursor, by),
    })
    if (used === null) return false
    this.#show(used === 'moved')
    return true
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#marker.rules = this.#rules
    if (this.labels.length === 1) this.#marker.pen ??= this.labels[0]!.value
    if (changed.has('unit') && this.hasUpdated) {
      this.#readText()
      this.#open()
    }
  }

  /** A form that finds the element incomplete puts the focus on the word under the cursor, once that is there to take it. */
  #sayWhatIsMissing(): void {
    const { tokens, cursor, t } = this.#marker
    const isMissing = this.value === '' && !this.optional && tokens.count > 0
    const anchor = isMissing && this.hasUpdated ? this.#view.piece(cursor) : undefined
    this.#internals.setValidity(isMissing ? { valueMissing: true } : {}, isMissing ? t.missing : '', anchor)
  }

  protected override firstUpdated(): void {
    this.#sayWhatIsMissing()
    followPointer(this.#view.root, {
      marker: this.#marker,
      show: () => this.#show(false),
      focus: () => this.#view.setCursor(this.#marker.cursor, { focus: true }),
    })
  }

  protected override render(): TemplateResult {
    const marker = this.#marker
    const { t } = marker
    if (marker.tokens.count === 0) return html`<p>${t.empty}</p>`
    const act = (change: () => void) => () => {
      change()
      this.#show(false)
    }
    return html`
      <details>
        <summary>${t.howShort}</summary>
        <p>${t.how}</p>
        <p>${t.keys} ${this.grades.length > 0 ? t.keysOfGrades : nothing} ${this.relations.length > 0 ? t.keysOfLinks : nothing}</p>
      </details>
      ${this.#view.root} ${drawPanel(marker, act)} ${drawLists(marker, act)}
    `
  }

  get #rules(): Rules {
    return { labels: this.labels, grades: this.grades, relations: this.relations, overlap: this.overlap }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && this.handleKey(event)) event.preventDefault()
  }

  #readText(): void {
    const given = this.querySelector<HTMLElement>('[data-text]')
    const exact = given?.dataset['exact']
    const text = exact === undefined ? (given?.textContent ?? '') : String(JSON.parse(exact))
    const { root } = this.#view
    const language = given?.getAttribute('lang') ?? ''
    root.className = 'text'
    root.dir = 'auto'
    if (language !== '') root.lang = language
    root.setAttribute('role', 'listbox')
    root.setAttribute('aria-multiselectable', 'true')
    root.setAttribute('aria-label', this.#marker.t.text)
    this.#marker.tokens = tokenise(text, language, this.unit === 'character' ? 'character' : 'word')
    this.#marker.cursor = 0
    this.#view.show(this.#marker.tokens)
  }

  #open(): void {
    this.#marker.open(marksOf(this.#given))
    this.#given = ''
    this.#reported = this.value
    this.#showState()
  }

  /** After anything the person did. */
  #show(focus: boolean): void {
    this.#showState()
    this.#view.setCursor(this.#marker.cursor, { focus })
    if (this.value === this.#reported) return
    this.#reported = this.value
    this.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  }

  #showState(): void {
    const { marks, chosen, range } = this.#marker
    this.#view.mark(marks.spans, chosen)
    this.#view.select(range)
    this.#internals.setFormValue(this.value)
    this.#sayWhatIsMissing()
    this.requestUpdate()
  }
}

customElements.define('canut-spans', CanutSpans)
