import { formatMoney, formatNumber } from '../platform/i18n/index.ts'
import type { LedgerReport } from './verify-ledger.ts'

/** The report as lines for a terminal. */
export function describeLedger(report: LedgerReport): string {
  const { counts, holdings, problems, problemCount, events } = report
  const number = (value: number) => formatNumber(value, 'en')
  const lines = [
    `Accounts ${number(counts.accounts)} · transfers ${number(counts.transfers)} · entries ${number(counts.entries)}`,
    `Approved responses ${number(counts.approved)} · payments ${number(counts.payments)}`,
    ...holdings.map(({ currency, bank, organisations, escrow, workers, fees, commons }) => {
      const money = (micros: bigint) => formatMoney(micros, currency, 'en')
      return `${currency}: bank ${money(bank)} = organisations ${money(organisations)} + escrow ${money(escrow)} + workers ${money(workers)} + fees ${money(fees)} + commons ${money(commons)}`
    }),
    events.brokenAt === null
      ? `Events ${number(events.events)}, chain intact`
      : `Events: the chain breaks at position ${events.brokenAt} (${events.reason}); what follows proves nothing`,
    ...problems.map(({ kind, subject, details }) => {
      const figures = Object.entries(details).map(([name, value]) => `${name} ${value ?? '–'}`)
      return `PROBLEM ${kind} ${subject}: ${figures.join(', ')}`
    }),
    report.ok
      ? 'The ledger is whole.'
      : `Problems: ${number(problemCount + (events.brokenAt === null ? 0 : 1))}${problems.length < problemCount ? ` (${number(problems.length)} listed)` : ''}`,
  ]
  return `${lines.join('\n')}\n`
}
