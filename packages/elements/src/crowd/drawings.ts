import { html, type TemplateResult } from 'lit'
import '../drawing/canut-drawing.ts'
import type { Tool } from '../drawing/shapes.ts'
import { isTextList, listOf, membersOf, numberOf, type Members } from './values.ts'
import { crowdLanguage } from './crowd.messages.ts'
import { CrowdWidget } from './widget.ts'

/** Ten are documented; templates with a few more work elsewhere too. */
const MOST_LABELS = 200

/** Native width and height as this dialect writes them. */
interface ImageProperties {
  readonly height: number
  readonly width: number
}

interface Drawing extends HTMLElement {
  value: string
}

/** Lets a person draw on a picture; the answer is in natural pixels, whole numbers, from the upper left corner. */
abstract class CrowdDrawing extends CrowdWidget {
  static override properties: Record<string, object> = {
    ...CrowdWidget.properties,
    src: {},
    labelsText: { attribute: 'labels' },
    coloursText: { attribute: 'label-colors' },
    initialText: { attribute: 'initial-value' },
    given: { state: true },
  }
  declare src: string
  declare labelsText: string
  declare coloursText: string
  declare initialText: string
  /** a draft, as the drawing reads it */
  declare private given: string
  #labels: readonly string[] | null = null

  constructor() {
    super()
    this.src = ''
    this.labelsText = ''
    this.coloursText = ''
    this.initialText = ''
    this.given = ''
  }

  protected abstract readonly tool: Tool
  /** the member of the answer that lists the shapes */
  protected abstract readonly member: string
  /** the shapes of a response of ours as this dialect writes them */
  protected abstract toCrowd(response: Members): unknown[]
  /** and back; what cannot be drawn is left out */
  protected abstract fromCrowd(shapes: readonly Members[]): Members

  get labels(): readonly string[] {
    return this.#labels ?? this.requiredTexts('labels', MOST_LABELS)
  }

  /** As scripts of templates set it, also to nothing; what is drawn already stays. */
  set labels(labels: readonly string[]) {
    this.#labels = isTextList(labels) ? [...labels] : []
    this.requestUpdate()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('labelsText') && this.hasUpdated) this.#labels = null
  }

  get #drawing(): Drawing | null {
    return this.renderRoot?.querySelector<Drawing>('canut-drawing') ?? null
  }

  get #response(): Members | null {
    const text = this.#drawing?.value ?? ''
    return text === '' ? null : membersOf(JSON.parse(text))
  }

  get submittable(): unknown {
    const response = this.#response
    if (response === null) return undefined
    const shapes = this.toCrowd(response)
    const size = membersOf(response['size'])
    const inputImageProperties: ImageProperties = { height: numberOf(size['h']) ?? 0, width: numberOf(size['w']) ?? 0 }
    const answer = { [this.member]: shapes, inputImageProperties }
    if (!this.hasAttribute('initial-value')) return answer
    const before = this.toCrowd(this.fromCrowd(this.#initial))
    return { ...answer, initialValueModified: JSON.stringify(before) !== JSON.stringify(shapes) }
  }

  /** As scripts of templates read it: with an empty list as long as nothing is drawn. */
  get value(): unknown {
    return this.submittable ?? { [this.member]: [] }
  }

  override get _submittableValue(): unknown {
    return structuredClone(this.value)
  }

  restore(value: unknown): void {
    const members = membersOf(value)
    if (value === undefined) {
      this.given = ''
      return
    }
    const { width, height } = membersOf(members['inputImageProperties'])
    const size = { w: numberOf(width) ?? 1, h: numberOf(height) ?? 1 }
    this.given = JSON.stringify({ size, ...this.fromCrowd(listOf(members[this.member]).map(membersOf)) })
  }

  get missing(): string | null {
    const drawing = this.#drawing
    if (
      drawing !== null &&
      'validationMessage' in drawing &&
      typeof drawing.validationMessage === 'string' &&
      drawing.validationMessage !== ''
    )
      return drawing.validationMessage
    return this.submittable === undefined ? this.t.draw : null
  }

  /** What is given to begin with: a list, or an object with one under the same name as in the answer. */
  get #initial(): Members[] {
    const value = this.readJson('initial-value', (read) => (typeof read === 'object' ? null : this.t.notAnObject))
    const list = Array.isArray(value) ? (value as unknown[]) : listOf(membersOf(value)[this.member])
    return list.map(membersOf).filter(({ label }) => typeof label === 'string' && this.labels.includes(label))
  }

  get #colours(): readonly string[] {
    const value = this.readJson('label-colors', (read) => (isTextList(read) ? null : this.t.notAList))
    return isTextList(value) ? value : []
  }

  protected toolView(): TemplateResult {
    if (this.src === '') this.say('src', this.t.missingAttribute(this.localName, 'src'))
    const colours = this.#colours
    const labels = this.labels.map((label, index) => ({
      value: label,
      name: label,
      ...(colours[index] === undefined ? {} : { colour: colours[index] }),
    }))
    const initial = this.#initial
    return html`<canut-drawing
        lang=${crowdLanguage()}
        tool=${this.tool}
        data-image=${this.src}
        .labels=${labels}
        .initial=${initial.length === 0 ? '' : JSON.stringify(this.fromCrowd(initial))}
        .value=${this.given}
        ?no-crossing=${this.tool === 'polygon'}
        ?disabled=${this.disabled}
        alt=${this.header}
        @input=${this.#onDraw}
      ></canut-drawing>
      <canvas class="upper-canvas" hidden></canvas>`
  }

  readonly #onDraw = (event: Event): void => {
    event.stopPropagation()
    this.changed()
  }
}

