import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { refuseFilesOfOthers } from './postgres-account.ts'
import { clusterName, clusterPaths } from './postgres-cluster.ts'
import { findRunningProcess } from './running-process.ts'
import { StartupProblem } from './startup-problem.ts'

/** What PostgreSQL says about itself in postmaster.pid. */
export interface PostmasterStatus {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

const FAST_SHUTDOWN_TIMEOUT_MS = 60_000
const IMMEDIATE_SHUTDOWN_TIMEOUT_MS = 20_000
const REAPING_TIMEOUT_MS = 2_000

export function readPostmasterStatus(files: string): PostmasterStatus | null {
  try {
    const lines = readFileSync(join(files, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/**
 * The live server of this folder, whoever started it; null when there is none.
 *
 * @throws StartupProblem `data_folder_not_ours`
 */
export function findPostmaster(dataDir: string): PostmasterStatus | null {
  const { files } = clusterPaths(dataDir)
  refuseFilesOfOthers(files)
  const status = readPostmasterStatus(files)
  if (status === null) return null
  return findRunningProcess(status.pid)?.command.includes(`cluster_name=${clusterName(files)}`) ? status : null
}

/**
 * Stops the server that a killed Canut left behind, so that the next one starts it with its own settings.
 * Call it only while holding the folder.
 */
export async function stopOrphan(dataDir: string): Promise<PostmasterStatus | null> {
  const orphan = findPostmaster(dataDir)
  if (orphan !== null) await stopPostmaster(orphan.pid, () => findPostmaster(dataDir)?.pid !== orphan.pid)
  await removeStalePid(clusterPaths(dataDir).files)
  return orphan
}

/**
 * Fast shutdown: open transactions are rolled back, everything committed is written. If that takes too long,
 * immediate shutdown: the next start replays the log, and nothing committed is lost either.
 */
export async function stopPostmaster(pid: number, hasEnded: () => boolean): Promise<void> {
  for (const [signal, timeoutMs] of [
    ['SIGINT', FAST_SHUTDOWN_TIMEOUT_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_TIMEOUT_MS],
  ] as const) {
    sendSignal(pid, signal)
    const deadline = Date.now() + timeoutMs
    while (Date.now() < deadline) {
      if (hasEnded()) return
      await sleep(20)
    }
  }
  throw new StartupProblem('database_still_running', {
    en: `PostgreSQL (process ${pid}) was asked to stop and is still running after ${(FAST_SHUTDOWN_TIMEOUT_MS + IMMEDIATE_SHUTDOWN_TIMEOUT_MS) / 1000} seconds. See what it waits for in postgres.log, stop it, and start Canut again.`,
    fr: `PostgreSQL (processus ${pid}) n’est toujours pas arrêté après ${(FAST_SHUTDOWN_TIMEOUT_MS + IMMEDIATE_SHUTDOWN_TIMEOUT_MS) / 1000} secondes. Voyez dans postgres.log ce qu’il attend, arrêtez-le, puis relancez Canut.`,
  })
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/**
 * After a crash the pid in postmaster.pid may belong to an unrelated process (in a container the numbers repeat at
 * every start) or to the dead server itself, ended but not yet reaped; PostgreSQL would refuse to start for either.
 * A pid without a process is left to PostgreSQL, which also checks that no worker of the old server is still
 * attached; so is another PostgreSQL, for which it refuses rightly.
 */
async function removeStalePid(files: string): Promise<void> {
  const deadline = Date.now() + REAPING_TIMEOUT_MS
  for (;;) {
    const status = readPostmasterStatus(files)
    if (status === null || !isPidTaken(status.pid)) return
    const command = findRunningProcess(status.pid)?.command ?? ''
    if (command.includes('postgres')) return
    // No command: it is ending, and whoever reaps processes here will soon do so, or never does.
    if (command !== '' || Date.now() > deadline) return rmSync(join(files, 'postmaster.pid'))
    await sleep(20)
  }
}

function isPidTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true
    throw error
  }
}
