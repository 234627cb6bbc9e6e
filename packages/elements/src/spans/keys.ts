import type { Marker } from './marker.ts'
import { marksAt } from './marks.ts'
import { sentenceMove } from './tokens.ts'

export interface KeyPlace {
  /** the focus is on a piece of the text */
  readonly inText: boolean
  readonly isRightToLeft: boolean
  /** the nearest piece on the line below or above the cursor */
  onNextLine(by: 1 | -1): number | null
}

/** Does what a key says. 'moved': the cursor is to be followed; null: the key means nothing here. */
export function keyIn(marker: Marker, event: KeyboardEvent, place: KeyPlace): 'moved' | 'done' | null {
  if (event.altKey || event.isComposing) return null
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && event.code === 'KeyZ') return done(() => (event.shiftKey ? marker.redo() : marker.undo()))
  if (isCommand && event.code === 'KeyY') return done(() => marker.redo())

  const target = targetOf(marker, event, place)
  if (target !== null) {
    marker.moveTo(target, event.shiftKey)
    return 'moved'
  }
  if (isCommand) return null

  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
  if (digit !== undefined) return digitIn(marker, Number(digit) - 1, event.shiftKey, place.inText)
  switch (event.key) {
    case 'Escape':
      return marker.cancel() ? 'done' : null
    case 'Enter':
      if (place.inText && marker.linking !== null) return done(() => marker.tap(marker.cursor, false))
      return marker.finish() ? 'done' : null
    case ' ':
      return place.inText ? done(() => marker.tap(marker.cursor, event.shiftKey)) : null
    case 'Delete':
    case 'Backspace':
      return removeIn(marker, place.inText)
  }
  return event.code === 'KeyL' ? linkIn(marker) : null
}

function done(act: () => void): 'done' {
  act()
  return 'done'
}

/** Where an arrow leads; null for other keys. Outside the text an arrow only leads into it, and to the list beside nothing. */
function targetOf(marker: Marker, event: KeyboardEvent, { inText, isRightToLeft, onNextLine }: KeyPlace): number | null {
  const { tokens, cursor } = marker
  const last = tokens.count - 1
  const isArrow = event.key.startsWith('Arrow')
  if (!inText) return isArrow && isNowhere(event) ? cursor : null
  const isCommand = event.ctrlKey || event.metaKey
  const forward = isRightToLeft ? 'ArrowLeft' : 'ArrowRight'
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      if (isCommand) return sentenceMove(tokens, cursor, event.key === forward ? 'next' : 'previous')
      return Math.min(last, Math.max(0, cursor + (event.key === forward ? 1 : -1)))
    case 'ArrowDown':
    case 'ArrowUp':
      return onNextLine(event.key === 'ArrowDown' ? 1 : -1) ?? cursor
    case 'Home':
      return isCommand ? 0 : sentenceMove(tokens, cursor, 'first')
    case 'End':
      return isCommand ? last : sentenceMove(tokens, cursor, 'last')
    default:
      return null
  }
}

const isNowhere = ({ target }: KeyboardEvent): boolean => target instanceof HTMLElement && ['BODY', 'MAIN'].includes(target.tagName)

/** A number is a label for what is selected or chosen, or for the word under the cursor. */
function digitIn(marker: Marker, index: number, isGrade: boolean, inText: boolean): 'done' | null {
  const { labels, grades } = marker.rules
  if (isGrade) {
    const grade = grades[index]
    return grade === undefined ? null : done(() => marker.setGrade(grade.value))
  }
  const label = labels[index]
  const isAbout = marker.selection !== null || marker.chosenMark !== null
  if (label === undefined || (!isAbout && !inText)) return null
  if (!isAbout) marker.selectCursor()
  return done(() => marker.setLabel(label.value))
}

function removeIn(marker: Marker, inText: boolean): 'done' | null {
  if (marker.chosenMark === null && inText) {
    const here = marksAt(marker.marks, marker.tokens.from[marker.cursor]!, marker.tokens.to[marker.cursor]!)[0]
    if (here !== undefined) marker.choose(here.id)
  }
  return marker.chosenMark === null ? null : done(() => marker.remove())
}

/** Again and again: through the kinds of relation. */
function linkIn(marker: Marker): 'done' | null {
  const { relations } = marker.rules
  if (relations.length === 0 || marker.chosenMark === null) return null
  const before = relations.findIndex(({ value }) => value === marker.linking?.label)
  return done(() => marker.link(relations[(before + 1) % relations.length]!.value))
}
