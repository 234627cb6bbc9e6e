import type { LineBox, Point } from '@canut/contract'
import { loadPicture, type Picture } from './picture.ts'
import { boxView, isWhole, panned, resized, revealing, toPicture, wholeView, zoomed, type Stage, type View } from './view.ts'

/** Where a pointer is. */
export interface PointerAt {
  /** in natural pixels of the picture, not rounded, maybe outside of it */
  readonly point: Point
  /** in CSS pixels of the stage */
  readonly stage: Point
  readonly touch: boolean
  readonly shift: boolean
}

/** What a single pointer does: drawing, painting, moving something. Two fingers never come here: they move the view. */
export interface PointerTool {
  press(at: PointerAt): void
  /** while pressed */
  drag(at: PointerAt): void
  release(at: PointerAt): void
  /** the stroke became something else (a second finger, a lost pointer): as if it had not begun */
  cancel(): void
  /** not pressed; null when the pointer has left */
  hover(at: PointerAt | null): void
}

export interface ViewportParts {
  /** receives the pointers; its size is that of the stage */
  readonly frame: HTMLElement
  /** fills the frame; the picture is painted here */
  readonly canvas: HTMLCanvasElement
  readonly tool: PointerTool
  /** after the view or the size of the stage changed, at most once a frame */
  onView(view: View): void
  /** CSS pixels left free around the whole picture */
  readonly margin: number
}

const ZOOM_STEP = 1.5
/** so long does the view stand still before a large picture is made sharp where it is looked at */
const REST_MS = 120
/** so far may a pointer move and it is still a click, in CSS pixels */
export const CLICK_SLOP = 4

/**
 * Shows a picture in a frame, of which wheel, pinch, middle button, hand mode, keys and buttons show any part at any size; all
 * other strokes go to a tool, in natural pixels. Knows nothing of what is drawn.
 */
export class Viewport {
  readonly #parts: ViewportParts
  readonly #pointers = new Map<number, Point>()
  readonly #sizes = new ResizeObserver(() => this.#measure())
  #picture: Picture | null = null
  #stage: Stage
  #view: View = { scale: 1, x: 0, y: 0 }
  #frame = 0
  #rest: ReturnType<typeof setTimeout> | undefined
  #stroke: 'tool' | 'view' | null = null
  #travelled = 0
  /** While true one pointer moves the view; a click brings its place to the middle. */
  hand = false

