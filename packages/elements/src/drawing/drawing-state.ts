import type { Point, Size } from '@canut/contract'
import { crossesItself } from '@canut/contract/outlines'
import { freeId } from './response-value.ts'
import {
  boxBetween,
  extentOf,
  leastPoints,
  refitted,
  wholePoint,
  NO_SKELETONS,
  type Drawn,
  type Seen,
  type Skeletons,
  type Tool,
} from './shapes.ts'

export interface DrawingRules {
  readonly tool: Tool
  readonly skeletons: Skeletons
  /** shortest width and height of a box or outline, in natural pixels */
  readonly minSize: number
  /** whether outlines may cross themselves */
  readonly mayCross: boolean
  readonly readOnly: boolean
}

/** A shape that is not finished. */
export interface Draft {
  readonly points: readonly Point[]
  readonly seen: readonly Seen[]
}

/** What a person is told of what just happened. */
export type Notice =
  | { readonly kind: 'added' | 'selected' | 'changed' | 'deleted'; readonly shape: Drawn }
  | { readonly kind: 'placed'; readonly at: Point; readonly count: number }
  | { readonly kind: 'next_point'; readonly name: string }
  | { readonly kind: 'too_small'; readonly min: number }
  | { readonly kind: 'too_few'; readonly min: number }
  | { readonly kind: 'cursor'; readonly at: Point }
  | { readonly kind: 'crosses' | 'undone' | 'redone' | 'nothing' | 'cancelled' }

export interface StateListener {
  /** shapes, or "nothing to label", are other ones than before */
  committed(): void
  /** what is shown of them changed: selection, draft, cursor, preview, pointer */
  passing(): void
  notice(notice: Notice): void
}

interface Kept {
  readonly shapes: readonly Drawn[]
  readonly nothing: boolean
}

const UNDO_MAX = 200

export const USUAL_RULES: DrawingRules = { tool: 'box', skeletons: NO_SKELETONS, minSize: 1, mayCross: true, readOnly: false }

/** What is drawn and what is being drawn, whatever the hand: pointer, keys and buttons all come here. */
export class DrawingState {
  readonly #listener: StateListener
  readonly #past: Kept[] = []
  readonly #future: Kept[] = []
  #kept: Kept = { shapes: [], nothing: false }
  #isChosen = false
  /** the shape that keys are moving */
  #joining: string | null = null
  rules: DrawingRules = USUAL_RULES
  size: Size = { w: 1, h: 1 }
  label = ''
  selected: string | null = null
  /** the handle of the selected shape that arrow keys move; null for the whole shape */
  handle: number | null = null
  draft: Draft | null = null
  /** the pointer of those who use the keyboard */
  cursor: Point | null = null
  /** where the mouse is: the loose end of the draft */
  pointer: Point | null = null
  /** a shape in the middle of being moved, in place of the kept one */
  preview: Drawn | null = null

  constructor(listener: StateListener) {
    this.#listener = listener
  }

  get shapes(): readonly Drawn[] {
    return this.#kept.shapes
  }

  /** the person has said that there is nothing to label */
  get nothing(): boolean {
    return this.#kept.nothing
  }

  /** whether the selected shape was chosen by the person, and is not only the last one drawn */
  get isChosen(): boolean {
    return this.#isChosen
  }

  get canUndo(): boolean {
    return this.draft !== null || this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.draft === null && this.#future.length > 0
  }

  get canFinish(): boolean {
    const count = this.draft?.seen.filter((seen) => seen !== 0).length ?? 0
    return this.rules.tool !== 'box' && count >= leastPoints(this.rules.tool)
  }

  find(id: string | null): Drawn | null {
    return this.shapes.find((shape) => shape.id === id) ?? null
  }

  get selectedShape(): Drawn | null {
    return this.preview ?? this.find(this.selected)
  }

  /** What is there from the start, maybe with a shape that was begun; nothing of it can be undone. */
  load(shapes: readonly Drawn[], nothing: boolean, draft: Draft | null = null): void {
    this.#past.length = 0
    this.#future.length = 0
    this.#kept = { shapes, nothing }
    this.#forgetPassing()
    this.draft = draft
    this.#listener.passing()
  }

