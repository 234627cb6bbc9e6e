import type { Size } from '@canut/contract'
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { FormElement } from '../form-element.ts'
import type { KeyedElement } from '../keyed-element.ts'
import { languageOf } from '../language-of.ts'
import type { LabelChoice } from './drawing-options.ts'
import { viewTemplate, waitTemplate, type ViewActions } from './drawing-templates.ts'
import { messages } from './drawing.messages.ts'
import { focusPlace } from './focus-place.ts'
import { lookAround } from './look-keys.ts'
import { Opening, type Waiting } from './opening.ts'
import { Viewport, type PointerTool } from './viewport.ts'

/** As wide as the padding of the frame in drawing.styles.ts. */
const MARGIN = 12

/** What has the focus when a key is pressed that is not for a text. */
export type KeyPlace = Exclude<ReturnType<typeof focusPlace>, 'text'>

type Snap = Pick<ViewActions, 'snap' | 'toggleSnap'>

interface MainParts {
  /** what lies between the picture and the stage that takes the pointer */
  readonly layers: unknown
  /** the name of the stage, for those who cannot see it */
  readonly name: string
  /** said as long as there is nothing else to say */
  readonly hint: string
  /** what changes the shapes of the pointer */
  readonly tools: unknown
  readonly snap?: Snap
}

/** What elements that draw on a picture have in common: the picture, its view, one field of a form, and keys. */
export abstract class PictureElement extends FormElement implements KeyedElement {
  static override properties: PropertyDeclarations = {
    name: { reflect: true },
    image: { attribute: 'data-image' },
    alt: {},
    labels: { type: Array },
    readOnly: { type: Boolean, attribute: 'readonly' },
    disabled: { type: Boolean },
    optional: { type: Boolean },
    value: { noAccessor: true },
    waiting: { state: true },
    message: { state: true },
  }
  declare name: string
  /** address of the picture */
  declare image: string
  /** what the picture shows, for those who cannot see it */
  declare alt: string
  declare labels: readonly LabelChoice[]
  declare readOnly: boolean
  declare disabled: boolean
  /** an empty value is an answer as well */
  declare optional: boolean
  declare protected waiting: Waiting | null
  declare protected message: string
  protected viewport: Viewport | null = null
  /** the value as it was given, until the person changes something */
  protected given: string | null = ''
  readonly #opening = new Opening((waiting) => (this.waiting = waiting))
  #opened = ''

  constructor() {
    super()
    this.name = ''
    this.image = ''
    this.alt = ''
    this.labels = []
    this.readOnly = false
    this.disabled = false
    this.optional = false
    this.waiting = 'loading'
    this.message = ''
  }

  protected abstract readonly pointer: PointerTool
  /** something is under way that arrow keys and Space are about, wherever the focus is */
  protected abstract get isBusy(): boolean
  /** @returns whether the key was used */
  protected abstract pressKey(event: KeyboardEvent, place: KeyPlace): boolean
  protected abstract viewChanged(): void
  /** Another picture is on its way. */
  protected pictureLeft(): void {}
  /** The picture is there, and so its natural size. */
  protected abstract pictureCame(size: Size): void

  /** Goes to the picture, where single keys work. */
  override focus(options?: FocusOptions): void {
    this.stage?.focus(options)
  }

  handleKey(event: KeyboardEvent): boolean {
    if (!this.viewport?.picture || this.disabled || event.isComposing) return false
    const place = focusPlace(event, this)
    const isHere = event.composedPath().includes(this)
    // while something is under way keys are about it; else those of the page are the page's
    if (place === 'text' || (!isHere && !this.isBusy && (event.key.startsWith('Arrow') || event.key === ' '))) return false
    // what is only shown is looked at, by the same keys in every such element
    return (this.readOnly && lookAround(event, place, this.viewport)) || this.pressKey(event, place)
  }

  protected get stage(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.stage') ?? null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('keydown', this.#onKey)
    if (this.hasUpdated) this.#openView()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('keydown', this.#onKey)
    this.#opening.stop()
    this.viewport?.close()
    this.viewport = null
  }

  /** Pages that know nothing of keys of ours still let them work inside. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && this.handleKey(event)) event.preventDefault()
  }

  protected override firstUpdated(): void {
    this.#openView()
  }

  protected override updated(): void {
    if (this.image !== this.#opened) void this.#openPicture()
  }

  #openView(): void {
    const [frame, canvas] = [this.renderRoot.querySelector<HTMLElement>('.frame'), this.renderRoot.querySelector('canvas')]
    if (frame === null || canvas === null) throw new Error('the template has a frame and a canvas')
    this.viewport = new Viewport({ frame, canvas, margin: MARGIN, tool: this.pointer, onView: () => this.viewChanged() })
    void this.#openPicture()
  }

  async #openPicture(): Promise<void> {
    this.#opening.stop()
    if (this.viewport === null) return
    this.#opened = this.image
    if (this.image === '') return
    this.pictureLeft()
    await this.#opening.open(this.viewport, this.image, (size) => {
      // the stage has the proportions of the picture, so that at first they are one; set by script, since policies refuse style attributes
      this.renderRoot.querySelector<HTMLElement>('.frame')?.style.setProperty('--ratio', String(size.w / size.h))
      this.pictureCame(size)
    })
    this.requestUpdate()
  }

  protected mainTemplate({ layers, name, hint, tools, snap }: MainParts): TemplateResult {
    const isStill = this.readOnly || this.disabled
    const t = messages[languageOf(this)]
    const { snap: snaps, toggleSnap } = snap ?? { snap: null, toggleSnap: () => {} }
    return html`<div class="main">
      ${isStill ? nothing : tools}
      <div
        class="frame ${isStill ? 'still' : ''} ${this.viewport?.hand === true ? 'hand' : ''}"
        @pointerdown=${() => this.stage?.focus({ preventScroll: true })}
      >
        <canvas></canvas>
        ${layers}
        <div
          class="stage"
          role="application"
          tabindex="0"
          aria-label=${this.alt === '' ? name : `${name}: ${this.alt}`}
          aria-describedby="status"
        ></div>
        ${this.waiting === null ? nothing : waitTemplate(t, this.waiting, () => void this.#openPicture())}
      </div>
      <p class="status ${this.message === '' ? '' : 'strong'}" id="status" role="status">
        ${this.message === '' && !isStill ? hint : this.message}
      </p>
      ${viewTemplate(t, {
        hand: this.viewport?.hand ?? false,
        snap: isStill ? null : snaps,
        zoom: (steps) => this.viewport?.zoom(steps),
        showWhole: () => this.viewport?.showWhole(),
        toggleHand: () => {
          if (this.viewport !== null) this.viewport.hand = !this.viewport.hand
          this.requestUpdate()
        },
        toggleSnap: () => {
          toggleSnap()
          this.requestUpdate()
        },
      })}
    </div>`
  }
}
