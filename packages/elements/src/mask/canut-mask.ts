import type { Point } from '@canut/contract'
import { html, nothing } from 'lit'
import { colourAt } from '../drawing/colours.ts'
import type { LabelChoice } from '../drawing/drawing-options.ts'
import { colourOfLabel, viewTemplate, waitTemplate } from '../drawing/drawing-templates.ts'
import { messages as drawingMessages } from '../drawing/drawing.messages.ts'
import { circumstances } from '../drawing/circumstances.styles.ts'
import { styles as drawingStyles } from '../drawing/drawing.styles.ts'
import { focusPlace } from '../drawing/focus-place.ts'
import { Opening, type Waiting } from '../drawing/opening.ts'
import { Viewport, type PointerAt, type PointerTool } from '../drawing/viewport.ts'
import { FormElement } from '../form-element.ts'
import type { KeyedElement } from '../keyed-element.ts'
import { languageOf } from '../language-of.ts'
import { Colours } from './flood.ts'
import { MaskGrid } from './mask-grid.ts'
import { MaskKeys } from './mask-keys.ts'
import { drawRegions, rgbOf } from './mask-layer.ts'
import { MaskOverlay } from './mask-overlay.ts'
import { MaskState, type MaskNotice } from './mask-state.ts'
import { keyTable, labelChoices, paintTools, regionList, type MaskParts } from './mask-templates.ts'
import { paintResponse, readMask, responseOfGrid, type Region } from './mask-value.ts'
import { messages, type MaskMessages } from './mask.messages.ts'
import { styles } from './mask.styles.ts'

/** As wide as the padding of the frame in drawing.styles.ts. */
const MARGIN = 12

/**
 * `<canut-mask>`: paints the pixels of things on a picture, by mouse, touch, keyboard and screen reader, with a brush, an
 * eraser, outlines and fill by colour.
 *
 * Attributes as properties: `data-image` the address, `alt`, `labels` as JSON, `instances` (every thing is a region of its own),
 * `readonly`, `optional` (an empty value is an answer as well). `value` is a MaskResponse as JSON, in natural pixels, regions
 * without overlap; empty as long as nothing is painted and "nothing to label" was not chosen. Each change dispatches `input`; a
 * picture that is shown dispatches `canut-picture` with its size.
 */