  select(id: string | null): void {
    if (this.selected === id && this.handle === null && this.#isChosen) return
    this.selected = id
    this.#isChosen = id !== null
    this.handle = null
    this.preview = null
    const shape = this.find(id)
    if (shape !== null) {
      this.label = shape.label
      this.#listener.notice({ kind: 'selected', shape })
    }
    this.#listener.passing()
  }

  takeHandle(index: number | null): void {
    this.handle = index
    this.#listener.passing()
  }

  /**
   * For what is drawn next; also for the selected shape, if somebody chose it: what was just drawn has its label already. Where the
   * label has another skeleton, points of the same name stay; a shape that would have none keeps its label.
   */
  chooseLabel(label: string): void {
    if (this.draft !== null) this.#refitDraft(this.draft, label)
    this.label = label
    const shape = this.find(this.selected)
    if (shape === null || !this.#isChosen || shape.label === label || this.rules.readOnly) this.#listener.passing()
    else if (this.rules.tool === 'keypoints') this.#relabelPoints(shape, label)
    else this.replace({ ...shape, label })
  }

  #relabelPoints(shape: Drawn, label: string): void {
    const { skeletons } = this.rules
    const fitted = refitted(shape, skeletons(shape.label), skeletons(label))
    if (fitted.seen.some((seen) => seen !== 0)) this.replace({ ...shape, ...fitted, label })
    else this.#tell({ kind: 'too_few', min: leastPoints('keypoints') })
  }

  /** Of a draft of keypoints those remain that the other label asks for first as well. */
  #refitDraft(draft: Draft, label: string): void {
    const [from, to] = [this.rules.skeletons(this.label), this.rules.skeletons(label)]
    if (this.rules.tool !== 'keypoints' || from === to) return
    const drafted = from.points.slice(0, draft.points.length)
    const missing = to.points.findIndex(({ value }) => !drafted.some((point) => point.value === value))
    // one that would be whole waits for its last point: nothing is kept that nobody asked for
    const kept = to.points.slice(0, missing === -1 ? -1 : missing)
    const { points, seen } = refitted(draft, { ...from, points: drafted }, { ...to, points: kept })
    this.draft = points.length === 0 ? null : { points, seen }
    if (this.draft === null) this.#listener.notice({ kind: 'cancelled' })
  }

  /** Shows something without keeping it. */
  show(passing: Partial<Pick<DrawingState, 'pointer' | 'cursor' | 'preview' | 'draft'>>): void {
    Object.assign(this, passing)
    this.#listener.passing()
  }

  /** The cursor of the keyboard, within the picture; it is the loose end of a draft as well. */
  moveCursor(to: Point): void {
    const at = wholePoint(to, this.size)
    this.cursor = at
    this.pointer = at
    this.#tell({ kind: 'cursor', at })
  }

  /** Another vertex of the draft, which begins with its first one; what has all its points is finished. */
  addPoint(at: Point, seen: Seen = 2): void {
    if (this.rules.readOnly) return
    const { tool, skeletons } = this.rules
    const before = this.draft ?? { points: [], seen: [] }
    const point: Point = seen === 0 ? [0, 0] : wholePoint(at, this.size)
    this.selected = null
    this.draft = { points: [...before.points, point], seen: [...before.seen, seen] }
    const count = this.draft.points.length
    const wanted = { box: 2, line: 2, point: 1, keypoints: skeletons(this.label).points.length, polygon: Infinity, polyline: Infinity }[
      tool
    ]
    if (count >= wanted) {
      this.finish()
      return
    }
    if (tool === 'keypoints') this.#tellNext()
    else this.#listener.notice({ kind: 'placed', at: point, count })
    this.#listener.passing()
  }

  /** Keeps the draft as a shape. One that cannot be kept stays a draft, and is told why. */
  finish(): void {
    const { draft } = this
    if (draft === null) return
    const { tool, skeletons } = this.rules
    const missing = tool === 'keypoints' ? skeletons(this.label).points.length - draft.points.length : 0
    const points = [...draft.points, ...Array.from({ length: missing }, (): Point => [0, 0])]
    const seen: Seen[] = tool === 'keypoints' ? [...draft.seen, ...Array<Seen>(missing).fill(0)] : []
    const min = leastPoints(tool)
    if (draft.seen.filter((each) => each !== 0).length < min) {
      // of keypoints without any point nothing is left to finish
      if (tool === 'keypoints') this.cancel()
      else this.#listener.notice({ kind: 'too_few', min })
      return
    }
    this.add(tool === 'box' ? boxBetween(points[0] ?? [0, 0], points[1] ?? [0, 0], this.size) : points, seen)
  }

  /** A new shape, which is selected. */
  add(points: readonly Point[], seen: readonly Seen[]): void {
    const ids = new Set(this.shapes.map(({ id }) => id))
    const shape: Drawn = { id: freeId(ids), label: this.label, points, seen, attrs: {} }
    if (!this.#accepts(shape)) {
      if (this.rules.tool === 'box') this.show({ draft: null })
      return
    }
    this.draft = null
    this.#commit({ shapes: [...this.shapes, shape], nothing: false })
    this.selected = shape.id
    this.#isChosen = false
    this.handle = null
    this.#tell({ kind: 'added', shape })
  }

