import type { Size } from '@canut/contract'
import type { View } from './view.ts'

/** - `unreachable`: no answer, or an answer that says no. - `broken`: not a picture that this browser reads. - `too_large`. */
export type PictureFailure = 'unreachable' | 'broken' | 'too_large'

export class PictureError extends Error {
  readonly kind: PictureFailure

  constructor(kind: PictureFailure, options?: ErrorOptions) {
    super(`the picture is ${kind.replace('_', ' ')}`, options)
    this.kind = kind
  }
}

/** Beyond this a decoder would need more memory than a page can be sure of (4 bytes a pixel). */
const PIXELS_MAX = 200_000_000
/** Kept for display, 96 MB: larger pictures are reduced to it once, while they are decoded. */
const SHOWN_PIXELS_MAX = 24_000_000
/** Beyond this side some browsers draw nothing at all. */
const SHOWN_SIDE_MAX = 16_000
/** The smallest reduced copy is about this long: below it, drawing costs nothing. */
const LEAST_SIDE = 1024
/** From here on, single pixels are shown as squares. */
const PIXELATED_FROM = 4

/** A decoded picture with reduced copies of itself, so that drawing the whole of it costs as little as drawing a part. */
export class Picture {
  /** natural width and height, turned upright as the file asks */
  readonly size: Size
  /** the largest copy first */
  readonly #levels: readonly ImageBitmap[]

  constructor(size: Size, levels: readonly ImageBitmap[]) {
    this.size = size
    this.#levels = levels
  }

  /** The most detailed copy: as large as the picture up to 24 megapixels, evenly smaller beyond. */
  get bitmap(): ImageBitmap {
    const [first] = this.#levels
    if (first === undefined) throw new Error('a picture has at least one copy')
    return first
  }

  /** Draws the picture as the view has it, in a context of `pixelRatio` device pixels a CSS pixel; the rest is left clear. */
  draw(context: CanvasRenderingContext2D, view: View, pixelRatio: number): void {
    const { w, h } = this.size
    const scale = view.scale * pixelRatio
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    context.setTransform(scale, 0, 0, scale, view.x * pixelRatio, view.y * pixelRatio)
    context.imageSmoothingEnabled = view.scale < PIXELATED_FROM
    context.imageSmoothingQuality = 'medium'
    const level = this.#levels.findLast((each) => each.width >= w * scale) ?? this.bitmap
    context.drawImage(level, 0, 0, w, h)
  }

  /** Gives the memory back. */
  close(): void {
    for (const level of this.#levels) level.close()
  }
}

/**
 * Fetches and decodes a picture.
 *
 * @throws PictureError when it cannot be shown; the reason of `signal` when it was aborted.
 */
export async function loadPicture(url: string, signal: AbortSignal): Promise<Picture> {
  const file = await fetchFile(url, signal)
  const address = file === null ? url : URL.createObjectURL(file)
  try {
    const image = await loadImage(address)
    signal.throwIfAborted()
    const size: Size = { w: image.naturalWidth, h: image.naturalHeight }
    if (size.w === 0 || size.h === 0) throw new PictureError('broken')
    if (size.w * size.h > PIXELS_MAX) throw new PictureError('too_large')
    const levels = await decode(file, image, shownSize(size))
    const picture = new Picture(size, levels)
    if (signal.aborted) picture.close()
    signal.throwIfAborted()
    return picture
  } finally {
    if (file !== null) URL.revokeObjectURL(address)
  }
}

/** The file, which browsers decode beside the page; null where only an image element may ask for it (another origin, a policy). */
async function fetchFile(url: string, signal: AbortSignal): Promise<Blob | null> {
  // strict policies let no script ask for an address that is the file itself; an image element needs not ask
  if (url.startsWith('data:')) return null
  let answer: Response
  try {
    answer = await fetch(url, { signal })
  } catch {
    signal.throwIfAborted()
    return null
  }
  if (!answer.ok) throw new PictureError('unreachable')
  return answer.blob().catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new PictureError('unreachable', { cause })
  })
}

/** Loaded is not decoded: so far only its size is known. */
function loadImage(address: string): Promise<HTMLImageElement> {
  const image = new Image()
  return new Promise((resolve, reject) => {
    image.addEventListener('load', () => resolve(image))
    image.addEventListener('error', () => reject(new PictureError('broken')))
    image.src = address
  })
}

function shownSize({ w, h }: Size): Size {
  const share = Math.min(1, Math.sqrt(SHOWN_PIXELS_MAX / (w * h)), SHOWN_SIDE_MAX / Math.max(w, h))
  return { w: Math.max(1, Math.round(w * share)), h: Math.max(1, Math.round(h * share)) }
}

/** Decodes once, reduced at the same time if need be; each further copy is half of the one before. */
async function decode(file: Blob | null, image: HTMLImageElement, { w, h }: Size): Promise<ImageBitmap[]> {
  const isReduced = w !== image.naturalWidth || h !== image.naturalHeight
  const options: ImageBitmapOptions = isReduced ? { resizeWidth: w, resizeHeight: h, resizeQuality: 'medium' } : {}
  const levels: ImageBitmap[] = []
  try {
    // a drawing (SVG) is no bitmap file, but an image element shows it
    const fromFile = file === null ? null : await createImageBitmap(file, options).catch(() => null)
    levels.push(fromFile ?? (await createImageBitmap(image, options)))
    for (let last = levels[0]; last !== undefined && Math.max(last.width, last.height) > 2 * LEAST_SIDE; last = levels.at(-1)) {
      const half = { resizeWidth: Math.max(1, last.width >> 1), resizeHeight: Math.max(1, last.height >> 1) }
      levels.push(await createImageBitmap(last, { ...half, resizeQuality: 'medium' }))
    }
    return levels
  } catch (cause) {
    for (const level of levels) level.close()
    throw new PictureError('broken', { cause })
  }
}
