import type { Size } from '@canut/contract'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { languageOf } from '../language-of.ts'
import { DrawingKeys } from './drawing-keys.ts'
import { skeletonsOf, type ShapeQuestion, type SkeletonOption } from './drawing-options.ts'
import { DrawingPointer } from './drawing-pointer.ts'
import { DrawingState, type Draft, type Notice } from './drawing-state.ts'
import {
  colourOfLabel,
  keysTemplate,
  labelsTemplate,
  listTemplate,
  selectedTemplate,
  toolsTemplate,
  type DrawingParts,
} from './drawing-templates.ts'
import { messages, type DrawingMessages } from './drawing.messages.ts'
import { circumstances } from './circumstances.styles.ts'
import { styles } from './drawing.styles.ts'
import { Overlay } from './overlay.ts'
import { PictureElement, type KeyPlace } from './picture-element.ts'
import { responseOf, shapesOf, unfinishedOf } from './response-value.ts'
import { ShapeLayer } from './shape-layer.ts'
import { NO_SKELETONS, scaled, TOOLS, type Drawn, type Skeletons, type Tool } from './shapes.ts'
import { hintOf, noticeSentence } from './spoken.ts'

const POINT_BY_POINT: ReadonlySet<Tool> = new Set(['polygon', 'polyline', 'keypoints'])

/**
 * `<canut-drawing>`: boxes, outlines, lines, points or skeletons on a picture, by mouse, touch, keyboard and screen reader.
 *
 * Everything can be set as attributes (lists as JSON) or properties. `value` is a BboxResponse, PolygonResponse or
 * KeypointsResponse as JSON, by the tool (`point`: keypoints of one point each, named like the label), in natural pixels; empty
 * as long as nothing is drawn and "nothing to label" was not chosen. Each change dispatches `input`. Elsewhere than in a form it
 * does the same, without `name`. As a field of a form it keeps an outline that is not finished in `value` as well, as `unfinished`:
 * for drafts, since it cannot be sent so.
 */