  /**
   * The shape of the same id in a new form; a form that cannot be kept is told, and nothing changes.
   *
   * @param joins whether it goes on with the last such change of this shape: one press of a key after another is undone at once.
   */
  replace(shape: Drawn, joins = false): void {
    this.preview = null
    if (this.rules.readOnly || this.find(shape.id) === shape) return
    if (!this.#accepts(shape)) {
      this.#listener.passing()
      return
    }
    const goesOn = joins && this.#joining === shape.id
    this.#commit({ ...this.#kept, shapes: this.shapes.map((each) => (each.id === shape.id ? shape : each)) }, goesOn)
    this.#joining = joins ? shape.id : null
    this.#tell({ kind: 'changed', shape })
  }

  /** The vertex that is taken hold of, when enough others are left; else the selected shape; of a draft its last point. */
  remove(): void {
    if (this.rules.readOnly) return
    if (this.draft !== null) {
      this.#takeBack()
      return
    }
    const shape = this.find(this.selected)
    if (shape === null) return
    const { tool } = this.rules
    const isVertex = this.handle !== null && (tool === 'polygon' || tool === 'polyline') && shape.points.length > leastPoints(tool)
    if (isVertex) {
      this.replace({ ...shape, points: shape.points.filter((_, i) => i !== this.handle) })
      this.takeHandle(null)
      return
    }
    this.#commit({ ...this.#kept, shapes: this.shapes.filter((each) => each !== shape) })
    this.selected = null
    this.handle = null
    this.#tell({ kind: 'deleted', shape })
  }

  /** Says that there is nothing to label, which takes all shapes away; said again, takes it back. */
  sayNothing(): void {
    if (this.rules.readOnly) return
    this.#forgetPassing()
    this.#commit({ shapes: [], nothing: !this.nothing })
    if (this.nothing) this.#tell({ kind: 'nothing' })
    else this.#listener.passing()
  }

  /** Drops what is unfinished: the draft, else the cursor, else the selection. */
  cancel(): boolean {
    if (this.draft !== null) {
      this.show({ draft: null, preview: null })
      this.#listener.notice({ kind: 'cancelled' })
    } else if (this.preview !== null) this.show({ preview: null })
    else if (this.cursor !== null) this.show({ cursor: null })
    else if (this.selected !== null) this.select(null)
    else return false
    return true
  }

  undo(): void {
    if (this.rules.readOnly) return
    if (this.draft !== null) {
      this.#takeBack()
      return
    }
    this.#travel(this.#past, this.#future, 'undone')
  }

  redo(): void {
    if (!this.rules.readOnly && this.draft === null) this.#travel(this.#future, this.#past, 'redone')
  }

  #takeBack(): void {
    const { points, seen } = this.draft ?? { points: [], seen: [] }
    this.draft = points.length <= 1 ? null : { points: points.slice(0, -1), seen: seen.slice(0, -1) }
    if (this.draft === null) this.#listener.notice({ kind: 'cancelled' })
    else this.#tellNext()
    this.#listener.passing()
  }

  #travel(from: Kept[], to: Kept[], kind: 'undone' | 'redone'): void {
    const target = from.pop()
    if (target === undefined) return
    to.push(this.#kept)
    this.#kept = target
    this.#joining = null
    this.preview = null
    this.handle = null
    if (this.find(this.selected) === null) this.selected = null
    this.#listener.committed()
    this.#tell({ kind })
  }

  #commit(next: Kept, goesOn = false): void {
    if (!goesOn) this.#past.push(this.#kept)
    if (this.#past.length > UNDO_MAX) this.#past.shift()
    this.#future.length = 0
    this.#joining = null
    this.#kept = next
    this.#listener.committed()
  }

  #accepts(shape: Drawn): boolean {
    const { tool, minSize, mayCross } = this.rules
    const { left, top, right, bottom } = extentOf(shape)
    const [w, h] = [right - left, bottom - top]
    const isSmall = tool === 'box' ? Math.min(w, h) < minSize : tool === 'polygon' && Math.max(w, h) < minSize
    if (isSmall) this.#listener.notice({ kind: 'too_small', min: minSize })
    const crosses = !isSmall && !mayCross && tool === 'polygon' && crossesItself(shape.points, true)
    if (crosses) this.#listener.notice({ kind: 'crosses' })
    return !isSmall && !crosses
  }

  #tellNext(): void {
    const next = this.rules.tool === 'keypoints' ? this.rules.skeletons(this.label).points[this.draft?.points.length ?? 0] : undefined
    if (next !== undefined) this.#listener.notice({ kind: 'next_point', name: next.name })
  }

  #tell(notice: Notice): void {
    this.#listener.notice(notice)
    this.#listener.passing()
  }

  #forgetPassing(): void {
    this.selected = null
    this.handle = null
    this.draft = null
    this.preview = null
    this.cursor = null
  }
}
