import type { EarningsView, StatementView } from '@canut/contract'
import type { Micros } from '@canut/domain'
import type { ListPage } from '../platform/db/page.ts'
import { publicId, type IdPrefix } from '../platform/ids.ts'
import type { Earnings, EarningsLine, MonthOfEarnings } from './earnings.store.ts'
import { paymentReference } from './payment-reference.ts'
import type { OrganisationMoney, StatementLine } from './statement.store.ts'

const money = (amount: Micros, currency: string) => ({ micros: amount.toString(), currency })
const idOrNull = (prefix: IdPrefix, id: string | null) => (id === null ? null : publicId(prefix, id))
const cursorOf = (page: ListPage<unknown>) => idOrNull('trf', page.nextCursor)

export function viewOfEarnings(
  balances: readonly Earnings[],
  months: readonly MonthOfEarnings[],
  page: ListPage<EarningsLine>,
): EarningsView {
  return {
    balances: balances.map(({ currency, waiting, waitingResponses, paid }) => ({
      waiting: money(waiting, currency),
      waitingResponses,
      paid: money(paid, currency),
    })),
    months: months.map(({ month, amount, currency }) => ({ month, paid: money(amount, currency) })),
    items: page.items.map((line) => ({
      transferId: publicId('trf', line.transferId),
      at: line.at.toISOString(),
      kind: line.kind,
      amount: money(line.amount, line.currency),
      organisation: line.organisationName,
      project: line.projectName,
      batch: line.batchName,
      taskNumber: line.taskNumber,
      assignmentId: idOrNull('asg', line.assignmentId),
      receiptHash: line.receiptHash?.toString('hex') ?? null,
    })),
    nextCursor: cursorOf(page),
  }
}

export function viewOfStatement(
  organisationId: string,
  balances: readonly OrganisationMoney[],
  page: ListPage<StatementLine>,
): StatementView {
  return {
    balances: balances.map(({ currency, deposited, available, reserved, spent }) => ({
      deposited: money(deposited, currency),
      available: money(available, currency),
      reserved: money(reserved, currency),
      spent: money(spent, currency),
    })),
    paymentReference: paymentReference(organisationId),
    items: page.items.map((line) => ({
      transferId: publicId('trf', line.transferId),
      at: line.at.toISOString(),
      kind: line.kind,
      amount: money(line.amount, line.currency),
      reference: line.reference,
      batchId: idOrNull('bat', line.batchId),
      batch: line.batchName,
      project: line.projectName,
      by: line.by,
    })),
    nextCursor: cursorOf(page),
  }
}
