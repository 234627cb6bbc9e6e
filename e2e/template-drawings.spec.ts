import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext, FrameLocator } from 'playwright-core'
import { startServed, type Served } from './served.ts'
import { answerOf, LOADER, servePicture, showTemplate, whenDrawn, whenFitted, type Shown, type ToShow } from './template-harness.ts'

/** The elements of the dialect that draw on a picture, with the exact shape of their answers. */

let served: Served
let context: BrowserContext
beforeAll(async () => {
  served = await startServed()
  context = await served.as(null)
  await servePicture(context, { w: 640, h: 480 })
})
afterAll(() => served?.close())

const show = (inner: string, of: ToShow = {}) => showTemplate(context, served.url, `${LOADER}<crowd-form>${inner}</crowd-form>`, of)

const SIZE = { height: 480, width: 640 }
const PICTURE = '/media/pic.png'

/** Where a point of the picture, in shares of its sides, is on the stage of a drawing. */
async function at(inside: FrameLocator, shown: Shown, x: number, y: number) {
  const stage = inside.getByRole('application')
  await stage.scrollIntoViewIfNeeded()
  const box = await stage.boundingBox()
  if (box === null) throw new Error('no stage')
  return { x: box.x + x * box.width, y: box.y + y * box.height }
}

async function click(inside: FrameLocator, shown: Shown, points: readonly (readonly [number, number])[]) {
  for (const [x, y] of points) {
    const to = await at(inside, shown, x, y)
    await shown.page.mouse.click(to.x, to.y)
  }
}

const near = (value: number, wanted: number) => Math.abs(value - wanted) <= 2

