import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DrawingKeys, type KeyPress } from './drawing-keys.ts'
import { DrawingPointer } from './drawing-pointer.ts'
import { DrawingState, USUAL_RULES, type DrawingRules, type Notice } from './drawing-state.ts'
import { responseOf } from './response-value.ts'
import { extentOf } from './shapes.ts'

const size = { w: 640, h: 480 }
const skeleton = {
  points: [
    { value: 'head', name: 'Head' },
    { value: 'hand', name: 'Hand' },
    { value: 'foot', name: 'Foot' },
  ],
  edges: [[0, 1]] as const,
}
const skeletons = () => skeleton

/** A drawing with hands: `scale` CSS pixels for each of the picture. */
function aDrawing(rules: Partial<DrawingRules> = {}, scale = 1) {
  const notices: Notice['kind'][] = []
  let commits = 0
  const state = new DrawingState({ committed: () => commits++, passing: () => undefined, notice: ({ kind }) => notices.push(kind) })
  state.rules = { ...USUAL_RULES, skeletons, ...rules }
  state.size = size
  state.label = 'cat'
  const pointer = new DrawingPointer(state, () => scale)
  const view = {
    middle: () => [320, 240] as const,
    shown: () => size,
    reveal: () => undefined,
    zoom: () => undefined,
    showWhole: () => undefined,
  }
  const keys = new DrawingKeys(state, view, () => ['cat', 'dog'])
  const at = (x: number, y: number, touch = false) => ({
    point: [x, y] as const,
    stage: [x * scale, y * scale] as const,
    touch,
    shift: false,
  })
  const plain: KeyPress = { key: '', code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false }
  return {
    state,
    notices,
    commits: () => commits,
    drag(from: readonly [number, number], to: readonly [number, number], touch = false) {
      pointer.press(at(...from, touch))
      pointer.drag(at(...to, touch))
      pointer.release(at(...to, touch))
    },
    tap(x: number, y: number, touch = false) {
      pointer.press(at(x, y, touch))
      pointer.release(at(x, y, touch))
    },
    pointer,
    at,
    key: (key: string, more: Partial<KeyPress> = {}) =>
      keys.press(
        { ...plain, key, code: /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key, ...more },
        'stage',
      ),
    value: () => responseOf(state.shapes, state.rules.tool, skeletons, size),
  }
}

const box = (x: number, y: number, w: number, h: number, id = 's1', label = 'cat') => ({ id, label, x, y, w, h })

describe('boxes', () => {
  it('are drawn by dragging, whatever the enlargement and the direction', () => {
    for (const scale of [0.25, 1, 3]) {
      const drawing = aDrawing({}, scale)
      drawing.drag([320, 240], [128, 96])
      expect(drawing.value()).toEqual({ size, boxes: [box(128, 96, 192, 144)] })
    }
  })

  it('are drawn by two taps as well, for those who cannot drag', () => {
    const drawing = aDrawing()
    drawing.tap(128, 96, true)
    expect(drawing.state.shapes).toEqual([])
    drawing.tap(320, 240, true)
    expect(drawing.value()).toEqual({ size, boxes: [box(128, 96, 192, 144)] })
  })

  it('stop at the edge of the picture', () => {
    const drawing = aDrawing()
    drawing.drag([600, 400], [900, 900])
    drawing.key('ArrowRight', { shiftKey: true })
    expect(drawing.value()).toEqual({ size, boxes: [box(600, 400, 40, 80)] })
  })

  it('are moved by their inside, pulled by their handles, and even turned over', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [200, 200])
    drawing.drag([150, 150], [160, 170])
    drawing.drag([210, 220], [260, 240])
    expect(drawing.value()).toEqual({ size, boxes: [box(110, 120, 150, 120)] })
    drawing.drag([260, 180], [50, 180])
    expect(drawing.value()).toEqual({ size, boxes: [box(50, 120, 60, 120)] })
  })

  it('too small are not kept, and told', () => {
    const drawing = aDrawing({ minSize: 20 })
    drawing.drag([100, 100], [110, 150])
    expect(drawing.state.shapes).toEqual([])
    expect(drawing.notices).toEqual(['too_small'])
  })

  it('are selected by a tap: the smallest one around, and let go by a tap beside', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [400, 400])
    drawing.state.select(null)
    drawing.drag([200, 200], [250, 250])
    drawing.tap(600, 450)
    expect(drawing.state.selected).toBeNull()
    drawing.tap(225, 225)
    expect(drawing.state.selected).toBe('s2')
    expect(drawing.state.shapes).toHaveLength(2)
  })

  it('are made, moved, sized, labelled and deleted by keys alone', () => {
    const drawing = aDrawing()
    drawing.key('n')
    expect(drawing.value()).toEqual({ size, boxes: [box(240, 180, 160, 120)] })
    for (let i = 0; i < 11; i++) drawing.key('ArrowLeft', { shiftKey: true })
    for (let i = 0; i < 2; i++) drawing.key('ArrowLeft')
    for (let i = 0; i < 8; i++) drawing.key('ArrowUp', { shiftKey: true })
    for (let i = 0; i < 4; i++) drawing.key('ArrowUp')
    for (let i = 0; i < 32; i++) drawing.key('ArrowRight', { ctrlKey: true })
    for (let i = 0; i < 24; i++) drawing.key('ArrowDown', { ctrlKey: true })
    expect(drawing.value()).toEqual({ size, boxes: [box(128, 96, 192, 144)] })
    drawing.state.select('s1')
    drawing.key('2')
    expect(drawing.value()).toEqual({ size, boxes: [box(128, 96, 192, 144, 's1', 'dog')] })
    drawing.key('Delete')
    expect(drawing.value()).toEqual({ size, boxes: [] })
  })

  it('keep their label when the next one is chosen, unless they were chosen themselves', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [200, 200])
    drawing.key('2')
    drawing.drag([300, 100], [400, 200])
    expect(drawing.state.shapes.map(({ label }) => label)).toEqual(['cat', 'dog'])
    drawing.tap(350, 150)
    drawing.key('1')
    expect(drawing.state.shapes.map(({ label }) => label)).toEqual(['cat', 'cat'])
  })

  it('have corners that V takes hold of and arrows move, never over the other side', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [110, 200])
    drawing.key('v')
    drawing.key('ArrowRight', { shiftKey: true })
    drawing.key('ArrowDown')
    expect(drawing.value()).toEqual({ size, boxes: [box(109, 101, 1, 99)] })
  })
})

