import type { Point, Size } from '@canut/contract'
import { html, nothing } from 'lit'
import { colourAt } from '../drawing/colours.ts'
import { circumstances } from '../drawing/circumstances.styles.ts'
import { colourOfLabel } from '../drawing/drawing-templates.ts'
import { styles as drawingStyles } from '../drawing/drawing.styles.ts'
import { PictureElement, type KeyPlace } from '../drawing/picture-element.ts'
import type { PointerAt, PointerTool } from '../drawing/viewport.ts'
import { languageOf } from '../language-of.ts'
import { Colours } from './flood.ts'
import { MaskGrid, type Painted } from './mask-grid.ts'
import { MaskKeys } from './mask-keys.ts'
import { drawRegions, rgbOf } from './mask-layer.ts'
import { MaskOverlay } from './mask-overlay.ts'
import { MaskState, type MaskNotice } from './mask-state.ts'
import { keyTable, labelChoices, paintTools, regionList, type MaskParts } from './mask-templates.ts'
import { paintResponse, readMask, responseOfGrid, type Region } from './mask-value.ts'
import { messages, type MaskMessages } from './mask.messages.ts'
import { styles } from './mask.styles.ts'

/** What happens to one region, of which it is worth saying where it lies. */
const ABOUT_ONE: ReadonlySet<MaskNotice> = new Set(['painted', 'relabelled', 'selected'])

/**
 * `<canut-mask>`: paints the pixels of things on a picture, by mouse, touch, keyboard and screen reader, with a brush, an
 * eraser, outlines and fill by colour.
 *
 * Attributes as properties: `data-image` the address, `alt`, `labels` as JSON, `instances` (every thing is a region of its own),
 * `readonly`, `optional` (an empty value is an answer as well). `value` is a MaskResponse as JSON, in natural pixels, regions
 * without overlap; empty as long as nothing is painted and "nothing to label" was not chosen. Each change dispatches `input`; a
 * picture that is shown dispatches `canut-picture` with its size.
 */
