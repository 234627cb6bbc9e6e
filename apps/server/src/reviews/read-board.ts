import type { BatchRow } from '../batches/index.ts'
import { readScreenFiles, type ScreenFiles } from '../work-files/index.ts'
import { toPage } from '../platform/db/page.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import { readTally } from '../work/index.ts'
import { findLastApproval, type ApprovalRow } from './approvals.store.ts'
import { listLinesOf, listOnTasks, listReviewed, type PeerRow, type ReviewedRow, type ReviewedState } from './board.store.ts'

const PAGE_SIZE = 20

export interface Board {
  readonly batch: BatchRow
  readonly setup: TaskSetup
  readonly state: ReviewedState
  readonly cursor: string | null
  readonly rows: readonly ReviewedRow[]
  readonly nextCursor: string | null
  readonly peers: ReadonlyMap<number, readonly PeerRow[]>
  /** the lines of each version of the instructions that these workers were shown */
  readonly lines: ReadonlyMap<number, readonly string[]>
  readonly files: ScreenFiles
  readonly waiting: number
  /** a bulk approval that goes on */
  readonly running: ApprovalRow | null
}

const filesOf = (setup: TaskSetup, response: unknown) => (setup.files?.named(response) ?? []).map(({ file }) => file)

/** One page of the board: six statements, each for at most a page of rows. */
export async function readBoard(
  services: Pick<Services, 'db' | 'now'>,
  batch: BatchRow,
  state: ReviewedState,
  after: string | null,
): Promise<Board> {
  const { db } = services
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const cursorOf = (row: ReviewedRow) => publicId('asg', row.id)
  const page = toPage(await listReviewed(db, batch.id, { state, after, limit: PAGE_SIZE + 1 }), PAGE_SIZE, cursorOf)
  const numbers = [...new Set(page.items.map(({ number }) => number))]
  const names = page.items.flatMap(({ payload, body }) => [...setup.mediaNames(payload), ...filesOf(setup, body)])
  const versions = [...new Set(page.items.map((row) => row.instructions_version))]
  const [peers, filesFor, lines, tally, last] = await Promise.all([
    listOnTasks(db, batch.id, numbers),
    readScreenFiles(services, batch.project_id, names, setup.framed === true),
    listLinesOf(db, batch.id, versions),
    readTally(db, batch.id),
    findLastApproval(db, batch.id),
  ])
  return {
    batch,
    setup,
    state,
    cursor: after === null ? null : publicId('asg', after),
    rows: page.items,
    nextCursor: page.nextCursor,
    peers: Map.groupBy(peers, ({ number }) => number),
    lines,
    files: filesFor('staff'),
    waiting: Math.max(0, tally.submitted - tally.approved),
    running: last !== null && last.finished_at === null ? last : null,
  }
}