  constructor(parts: ViewportParts) {
    this.#parts = parts
    this.#stage = { picture: { w: 1, h: 1 }, size: { w: 1, h: 1 }, margin: parts.margin }
    const { frame } = parts
    frame.addEventListener('pointerdown', this.#onDown)
    frame.addEventListener('pointermove', this.#onMove)
    frame.addEventListener('pointerup', this.#onUp)
    frame.addEventListener('pointercancel', this.#onCancel)
    frame.addEventListener('pointerleave', this.#onLeave)
    frame.addEventListener('wheel', this.#onWheel, { passive: false })
    this.#sizes.observe(frame)
  }

  /**
   * Loads a picture and shows the whole of it.
   *
   * @throws what `loadPicture` throws; what was shown before is gone then.
   */
  async open(url: string, signal: AbortSignal): Promise<Picture> {
    this.#picture?.close()
    this.#picture = null
    const picture = await loadPicture(url, signal)
    this.#picture = picture
    this.#stage = { ...this.#stage, picture: picture.size }
    return picture
  }

  /** Stops listening and gives the picture's memory back. */
  close(): void {
    const { frame } = this.#parts
    this.#sizes.disconnect()
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#rest)
    frame.removeEventListener('pointerdown', this.#onDown)
    frame.removeEventListener('pointermove', this.#onMove)
    frame.removeEventListener('pointerup', this.#onUp)
    frame.removeEventListener('pointercancel', this.#onCancel)
    frame.removeEventListener('pointerleave', this.#onLeave)
    frame.removeEventListener('wheel', this.#onWheel)
    this.#picture?.close()
    this.#picture = null
  }

  get picture(): Picture | null {
    return this.#picture
  }

  get view(): View {
    return this.#view
  }

  get isWhole(): boolean {
    return isWhole(this.#view, this.#stage)
  }

  /** the point of the picture in the middle of the stage, within the picture */
  get middle(): Point {
    const { size, picture } = this.#stage
    const [x, y] = toPicture(this.#view, [size.w / 2, size.h / 2])
    return [Math.min(Math.max(x, 0), picture.w), Math.min(Math.max(y, 0), picture.h)]
  }

  /** natural pixels that are on the stage, along each side */
  get shown(): { readonly w: number; readonly h: number } {
    const { size, picture } = this.#stage
    return { w: Math.min(picture.w, size.w / this.#view.scale), h: Math.min(picture.h, size.h / this.#view.scale) }
  }

  /** Shows the whole picture; measures the frame, so call it after its size was changed. */
  showWhole(): void {
    this.#readSize()
    this.#set(wholeView(this.#stage))
  }

  /** One step nearer (1) or further (−1), around a point of the stage, else around its middle. */
  zoom(steps: number, at?: Point): void {
    this.#set(zoomed(this.#view, ZOOM_STEP ** steps, at ?? this.#middleOfStage(), this.#stage))
  }

  /** Moves the view over the picture by shares of the stage: (1, 0) shows what lies to the right of it. */
  pan(x: number, y: number): void {
    this.#set(panned(this.#view, -x * this.#stage.size.w, -y * this.#stage.size.h, this.#stage))
  }

  /** Moves the view no more than needed to show this point of the picture. */
  reveal(point: Point): void {
    this.#set(revealing(this.#view, point, this.#stage))
  }

  /** Shows this part of the picture as large as it can be read, in the middle. */
  showBox(box: LineBox): void {
    this.#readSize()
    this.#set(boxView(box, this.#stage))
  }

  #middleOfStage(): Point {
    return [this.#stage.size.w / 2, this.#stage.size.h / 2]
  }

  #set(view: View): void {
    this.#view = view
    this.#frame ||= requestAnimationFrame(() => this.#paint())
  }

  #paint(): void {
    this.#frame = 0
    const { canvas, onView } = this.#parts
    const context = canvas.getContext('2d')
    const ratio = devicePixelRatio
    const [width, height] = [Math.round(this.#stage.size.w * ratio), Math.round(this.#stage.size.h * ratio)]
    // setting a size clears the canvas, even the same size
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    if (context !== null) this.#picture?.draw(context, this.#view, ratio)
    onView(this.#view)
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#picture?.sharpen(this.#view, this.#stage.size, ratio, () => this.#set(this.#view)), REST_MS)
  }

  #readSize(): boolean {
    const { clientWidth: w, clientHeight: h } = this.#parts.frame
    if (w === 0 || h === 0 || (w === this.#stage.size.w && h === this.#stage.size.h)) return false
    this.#stage = { ...this.#stage, size: { w, h } }
    return true
  }

  #measure(): void {
    const before = this.#stage
    if (this.#readSize()) this.#set(resized(this.#view, before, this.#stage))
  }

  #at(event: PointerEvent | WheelEvent): PointerAt {
    const { left, top } = this.#parts.frame.getBoundingClientRect()
    const stage: Point = [event.clientX - left, event.clientY - top]
    const touch = event instanceof PointerEvent && event.pointerType === 'touch'
    return { point: toPicture(this.#view, stage), stage, touch, shift: event.shiftKey }
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (this.#picture === null || event.button > 1) return
    const at = this.#at(event)
    this.#parts.frame.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, at.stage)
    if (this.#pointers.size > 1 || event.button === 1 || this.hand) {
      if (this.#stroke === 'tool') this.#parts.tool.cancel()
      this.#stroke = 'view'
      this.#travelled = this.#pointers.size > 1 ? CLICK_SLOP : 0
      // the middle button would scroll the page
      event.preventDefault()
    } else {
      this.#stroke = 'tool'
      this.#parts.tool.press(at)
    }
  }

  readonly #onMove = (event: PointerEvent): void => {
    const at = this.#at(event)
    const before = this.#pointers.get(event.pointerId)
    if (before === undefined) {
      if (this.#picture !== null && this.#pointers.size === 0 && !this.hand) this.#parts.tool.hover(at)
      return
    }
    if (this.#stroke === 'tool') this.#parts.tool.drag(at)
    else this.#moveView(event.pointerId, before, at.stage)
    this.#pointers.set(event.pointerId, at.stage)
  }

  /** One pointer drags the picture; of two, the middle drags it and their distance enlarges it. */
  #moveView(id: number, before: Point, now: Point): void {
    this.#travelled += Math.hypot(now[0] - before[0], now[1] - before[1])
    const other = [...this.#pointers].find(([each]) => each !== id)?.[1]
    if (other === undefined) {
      this.#set(panned(this.#view, now[0] - before[0], now[1] - before[1], this.#stage))
      return
    }
    const factor = distance(now, other) / Math.max(1, distance(before, other))
    const moved = panned(this.#view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2, this.#stage)
    this.#set(zoomed(moved, factor, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2], this.#stage))
  }

  readonly #onUp = (event: PointerEvent): void => {
    if (!this.#pointers.delete(event.pointerId)) return
    const at = this.#at(event)
    if (this.#stroke === 'tool') this.#parts.tool.release(at)
    else if (this.hand && this.#travelled < CLICK_SLOP) this.#set(panned(this.#view, ...this.#toMiddle(at.stage), this.#stage))
    // the last finger of a pinch draws nothing
    if (this.#pointers.size === 0) this.#stroke = null
  }

  #toMiddle([x, y]: Point): [number, number] {
    const [middleX, middleY] = this.#middleOfStage()
    return [middleX - x, middleY - y]
  }

  readonly #onCancel = (event: PointerEvent): void => {
    if (!this.#pointers.delete(event.pointerId)) return
    if (this.#stroke === 'tool') this.#parts.tool.cancel()
    if (this.#pointers.size === 0) this.#stroke = null
  }

  readonly #onLeave = (): void => {
    if (this.#pointers.size === 0) this.#parts.tool.hover(null)
  }

  /** The wheel enlarges; with Shift, or sideways, it moves. Out of the whole picture the page scrolls on. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (this.#picture === null) return
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1
    const [dx, dy] = [event.deltaX * lines, event.deltaY * lines]
    const sideways = !event.ctrlKey && (event.shiftKey || Math.abs(dx) > Math.abs(dy))
    if (this.isWhole && !event.ctrlKey && (sideways || dy > 0)) return
    event.preventDefault()
    if (sideways) this.#set(panned(this.#view, -(dx || dy), 0, this.#stage))
    // what a touchpad reports for a pinch is ten times finer than a wheel
    else this.#set(zoomed(this.#view, Math.exp(-dy * (event.ctrlKey ? 0.01 : 0.0015)), this.#at(event).stage, this.#stage))
  }
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
