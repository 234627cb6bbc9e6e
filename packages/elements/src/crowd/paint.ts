import { membersOf, type Members } from './values.ts'

const COLOURS = ['#2ca02c', '#1f77b4', '#ff7f0e', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf'] as const

type Rgb = readonly [red: number, green: number, blue: number]

const isColour = (text: unknown): text is string => typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text)

/** Distinct for as many as there are: the usual ones, then others that differ in every channel. */
export function colourNumber(index: number): string {
  const usual = COLOURS[index]
  if (usual !== undefined) return usual
  const at = (step: number) => ((index * step + 37) % 200) + 30
  return `#${[at(67), at(113), at(151)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

const rgbOf = (colour: string): Rgb =>
  [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16)) as [number, number, number]

/**
 * Pixels of a picture, each nothing (0) or one layer (from 1). Lines are painted without soft edges, so that a pixel belongs
 * to one layer or to none.
 */
export class PaintLayer {
  readonly width: number
  readonly height: number
  pixels: Uint8Array
  readonly #before: Uint8Array[] = []

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.pixels = new Uint8Array(width * height)
  }

  /** What follows can be undone as one. Masks compress well, but are kept as they are: a few are enough. */
  remember(most = 10): void {
    this.#before.push(this.pixels.slice())
    if (this.#before.length > most) this.#before.shift()
  }

  undo(): boolean {
    const last = this.#before.pop()
    if (last === undefined) return false
    this.pixels = last
    return true
  }

  get isEmpty(): boolean {
    return this.pixels.every((pixel) => pixel === 0)
  }

  /** The layers that have a pixel. */
  get used(): ReadonlySet<number> {
    const used = new Set(this.pixels)
    used.delete(0)
    return used
  }

  /** A line with round ends, in natural pixels. */
  line(from: readonly [number, number], to: readonly [number, number], radius: number, layer: number): void {
    const [x1, y1] = from
    const [x2, y2] = to
    const length = Math.hypot(x2 - x1, y2 - y1)
    const clampX = (x: number) => Math.min(Math.max(Math.floor(x), 0), this.width - 1)
    const clampY = (y: number) => Math.min(Math.max(Math.floor(y), 0), this.height - 1)
    const [left, right] = [clampX(Math.min(x1, x2) - radius), clampX(Math.max(x1, x2) + radius)]
    const [top, bottom] = [clampY(Math.min(y1, y2) - radius), clampY(Math.max(y1, y2) + radius)]
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const [px, py] = [x + 0.5 - x1, y + 0.5 - y1]
        const along = length === 0 ? 0 : Math.min(Math.max((px * (x2 - x1) + py * (y2 - y1)) / (length * length), 0), 1)
        if (Math.hypot(px - along * (x2 - x1), py - along * (y2 - y1)) <= radius) this.pixels[y * this.width + x] = layer
      }
  }

  /** One flat colour per layer; what is not painted is transparent. */
  toImage(colours: readonly string[], alpha = 255): ImageData {
    const image = new ImageData(this.width, this.height)
    const shown = colours.map(rgbOf)
    for (const [index, layer] of this.pixels.entries()) {
      const colour = layer === 0 ? undefined : shown[layer - 1]
      if (colour !== undefined) image.data.set([...colour, alpha], index * 4)
    }
    return image
  }

  /** Takes over what was painted elsewhere in these colours; other colours are nothing. */
  fromImage({ data }: ImageData, colours: readonly string[]): void {
    const layers = new Map(colours.map((colour, index) => [rgbOf(colour).join(), index + 1]))
    for (let index = 0; index < this.pixels.length; index++) {
      const [red, green, blue, alpha] = data.subarray(index * 4, index * 4 + 4)
      this.pixels[index] = alpha === 0 ? 0 : (layers.get(`${red},${green},${blue}`) ?? 0)
    }
  }
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

export const colourOf = (of: unknown, index: number): string => {
  const { color }: Members = membersOf(of)
  return isColour(color) ? color.toLowerCase() : colourNumber(index)
}

export const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most)
