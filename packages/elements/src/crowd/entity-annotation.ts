import { html, type TemplateResult } from 'lit'
import '../spans/canut-spans.ts'
import type { Option } from '../spans/marker.ts'
import { isMembers, listOf, membersOf, numberOf, type Members } from './values.ts'
import { CrowdForm } from './crowd-form.ts'
import { crowdLanguage } from './crowd.messages.ts'
import { CrowdWidget } from './widget.ts'

const MOST_LABELS = 200

interface Spans extends HTMLElement {
  value: string
}

interface Entity {
  readonly endOffset: number
  readonly label: string
  readonly startOffset: number
}

/** An element that marks parts of a text, made for one text: it reads it when it is put into the page. */
export function spansElement(text: string, labels: readonly Option[]): HTMLElement & { value: string } {
  const spans = document.createElement('canut-spans') as Spans
  spans.lang = crowdLanguage()
  spans.setAttribute('labels', JSON.stringify(labels))
  const shown = document.createElement('div')
  shown.dataset['text'] = ''
  shown.dataset['exact'] = JSON.stringify(text)
  shown.textContent = text
  spans.append(shown)
  return spans
}

/**
 * `<crowd-entity-annotation>`: marks parts of a text with labels. It stands by itself, with a form and a Submit of its own in
 * its shadow; what scripts append to that form is sent along. Inside a crowd-form it is a field like any other.
 */
export class CrowdEntityAnnotation extends CrowdWidget {
  static override properties = {
    ...CrowdWidget.properties,
    text: {},
    labelsText: { attribute: 'labels' },
    initialText: { attribute: 'initial-value' },
  }
  declare text: string
  declare labelsText: string
  declare initialText: string
  /** its own form; null inside another one */
  crowdForm: CrowdForm | null = null
  #spans: Spans | null = null
  /** set by a script */
  #set: readonly unknown[] | null = null
  /** what was marked to begin with */
  #begun = ''
  #madeOf = ''

  constructor() {
    super()
    this.text = ''
    this.labelsText = ''
    this.initialText = ''
  }

  protected override firstUpdated(): void {
    const place = this.renderRoot.querySelector('#place')
    if (place === null) return
    const spans = this.#newSpans()
    if (this.closest('crowd-form') !== null) {
      place.append(spans)
      this.#begun = spans.value
      return
    }
    const form = document.createElement('crowd-form')
    if (!(form instanceof CrowdForm)) throw new Error('crowd-form is not defined')
    form.company = () => ({ entries: [{ name: this.name, value: this.submittable }], fields: [this] })
    form.append(spans)
    place.append(form)
    form.wrap()
    this.crowdForm = form
    this.#begun = spans.value
  }

  #newSpans(): Spans {
    const spans = spansElement(this.text, this.#labels)
    const initial = this.#initial
    if (initial.length > 0) spans.setAttribute('value', valueOf(initial))
    spans.addEventListener('input', (event) => {
      event.stopPropagation()
      this.changed()
    })
    this.#spans = spans
    this.#madeOf = this.#parts
    return spans
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('labelsText') && this.hasUpdated) this.#set = null
  }

  /** Scripts may bring the text, the labels or what is marked once the page is there. */
  protected override updated(): void {
    const before = this.#spans
    if (before === null || this.#madeOf === this.#parts) return
    const spans = this.#newSpans()
    before.replaceWith(spans)
    this.#begun = spans.value
  }

  get #parts(): string {
    return JSON.stringify([this.text, this.#labels, this.initialText])
  }

  /** As the author wrote them. */
  get labels(): readonly unknown[] {
    return this.#set ?? listOf(this.#written)
  }

  set labels(labels: readonly unknown[]) {
    this.#set = listOf(labels).filter(isLabel)
    this.requestUpdate()
  }

  get #written(): unknown {
    if (!this.hasAttribute('labels')) this.say('labels', this.t.missingAttribute(this.localName, 'labels'))
    return this.readJson('labels', (read) => {
      const fits = Array.isArray(read) && read.every(isLabel)
      return fits ? (read.length > MOST_LABELS ? this.t.tooManyLabels(MOST_LABELS) : null) : this.t.notLabels
    })
  }

  get #labels(): Option[] {
    return this.labels.map((each) => {
      if (typeof each === 'string') return { value: each, name: each }
      const { label, fullDisplayName, longDisplayName, shortDisplayName: short } = membersOf(each)
      const name = [fullDisplayName, longDisplayName, label].find((text) => typeof text === 'string' && text !== '')
      return { value: String(label), name: String(name), ...(typeof short === 'string' && short !== '' ? { short } : {}) }
    })
  }

  get #initial(): Entity[] {
    const value = this.readJson('initial-value', (read) => (Array.isArray(read) ? null : this.t.notLabels))
    return entitiesOf(listOf(value))
  }

  get #entities(): Entity[] | null {
    const text = this.#spans?.value ?? ''
    if (text === '') return null
    return listOf(membersOf(JSON.parse(text))['spans']).map((span) => {
      const { start, end, label } = membersOf(span)
      return { endOffset: numberOf(end) ?? 0, label: String(label), startOffset: numberOf(start) ?? 0 }
    })
  }

  get submittable(): unknown {
    const entities = this.#entities
    if (entities === null) return undefined
    if (!this.hasAttribute('initial-value')) return { entities }
    return { entities, initialValueModified: this.#spans?.value !== this.#begun }
  }

  get value(): unknown {
    return this.submittable ?? { entities: [] }
  }

  restore(value: unknown): void {
    if (this.#spans === null) return
    this.#spans.value = value === undefined ? '' : valueOf(entitiesOf(listOf(membersOf(value)['entities'])))
  }

  get missing(): string | null {
    return this.submittable === undefined && this.text !== '' ? this.t.mark : null
  }

  protected toolView(): TemplateResult {
    if (!this.hasAttribute('text')) this.say('text', this.t.missingAttribute(this.localName, 'text'))
    return html`<div id="place"></div>`
  }
}

const isLabel = (each: unknown): boolean => typeof each === 'string' || (isMembers(each) && typeof each['label'] === 'string')

function entitiesOf(list: readonly unknown[]): Entity[] {
  return list.flatMap((each) => {
    const { label, startOffset, endOffset }: Members = membersOf(each)
    const [start, end] = [numberOf(startOffset), numberOf(endOffset)]
    return typeof label !== 'string' || start === null || end === null ? [] : [{ endOffset: end, label, startOffset: start }]
  })
}

function valueOf(entities: readonly Entity[]): string {
  return JSON.stringify({
    spans: entities.map(({ label, startOffset, endOffset }, index) => ({ id: `e${index + 1}`, start: startOffset, end: endOffset, label })),
  })
}
