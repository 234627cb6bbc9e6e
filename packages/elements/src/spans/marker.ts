import type { Relation } from '@canut/contract'
import { createHistory, type History } from './history.ts'
import {
  addMark,
  addRelation,
  changeMark,
  marksAt,
  NO_MARKS,
  overlapping,
  removeMark,
  removeRelation,
  type Mark,
  type Marks,
} from './marks.ts'
import type { messagesFor } from './spans.messages.ts'
import { sliceOf, tokenise, type Tokens } from './tokens.ts'

export interface Option {
  readonly value: string
  readonly name: string
  /** in the text, where the name would be long */
  readonly short?: string
}

export interface Rules {
  readonly labels: readonly Option[]
  /** of each span, such as how severe an error is; none: spans have no grade */
  readonly grades: readonly Option[]
  /** between spans; none: there are no relations */
  readonly relations: readonly Option[]
  readonly overlap: boolean
}

/** Quotes are for recognising, not for reading. */
const QUOTE_MAX = 40

/**
 * What a worker is doing to a text, whatever they do it with: where the cursor is, what is selected, what is marked. Knows
 * nothing of the page; after each call the element shows what is here, and `said` aloud.
 */
export class Marker {
  tokens: Tokens = tokenise('', '', 'word')
  rules: Rules = { labels: [], grades: [], relations: [], overlap: false }
  t: ReturnType<typeof messagesFor>
  cursor = 0
  /** pieces that will become a span; the head is where it grows */
  selection: { anchor: number; head: number } | null = null
  /** id of the span that labels and Delete are about */
  chosen: string | null = null
  linking: { from: string; label: string } | null = null
  /** the label that whatever is selected gets at once, like a pen taken in hand: picked while nothing was selected */
  pen: string | null = null
  grade: string | null = null
  said = ''
  readonly #history: History<Marks> = createHistory(NO_MARKS)

  constructor(t: ReturnType<typeof messagesFor>) {
    this.t = t
  }

  get marks(): Marks {
    return this.#history.current
  }
  get canUndo(): boolean {
    return this.#history.canUndo
  }
  get canRedo(): boolean {
    return this.#history.canRedo
  }
  get range(): { first: number; last: number } | null {
    if (this.selection === null) return null
    const { anchor, head } = this.selection
    return { first: Math.min(anchor, head), last: Math.max(anchor, head) }
  }
  get chosenMark(): Mark | null {
    return this.marks.spans.find(({ id }) => id === this.chosen) ?? null
  }

  /** Another text, or another response to it. */
  open(marks: Marks): void {
    this.#history.reset(marks)
    this.letGo()
    this.said = ''
  }

  letGo(): void {
    this.selection = null
    this.chosen = null
    this.linking = null
  }

  /** The cursor by keyboard. */
  moveTo(index: number, extend: boolean): void {
    if (extend) this.selection = { anchor: this.selection?.anchor ?? this.cursor, head: index }
    else if (this.selection !== null && this.selection.anchor !== this.selection.head) this.selection = null
    else if (this.selection !== null) this.selection = { anchor: this.selection.anchor, head: index }
    this.cursor = index
    if (this.selection !== null) this.#saySelection()
  }

  /** While a pointer is down. */
  drag(anchor: number, head: number): void {
    this.chosen = null
    this.selection = { anchor, head }
    this.cursor = head
  }

  /** The pointer went up after a drag, or a last word was chosen: with a label at hand, that is a span. */
  complete(): void {
    if (this.pen === null) this.#saySelection()
    else this.#markSelection(this.pen)
  }

