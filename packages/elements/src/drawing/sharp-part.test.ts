import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEnough, lookAt, partFor, SharpPart, type Look } from './sharp-part.ts'
import { wholeView, zoomed } from './view.ts'

const picture = { w: 12_500, h: 8000 }
const look = (x: number, y: number, w: number, h: number, scale = 1): Look => ({ x, y, w, h, scale })

describe('what of a picture is looked at', () => {
  it('is a part in whole pixels, with the pixels that are cut by the edge of the stage', () => {
    expect(lookAt({ scale: 4, x: -402, y: -1 }, { w: 100, h: 50 }, picture, 2)).toEqual({ x: 100, y: 0, w: 26, h: 13, scale: 8 })
  })

  it('ends at the edges of the picture, and is nothing beside it', () => {
    expect(lookAt({ scale: 1, x: 12, y: 12 }, { w: 100, h: 20_000 }, { w: 50, h: 60 }, 1)).toMatchObject({ x: 0, y: 0, w: 50, h: 60 })
    expect(lookAt({ scale: 1, x: 500, y: 0 }, { w: 100, h: 100 }, picture, 1)).toBeNull()
  })
})

describe('the part that is decoded', () => {
  it('has half a stage more on each side, and less at an edge of the picture', () => {
    expect(partFor(look(4000, 3000, 1000, 600), picture)).toEqual({ x: 3500, y: 2700, w: 2000, h: 1200, shown: { w: 2000, h: 1200 } })
    expect(partFor(look(0, 7400, 1000, 600), picture)).toMatchObject({ x: 0, y: 7100, w: 1500, h: 900 })
  })

  it('is no more than what is looked at when that is as much as may be kept, and smaller than it is beyond', () => {
    expect(partFor(look(0, 0, 4000, 4000), picture)).toMatchObject({ w: 4000, h: 4000, shown: { w: 4000, h: 4000 } })
    expect(partFor(look(0, 0, 8000, 8000), picture)).toMatchObject({ w: 8000, h: 8000, shown: { w: 4000, h: 4000 } })
  })

  it('always has what is looked at, never has more pixels than may be kept, lies in the picture, and is enough', () => {
    const side = fc.integer({ min: 1, max: 20_000 })
    const views = fc.record({
      picture: fc.record({ w: side, h: side }),
      stage: fc.record({ w: fc.integer({ min: 100, max: 4000 }), h: fc.integer({ min: 100, max: 3000 }) }),
      factor: fc.double({ min: 1, max: 1000, noNaN: true }),
      ratio: fc.constantFrom(1, 1.5, 2, 3),
    })
    fc.assert(
      fc.property(views, ({ picture: of, stage, factor, ratio }) => {
        const place = { picture: of, size: stage, margin: 12 }
        const seen = lookAt(zoomed(wholeView(place), factor, [stage.w / 3, stage.h / 4], place), stage, of, ratio)
        if (seen === null) throw new Error('a view shows some of its picture')
        const part = partFor(seen, of)
        expect(part.shown.w * part.shown.h).toBeLessThanOrEqual(16_000_000)
        expect(part.x + part.w).toBeLessThanOrEqual(of.w)
        expect(part.y + part.h).toBeLessThanOrEqual(of.h)
        expect(isEnough(part, seen, of)).toBe(true)
      }),
    )
  })
})

describe('whether it is enough', () => {
  const part = partFor(look(4000, 3000, 1000, 600), picture)

  it('is said until the view leaves it', () => {
    expect(isEnough(part, look(3500, 2700, 1000, 600), picture)).toBe(true)
    expect(isEnough(part, look(3499, 2700, 1000, 600), picture)).toBe(false)
    expect(isEnough(part, look(4000, 3400, 1000, 600), picture)).toBe(false)
  })

  it('is denied of a reduced part once it is looked at from nearer', () => {
    const reduced = partFor(look(0, 0, 8000, 8000, 0.5), picture)
    expect(isEnough(reduced, look(0, 0, 8000, 8000, 0.5), picture)).toBe(true)
    expect(isEnough(reduced, look(100, 100, 500, 500, 2), picture)).toBe(false)
  })
})

describe('a sharp part', () => {
  const bitmap = (closed: string[], name: string) => ({ close: () => closed.push(name) }) as unknown as ImageBitmap

  it('is decoded one at a time, and of looks meanwhile only the last', async () => {
    const asked: number[] = []
    const closed: string[] = []
    let sharper = 0
    const part = new SharpPart(picture, async ({ x }) => {
      asked.push(x)
      return bitmap(closed, String(x))
    })
    const first = part.sharpen(look(1000, 0, 100, 100), () => sharper++)
    await Promise.all([
      part.sharpen(look(3000, 0, 100, 100), () => sharper++),
      part.sharpen(look(5000, 0, 100, 100), () => sharper++),
      first,
    ])
    expect(asked).toEqual([950, 4950])
    expect([sharper, closed]).toEqual([2, ['950']])
    part.close()
    expect(closed).toEqual(['950', '4950'])
  })

  it('stays away for good after it could not be decoded', async () => {
    let asked = 0
    const part = new SharpPart(picture, async () => {
      asked++
      throw new Error('no memory')
    })
    await part.sharpen(look(0, 0, 100, 100), () => expect.fail('nothing is sharper'))
    await part.sharpen(look(0, 0, 100, 100), () => expect.fail('nothing is sharper'))
    expect(asked).toBe(1)
  })

  it('that comes after its picture was closed gives its memory back at once', async () => {
    const closed: string[] = []
    const { promise, resolve: give } = Promise.withResolvers<ImageBitmap>()
    const part = new SharpPart(picture, () => promise)
    const done = part.sharpen(look(0, 0, 100, 100), () => expect.fail('nothing is sharper'))
    part.close()
    give(bitmap(closed, 'late'))
    await done
    expect(closed).toEqual(['late'])
  })
})
