import type { Point } from '@canut/contract'
import { svgChild } from '../drawing/svg.ts'
import { toStage, type View } from '../drawing/view.ts'

export interface OverlayOf {
  /** where the brush is; null when nowhere */
  readonly brush: Point | null
  /** in pixels of the picture */
  readonly radius: number
  readonly cursor: Point | null
  readonly outline: readonly Point[]
}

/** What moves with the pointer: the rim of the brush, the cursor of the keys, an outline that is not finished. */
export class MaskOverlay {
  readonly #rim: SVGElement
  readonly #rimCasing: SVGElement
  readonly #cross: SVGElement
  readonly #crossCasing: SVGElement
  readonly #outline: SVGElement
  readonly #outlineCasing: SVGElement

  constructor(layer: SVGSVGElement) {
    const path = (name: string): SVGElement => svgChild(layer, 'path', name)
    this.#outlineCasing = path('casing')
    this.#outline = path('cursor')
    this.#rimCasing = path('cursor-casing')
    this.#rim = path('cursor')
    this.#crossCasing = path('cursor-casing')
    this.#cross = path('cursor')
  }

  draw({ brush, radius, cursor, outline }: OverlayOf, view: View): void {
    both(this.#rim, this.#rimCasing, brush === null ? '' : circle(toStage(view, brush), Math.max(1, radius * view.scale)))
    both(this.#cross, this.#crossCasing, cursor === null ? '' : cross(toStage(view, cursor)))
    both(this.#outline, this.#outlineCasing, line(outline.map((point) => toStage(view, point))))
  }
}

function both(path: SVGElement, casing: SVGElement, shape: string): void {
  path.setAttribute('d', shape)
  casing.setAttribute('d', shape)
}

const circle = ([x, y]: Point, r: number): string => `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`
const cross = ([x, y]: Point): string => `M${x - 9},${y}h18M${x},${y - 9}v18`

/** A single corner shows as a small square. */
function line(points: readonly Point[]): string {
  const [first] = points
  if (first === undefined) return ''
  if (points.length === 1) return `M${first[0] - 3},${first[1] - 3}h6v6h-6z`
  return `M${points.map((point) => point.join(',')).join('L')}${points.length > 2 ? 'Z' : ''}`
}
