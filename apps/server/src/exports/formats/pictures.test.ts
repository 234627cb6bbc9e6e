import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { encodeCounts, runsOf } from '../../task-types/index.ts'
import { coco } from './coco.ts'
import { aContext, archiveOf, bytesOf, rowsOf, textOf, unzipped } from './format.builders.ts'
import { masks } from './masks.ts'
import { voc } from './voc.ts'
import { yolo } from './yolo.ts'

const size = { w: 640, h: 480 }
const settings = { labels: [{ value: 'dog' }, { value: 'cat' }] }

const boxes = rowsOf(
  [{ image: 'set 1/a.jpg' }, { size, boxes: [{ id: '1', label: 'cat', x: 128, y: 96, w: 192, h: 144, attrs: { truncated: 'yes' } }] }],
  [{ image: 'set 2/a.jpg' }, { size, boxes: [] }],
  [{ image: 'set 1/a.png' }, { size, boxes: [{ id: '1', label: 'a <"&\'> cat', x: 0, y: 0, w: 640, h: 480 }] }],
)

interface Coco {
  images: { id: number; file_name: string; width: number; height: number }[]
  annotations: {
    id: number
    image_id: number
    category_id: number
    bbox: number[]
    area: number
    segmentation?: unknown
    keypoints?: number[]
    num_keypoints?: number
    attributes?: unknown
  }[]
  categories: { id: number; name: string; keypoints?: string[]; skeleton?: number[][] }[]
  info: { shapes_left_out: number }
}

async function readCoco(...of: Parameters<typeof textOf> extends [unknown, ...infer Rest] ? Rest : never): Promise<Coco> {
  return JSON.parse(await textOf(coco, ...of)) as Coco
}

describe('COCO', () => {
  it('gives every box back, under the label of its number', async () => {
    const { images, annotations, categories } = await readCoco(boxes, aContext('bbox', settings))
    const made = { confidence: null, responses: 1, method: null, version: null }
    expect(images).toEqual([
      { id: 1, file_name: 'set 1/a.jpg', width: 640, height: 480, ...made },
      { id: 2, file_name: 'set 2/a.jpg', width: 640, height: 480, ...made },
      { id: 3, file_name: 'set 1/a.png', width: 640, height: 480, ...made },
    ])
    expect(categories.map(({ id, name }) => [id, name])).toEqual([
      [1, 'dog'],
      [2, 'cat'],
      [3, 'a <"&\'> cat'],
    ])
    expect(annotations.map(({ id, image_id, category_id, bbox, area }) => [id, image_id, category_id, bbox, area])).toEqual([
      [1, 1, 2, [128, 96, 192, 144], 27_648],
      [2, 3, 3, [0, 0, 640, 480], 307_200],
    ])
    expect(annotations[0]?.attributes).toEqual({ truncated: 'yes' })
  })

  it('has polygons as flat lists with their area, and says how many open lines it left out', async () => {
    const triangle = [
      [10, 10],
      [110, 10],
      [10, 60],
    ]
    const response = {
      size,
      shapes: [
        { id: '1', label: 'dog', closed: true, points: triangle },
        { id: '2', label: 'dog', closed: false, points: triangle },
      ],
    }
    const { annotations, info } = await readCoco(rowsOf([{ image: 'a.jpg' }, response]), aContext('polygon', settings))
    expect(annotations).toEqual([
      expect.objectContaining({ segmentation: [[10, 10, 110, 10, 10, 60]], area: 2500, bbox: [10, 10, 100, 50], category_id: 1 }),
    ])
    expect(info.shapes_left_out).toBe(1)
  })

  it('keeps run lengths as they are, with the box and area that they cover', async () => {
    const mask = new Uint8Array(6 * 4)
    for (const [x, y] of [
      [2, 1],
      [3, 1],
      [3, 2],
    ] as const)
      mask[y * 6 + x] = 1
    const counts = encodeCounts(runsOf(mask, 6, 4))
    const response = { size: { w: 6, h: 4 }, regions: [{ id: '1', label: 'cat', counts }] }
    const { annotations } = await readCoco(rowsOf([{ image: 'a.png' }, response]), aContext('mask', settings))
    expect(annotations).toEqual([
      expect.objectContaining({ segmentation: { size: [4, 6], counts }, bbox: [2, 1, 2, 2], area: 3, iscrowd: 0 }),
    ])
  })

  it('counts only the points that are there, and joins them as the settings say', async () => {
    const points = [
      { name: 'nose', x: 10, y: 20, v: 2 },
      { name: 'tail', x: 110, y: 220, v: 1 },
      { name: 'ear', x: 0, y: 0, v: 0 },
    ]
    const response = { size, objects: [{ id: '1', label: 'cat', points }] }
    const skeleton = {
      points: ['nose', 'tail', 'ear'],
      edges: [
        ['nose', 'ear'],
        [0, 1],
      ],
    }
    const { annotations, categories } = await readCoco(
      rowsOf([{ image: 'a.png' }, response]),
      aContext('keypoints', { ...settings, skeleton }),
    )
    expect(annotations[0]).toMatchObject({
      keypoints: [10, 20, 2, 110, 220, 1, 0, 0, 0],
      num_keypoints: 2,
      bbox: [10, 20, 100, 200],
      segmentation: [[10, 20, 110, 20, 110, 220, 10, 220]],
    })
    expect(categories[1]).toMatchObject({
      name: 'cat',
      keypoints: ['nose', 'tail', 'ear'],
      skeleton: [
        [1, 3],
        [1, 2],
      ],
    })
  })

  it('has a skeleton for each label that has its own', async () => {
    const own = {
      ...settings,
      points: [{ value: 'nose' }],
      skeletons: [{ label: 'cat', points: [{ value: 'a' }, { value: 'b' }], edges: [['b', 'a']] }],
    }
    const { categories } = await readCoco([], aContext('keypoints', own))
    expect(categories).toEqual([
      { id: 1, name: 'dog', supercategory: '', keypoints: ['nose'], skeleton: [] },
      { id: 2, name: 'cat', supercategory: '', keypoints: ['a', 'b'], skeleton: [[2, 1]] },
    ])
  })

  it('is a whole file without any row', async () => {
    expect(await readCoco([], aContext('bbox', settings))).toMatchObject({
      images: [],
      annotations: [],
      categories: [{ id: 1 }, { id: 2 }],
    })
  })
})

