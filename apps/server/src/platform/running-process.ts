import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface RunningProcess {
  /** Differs between two processes that had the same pid one after the other, also across reboots. */
  readonly startedAt: string
  readonly command: string
}

/**
 * A live process by its pid; null when there is none, or when it has ended and only waits to be reaped
 * (in a container without an init process such a zombie stays for ever and must not count as running).
 */
export function findRunningProcess(pid: number): RunningProcess | null {
  return process.platform === 'linux' ? readProc(pid) : askPs(pid)
}

function readProc(pid: number): RunningProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in brackets and may itself contain spaces and brackets: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTicks] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X' || startTicks === undefined) return null
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { startedAt: `${bootId}/${startTicks}`, command }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function askPs(pid: number): RunningProcess | null {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8', env })
  if (ps.error) throw ps.error
  // "S    Mon Nov 23 05:58:28 2026 /path/to/postgres -D …"
  const match = /^\s*(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/m.exec(ps.stdout)
  const [, state, startedAt, command] = match ?? []
  if (state === undefined || startedAt === undefined || command === undefined || state.startsWith('Z')) return null
  return { startedAt, command }
}

/** ESRCH: the process ended between opening and reading its file. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')
}