/** The shapes of a response, each with its label and the members that are asked for. */
const shapesIn = (response: Members, list: string): Members[] => listOf(response[list]).map(membersOf)

const toVertices = (points: unknown): { x: number; y: number }[] =>
  listOf(points).map((point) => {
    const [x, y] = listOf(point)
    return { x: numberOf(x) ?? 0, y: numberOf(y) ?? 0 }
  })

/** Answers are in whole pixels; what models suggest often is not, and rows of files may hold numbers as texts. */
function pixelOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const whole = numberOf(number)
  return whole === null ? null : Math.round(whole)
}

const fromVertices = (vertices: unknown): [number, number][] =>
  listOf(vertices).flatMap((vertex): [number, number][] => {
    const [x, y] = [pixelOf(membersOf(vertex)['x']), pixelOf(membersOf(vertex)['y'])]
    return x === null || y === null ? [] : [[x, y]]
  })

/** `<crowd-bounding-box>` */
export class CrowdBoundingBox extends CrowdDrawing {
  protected override readonly tool = 'box'
  protected override readonly member = 'boundingBoxes'

  protected toCrowd(response: Members): unknown[] {
    return shapesIn(response, 'boxes').map(({ label, x, y, w, h }) => ({ height: h, label, left: x, top: y, width: w }))
  }

  protected fromCrowd(shapes: readonly Members[]): Members {
    const boxes = shapes.flatMap(({ label, left, top, width, height }) => {
      const [x, y, w, h] = [pixelOf(left), pixelOf(top), pixelOf(width), pixelOf(height)]
      return x === null || y === null || w === null || h === null ? [] : [{ label, x, y, w: Math.max(1, w), h: Math.max(1, h) }]
    })
    return { boxes: boxes.map((box, index) => ({ id: `s${index + 1}`, ...box })) }
  }
}

/** What polygons and lines have in common: vertices. */
abstract class CrowdOutline extends CrowdDrawing {
  protected toCrowd(response: Members): unknown[] {
    return shapesIn(response, 'shapes').map(({ label, points }) => ({ label, vertices: toVertices(points) }))
  }

  protected fromCrowd(shapes: readonly Members[]): Members {
    const closed = this.tool === 'polygon'
    return { shapes: shapes.map(({ label, vertices }, index) => ({ id: `s${index + 1}`, label, closed, points: fromVertices(vertices) })) }
  }
}

/** `<crowd-polygon>`: closed outlines that do not cross themselves. */
export class CrowdPolygon extends CrowdOutline {
  protected override readonly tool = 'polygon'
  protected override readonly member = 'polygons'
}

/** `<crowd-polyline>` */
export class CrowdPolyline extends CrowdOutline {
  protected override readonly tool = 'polyline'
  protected override readonly member = 'polylines'
}

/** `<crowd-line>` */
export class CrowdLine extends CrowdOutline {
  protected override readonly tool = 'line'
  protected override readonly member = 'lines'
}

/** `<crowd-keypoint>` */
export class CrowdKeypoint extends CrowdDrawing {
  protected override readonly tool = 'point'
  protected override readonly member = 'keypoints'

  protected toCrowd(response: Members): unknown[] {
    return shapesIn(response, 'objects').flatMap(({ label, points }) =>
      listOf(points).map((point) => ({ label, x: membersOf(point)['x'], y: membersOf(point)['y'] })),
    )
  }

  protected fromCrowd(shapes: readonly Members[]): Members {
    const points = shapes.flatMap(({ label, x: left, y: top }) => {
      const [x, y] = [pixelOf(left), pixelOf(top)]
      return x === null || y === null ? [] : [{ name: label, x, y, v: 2 }]
    })
    return { objects: points.map((point, index) => ({ id: `s${index + 1}`, label: point.name, points: [point] })) }
  }
}
