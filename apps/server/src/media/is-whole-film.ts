import { open, type FileHandle } from 'node:fs/promises'
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny'

/** A film of a million boxes at its top level is no film. */
const MOST_BOXES = 10_000

/**
 * Whether a file that begins like a film has a picture track and, as far as its container says, is all there. Its pictures
 * themselves are not decoded: that is for the browser that plays it.
 */
export async function isWholeFilm(path: string, mime: string): Promise<boolean> {
  if (mime === 'video/mp4' && !(await hasAllBoxes(path))) return false
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS })
  try {
    return (await input.getPrimaryVideoTrack()) !== null
  } catch {
    // the library says in English what it stumbled over; for the person it comes to the same
    return false
  } finally {
    input.dispose()
  }
}

/** An MP4 is a row of boxes, each with its length (ISO 14496-12 §4.2). One that was cut off ends inside of a box. */
async function hasAllBoxes(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const found = new Set<string>()
    let at = 0
    for (let boxes = 0; at < size && boxes < MOST_BOXES; boxes++) {
      const box = await readBox(file, at, size)
      if (box === null) return false
      found.add(box.type)
      at += box.length
    }
    return at === size && found.has('moov') && (found.has('mdat') || found.has('moof'))
  } finally {
    await file.close()
  }
}

async function readBox(file: FileHandle, at: number, size: number): Promise<{ type: string; length: number } | null> {
  const head = Buffer.alloc(16)
  const { bytesRead } = await file.read(head, 0, 16, at)
  if (bytesRead < 8) return null
  const short = head.readUInt32BE(0)
  const type = head.toString('latin1', 4, 8)
  // 0: to the end of the file; 1: the length follows in eight bytes
  if (short === 1 && bytesRead < 16) return null
  const length = short === 0 ? size - at : short === 1 ? Number(head.readBigUInt64BE(8)) : short
  return length < 8 || at + length > size ? null : { type, length }
}
