import type { Point } from '@canut/contract'
import type { DrawingState } from './drawing-state.ts'
import { handlesOf, moved, withHandleAt, type Drawn } from './shapes.ts'

/** What keys need to know of the view, and can do to it. */
export interface KeyView {
  middle(): Point
  /** natural pixels on the stage */
  shown(): { readonly w: number; readonly h: number }
  reveal(point: Point): void
  zoom(steps: number): void
  showWhole(): void
}

/** The members of a KeyboardEvent that decide. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
}

const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const SHIFT_STEP = 10
/** A key that is held goes faster: every so many repeats the step doubles, up to 32 times. */
const FASTER_EVERY = 12

/** Everything by keyboard; the list of keys stands in drawing.messages.ts. */
export class DrawingKeys {
  readonly #state: DrawingState
  readonly #view: KeyView
  readonly #labels: () => readonly string[]
  #repeats = 0

  constructor(state: DrawingState, view: KeyView, labels: () => readonly string[]) {
    this.#state = state
    this.#view = view
    this.#labels = labels
  }

  /**
   * @param focus where it is: on a `button` Space and Enter are the button's, in a `choice` arrows and Space are its own.
   * @returns whether the key meant something here.
   */
  press(event: KeyPress, focus: 'stage' | 'button' | 'choice' | 'elsewhere'): boolean {
    if (event.altKey) return false
    this.#repeats = event.repeat ? this.#repeats + 1 : 0
    const arrow = ARROWS[event.key]
    if (arrow !== undefined) return focus !== 'choice' && this.#arrow(arrow, event)
    if (event.ctrlKey || event.metaKey) return this.#withCtrl(event)
    if (event.key === ' ') return (focus === 'stage' || focus === 'elsewhere') && this.#place()
    if (event.key === 'Enter') return focus !== 'button' && this.#finish()
    return this.#letter(event)
  }

