import type { LineBox } from '@canut/contract'
import { svgChild } from '../drawing/svg.ts'
import { toStage, type View } from '../drawing/view.ts'

const ROOM = 4

/** The places of the lines in the picture; the one that is looked at is framed, with some room around it. */
export class LineBoxes {
  readonly #layer: SVGElement
  readonly #places: SVGRectElement[]
  readonly #casing: SVGRectElement
  readonly #active: SVGRectElement

  constructor(layer: SVGElement, count: number) {
    layer.replaceChildren()
    this.#layer = layer
    this.#places = Array.from({ length: count }, () => svgChild(layer, 'rect'))
    this.#casing = svgChild(layer, 'rect', 'casing')
    this.#active = svgChild(layer, 'rect', 'active')
  }

  draw(boxes: readonly (LineBox | null)[], active: number, view: View): void {
    for (const [place, rect] of this.#places.entries()) put(rect, boxes[place] ?? null, view, 0)
    for (const rect of [this.#casing, this.#active]) put(rect, boxes[active] ?? null, view, ROOM)
    this.#layer.toggleAttribute('data-drawn', true)
  }
}

function put(rect: SVGRectElement, box: LineBox | null, view: View, room: number): void {
  rect.toggleAttribute('hidden', box === null)
  if (box === null) return
  const [x, y] = toStage(view, [box.x, box.y])
  const figures = { x: x - room, y: y - room, width: box.w * view.scale + 2 * room, height: box.h * view.scale + 2 * room }
  for (const [name, value] of Object.entries(figures)) rect.setAttribute(name, String(value))
}
