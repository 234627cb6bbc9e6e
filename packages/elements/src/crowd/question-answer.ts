import { css, html, nothing, type TemplateResult } from 'lit'
import { listOf, membersOf, numberOf, textOf, textsOf } from './values.ts'
import { spansElement } from './entity-annotation.ts'
import { CrowdWidget } from './widget.ts'

interface Pair {
  readonly question: string
  readonly answer: string
  readonly tags: readonly string[]
}

const MOST_PAIRS = 50
const EMPTY: Pair = { question: '', answer: '', tags: [] }

const wordsIn = (text: string): number =>
  text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '').length

/**
 * `<crowd-question-answer-generation>`: questions about a text with their answers, and the passages of the text that the
 * answers rest on. Passages are marked with the number of their question.
 */
export class CrowdQuestionAnswerGeneration extends CrowdWidget {
  static override styles = [
    CrowdWidget.styles,
    css`
      .pair {
        display: grid;
        gap: 0.5rem;
        margin-block: 1rem;
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      small {
        color: #5b574f;
        font-weight: 400;
      }
    `,
  ]
  static override properties = {
    ...CrowdWidget.properties,
    text: {},
    minQuestions: { type: Number, attribute: 'min-questions' },
    maxQuestions: { type: Number, attribute: 'max-questions' },
    questionMinWords: { type: Number, attribute: 'question-min-words' },
    questionMaxWords: { type: Number, attribute: 'question-max-words' },
    answerMinWords: { type: Number, attribute: 'answer-min-words' },
    answerMaxWords: { type: Number, attribute: 'answer-max-words' },
    tagsText: { attribute: 'question-tags' },
    customTags: { attribute: 'allow-custom-question-tags' },
    pairs: { state: true },
  }
  declare text: string
  declare minQuestions: number
  declare maxQuestions: number
  declare questionMinWords: number
  declare questionMaxWords: number
  declare answerMinWords: number
  declare answerMaxWords: number
  declare tagsText: string
  declare customTags: string
  declare private pairs: readonly Pair[]
  #spans: (HTMLElement & { value: string }) | null = null

  constructor() {
    super()
    this.text = ''
    this.minQuestions = 1
    this.maxQuestions = 0
    this.questionMinWords = 1
    this.questionMaxWords = 0
    this.answerMinWords = 1
    this.answerMaxWords = 0
    this.tagsText = ''
    this.customTags = ''
    this.pairs = [EMPTY]
  }

  protected override firstUpdated(): void {
    const labels = Array.from({ length: this.#most }, (_, index) => ({ value: String(index + 1), name: this.t.pair(index + 1) }))
    const spans = spansElement(this.text, labels)
    spans.setAttribute('overlap', '')
    spans.setAttribute('optional', '')
    spans.addEventListener('input', (event) => {
      event.stopPropagation()
      this.changed()
    })
    this.#spans = spans
    this.renderRoot.querySelector('#passages')?.append(spans)
  }

  get #most(): number {
    return this.maxQuestions > 0 ? Math.min(this.maxQuestions, MOST_PAIRS) : Math.max(this.minQuestions, 9)
  }

  get #written(): readonly Pair[] {
    return this.pairs.filter(({ question, answer }) => question.trim() !== '' || answer.trim() !== '')
  }