export class CanutDrawing extends PictureElement {
  static override styles = [styles, circumstances]
  static override properties = {
    tool: {},
    skeleton: { type: Object },
    questions: { type: Array },
    minSize: { type: Number, attribute: 'min-size' },
    noCrossing: { type: Boolean, attribute: 'no-crossing' },
    initial: {},
  }
  declare tool: Tool
  declare skeleton: SkeletonOption | null
  declare questions: readonly ShapeQuestion[]
  declare minSize: number
  declare noCrossing: boolean
  /** what was suggested, as a value: shapes that still equal it are marked. It is the value as long as there is none. */
  declare initial: string
  readonly #state = new DrawingState({
    committed: () => this.#committed(),
    passing: () => this.#passing(),
    notice: (notice) => this.#notice(notice),
  })
  protected override readonly pointer = new DrawingPointer(this.#state, () => this.viewport?.view.scale ?? 1)
  readonly #keys = new DrawingKeys(
    this.#state,
    {
      middle: () => this.viewport?.middle ?? [0, 0],
      shown: () => this.viewport?.shown ?? { w: 1, h: 1 },
      reveal: (point) => this.viewport?.reveal(point),
      zoom: (steps) => this.viewport?.zoom(steps),
      showWhole: () => this.viewport?.showWhole(),
    },
    () => this.labels.map(({ value }) => value),
  )
  #layer: ShapeLayer | null = null
  #overlay: Overlay | null = null
  #skeletons: Skeletons = NO_SKELETONS
  #suggested: ReadonlyMap<string, Drawn> = new Map()
  #shownAs = ''
  /** the unfinished shape that the form has been told of */
  #drafted: Draft | null = null

  constructor() {
    super()
    this.tool = 'box'
    this.skeleton = null
    this.questions = []
    this.minSize = 1
    this.noCrossing = false
    this.initial = ''
  }

  get value(): string {
    if (this.given !== null) return this.given
    const { shapes, nothing: saidNothing, size } = this.#state
    const draft = this.#keptDraft
    if (shapes.length === 0 && !saidNothing && draft === null) return ''
    const response = responseOf(shapes, this.#tool, this.#skeletons, size)
    return JSON.stringify(draft === null ? response : { ...response, unfinished: { label: this.#state.label, ...draft } })
  }

  set value(value: string) {
    this.given = value ?? ''
    this.requestUpdate('value')
    this.internals.setFormValue(this.given)
  }

  /** What is drawn, as the tool draws it; the same as `value` says. */
  get shapes(): readonly Drawn[] {
    return this.#state.shapes
  }

  /** Natural width and height, once the picture is there. */
  get naturalSize(): Size | null {
    return this.viewport?.picture?.size ?? null
  }

  protected override get isBusy(): boolean {
    return this.#state.draft !== null || this.#state.selected !== null || this.#state.cursor !== null
  }

  protected override pressKey(event: KeyboardEvent, place: KeyPlace): boolean {
    return this.#keys.press(event, place)
  }

  /** The outline that is being set point by point, which is work; the first corner of a box or a line is not. */
  get #keptDraft(): Draft | null {
    return this.name !== '' && POINT_BY_POINT.has(this.#tool) ? this.#state.draft : null
  }

  get #tool(): Tool {
    return TOOLS.includes(this.tool) ? this.tool : 'box'
  }

  get #t(): DrawingMessages {
    return messages[languageOf(this)]
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('skeleton')) this.#skeletons = skeletonsOf(this.skeleton)
    const rules = { tool: this.#tool, skeletons: this.#skeletons, minSize: Math.max(1, this.minSize) }
    this.#state.rules = { ...rules, mayCross: !this.noCrossing, readOnly: this.readOnly || this.disabled }
    if (!this.labels.some(({ value }) => value === this.#state.label)) this.#state.label = this.labels[0]?.value ?? ''
    const isAnew = ['value', 'initial', 'tool', 'skeleton'].some((property) => changed.has(property))
    if (isAnew) this.#load()
    if (isAnew || changed.has('labels')) this.#layer?.clear()
  }

  /** Draws what was given; a suggestion counts as given where nothing else is. */
  #load(): void {
    const given = this.value
    const suggestion = shapesOf(this.initial, this.#tool, this.#skeletons)
    const read = given === '' ? suggestion : shapesOf(given, this.#tool, this.#skeletons)
    const natural = this.naturalSize
    if (natural !== null) this.#state.size = natural
    else if (read !== null && read.size !== null) this.#state.size = read.size
    const fit = (of: typeof read): readonly Drawn[] => (of === null ? [] : scaled(of.shapes, of.size, this.#state.size))
    this.#suggested = new Map(fit(suggestion).map((shape) => [shape.id, shape]))
    const shapes = fit(read)
    this.#drafted = this.#draftIn(given, read?.size ?? null)
    this.#state.load(shapes, read !== null && given !== '' && shapes.length === 0 && this.#drafted === null, this.#drafted)
    if (given === '' && shapes.length > 0 && natural !== null) this.given = null
    this.internals.setFormValue(this.value)
  }

  protected override firstUpdated(): void {
    const [shapes, overlay] = ['.shapes', '.overlay'].map((each) => this.renderRoot.querySelector<SVGSVGElement>(each))
    if (!shapes || !overlay) throw new Error('the template has two layers')
    this.#layer = new ShapeLayer(shapes)
    this.#overlay = new Overlay(overlay)
    super.firstUpdated()
  }

  protected override updated(): void {
    super.updated()
    const look = { ...this.#parts, tool: this.#tool, skeletons: this.#skeletons, hidden: this.#state.selected }
    this.#layer?.show(this.#state.shapes, { ...look, isUntouched: (shape) => this.#parts.changeOf(shape) === 'untouched' })
    this.#drawOverlay()
    this.#judge()
  }

  protected override pictureCame(): void {
    this.#load()
  }

  protected override viewChanged(): void {
    const view = this.viewport?.view
    if (view !== undefined) this.#layer?.move(view)
    this.#drawOverlay()
  }

  /** A shape that was begun before, if it can go on with the tool and the labels that are there. */
  #draftIn(given: string, size: Size | null): Draft | null {
    const mayGoOn = this.name !== '' && !this.readOnly && POINT_BY_POINT.has(this.#tool)
    const begun = mayGoOn ? unfinishedOf(given) : null
    if (begun === null || !this.labels.some(({ value }) => value === begun.label)) return null
    const most = this.#tool === 'keypoints' ? this.#skeletons(begun.label).points.length : Infinity
    if (begun.points.length >= most) return null
    this.#state.label = begun.label
    const [shape] = scaled([{ id: '', attrs: {}, ...begun }], size, this.#state.size)
    return shape === undefined ? null : { points: shape.points, seen: shape.seen }
  }

  #drawOverlay(): void {
    const view = this.viewport?.view
    if (view === undefined) return
    const label = this.#state.draft === null ? this.#state.selectedShape?.label : this.#state.label
    this.#overlay?.draw(this.#state, view, colourOfLabel(this.labels, label ?? this.#state.label))
  }

  /** A move of the pointer draws the overlay; all the rest only when something else than it has changed. */
  #passing(): void {
    this.#drawOverlay()
    this.#keepDraft()
    const { selected, handle, draft, label, nothing: saidNothing } = this.#state
    const shownAs = JSON.stringify([selected, handle, draft?.seen, label, saidNothing])
    if (shownAs === this.#shownAs) return
    this.#shownAs = shownAs
    this.requestUpdate()
  }

  /** What is set point by point is kept point by point: nobody draws a coastline twice because a phone ran out of power. */
  #keepDraft(): void {
    const draft = this.#keptDraft
    if (draft === this.#drafted) return
    this.#committed()
  }

  #committed(): void {
    this.#drafted = this.#keptDraft
    this.given = null
    this.internals.setFormValue(this.value)
    this.requestUpdate()
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  #notice(notice: Notice): void {
    const { nameOf, t } = this.#parts
    this.message = noticeSentence(notice, { t, tool: this.#tool, nameOf })
    if (notice.kind === 'deleted') void this.updateComplete.then(() => this.#keepFocus())
  }

  /** The button of a deleted shape takes the focus with it. */
  #keepFocus(): void {
    if (this.matches(':focus-within') && !this.shadowRoot?.activeElement) this.stage?.focus({ preventScroll: true })
  }

  #judge(): void {
    const { draft, shapes, nothing: saidNothing, rules } = this.#state
    const isEmpty = this.given === null ? shapes.length === 0 && !saidNothing : this.given === ''
    const isMissing = isEmpty && !this.optional
    const t = this.#t
    const anchor = this.stage ?? undefined
    if (rules.readOnly || (draft === null && !isMissing)) this.internals.setValidity({})
    else if (draft !== null) this.internals.setValidity({ customError: true }, t.unfinished, anchor)
    else this.internals.setValidity({ valueMissing: true }, this.waiting === null ? t.missing : t.noPicture, anchor)
  }

  get #parts(): DrawingParts {
    const { labels, questions } = this
    return {
      t: this.#t,
      state: this.#state,
      labels,
      questions,
      nameOf: (label) => labels.find(({ value }) => value === label)?.name ?? label,
      colourOf: (label) => colourOfLabel(labels, label),
      changeOf: (shape) => {
        if (this.#suggested.size === 0) return null
        const before = this.#suggested.get(shape.id)
        return before === undefined ? 'added' : JSON.stringify(before) === JSON.stringify(shape) ? 'untouched' : 'changed'
      },
    }
  }

  protected override render(): TemplateResult {
    const parts = this.#parts
    const { t, state } = parts
    const { readOnly, tool } = state.rules
    return html`<div class="drawing ${readOnly ? 'plain' : ''}">
      ${readOnly ? nothing : labelsTemplate(parts)}
      ${this.mainTemplate({
        layers: html`<div class="layer"><svg class="shapes" aria-hidden="true"></svg></div>
          <div class="layer"><svg class="overlay" aria-hidden="true"></svg></div>`,
        name: t.picture,
        hint: hintOf(t, tool, this.#skeletons(this.#state.label)),
        tools: toolsTemplate(parts),
        snap: { snap: this.pointer.snap, toggleSnap: () => (this.pointer.snap = !this.pointer.snap) },
      })}
      <div class="side">
        ${selectedTemplate(parts)} ${listTemplate(parts, (shape) => this.#choose(shape))}
        ${readOnly ? nothing : keysTemplate(t, tool === 'keypoints')}
      </div>
    </div>`
  }

  #choose(shape: Drawn): void {
    const [first] = shape.points
    this.#state.select(shape.id)
    if (first !== undefined) this.viewport?.reveal(first)
  }
}

if (!customElements.get('canut-drawing')) customElements.define('canut-drawing', CanutDrawing)
