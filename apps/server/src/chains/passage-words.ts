import type { HeldBy } from '@canut/contract'
import { formatMoney, formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { issueSentence, type Issue } from '../task-types/index.ts'
import { messages } from './chains.messages.ts'
import type { PassageRow } from './passages.store.ts'

/** The rule of a passage as a person reads it, from what passes to how much of it. */
export function wordsOfRule({ rule }: Pick<PassageRow, 'rule'>, locale: Locale): string {
  const t = messages[locale]
  const { condition } = rule
  const percent = 'confidence' in condition ? formatPercent(condition.confidence, locale, 1) : ''
  const which =
    condition.kind === 'below' || condition.kind === 'at_least'
      ? t.condition[condition.kind]({ percent })
      : condition.kind === 'label'
        ? t.condition.label({ labels: condition.labels.join(', ') })
        : t.condition[condition.kind]
  return [
    `${t.unit[rule.unit]}, ${t.moment[rule.moment]}`,
    which,
    ...(rule.samplePercent < 100 ? [t.sample({ percent: formatPercent(rule.samplePercent / 100, locale, 4) })] : []),
    ...(rule.most === null ? [] : [t.most({ most: formatNumber(rule.most, locale) })]),
  ].join(t.and)
}

/** Why tasks wait, and until when. */
export function wordsOfHold(heldBy: HeldBy, locale: Locale): string {
  const t = messages[locale].held
  const money = ({ micros, currency }: { micros: string; currency: string }) => formatMoney(BigInt(micros), currency, locale)
  switch (heldBy.code) {
    case 'balance_too_low':
      return t.balance_too_low({ balance: money(heldBy.balance), needed: money(heldBy.needed) })
    case 'most_reached':
      return t.most_reached({ most: formatNumber(heldBy.most, locale) })
    case 'too_many_tasks':
      return t.too_many_tasks({ max: formatNumber(heldBy.max, locale) })
    default:
      return t[heldBy.code]
  }
}

/** A file that the next task would show and the project does not have; not known to the task type, which reads names only. */
export const missingMedia = (name: string): Issue => ({ path: '', code: 'media_missing', params: { name: name.slice(0, 200) } })

/** Why the next kind of task could not read an answer. */
export function wordsOfProblem(issues: readonly Issue[], locale: Locale): string {
  return issues
    .map((issue) => {
      if (issue.code === 'media_missing') return messages[locale].mediaMissing({ name: String(issue.params['name']) })
      const sentence = issueSentence(issue, locale)
      return issue.path === '' ? sentence : `${issue.path}: ${sentence}`
    })
    .join(' ')
}
