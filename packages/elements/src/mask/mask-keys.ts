import type { Point } from '@canut/contract'
import type { MaskState, MaskTool } from './mask-state.ts'

/** What the keys need of the view, and tell of the cursor. */
export interface MaskKeysParts {
  middle(): Point
  reveal(point: Point): void
  zoom(steps: number): void
  showWhole(): void
  labels(): readonly string[]
  wand(at: Point): void
  /** the cursor moved, or the pen went down or up */
  moved(): void
}

const TOOL_KEYS: Readonly<Record<string, MaskTool>> = { KeyB: 'brush', KeyE: 'eraser', KeyO: 'outline', KeyW: 'wand' }
const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** Painting by keyboard: arrows move a cursor, and with the pen down they paint. */
export class MaskKeys {
  cursor: Point | null = null
  penIsDown = false
  readonly #state: MaskState
  readonly #parts: MaskKeysParts

  constructor(state: MaskState, parts: MaskKeysParts) {
    this.#state = state
    this.#parts = parts
  }

  /** @returns whether the key was used */
  press(event: KeyboardEvent, place: 'stage' | 'button' | 'choice' | 'elsewhere'): boolean {
    if (event.ctrlKey || event.metaKey) return this.#withControl(event)
    if (event.altKey) return false
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
    if (digit !== undefined) return this.#digit(Number(digit))
    if (event.key === '+' || event.key === '-' || event.key === '−') return this.#did(() => this.#parts.zoom(event.key === '+' ? 1 : -1))
    const tool = TOOL_KEYS[event.code]
    if (tool !== undefined) return this.#did(() => this.#choose(tool))
    if (event.key === '[' || event.key === ']') return this.#did(() => this.#resize(event.key === ']' ? 1.25 : 0.8))
    if (event.code === 'KeyF') return this.#did(() => this.#parts.showWhole())
    if (event.code === 'KeyN') return this.#did(() => this.#state.beginNew())
    if (event.key === 'Delete' || event.key === 'Backspace') return this.#state.selected > 0 && this.#did(() => this.#state.remove())
    if (event.key === 'Escape') return this.#escape()
    if (event.key === 'Enter') return place !== 'button' && this.#state.outline.length > 0 && this.#did(() => this.#state.finish())
    if (place === 'button' || place === 'choice') return false
    const arrow = ARROWS[event.key]
    if (arrow !== undefined) return this.#did(() => this.#move(arrow, event.shiftKey ? 10 : 1))
    return event.key === ' ' && this.#did(() => this.#act())
  }

  #did(act: () => void): true {
    act()
    return true
  }

  #withControl(event: KeyboardEvent): boolean {
    if (event.code === 'KeyY' || (event.code === 'KeyZ' && event.shiftKey)) return this.#did(() => this.#state.redo())
    return event.code === 'KeyZ' && this.#did(() => this.#state.undo())
  }

  #digit(digit: number): boolean {
    if (digit === 0) return this.#did(() => this.#state.sayNothing())
    const label = this.#parts.labels()[digit - 1]
    return label !== undefined && this.#did(() => this.#state.chooseLabel(label))
  }

  #choose(tool: MaskTool): void {
    this.#penUp()
    this.#state.tool = tool
    this.#parts.moved()
  }

  #resize(by: number): void {
    this.#state.radius = Math.min(500, Math.max(0.5, Math.round(this.#state.radius * by * 2) / 2))
    this.#parts.moved()
  }

  #escape(): boolean {
    if (this.#state.outline.length === 0 && !this.penIsDown) return false
    this.penIsDown = false
    this.#state.drop()
    this.#parts.moved()
    return true
  }

  #move([dx, dy]: Point, by: number): void {
    const { w, h } = this.#state.grid?.picture ?? { w: 1, h: 1 }
    const [x, y] = this.cursor ?? this.#parts.middle()
    const next: Point = [clamp(Math.round(x) + dx * by, w), clamp(Math.round(y) + dy * by, h)]
    this.cursor = next
    this.#parts.reveal(next)
    if (this.penIsDown) this.#state.drag(next)
    this.#parts.moved()
  }

  #act(): void {
    const at = this.cursor ?? this.#parts.middle()
    this.cursor = at
    if (this.#state.tool === 'wand') this.#parts.wand(at)
    else if (this.#state.tool === 'outline') this.#state.press(at)
    else if (this.penIsDown) this.#penUp()
    else {
      this.penIsDown = true
      this.#state.press(at)
    }
    this.#parts.moved()
  }

  #penUp(): void {
    if (!this.penIsDown) return
    this.penIsDown = false
    this.#state.release()
  }
}

const clamp = (value: number, most: number): number => Math.min(Math.max(0, value), most - 1)
