import { describe, expect, it } from 'vitest'
import { DrawingState, USUAL_RULES, type Notice } from './drawing-state.ts'
import { skeletonsOf } from './drawing-options.ts'

const named = (...values: readonly string[]) => values.map((value) => ({ value, name: value }))
const skeletons = skeletonsOf({
  points: named('head', 'hand', 'foot'),
  edges: [['head', 'hand']],
  own: [
    { label: 'bird', points: named('tip'), edges: [] },
    { label: 'fish', points: named('head', 'tail'), edges: [['tail', 'head']] },
  ],
})

function aDrawing() {
  const notices: Notice['kind'][] = []
  const state = new DrawingState({ committed: () => undefined, passing: () => undefined, notice: ({ kind }) => notices.push(kind) })
  state.rules = { ...USUAL_RULES, tool: 'keypoints', skeletons }
  state.size = { w: 640, h: 480 }
  state.label = 'cat'
  return { state, notices, tap: (...xs: readonly number[]) => xs.forEach((x) => state.addPoint([x, 50])) }
}

describe('a skeleton of one label', () => {
  it('is that of what has the label; all others share the common one', () => {
    expect(skeletons('fish')).toEqual({ points: named('head', 'tail'), edges: [[1, 0]] })
    expect(skeletons('cat')).toEqual({ points: named('head', 'hand', 'foot'), edges: [[0, 1]] })
    expect(skeletons('dog')).toBe(skeletons('cat'))
  })

  it('asks for its own points', () => {
    const { state, tap } = aDrawing()
    state.chooseLabel('fish')
    tap(100, 200)
    expect(state.shapes).toMatchObject([{ label: 'fish', seen: [2, 2] }])
  })

  it('keeps the points of the same name when the label becomes another one', () => {
    const { state, notices, tap } = aDrawing()
    tap(100, 200, 300)
    state.select('s1')
    state.chooseLabel('fish')
    expect(state.shapes[0]).toMatchObject({ label: 'fish', seen: [2, 0] })
    // a bird has none of these points
    state.chooseLabel('bird')
    expect(state.shapes[0]).toMatchObject({ label: 'fish', seen: [2, 0] })
    expect(notices.at(-1)).toBe('too_few')
    state.undo()
    expect(state.shapes[0]).toMatchObject({ label: 'cat', seen: [2, 2, 2] })
  })

  it('keeps of a draft what the other label asks for first as well', () => {
    const { state, tap } = aDrawing()
    tap(100, 200)
    state.chooseLabel('fish')
    expect(state.draft).toEqual({ points: [[100, 50]], seen: [2] })
    state.chooseLabel('cat')
    state.chooseLabel('bird')
    expect(state.draft).toBeNull()
  })
})
