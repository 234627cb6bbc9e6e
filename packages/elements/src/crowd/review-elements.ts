import { css, html, type TemplateResult } from 'lit'
import { isMembers, listOf, membersOf, textOf, type Members } from './values.ts'
import { CrowdImageClassifierMultiSelect } from './classifiers.ts'
import { CrowdWidget } from './widget.ts'

/**
 * `<crowd-rekognition-detect-moderation-labels>`: which labels of a moderation are right. Categories are texts, or objects with
 * a `name`; those that are chosen are given back whole, under a key that is always the same.
 */
export class CrowdRekognitionDetectModerationLabels extends CrowdImageClassifierMultiSelect {
  readonly answerKey = 'AWS/Rekognition/DetectModerationLabels/Image/V3'

  get #objects(): readonly Members[] {
    const value = this.readJson('categories', (read) => (Array.isArray(read) ? null : this.t.notAList))
    return listOf(value).map((each) => (isMembers(each) ? each : { name: String(each) }))
  }

  protected override get offered(): readonly string[] {
    return this.#objects.map(({ name }) => String(name))
  }

  override get submittable(): unknown {
    const chosen = membersOf(super.submittable)['labels']
    if (!Array.isArray(chosen)) return undefined
    return { ModerationLabels: this.#objects.filter(({ name }) => chosen.includes(String(name))) }
  }

  override restore(value: unknown): void {
    const labels = listOf(membersOf(value)['ModerationLabels']).map((label) => String(membersOf(label)['name']))
    super.restore(value === undefined ? undefined : { labels })
  }
}

interface Block {
  readonly id: string
  readonly blockType: string
  readonly text: string
  readonly entityTypes: readonly string[]
  readonly relationships: readonly { readonly type: string; readonly ids: readonly string[] }[]
  readonly whole: Members
}

/** Services write members with either a small or a capital first letter. */
const memberOf = (of: Members, name: string): unknown => of[name] ?? of[`${name[0]?.toUpperCase()}${name.slice(1)}`]

function blockOf(value: unknown): Block {
  const whole = membersOf(value)
  return {
    id: textOf(memberOf(whole, 'id')),
    blockType: textOf(memberOf(whole, 'blockType')),
    text: textOf(memberOf(whole, 'text')),
    entityTypes: listOf(memberOf(whole, 'entityTypes')).map(String),
    relationships: listOf(memberOf(whole, 'relationships'))
      .map(membersOf)
      .map((each) => ({ type: String(memberOf(each, 'type')), ids: listOf(memberOf(each, 'ids')).map(String) })),
    whole,
  }
}

/**
 * `<crowd-textract-analyze-document>`: keys and values that were read from a document, to be corrected. Geometry is given back
 * as it came.
 */
export class CrowdTextractAnalyzeDocument extends CrowdWidget {
  static override styles = [
    CrowdWidget.styles,
    css`
      .pairs {
        display: grid;
        gap: 0.5rem;
        margin-block: 0.75rem;
      }
      .row {
        display: grid;
        gap: 0.5rem;
        grid-template-columns: 1fr 1fr;
      }
    `,
  ]
  static override properties = {
    ...CrowdWidget.properties,
    src: {},
    initialText: { attribute: 'initial-value' },
    noKeyEdit: { type: Boolean, reflect: true, attribute: 'no-key-edit' },
    noGeometryEdit: { type: Boolean, reflect: true, attribute: 'no-geometry-edit' },
    blockTypes: { attribute: 'block-types' },
    keys: {},
    texts: { state: true },
  }
  declare src: string
  declare initialText: string
  declare noKeyEdit: boolean
  declare noGeometryEdit: boolean
  declare blockTypes: string
  declare keys: string
  /** corrected texts by the id of their block */
  declare private texts: Readonly<Record<string, string>>
  readonly answerKey = 'AWS/Textract/AnalyzeDocument/Forms/V1'

  constructor() {
    super()
    this.src = ''
    this.initialText = ''
    this.noKeyEdit = false
    this.noGeometryEdit = false
    this.blockTypes = ''
    this.keys = ''
    this.texts = {}
  }

  get #blocks(): readonly Block[] {
    const value = this.readJson('initial-value', (read) => (typeof read === 'object' ? null : this.t.notAnObject))
    const list = Array.isArray(value) ? (value as unknown[]) : listOf(memberOf(membersOf(value), 'blocks'))
    return list.map(blockOf)
  }

  #textOf(block: Block, all: readonly Block[]): string {
    const own = this.texts[block.id]
    if (own !== undefined) return own
    if (block.text !== '') return block.text
    const children = block.relationships.find(({ type }) => type === 'CHILD')?.ids ?? []
    return children.flatMap((id) => all.find((each) => each.id === id)?.text ?? []).join(' ')
  }

  get submittable(): unknown {
    const all = this.#blocks
    const sets = all.filter(({ blockType }) => blockType === 'KEY_VALUE_SET')
    return {
      blocks: sets.map((block) => ({
        blockType: block.blockType,
        id: block.id,
        relationships: block.relationships.map(({ type, ids }) => ({ type, ids: [...ids] })),
        entityTypes: [...block.entityTypes],
        text: this.#textOf(block, all),
      })),
    }
  }

  get value(): unknown {
    return this.submittable
  }

  restore(value: unknown): void {
    const blocks = listOf(membersOf(value)['blocks']).map(blockOf)
    this.texts = Object.fromEntries(blocks.map(({ id, text }) => [id, text]))
  }

  get missing(): string | null {
    return null
  }

  #fieldView(block: Block | undefined, all: readonly Block[], name: string, fixed: boolean): TemplateResult {
    return html`<input
      aria-label=${name}
      .value=${block === undefined ? '' : this.#textOf(block, all)}
      ?disabled=${block === undefined || fixed}
      @input=${(event: Event) => {
        event.stopPropagation()
        if (block !== undefined) this.texts = { ...this.texts, [block.id]: (event.target as HTMLInputElement).value }
        this.changed()
      }}
    />`
  }

  protected toolView(): TemplateResult {
    const all = this.#blocks
    const keys = all.filter(({ blockType, entityTypes }) => blockType === 'KEY_VALUE_SET' && entityTypes.includes('KEY'))
    return html`<span class="picture"><img src=${this.src} alt=${this.header} /></span>
      <div class="pairs">
        ${keys.map((key, index) => {
          const [id] = key.relationships.find(({ type }) => type === 'VALUE')?.ids ?? []
          const value = all.find((each) => each.id === id)
          return html`<div class="row">
            ${this.#fieldView(key, all, `${this.t.key} ${index + 1}`, this.noKeyEdit)}${this.#fieldView(value, all, `${this.t.value} ${index + 1}`, false)}
          </div>`
        })}
      </div>`
  }
}