export class CanutMask extends PictureElement {
  static override styles = [drawingStyles, styles, circumstances]
  static override properties = {
    instances: { type: Boolean },
    colourOfRegion: { attribute: false },
  }
  declare instances: boolean
  /** in which colour a region is shown, as a hex text; by its label or its place unless told */
  declare colourOfRegion: ((region: Region) => string) | null
  readonly #state = new MaskState({
    committed: () => this.#committed(),
    changed: () => this.#changed(),
    notice: (notice) => this.#say(notice),
  })
  readonly #keys = new MaskKeys(this.#state, {
    middle: () => this.viewport?.middle ?? [0, 0],
    reveal: (point) => this.viewport?.reveal(point),
    zoom: (steps) => this.viewport?.zoom(steps),
    showWhole: () => this.viewport?.showWhole(),
    labels: () => this.labels.map(({ value }) => value),
    wand: (at) => this.#wand(at),
    moved: () => this.#cursorMoved(),
  })
  #overlay: MaskOverlay | null = null
  #colours: Colours | null = null
  /** what is painted of each region, by its number */
  #painted: readonly (Painted | null)[] = []
  #brush: Point | null = null
  #frame = 0

  constructor() {
    super()
    this.instances = false
    this.colourOfRegion = null
  }

  get value(): string {
    const { grid, regions, nothing: saidNothing } = this.#state
    if (this.given !== null || grid === null) return this.given ?? ''
    const response = responseOfGrid(grid, regions)
    return response.regions.length === 0 && !saidNothing ? '' : JSON.stringify(response)
  }

  set value(value: string) {
    this.given = value ?? ''
    this.internals.setFormValue(this.given)
    this.#load()
    this.requestUpdate()
  }

  protected override get isBusy(): boolean {
    return this.#keys.cursor !== null || this.#state.outline.length > 0
  }

  protected override pressKey(event: KeyboardEvent, place: KeyPlace): boolean {
    return !this.readOnly && this.#keys.press(event, place)
  }

  get #t(): MaskMessages {
    return messages[languageOf(this)]
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#colours = null
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
    super.firstUpdated()
  }

  protected override updated(): void {
    super.updated()
    this.#draw()
    this.#judge()
  }

  protected override viewChanged(): void {
    this.#draw()
  }

  protected override pictureLeft(): void {
    this.#colours = null
  }

  protected override pictureCame(size: Size): void {
    this.#load()
    this.dispatchEvent(new CustomEvent('canut-picture', { detail: size }))
  }

  /** Paints what was given, once the picture and so its size is there. */
  #load(): void {
    const size = this.viewport?.picture?.size
    if (size === undefined) return
    const grid = new MaskGrid(size)
    const given = readMask(this.given ?? '')
    const regions = given === null ? [] : paintResponse(grid, given)
    this.#state.load(grid, regions, given !== null && given.regions.length === 0)
    this.internals.setFormValue(this.value)
    this.#measure()
    this.requestUpdate()
  }

  protected override readonly pointer: PointerTool = {
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
    const picture = this.viewport?.picture ?? null
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

  /** What happened, and where what it happened to lies now. */
  #say(notice: MaskNotice): void {
    const { selected, nothing: saidNothing } = this.#state
    const place = ABOUT_ONE.has(notice) ? this.#placeOf(selected) : ''
    const isTakenBack = notice === 'nothing' && !saidNothing
    this.message = isTakenBack ? '' : `${this.#t.notices[notice]}${place === '' ? '' : ` ${place}.`}`
  }

  #committed(): void {
    this.given = null
    this.#measure()
    this.internals.setFormValue(this.value)
    this.requestUpdate()
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  #measure(): void {
    const { grid, regions } = this.#state
    this.#painted = grid?.measure(regions.length) ?? []
  }

  /** At most once a frame, however fast the pointer is. */
  #draw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.regions')
      const { grid, regions, selected } = this.#state
      const view = this.viewport?.view
      if (canvas === null || grid === null || view === undefined) return
      const colours = regions.map((_, index) => rgbOf(this.#parts.colourOf(index + 1)))
      drawRegions(canvas, grid, view, colours, selected)
      this.#drawOverlay()
    })
  }

  #drawOverlay(): void {
    const view = this.viewport?.view
    if (view === undefined) return
    const { tool, radius, outline, readOnly } = this.#state
    const paints = (tool === 'brush' || tool === 'eraser') && !readOnly
    const { cursor } = this.#keys
    this.#overlay?.draw({ brush: paints ? (cursor ?? this.#brush) : null, radius, cursor, outline }, view)
  }

  #judge(): void {
    const { outline, readOnly, nothing: saidNothing } = this.#state
    const isEmpty = this.given === null ? !saidNothing && this.#painted.every((painted) => painted === null) : this.given === ''
    const anchor = this.stage ?? undefined
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

  #nameOf(label: string): string {
    return this.labels.find(({ value }) => value === label)?.name ?? label
  }

  #shareOf(number: number): string {
    const [{ grid }, painted] = [this.#state, this.#painted[number] ?? null]
    if (painted === null || grid === null) return ''
    const percent = (100 * painted.cells) / grid.cells.length
    const figure = new Intl.NumberFormat(languageOf(this), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    return this.#t.share(percent < 0.1 ? `< ${figure.format(0.1)}` : figure.format(percent))
  }

  #placeOf(number: number): string {
    const [region, painted] = [this.#state.find(number), this.#painted[number] ?? null]
    if (region === null || painted === null) return ''
    const { left, top, right, bottom } = painted
    const [label, share] = [this.#nameOf(region.label), this.#shareOf(number)]
    return this.#t.placeOf({ label, share, left, top, width: right - left, height: bottom - top })
  }

  get #parts(): MaskParts {
    const { labels } = this
    const state = this.#state
    return {
      t: this.#t,
      state,
      labels,
      nameOf: (label) => this.#nameOf(label),
      colourOf: (number) => this.#colourOf(number),
      colourOfLabel: (label) => colourOfLabel(labels, label),
      shareOf: (number) => this.#shareOf(number),
      placeOf: (number) => this.#placeOf(number),
      changed: () => this.#changed(),
    }
  }

  protected override render(): unknown {
    const parts = this.#parts
    const { t, state } = parts
    const { readOnly } = state
    return html`<div class="drawing ${readOnly ? 'plain' : ''}">
      ${readOnly ? nothing : labelChoices(parts)}
      ${this.mainTemplate({
        layers: html`<canvas class="regions"></canvas><svg class="overlay" aria-hidden="true"></svg>`,
        name: t.picture,
        hint: t.hints[state.tool],
        tools: paintTools(parts),
      })}
      <div class="side">${regionList(parts)} ${readOnly ? nothing : keyTable(t)}</div>
    </div>`
  }
}

if (!customElements.get('canut-mask')) customElements.define('canut-mask', CanutMask)
