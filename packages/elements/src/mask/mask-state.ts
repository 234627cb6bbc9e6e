import type { Point } from '@canut/contract'
import type { ColumnsBefore, MaskGrid } from './mask-grid.ts'
import type { Region } from './mask-value.ts'

export const MASK_TOOLS = ['brush', 'eraser', 'outline', 'wand'] as const
export type MaskTool = (typeof MASK_TOOLS)[number]

/** What was the case before a step; both directions of undo keep the same. */
interface Step {
  readonly columns: ColumnsBefore
  readonly regions: readonly Region[]
  readonly selected: number
  readonly nothing: boolean
}

const STEPS_MAX = 60

export type MaskNotice =
  | 'painted'
  | 'erased'
  | 'undone'
  | 'redone'
  | 'nothing'
  | 'deleted'
  | 'relabelled'
  | 'selected'
  | 'unreadable'
  | 'corner'

export interface MaskEvents {
  /** the value changed */
  committed(): void
  /** something to draw again */
  changed(): void
  notice(notice: MaskNotice): void
}

/** What is painted, and everything a person does to it, without a page. */
export class MaskState {
  grid: MaskGrid | null = null
  regions: readonly Region[] = []
  /** number of a region, from 1; 0: none */
  selected = 0
  /** whether every thing is a region of its own, or all of a label are one */
  instances = false
  label = ''
  tool: MaskTool = 'brush'
  /** of the brush, in pixels of the picture */
  radius = 8
  tolerance = 24
  nothing = false
  readOnly = false
  /** corners of an outline that is not finished */
  outline: readonly Point[] = []
  readonly #events: MaskEvents
  readonly #undone: Step[] = []
  readonly #done: Step[] = []
  #before: Pick<Step, 'regions' | 'selected' | 'nothing'> | null = null
  #last: Point | null = null
  #made = 0

  constructor(events: MaskEvents) {
    this.#events = events
  }

  load(grid: MaskGrid | null, regions: readonly Region[], nothing: boolean): void {
    this.grid = grid
    this.regions = regions
    this.nothing = nothing
    this.selected = 0
    this.outline = []
    this.#done.length = 0
    this.#undone.length = 0
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  get isPainting(): boolean {
    return this.#before !== null
  }

  find(number: number): Region | null {
    return this.regions[number - 1] ?? null
  }

  chooseLabel(label: string): void {
    const own = this.find(this.selected)
    if (own !== null && own.label !== label && this.instances && !this.readOnly) this.#relabel(this.selected, label)
    this.label = label
    if (!this.instances) this.selected = this.regions.findIndex((region) => region.label === label) + 1
    this.#events.changed()
  }

  /** The next stroke begins a thing of its own. */
  beginNew(): void {
    this.selected = 0
    this.#events.changed()
  }

  select(number: number): void {
    this.selected = number
    const region = this.find(number)
    if (region !== null) this.label = region.label
    this.#events.notice('selected')
    this.#events.changed()
  }

  press(at: Point): void {
    if (this.grid === null || this.readOnly) return
    if (this.tool === 'outline') return this.#corner(at)
    this.#begin()
    this.#last = at
    this.drag(at)
  }

  drag(at: Point): void {
    if (this.grid === null || this.#before === null || this.#last === null) return
    this.grid.line(this.#last, at, this.radius, this.tool === 'eraser' ? 0 : this.#target())
    this.#last = at
    this.#events.changed()
  }

  release(): void {
    if (this.#before !== null) this.#commit(this.tool === 'eraser' ? 'erased' : 'painted')
  }

  /** As if the stroke had not begun. */
  cancel(): void {
    if (this.grid === null || this.#before === null) return
    const columns = this.grid.endStroke()
    if (columns !== null) this.grid.restore(columns)
    Object.assign(this, this.#before)
    this.#before = null
    this.#events.changed()
  }

  /** Paints with whatever fills at once: the wand, an outline. */
  fill(paint: (grid: MaskGrid, value: number) => void): void {
    if (this.grid === null || this.readOnly) return
    this.#begin()
    paint(this.grid, this.#target())
    this.#commit('painted')
  }

  finish(): void {
    const { outline } = this
    this.outline = []
    if (outline.length >= 3) this.fill((grid, value) => grid.polygon(outline, value))
    else this.#events.changed()
  }

  /** Drops what was begun. */
  drop(): void {
    if (this.#before !== null) return this.cancel()
    this.outline = []
    this.#events.changed()
  }

  remove(): void {
    if (this.grid === null || this.selected === 0 || this.readOnly) return
    const { selected } = this
    this.#begin()
    this.grid.recolour(selected, 0)
    this.selected = 0
    this.#commit('deleted')
  }

  sayNothing(): void {
    if (this.grid === null || this.readOnly) return
    this.#begin()
    for (let number = 1; number <= this.regions.length; number++) this.grid.recolour(number, 0)
    this.selected = 0
    this.nothing = !this.nothing
    this.#commit('nothing')
  }

  undo(): void {
    if (this.outline.length > 0) {
      this.outline = this.outline.slice(0, -1)
      this.#events.changed()
    } else this.#step(this.#done, this.#undone, 'undone')
  }

  redo(): void {
    this.#step(this.#undone, this.#done, 'redone')
  }

  #corner(at: Point): void {
    const { w, h } = this.grid?.picture ?? { w: 0, h: 0 }
    this.outline = [...this.outline, [Math.min(Math.max(0, Math.round(at[0])), w), Math.min(Math.max(0, Math.round(at[1])), h)]]
    this.#events.notice('corner')
    this.#events.changed()
  }

  #relabel(number: number, label: string): void {
    this.#begin()
    this.regions = this.regions.map((region, index) => (index === number - 1 ? { ...region, label } : region))
    this.#commit('relabelled')
  }

  #begin(): void {
    const { regions, selected, nothing } = this
    this.#before = { regions, selected, nothing }
    this.grid?.beginStroke()
  }

  /** The region that is painted: the selected one, else a new one of the label. */
  #target(): number {
    const own = this.find(this.selected)
    if (own !== null && own.label === this.label) return this.selected
    const same = this.instances ? -1 : this.regions.findIndex(({ label }) => label === this.label)
    if (same === -1) {
      const ids = new Set(this.regions.map(({ id }) => id))
      do this.#made++
      while (ids.has(`r${this.#made}`))
      this.regions = [...this.regions, { id: `r${this.#made}`, label: this.label }]
    }
    this.selected = same === -1 ? this.regions.length : same + 1
    return this.selected
  }

  #commit(notice: MaskNotice): void {
    const before = this.#before
    const columns = this.grid?.endStroke() ?? null
    this.#before = null
    this.#last = null
    if (before === null) return
    const isSame = columns === null && before.nothing === this.nothing && notice !== 'relabelled'
    if (isSame) {
      Object.assign(this, before)
      this.#events.changed()
      return
    }
    if (notice !== 'nothing') this.nothing = false
    this.#done.push({ ...before, columns: columns ?? new Map() })
    if (this.#done.length > STEPS_MAX) this.#done.shift()
    this.#undone.length = 0
    // what is told may say where it lies now
    this.#events.committed()
    this.#events.notice(notice)
  }

  #step(from: Step[], to: Step[], notice: MaskNotice): void {
    const step = from.pop()
    if (step === undefined || this.grid === null) return
    const { regions, selected, nothing } = this
    to.push({ regions, selected, nothing, columns: this.grid.restore(step.columns) })
    this.regions = step.regions
    this.selected = step.selected
    this.nothing = step.nothing
    // what is told may say where it lies now
    this.#events.committed()
    this.#events.notice(notice)
  }
}
