import type { Db } from '../platform/db/database.ts'
import { RunCancelled } from './run-cancelled.ts'
import { moveRun, type RunPhase } from './runs.store.ts'

const NOTED_EVERY_MS = 400

export interface RunProgress {
  /** aborted with RunCancelled when the run was cancelled, by this process or by another */
  readonly signal: AbortSignal
  enter(phase: RunPhase, total: number): void
  add(count: number): void
  end(): Promise<void>
}

/** Notes now and then how far a run is, and so hears whether it was cancelled. */
export function followRun(db: Db, runId: string): RunProgress {
  const controller = new AbortController()
  const at = { phase: 'reading' as RunPhase, done: 0, total: 0 }
  let noting: Promise<void> | null = null

  const note = async () => {
    try {
      if (!(await moveRun(db, runId, at))) controller.abort(new RunCancelled())
    } catch (error) {
      controller.abort(error)
    } finally {
      noting = null
    }
  }
  const timer = setInterval(() => {
    noting ??= note()
  }, NOTED_EVERY_MS)

  return {
    signal: controller.signal,
    enter(phase, total) {
      Object.assign(at, { phase, done: 0, total })
    },
    add(count) {
      at.done += count
    },
    async end() {
      clearInterval(timer)
      await noting
    },
  }
}
