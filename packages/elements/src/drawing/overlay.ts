import type { Point } from '@canut/contract'
import type { DrawingState } from './drawing-state.ts'
import { crossPath, dotsPath, linePath, outlinePath, squaresPath } from './paths.ts'
import { boxBetween, handlesOf, middlesOf, type Drawn } from './shapes.ts'
import { svgChild } from './svg.ts'
import { toStage, type View } from './view.ts'

const PARTS = ['casing', 'line', 'line dots', 'rubber', 'middles', 'handles', 'handle-taken', 'cursor-casing', 'cursor'] as const
type Part = (typeof PARTS)[number]

/** What changes with every move of the pointer: the selected shape with its handles, the draft, the cursor. In CSS pixels of the stage. */
export class Overlay {
  readonly #paths: Record<Part, SVGPathElement>
  readonly #last = new Map<Part, string>()
  #colour = ''

  constructor(svg: SVGSVGElement) {
    this.#paths = Object.fromEntries(PARTS.map((part) => [part, svgChild(svg, 'path', part)])) as Record<Part, SVGPathElement>
  }

  /** @param ownColour of the label that the shape has, or the draft will have. */
  draw(state: DrawingState, view: View, ownColour: string): void {
    const place = (point: Point): Point => toStage(view, point).map((each) => Math.round(each * 10) / 10) as unknown as Point
    const { draft, selectedShape, cursor, rules, handle } = state
    const shape = draft === null ? selectedShape : draftShape(state)
    this.#paint(ownColour)
    const outline =
      shape === null
        ? ''
        : outlinePath(shape, draft === null || rules.tool === 'box' ? rules.tool : openTool(state), rules.skeletons(shape.label), place)
    this.#set('casing', outline)
    this.#set('line', outline)
    this.#set('line dots', shape === null ? '' : dotsPath(shape, rules.tool, 2, place) + dotsPath(shape, rules.tool, 1, place))
    this.#set('rubber', rubberPath(state, place))

    const isEditable = draft === null && shape !== null && !rules.readOnly
    const handles = isEditable ? handlesOf(shape, rules.tool) : []
    this.#set('handles', squaresPath(draft === null ? handles.map(({ at }) => place(at)) : draftHandles(state, place), 10))
    this.#set(
      'middles',
      isEditable
        ? squaresPath(
            middlesOf(shape, rules.tool).map(({ at }) => place(at)),
            6,
          )
        : '',
    )
    const taken = handles.find(({ index }) => index === handle)
    this.#set('handle-taken', taken === undefined ? '' : squaresPath([place(taken.at)], 14))
    const cross = cursor === null ? '' : crossPath(place(cursor), 14)
    this.#set('cursor-casing', cross)
    this.#set('cursor', cross)
  }

  #paint(colour: string): void {
    if (colour === this.#colour) return
    this.#colour = colour
    for (const part of ['line', 'line dots', 'rubber'] as const) this.#paths[part].setAttribute('stroke', colour)
  }

  #set(part: Part, d: string): void {
    if (this.#last.get(part) === d) return
    this.#last.set(part, d)
    this.#paths[part].setAttribute('d', d)
  }
}

/** An unfinished polygon is open as yet. */
const openTool = ({ rules: { tool } }: DrawingState) => (tool === 'polygon' ? 'polyline' : tool)

/** The draft with its loose end, as a shape. */
function draftShape({ draft, pointer, rules, size, label }: DrawingState): Drawn {
  const { points = [], seen = [] } = draft ?? {}
  const [first] = points
  const isPulled = (rules.tool === 'box' || rules.tool === 'line') && first !== undefined && pointer !== null
  const shown = !isPulled ? points : rules.tool === 'box' ? boxBetween(first, pointer, size) : [first, pointer]
  return { id: '', label, attrs: {}, points: shown, seen: rules.tool === 'keypoints' ? seen : [] }
}

function draftHandles({ draft, rules }: DrawingState, place: (point: Point) => Point): Point[] {
  const { points = [], seen = [] } = draft ?? {}
  return rules.tool === 'keypoints' ? [] : points.filter((_, i) => seen[i] !== 0).map(place)
}

function rubberPath({ draft, pointer, rules }: DrawingState, place: (point: Point) => Point): string {
  const last = draft?.points.at(-1)
  if (last === undefined || pointer === null || (rules.tool !== 'polygon' && rules.tool !== 'polyline')) return ''
  return linePath([last, pointer], place)
}
