import type { Readable } from 'node:stream'
import { FileMissing, type FileStore } from '../platform/files/file-store.ts'
import { canutVersion } from '../platform/version.ts'
import { createArchive, type ArchiveWriter } from './archive-writer.ts'
import {
  ABOUT,
  fileMember,
  FORMAT,
  FORMAT_VERSION,
  JOBS,
  MANIFEST,
  MANIFEST_SUM,
  tableMember,
  type About,
  type Manifest,
} from './backup-format.ts'
import { notWritten } from './backup-problems.ts'
import { sha256 } from './read-backup.ts'
import { openSnapshot, type Snapshot } from './snapshot.store.ts'
import { Tally } from './tally.ts'

export interface BackupOrder {
  readonly databaseUrl: string
  readonly files: FileStore
  /** must not exist yet */
  readonly path: string
  readonly now: Date
  readonly signal: AbortSignal
  readonly progress: (progress: BackupProgress) => void
}

export interface BackupProgress {
  readonly rows: number
  readonly estimatedRows: number
  readonly files: number
  readonly bytes: number
}

export interface BackupReport {
  readonly path: string
  readonly bytes: number
  readonly manifest: Manifest
  /** the first of the stored files that the database names and the file store does not have */
  readonly missing: readonly string[]
}

const MISSING_SHOWN = 20

/**
 * Writes one file with everything that cannot be made again, as it was at one instant, while the instance goes on
 * working. On failure, and when the signal says to stop, no file is left.
 *
 * @throws StartupProblem `backup_not_written`
 */
export async function backUp(order: BackupOrder): Promise<BackupReport> {
  const snapshot = await openSnapshot(order.databaseUrl, order.signal)
  try {
    if (snapshot.migrations.length === 0) throw nothingThere(order.path)
    const archive = createArchive(order.path, order.now)
    try {
      return await write(order, snapshot, archive)
    } finally {
      await archive.abandon()
    }
  } finally {
    await snapshot.close()
  }
}

async function write(order: BackupOrder, snapshot: Snapshot, archive: ArchiveWriter): Promise<BackupReport> {
  const about: About = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    canutVersion,
    createdAt: order.now.toISOString(),
    migrations: [...snapshot.migrations],
    queues: [...snapshot.queues],
  }
  const passing = createPassing(order, snapshot.estimatedRows)
  await archive.addText(ABOUT, json(about))

  const tables: Manifest['tables'] = []
  for (const name of snapshot.tables) {
    const tally = new Tally()
    await archive.add(tableMember(name), passing(snapshot.copyTable(name), tally, 'rows'))
    tables.push({ name, ...tally.figures() })
  }
  const jobs = new Tally()
  await archive.add(JOBS, passing(snapshot.copyJobs() ?? [], jobs, 'rows'))
  const { missing, files } = await addFiles(order, snapshot, archive, passing)

  const manifest: Manifest = { about, tables, sequences: [...snapshot.sequences], jobs: jobs.figures(), files }
  const text = json(manifest)
  await archive.addText(MANIFEST, text)
  await archive.addText(MANIFEST_SUM, `${sha256(text)}\n`)
  order.signal.throwIfAborted()
  return { path: order.path, bytes: await archive.finish(), manifest, missing }
}

async function addFiles(order: BackupOrder, snapshot: Snapshot, archive: ArchiveWriter, passing: Passing) {
  const tally = new Tally()
  const missing: string[] = []
  let [count, missingCount] = [0, 0]
  for await (const key of snapshot.storageKeys()) {
    const content = await openIfStored(order.files, key)
    if (content === null) {
      // An upload may be deleted once it is imported; whoever runs the backup is told, and judges.
      missingCount += 1
      if (missing.length < MISSING_SHOWN) missing.push(key)
      continue
    }
    count += 1
    tally.mark(key)
    await archive.add(fileMember(key), passing(content, tally, 'files'))
  }
  const { bytes, sha256: sum } = tally.figures()
  return { missing, files: { count, bytes, sha256: sum, missing: missingCount } }
}

type Passing = (source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, tally: Tally, kind: 'rows' | 'files') => AsyncIterable<Uint8Array>

/** Counts what passes, tells it, and stops when asked to. */
function createPassing(order: BackupOrder, estimatedRows: number): Passing {
  let [rows, files, bytes] = [0, 0, 0]
  return async function* (source, tally, kind) {
    if (kind === 'files') files += 1
    for await (const chunk of source) {
      order.signal.throwIfAborted()
      const before = tally.rows
      tally.add(chunk)
      if (kind === 'rows') rows += tally.rows - before
      bytes += chunk.length
      order.progress({ rows, estimatedRows, files, bytes })
      yield chunk
    }
  }
}

async function openIfStored(files: FileStore, key: string): Promise<Readable | null> {
  try {
    return await files.open(key)
  } catch (error) {
    if (error instanceof FileMissing) return null
    throw error
  }
}

function nothingThere(path: string) {
  return notWritten(path, {
    en: 'this database has never been used by Canut. Check DATABASE_URL or CANUT_DATA.',
    fr: 'cette base n’a jamais été utilisée par Canut. Vérifiez DATABASE_URL ou CANUT_DATA.',
  })
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
