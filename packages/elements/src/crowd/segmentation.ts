import type { MaskRegion, MaskResponse, Size } from '@canut/contract'
import { html, type TemplateResult } from 'lit'
import '../mask/canut-mask.ts'
import type { CanutMask } from '../mask/canut-mask.ts'
import { readMask } from '../mask/mask-value.ts'
import { crowdLanguage } from './crowd.messages.ts'
import { colourNumber, colourOf, maskOfPicture, pictureOfMask, pixelsOf, pngOf, type Layer } from './mask-pictures.ts'
import { isTextList, listOf, membersOf, textOf, type Members } from './values.ts'
import { CrowdWidget } from './widget.ts'

const MOST_LABELS = 200

/** Paints on a picture with the tools of canut-mask; the answer holds a picture of the same size, a colour per layer. */
abstract class CrowdSegmentation extends CrowdWidget {
  static override properties = {
    ...CrowdWidget.properties,
    src: {},
    labelsText: { attribute: 'labels' },
    initialText: { attribute: 'initial-value' },
    given: { state: true },
  }
  declare src: string
  declare labelsText: string
  declare initialText: string
  /** what was painted before, as canut-mask reads it */
  declare private given: string
  #labels: readonly string[] | null = null
  #size: Size | null = null
  #modified = false
  /** a draft, which is painted once the size of the picture is known */
  #draft: Members | null = null
  #answered: { readonly mask: string; readonly answer: Members } | null = null
  /** of what was given, in its colours */
  protected layers: readonly Layer[] = []

  constructor() {
    super()
    this.src = ''
    this.labelsText = ''
    this.initialText = ''
    this.given = ''
  }

  /** whether each object has a colour, or each label */
  protected abstract readonly instances: boolean
  /** the layers that a value names, in the order of their colours */
  protected abstract layersOf(value: Members): readonly Layer[]
  protected abstract colourOfRegion(region: Pick<MaskRegion, 'id' | 'label'>): string
  protected abstract answerOf(regions: readonly MaskRegion[]): Members

  get labels(): readonly string[] {
    return this.#labels ?? this.requiredTexts('labels', MOST_LABELS)
  }

  /** As scripts of templates set it, also to nothing; what is painted already stays. */
  set labels(labels: readonly string[]) {
    this.#labels = isTextList(labels) ? [...labels] : []
    this.requestUpdate()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('labelsText') && this.hasUpdated) this.#labels = null
  }

  get #mask(): CanutMask | null {
    return this.renderRoot?.querySelector<CanutMask>('canut-mask') ?? null
  }

  get submittable(): unknown {
    const text = this.#mask?.value ?? ''
    const mask = readMask(text)
    if (mask === null) return undefined
    // a picture is made of it each time something is kept: not twice of the same mask
    if (this.#answered?.mask !== text) this.#answered = { mask: text, answer: this.#answer(mask) }
    const { answer } = this.#answered
    return this.hasAttribute('initial-value') ? { ...answer, initialValueModified: this.#modified } : answer
  }

  #answer(mask: MaskResponse): Members {
    const { w, h } = mask.size
    const image = pictureOfMask(mask, (region) => this.colourOfRegion(region))
    const labeledImage = { pngImageData: pngOf(image) }
    return { inputImageProperties: { height: h, width: w }, ...this.answerOf(mask.regions), labeledImage }
  }

  get value(): unknown {
    return this.submittable ?? {}
  }

  override get _submittableValue(): unknown {
    return this.value
  }

  restore(value: unknown): void {
    this.#draft = membersOf(value)
    this.#modified = this.#draft['initialValueModified'] === true
    if (this.#size !== null) void this.#paint(this.#draft, this.#size)
  }

  get missing(): string | null {
    const said = this.#mask?.validationMessage ?? ''
    if (said !== '') return said
    return this.submittable === undefined ? this.t.draw : null
  }

  readonly #onPicture = ({ detail }: CustomEvent<Size>): void => {
    this.#size = detail
    const initial = () => membersOf(this.readJson('initial-value', (read) => (typeof read === 'object' ? null : this.t.notAnObject)))
    void this.#paint(this.#draft ?? initial(), detail)
  }

  /** Paints what a value has, in the colours that it has. */
  async #paint(value: Members, { w, h }: Size): Promise<void> {
    const png = membersOf(value['labeledImage'])['pngImageData']
    const src = typeof value['src'] === 'string' ? value['src'] : typeof png === 'string' ? `data:image/png;base64,${png}` : null
    this.layers = this.layersOf(value)
    const pixels = src === null ? null : await pixelsOf(src, w, h)
    const mask = pixels === null ? null : maskOfPicture(pixels, this.layers)
    const isSaid = mask !== null && (mask.regions.length > 0 || value === this.#draft)
    this.given = isSaid ? JSON.stringify(mask) : ''
    this.#answered = null
    // also where it is what was given before, and something else was painted since
    if (this.#mask !== null) this.#mask.value = this.given
    this.requestUpdate()
  }

  protected toolView(): TemplateResult {
    if (this.src === '') this.say('src', this.t.missingAttribute(this.localName, 'src'))
    const labels = this.labels.map((label) => ({ value: label, name: label, colour: this.colourOfRegion({ id: '', label }) }))
    return html`<canut-mask
        lang=${crowdLanguage()}
        data-image=${this.src}
        alt=${this.header}
        .labels=${labels}
        .colourOfRegion=${(region: MaskRegion) => this.colourOfRegion(region)}
        .value=${this.given}
        ?instances=${this.instances}
        ?disabled=${this.disabled}
        @input=${this.#onPaint}
        @canut-picture=${this.#onPicture}
      ></canut-mask>
      <canvas class="upper-canvas" hidden></canvas>`
  }

  readonly #onPaint = (event: Event): void => {
    event.stopPropagation()
    this.#modified = true
    this.changed()
  }
}

