import type { Notice } from './drawing-state.ts'
import type { DrawingMessages } from './drawing.messages.ts'
import { extentOf, type Drawn, type Tool } from './shapes.ts'

export interface Speaking {
  readonly t: DrawingMessages
  readonly tool: Tool
  nameOf(label: string): string
}

/** Where a shape is, as somebody reads it aloud: "Cat, 128 from the left, 96 from the top, 192 wide, 144 high". */
export function placeOf(shape: Drawn, { t, tool, nameOf }: Speaking): string {
  const { left, top, right, bottom } = extentOf(shape)
  const place = { label: named(shape, { t, tool, nameOf }), left, top, width: right - left, height: bottom - top }
  return tool === 'point' ? t.placeOfPoint(place) : t.placeOfBox(place)
}

function named(shape: Drawn, { t, tool, nameOf }: Speaking): string {
  const label = nameOf(shape.label)
  if (tool === 'polygon' || tool === 'polyline') return `${label}, ${t.corners(shape.points.length)}`
  if (tool !== 'keypoints') return label
  return `${label}, ${t.pointsThere(shape.seen.filter((seen) => seen !== 0).length, shape.points.length)}`
}

/** The same in figures, for the eye. */
export function figuresOf(shape: Drawn, tool: Tool): string {
  const { left, top, right, bottom } = extentOf(shape)
  return tool === 'point' ? `${left}, ${top}` : `${left}, ${top} · ${right - left} × ${bottom - top}`
}

export function noticeSentence(notice: Notice, speaking: Speaking): string {
  const { notices } = speaking.t
  switch (notice.kind) {
    case 'added':
    case 'selected':
    case 'changed':
    case 'deleted':
      return notices[notice.kind](placeOf(notice.shape, speaking))
    case 'placed':
      return notices.placed(notice.at, notice.count)
    case 'next_point':
      return notices.nextPoint(notice.name)
    case 'too_small':
      return notices.tooSmall(notice.min)
    case 'too_few':
      return notices.tooFew(notice.min)
    case 'cursor':
      return notices.cursor(notice.at)
    default:
      return notices[notice.kind]
  }
}
