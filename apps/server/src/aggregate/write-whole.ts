import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isOfSystem, reasonOf } from '../platform/reason-of-error.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { aggregateMessages as messages } from './aggregate.messages.ts'

/**
 * Writes a file beside its place and moves it there when it is whole: a file of that name is never half written.
 *
 * @throws StartupProblem when the place cannot be written; what the signal says when it is aborted. Nothing is left behind.
 */
export async function writeWhole(path: string, texts: Iterable<string> | AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const part = partOf(path)
  try {
    signal.throwIfAborted()
    await pipeline(Readable.from(texts), createWriteStream(part), { signal })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw signal.aborted || !isOfSystem(error) ? error : notWritten(path, error.code, error)
  }
}

/** Finds out before hours of work what will not be writable after them. */
export async function checkPlace(path: string): Promise<void> {
  const own = await stat(path).catch(() => null)
  if (own?.isDirectory() === true) throw notWritten(path, 'EISDIR')
  const folder = await stat(dirname(resolve(path))).catch((error: NodeJS.ErrnoException) => error)
  if (folder instanceof Error) throw notWritten(path, folder.code, folder)
  if (!folder.isDirectory()) throw notWritten(path, 'ENOTDIR')
  // access rights alone do not tell: a disk may be read-only, a folder no place for files
  const part = partOf(path)
  const tried = await open(part, 'w').catch((error: NodeJS.ErrnoException) => error)
  if (tried instanceof Error) throw notWritten(path, tried.code, tried)
  await tried.close()
  await rm(part)
}

const partOf = (path: string): string => `${path}.${process.pid}.part`

function notWritten(path: string, code: string | undefined, cause?: unknown): StartupProblem {
  const { en, fr } = reasonOf(code)
  return new StartupProblem(
    'export_not_written',
    { en: messages.en.notWritten({ path, reason: en }), fr: messages.fr.notWritten({ path, reason: fr }) },
    { cause },
  )
}
