import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findRunningProcess } from './running-process.ts'
import { StartupProblem } from './startup-problem.ts'
import { canutVersion } from './version.ts'

export interface DataFolder {
  readonly path: string
  /** Lets another Canut process use the folder. */
  release(): void
}

interface LockHolder {
  readonly pid: number
  readonly startedAt: string
}

/**
 * Creates the folder if needed and keeps it for this process alone until `release`.
 * A lock left by a process that was killed is taken over.
 *
 * @throws StartupProblem `data_folder_in_use`, `data_folder_newer`, `data_folder_unwritable`
 */
export async function openDataFolder(dataDir: string, version: string = canutVersion): Promise<DataFolder> {
  const path = resolve(dataDir)
  createFolder(path)
  const written = readVersion(path)
  if (written !== null && compareVersions(written, version) > 0) throw newerFolder(path, written, version)
  const release = await takeLock(path)
  try {
    if (written !== version) writeFileSync(join(path, 'canut-version'), `${version}\n`)
  } catch (error) {
    release()
    throw error
  }
  return { path, release }
}

/** The pid of the live Canut process that holds the folder, or null. */
export function findLockHolder(dataDir: string): number | null {
  const holder = readLock(join(dataDir, 'canut.lock'))
  return holder !== null && isAlive(holder) ? holder.pid : null
}

function createFolder(path: string): void {
  try {
    // Passwords, mail and uploads live here: nobody else on the machine reads them.
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

function readVersion(path: string): string | null {
  return readIfPresent(join(path, 'canut-version'))?.trim() ?? null
}

/** Numbers between dots, from the left; what follows a hyphen is ignored. */
function compareVersions(left: string, right: string): number {
  const numbers = (version: string) => (version.split('-')[0] ?? '').split('.').map(Number)
  const [a, b] = [numbers(left), numbers(right)]
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

async function takeLock(path: string): Promise<() => void> {
  const file = join(path, 'canut.lock')
  const self = thisProcess()
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (createLock(file, self)) return () => releaseLock(file, self)
    const holder = readLock(file)
    if (holder !== null && isAlive(holder)) throw inUse(path, holder.pid)
    // An unreadable lock may be one that its owner is writing at this very moment.
    if (holder === null && attempt < 10) await sleep(50)
    else removeStaleLock(file)
  }
  throw inUse(path, null)
}

function thisProcess(): LockHolder {
  const self = findRunningProcess(process.pid)
  if (self === null) throw new Error(`process ${process.pid} does not find itself in the list of processes`)
  return { pid: process.pid, startedAt: self.startedAt }
}

function createLock(file: string, holder: LockHolder): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600)
    writeFileSync(descriptor, JSON.stringify(holder))
    closeSync(descriptor)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function readLock(file: string): LockHolder | null {
  const text = readIfPresent(file)
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return null
    return typeof value.pid === 'number' && typeof value.startedAt === 'string' ? { pid: value.pid, startedAt: value.startedAt } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isAlive(holder: LockHolder): boolean {
  return findRunningProcess(holder.pid)?.startedAt === holder.startedAt
}

/**
 * Moved aside before it is deleted: of two processes that find the same stale lock only one can move it.
 * The slower one may move the fresh lock of the faster one instead, sees that its owner lives, and puts it back.
 */
function removeStaleLock(file: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  const holder = readLock(aside)
  if (holder !== null && isAlive(holder)) renameSync(aside, file)
  else rmSync(aside)
}

function releaseLock(file: string, self: LockHolder): void {
  const holder = readLock(file)
  if (holder?.pid === self.pid && holder.startedAt === self.startedAt) rmSync(file)
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function inUse(path: string, pid: number | null): StartupProblem {
  const who = pid === null ? { en: 'another process', fr: 'un autre processus' } : { en: `process ${pid}`, fr: `le processus ${pid}` }
  return new StartupProblem('data_folder_in_use', {
    en: `The data folder ${path} is in use by another Canut (${who.en}). Stop that one, or choose another folder with CANUT_DATA.`,
    fr: `Le dossier de données ${path} est utilisé par un autre Canut (${who.fr}). Arrêtez-le, ou choisissez un autre dossier avec CANUT_DATA.`,
  })
}

function newerFolder(path: string, written: string, version: string): StartupProblem {
  return new StartupProblem('data_folder_newer', {
    en: `The data folder ${path} was last used by Canut ${written}, and this is Canut ${version}. Start version ${written} or newer, or choose another folder with CANUT_DATA.`,
    fr: `Le dossier de données ${path} a été utilisé par Canut ${written}, et ceci est Canut ${version}. Lancez la version ${written} ou une plus récente, ou choisissez un autre dossier avec CANUT_DATA.`,
  })
}

function unwritable(path: string, cause: unknown): StartupProblem {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const sentences = {
    en: `The data folder ${path} cannot be used by this account (${reason}). Give it to the account that runs Canut, or choose another folder with CANUT_DATA.`,
    fr: `Ce compte ne peut pas utiliser le dossier de données ${path} (${reason}). Donnez-le au compte qui lance Canut, ou choisissez un autre dossier avec CANUT_DATA.`,
  }
  return new StartupProblem('data_folder_unwritable', sentences, { cause })
}
