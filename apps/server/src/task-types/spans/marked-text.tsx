import { optionName, type LabelOption } from '../labels/label-settings.ts'
import type { Locale } from '../../platform/i18n/index.ts'
import { spansIn } from './spans-responses.ts'

interface MarkedTextProps {
  text: string
  /** language tag of the text; '' when unknown */
  language: string
  response: unknown
  labels: readonly LabelOption[]
  locale: Locale
}

/** A text with its spans, for reading: no script, any number in a page. Where spans overlap, each stretch names all that cover it. */
export function MarkedText({ text, language, response, labels, locale }: MarkedTextProps) {
  const characters = Array.from(text)
  const spans = spansIn(response) ?? []
  const cuts = [...new Set([0, ...spans.flatMap(({ start, end }) => [start, end]), characters.length])]
    .filter((at) => at >= 0 && at <= characters.length)
    .toSorted((a, b) => a - b)
  const nameOf = (value: string): string => {
    const option = labels.find((label) => label.value === value)
    return option === undefined ? value : optionName(option, locale)
  }
  return (
    <div class="task-text" dir="auto" lang={language === '' ? undefined : language}>
      {cuts.slice(0, -1).map((from, n) => {
        const to = cuts[n + 1]!
        const words = characters.slice(from, to).join('')
        const over = spans.filter(({ start, end }) => start <= from && to <= end)
        if (over.length === 0) return words
        const ending = over.filter(({ end }) => end === to).map(({ label }) => nameOf(label))
        return (
          <mark>
            {words}
            {ending.length > 0 && <small> [{ending.join(', ')}]</small>}
          </mark>
        )
      })}
    </div>
  )
}