describe('drawing', () => {
  const widget = (tag: string, labels: string, more = '') =>
    `<crowd-${tag} name="r" src="${PICTURE}" labels="${labels}" header="Draw" ${more}></crowd-${tag}>`

  it('crowd-bounding-box', async () => {
    const answer = await answerOf(show, widget('bounding-box', "['Cat','Dog']"), async (inside, shown) => {
      await whenDrawn(inside)
      const [from, to] = [await at(inside, shown, 0.2, 0.2), await at(inside, shown, 0.5, 0.5)]
      await shown.page.mouse.move(from.x, from.y)
      await shown.page.mouse.down()
      await shown.page.mouse.move(to.x, to.y, { steps: 4 })
      await shown.page.mouse.up()
    })
    const r = answer['r'] as { boundingBoxes: Record<string, number>[]; inputImageProperties: unknown }
    expect(Object.keys(answer)).toEqual(['r'])
    expect(r.inputImageProperties).toEqual(SIZE)
    expect(r.boundingBoxes).toHaveLength(1)
    const { left, top, width, height, ...rest } = r.boundingBoxes[0] ?? {}
    expect(rest).toEqual({ label: 'Cat' })
    expect([near(left ?? 0, 128), near(top ?? 0, 96), near(width ?? 0, 192), near(height ?? 0, 144)]).toEqual([true, true, true, true])
  })

  it('“Nothing to label” is an empty list', async () => {
    const answer = await answerOf(show, widget('bounding-box', "['Cat']"), async (inside) => {
      await whenDrawn(inside)
      await inside.getByRole('button', { name: 'Nothing to label' }).click()
    })
    expect(answer).toEqual({ r: { boundingBoxes: [], inputImageProperties: SIZE } })
  })

  it('crowd-polygon: the first vertex is not repeated', async () => {
    const answer = await answerOf(show, widget('polygon', "['Dog']"), async (inside, shown) => {
      await whenDrawn(inside)
      await click(inside, shown, [
        [0.2, 0.2],
        [0.6, 0.2],
        [0.4, 0.7],
      ])
      await inside.getByRole('button', { name: /^Finish/ }).click()
    })
    const r = answer['r'] as { polygons: { label: string; vertices: { x: number; y: number }[] }[]; inputImageProperties: unknown }
    expect(r.inputImageProperties).toEqual(SIZE)
    expect(r.polygons).toHaveLength(1)
    expect(r.polygons[0]?.label).toBe('Dog')
    const wanted = [
      [128, 96],
      [384, 96],
      [256, 336],
    ]
    expect(r.polygons[0]?.vertices.map(({ x, y }, i) => near(x, wanted[i]?.[0] ?? 0) && near(y, wanted[i]?.[1] ?? 0))).toEqual([
      true,
      true,
      true,
    ])
  })

  it('crowd-keypoint', async () => {
    const answer = await answerOf(show, widget('keypoint', "['Left Eye']"), async (inside, shown) => {
      await whenDrawn(inside)
      await click(inside, shown, [[0.25, 0.5]])
    })
    const r = answer['r'] as { keypoints: { label: string; x: number; y: number }[] }
    expect(Object.keys(r).toSorted()).toEqual(['inputImageProperties', 'keypoints'])
    expect(Object.keys(r.keypoints[0] ?? {}).toSorted()).toEqual(['label', 'x', 'y'])
    expect([r.keypoints[0]?.label, near(r.keypoints[0]?.x ?? 0, 160), near(r.keypoints[0]?.y ?? 0, 240)]).toEqual(['Left Eye', true, true])
  })

  it('crowd-line', async () => {
    const answer = await answerOf(show, widget('line', "['lane']", `label-colors="['#ff0000']"`), async (inside, shown) => {
      await whenDrawn(inside)
      await click(inside, shown, [
        [0.1, 0.1],
        [0.9, 0.5],
      ])
    })
    const r = answer['r'] as { lines: { label: string; vertices: unknown[] }[] }
    expect([Object.keys(r).toSorted(), r.lines[0]?.label, r.lines[0]?.vertices.length]).toEqual([
      ['inputImageProperties', 'lines'],
      'lane',
      2,
    ])
  })

  it('crowd-polyline, completed with Enter', async () => {
    const answer = await answerOf(show, widget('polyline', "['curb']"), async (inside, shown) => {
      await whenDrawn(inside)
      await click(inside, shown, [
        [0.1, 0.1],
        [0.5, 0.2],
        [0.9, 0.5],
      ])
      await shown.page.keyboard.press('Enter')
    })
    const r = answer['r'] as { polylines: { label: string; vertices: unknown[] }[] }
    expect([Object.keys(r).toSorted(), r.polylines[0]?.label, r.polylines[0]?.vertices.length]).toEqual([
      ['inputImageProperties', 'polylines'],
      'curb',
      3,
    ])
  })

  it.each([
    [
      'bounding-box',
      `[{height:90,label:'A',left:40,top:25,width:120}]`,
      { boundingBoxes: [{ height: 90, label: 'A', left: 40, top: 25, width: 120 }] },
    ],
    [
      'polygon',
      `[{label:'A',vertices:[{x:10,y:12},{x:80,y:15},{x:60,y:70}]}]`,
      {
        polygons: [
          {
            label: 'A',
            vertices: [
              { x: 10, y: 12 },
              { x: 80, y: 15 },
              { x: 60, y: 70 },
            ],
          },
        ],
      },
    ],
    ['keypoint', `[{label:'A',x:5,y:6},{label:'unknown',x:1,y:1}]`, { keypoints: [{ label: 'A', x: 5, y: 6 }] }],
    [
      'line',
      `{lines:[{label:'A',vertices:[{x:5,y:20},{x:300,y:44}]}]}`,
      {
        lines: [
          {
            label: 'A',
            vertices: [
              { x: 5, y: 20 },
              { x: 300, y: 44 },
            ],
          },
        ],
      },
    ],
    [
      'polyline',
      `{polylines:[{label:'A',vertices:[{x:1,y:2},{x:9,y:7},{x:20,y:8}]}]}`,
      {
        polylines: [
          {
            label: 'A',
            vertices: [
              { x: 1, y: 2 },
              { x: 9, y: 7 },
              { x: 20, y: 8 },
            ],
          },
        ],
      },
    ],
  ])('crowd-%s begins with its initial value, and says that it was not modified', async (tag, initial, expected) => {
    const answer = await answerOf(show, widget(tag, "['A','B']", `initial-value="${initial}"`), (inside) => whenDrawn(inside))
    expect(answer).toEqual({ r: { ...expected, inputImageProperties: SIZE, initialValueModified: false } })
  })
})

/** The colours of an answer's picture at places of it, as `r,g,b,a`. */
const coloursOf = (shown: Shown, png: string, places: readonly (readonly [number, number])[]) =>
  shown.page.evaluate(
    async ([data, wanted]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${data}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      const drawn = canvas.getContext('2d')
      drawn?.drawImage(image, 0, 0)
      return wanted.map(([x, y]) => [...(drawn?.getImageData(x, y, 1, 1).data ?? [])].join())
    },
    [png, places] as const,
  )

interface Painted {
  readonly r: {
    readonly inputImageProperties: unknown
    readonly labelMappings?: unknown
    readonly instances?: unknown
    readonly labeledImage: { readonly pngImageData: string }
    readonly initialValueModified?: boolean
  }
}

