import { html, nothing, svg, type TemplateResult } from 'lit'
import { isMembers, isTextList, listOf, membersOf, numberOf, textOf } from './values.ts'
import { hasRegion } from './regions.ts'
import { CrowdWidget } from './widget.ts'

/** More than anybody reads, so that a mistake does not make a page of a million buttons. */
const MOST_CATEGORIES = 500

/** Categories to choose from, for whatever stands above them. */
abstract class CrowdChooser extends CrowdWidget {
  static override properties: Record<string, object> = {
    ...CrowdWidget.properties,
    // its text stays as the author wrote it, for scripts that read it
    categoriesText: { attribute: 'categories' },
    exclusionText: { attribute: 'exclusion-category' },
    chosen: { state: true },
    excluded: { state: true },
  }
  declare categoriesText: string
  declare exclusionText: string
  declare protected chosen: readonly string[]
  declare protected excluded: boolean
  #set: readonly string[] | null = null
  protected abstract readonly multiple: boolean

  constructor() {
    super()
    this.categoriesText = ''
    this.exclusionText = ''
    this.chosen = []
    this.excluded = false
  }

  get categories(): readonly string[] {
    return this.#set ?? this.offered
  }

  /** what the attribute offers */
  protected get offered(): readonly string[] {
    return this.requiredTexts('categories', MOST_CATEGORIES)
  }

  /** As scripts of templates set it; also to nothing. */
  set categories(categories: readonly string[]) {
    this.#set = isTextList(categories) ? [...categories] : []
    this.chosen = this.chosen.filter((each) => this.#set?.includes(each))
    this.requestUpdate()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('categoriesText') && this.hasUpdated) this.#set = null
  }

  get submittable(): unknown {
    if (this.multiple) return this.chosen.length > 0 || this.excluded ? { labels: this.#inOrder } : undefined
    const [label] = this.chosen
    return label === undefined ? undefined : { label }
  }

  get #inOrder(): string[] {
    return this.categories.filter((category) => this.chosen.includes(category))
  }

  /** What a listener to `change` reads. */
  get value(): unknown {
    return this.multiple ? this.#inOrder : (this.chosen[0] ?? null)
  }

  restore(value: unknown): void {
    const members = membersOf(value)
    const chosen = this.multiple ? listOf(members['labels']) : [members['label']]
    this.chosen = chosen.filter((each) => typeof each === 'string')
    this.excluded = this.multiple && Array.isArray(members['labels']) && this.chosen.length === 0
  }

  get missing(): string | null {
    if (this.submittable !== undefined) return null
    return this.multiple ? this.t.chooseSome : this.t.chooseOne
  }