  #references(number: number): { startOffset: number; endOffset: number }[] {
    const text = this.#spans?.value ?? ''
    const spans = text === '' ? [] : listOf(membersOf(JSON.parse(text))['spans']).map(membersOf)
    return spans.flatMap(({ label, start, end }) =>
      label === String(number) ? [{ startOffset: numberOf(start) ?? 0, endOffset: numberOf(end) ?? 0 }] : [],
    )
  }

  get submittable(): unknown {
    if (this.#written.length === 0) return undefined
    return {
      annotations: this.pairs.flatMap(({ question, answer, tags }, index) =>
        question.trim() === '' && answer.trim() === ''
          ? []
          : [{ question, answer, tags: [...tags], references: this.#references(index + 1) }],
      ),
    }
  }

  get value(): unknown {
    return this.submittable ?? { annotations: [] }
  }

  restore(value: unknown): void {
    const given = listOf(membersOf(value)['annotations']).map(membersOf)
    const pairs = given.map(({ question, answer, tags }) => ({
      question: textOf(question),
      answer: textOf(answer),
      tags: textsOf(tags),
    }))
    this.pairs = pairs.length === 0 ? [EMPTY] : pairs
    const spans = given.flatMap(({ references }, index) =>
      listOf(references).map((reference) => {
        const { startOffset, endOffset } = membersOf(reference)
        return { start: startOffset, end: endOffset, label: String(index + 1) }
      }),
    )
    if (this.#spans !== null) this.#spans.value = JSON.stringify({ spans: spans.map((span, index) => ({ id: `p${index + 1}`, ...span })) })
  }

  get missing(): string | null {
    const complete = this.#written.filter(({ question, answer }) => question.trim() !== '' && answer.trim() !== '')
    const needed = Math.max(1, this.minQuestions)
    if (complete.length < needed || complete.length < this.#written.length) return this.t.writeMore(needed)
    const fits = (text: string, min: number, max: number): boolean => wordsIn(text) >= min && (max === 0 || wordsIn(text) <= max)
    const wrong = this.pairs.findIndex(
      ({ question, answer }) =>
        question.trim() !== '' &&
        !(fits(question, this.questionMinWords, this.questionMaxWords) && fits(answer, this.answerMinWords, this.answerMaxWords)),
    )
    return wrong === -1 ? null : this.t.wrongWords(wrong + 1)
  }

  #change(index: number, change: Partial<Pair>): void {
    this.pairs = this.pairs.map((pair, each) => (each === index ? { ...pair, ...change } : pair))
    this.changed()
  }

  /** Passages keep their numbers, so an emptied place stays; the last one goes. */
  #remove(index: number): void {
    const last = index === this.pairs.length - 1 && this.pairs.length > 1
    this.pairs = last ? this.pairs.slice(0, -1) : this.pairs.map((pair, each) => (each === index ? EMPTY : pair))
    this.changed()
  }

  get #tags(): readonly string[] {
    return textsOf(this.readJson('question-tags', (read) => (Array.isArray(read) ? null : this.t.notAList)))
  }

  protected toolView(): TemplateResult {
    const { t } = this
    return html`<div id="passages"></div>
      ${this.pairs.map((pair, index) => this.#pairView(pair, index))}
      <button type="button" ?disabled=${this.pairs.length >= this.#most} @click=${() => (this.pairs = [...this.pairs, EMPTY])}>
        ${t.addPair}
      </button>`
  }

  #pairView(pair: Pair, index: number): TemplateResult {
    const { t } = this
    const field = (member: 'question' | 'answer', title: string, min: number, max: number) =>
      html`<label
        >${title} <small>${t.words(min, max === 0 ? null : max)}</small>
        <textarea
          rows="2"
          .value=${pair[member]}
          @input=${(event: Event) => {
            event.stopPropagation()
            this.#change(index, { [member]: (event.target as HTMLTextAreaElement).value })
          }}
        ></textarea>
      </label>`
    return html`<section class="pair" aria-label=${t.pair(index + 1)}>
      <strong>${t.pair(index + 1)}</strong>
      ${field('question', t.question, this.questionMinWords, this.questionMaxWords)}
      ${field('answer', t.answer, this.answerMinWords, this.answerMaxWords)} ${this.#tagsView(pair, index)}
      <button type="button" @click=${() => this.#remove(index)}>${t.removePair}</button>
    </section>`
  }

  #tagsView(pair: Pair, index: number): TemplateResult | typeof nothing {
    const offered = this.#tags
    if (offered.length === 0) return nothing
    const own = pair.tags.filter((tag) => !offered.includes(tag))
    const toggle = (tag: string) =>
      this.#change(index, { tags: pair.tags.includes(tag) ? pair.tags.filter((each) => each !== tag) : [...pair.tags, tag] })
    const allowed = this.customTags !== '' && this.customTags !== 'false'
    return html`<div class="tags" role="group" aria-label=${this.t.tags}>
      ${offered.map((tag) => html`<button type="button" aria-pressed=${pair.tags.includes(tag)} @click=${() => toggle(tag)}>${tag}</button>`)}
      ${
        allowed || own.length > 0
          ? html`<input
              aria-label=${this.t.ownTag}
              placeholder=${this.t.ownTag}
              .value=${own.join(', ')}
              @input=${(event: Event) => event.stopPropagation()}
              @change=${(event: Event) => {
                event.stopPropagation()
                const typed = (event.target as HTMLInputElement).value.split(',').map((tag) => tag.trim())
                this.#change(index, { tags: [...pair.tags.filter((tag) => offered.includes(tag)), ...typed.filter((tag) => tag !== '')] })
              }}
            />`
          : nothing
      }
    </div>`
  }
}
