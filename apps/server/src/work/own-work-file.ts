import { writeAmount } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { csvLine } from '../platform/tables/index.ts'
import { listOwnWork, type OwnWork } from './own-work.store.ts'
import { messages } from './pages.messages.ts'
import { rejectionReasons } from './rejection-reasons.messages.ts'

const PAGE = 500
/** These files are opened in spreadsheets, and names and explanations are other people's texts. */
const SPREADSHEET = { guardFormulas: true }

/** All that a worker answered as CSV, the newest first, what they said as JSON; one page of responses in memory at a time. */
export async function* ownWorkFile(db: Db, workerId: string, locale: Locale): AsyncGenerator<string> {
  yield csvLine(Object.values(messages[locale].history.file.columns))
  let before: OwnWork | null = null
  do {
    const page: readonly OwnWork[] = await listOwnWork(db, workerId, before, PAGE)
    for (const work of page) yield csvLine(cellsOf(work, locale), SPREADSHEET)
    before = page.length < PAGE ? null : (page.at(-1) ?? null)
  } while (before !== null)
}

function cellsOf(work: OwnWork, locale: Locale): readonly (string | number | null)[] {
  const { organisation, project, batch, number, reason } = work
  return [
    work.submittedAt.toISOString(),
    messages[locale].history.states[work.state],
    writeAmount(work.priceMicros),
    work.currency,
    organisation,
    project,
    batch,
    number,
    JSON.stringify(work.body),
    work.workMs / 1000,
    work.instructionsVersion,
    work.receiptHash.toString('hex'),
    reason === null ? null : rejectionReasons[locale][reason],
    work.line,
    work.explanation,
    publicId('asg', work.id),
  ]
}
