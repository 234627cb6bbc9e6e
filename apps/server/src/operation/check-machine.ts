import { access, constants, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Config } from '../platform/config.ts'
import { openFiles } from '../platform/files/open-files.ts'
import { formatBytes, type Locale } from '../platform/i18n/index.ts'
import { newId } from '../platform/ids.ts'
import { trySmtp } from '../platform/mail/mailbox.ts'
import { messages } from './doctor.messages.ts'
import { fine, problem, warning, type Finding } from './finding.ts'

const NODE_MAJOR = 24
const LITTLE_BYTES = 5e9
const TOO_LITTLE_BYTES = 5e8

export function checkNode(version: string, locale: Locale): Finding {
  const t = messages[locale].node
  return Number.parseInt(version.replace(/^v/, ''), 10) >= NODE_MAJOR
    ? fine('node', t.ok({ version }))
    : problem('node', t.old.found({ version }), t.old.todo)
}

/** Whether the address that people use and the one that is listened on go together. */
export function checkAddress({ publicUrl, host, port, trustProxy }: Config, locale: Locale): Finding {
  const t = messages[locale].address
  const url = new URL(publicUrl)
  const [publicIsHere, onlyHere] = [isLoopback(url.hostname), isLoopback(host)]
  if (publicIsHere && !onlyHere) return warning('address', t.inward.found({ publicUrl }), t.inward.todo)
  if (!publicIsHere && url.protocol === 'http:') return warning('address', t.clear.found({ publicUrl }), t.clear.todo)
  if (!publicIsHere && onlyHere && !trustProxy) return warning('address', t.proxy.found({ publicUrl, host }), t.proxy.todo)
  return fine('address', t.ok({ publicUrl, host, port }))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.')
}

export async function checkDataFolder({ dataDir: folder }: Config, locale: Locale): Promise<Finding> {
  const t = messages[locale].folder
  const found = await stat(folder).catch(nullIfMissing)
  if (found === null) return fine('data_folder', t.new({ folder }))
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    return problem('data_folder', t.unusable.found({ folder, reason: reasonOf(error) }), t.unusable.todo)
  }
  const mode = found.mode & 0o777
  if ((mode & 0o077) !== 0 && process.platform !== 'win32')
    return warning('data_folder', t.open.found({ folder, mode: mode.toString(8).padStart(3, '0') }), t.open.todo)
  return fine('data_folder', t.ok({ folder }))
}

/** Of the data folder, or of the nearest folder above that exists. */
export async function checkDisk({ dataDir }: Config, locale: Locale): Promise<Finding> {
  const t = messages[locale].disk
  let folder = dataDir
  for (let found = await stat(folder).catch(nullIfMissing); found === null; found = await stat(folder).catch(nullIfMissing))
    folder = join(folder, '..')
  const { bavail, bsize } = await statfs(folder)
  const bytes = bavail * bsize
  const free = formatBytes(bytes, locale)
  if (bytes < TOO_LITTLE_BYTES) return problem('disk', t.low.found({ free }), t.low.todo)
  return bytes < LITTLE_BYTES ? warning('disk', t.low.found({ free }), t.low.todo) : fine('disk', t.ok({ free }))
}

/** A bucket is tried with a file of a few bytes, which is removed; a folder is part of the data folder, checked already. */
export async function checkFiles(config: Config, locale: Locale): Promise<Finding> {
  const t = messages[locale].files
  if (config.s3 === null) return fine('files', t.folder({ folder: join(config.dataDir, 'files') }))
  const files = openFiles(config)
  const key = `doctor/${newId()}`
  try {
    await files.put(key, Readable.from([Buffer.from('canut doctor')]), 'text/plain')
    ;(await files.open(key)).destroy()
    await files.remove(key)
    return fine('files', t.bucket({ bucket: config.s3.bucket }))
  } catch (error) {
    return problem('files', t.failed.found({ reason: reasonOf(error) }), t.failed.todo)
  }
}

export async function checkMail({ smtpUrl, dataDir }: Config, locale: Locale): Promise<Finding> {
  const t = messages[locale].mail
  if (smtpUrl === null) return warning('mail', t.folder.found({ folder: join(dataDir, 'mail') }), t.folder.todo)
  const { host } = new URL(smtpUrl)
  try {
    await trySmtp(smtpUrl)
    return fine('mail', t.ok({ host }))
  } catch (error) {
    return problem('mail', t.failed.found({ host, reason: reasonOf(error) }), t.failed.todo)
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