export class CanutMask extends FormElement implements KeyedElement {
  static override styles = [drawingStyles, styles, circumstances]
  static override properties = {
    name: { reflect: true },
    image: { attribute: 'data-image' },
    alt: {},
    labels: { type: Array },
    instances: { type: Boolean },
    readOnly: { type: Boolean, attribute: 'readonly' },
    disabled: { type: Boolean },
    optional: { type: Boolean },
    value: { noAccessor: true },
    colourOfRegion: { attribute: false },
    waiting: { state: true },
    message: { state: true },
  }
  declare name: string
  declare image: string
  declare alt: string
  declare labels: readonly LabelChoice[]
  declare instances: boolean
  declare readOnly: boolean
  declare disabled: boolean
  declare optional: boolean
  /** in which colour a region is shown, as a hex text; by its label or its place unless told */
  declare colourOfRegion: ((region: Region) => string) | null
  declare private waiting: Waiting | null
  declare private message: string
  readonly #state = new MaskState({
    committed: () => this.#committed(),
    changed: () => this.#changed(),
    notice: (notice) => this.#say(notice),
  })
  readonly #keys = new MaskKeys(this.#state, {
    middle: () => this.#viewport?.middle ?? [0, 0],
    reveal: (point) => this.#viewport?.reveal(point),
    zoom: (steps) => this.#viewport?.zoom(steps),
    showWhole: () => this.#viewport?.showWhole(),
    labels: () => this.labels.map(({ value }) => value),
    wand: (at) => this.#wand(at),
    moved: () => this.#cursorMoved(),
  })
  #viewport: Viewport | null = null
  #overlay: MaskOverlay | null = null
  #colours: Colours | null = null
  readonly #opening = new Opening((waiting) => (this.waiting = waiting))
  #opened = ''
  /** the value as it was given, until the person changes something */
  #given: string | null = ''
  /** cells of each region, by its number */
  #areas: readonly number[] = []
  #brush: Point | null = null
  #frame = 0

  constructor() {
    super()
    this.name = ''
    this.image = ''
    this.alt = ''
    this.labels = []
    this.instances = false
    this.readOnly = false
    this.disabled = false
    this.optional = false
    this.colourOfRegion = null
    this.waiting = 'loading'
    this.message = ''
  }

  get value(): string {
    const { grid, regions, nothing: saidNothing } = this.#state
    if (this.#given !== null || grid === null) return this.#given ?? ''
    const response = responseOfGrid(grid, regions)
    return response.regions.length === 0 && !saidNothing ? '' : JSON.stringify(response)
  }

  set value(value: string) {
    this.#given = value ?? ''
    this.internals.setFormValue(this.#given)
    this.#load()
    this.requestUpdate()
  }

  /** Goes to the picture, where single keys work. */
  override focus(options?: FocusOptions): void {
    this.#stage?.focus(options)
  }

  handleKey(event: KeyboardEvent): boolean {
    if (!this.#viewport?.picture || this.disabled || this.readOnly || event.isComposing) return false
    const place = focusPlace(event, this)
    const isHere = event.composedPath().includes(this)
    const isBusy = this.#keys.cursor !== null || this.#state.outline.length > 0
    if (place === 'text' || (!isHere && !isBusy && (event.key.startsWith('Arrow') || event.key === ' '))) return false
    return this.#keys.press(event, place)
  }

  get #t(): MaskMessages {
    return messages[languageOf(this)]
  }

  get #stage(): HTMLElement | null {
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
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#opening.stop()
    this.#viewport?.close()
    this.#viewport = null
    this.#colours = null
  }

  /** Pages that know nothing of keys of ours still let them work inside. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && this.handleKey(event)) event.preventDefault()
  }

  protected override willUpdate(): void {
    this.#state.instances = this.instances
    this.#state.readOnly = this.readOnly || this.disabled
    if (!this.labels.some(({ value }) => value === this.#state.label)) this.#state.label = this.labels[0]?.value ?? ''
  }

  protected override firstUpdated(): void {
    const overlay = this.renderRoot.querySelector<SVGSVGElement>('.overlay')
    if (overlay === null) throw new Error('the template has an overlay')
    this.#overlay = new MaskOverlay(overlay)
    this.#openView()
  }

  protected override updated(): void {
    if (this.image !== this.#opened) void this.#openPicture()
    this.#draw()
    this.#judge()
  }

  #openView(): void {
    const [frame, canvas] = [this.renderRoot.querySelector<HTMLElement>('.frame'), this.renderRoot.querySelector('canvas')]
    if (frame === null || canvas === null) throw new Error('the template has a frame and a canvas')
    this.#viewport = new Viewport({ frame, canvas, margin: MARGIN, tool: this.#pointer, onView: () => this.#draw() })
    void this.#openPicture()
  }

  async #openPicture(): Promise<void> {
    this.#opening.stop()
    if (this.#viewport === null) return
    this.#opened = this.image
    if (this.image === '') return
    this.#colours = null
    await this.#opening.open(this.#viewport, this.image, ({ w, h }) => {
      // set by script, since policies refuse style attributes
      this.renderRoot.querySelector<HTMLElement>('.frame')?.style.setProperty('--ratio', String(w / h))
      this.#load()
      this.dispatchEvent(new CustomEvent('canut-picture', { detail: { w, h } }))
    })
  }

  /** Paints what was given, once the picture and so its size is there. */
  #load(): void {
    const size = this.#viewport?.picture?.size
    if (size === undefined) return
    const grid = new MaskGrid(size)
    const given = readMask(this.#given ?? '')
    const regions = given === null ? [] : paintResponse(grid, given)
    this.#state.load(grid, regions, given !== null && given.regions.length === 0)
    this.internals.setFormValue(this.value)
    this.#measure()
    this.requestUpdate()
  }

  readonly #pointer: PointerTool = {
    press: ({ point }: PointerAt) => {
      this.#keys.cursor = null
      this.#brush = point
      if (this.#state.tool === 'wand') this.#wand(point)
      else this.#state.press(point)
    },
    drag: ({ point }: PointerAt) => {
      this.#brush = point
      this.#state.drag(point)
      this.#drawOverlay()
    },
    release: () => this.#state.release(),
    cancel: () => this.#state.cancel(),
    hover: (at: PointerAt | null) => {
      this.#brush = at === null || at.touch ? null : at.point
      this.#drawOverlay()
    },
  }

  #wand(at: Point): void {
    const picture = this.#viewport?.picture ?? null
    if (picture === null) return
    try {
      this.#colours ??= new Colours(picture)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      return this.#say('unreadable')
    }
    const colours = this.#colours
    this.#state.fill((grid, value) => colours.fill(grid, at, this.#state.tolerance, value))
  }

  #changed(): void {
    this.requestUpdate()
  }

  #cursorMoved(): void {
    const { cursor, penIsDown } = this.#keys
    if (cursor !== null) this.message = `${this.#t.at(Math.round(cursor[0]), Math.round(cursor[1]))}. ${penIsDown ? this.#t.penDown : ''}`
    this.#drawOverlay()
    this.requestUpdate()
  }

  #say(notice: MaskNotice): void {
    this.message = this.#t.notices[notice]
  }

  #committed(): void {
    this.#given = null
    this.#measure()
    this.internals.setFormValue(this.value)
    this.requestUpdate()
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  #measure(): void {
    const { grid, regions } = this.#state
    const areas = Array.from({ length: regions.length + 1 }, () => 0)
    if (grid !== null) for (const value of grid.cells) if (value > 0) areas[value] = (areas[value] ?? 0) + 1
    this.#areas = areas
  }

  /** At most once a frame, however fast the pointer is. */
  #draw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.regions')
      const { grid, regions, selected } = this.#state
      const view = this.#viewport?.view
      if (canvas === null || grid === null || view === undefined) return
      const colours = regions.map((_, index) => rgbOf(this.#parts.colourOf(index + 1)))
      drawRegions(canvas, grid, view, colours, selected)
      this.#drawOverlay()
    })
  }

  #drawOverlay(): void {
    const view = this.#viewport?.view
    if (view === undefined) return
    const { tool, radius, outline, readOnly } = this.#state
    const paints = (tool === 'brush' || tool === 'eraser') && !readOnly
    const { cursor } = this.#keys
    this.#overlay?.draw({ brush: paints ? (cursor ?? this.#brush) : null, radius, cursor, outline }, view)
  }

  #judge(): void {
    const { outline, readOnly, nothing: saidNothing } = this.#state
    const isEmpty = this.#given === null ? !saidNothing && this.#areas.every((area) => area === 0) : this.#given === ''
    const anchor = this.#stage ?? undefined
    if (!readOnly && outline.length > 0) this.internals.setValidity({ customError: true }, this.#t.unfinished, anchor)
    else if (!readOnly && isEmpty && !this.optional)
      this.internals.setValidity({ valueMissing: true }, this.waiting === null ? this.#t.missing : this.#t.noPicture, anchor)
    else this.internals.setValidity({})
  }

  #colourOf(number: number): string {
    const region = this.#state.find(number)
    if (region !== null && this.colourOfRegion !== null) return this.colourOfRegion(region)
    return this.instances ? colourAt(number - 1) : colourOfLabel(this.labels, region?.label ?? '')
  }

  get #parts(): MaskParts {
    const { labels } = this
    const state = this.#state
    return {
      t: this.#t,
      state,
      labels,
      nameOf: (label) => labels.find(({ value }) => value === label)?.name ?? label,
      colourOf: (number) => this.#colourOf(number),
      colourOfLabel: (label) => colourOfLabel(labels, label),
      shareOf: (number) => {
        const area = this.#areas[number] ?? 0
        if (area === 0 || state.grid === null) return ''
        const percent = (100 * area) / state.grid.cells.length
        const figure = new Intl.NumberFormat(languageOf(this), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
        return this.#t.share(percent < 0.1 ? `< ${figure.format(0.1)}` : figure.format(percent))
      },
      changed: () => this.#changed(),
    }
  }

  protected override render(): unknown {
    const parts = this.#parts
    const { t, state } = parts
    const { readOnly } = state
    const look = drawingMessages[languageOf(this)]
    return html`<div class="drawing ${readOnly ? 'plain' : ''}">
      ${readOnly ? nothing : labelChoices(parts)}
      <div class="main">
        ${readOnly ? nothing : paintTools(parts)}
        <div
          class="frame ${readOnly ? 'still' : ''} ${this.#viewport?.hand === true ? 'hand' : ''}"
          @pointerdown=${() => this.#stage?.focus({ preventScroll: true })}
        >
          <canvas></canvas>
          <canvas class="regions"></canvas>
          <svg class="overlay" aria-hidden="true"></svg>
          <div
            class="stage"
            role="application"
            tabindex="0"
            aria-label=${this.alt === '' ? t.picture : `${t.picture}: ${this.alt}`}
            aria-describedby="status"
          ></div>
          ${this.waiting === null ? nothing : waitTemplate(look, this.waiting, () => void this.#openPicture())}
        </div>
        <p class="status ${this.message === '' ? '' : 'strong'}" id="status" role="status">
          ${this.message === '' && !readOnly ? t.hints[state.tool] : this.message}
        </p>
        ${viewTemplate(look, {
          hand: this.#viewport?.hand ?? false,
          snap: null,
          zoom: (steps) => this.#viewport?.zoom(steps),
          showWhole: () => this.#viewport?.showWhole(),
          toggleHand: () => {
            if (this.#viewport !== null) this.#viewport.hand = !this.#viewport.hand
            this.requestUpdate()
          },
          toggleSnap: () => {},
        })}
      </div>
      <div class="side">${regionList(parts)} ${readOnly ? nothing : keyTable(t)}</div>
    </div>`
  }
}

if (!customElements.get('canut-mask')) customElements.define('canut-mask', CanutMask)
