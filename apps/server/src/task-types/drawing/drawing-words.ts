import { formatNumber, type Locale } from '../../platform/i18n/index.ts'
import { optionName, type LabelOption } from '../labels/label-settings.ts'
import { membersOf, textOf } from '../shared/text-value.ts'
import { messages } from './drawing.messages.ts'

/** "3: Cat 2, Dog 1", or that there is nothing to label. */
export function describeDrawing(response: unknown, member: string, labels: readonly LabelOption[], locale: Locale): string {
  const list = membersOf(response)[member]
  if (!Array.isArray(list)) return messages[locale].noAnswer
  if (list.length === 0) return messages[locale].nothing
  const counts = [...countsOf(list)].map(([value, count]) => {
    const option = labels.find((label) => label.value === value)
    return `${option === undefined ? value : optionName(option, locale)} ${formatNumber(count, locale)}`
  })
  return `${formatNumber(list.length, locale)} (${counts.join(', ')})`
}

function countsOf(list: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const shape of list) {
    const label = textOf(membersOf(shape)['label'])
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return counts
}

export const drawingColumnsOf = (labels: readonly LabelOption[]): string[] => [
  'width',
  'height',
  'count',
  ...labels.map(({ value }) => `count:${value}`),
  'shapes',
]

/** Size of the picture, how many of which label, and the shapes themselves as JSON. */
export function drawingRow(response: unknown, member: string, labels: readonly LabelOption[]): Record<string, string> {
  const members = membersOf(response)
  const list = members[member]
  const { w, h } = membersOf(members['size'])
  const isDrawn = Array.isArray(list)
  const counts = countsOf(isDrawn ? list : [])
  const figure = (value: unknown): string => (typeof value === 'number' ? String(value) : '')
  return {
    width: figure(w),
    height: figure(h),
    count: isDrawn ? String(list.length) : '',
    ...Object.fromEntries(labels.map(({ value }) => [`count:${value}`, isDrawn ? String(counts.get(value) ?? 0) : ''])),
    shapes: isDrawn ? JSON.stringify(list) : '',
  }
}
