import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { altered, cutShort, madeByNewer, notABackup } from './backup-problems.ts'
import {
  ABOUT,
  aboutSchema,
  FORMAT,
  FORMAT_VERSION,
  JOBS,
  MANIFEST,
  MANIFEST_SUM,
  manifestSchema,
  type About,
  type Manifest,
} from './backup-format.ts'
import { readArchive, type Member } from './archive-reader.ts'
import { Tally, type Figures } from './tally.ts'

/** What is done with the content as it passes; what is left out is only checked. */
export interface BackupReader {
  about?(about: About): Promise<void>
  table?(name: string, content: AsyncIterable<Uint8Array>): Promise<void>
  jobs?(content: AsyncIterable<Uint8Array>): Promise<void>
  file?(key: string, content: AsyncIterable<Uint8Array>): Promise<void>
  passed?(member: string, bytes: number): void
}

interface Seen {
  readonly about: About
  readonly tables: (Figures & { name: string })[]
  jobs: Figures | null
  readonly files: { count: number; tally: Tally }
  manifest: { text: string; value: Manifest } | null
  confirmed: boolean
}

/**
 * Reads a backup from start to end, and compares everything with its manifest. The manifest comes last, so whatever the
 * reader did must be undone when this throws.
 *
 * @throws StartupProblem `backup_not_usable`, `backup_newer`
 */
export async function readBackup(path: string, reader: BackupReader = {}): Promise<Manifest> {
  let seen: Seen | null = null
  for await (const member of readArchive(path)) {
    if (seen === null) {
      const about = await readAbout(path, member)
      await reader.about?.(about)
      seen = { about, tables: [], jobs: null, files: { count: 0, tally: new Tally() }, manifest: null, confirmed: false }
    } else await readMember(path, member, seen, reader)
  }
  if (seen === null) throw notABackup(path)
  if (seen.manifest === null || !seen.confirmed) throw cutShort(path)
  compare(path, seen, seen.manifest.value)
  return seen.manifest.value
}

async function readMember(path: string, { name, content }: Member, seen: Seen, reader: BackupReader): Promise<void> {
  const [, kind, rest = ''] = /^(tables|files)\/(.*)$/.exec(name) ?? []
  if (name === MANIFEST_SUM) {
    if (seen.manifest === null || (await textOf(content)).trim() !== sha256(seen.manifest.text)) throw altered(path, MANIFEST)
    seen.confirmed = true
  } else if (seen.manifest !== null) {
    throw altered(path, name)
  } else if (name === MANIFEST) {
    const text = await textOf(content)
    seen.manifest = { text, value: parse(path, MANIFEST, text, (value) => manifestSchema.parse(value)) }
  } else if (kind === 'tables') {
    const table = rest.replace(/\.copy$/, '')
    const tally = new Tally()
    const counted = count(content, [tally], (bytes) => reader.passed?.(table, bytes))
    await reader.table?.(table, counted)
    await drain(counted)
    seen.tables.push({ name: table, ...tally.figures() })
  } else if (kind === 'files') {
    seen.files.count += 1
    seen.files.tally.mark(rest)
    const counted = count(content, [seen.files.tally], (bytes) => reader.passed?.('files', bytes))
    await reader.file?.(rest, counted)
    await drain(counted)
  } else if (name === JOBS && seen.jobs === null) {
    const tally = new Tally()
    const counted = count(content, [tally], () => undefined)
    await reader.jobs?.(counted)
    await drain(counted)
    seen.jobs = tally.figures()
  } else throw altered(path, name)
}

async function readAbout(path: string, { name, content }: Member): Promise<About> {
  if (name !== ABOUT) throw notABackup(path)
  const text = await textOf(content)
  const loose = parse(path, ABOUT, text, (value) => value as { format?: unknown; formatVersion?: unknown; canutVersion?: unknown } | null)
  if (loose?.format !== FORMAT) throw notABackup(path)
  if (typeof loose.formatVersion === 'number' && loose.formatVersion > FORMAT_VERSION)
    throw madeByNewer(path, String(loose.canutVersion), [`backup format ${loose.formatVersion}`])
  return parse(path, ABOUT, text, (value) => aboutSchema.parse(value))
}

function compare(path: string, seen: Seen, manifest: Manifest): void {
  if (!isDeepStrictEqual(seen.about, manifest.about)) throw altered(path, ABOUT)
  for (const [index, table] of manifest.tables.entries())
    if (!isDeepStrictEqual({ ...table }, { ...seen.tables[index] })) throw altered(path, `the table ${table.name}`)
  if (seen.tables.length !== manifest.tables.length) throw altered(path, 'the list of tables')
  if (!isDeepStrictEqual(seen.jobs, manifest.jobs)) throw altered(path, JOBS)
  const { bytes, sha256: sum } = seen.files.tally.figures()
  const files = { count: seen.files.count, bytes, sha256: sum, missing: manifest.files.missing }
  if (!isDeepStrictEqual(files, manifest.files)) throw altered(path, 'the stored files')
}

/** One and the same iterator each time: a reader may stop halfway, and the rest is then drained and counted too. */
function count(content: AsyncIterable<Uint8Array>, tallies: readonly Tally[], passed: (bytes: number) => void): AsyncIterable<Uint8Array> {
  const iterator = (async function* () {
    for await (const chunk of content) {
      for (const tally of tallies) tally.add(chunk)
      passed(chunk.length)
      yield chunk
    }
  })()
  return { [Symbol.asyncIterator]: () => iterator }
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = content[Symbol.asyncIterator]()
  while ((await iterator.next()).done !== true);
}

const MAX_TEXT_BYTES = 16 * 1024 * 1024

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes <= MAX_TEXT_BYTES) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse<T>(path: string, name: string, text: string, read: (value: unknown) => T): T {
  try {
    return read(JSON.parse(text))
  } catch (error) {
    throw altered(path, name, error)
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
