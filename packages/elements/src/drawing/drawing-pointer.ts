import type { Point } from '@canut/contract'
import type { DrawingState } from './drawing-state.ts'
import { distanceBetween, handleAt, isInside, outlineAt, shapeAt, snapped, type HandleHit } from './hits.ts'
import { boxBetween, moved, withHandleAt, wholePoint, type Drawn } from './shapes.ts'
import { CLICK_SLOP, type PointerAt, type PointerTool } from './viewport.ts'

/** In CSS pixels: how near to a handle, and to an outline, counts as on it. */
const REACH = { mouse: { handle: 9, outline: 6 }, touch: { handle: 22, outline: 14 } } as const

type Stroke =
  | { readonly kind: 'tap' }
  | { readonly kind: 'new'; readonly from: Point }
  | { readonly kind: 'move'; readonly shape: Drawn; readonly from: Point }
  | { readonly kind: 'handle'; readonly shape: Drawn; readonly index: number }

/** Mouse, pen and finger. A press that moves draws or drags; one that does not is a tap, which sets a vertex or selects. */
export class DrawingPointer implements PointerTool {
  readonly #state: DrawingState
  readonly #scale: () => number
  #stroke: Stroke | null = null
  #pressedAt: PointerAt | null = null
  #isDrag = false
  snap = false

  /** @param scale CSS pixels for a natural one, just now. */
  constructor(state: DrawingState, scale: () => number) {
    this.#state = state
    this.#scale = scale
  }

  press(at: PointerAt): void {
    this.#pressedAt = at
    this.#isDrag = false
    this.#state.show({ cursor: null, pointer: at.touch ? null : at.point })
    this.#stroke = this.#strokeAt(at)
  }

