import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { Chosen } from './run-method.ts'
import { messages } from './why-chosen.messages.ts'

/** Why `auto` chose. The package says it in English; in other languages it is said from the figures that it compared. */
export function whyChosen({ method, reason, compared }: Chosen, locale: Locale): string {
  if (locale === 'en') return reason
  const t = messages[locale]
  const figures = compared.map((each) =>
    t.compared({
      method: each.method,
      foresight: formatNumber(each.foresight, locale, 4),
      agreement: formatNumber(each.agreement, locale, 4),
    }),
  )
  return [whyOf(method, compared, t), ...figures].join(' ')
}

function whyOf(method: string, compared: Chosen['compared'], t: (typeof messages)[Locale]): string {
  if (compared.length === 0) return t.nothingToCompare
  if (method === 'majority-vote') return t.votes
  if (method === 'one-coin-dawid-skene') return t.coins
  if (method === 'sampled-dawid-skene') return t.drawn
  if (method === 'ebcc') return t.shared
  return compared.some((each) => each.method === 'ebcc') ? t.matrices : t.matricesAlone
}