describe('outlines and lines', () => {
  it('grow by taps and are closed by Finish, by Enter, or by a tap on the first corner', () => {
    for (const finish of ['finish', 'enter', 'tap'] as const) {
      const drawing = aDrawing({ tool: 'polygon' })
      for (const [x, y] of [
        [10, 10],
        [100, 10],
        [100, 100],
      ] as const)
        drawing.tap(x, y, true)
      expect(drawing.state.canFinish).toBe(true)
      if (finish === 'finish') drawing.state.finish()
      else if (finish === 'enter') drawing.key('Enter')
      else drawing.tap(14, 14, true)
      expect(drawing.value()).toEqual({
        size,
        shapes: [
          {
            id: 's1',
            label: 'cat',
            closed: true,
            points: [
              [10, 10],
              [100, 10],
              [100, 100],
            ],
          },
        ],
      })
    }
  })

  it('lose their last corner by Undo, and are gone with the first', () => {
    const drawing = aDrawing({ tool: 'polygon' })
    drawing.tap(10, 10)
    drawing.tap(100, 10)
    drawing.state.undo()
    expect(drawing.state.draft?.points).toEqual([[10, 10]])
    drawing.state.undo()
    expect(drawing.state.draft).toBeNull()
    expect(drawing.state.canUndo).toBe(false)
  })

  it('that cross themselves are not kept where that is not wanted, and stay to be mended', () => {
    const drawing = aDrawing({ tool: 'polygon', mayCross: false })
    for (const [x, y] of [
      [10, 10],
      [100, 100],
      [100, 10],
      [10, 100],
    ] as const)
      drawing.tap(x, y)
    drawing.state.finish()
    expect(drawing.notices.at(-1)).toBe('crosses')
    expect(drawing.state.draft?.points).toHaveLength(4)
  })

  it('are drawn at the cursor by Space, finished by Enter', () => {
    const drawing = aDrawing({ tool: 'polyline' })
    drawing.key('n')
    drawing.key(' ')
    drawing.key('ArrowRight', { shiftKey: true })
    drawing.key(' ')
    drawing.key('ArrowDown')
    drawing.key(' ')
    drawing.key('Enter')
    expect(drawing.value()).toEqual({
      size,
      shapes: [
        {
          id: 's1',
          label: 'cat',
          closed: false,
          points: [
            [320, 240],
            [330, 240],
            [330, 241],
          ],
        },
      ],
    })
  })

  it('get a corner in the middle of an edge, and lose one that is taken hold of', () => {
    const drawing = aDrawing({ tool: 'polygon' })
    for (const [x, y] of [
      [10, 10],
      [110, 10],
      [110, 110],
    ] as const)
      drawing.tap(x, y)
    drawing.key('Enter')
    drawing.drag([60, 10], [60, 5])
    expect(drawing.state.shapes[0]?.points).toEqual([
      [10, 10],
      [60, 5],
      [110, 10],
      [110, 110],
    ])
    drawing.tap(60, 5)
    drawing.key('Delete')
    expect(drawing.state.shapes[0]?.points).toEqual([
      [10, 10],
      [110, 10],
      [110, 110],
    ])
    drawing.key('Delete')
    expect(drawing.state.shapes).toEqual([])
  })

  it('of two points are whole with the second', () => {
    const drawing = aDrawing({ tool: 'line' })
    drawing.drag([5, 20], [300, 44])
    drawing.state.select(null)
    drawing.tap(10, 100)
    drawing.tap(200, 120)
    expect(drawing.state.shapes.map(({ points }) => points)).toEqual([
      [
        [5, 20],
        [300, 44],
      ],
      [
        [10, 100],
        [200, 120],
      ],
    ])
  })
})