/** `<crowd-semantic-segmentation>`: a colour for each label. */
export class CrowdSemanticSegmentation extends CrowdSegmentation {
  protected override readonly instances = false

  protected layersOf(value: Members): readonly Layer[] {
    const mappings = membersOf(value['labelMappings'])
    // labels that are not in the mappings can still be painted, in colours that are free
    const taken = new Set(Object.values(mappings).map((mapping, index) => colourOf(mapping, index)))
    let next = 0
    const freeColour = (): string => {
      while (taken.has(colourNumber(next))) next += 1
      const colour = colourNumber(next)
      taken.add(colour)
      return colour
    }
    return this.labels.map((label, index) => ({
      id: `r${index + 1}`,
      label,
      colour: Object.hasOwn(mappings, label) ? colourOf(mappings[label], 0) : freeColour(),
    }))
  }

  protected colourOfRegion({ label }: Pick<MaskRegion, 'label'>): string {
    return this.layers.find((layer) => layer.label === label)?.colour ?? colourNumber(Math.max(0, this.labels.indexOf(label)))
  }

  protected answerOf(regions: readonly MaskRegion[]): Members {
    const painted = new Set(regions.map(({ label }) => label))
    const used = this.labels.filter((label) => painted.has(label))
    return { labelMappings: Object.fromEntries(used.map((label) => [label, { color: this.colourOfRegion({ label }) }])) }
  }
}

/** `<crowd-instance-segmentation>`: a colour for each object; several may have one label. */
export class CrowdInstanceSegmentation extends CrowdSegmentation {
  protected override readonly instances = true
  /** of objects that are painted here */
  readonly #colours = new Map<string, string>()

  protected layersOf(value: Members): readonly Layer[] {
    this.#colours.clear()
    return listOf(value['instances']).map((instance, index) => ({
      id: `r${index + 1}`,
      label: textOf(membersOf(instance)['label']),
      colour: colourOf(instance, index),
    }))
  }

  /** Each object keeps the colour that it had first, whatever becomes of the others. */
  protected colourOfRegion({ id, label }: Pick<MaskRegion, 'id' | 'label'>): string {
    if (id === '') return colourNumber(Math.max(0, this.labels.indexOf(label)))
    const given = this.layers.find((layer) => layer.id === id)?.colour ?? this.#colours.get(id)
    if (given !== undefined) return given
    const taken = new Set([...this.layers.map(({ colour }) => colour), ...this.#colours.values()])
    let index = 0
    while (taken.has(colourNumber(index))) index += 1
    this.#colours.set(id, colourNumber(index))
    return colourNumber(index)
  }

  protected answerOf(regions: readonly MaskRegion[]): Members {
    return { instances: regions.map((region) => ({ color: this.colourOfRegion(region), label: region.label })) }
  }
}
