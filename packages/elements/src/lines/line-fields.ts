import type { LineBox } from '@canut/contract'

export type LineState = 'open' | 'right' | 'corrected'

/** A line of a document as it stands in the page: a text to correct, and a box to tick when it is right. */
export interface LineField {
  readonly item: HTMLElement
  readonly text: HTMLTextAreaElement
  readonly tick: HTMLInputElement
  readonly draft: string
  /** in pixels of the picture; null where nobody knows */
  readonly box: LineBox | null
}

export function lineFieldsIn(host: Element): LineField[] {
  return [...host.querySelectorAll<HTMLElement>('li[data-draft]')].flatMap((item) => {
    const text = item.querySelector('textarea')
    const tick = item.querySelector<HTMLInputElement>('input[type="checkbox"]')
    if (text === null || tick === null) return []
    return [{ item, text, tick, draft: item.dataset['draft'] ?? '', box: boxOf(item.dataset['box'] ?? '') }]
  })
}

function boxOf(text: string): LineBox | null {
  const [x, y, w, h] = text.split(' ').map(Number)
  return text === '' || x === undefined || y === undefined || w === undefined || h === undefined ? null : { x, y, w, h }
}

/** Another text is a correction, whatever is ticked; spaces at the ends and line breaks are none. */
export function stateOf({ text, tick, draft }: LineField): LineState {
  const written = text.value.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ')
  if (written !== draft) return 'corrected'
  return tick.checked ? 'right' : 'open'
}
