import { css, html, nothing, type TemplateResult } from 'lit'
import { isMembers, listOf, membersOf, numberOf } from './values.ts'
import { CrowdWidget } from './widget.ts'

interface Dimension {
  readonly name: string
  readonly allowTie: boolean
}

const MOST_RESPONSES = 50

/** `<crowd-text-ranking>`: puts responses to a text into an order, in one or several respects; 1 is the best. */
export class CrowdTextRanking extends CrowdWidget {
  static override styles = [
    CrowdWidget.styles,
    css`
      blockquote {
        margin: 0 0 1rem;
        padding: 0.5rem 1rem;
        border-inline-start: 4px solid var(--line);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .response {
        display: grid;
        gap: 0.5rem;
        margin-block-end: 1rem;
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      .response p {
        margin: 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .ranks {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
      }
      .ranks select {
        inline-size: auto;
        min-inline-size: 6rem;
      }
    `,
  ]
  static override properties = {
    ...CrowdWidget.properties,
    text: {},
    responsesText: { attribute: 'responses' },
    dimensionsText: { attribute: 'ordinal-ranking-dimensions' },
    ranks: { state: true },
  }
  declare text: string
  declare responsesText: string
  declare dimensionsText: string
  /** by the name of a dimension; 0 as long as nothing is chosen */
  declare private ranks: Readonly<Record<string, readonly number[]>>

  constructor() {
    super()
    this.text = ''
    this.responsesText = ''
    this.dimensionsText = ''
    this.ranks = {}
  }

  get responses(): readonly string[] {
    return this.requiredTexts('responses', MOST_RESPONSES)
  }

  get #dimensions(): readonly Dimension[] {
    const attribute = 'ordinal-ranking-dimensions'
    if (!this.hasAttribute(attribute)) this.say(attribute, this.t.missingAttribute(this.localName, attribute))
    const fits = (each: unknown): boolean => isMembers(each) && typeof each['name'] === 'string'
    const value = this.readJson(attribute, (read) => (Array.isArray(read) && read.every(fits) ? null : this.t.notLabels))
    return listOf(value).map((each) => ({ name: String(membersOf(each)['name']), allowTie: membersOf(each)['allowTie'] === true }))
  }

  #ranksOf(name: string): number[] {
    return this.responses.map((_, index) => this.ranks[name]?.[index] ?? 0)
  }

  get submittable(): unknown {
    const dimensions = this.#dimensions
    if (dimensions.some(({ name }) => this.#ranksOf(name).includes(0))) return undefined
    return { ordinalRankingDimensions: dimensions.map(({ name }) => ({ name, responseRankings: this.#ranksOf(name) })) }
  }

  get value(): unknown {
    return this.submittable ?? { ordinalRankingDimensions: [] }
  }

  restore(value: unknown): void {
    const given = listOf(membersOf(value)['ordinalRankingDimensions']).map(membersOf)
    this.ranks = Object.fromEntries(
      given.map(({ name, responseRankings }) => [String(name), listOf(responseRankings).map((rank) => numberOf(rank) ?? 0)]),
    )
  }

  get missing(): string | null {
    if (this.submittable === undefined) return this.t.rankAll
    const tied = this.#dimensions.find(({ name, allowTie }) => !allowTie && new Set(this.#ranksOf(name)).size < this.responses.length)
    return tied === undefined ? null : this.t.noTies(tied.name)
  }

  #choose(name: string, index: number, event: Event): void {
    event.stopPropagation()
    const ranks = this.#ranksOf(name)
    ranks[index] = Number((event.target as HTMLSelectElement).value)
    this.ranks = { ...this.ranks, [name]: ranks }
    this.changed()
  }

  protected toolView(): TemplateResult {
    const { responses, t } = this
    const dimensions = this.#dimensions
    return html`${this.text === '' ? nothing : html`<blockquote>${this.text}</blockquote>`}
    ${responses.map(
      (response, index) =>
        html`<section class="response" aria-label=${t.response(index + 1)}>
          <p>${response}</p>
          <div class="ranks">
            ${dimensions.map(({ name }) => {
              const rank = this.#ranksOf(name)[index]
              return html`<label
                >${name}
                <select
                  aria-label=${t.rankOf(name, index + 1)}
                  @input=${(event: Event) => event.stopPropagation()}
                  @change=${(event: Event) => this.#choose(name, index, event)}
                >
                  <option value="0" ?selected=${rank === 0}>–</option>
                  ${responses.map((_, each) => html`<option value=${each + 1} ?selected=${rank === each + 1}>${each + 1}</option>`)}
                </select></label
              >`
            })}
          </div>
        </section>`,
    )}`
  }
}
