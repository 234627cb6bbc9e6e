import type { MaskResponse } from '@canut/contract'
import { decodeCounts } from '@canut/contract/run-lengths'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MaskGrid } from './mask-grid.ts'
import { MaskState, type MaskNotice } from './mask-state.ts'
import { paintResponse, readMask, responseOfGrid } from './mask-value.ts'

const areaOf = ({ counts }: { counts: string }, pixels: number): number =>
  (decodeCounts(counts, pixels) ?? []).reduce((sum, run, place) => sum + (place % 2 === 1 ? run : 0), 0)

const place = fc.integer({ min: 5, max: 55 })

describe('the grid', () => {
  it('paints a disc of the area that it should have, and a line as broad as the brush', () => {
    const grid = new MaskGrid({ w: 200, h: 100 })
    grid.line([50, 50], [50, 50], 20, 1)
    const disc = grid.cells.filter((value) => value === 1).length
    expect(Math.abs(disc - Math.PI * 400)).toBeLessThan(30)
    expect([grid.at([50, 31]), grid.at([50, 29]), grid.at([69, 50]), grid.at([71, 50])]).toEqual([1, 0, 1, 0])
    grid.line([100, 50], [180, 50], 10, 2)
    expect([grid.at([140, 41]), grid.at([140, 58]), grid.at([140, 38]), grid.at([189, 50])]).toEqual([2, 2, 0, 2])
  })

  it('paints slanted lines without holes, whichever way they are drawn', () => {
    fc.assert(
      fc.property(place, place, place, place, (ax, ay, bx, by) => {
        const [there, back] = [new MaskGrid({ w: 60, h: 60 }), new MaskGrid({ w: 60, h: 60 })]
        there.line([ax, ay], [bx, by], 3, 1)
        back.line([bx, by], [ax, ay], 3, 1)
        expect(there.cells).toEqual(back.cells)
        for (let t = 0; t <= 20; t++) expect(there.at([ax + ((bx - ax) * t) / 20, ay + ((by - ay) * t) / 20])).toBe(1)
      }),
    )
  })

  it('fills an outline, and leaves out what lies outside of the picture', () => {
    const grid = new MaskGrid({ w: 50, h: 40 })
    grid.polygon(
      [
        [-20, 10],
        [20, 10],
        [20, 20],
        [-20, 20],
      ],
      1,
    )
    expect(grid.cells.filter((value) => value === 1).length).toBe(200)
    grid.line([-100, -100], [200, 200], 2, 2)
    expect(grid.at([20, 20])).toBe(2)
  })

  it('knows what is painted of each region, and where, also in squares of several pixels', () => {
    const corners = [
      [10, 5],
      [30, 5],
      [30, 15],
      [10, 15],
    ] as const
    const grid = new MaskGrid({ w: 50, h: 40 })
    grid.polygon(corners, 2)
    grid.paintColumn(49, 39, 39, 3)
    expect(grid.measure(3)).toEqual([
      null,
      null,
      { cells: 200, left: 10, top: 5, right: 30, bottom: 15 },
      { cells: 1, left: 49, top: 39, right: 50, bottom: 40 },
    ])
    const coarse = new MaskGrid({ w: 51, h: 41 }, 600)
    expect(coarse.factor).toBe(2)
    coarse.paintColumn(0, 0, 1, 1)
    coarse.paintColumn(25, 20, 20, 1)
    expect(coarse.measure(1)[1]).toEqual({ cells: 3, left: 0, top: 0, right: 51, bottom: 41 })
  })

  it('takes a stroke back to the last cell', () => {
    const grid = new MaskGrid({ w: 30, h: 30 })
    grid.line([5, 5], [20, 20], 4, 1)
    const before = grid.cells.slice()
    grid.beginStroke()
    grid.line([20, 5], [5, 20], 5, 2)
    const columns = grid.endStroke()
    const after = grid.cells.slice()
    const forth = grid.restore(columns ?? new Map())
    expect(grid.cells).toEqual(before)
    grid.restore(forth)
    expect(grid.cells).toEqual(after)
  })
})

