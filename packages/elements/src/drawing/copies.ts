import type { Size } from '@canut/contract'

/** A part of a picture in its natural pixels, and how large it is decoded: as large as it is, or smaller. */
export interface Part {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly shown: Size
}

/** What is to be decoded: the whole with ever smaller copies of it (reduced to a size, unless null), or a part. */
export type Wish = { readonly source: ImageBitmapSource } & ({ readonly reducedTo: Size | null } | { readonly part: Part })

/** The smallest reduced copy is about this long: below it, drawing costs nothing. */
const LEAST_SIDE = 1024

/** @throws DOMException when the source cannot be decoded. */
export async function decode(wish: Wish): Promise<ImageBitmap[]> {
  return 'part' in wish ? [await decodePart(wish.source, wish.part)] : decodeCopies(wish.source, wish.reducedTo)
}

const decodePart = (source: ImageBitmapSource, { x, y, w, h, shown }: Part): Promise<ImageBitmap> =>
  createImageBitmap(source, x, y, w, h, shown.w === w && shown.h === h ? {} : resizing(shown))

/** The first copy is reduced while it is decoded; each further one is half of the one before. */
async function decodeCopies(source: ImageBitmapSource, reducedTo: Size | null): Promise<ImageBitmap[]> {
  const copies = [await createImageBitmap(source, reducedTo === null ? {} : resizing(reducedTo))]
  try {
    for (let last = copies[0]; last !== undefined && Math.max(last.width, last.height) > 2 * LEAST_SIDE; last = copies.at(-1))
      copies.push(await createImageBitmap(last, resizing({ w: Math.max(1, last.width >> 1), h: Math.max(1, last.height >> 1) })))
    return copies
  } catch (error) {
    for (const copy of copies) copy.close()
    throw error
  }
}

const resizing = ({ w, h }: Size): ImageBitmapOptions => ({ resizeWidth: w, resizeHeight: h, resizeQuality: 'medium' })