describe('skeletons', () => {
  it('ask for one point after the other; one can be hidden, or not there', () => {
    const drawing = aDrawing({ tool: 'keypoints' })
    drawing.tap(100, 50)
    drawing.key('x')
    drawing.pointer.hover(drawing.at(120, 200))
    drawing.key('h')
    const points = [
      { name: 'head', x: 100, y: 50, v: 2 },
      { name: 'hand', x: 0, y: 0, v: 0 },
      { name: 'foot', x: 120, y: 200, v: 1 },
    ]
    expect(drawing.value()).toEqual({ size, objects: [{ id: 's1', label: 'cat', points }] })
  })

  it('can be finished early: the rest is not there', () => {
    const drawing = aDrawing({ tool: 'keypoints' })
    drawing.tap(100, 50)
    drawing.state.finish()
    expect(drawing.state.shapes[0]?.seen).toEqual([2, 0, 0])
  })

  it('without any point are nothing', () => {
    const drawing = aDrawing({ tool: 'keypoints' })
    for (let i = 0; i < 3; i++) drawing.key('x')
    expect([drawing.state.shapes, drawing.state.draft]).toEqual([[], null])
  })
})

describe('undoing', () => {
  it('takes a run of arrow keys back at once, and Redo brings it again', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [200, 200])
    for (let i = 0; i < 5; i++) drawing.key('ArrowRight')
    drawing.key('z', { ctrlKey: true })
    expect(drawing.value()).toEqual({ size, boxes: [box(100, 100, 100, 100)] })
    drawing.key('y', { ctrlKey: true })
    expect(drawing.value()).toEqual({ size, boxes: [box(105, 100, 100, 100)] })
  })

  it('brings back what "nothing to label" took away', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [200, 200])
    drawing.key('0')
    expect([drawing.state.nothing, drawing.state.shapes]).toEqual([true, []])
    drawing.state.undo()
    expect([drawing.state.nothing, drawing.state.shapes.length]).toEqual([false, 1])
  })

  it('returns to the beginning and to the end, whatever was done', () => {
    const step = fc.oneof(
      fc.tuple(fc.constant('drag' as const), fc.nat(640), fc.nat(480), fc.nat(640), fc.nat(480)),
      fc.tuple(fc.constantFrom('n', 'v', '2', 'Delete', 'ArrowLeft', '0', 'Escape')),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const drawing = aDrawing()
        for (const [what, ...at] of steps) {
          if (what === 'drag') drawing.drag([at[0] ?? 0, at[1] ?? 0], [at[2] ?? 0, at[3] ?? 0])
          else drawing.key(what)
          for (const shape of drawing.state.shapes) {
            const { left, top, right, bottom } = extentOf(shape)
            expect(left >= 0 && top >= 0 && right <= 640 && bottom <= 480 && right > left && bottom > top).toBe(true)
            expect([left, top, right, bottom].every(Number.isInteger)).toBe(true)
          }
        }
        drawing.state.cancel()
        const end = drawing.value()
        while (drawing.state.canUndo) drawing.state.undo()
        expect(drawing.state.shapes).toEqual([])
        while (drawing.state.canRedo) drawing.state.redo()
        expect(drawing.value()).toEqual(end)
      }),
    )
  })
})

describe('a drawing that is only shown', () => {
  it('can be looked at shape by shape and changes by nothing', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [200, 200])
    drawing.state.select(null)
    drawing.state.rules = { ...drawing.state.rules, readOnly: true }
    const before = drawing.commits()
    drawing.tap(150, 150)
    expect(drawing.state.selected).toBe('s1')
    drawing.drag([150, 150], [300, 300])
    for (const key of ['n', 'ArrowLeft', 'Delete', '2', '0', ' ']) drawing.key(key)
    drawing.key('z', { ctrlKey: true })
    expect(drawing.commits()).toBe(before)
  })
})

describe('snapping', () => {
  it('is off until asked for; then it goes to corners of others and to edges of the picture', () => {
    const drawing = aDrawing()
    drawing.drag([100, 100], [200, 200])
    drawing.state.select(null)
    drawing.pointer.snap = true
    drawing.drag([203, 205], [636, 300])
    expect(drawing.value()).toEqual({ size, boxes: [box(100, 100, 100, 100), box(200, 200, 440, 100, 's2')] })
  })
})
