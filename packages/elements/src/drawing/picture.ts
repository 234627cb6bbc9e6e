import type { Size } from '@canut/contract'
import { decode } from './copies.ts'
import { Decoder } from './decoder.ts'
import { lookAt, SharpPart } from './sharp-part.ts'
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
/** From here on, single pixels are shown as squares. */
const PIXELATED_FROM = 4

/** How a picture larger than what is shown of it becomes sharp where it is looked at. */
interface Sharpening {
  readonly part: SharpPart
  close(): void
}

/** A decoded picture with reduced copies of itself, so that drawing the whole of it costs as little as drawing a part. */
export class Picture {
  /** natural width and height, turned upright as the file asks */
  readonly size: Size
  /** the largest copy first */
  readonly #copies: readonly ImageBitmap[]
  readonly #sharpening: Sharpening | null

  constructor(size: Size, copies: readonly ImageBitmap[], sharpening: Sharpening | null = null) {
    this.size = size
    this.#copies = copies
    this.#sharpening = sharpening
  }

  /** The most detailed copy: as large as the picture up to 24 megapixels, evenly smaller beyond. */
  get bitmap(): ImageBitmap {
    const [first] = this.#copies
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
    const copy = this.#copies.findLast((each) => each.width >= w * scale) ?? this.bitmap
    context.drawImage(copy, 0, 0, w, h)
    if (this.#isBlurred(scale)) this.#sharpening?.part.draw(context)
  }

  /**
   * Decodes what is looked at in the picture's own pixels, where what is kept of it has fewer than the screen shows.
   *
   * @param sharper called when drawing again shows more than before; where decoding fails, never
   */
  sharpen(view: View, stage: Size, pixelRatio: number, sharper: () => void): void {
    const look = lookAt(view, stage, this.size, pixelRatio)
    if (look !== null && this.#isBlurred(look.scale)) void this.#sharpening?.part.sharpen(look, sharper)
  }

  #isBlurred(scale: number): boolean {
    return this.bitmap.width < this.size.w * Math.min(1, scale)
  }

  /** Gives the memory back. */
  close(): void {
    for (const copy of this.#copies) copy.close()
    this.#sharpening?.close()
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
    // where the file could not be had either, it did not arrive, whatever it is
    const image = await loadImage(address, file === null ? 'unreachable' : 'broken')
    signal.throwIfAborted()
    const size: Size = { w: image.naturalWidth, h: image.naturalHeight }
    if (size.w === 0 || size.h === 0) throw new PictureError('broken')
    if (size.w * size.h > PIXELS_MAX) throw new PictureError('too_large')
    const picture = await decodePicture(file, image, size)
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
function loadImage(address: string, otherwise: PictureFailure): Promise<HTMLImageElement> {
  const image = new Image()
  return new Promise((resolve, reject) => {
    image.addEventListener('load', () => resolve(image))
    image.addEventListener('error', () => reject(new PictureError(otherwise)))
    image.src = address
  })
}

function shownSize({ w, h }: Size): Size {
  const share = Math.min(1, Math.sqrt(SHOWN_PIXELS_MAX / (w * h)), SHOWN_SIDE_MAX / Math.max(w, h))
  return { w: Math.max(1, Math.round(w * share)), h: Math.max(1, Math.round(h * share)) }
}

/** Large pictures are decoded beside the page; a drawing (SVG) is no bitmap file, but an image element shows it. */
async function decodePicture(file: Blob | null, image: HTMLImageElement, size: Size): Promise<Picture> {
  const shown = shownSize(size)
  const reducedTo = shown.w === size.w && shown.h === size.h ? null : shown
  if (file !== null && reducedTo !== null) {
    const decoder = new Decoder()
    const copies = await decoder.decode({ source: file, reducedTo }).catch(() => null)
    if (copies !== null) return new Picture(size, copies, sharpeningOf(file, size, decoder))
    decoder.close()
  }
  try {
    const fromFile = file === null || reducedTo !== null ? null : await decode({ source: file, reducedTo }).catch(() => null)
    return new Picture(size, fromFile ?? (await decode({ source: image, reducedTo })))
  } catch (cause) {
    throw new PictureError('broken', { cause })
  }
}

function sharpeningOf(file: Blob, size: Size, decoder: Decoder): Sharpening {
  const part = new SharpPart(size, async (wanted) => {
    const [bitmap] = await decoder.decode({ source: file, part: wanted })
    if (bitmap === undefined) throw new Error('a part of a picture is one bitmap')
    return bitmap
  })
  return {
    part,
    close() {
      part.close()
      decoder.close()
    },
  }
}
