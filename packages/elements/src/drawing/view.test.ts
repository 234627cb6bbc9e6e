import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxView, isWhole, panned, resized, revealing, toPicture, toStage, wholeView, zoomed, type Stage } from './view.ts'

const side = fc.integer({ min: 1, max: 20_000 })
const stages = fc.record({
  picture: fc.record({ w: side, h: side }),
  size: fc.record({ w: fc.integer({ min: 100, max: 2000 }), h: fc.integer({ min: 100, max: 2000 }) }),
  margin: fc.integer({ min: 0, max: 20 }),
})
const moves = fc.array(
  fc.record({
    factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
    x: fc.integer({ min: -500, max: 2500 }),
    y: fc.integer({ min: -500, max: 2500 }),
  }),
  { maxLength: 8 },
)
const stage: Stage = { picture: { w: 640, h: 480 }, size: { w: 344, h: 264 }, margin: 12 }

describe('the view of a picture', () => {
  it('shows the whole picture inside the margins', () => {
    expect(wholeView(stage)).toEqual({ scale: 0.5, x: 12, y: 12 })
  })

  it('keeps what lies under the pointer while zooming', () => {
    const view = zoomed(wholeView(stage), 4, [172, 132], stage)
    expect(view.scale).toBe(2)
    expect(toPicture(view, [172, 132])).toEqual([320, 240])
  })

  it('returns every point to where it came from', () => {
    fc.assert(
      fc.property(stages, moves, fc.integer(), fc.integer(), (of, steps, x, y) => {
        const view = steps.reduce((each, step) => zoomed(each, step.factor, [step.x, step.y], of), wholeView(of))
        const back = toPicture(view, toStage(view, [x, y]))
        expect(Math.hypot(back[0] - x, back[1] - y)).toBeLessThan(1e-6 * Math.max(1, Math.hypot(x, y)))
      }),
    )
  })

  it('never leaves a gap that the picture could fill, whatever is done to it', () => {
    fc.assert(
      fc.property(stages, moves, (of, steps) => {
        let view = wholeView(of)
        for (const { factor, x, y } of steps) {
          view = panned(zoomed(view, factor, [x, y], of), x - 400, y - 400, of)
          const [left, top] = toStage(view, [0, 0])
          const [right, bottom] = toStage(view, [of.picture.w, of.picture.h])
          const roomX = Math.max(of.margin, (of.size.w - (right - left)) / 2)
          const roomY = Math.max(of.margin, (of.size.h - (bottom - top)) / 2)
          expect(left).toBeLessThanOrEqual(roomX + 1e-3)
          expect(right).toBeGreaterThanOrEqual(of.size.w - roomX - 1e-3)
          expect(top).toBeLessThanOrEqual(roomY + 1e-3)
          expect(bottom).toBeGreaterThanOrEqual(of.size.h - roomY - 1e-3)
        }
        const out = zoomed(view, 1e-9, [0, 0], of)
        expect(isWhole(out, of)).toBe(true)
      }),
    )
  })

  it('brings a point onto the stage without changing the enlargement', () => {
    const close = zoomed(wholeView(stage), 8, [0, 0], stage)
    const view = revealing(close, [600, 400], stage)
    const [x, y] = toStage(view, [600, 400])
    expect(view.scale).toBe(close.scale)
    expect([x > 0 && x < 344, y > 0 && y < 264]).toEqual([true, true])
    expect(revealing(view, [600, 400], stage)).toEqual(view)
  })

  it('keeps the middle and the whole when the window changes', () => {
    const wide = { ...stage, size: { w: 664, h: 504 } }
    expect(resized(wholeView(stage), stage, wide)).toEqual({ scale: 1, x: 12, y: 12 })
    const close = zoomed(wholeView(stage), 4, [172, 132], stage)
    expect(toPicture(resized(close, stage, wide), [332, 252])).toEqual([320, 240])
  })

  it('shows a line of print whole and in the middle, not blown up, and never less than the picture without need', () => {
    const page: Stage = { picture: { w: 2000, h: 3000 }, size: { w: 400, h: 200 }, margin: 10 }
    const line = { x: 300, y: 1500, w: 1000, h: 40 }
    const view = boxView(line, page)
    expect(toStage(view, [line.x, line.y])[0]).toBeGreaterThanOrEqual(10)
    expect(toStage(view, [line.x + line.w, line.y])[0]).toBeLessThanOrEqual(390)
    const [x, y] = toStage(view, [line.x + line.w / 2, line.y + line.h / 2])
    expect(x).toBeCloseTo(200)
    expect(y).toBeCloseTo(100)
    expect(boxView({ ...line, w: 3, h: 2 }, page).scale).toBe(2)
    expect(boxView({ x: 0, y: 0, w: 2000, h: 3000 }, page)).toEqual(wholeView(page))
    // a line at the very top: the picture has no more above it
    expect(boxView({ ...line, y: 0 }, page).y).toBe(10)
  })
})