  /** A click, a tap, or the space bar on a piece: begins a span, ends it, or chooses one that is there. */
  tap(index: number, extend: boolean): void {
    const from = this.selection?.anchor ?? (extend ? this.cursor : null)
    this.cursor = index
    const here = marksAt(this.marks, this.tokens.from[index]!, this.tokens.to[index]!)
    if (this.linking !== null && here.length > 0) {
      this.choose(here[0]!.id)
    } else if (from !== null) {
      this.selection = { anchor: from, head: index }
      this.complete()
    } else if (here.length > 0 && !(this.rules.overlap && here.at(-1)!.id === this.chosen)) {
      // tapped again: the next one that covers this place, and after the last a span over them
      this.choose(here[here.findIndex(({ id }) => id === this.chosen) + 1]?.id ?? here[0]!.id)
    } else {
      this.chosen = null
      this.selection = { anchor: index, head: index }
      this.said = this.t.begun({ words: this.wordsOf(this.#stretch(index, index)) })
    }
  }

  choose(id: string): void {
    if (this.linking !== null) return this.#linkTo(id)
    this.selection = null
    this.chosen = id
    const mark = this.chosenMark
    if (mark === null) return
    this.said = this.t.chosen(this.namesOf(mark))
  }

  /** A label picked: for the chosen span, else for the selection, else as the pen; the pen picked again is put down. */
  setLabel(value: string): void {
    const mark = this.chosenMark
    if (mark !== null) {
      this.#history.push(changeMark(this.marks, mark.id, { label: value }))
      this.said = this.t.added(this.namesOf({ ...mark, label: value }))
    } else if (this.selection !== null) this.#markSelection(value)
    else this.pen = this.pen === value && this.rules.labels.length > 1 ? null : value
  }

  setGrade(value: string): void {
    const mark = this.chosenMark
    this.grade = value
    if (mark !== null) this.#history.push(changeMark(this.marks, mark.id, { grade: value }))
  }

  /** @returns whether something was unfinished. */
  finish(): boolean {
    if (this.selection === null) return false
    this.complete()
    return true
  }

  /** The piece under the cursor, when nothing else is chosen. */
  selectCursor(): void {
    this.selection ??= { anchor: this.cursor, head: this.cursor }
  }

  remove(): void {
    const mark = this.chosenMark
    if (mark === null) return
    this.#history.push(removeMark(this.marks, mark.id))
    this.letGo()
    this.said = this.t.removed({ words: this.wordsOf(mark) })
  }

  removeRelation(relation: Relation): void {
    this.#history.push(removeRelation(this.marks, relation))
  }

  toggleNothing(): void {
    const nothing = !this.marks.nothing
    this.#history.push({ ...NO_MARKS, nothing })
    this.letGo()
    this.said = nothing ? this.t.nothingChosen : ''
  }

  undo(): void {
    if (!this.canUndo) return
    this.#history.undo()
    this.letGo()
    this.said = this.t.undone
  }

  redo(): void {
    if (!this.canRedo) return
    this.#history.redo()
    this.letGo()
    this.said = this.t.redone
  }

  /** The other end of a relation is chosen next. */
  link(label: string): void {
    const mark = this.chosenMark
    if (mark === null) return
    this.linking = { from: mark.id, label }
    this.said = this.t.linkTo({ words: this.wordsOf(mark), label: nameIn(this.rules.relations, label) })
  }

  /** @returns whether there was something to let go of. */
  cancel(): boolean {
    const busy = this.selection !== null || this.chosen !== null || this.linking !== null
    const had = busy || (this.pen !== null && this.rules.labels.length > 1)
    if (this.linking !== null) this.linking = null
    else if (busy) this.letGo()
    else if (had) this.pen = null
    if (had) this.said = ''
    return had
  }

  wordsOf({ start, end }: { start: number; end: number }): string {
    const words = sliceOf(this.tokens.text, start, Math.min(end, start + QUOTE_MAX))
    return `${words.replaceAll(/\s+/gu, ' ')}${end - start > QUOTE_MAX ? '…' : ''}`
  }

  namesOf(mark: Mark): { words: string; label: string } {
    return { words: this.wordsOf(mark), label: this.titleOf(mark) }
  }

  titleOf({ label, grade }: Mark): string {
    const name = nameIn(this.rules.labels, label)
    return grade === undefined ? name : `${name} (${nameIn(this.rules.grades, grade)})`
  }

  relationWords({ from, to, label }: Relation): string {
    const words = (id: string): string => {
      const mark = this.marks.spans.find((span) => span.id === id)
      return mark === undefined ? '' : this.wordsOf(mark)
    }
    return this.t.link({ from: words(from), label: nameIn(this.rules.relations, label), to: words(to) })
  }

  #stretch(first: number, last: number): { start: number; end: number } {
    return { start: this.tokens.from[first]!, end: this.tokens.to[last]! }
  }

  #saySelection(): void {
    const { range } = this
    if (range !== null) this.said = this.t.selected({ words: this.wordsOf(this.#stretch(range.first, range.last)) })
  }

  #markSelection(label: string): void {
    const { range } = this
    if (range === null) return
    const { start, end } = this.#stretch(range.first, range.last)
    this.selection = null
    const other = this.rules.overlap ? null : overlapping(this.marks, start, end)
    if (other !== null) {
      this.said = this.t.overlaps(this.namesOf(other))
      return
    }
    const grade = this.rules.grades.length === 0 ? undefined : (this.grade ?? this.rules.grades[0]!.value)
    const { marks, id } = addMark(this.marks, { start, end, label, grade })
    this.#history.push(marks)
    this.chosen = null
    const added = marks.spans.find((span) => span.id === id)
    if (added !== undefined) this.said = this.t.added(this.namesOf(added))
  }

  #linkTo(id: string): void {
    const { linking } = this
    if (linking === null) return
    const relation = { from: linking.from, to: id, label: linking.label }
    this.#history.push(addRelation(this.marks, relation))
    this.linking = null
    this.chosen = null
    this.said = this.relationWords(relation)
  }
}

export function nameIn(options: readonly Option[], value: string): string {
  return options.find((option) => option.value === value)?.name ?? value
}
