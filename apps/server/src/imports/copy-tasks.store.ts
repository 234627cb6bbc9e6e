import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { ReadyTask } from './read-tasks.ts'

/** How much text is handed to the connection at once. */
const PIECE_CHARS = 128 * 1024
/** How much may wait for the database, so that it never waits for us while we read on. */
const WAITING_BYTES = 4 * 1024 * 1024

export interface TasksCopy {
  /** Resolves when the connection takes more. */
  add(tasks: readonly ReadyTask[]): Promise<void>
  /** Ends the COPY; the rows are there when the transaction commits. */
  finish(): Promise<void>
  /** Ends the COPY with an error, which leaves the transaction to be rolled back. */
  abandon(): Promise<void>
}

/**
 * Streams tasks into a batch in COPY's text format, numbered on from `firstNumber`. Built as strings of many rows: an
 * object and an await for each row cost more than writing it.
 */
export function copyTasks(client: pg.PoolClient, batchId: string, firstNumber: number): TasksCopy {
  const stream = client.query(
    copyFrom('copy tasks (batch_id, number, payload, truth, source_line, passed) from stdin', { highWaterMark: WAITING_BYTES }),
  )
  let failure: Error | null = null
  let number = firstNumber
  // also arrives while nobody writes, for example when the server ends the connection
  stream.on('error', (error) => {
    failure = error
  })

  async function write(piece: string): Promise<void> {
    if (failure !== null) throw failure
    if (stream.write(piece)) return
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error) => {
        stream.off('drain', done)
        stream.off('error', done)
        if (error === undefined) resolve()
        else reject(error)
      }
      stream.once('drain', done)
      stream.once('error', done)
    })
  }

  return {
    async add(tasks) {
      let text = ''
      for (const { line, payload, truth, passed } of tasks) {
        text += `${batchId}\t${number}\t${copyJson(payload)}\t${copyJson(truth)}\t${line}\t${copyJson(passed)}\n`
        number += 1
        if (text.length < PIECE_CHARS) continue
        await write(text)
        text = ''
      }
      if (text !== '') await write(text)
    },
    async finish() {
      if (failure !== null) throw failure
      await new Promise<void>((resolve, reject) => {
        stream.once('error', reject)
        stream.end(() => resolve())
      })
    },
    async abandon() {
      if (stream.closed || failure !== null) return
      const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()))
      stream.destroy()
      await closed
    },
  }
}

/** JSON has no raw tab or line end, so of COPY's special characters only the backslash is left. */
function copyJson(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  const json = JSON.stringify(value)
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json
}
