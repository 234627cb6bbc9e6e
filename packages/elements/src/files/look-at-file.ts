export interface FileLimits {
  /** kinds that are taken: `image`, `audio`, `video` */
  readonly kinds: readonly string[]
  readonly maxBytes: number
  readonly maxPixels: number
}

/** Why a file cannot be taken, as far as a browser can tell. The server looks again. */
export type FileTrouble =
  | { readonly kind: 'empty' | 'kind' | 'unreadable' }
  | { readonly kind: 'tooLarge'; readonly maxBytes: number }
  | { readonly kind: 'tooManyPixels'; readonly pixels: number; readonly maxPixels: number }

/** @param openPicture width and height of a picture at this address; null when the browser cannot open it. */
export async function lookAtFile(
  file: Blob,
  url: string,
  { kinds, maxBytes, maxPixels }: FileLimits,
  openPicture: (url: string) => Promise<{ width: number; height: number } | null> = sizeOfPicture,
): Promise<FileTrouble | null> {
  if (file.size === 0) return { kind: 'empty' }
  if (file.size > maxBytes) return { kind: 'tooLarge', maxBytes }
  const [kind = ''] = file.type.split('/')
  // what the device has no name for is for the server to tell
  if (kind !== '' && !kinds.includes(kind)) return { kind: 'kind' }
  if (kind !== 'image') return null
  const size = await openPicture(url)
  if (size === null) return { kind: 'unreadable' }
  const pixels = size.width * size.height
  return pixels > maxPixels ? { kind: 'tooManyPixels', pixels, maxPixels } : null
}

/** Reads the head only: nothing is unpacked until it is drawn. */
function sizeOfPicture(url: string): Promise<{ width: number; height: number } | null> {
  return new Promise((resolve) => {
    const picture = new Image()
    picture.addEventListener('load', () => resolve({ width: picture.naturalWidth, height: picture.naturalHeight }))
    picture.addEventListener('error', () => resolve(null))
    picture.src = url
  })
}
