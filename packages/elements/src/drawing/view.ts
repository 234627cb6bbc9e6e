import type { LineBox, Point, Size } from '@canut/contract'

/** Where a picture lies on its stage, in CSS pixels: `stage = picture × scale + (x, y)`. */
export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** What a view may be: it always shows some of the picture, and never less than the whole at once without need. */
export interface Stage {
  readonly picture: Size
  /** CSS pixels, margins included */
  readonly size: Size
  /** CSS pixels kept free on each side of the whole picture, so that its very edge can be pointed at */
  readonly margin: number
}

/** CSS pixels for one pixel of the picture: enough to set a corner to the pixel with a finger. */
const MOST_SCALE = 32

/** The whole picture, as large as it fits, in the middle. */
export function wholeView(stage: Stage): View {
  return settled({ scale: leastScale(stage), x: 0, y: 0 }, stage)
}

/** So that a line of print is not blown up to fill the stage. */
const READ_SCALE = 2

/** A part of the picture in the middle, its whole width on the stage and what is around it as far as there is room. */
export function boxView(box: LineBox, stage: Stage): View {
  const { size, margin } = stage
  const fitting = Math.min((size.w - 2 * margin) / box.w, (size.h - 2 * margin) / box.h)
  const scale = clamp(fitting, leastScale(stage), Math.max(READ_SCALE, leastScale(stage)))
  const [x, y] = [box.x + box.w / 2, box.y + box.h / 2]
  return settled({ scale, x: size.w / 2 - x * scale, y: size.h / 2 - y * scale }, stage)
}

/** Enlarges by a factor (below 1: reduces); what lies at `at` of the stage stays there, as far as the edges allow. */
export function zoomed(view: View, factor: number, at: Point, stage: Stage): View {
  const scale = clamp(view.scale * factor, leastScale(stage), mostScale(stage))
  const [x, y] = toPicture(view, at)
  return settled({ scale, x: at[0] - x * scale, y: at[1] - y * scale }, stage)
}

/** Moves the picture by CSS pixels. */
export function panned(view: View, dx: number, dy: number, stage: Stage): View {
  return settled({ scale: view.scale, x: view.x + dx, y: view.y + dy }, stage)
}

/** The same enlargement, moved no more than needed to have this point of the picture on the stage with some room around it. */
export function revealing(view: View, at: Point, stage: Stage): View {
  const [x, y] = toStage(view, at)
  const { w, h } = stage.size
  const room = Math.min(48, w / 4, h / 4)
  return panned(view, clamp(x, room, w - room) - x, clamp(y, room, h - room) - y, stage)
}

/** After the stage has changed its size: the same point stays in the middle, and a whole picture stays whole. */
export function resized(view: View, before: Stage, after: Stage): View {
  const share = view.scale / leastScale(before)
  const [x, y] = toPicture(view, [before.size.w / 2, before.size.h / 2])
  const scale = clamp(share * leastScale(after), leastScale(after), mostScale(after))
  return settled({ scale, x: after.size.w / 2 - x * scale, y: after.size.h / 2 - y * scale }, after)
}

export const toPicture = (view: View, [x, y]: Point): Point => [(x - view.x) / view.scale, (y - view.y) / view.scale]

export const toStage = (view: View, [x, y]: Point): Point => [x * view.scale + view.x, y * view.scale + view.y]

export const isWhole = (view: View, stage: Stage): boolean => view.scale <= leastScale(stage) * 1.0001

export const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high))

function leastScale({ picture, size, margin }: Stage): number {
  const [w, h] = [size.w - 2 * margin, size.h - 2 * margin]
  // a stage that is not laid out yet has no size: any scale above nothing will do until it has
  return Math.max(Math.min(w / picture.w, h / picture.h), 1e-6)
}

const mostScale = (stage: Stage): number => Math.max(MOST_SCALE, leastScale(stage))

/** Keeps the picture in the middle where it is smaller than the stage, and without a gap beyond the margin where it is larger. */
function settled({ scale, x, y }: View, { picture, size, margin }: Stage): View {
  return { scale, x: settledAlong(x, picture.w * scale, size.w, margin), y: settledAlong(y, picture.h * scale, size.h, margin) }
}

function settledAlong(offset: number, length: number, room: number, margin: number): number {
  return length <= room - 2 * margin ? (room - length) / 2 : clamp(offset, room - margin - length, margin)
}