describe('a mask as a response', () => {
  const cells = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 77, maxLength: 77 })
  const regions = ['a', 'b', 'c'].map((label, index) => ({ id: `r${index + 1}`, label }))

  it('comes back as it was painted, pixel by pixel', () => {
    fc.assert(
      fc.property(cells, (values) => {
        const grid = new MaskGrid({ w: 7, h: 11 })
        grid.cells.set(values)
        const response = responseOfGrid(grid, regions)
        const again = new MaskGrid({ w: 7, h: 11 })
        const kept = paintResponse(again, response)
        const labels = [...again.cells].map((value) => kept[value - 1]?.label ?? null)
        expect(labels).toEqual(values.map((value) => regions[value - 1]?.label ?? null))
        for (const region of response.regions)
          expect(areaOf(region, 77)).toBe(values.filter((v) => regions[v - 1]?.label === region.label).length)
      }),
    )
  })

  it('fills the natural picture also where the grid is coarser than it', () => {
    const grid = new MaskGrid({ w: 25, h: 17 }, 60)
    expect([grid.factor, grid.w, grid.h]).toEqual([3, 9, 6])
    grid.cells.fill(1)
    const response = responseOfGrid(grid, regions)
    expect(areaOf(response.regions[0] ?? { counts: '' }, 25 * 17)).toBe(25 * 17)
    const again = new MaskGrid({ w: 25, h: 17 }, 60)
    paintResponse(again, response)
    expect(again.cells).toEqual(grid.cells)
  })

  it.each(['', 'null', '{}', '{"size":{"w":1},"regions":[]}', '{"regions":[1]}', 'no json'])('is not read from %j', (text) => {
    expect(readMask(text)).toBeNull()
  })

  it('leaves out what is no mask of this picture', () => {
    const grid = new MaskGrid({ w: 2, h: 2 })
    const broken: MaskResponse = { size: { w: 2, h: 2 }, regions: [{ id: 'x', label: 'a', counts: '~~' }] }
    expect(paintResponse(grid, broken)).toEqual([])
    expect(paintResponse(grid, { ...broken, size: { w: 9, h: 9 } })).toEqual([])
  })
})

describe('painting', () => {
  function painting(instances = false) {
    const said: MaskNotice[] = []
    let commits = 0
    const state = new MaskState({ committed: () => commits++, changed: () => {}, notice: (notice) => said.push(notice) })
    state.instances = instances
    state.label = 'cat'
    state.load(new MaskGrid({ w: 60, h: 40 }), [], false)
    const stroke = (x: number, y: number) => {
      state.press([x, y])
      state.release()
    }
    return { state, said, stroke, commits: () => commits }
  }

  it('makes one region of a label, and one per thing where things are apart', () => {
    const classes = painting()
    classes.stroke(10, 10)
    classes.state.chooseLabel('dog')
    classes.stroke(30, 10)
    classes.state.chooseLabel('cat')
    classes.stroke(50, 10)
    expect(classes.state.regions.map(({ label }) => label)).toEqual(['cat', 'dog'])
    const things = painting(true)
    things.stroke(10, 10)
    things.stroke(30, 10)
    things.state.beginNew()
    things.stroke(50, 10)
    expect(things.state.regions).toHaveLength(2)
  })

  it('undoes and redoes strokes, erasing, deleting and relabelling, one by one', () => {
    const { state, stroke } = painting(true)
    stroke(10, 10)
    state.chooseLabel('dog')
    expect(state.regions.map(({ label }) => label)).toEqual(['dog'])
    state.tool = 'eraser'
    stroke(10, 10)
    expect(state.grid?.at([10, 10])).toBe(0)
    state.undo()
    expect(state.grid?.at([10, 10])).toBe(1)
    state.undo()
    expect(state.regions.map(({ label }) => label)).toEqual(['cat'])
    state.undo()
    expect([state.regions, state.canUndo]).toEqual([[], false])
    state.redo()
    state.select(1)
    state.remove()
    expect(state.grid?.cells.some((value) => value > 0)).toBe(false)
    state.undo()
    expect(state.grid?.at([10, 10])).toBe(1)
  })

  it('drops a stroke that became something else, and commits nothing for one that changed nothing', () => {
    const { state, stroke, commits } = painting()
    state.press([10, 10])
    state.drag([20, 10])
    state.cancel()
    expect([state.regions, commits(), state.grid?.cells.some((value) => value > 0)]).toEqual([[], 0, false])
    state.tool = 'eraser'
    stroke(10, 10)
    expect(commits()).toBe(0)
  })

  it('finishes an outline of three corners or more, and takes corners back one by one', () => {
    const { state } = painting()
    state.tool = 'outline'
    state.press([5, 5])
    state.press([25, 5])
    state.finish()
    expect(state.regions).toEqual([])
    for (const corner of [
      [5, 5],
      [25, 5],
      [25, 25],
      [40, 40],
    ] as const)
      state.press(corner)
    state.undo()
    expect(state.outline).toHaveLength(3)
    state.finish()
    expect([state.grid?.at([20, 10]), state.grid?.at([8, 20])]).toEqual([1, 0])
  })

  it('says that there is nothing to label, until something is painted', () => {
    const { state, stroke } = painting()
    stroke(10, 10)
    state.sayNothing()
    expect([state.nothing, state.grid?.at([10, 10])]).toEqual([true, 0])
    stroke(10, 10)
    expect(state.nothing).toBe(false)
  })

  it('changes nothing when it is for reading only', () => {
    const { state, stroke, commits } = painting()
    state.readOnly = true
    stroke(10, 10)
    state.sayNothing()
    state.remove()
    expect(commits()).toBe(0)
  })
})
