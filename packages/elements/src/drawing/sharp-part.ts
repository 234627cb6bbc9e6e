import type { Size } from '@canut/contract'
import type { Part } from './copies.ts'
import { clamp, toPicture, type View } from './view.ts'

/** Kept of a picture in its own pixels, 64 MB: the part that is looked at, and some of what is around it. */
const SHARP_PIXELS_MAX = 16_000_000

export interface Look {
  /** the part of the picture on the stage, in whole natural pixels */
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** device pixels for one pixel of the picture */
  readonly scale: number
}

/** What of a picture is looked at; null when none of it is on the stage. */
export function lookAt(view: View, stage: Size, picture: Size, pixelRatio: number): Look | null {
  const [left, top] = toPicture(view, [0, 0]).map(Math.floor) as [number, number]
  const [right, bottom] = toPicture(view, [stage.w, stage.h]).map(Math.ceil) as [number, number]
  const [x, y] = [clamp(left, 0, picture.w), clamp(top, 0, picture.h)]
  const [w, h] = [clamp(right, 0, picture.w) - x, clamp(bottom, 0, picture.h) - y]
  return w <= 0 || h <= 0 ? null : { x, y, w, h, scale: view.scale * pixelRatio }
}

/**
 * What to decode for it: up to half a stage more on each side, so that small moves need nothing new; smaller than it is when
 * even what is looked at is more than `pixelsMax`.
 */
export function partFor({ x, y, w, h }: Look, picture: Size, pixelsMax = SHARP_PIXELS_MAX): Part {
  const more = clamp(Math.sqrt(pixelsMax / (w * h)), 1, 2) - 1
  const [left, top] = [Math.max(0, Math.ceil(x - (w * more) / 2)), Math.max(0, Math.ceil(y - (h * more) / 2))]
  const right = Math.min(picture.w, Math.floor(x + w + (w * more) / 2))
  const bottom = Math.min(picture.h, Math.floor(y + h + (h * more) / 2))
  const whole: Size = { w: right - left, h: bottom - top }
  const share = Math.min(1, Math.sqrt(pixelsMax / (whole.w * whole.h)))
  const shown: Size = share === 1 ? whole : { w: Math.max(1, Math.floor(whole.w * share)), h: Math.max(1, Math.floor(whole.h * share)) }
  return { x: left, y: top, ...whole, shown }
}

/** Whether a part has all that is looked at, as sharp as the picture or the screen is, or as `pixelsMax` allows. */
export function isEnough(part: Part, look: Look, picture: Size, pixelsMax = SHARP_PIXELS_MAX): boolean {
  const has = part.x <= look.x && part.y <= look.y && part.x + part.w >= look.x + look.w && part.y + part.h >= look.y + look.h
  const better = partFor(look, picture, pixelsMax)
  return has && part.shown.w / part.w >= Math.min(look.scale, better.shown.w / better.w) * 0.99
}

/** The part of a large picture that is looked at, in the picture's own pixels. One is kept, and one at a time is decoded. */
export class SharpPart {
  readonly #picture: Size
  readonly #decodePart: (part: Part) => Promise<ImageBitmap>
  #has: { readonly part: Part; readonly bitmap: ImageBitmap } | null = null
  #look: Look | null = null
  #isDecoding = false
  #isClosed = false

  constructor(picture: Size, decodePart: (part: Part) => Promise<ImageBitmap>) {
    this.#picture = picture
    this.#decodePart = decodePart
  }

  /** In a context whose unit is a pixel of the picture. */
  draw(context: CanvasRenderingContext2D): void {
    if (this.#has === null) return
    const { part, bitmap } = this.#has
    context.drawImage(bitmap, part.x, part.y, part.w, part.h)
  }

  /**
   * Decodes what is looked at, unless it is there. Of looks that come meanwhile only the last counts.
   *
   * @param sharper after each part that has become sharp
   */
  async sharpen(look: Look, sharper: () => void): Promise<void> {
    this.#look = look
    if (this.#isDecoding) return
    this.#isDecoding = true
    while (!this.#isClosed && this.#look !== null && !this.#isThere(this.#look)) {
      const part = partFor(this.#look, this.#picture)
      const bitmap = await this.#decodePart(part).catch(() => null)
      if (this.#isClosed || bitmap === null) {
        bitmap?.close()
        // without memory for it the reduced picture stays; asking again and again would not help
        this.close()
        break
      }
      this.#has?.bitmap.close()
      this.#has = { part, bitmap }
      sharper()
    }
    this.#isDecoding = false
  }

  #isThere(look: Look): boolean {
    return this.#has !== null && isEnough(this.#has.part, look, this.#picture)
  }

  /** Gives the memory back; nothing is made sharp any more. */
  close(): void {
    this.#isClosed = true
    this.#has?.bitmap.close()
    this.#has = null
  }
}
