import { formatMoney, formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { ReplayReport } from './report-replay.ts'
import { replayMessages } from './replay.messages.ts'

const PAD = 72

/** The report as lines for a terminal. */
export function describeReplay(report: ReplayReport, locale: Locale): string {
  const t = replayMessages[locale].report
  const number = (value: number) => formatNumber(value, locale)
  const line = (name: string, value: string) => `  ${name.padEnd(PAD)} ${value}`
  const { crowd, latencyMs } = report
  return [
    t.title,
    `  ${t.crowd({ responses: number(report.responses), tasks: number(crowd.tasks), workers: number(crowd.workers), labels: number(crowd.labels) })}`,
    ...(crowd.dropped > 0 ? [`  ${t.dropped({ count: number(crowd.dropped) })}`] : []),
    ...(crowd.truthWithoutTask > 0 ? [`  ${t.truthWithoutTask({ count: number(crowd.truthWithoutTask) })}`] : []),
    '',
    line(t.responses, number(report.responses)),
    line(t.repeats, number(report.repeats)),
    line(t.overAssigned, number(report.overAssigned)),
    line(t.lapsed, number(report.lapsed)),
    line(t.paid, number(report.paid)),
    line(t.ledger, report.ledger === 'verified' ? t.verified : t.notVerified),
    line(t.time, t.seconds({ seconds: number(report.wallSeconds) })),
    line(t.rate, number(report.requestsPerSecond)),
    line(t.latency, [latencyMs.p50, latencyMs.p95, latencyMs.p99].map(number).join(' · ')),
    ...accuracyLines(report, locale, line),
    ...moneyLines(report, locale, line),
    '',
    t.checks,
    ...report.checks.map(({ name, ok, found, expected }) =>
      line(replayMessages[locale].checks[name], ok ? t.passed : `${t.failed}: ${t.found({ found, expected })}`),
    ),
    '',
  ].join('\n')
}

type Line = (name: string, value: string) => string

function accuracyLines({ accuracy }: ReplayReport, locale: Locale, line: Line): string[] {
  const t = replayMessages[locale].report
  if (accuracy.tasks === 0) return []
  const share = (fraction: number | null) =>
    fraction === null
      ? '–'
      : new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(fraction)
  const { majorityVote, method } = accuracy.ofInstance
  return [
    '',
    t.accuracy,
    line(t.majorityVote, share(accuracy.majorityVote)),
    line(t.majorityVoteShare, share(accuracy.majorityVoteTiesShared)),
    line(t.dawidSkene, share(accuracy.dawidSkene)),
    line(t.ofInstance, `${share(majorityVote)} · ${share(method)}`),
    ...(accuracy.tied > 0
      ? [`  ${t.ties({ tied: formatNumber(accuracy.tied, locale), tasks: formatNumber(accuracy.tasks, locale) })}`]
      : []),
  ]
}

function moneyLines({ money }: ReplayReport, locale: Locale, line: Line): string[] {
  const t = replayMessages[locale].report
  const amount = (micros: string) => formatMoney(BigInt(micros), money.currency, locale)
  return [
    '',
    t.money,
    line(t.moneyIn, amount(money.deposited)),
    line(t.moneyWorkers, amount(money.workers)),
    line(t.moneyFees, amount(money.fees)),
    line(t.moneyLeft, amount(money.left)),
    `  ${t.testMoney}`,
  ]
}