  drag(at: PointerAt): void {
    const [stroke, pressedAt] = [this.#stroke, this.#pressedAt]
    if (stroke === null || pressedAt === null) return
    this.#isDrag ||= distanceBetween(at.stage, pressedAt.stage) >= CLICK_SLOP
    if (!this.#isDrag) return
    const state = this.#state
    const to = this.#snappedPoint(at)
    if (stroke.kind === 'new') state.show({ pointer: to, draft: { points: [wholePoint(stroke.from, state.size)], seen: [2] } })
    else if (stroke.kind === 'move') {
      const [dx, dy] = [at.point[0] - stroke.from[0], at.point[1] - stroke.from[1]]
      state.show({ preview: moved(stroke.shape, dx, dy, state.size) })
    } else if (stroke.kind === 'handle') {
      state.show({ preview: withHandleAt(stroke.shape, state.rules.tool, stroke.index, to, state.size) })
    } else state.show({ pointer: at.point })
  }

  release(at: PointerAt): void {
    const stroke = this.#stroke
    this.#stroke = null
    if (stroke === null) return
    const state = this.#state
    if (stroke.kind === 'new' && this.#isDrag) {
      const to = this.#snappedPoint(at)
      state.show({ draft: null })
      state.add(
        state.rules.tool === 'box' ? boxBetween(stroke.from, to, state.size) : [stroke.from, to].map((p) => wholePoint(p, state.size)),
        [],
      )
    } else if ((stroke.kind === 'move' || stroke.kind === 'handle') && this.#isDrag) {
      if (state.preview !== null) state.replace(state.preview)
    } else this.#tap(at, stroke)
    if (at.touch) state.show({ pointer: null })
  }

  cancel(): void {
    const isNew = this.#stroke?.kind === 'new'
    this.#stroke = null
    this.#state.show({ preview: null, pointer: null, ...(isNew ? { draft: null } : {}) })
  }

  hover(at: PointerAt | null): void {
    this.#state.show({ pointer: at === null ? null : this.#state.draft === null ? at.point : this.#snappedPoint(at) })
  }

  #strokeAt(at: PointerAt): Stroke {
    const state = this.#state
    const { tool, readOnly } = state.rules
    if (readOnly || state.draft !== null) return { kind: 'tap' }
    const shape = state.find(state.selected)
    const hit = shape === null ? null : handleAt(shape, tool, at.point, this.#reach(at).handle)
    if (shape !== null && hit !== null) return this.#takeHandle(shape, hit)
    if (shape !== null && this.#isOn(shape, at)) return { kind: 'move', shape, from: at.point }
    return tool === 'box' || tool === 'line' ? { kind: 'new', from: this.#snappedPoint(at) } : { kind: 'tap' }
  }

  /** The middle of an edge becomes a vertex as soon as somebody takes hold of it. */
  #takeHandle(shape: Drawn, { kind, index }: HandleHit): Stroke {
    const state = this.#state
    state.takeHandle(kind === 'handle' ? index : null)
    if (kind === 'handle') return { kind: 'handle', shape, index }
    const [before, after] = [shape.points[index - 1], shape.points[index] ?? shape.points[0]]
    if (before === undefined || after === undefined) return { kind: 'tap' }
    const middle = wholePoint([(before[0] + after[0]) / 2, (before[1] + after[1]) / 2], state.size)
    return { kind: 'handle', shape: { ...shape, points: shape.points.toSpliced(index, 0, middle) }, index }
  }

  #tap(at: PointerAt, stroke: Stroke): void {
    const state = this.#state
    const { tool, readOnly } = state.rules
    // a tap on what is selected keeps it; its handle is taken hold of already
    if (stroke.kind === 'handle' || stroke.kind === 'move') return
    if (state.draft !== null) this.#tapInDraft(at)
    else if (readOnly) state.select(shapeAt(state.shapes, state.rules, at.point, this.#reach(at).outline)?.id ?? null)
    else if (tool === 'box' || tool === 'line') this.#selectOrBegin(at)
    else {
      const other = outlineAt(state.shapes, state.rules, at.point, this.#reach(at).outline)
      if (other !== null && other.id !== state.selected) state.select(other.id)
      else state.addPoint(this.#snappedPoint(at))
    }
  }

  /** Boxes and lines can also be set by two taps, for those who cannot drag. */
  #selectOrBegin(at: PointerAt): void {
    const state = this.#state
    const hit = shapeAt(state.shapes, state.rules, at.point, this.#reach(at).outline)
    if (hit !== null) state.select(hit.id)
    else if (state.selected === null) state.addPoint(this.#snappedPoint(at))
    else state.select(null)
  }

  /** On the first vertex a polygon is closed; a second tap on the last one ends a polyline. */
  #tapInDraft(at: PointerAt): void {
    const state = this.#state
    const points = state.draft?.points ?? []
    const reach = this.#reach(at).handle
    const isOn = (point: Point | undefined) => point !== undefined && distanceBetween(point, at.point) <= reach
    const { tool } = state.rules
    const closes = tool === 'polygon' && points.length > 2 && (isOn(points[0]) || isOn(points.at(-1)))
    const ends = tool === 'polyline' && points.length > 1 && isOn(points.at(-1))
    if (closes || ends) state.finish()
    else if ((tool === 'polygon' || tool === 'polyline') && isOn(points.at(-1))) return
    else state.addPoint(this.#snappedPoint(at))
  }

  #isOn(shape: Drawn, at: PointerAt): boolean {
    const { rules } = this.#state
    return isInside(shape, rules, at.point) || outlineAt([shape], rules, at.point, this.#reach(at).outline) !== null
  }

  #reach({ touch }: PointerAt): { handle: number; outline: number } {
    const { handle, outline } = touch ? REACH.touch : REACH.mouse
    return { handle: handle / this.#scale(), outline: outline / this.#scale() }
  }

  #snappedPoint(at: PointerAt): Point {
    const { shapes, size, selected } = this.#state
    const others = shapes.filter(({ id }) => id !== selected)
    return this.snap ? snapped(at.point, others, size, 8 / this.#scale()) : at.point
  }
}
