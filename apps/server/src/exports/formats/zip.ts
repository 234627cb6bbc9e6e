import { makeZip } from 'client-zip'

export interface ZipEntry {
  /** path inside the archive, with forward slashes */
  readonly name: string
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>
}

const PIECE_BYTES = 64 * 1024

/**
 * An archive, entry after entry as they come; Zip64 where it must be. Stored and not compressed: pictures and sounds are
 * compressed already, and deflating a hundred thousand small texts takes five times as long as writing them.
 */
export async function* zipOf(entries: AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Uint8Array, void, undefined> {
  const source = entries[Symbol.asyncIterator]()
  const files = (async function* () {
    for (let next = await source.next(); next.done !== true; next = await source.next()) {
      yield { name: next.value.name, input: next.value.content, lastModified: at }
    }
  })()
  const reader = makeZip(files).getReader()
  let waiting: Uint8Array[] = []
  let bytes = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      waiting.push(next.value)
      bytes += next.value.length
      if (bytes < PIECE_BYTES) continue
      yield waiting.length === 1 ? next.value : Buffer.concat(waiting)
      waiting = []
      bytes = 0
    }
    if (bytes > 0) yield Buffer.concat(waiting)
  } finally {
    await reader.cancel().catch(() => undefined)
    await source.return?.()
  }
}

/** Names for entries: each different, whatever the files of a project are called. */
export interface EntryNames {
  /** `base` with the end, or with a number between them where that is taken */
  take(base: string, end: string): string
}

export function entryNames(): EntryNames {
  const taken = new Set<string>()
  return {
    take(base, end) {
      const safe = base
        .split('/')
        .map((part) => part.replaceAll(/[\u0000-\u001f\\:*?"<>|]/g, '_'))
        .filter((part) => part !== '' && part !== '.' && part !== '..')
        .join('/')
      const stem = safe === '' ? 'file' : safe
      let name = `${stem}${end}`
      // some systems take A.txt and a.txt for the same file
      for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${stem}-${n}${end}`
      taken.add(name.toLowerCase())
      return name
    },
  }
}

/** "a/cat.png" as "a/cat" and ".png"; a name without an end has none. */
export function splitName(name: string): { readonly stem: string; readonly end: string } {
  const match = /^(.+)(\.[A-Za-z0-9]{1,8})$/.exec(name)
  return match === null ? { stem: name, end: '' } : { stem: match[1] ?? name, end: match[2] ?? '' }
}
