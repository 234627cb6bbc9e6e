import { csvLine } from '../../platform/tables/index.ts'
import { bytesOf } from './file-ends.ts'
import type { Spool } from './spool.ts'
import type { ZipEntry } from './zip.ts'
import { NameSet } from './name-set.ts'

/** Names for entries after files of a project: each different, and one that every system can hold. */
export interface EntryNames {
  /**
   * The path of the file under `folder`, with another end: "labels/set 1/a.txt" for "set 1/a.jpg". Another name where that one is
   * taken or cannot be.
   */
  take(folder: string, file: string, end: string): Promise<string>
  /** renamed.csv, which file has which entry, for those whose entry is called otherwise; nothing when there are none */
  listRenamed(): Iterable<ZipEntry>
}

export function entryNames(renamed: Spool): EntryNames {
  const taken = new NameSet()
  let hasRenamed = false
  return {
    async take(folder, file, end) {
      const { stem } = splitName(file)
      const wanted = `${folder}${stem}${end}`
      const free = freeName(taken, `${folder}${safePath(stem)}`, end)
      if (free !== wanted) {
        if (!hasRenamed) await renamed.add(csvLine(['file', 'entry']))
        hasRenamed = true
        await renamed.add(csvLine([file, free]))
      }
      return free
    },
    *listRenamed() {
      if (hasRenamed) yield { name: 'renamed.csv', content: bytesOf(renamed.read()) }
    },
  }
}

/** `base` with the end, or with a number between them where that is taken. */
export function freeName(taken: NameSet, base: string, end: string): string {
  let name = `${base}${end}`
  for (let n = 2; taken.has(alike(name)); n += 1) name = `${base}-${n}${end}`
  taken.add(alike(name))
  return name
}

/** Some systems take A.txt and a.txt, or both ways to write é, for the same file. */
const alike = (name: string): string => name.normalize('NFC').toLowerCase()

/** What Windows keeps for devices, whatever follows a dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
/** What a name may not hold on some system, and what turns the direction in which a name is read. */
const FORBIDDEN = /[\u0000-\u001f\\:*?"<>|\u202a-\u202e\u2066-\u2069]/g

function safePath(path: string): string {
  const parts = path
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part, place, { length }) => {
      const allowed = part.replaceAll(FORBIDDEN, '_').replace(DEVICES, '_$1')
      // Windows drops dots and spaces at the end of the name of a folder
      return place === length - 1 ? allowed : allowed.replace(/[. ]+$/, (dots) => '_'.repeat(dots.length))
    })
  return parts.length === 0 ? 'file' : parts.join('/')
}

/** "a/cat.png" as "a/cat" and ".png"; a name without an end has none. */
export function splitName(name: string): { readonly stem: string; readonly end: string } {
  const match = /^(.+)(\.[A-Za-z0-9]{1,8})$/.exec(name)
  return match === null ? { stem: name, end: '' } : { stem: match[1] ?? name, end: match[2] ?? '' }
}
