import type { Mark } from './marks.ts'
import { chunksOf, type Chunk } from './chunks.ts'
import { firstWhere, tokensWithin, type Tokens } from './tokens.ts'

/** Chunks this near to the screen have an element for each piece. */
const NEAR = '800px 0px'

export interface TextLook {
  /** a CSS colour for a label, a class that sets it as `--label`, and the label's name */
  colourOf(label: string): string
  classOf(label: string): string
  nameOf(label: string): string
  titleOf(mark: Mark): string
}

interface Placed {
  readonly mark: Mark
  readonly first: number
  readonly last: number
}

interface DrawnChunk extends Chunk {
  readonly element: HTMLElement
  drawn: boolean
}

/**
 * The text as elements: plain text far from the screen, an option for each piece near it. Written by hand rather than with
 * templates, since a drag changes two of ten thousand pieces and must cost as little.
 */
export class TextView {
  readonly root: HTMLElement
  readonly #look: TextLook
  #tokens: Tokens | null = null
  #chunks: DrawnChunk[] = []
  #pieces: (HTMLElement | undefined)[] = []
  #placed: readonly Placed[] = []
  #chosen: string | null = null
  #selected: { first: number; last: number } | null = null
  #cursor = 0
  #near: IntersectionObserver | null = null

  constructor(root: HTMLElement, look: TextLook) {
    this.root = root
    this.#look = look
  }