describe('painting', () => {
  const widget = (tag: string, more = '') =>
    `<crowd-${tag}-segmentation name="r" src="${PICTURE}" labels="['Cat','Dog']" header="Paint" ${more}></crowd-${tag}-segmentation>`
  const stroke = async (inside: FrameLocator, shown: Shown, from: readonly [number, number], to: readonly [number, number]) => {
    const [start, end] = [await at(inside, shown, ...from), await at(inside, shown, ...to)]
    await shown.page.mouse.move(start.x, start.y)
    await shown.page.mouse.down()
    await shown.page.mouse.move(end.x, end.y, { steps: 6 })
    await shown.page.mouse.up()
  }
  const submitted = async (shown: Shown) => {
    await whenFitted(shown.inside)
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    return (await shown.answer()) as unknown as Painted
  }

  it('crowd-semantic-segmentation: one flat colour per label, the rest transparent, only labels that are painted', async () => {
    const shown = await show(widget('semantic'))
    await whenDrawn(shown.inside)
    await stroke(shown.inside, shown, [0.2, 0.5], [0.4, 0.5])
    const { r } = await submitted(shown)
    const { labeledImage, ...rest } = r
    expect(rest).toEqual({ inputImageProperties: SIZE, labelMappings: { Cat: { color: '#2ca02c' } } })
    const places = [
      [192, 240],
      [500, 60],
    ] as const
    expect(await coloursOf(shown, labeledImage.pngImageData, places)).toEqual(['44,160,44,255', '0,0,0,0'])
    await shown.page.close()
  })

  it('crowd-instance-segmentation: every object has a colour of its own, also two of one label', async () => {
    const shown = await show(widget('instance'))
    await whenDrawn(shown.inside)
    await stroke(shown.inside, shown, [0.1, 0.3], [0.3, 0.3])
    await shown.inside.getByRole('button', { name: 'New object' }).click()
    await stroke(shown.inside, shown, [0.6, 0.7], [0.8, 0.7])
    const { r } = await submitted(shown)
    expect(r.instances).toEqual([
      { color: '#2ca02c', label: 'Cat' },
      { color: '#1f77b4', label: 'Cat' },
    ])
    const places = [
      [128, 144],
      [448, 336],
      [10, 470],
    ] as const
    expect(await coloursOf(shown, r.labeledImage.pngImageData, places)).toEqual(['44,160,44,255', '31,119,180,255', '0,0,0,0'])
    await shown.page.close()
  })

  it('“Nothing to label” is a transparent picture without labels', async () => {
    const shown = await show(widget('semantic'))
    await whenDrawn(shown.inside)
    await shown.inside.getByRole('button', { name: 'Nothing to label' }).click()
    const { r } = await submitted(shown)
    expect([r.labelMappings, await coloursOf(shown, r.labeledImage.pngImageData, [[5, 5]])]).toEqual([{}, ['0,0,0,0']])
    await shown.page.close()
  })

  it('comes back from a draft and gives the same answer; with an initial value it says whether anything changed', async () => {
    const first = await show(widget('instance'))
    await whenDrawn(first.inside)
    await stroke(first.inside, first, [0.1, 0.3], [0.3, 0.3])
    await expect.poll(first.value).toContain('pngImageData')
    const value = await first.value()
    const { r: before } = await submitted(first)
    await first.page.close()

    const second = await show(widget('instance'), { value })
    await whenDrawn(second.inside)
    await second.inside
      .getByText(/% of the picture/)
      .first()
      .waitFor()
    expect((await submitted(second)).r).toEqual(before)
    await second.page.close()

    const initial = JSON.stringify({
      instances: [{ color: '#d62728', label: 'Dog' }],
      src: `data:image/png;base64,${before.labeledImage.pngImageData}`,
    })
    const same = before.labeledImage.pngImageData
    const third = await show(widget('instance', `initial-value='${initial.replaceAll('#d62728', '#2ca02c')}'`))
    await whenDrawn(third.inside)
    await third.inside
      .getByText(/% of the picture/)
      .first()
      .waitFor()
    const { r: untouched } = await submitted(third)
    expect(untouched).toEqual({
      inputImageProperties: SIZE,
      instances: [{ color: '#2ca02c', label: 'Dog' }],
      labeledImage: { pngImageData: same },
      initialValueModified: false,
    })
    await third.page.close()
  })
})
