import { css, html, nothing } from 'lit'
import { numberOf } from './values.ts'
import { CrowdElement, CrowdFieldElement } from './crowd-element.ts'

const LEAST = 0
const MOST = 100

/** Of an attribute that is empty, such as one that a missing column should fill, what stands where there is none. */
const numberOr = (fallback: number | null) => ({
  fromAttribute: (text: string | null) => (text === null || text.trim() === '' ? fallback : (numberOf(Number(text)) ?? fallback)),
})

/**
 * `<crowd-slider>`: a number on a scale. Where an answer is required it must have been moved: a value that nobody chose is no
 * answer.
 */
export class CrowdSlider extends CrowdFieldElement {
  static override styles = [
    CrowdFieldElement.styles,
    css`
      :host {
        display: block;
        max-inline-size: 40rem;
        margin-block: 0.5rem;
      }
      .row {
        display: flex;
        gap: 0.75rem;
        align-items: center;
      }
      .track {
        flex: 1;
        min-inline-size: 0;
      }
      input[type='range'] {
        inline-size: 100%;
        margin: 0;
        block-size: 44px;
        accent-color: var(--accent);
      }
      .row input[type='number'] {
        inline-size: 6rem;
      }
      output {
        min-inline-size: 2.5rem;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      .labels {
        display: grid;
        /* so many that every place of a scale is one of them; as LABEL_COLUMNS */
        grid-template-columns: repeat(200, minmax(0, 1fr));
      }
    `,
  ]
  static override properties = {
    ...CrowdFieldElement.properties,
    min: { converter: numberOr(LEAST) },
    max: { converter: numberOr(MOST) },
    step: { converter: numberOr(1) },
    value: { converter: numberOr(null) },
    pin: { type: Boolean, reflect: true },
    editable: { type: Boolean, reflect: true },
    label: {},
    touched: { state: true },
  }
  declare min: number
  declare max: number
  declare step: number
  /** a text where a script wrote one */
  declare value: number | string | null
  declare pin: boolean
  declare editable: boolean
  declare label: string
  declare private touched: boolean

  constructor() {
    super()
    this.min = LEAST
    this.max = MOST
    this.step = 1
    this.value = null
    this.pin = false
    this.editable = false
    this.label = ''
    this.touched = false
  }

  get #current(): number {
    // the value of a row may be off the scale
    return Math.max(this.min, Math.min(this.max, numberOf(Number(this.value ?? this.min)) ?? this.min))
  }

  get submittable(): unknown {
    return this.#current
  }

  restore(value: unknown): void {
    const number = numberOf(value)
    this.touched = number !== null
    if (number !== null) this.value = number
  }

  get missing(): string | null {
    return this.required && !this.touched ? this.t.moveSlider : null
  }

  readonly #onInput = (event: Event): void => {
    const number = Number((event.target as HTMLInputElement).value)
    if (!Number.isFinite(number)) return
    this.value = number
    this.value = this.#current
    this.touched = true
    this.changed()
  }

  /** Who wants the value where it stands says so with Enter, or by pressing it. */
  readonly #onTouch = (event: Event): void => {
    if (this.touched || this.disabled || (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ')) return
    this.touched = true
    this.changed()
  }

  protected view() {
    const name = this.label || this.ariaLabel || this.name || nothing
    return html`<span class="row">
        <span class="track"
          ><input
            type="range"
            min=${this.min}
            max=${this.max}
            step=${this.step}
            .value=${String(this.#current)}
            ?disabled=${this.disabled}
            aria-label=${name}
            aria-describedby=${this.complaint === '' ? nothing : 'missing'}
            @input=${this.#onInput}
            @pointerdown=${this.#onTouch}
            @keydown=${this.#onTouch} /><span class="labels"><slot name="label" @slotchange=${() => this.placeLabels()}></slot></span
        ></span>
        ${
          this.editable
            ? html`<input
                type="number"
                min=${this.min}
                max=${this.max}
                step=${this.step}
                .value=${String(this.#current)}
                ?disabled=${this.disabled}
                aria-label=${name}
                @change=${this.#onInput}
              />`
            : this.pin
              ? html`<output>${this.#current}</output>`
              : nothing
        }
      </span>
      <slot></slot>${this.complaintView()}`
  }

  protected override updated(): void {
    this.placeLabels()
  }

  /** Each label under its place of the scale, as wide as its neighbours leave it room. */
  placeLabels(): void {
    const labels = [...this.children].filter((child) => child instanceof CrowdSliderLabel)
    const shareOf = ({ position }: CrowdSliderLabel) =>
      Math.min(1, Math.max(0, (position - this.min) / Math.max(this.max - this.min, Number.EPSILON)))
    const shares = labels.map(shareOf)
    for (const label of labels) {
      const share = shareOf(label)
      const room = Math.min(1, ...shares.map((other) => Math.abs(other - share)).filter((away) => away > 0)) / 2
      label.place(Math.max(0, share - room), Math.min(1, share + room), share)
    }
  }
}

const LABEL_COLUMNS = 200

/** `<crowd-slider-label position="…">`: a text under the track, at a value of the scale. */
export class CrowdSliderLabel extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        overflow-wrap: anywhere;
        font-size: 0.9em;
      }
    `,
  ]
  static override properties = { position: { type: Number } }
  declare position: number

  constructor() {
    super()
    this.position = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // whatever else an author, or a tag that does not close, puts into the slider is not under its track
    if (this.parentElement?.localName === 'crowd-slider') this.slot = 'label'
  }

  protected override updated(): void {
    if (this.parentElement instanceof CrowdSlider) this.parentElement.placeLabels()
  }

  /** From one share of the track to another, around a third; at an end of the track it begins or ends there. */
  place(from: number, to: number, share: number): void {
    const column = (of: number) => Math.round(of * LABEL_COLUMNS) + 1
    this.style.gridRow = '1'
    this.style.gridColumn = `${column(from)} / ${Math.max(column(from) + 1, column(to))}`
    const [before, behind] = [share - from, to - share]
    this.style.textAlign = Math.abs(before - behind) < 1e-6 ? 'center' : before < behind ? 'start' : 'end'
  }

  protected view() {
    return html`<slot></slot>`
  }
}