describe('YOLO', () => {
  it('gives every box back within half a pixel, whatever its picture is called', async () => {
    const label = fc.constantFrom('dog', 'cat', 'bird')
    const box = fc.record({
      id: fc.constant('1'),
      label,
      x: fc.nat(600),
      y: fc.nat(440),
      w: fc.integer({ min: 1, max: 40 }),
      h: fc.integer({ min: 1, max: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(box, { maxLength: 4 }), { maxLength: 4 }), async (pictures) => {
        const rows = rowsOf(...pictures.map((own) => [{ image: 'same name.jpg' }, { size, boxes: own }] as const))
        const entries = await archiveOf(yolo, rows, aContext('bbox', settings))
        const { names } = parseYaml(entries.get('data.yaml') ?? '') as { names: Record<string, string> }
        const texts = [...entries].filter(([name]) => name.endsWith('.txt')).map(([, text]) => text)
        const read = texts.map((text) =>
          text
            .split('\n')
            .filter(Boolean)
            .map((line) => readBox(line, names)),
        )
        expect(read).toEqual(pictures.map((own) => own.map(({ label: of, x, y, w, h }) => [of, x, y, w, h])))
      }),
      { numRuns: 30 },
    )
  })

  const readBox = (line: string, names: Record<string, string>) => {
    const [index = '', ...shares] = line.split(' ')
    const [cx = 0, cy = 0, w = 0, h = 0] = shares.map(Number)
    const whole = [(cx - w / 2) * 640, (cy - h / 2) * 480, w * 640, h * 480].map((side) => Math.round(side) || 0)
    return [names[index], ...whole]
  }

  it('has the outline of a segment, and the points of a pose with how many there are', async () => {
    const points = [
      [0, 0],
      [320, 0],
      [320, 240],
    ]
    const segment = rowsOf([{ image: 'a.jpg' }, { size, shapes: [{ id: '1', label: 'cat', closed: true, points }] }])
    expect((await archiveOf(yolo, segment, aContext('polygon', settings))).get('labels/train/a.txt')).toBe('1 0 0 0.5 0 0.5 0.5\n')

    const nose = { name: 'nose', x: 64, y: 48, v: 2 }
    const pose = rowsOf([
      { image: 'a.jpg' },
      { size, objects: [{ id: '1', label: 'dog', points: [nose, { name: 'ear', x: 0, y: 0, v: 0 }] }] },
    ])
    const entries = await archiveOf(yolo, pose, aContext('keypoints', settings))
    expect(entries.get('labels/train/a.txt')).toBe('0 0.1 0.1 0 0 0.1 0.1 2 0 0 0\n')
    expect(parseYaml(entries.get('data.yaml') ?? '')).toMatchObject({
      kpt_shape: [2, 3],
      train: 'images/train',
      names: { 0: 'dog', 1: 'cat' },
    })
  })
})

describe('YOLO', () => {
  it('tells which picture a label file is of where two are called alike', async () => {
    const rows = rowsOf(...['a.jpg', 'a.png', 'A.jpg', 'b.jpg'].map((image) => [{ image }, { size, boxes: [] }] as const))
    const entries = await archiveOf(yolo, rows, aContext('bbox', settings))
    expect(entries.get('renamed.csv')).toBe('file,entry\na.png,labels/train/a-2.txt\nA.jpg,labels/train/A-3.txt\n')
    expect((await archiveOf(yolo, rows.slice(3), aContext('bbox', settings))).has('renamed.csv')).toBe(false)
  })

  it('has the shape of a pose also without any row', async () => {
    const own = { ...settings, points: [{ value: 'nose' }, { value: 'ear' }] }
    const entries = await archiveOf(yolo, [], aContext('keypoints', own))
    expect(parseYaml(entries.get('data.yaml') ?? '')).toMatchObject({ kpt_shape: [2, 3] })
  })
})

describe('YOLO with a skeleton for a label', () => {
  it('gives all lines as many points, of which those that a label lacks are not there', async () => {
    const own = { ...settings, points: [{ value: 'nose' }], skeletons: [{ label: 'cat', points: [{ value: 'a' }, { value: 'b' }] }] }
    const response = { size, objects: [{ id: '1', label: 'dog', points: [{ name: 'nose', x: 64, y: 48, v: 2 }] }] }
    const entries = await archiveOf(yolo, rowsOf([{ image: 'a.jpg' }, response]), aContext('keypoints', own))
    expect(entries.get('labels/train/a.txt')).toBe('0 0.1 0.1 0 0 0.1 0.1 2 0 0 0\n')
    expect(parseYaml(entries.get('data.yaml') ?? '')).toMatchObject({ kpt_shape: [2, 3], kpt_names: { 0: ['nose'], 1: ['a', 'b'] } })
  })
})

describe('Pascal VOC', () => {
  it('is XML that a reader takes, counted from 1 with both ends inside', async () => {
    const entries = await archiveOf(voc, boxes, aContext('bbox', settings))
    expect([...entries.keys()].slice(0, 3)).toEqual(['Annotations/set 1/a.xml', 'Annotations/set 2/a.xml', 'Annotations/set 1/a-2.xml'])
    expect(entries.get('renamed.csv')).toBe('file,entry\nset 1/a.png,Annotations/set 1/a-2.xml\n')
    const parser = new XMLParser({ isArray: (name) => name === 'object' })
    const [first, second, third] = [...entries.values()]
      .slice(0, 3)
      .map((xml) => (parser.parse(xml) as { annotation: VocAnnotation }).annotation)
    expect(first).toMatchObject({ filename: 'set 1/a.jpg', size: { width: 640, height: 480, depth: 3 } })
    expect(first?.object).toEqual([
      expect.objectContaining({ name: 'cat', truncated: 1, difficult: 0, bndbox: { xmin: 129, ymin: 97, xmax: 320, ymax: 240 } }),
    ])
    expect(second?.object).toBeUndefined()
    expect(third?.object?.[0]).toMatchObject({ name: 'a <"&\'> cat', bndbox: { xmin: 1, ymin: 1, xmax: 640, ymax: 480 } })
  })

  it('stays inside of the picture, also where a line runs along its edge', async () => {
    const points = [
      [640, 0],
      [640, 480],
    ]
    const rows = rowsOf([{ image: 'a.jpg' }, { size, shapes: [{ id: '1', label: 'cat', closed: false, points }] }])
    const xml = (await archiveOf(voc, rows, aContext('polygon', settings))).get('Annotations/a.xml') ?? ''
    const { annotation } = new XMLParser({ isArray: (name) => name === 'object' }).parse(xml) as { annotation: VocAnnotation }
    expect(annotation.object).toEqual([expect.objectContaining({ bndbox: { xmin: 640, ymin: 1, xmax: 640, ymax: 480 } })])
  })

  interface VocAnnotation {
    readonly filename: string
    readonly object?: readonly { readonly name: string }[]
  }
})

describe('indexed PNG', () => {
  const [width, height] = [7, 5]
  const painted = (...places: readonly number[]) => {
    const mask = new Uint8Array(width * height)
    for (const place of places) mask[place] = 1
    return encodeCounts(runsOf(mask, width, height))
  }

  it('has the number of the class, or of the object, in each pixel', async () => {
    const regions = [
      { id: '1', label: 'cat', counts: painted(0, 1, 7) },
      { id: '2', label: 'cat', counts: painted(34) },
      { id: '3', label: 'dog', counts: painted(10) },
    ]
    const rows = rowsOf([{ image: 'a.jpg' }, { size: { w: width, h: height }, regions }])
    const entries = await unzipped(await bytesOf(masks, rows, aContext('mask', settings)))
    const meaning = JSON.parse(entries.get('classes.json')?.toString() ?? '') as { index: number; label: string | null; color: string }[]
    expect(meaning.map(({ index, label, color }) => [index, label, color])).toEqual([
      [0, null, '#ffffff'],
      [1, 'dog', '#2ca02c'],
      [2, 'cat', '#1f77b4'],
    ])

    const png = entries.get('class/a.png') ?? Buffer.alloc(0)
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width, height, isPalette: true, bitsPerSample: 8 })
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const colourAt = (place: number) => `#${data.subarray(place * info.channels, place * info.channels + 3).toString('hex')}`
    const classAt = (place: number) => meaning.find(({ color }) => color === colourAt(place))?.label
    expect([0, 1, 7, 34, 10, 2].map(classAt)).toEqual(['cat', 'cat', 'cat', 'cat', 'dog', null])
    expect((await sharp(entries.get('object/a.png')).metadata()).isPalette).toBe(true)
  })

  it('says of pictures that are too large for a page in which squares they were painted', async () => {
    const large = { w: 6001, h: 4000 }
    const response = { size: large, regions: [{ id: '1', label: 'cat', counts: encodeCounts([0, 4000, 6000 * 4000]) }] }
    const rows = rowsOf([{ image: 'big.jpg' }, response], [{ image: 'a.jpg' }, { size: { w: 7, h: 5 }, regions: [] }])
    const entries = await archiveOf(masks, rows, aContext('mask', settings))
    expect(entries.get('coarse.csv')).toBe('file,painted_in_squares_of\nbig.jpg,2\n')
    const { images } = await readCoco(rows, aContext('mask', settings))
    expect(images.map((image) => (image as { painted_in_squares_of?: number }).painted_in_squares_of)).toEqual([2, undefined])
    expect((await archiveOf(masks, rows.slice(1), aContext('mask', settings))).has('coarse.csv')).toBe(false)
  })

  it('holds more objects than a palette has colours', async () => {
    const regions = Array.from({ length: 300 }, (_, place) => {
      const mask = new Uint8Array(20 * 20)
      mask[place] = 1
      return { id: String(place), label: 'cat', counts: encodeCounts(runsOf(mask, 20, 20)) }
    })
    const rows = rowsOf([{ image: 'a.jpg' }, { size: { w: 20, h: 20 }, regions }])
    const entries = await unzipped(await bytesOf(masks, rows, aContext('mask', settings)))
    const { data } = await sharp(entries.get('object/a.png'))
      .raw({ depth: 'ushort' })
      .toColourspace('grey16')
      .toBuffer({ resolveWithObject: true })
    const numbers = new Uint16Array(data.buffer, data.byteOffset, 400)
    expect([...numbers.subarray(0, 301)]).toEqual([...Array.from({ length: 300 }, (_, place) => place + 1), 0])
  })
})
