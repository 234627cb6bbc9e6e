import { writeAmount } from '@canut/domain'
import { csvLine } from '../platform/tables/index.ts'
import type { Db } from '../platform/db/database.ts'
import type { ListPage } from '../platform/db/page.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { listEarnings } from './earnings.store.ts'
import { messages } from './ledger.messages.ts'
import { listStatement } from './statement.store.ts'

const PAGE = 1000
/** These files are opened in spreadsheets, and batch names are other people's texts. */
const SPREADSHEET = { guardFormulas: true }

/** All lines of a worker as CSV, the newest first; one page of lines in memory at a time. */
export async function* earningsFile(db: Db, workerId: string, locale: Locale): AsyncGenerator<string> {
  yield csvLine(Object.values(messages[locale].csv.earnings))
  for await (const line of allOf((before) => listEarnings(db, workerId, { before, limit: PAGE }))) {
    const { at, kind, amount, currency, organisationName, projectName, batchName, taskNumber, transferId } = line
    const what = [organisationName, projectName, batchName, taskNumber]
    yield csvLine([at.toISOString(), kind, writeAmount(amount), currency, ...what, publicId('trf', transferId)], SPREADSHEET)
  }
}

/** All lines of an organisation as CSV, the newest first; one page of lines in memory at a time. */
export async function* statementFile(db: Db, organisationId: string, locale: Locale): AsyncGenerator<string> {
  yield csvLine(Object.values(messages[locale].csv.statement))
  for await (const line of allOf((before) => listStatement(db, organisationId, { before, limit: PAGE }))) {
    const { at, kind, amount, currency, reference, projectName, batchName, by, transferId } = line
    const what = [reference, projectName, batchName, by]
    yield csvLine([at.toISOString(), kind, writeAmount(amount), currency, ...what, publicId('trf', transferId)], SPREADSHEET)
  }
}

async function* allOf<T>(read: (before: string | null) => Promise<ListPage<T>>): AsyncGenerator<T> {
  let before: string | null = null
  do {
    const page = await read(before)
    yield* page.items
    before = page.nextCursor
  } while (before !== null)
}
