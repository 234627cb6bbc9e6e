import { css, html, nothing, type TemplateResult } from 'lit'
import { isTextList, listOf, membersOf, textOf, type Members } from './values.ts'
import { clamp, colourNumber, colourOf, PaintLayer, pixelsOf, pngOf } from './paint.ts'
import { CrowdWidget } from './widget.ts'

const MOST_LABELS = 200
/** A layer is a byte. */
const MOST_LAYERS = 255
const USUAL_SIZE = 24

interface Layer {
  readonly label: string
  readonly colour: string
}

/** Paints on a picture with a brush, by mouse, touch or keys; the answer holds a picture of the same size, a colour per layer. */
abstract class CrowdSegmentation extends CrowdWidget {
  static override styles = [
    CrowdWidget.styles,
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        margin-block: 0.5rem;
      }
      .tools input[type='range'] {
        min-block-size: 44px;
      }
      .swatch {
        display: inline-block;
        inline-size: 1rem;
        block-size: 1rem;
        margin-inline-end: 0.4rem;
        border-radius: 4px;
        vertical-align: middle;
      }
      .picture canvas {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        touch-action: none;
        cursor: crosshair;
      }
    `,
  ]
  static override properties = {
    ...CrowdWidget.properties,
    src: {},
    labelsText: { attribute: 'labels' },
    initialText: { attribute: 'initial-value' },
    layers: { state: true },
    current: { state: true },
    erasing: { state: true },
    brush: { state: true },
    empty: { state: true },
    failed: { state: true },
  }
  declare src: string
  declare labelsText: string
  declare initialText: string
  declare protected layers: readonly Layer[]
  declare protected current: number
  declare private erasing: boolean
  /** width in natural pixels */
  declare private brush: number
  /** whether there is said to be nothing to label */
  declare private empty: boolean
  declare private failed: boolean
  #labels: readonly string[] | null = null
  #paint: PaintLayer | null = null
  #last: readonly [number, number] | null = null
  /** where keys paint */
  #cursor: [number, number] = [0, 0]
  #touched = false
  /** a draft that came before the picture */
  #waiting: Members | null = null

  constructor() {
    super()
    this.src = ''
    this.labelsText = ''
    this.initialText = ''
    this.layers = []
    this.current = 0
    this.erasing = false
    this.brush = USUAL_SIZE
    this.empty = false
    this.failed = false
  }

  /** the layers that there are before anything is painted */
  protected abstract firstLayers(): readonly Layer[]
  /** the layers that a value names, in the order of their colours */
  protected abstract layersOf(value: Members): readonly Layer[]
  protected abstract answerOf(layers: readonly Layer[], labeledImage: { readonly pngImageData: string }): Members
  protected abstract layersView(): TemplateResult

  get labels(): readonly string[] {
    return this.#labels ?? this.requiredTexts('labels', MOST_LABELS)
  }

  set labels(labels: readonly string[]) {
    this.#labels = isTextList(labels) ? [...labels] : []
    if (this.#paint?.isEmpty !== false) this.layers = this.firstLayers()
    this.requestUpdate()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!this.hasUpdated || changed.has('labelsText')) this.layers = this.firstLayers()
  }

  get submittable(): unknown {
    const paint = this.#paint
    if (paint === null || (paint.isEmpty && !this.empty)) return undefined
    const { used } = paint
    const colours = this.layers.map(({ colour }) => colour)
    const labeledImage = { pngImageData: pngOf(paint.toImage(colours)) }
    const answer = this.answerOf(
      this.layers.filter((_, index) => used.has(index + 1)),
      labeledImage,
    )
    const whole = { inputImageProperties: { height: paint.height, width: paint.width }, ...answer }
    return this.hasAttribute('initial-value') ? { ...whole, initialValueModified: this.#touched } : whole
  }

  get value(): unknown {
    return this.submittable ?? {}
  }

  override get _submittableValue(): unknown {
    return this.value
  }

  restore(value: unknown): void {
    this.#waiting = membersOf(value)
    if (this.#paint !== null) void this.#takeOver(this.#waiting)
  }

  get missing(): string | null {
    return this.submittable === undefined ? this.t.draw : null
  }

  readonly #onLoad = (event: Event): void => {
    const { naturalWidth, naturalHeight } = event.target as HTMLImageElement
    this.#paint = new PaintLayer(naturalWidth, naturalHeight)
    this.#cursor = [naturalWidth / 2, naturalHeight / 2]
    this.brush = Math.max(2, Math.round(Math.max(naturalWidth, naturalHeight) / 25))
    void this.#takeOver(
      this.#waiting ?? membersOf(this.readJson('initial-value', (read) => (typeof read === 'object' ? null : this.t.notAnObject))),
    )
  }

  async #takeOver(value: Members): Promise<void> {
    const paint = this.#paint
    if (paint === null) return
    const given = this.layersOf(value)
    const png = membersOf(value['labeledImage'])['pngImageData']
    const src = typeof value['src'] === 'string' ? value['src'] : typeof png === 'string' ? `data:image/png;base64,${png}` : null
    if (src !== null) {
      if (given.length > 0) this.layers = given
      const pixels = await pixelsOf(src, paint.width, paint.height)
      if (pixels !== null)
        paint.fromImage(
          pixels,
          this.layers.map(({ colour }) => colour),
        )
      this.empty = this.#waiting !== null && paint.isEmpty
    }
    this.draw()
  }

  protected draw(): void {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('canvas.upper-canvas')
    const paint = this.#paint
    if (canvas === null || paint === null) return
    canvas.width = paint.width
    canvas.height = paint.height
    const colours = this.layers.map(({ colour }) => colour)
    const context = canvas.getContext('2d')
    context?.putImageData(paint.toImage(colours, 150), 0, 0)
    if (context !== null && canvas.matches(':focus-visible')) {
      context.strokeStyle = '#fff'
      context.lineWidth = Math.max(1, paint.width / 300)
      context.beginPath()
      context.arc(...this.#cursor, this.brush / 2, 0, 2 * Math.PI)
      context.stroke()
    }
    this.requestUpdate()
  }

  #at(event: PointerEvent): [number, number] {
    const canvas = event.currentTarget as HTMLCanvasElement
    const { left, top, width, height } = canvas.getBoundingClientRect()
    return [((event.clientX - left) / width) * canvas.width, ((event.clientY - top) / height) * canvas.height]
  }

  #stroke(from: readonly [number, number], to: readonly [number, number]): void {
    if (this.disabled || this.layers.length === 0) return
    this.#paint?.line(from, to, this.brush / 2, this.erasing ? 0 : this.current + 1)
    this.#touched = true
    this.empty = false
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    const canvas = event.currentTarget as HTMLCanvasElement
    canvas.setPointerCapture(event.pointerId)
    this.#paint?.remember()
    this.#last = this.#at(event)
    this.#stroke(this.#last, this.#last)
    this.draw()
  }

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#last === null) return
    const to = this.#at(event)
    this.#stroke(this.#last, to)
    this.#last = to
    this.draw()
  }

  readonly #onUp = (): void => {
    if (this.#last === null) return
    this.#last = null
    this.changed()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const paint = this.#paint
    const step = Math.max(1, Math.round(this.brush / (event.shiftKey ? 1 : 4)))
    const moves: Readonly<Record<string, [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }
    const move = moves[event.key]
    if (paint === null) return
    if (move !== undefined) this.#cursor = [clamp(this.#cursor[0] + move[0], paint.width), clamp(this.#cursor[1] + move[1], paint.height)]
    else if (event.key === ' ' || event.key === 'Delete') {
      paint.remember()
      const erasing = this.erasing
      this.erasing = erasing || event.key === 'Delete'
      this.#stroke(this.#cursor, this.#cursor)
      this.erasing = erasing
      this.changed()
    } else return
    event.preventDefault()
    this.draw()
  }

  #undo(): void {
    if (this.#paint?.undo() !== true) return
    this.draw()
    this.changed()
  }

  #sayNothing(): void {
    const paint = this.#paint
    if (paint === null) return
    paint.remember()
    paint.pixels.fill(0)
    this.#touched = true
    this.empty = true
    this.draw()
    this.changed()
  }

  protected toolView(): TemplateResult {
    const { t } = this
    if (this.src === '') this.say('src', t.missingAttribute(this.localName, 'src'))
    return html`${this.layersView()}
      <div class="tools" role="group" aria-label=${this.header || t.labels}>
        <button type="button" aria-pressed=${!this.erasing} @click=${() => (this.erasing = false)}>${t.paint}</button>
        <button type="button" aria-pressed=${this.erasing} @click=${() => (this.erasing = true)}>${t.erase}</button>
        <label
          >${t.brushSize}
          <input
            type="range"
            min="1"
            max="200"
            .value=${String(this.brush)}
            @input=${(event: Event) => {
              event.stopPropagation()
              this.brush = Number((event.target as HTMLInputElement).value)
            }}
        /></label>
        <button type="button" @click=${() => this.#undo()}>${t.undo}</button>
        <button type="button" aria-pressed=${this.empty} @click=${() => this.#sayNothing()}>${t.nothing}</button>
      </div>
      ${this.failed ? html`<p class="missing" role="alert">${t.pictureMissing}</p>` : nothing}
      <span class="picture"
        ><img src=${this.src} alt="" @load=${this.#onLoad} @error=${() => (this.failed = true)} />
        <canvas
          class="upper-canvas"
          role="application"
          tabindex="0"
          aria-label=${t.paintHere}
          @pointerdown=${this.#onDown}
          @pointermove=${this.#onMove}
          @pointerup=${this.#onUp}
          @pointercancel=${this.#onUp}
          @keydown=${this.#onKey}
          @focus=${() => this.draw()}
          @blur=${() => this.draw()}
        ></canvas
      ></span>`
  }

  protected choiceView(name: (layer: Layer, index: number) => string): TemplateResult {
    return html`<fieldset class="options" role="radiogroup" aria-label=${this.t.labels} @input=${(event: Event) => event.stopPropagation()}>
      ${this.layers.map(
        (layer, index) =>
          html`<label class="option"
            ><input
              type="radio"
              name="layer"
              .checked=${index === this.current}
              @change=${(event: Event) => {
                event.stopPropagation()
                this.current = index
                this.erasing = false
              }}
            /><span
              ><svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill=${layer.colour} /></svg
              >${name(layer, index)}</span
            ></label
          >`,
      )}
    </fieldset>`
  }
}

/** `<crowd-semantic-segmentation>`: a colour for each label. */
export class CrowdSemanticSegmentation extends CrowdSegmentation {
  protected firstLayers(): readonly Layer[] {
    return this.labels.map((label, index) => ({ label, colour: colourNumber(index) }))
  }

  protected layersOf(value: Members): readonly Layer[] {
    const mappings = membersOf(value['labelMappings'])
    if (Object.keys(mappings).length === 0) return []
    // labels that are not in the mappings can still be painted, in colours that are free
    const taken = new Set(Object.values(mappings).map((mapping, index) => colourOf(mapping, index)))
    let next = 0
    const freeColour = (): string => {
      while (taken.has(colourNumber(next))) next += 1
      const colour = colourNumber(next)
      taken.add(colour)
      return colour
    }
    return this.labels.map((label) => ({ label, colour: Object.hasOwn(mappings, label) ? colourOf(mappings[label], 0) : freeColour() }))
  }

  protected answerOf(layers: readonly Layer[], labeledImage: { readonly pngImageData: string }): Members {
    return { labelMappings: Object.fromEntries(layers.map(({ label, colour }) => [label, { color: colour }])), labeledImage }
  }

  protected layersView(): TemplateResult {
    return this.choiceView(({ label }) => label)
  }
}

/** `<crowd-instance-segmentation>`: a colour for each object; several may have one label. */
export class CrowdInstanceSegmentation extends CrowdSegmentation {
  protected firstLayers(): readonly Layer[] {
    const [label] = this.labels
    return label === undefined ? [] : [{ label, colour: colourNumber(0) }]
  }

  protected layersOf(value: Members): readonly Layer[] {
    return listOf(value['instances']).map((instance, index) => ({
      label: textOf(membersOf(instance)['label']),
      colour: colourOf(instance, index),
    }))
  }

  protected answerOf(layers: readonly Layer[], labeledImage: { readonly pngImageData: string }): Members {
    return { instances: layers.map(({ label, colour }) => ({ color: colour, label })), labeledImage }
  }

  #add(label: string): void {
    if (this.layers.length >= MOST_LAYERS) return
    const taken = new Set(this.layers.map(({ colour }) => colour))
    let index = this.layers.length
    while (taken.has(colourNumber(index))) index += 1
    this.layers = [...this.layers, { label, colour: colourNumber(index) }]
    this.current = this.layers.length - 1
  }

  protected layersView(): TemplateResult {
    return html`${this.choiceView(({ label }, index) => this.t.object(label, index + 1))}
      <div class="tools">
        ${this.labels.map((label) => html`<button type="button" @click=${() => this.#add(label)}>${this.t.addObject}: ${label}</button>`)}
      </div>`
  }
}