  show(tokens: Tokens): void {
    this.#near?.disconnect()
    this.#tokens = tokens
    this.#pieces = []
    this.#cursor = 0
    this.#selected = null
    const lines = chunksOf(tokens).map((line) =>
      line.map((chunk): DrawnChunk => ({ ...chunk, element: document.createElement('span'), drawn: false })),
    )
    this.#chunks = lines.flat()
    this.root.replaceChildren(
      ...lines.map((line) => {
        const row = document.createElement('div')
        row.className = 'line'
        row.append(...line.map(({ element }) => element))
        return row
      }),
    )
    const byElement = new Map(this.#chunks.map((chunk) => [chunk.element, chunk]))
    this.#near = new IntersectionObserver((entries) => this.#drawNear(entries, byElement), { rootMargin: NEAR })
    for (const chunk of this.#chunks) {
      chunk.element.textContent = tokens.text.slice(chunk.start, chunk.end)
      this.#near.observe(chunk.element)
    }
    const first = this.#chunks.find((chunk) => chunk.last > chunk.first)
    if (first !== undefined) this.#draw(first)
  }

  stop(): void {
    this.#near?.disconnect()
  }

  /** Draws what changed: chunks that a span touches now or touched before. */
  mark(marks: readonly Mark[], chosen: string | null): void {
    const tokens = this.#tokens
    if (tokens === null) return
    const before = this.#placed
    const chosenBefore = this.#chosen
    this.#placed = marks.flatMap((mark) => {
      const within = tokensWithin(tokens, mark.start, mark.end)
      return within === null ? [] : [{ mark, ...within }]
    })
    this.#chosen = chosen
    const old = new Set(before.map(({ mark }) => mark))
    const now = new Set(this.#placed.map(({ mark }) => mark))
    const isChanged = ({ mark }: Placed, others: Set<Mark>) => !others.has(mark) || mark.id === chosen || mark.id === chosenBefore
    const stale = new Set<DrawnChunk>()
    for (const each of [...before.filter((p) => isChanged(p, now)), ...this.#placed.filter((p) => isChanged(p, old))]) {
      for (let c = this.#chunkOf(each.first); c < this.#chunks.length && this.#chunks[c]!.first <= each.last; c++)
        stale.add(this.#chunks[c]!)
    }
    for (const chunk of stale) if (chunk.drawn) this.#draw(chunk)
  }

  /** Shows which pieces a span would be made of; null for none. */
  select(range: { first: number; last: number } | null): void {
    const before = this.#selected
    this.#selected = range
    const touch = (from: number, to: number): void => {
      for (let i = from; i <= to; i++) this.#pieces[i]?.setAttribute('aria-selected', String(this.#isSelected(i)))
    }
    if (before !== null) touch(before.first, before.last)
    if (range !== null) touch(range.first, range.last)
  }

  /** The one piece that the tabulator key reaches. */
  setCursor(index: number, options: { focus: boolean }): void {
    if (this.#tokens === null || this.#tokens.count === 0) return
    this.#pieces[this.#cursor]?.setAttribute('tabindex', '-1')
    this.#cursor = index
    const piece = this.piece(index)
    piece.setAttribute('tabindex', '0')
    if (!options.focus) return
    piece.focus({ preventScroll: true })
    piece.scrollIntoView({ block: 'nearest' })
  }

  /** The element of a piece, drawn if it was not yet. */
  piece(index: number): HTMLElement {
    const chunk = this.#chunks[this.#chunkOf(index)]!
    if (!chunk.drawn) this.#draw(chunk)
    return this.#pieces[index]!
  }

  /** The piece on the line above or below that is nearest in the row; null at the first and last line. */
  onNextLine(from: number, by: 1 | -1): number | null {
    const count = this.#tokens?.count ?? 0
    const own = this.piece(from).getBoundingClientRect()
    const x = own.left + own.width / 2
    let line: number | null = null
    let best: { index: number; away: number } | null = null
    for (let i = from + by; i >= 0 && i < count; i += by) {
      const rect = this.piece(i).getBoundingClientRect()
      const isFurther = by === 1 ? rect.top >= own.bottom - 1 : rect.bottom <= own.top + 1
      if (!isFurther) continue
      line ??= rect.top
      if (Math.abs(rect.top - line) > rect.height / 2) break
      const away = Math.abs(rect.left + rect.width / 2 - x)
      if (best === null || away < best.away) best = { index: i, away }
    }
    return best?.index ?? null
  }

  #isSelected(index: number): boolean {
    return this.#selected !== null && index >= this.#selected.first && index <= this.#selected.last
  }

  #chunkOf(piece: number): number {
    return firstWhere(this.#chunks.length, (c) => this.#chunks[c]!.last > piece)
  }

  #drawNear(entries: readonly IntersectionObserverEntry[], byElement: ReadonlyMap<Element, DrawnChunk>): void {
    for (const { isIntersecting, target } of entries) {
      const chunk = byElement.get(target)
      if (!isIntersecting || chunk === undefined) continue
      this.#near?.unobserve(target)
      if (!chunk.drawn) this.#draw(chunk)
    }
  }

  #draw(chunk: DrawnChunk): void {
    const { text, start, end } = this.#tokens!
    const focused = this.#pieces.slice(chunk.first, chunk.last).find((piece) => piece?.matches(':focus'))?.dataset['i']
    const placed = this.#placed.filter(({ first, last }) => first < chunk.last && last >= chunk.first)
    const content = document.createDocumentFragment()
    if (chunk.first < chunk.last) content.append(text.slice(chunk.start, start[chunk.first]))
    let run: { over: readonly Placed[]; element: HTMLElement } | null = null
    for (let i = chunk.first; i < chunk.last; i++) {
      const over = placed.filter(({ first, last }) => first <= i && i <= last)
      if (over.length === 0) run = null
      else if (run === null || !isSame(run.over, over)) {
        run = { over, element: this.#wrapper(over) }
        content.append(run.element)
      }
      const piece = this.#makePiece(i, over)
      this.#pieces[i] = piece
      const gap = text.slice(end[i], i + 1 < chunk.last ? start[i + 1] : chunk.end)
      const goesOn = run !== null && i + 1 < chunk.last && run.over.every(({ last }) => last > i)
      const tags = over.filter(({ last }) => last === i).map(({ mark }) => this.#tag(mark))
      if (run === null) content.append(piece, gap)
      else if (goesOn) run.element.append(piece, gap)
      else {
        run.element.append(piece, ...tags)
        content.append(gap)
        run = null
      }
    }
    chunk.element.replaceChildren(content)
    chunk.drawn = true
    if (focused !== undefined) this.#pieces[Number(focused)]?.focus({ preventScroll: true })
  }

  #makePiece(index: number, over: readonly Placed[]): HTMLElement {
    const { text, start, end } = this.#tokens!
    const piece = document.createElement('span')
    const words = text.slice(start[index], end[index])
    piece.textContent = words
    piece.dataset['i'] = String(index)
    piece.setAttribute('role', 'option')
    piece.setAttribute('aria-selected', String(this.#isSelected(index)))
    piece.tabIndex = index === this.#cursor ? 0 : -1
    if (over.length > 0) piece.setAttribute('aria-label', [words, ...over.map(({ mark }) => this.#look.titleOf(mark))].join(', '))
    return piece
  }

  #wrapper(over: readonly Placed[]): HTMLElement {
    const element = document.createElement('span')
    const isChosen = over.some(({ mark }) => mark.id === this.#chosen)
    element.classList.add('mark', this.#look.classOf(over.at(-1)!.mark.label))
    element.classList.toggle('chosen', isChosen)
    // spans over one another: one line for each of those below
    const lines = over.slice(0, -1).map(({ mark }, n) => `0 ${3 * (n + 1)}px 0 ${this.#look.colourOf(mark.label)}`)
    if (lines.length > 0) element.style.boxShadow = lines.join(', ')
    return element
  }

  #tag(mark: Mark): HTMLElement {
    const tag = document.createElement('span')
    tag.className = 'tag'
    tag.setAttribute('aria-hidden', 'true')
    tag.textContent = this.#look.nameOf(mark.label)
    return tag
  }
}

const isSame = (a: readonly Placed[], b: readonly Placed[]): boolean => a.length === b.length && a.every((each, n) => each === b[n])