  #withCtrl({ code, shiftKey }: KeyPress): boolean {
    const { rules } = this.#state
    if (rules.readOnly || (code !== 'KeyZ' && code !== 'KeyY')) return false
    if (code === 'KeyY' || shiftKey) this.#state.redo()
    else this.#state.undo()
    return true
  }

  #letter({ key, code, shiftKey }: KeyPress): boolean {
    const state = this.#state
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
    if (key === '+' || key === '=' || key === '-') this.#view.zoom(key === '-' ? -1 : 1)
    else if (code === 'KeyF') this.#view.showWhole()
    else if (key === 'Escape') return state.cancel()
    else if (code === 'KeyV') return this.#nextHandle(shiftKey ? -1 : 1)
    else if (state.rules.readOnly) return false
    else if (key === 'Delete' || key === 'Backspace') return this.#remove()
    else if (code === 'KeyN') this.#begin()
    else if (code === 'KeyH' || code === 'KeyX') return this.#see(code === 'KeyH' ? 1 : 0)
    else if (digit === '0') state.sayNothing()
    else if (digit !== undefined && !shiftKey) return this.#label(Number(digit))
    else return false
    return true
  }

  #remove(): boolean {
    const had = this.#state.draft !== null || this.#state.selected !== null
    this.#state.remove()
    return had
  }

  #label(digit: number): boolean {
    const label = this.#labels()[digit - 1]
    if (label !== undefined) this.#state.chooseLabel(label)
    return label !== undefined
  }

  /** A box of a quarter of the view in its middle, to be moved into place; of other shapes the cursor, which sets their points. */
  #begin(): void {
    const state = this.#state
    const [x, y] = this.#view.middle().map(Math.round) as [number, number]
    if (state.rules.tool !== 'box') {
      state.select(null)
      this.#showCursor([x, y])
      return
    }
    const { w, h } = this.#view.shown()
    const [halfW, halfH] = [Math.max(1, Math.round(w / 8)), Math.max(1, Math.round(h / 8))]
    state.show({ draft: { points: [[x - halfW, y - halfH]], seen: [2] }, cursor: null })
    state.addPoint([x + halfW, y + halfH])
  }

  #showCursor(at: Point): void {
    const { w, h } = this.#state.size
    const cursor: Point = [Math.min(Math.max(at[0], 0), w), Math.min(Math.max(at[1], 0), h)]
    this.#state.show({ cursor, pointer: cursor })
    this.#view.reveal(cursor)
  }

  #arrow([x, y]: Point, { shiftKey, ctrlKey, metaKey }: KeyPress): boolean {
    const state = this.#state
    const step = (shiftKey ? SHIFT_STEP : 1) * 2 ** Math.min(5, Math.floor(this.#repeats / FASTER_EVERY))
    const shape = state.draft === null ? state.find(state.selected) : null
    if (shape === null || state.rules.readOnly) {
      if (ctrlKey || metaKey || state.rules.readOnly) return false
      const from = state.cursor ?? (this.#view.middle().map(Math.round) as [number, number])
      this.#showCursor([from[0] + x * step, from[1] + y * step])
      return true
    }
    const isBox = state.rules.tool === 'box'
    if (!isBox && (ctrlKey || metaKey)) return false
    // with Ctrl the right and lower sides of a box move, as its right lower corner does
    const handle = isBox && (ctrlKey || metaKey) ? 4 : state.handle
    const next = handle === null ? moved(shape, x * step, y * step, state.size) : this.#handleMoved(shape, handle, x * step, y * step)
    state.replace(next, true)
    const first = next.points.find((_, i) => next.seen[i] !== 0)
    if (first !== undefined) this.#view.reveal(handle === null ? first : (this.#handleAt(next, handle) ?? first))
    return true
  }

  #handleAt(shape: Drawn, handle: number): Point | undefined {
    return handlesOf(shape, this.#state.rules.tool).find(({ index }) => index === handle)?.at
  }

  /** A side stops one pixel before the opposite one: turning over is for hands, not for keys. */
  #handleMoved(shape: Drawn, handle: number, dx: number, dy: number): Drawn {
    const { size, rules } = this.#state
    const at = this.#handleAt(shape, handle)
    if (at === undefined) return shape
    const to: Point = [at[0] + dx, at[1] + dy]
    if (rules.tool !== 'box') return withHandleAt(shape, rules.tool, handle, to, size)
    const [[left, top] = [0, 0], [right, bottom] = [0, 0]] = shape.points
    const isLeft = handle === 0 || handle >= 6
    const isTop = handle <= 2
    const x = isLeft ? Math.min(to[0], right - 1) : Math.max(to[0], left + 1)
    const y = isTop ? Math.min(to[1], bottom - 1) : Math.max(to[1], top + 1)
    return withHandleAt(shape, rules.tool, handle, [x, y], size)
  }

  #nextHandle(by: 1 | -1): boolean {
    const state = this.#state
    const shape = state.find(state.selected)
    if (shape === null || state.rules.readOnly) return false
    const { tool } = state.rules
    // of a box the corners are enough: they move every side
    const handles = handlesOf(shape, tool).filter(({ index }) => tool !== 'box' || index % 2 === 0)
    const now = handles.findIndex(({ index }) => index === state.handle)
    const next = now === -1 ? handles.at(by === 1 ? 0 : -1) : handles[now + by]
    state.takeHandle(next?.index ?? null)
    if (next !== undefined) this.#view.reveal(next.at)
    return true
  }

  /** A point at the cursor. */
  #place(): boolean {
    const { cursor, rules } = this.#state
    if (cursor === null || rules.readOnly) return false
    this.#state.addPoint(cursor)
    return true
  }

  #finish(): boolean {
    const { draft, rules, cursor } = this.#state
    if (draft === null) return false
    // of two corners the second is where the cursor is: there is nothing to finish before
    const isSecond = (rules.tool === 'box' || rules.tool === 'line') && cursor !== null
    if (isSecond) this.#state.addPoint(cursor)
    else this.#state.finish()
    return true
  }

  /** Of keypoints: the next point of the draft is hidden (at the cursor) or not there; else the one taken hold of. */
  #see(seen: 0 | 1): boolean {
    const state = this.#state
    if (state.rules.tool !== 'keypoints') return false
    const shape = state.find(state.selected)
    if (state.draft === null && shape !== null) {
      const { handle } = state
      if (handle === null || seen === 0) return false
      state.replace({ ...shape, seen: shape.seen.map((each, i) => (i === handle ? (each === 1 ? 2 : 1) : each)) })
      return true
    }
    if (seen === 1 && state.cursor === null && state.pointer === null) return false
    state.addPoint(state.cursor ?? state.pointer ?? [0, 0], seen)
    return true
  }
}
