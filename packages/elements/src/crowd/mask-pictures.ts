import type { MaskRegion, MaskResponse } from '@canut/contract'
import { decodeCounts, encodeCounts, paintRuns, runsOf } from '@canut/contract/run-lengths'
import { rgbOf } from '../mask/mask-layer.ts'
import { membersOf, type Members } from './values.ts'

/** What is painted in one colour. */
export interface Layer {
  readonly id: string
  readonly label: string
  readonly colour: string
}

const COLOURS = ['#2ca02c', '#1f77b4', '#ff7f0e', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf'] as const

/** Distinct for as many as there are: the usual ones, then others that differ in every channel. */
export function colourNumber(index: number): string {
  const usual = COLOURS[index]
  if (usual !== undefined) return usual
  const at = (step: number) => ((index * step + 37) % 200) + 30
  return `#${[at(67), at(113), at(151)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

const isColour = (text: unknown): text is string => typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text)

export function colourOf(of: unknown, index: number): string {
  const { color }: Members = membersOf(of)
  return isColour(color) ? color.toLowerCase() : colourNumber(index)
}

/** What was painted in these colours, as a mask; other colours, and what is transparent, are nothing. */
export function maskOfPicture({ data, width, height }: ImageData, layers: readonly Layer[]): MaskResponse {
  const numbers = new Map(layers.map(({ colour }, index) => [rgbOf(colour).join(), index]))
  const masks = new Map<number, Uint8Array>()
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * 4
    const number = data[at + 3] === 0 ? undefined : numbers.get(`${data[at]},${data[at + 1]},${data[at + 2]}`)
    if (number === undefined) continue
    const mask = masks.get(number) ?? new Uint8Array(width * height)
    masks.set(number, mask)
    mask[pixel] = 1
  }
  const regions = layers.flatMap(({ id, label }, index): MaskRegion[] => {
    const mask = masks.get(index)
    return mask === undefined ? [] : [{ id, label, counts: encodeCounts(runsOf(mask, width, height)) }]
  })
  return { size: { w: width, h: height }, regions }
}

/** One flat colour per region; what is not painted is transparent. */
export function pictureOfMask({ size, regions }: MaskResponse, colourOfRegion: (region: MaskRegion) => string): ImageData {
  const cells = new Uint16Array(size.w * size.h)
  for (const [index, { counts }] of regions.entries()) {
    const runs = decodeCounts(counts, cells.length)
    if (runs !== null) paintRuns(runs, size.h, size.w, cells, index + 1)
  }
  const palette = regions.map((region) => rgbOf(colourOfRegion(region)))
  const image = new ImageData(size.w, size.h)
  for (const [pixel, cell] of cells.entries()) {
    const colour = cell === 0 ? undefined : palette[cell - 1]
    if (colour === undefined) continue
    image.data.set(colour, pixel * 4)
    image.data[pixel * 4 + 3] = 255
  }
  return image
}

/** The PNG of an image, in base64 without what a data address has before it. */
export function pngOf(image: ImageData): string {
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  return canvas.toDataURL('image/png').replace(/^.*,/, '')
}

/** The pixels of a picture at a given size; null when it cannot be read. */
export async function pixelsOf(src: string, width: number, height: number): Promise<ImageData | null> {
  const image = new Image()
  if (!src.startsWith('data:')) image.crossOrigin = 'anonymous'
  image.src = src
  try {
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) return null
    // an overlay of another size must not be blurred: its colours mean something
    context.imageSmoothingEnabled = false
    context.drawImage(image, 0, 0, width, height)
    return context.getImageData(0, 0, width, height)
  } catch {
    return null
  }
}
