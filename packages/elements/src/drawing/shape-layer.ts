import { dotsPath, outlinePath } from './paths.ts'
import { extentOf, type Drawn, type Skeletons, type Tool } from './shapes.ts'
import { svgChild } from './svg.ts'
import type { View } from './view.ts'

/** With more, names would hide the picture; they are in the list, and at the selected shape. */
const NAMES_MAX = 60

export interface ShapeLook {
  readonly tool: Tool
  readonly skeletons: Skeletons
  /** a shape that is drawn elsewhere just now */
  readonly hidden: string | null
  colourOf(label: string): string
  nameOf(label: string): string
  /** suggested, and left as it was */
  isUntouched(shape: Drawn): boolean
}

interface Shown {
  readonly shape: Drawn
  readonly group: SVGGElement
  readonly colour: string
  readonly name: SVGTextElement
  isHidden: boolean
}

/** The kept shapes. Only what differs from the last time is touched, since there may be hundreds; all move together with the view. */
export class ShapeLayer {
  readonly #svg: SVGSVGElement
  readonly #all: SVGGElement
  readonly #shown = new Map<string, Shown>()
  #scale = 1

  constructor(svg: SVGSVGElement) {
    this.#svg = svg
    this.#all = svgChild(svg, 'g')
  }

  show(shapes: readonly Drawn[], look: ShapeLook): void {
    const gone = new Set(this.#shown.keys())
    for (const shape of shapes) {
      gone.delete(shape.id)
      const before = this.#shown.get(shape.id)
      const colour = look.colourOf(shape.label)
      const now = before?.shape === shape && before.colour === colour ? before : this.#draw(shape, colour, look, before)
      const isHidden = shape.id === look.hidden
      if (isHidden === now.isHidden) continue
      now.isHidden = isHidden
      now.group.setAttribute('visibility', isHidden ? 'hidden' : 'visible')
    }
    for (const id of gone) {
      this.#shown.get(id)?.group.remove()
      this.#shown.delete(id)
    }
    this.#svg.classList.toggle('many', shapes.length > NAMES_MAX)
  }

  move({ scale, x, y }: View): void {
    this.#all.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`)
    if (scale === this.#scale) return
    this.#scale = scale
    for (const { shape, name } of this.#shown.values()) this.#placeName(shape, name)
  }

  /** Everything is drawn anew the next time. */
  clear(): void {
    this.#all.replaceChildren()
    this.#shown.clear()
  }

  #draw(shape: Drawn, colour: string, look: ShapeLook, before: Shown | undefined): Shown {
    const group = document.createElementNS('http://www.w3.org/2000/svg', 'g')
    const outline = outlinePath(shape, look.tool, look.skeletons(shape.label))
    for (const [className, d] of [
      ['casing', outline],
      ['line', outline],
      ['casing dots', dotsPath(shape, look.tool, 2) + dotsPath(shape, look.tool, 1)],
      ['line dots', dotsPath(shape, look.tool, 2)],
      ['line dots dots-hidden', dotsPath(shape, look.tool, 1)],
    ] as const) {
      if (d === '') continue
      const path = svgChild(group, 'path', className)
      path.setAttribute('d', d)
      if (className !== 'casing' && className !== 'casing dots') path.setAttribute('stroke', colour)
    }
    if (look.isUntouched(shape)) group.setAttribute('class', 'untouched')
    const name = svgChild(group, 'text', 'name')
    name.textContent = look.nameOf(shape.label)
    this.#placeName(shape, name)
    if (before === undefined) this.#all.append(group)
    else before.group.replaceWith(group)
    const shown = { shape, group, colour, name, isHidden: false }
    this.#shown.set(shape.id, shown)
    return shown
  }

  #placeName(shape: Drawn, name: SVGTextElement): void {
    const { left, top } = extentOf(shape)
    name.setAttribute('transform', `translate(${left} ${top}) scale(${1 / this.#scale})`)
  }
}