  get #exclusion(): string | null {
    if (!this.multiple) return null
    const value = this.readJson('exclusion-category', (read) => (isMembers(read) ? null : this.t.notAnObject))
    if (value === null) return null
    const { text } = membersOf(value)
    return typeof text === 'string' && text !== '' ? text : this.t.noCategory
  }

  readonly #onChoose = (event: Event): void => {
    const { value, checked } = event.target as HTMLInputElement
    event.stopPropagation()
    if (!this.multiple) this.chosen = [value]
    else this.chosen = checked ? [...this.chosen, value] : this.chosen.filter((each) => each !== value)
    this.excluded = false
    this.changed()
  }

  readonly #onExclude = (event: Event): void => {
    event.stopPropagation()
    this.excluded = (event.target as HTMLInputElement).checked
    if (this.excluded) this.chosen = []
    this.changed()
  }

  /** the inner `input` event is ours: one that crosses the shadow root follows */
  readonly #keepIn = (event: Event): void => event.stopPropagation()

  protected optionsView(): TemplateResult {
    const exclusion = this.#exclusion
    const type = this.multiple ? 'checkbox' : 'radio'
    return html`<fieldset class="options category-picker-wrapper" @input=${this.#keepIn} ?disabled=${this.disabled}>
      <legend>${this.t.categories}</legend>
      ${this.categories.map(
        (category) =>
          html`<label class="option"
            ><input
              type=${type}
              name="category"
              .value=${category}
              .checked=${this.chosen.includes(category)}
              ?disabled=${this.excluded}
              aria-describedby=${this.complaint === '' ? nothing : 'missing'}
              @change=${this.#onChoose}
            /><span>${category}</span></label
          >`,
      )}
      ${
        exclusion === null
          ? nothing
          : html`<label class="option"
              ><input type="checkbox" .checked=${this.excluded} @change=${this.#onExclude} /><span>${exclusion}</span></label
            >`
      }
    </fieldset>`
  }

  protected toolView() {
    return html`<slot name="classification-target"></slot>${this.optionsView()}`
  }
}

/** `<crowd-classifier>` */
export class CrowdClassifier extends CrowdChooser {
  protected override readonly multiple = false
}

/** `<crowd-classifier-multi-select>` */
export class CrowdClassifierMultiSelect extends CrowdChooser {
  protected override readonly multiple = true
}

interface Overlay {
  readonly boxes: readonly {
    readonly label: string
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
  }[]
  /** a mask to lay over the picture */
  readonly mask: string | null
  readonly legend: readonly string[]
}

/** Choosers about a picture, with what is drawn on it in a verification, and a comment of the worker. */
abstract class CrowdImageChooser extends CrowdChooser {
  static override properties = {
    ...CrowdChooser.properties,
    src: {},
    overlayText: { attribute: 'overlay' },
    comment: { state: true },
    size: { state: true },
  }
  declare src: string
  declare overlayText: string
  declare protected comment: string
  declare private size: { readonly w: number; readonly h: number } | null

  constructor() {
    super()
    this.src = ''
    this.overlayText = ''
    this.comment = ''
    this.size = null
  }

  override get submittable(): unknown {
    const chosen = super.submittable
    return chosen === undefined || this.comment === '' ? chosen : { ...membersOf(chosen), workerComment: this.comment }
  }

  override restore(value: unknown): void {
    super.restore(value)
    const { workerComment } = membersOf(value)
    this.comment = typeof workerComment === 'string' ? workerComment : ''
  }

  get #overlay(): Overlay | null {
    const value = membersOf(this.readJson('overlay', (read) => (isMembers(read) ? null : this.t.notAnObject)))
    const boxes = membersOf(value['boundingBox'])
    const mask = membersOf(value['semanticSegmentation'] ?? value['instanceSegmentation'])
    if (Object.keys(value).length === 0) return null
    const read = listOf(boxes['value']).map(membersOf)
    return {
      boxes: read.flatMap(({ label, left, top, width, height }) => {
        const sides = [left, top, width, height].map(numberOf)
        const [x, y, w, h] = sides
        return x === null || y === null || w === null || h === null
          ? []
          : [{ label: textOf(label), left: x!, top: y!, width: w!, height: h! }]
      }),
      mask: typeof mask['src'] === 'string' ? mask['src'] : null,
      legend: [
        ...Object.keys(membersOf(mask['labelMappings'])),
        ...listOf(mask['instances']).map((each) => textOf(membersOf(each)['label'])),
      ],
    }
  }

  readonly #onLoad = (event: Event): void => {
    const { naturalWidth: w, naturalHeight: h } = event.target as HTMLImageElement
    this.size = { w, h }
  }

  readonly #onComment = (event: Event): void => {
    event.stopPropagation()
    this.comment = (event.target as HTMLTextAreaElement).value
    this.changed()
  }

  #pictureView(): TemplateResult {
    const overlay = this.#overlay
    const { size } = this
    return html`<span class="picture"
        ><img src=${this.src} alt=${this.ariaLabel ?? ''} @load=${this.#onLoad} />
        ${overlay?.mask ? html`<img src=${overlay.mask} alt="" style="position:absolute;inset:0;inline-size:100%;block-size:100%;opacity:.5" />` : nothing}
        ${
          overlay === null || size === null || overlay.boxes.length === 0
            ? nothing
            : html`<svg
                viewBox="0 0 ${size.w} ${size.h}"
                style="position:absolute;inset:0;inline-size:100%;block-size:100%"
                aria-hidden="true"
              >
                ${overlay.boxes.map(
                  ({ left, top, width, height }) =>
                    svg`<rect x=${left} y=${top} width=${width} height=${height} fill="none" stroke="#e8383b" stroke-width="3" vector-effect="non-scaling-stroke"/>`,
                )}
              </svg>`
        }
      </span>
      ${
        overlay === null
          ? nothing
          : html`<ul>
              ${[...overlay.boxes.map(({ label }) => label), ...overlay.legend].map((label) => html`<li>${label}</li>`)}
            </ul>`
      }`
  }

  #commentView(): TemplateResult | typeof nothing {
    if (!hasRegion(this, 'worker-comment')) return nothing
    const region = [...this.children].find((child) => child.localName === 'worker-comment')
    const header = region?.getAttribute('header') ?? this.t.comment
    const link = region?.getAttribute('link-text') ?? this.t.comment
    return html`<details ?open=${this.comment !== ''}>
      <summary>${link}</summary>
      <label
        >${header}
        <textarea
          rows="3"
          .value=${this.comment}
          placeholder=${region?.getAttribute('placeholder') ?? nothing}
          @input=${this.#onComment}
        ></textarea>
      </label>
      <slot name="worker-comment"></slot>
    </details>`
  }

  protected override toolView() {
    if (this.src === '') this.say('src', this.t.missingAttribute(this.localName, 'src'))
    return html`${this.#pictureView()}${this.optionsView()}${this.#commentView()}`
  }
}

/** `<crowd-image-classifier>` */
export class CrowdImageClassifier extends CrowdImageChooser {
  protected override readonly multiple = false
}

/** `<crowd-image-classifier-multi-select>` */
export class CrowdImageClassifierMultiSelect extends CrowdImageChooser {
  protected override readonly multiple = true
}
