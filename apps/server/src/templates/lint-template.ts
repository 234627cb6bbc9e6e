import { CHOSEN_FILES } from '@canut/contract/chosen-files'
import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5'
import { CROWD_TAGS, FIELD_TAGS } from './crowd-tags.ts'
import { knownScript } from './known-scripts.ts'

export type LintCode =
  | 'same_name' // name, count
  | 'nested_form'
  | 'native_submit'
  | 'outside_form' // tag, name
  | 'several_forms'
  | 'leaving_link' // address
  | 'external_script' // address
  | 'external_file' // address
  | 'self_closing' // tag
  | 'unknown_tag' // tag
  | 'no_name' // tag
  | 'no_label' // tag
  | 'no_alt'
  | 'file_field' // most, megabytes
  | 'no_form'
  | 'no_field'

/** Something about a template that its author should look at. It is not refused for it. */
export interface LintFinding {
  readonly code: LintCode
  /** from 1, in the source; null when the page as a whole is meant */
  readonly line: number | null
  readonly params: Readonly<Record<string, string | number>>
}

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node

const MOST_FINDINGS = 50
const FILE_LIMITS = { most: CHOSEN_FILES.most, megabytes: CHOSEN_FILES.maxBytes / 1_000_000 }
/** These make one answer per name, as browsers group them. */
const GROUPED = new Set(['radio', 'checkbox'])
const GROUPED_TAGS = new Set(['crowd-checkbox', 'crowd-radio-button', 'crowd-toggle-button'])
const WITHOUT_ANSWER = new Set(['submit', 'button', 'reset', 'image'])

/**
 * Reads the source as HTML, whatever stands between the signs of the template language, so that lines are those the author
 * sees.
 */
export function lintTemplate(source: string): LintFinding[] {
  const elements = elementsOf(parse(source, { sourceCodeLocationInfo: true }))
  const findings = [
    ...lintForm(elements, source),
    ...lintNames(elements),
    ...elements.flatMap(lintElement),
    ...selfClosing(source),
    ...labelsMissing(elements),
  ]
  return findings.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, MOST_FINDINGS)
}

function elementsOf(root: Node): Element[] {
  const found: Element[] = []
  const visit = (node: Node): void => {
    if (defaultTreeAdapter.isElementNode(node)) found.push(node)
    for (const child of 'childNodes' in node ? node.childNodes : []) visit(child)
  }
  visit(root)
  return found
}

const attribute = (element: Element, name: string): string | undefined => element.attrs.find((each) => each.name === name)?.value
const lineOf = (element: Element): number | null => element.sourceCodeLocation?.startLine ?? null

function inside(element: Element, test: (ancestor: Element) => boolean): boolean {
  for (let node: Node | null = element.parentNode; node !== null; node = 'parentNode' in node ? node.parentNode : null)
    if (defaultTreeAdapter.isElementNode(node) && test(node)) return true
  return false
}

const inCrowdForm = (element: Element): boolean => inside(element, ({ tagName }) => tagName === 'crowd-form')
const typeOf = (element: Element): string => (attribute(element, 'type') ?? '').trim().toLowerCase()

function lintForm(elements: readonly Element[], source: string): LintFinding[] {
  const own = elements.some(({ tagName }) => tagName === 'crowd-form' || tagName === 'crowd-entity-annotation' || tagName === 'form')
  const whole = (code: LintCode): LintFinding => ({ code, line: null, params: {} })
  if (source.trim() === '') return []
  // a script may make fields that are not in the source
  if (!elements.some((element) => isField(element) || element.tagName === 'script')) return [whole('no_field')]
  if (!own) return [whole('no_form')]
  const [first, second] = elements.filter(({ tagName }) => tagName === 'crowd-form')
  if (first === undefined) return []
  const several: LintFinding[] = second === undefined ? [] : [{ code: 'several_forms', line: lineOf(second), params: {} }]
  return [...several, ...elements.filter(isLost).map((element) => outside(element))]
}

/** A field that a crowd-form does not hold; an annotation by itself has a form of its own. */
function isLost(element: Element): boolean {
  return isField(element) && (attribute(element, 'name') ?? '') !== '' && !inCrowdForm(element)
}

function outside(element: Element): LintFinding {
  const name = (attribute(element, 'name') ?? '').slice(0, 100)
  return { code: 'outside_form', line: lineOf(element), params: { tag: element.tagName, name } }
}

function lintNames(elements: readonly Element[]): LintFinding[] {
  const named = elements.filter(isField).filter((element) => (attribute(element, 'name') ?? '') !== '')
  return [...Map.groupBy(named, (element) => attribute(element, 'name') ?? '')].flatMap(([name, sharing]) => {
    const groups = new Set(sharing.map((element, index) => (isGrouped(element) ? 'group' : index)))
    const last = sharing.at(-1)
    if (groups.size < 2 || last === undefined || name.includes('{{')) return []
    return [{ code: 'same_name' as const, line: lineOf(last), params: { name: name.slice(0, 100), count: sharing.length } }]
  })
}

function isField(element: Element): boolean {
  if (element.tagName === 'input') return !WITHOUT_ANSWER.has(typeOf(element))
  return element.tagName === 'select' || element.tagName === 'textarea' || FIELD_TAGS.has(element.tagName)
}

const isGrouped = (element: Element): boolean =>
  GROUPED_TAGS.has(element.tagName) || (element.tagName === 'input' && GROUPED.has(typeOf(element)))

function lintElement(element: Element): LintFinding[] {
  const { tagName } = element
  const found: LintFinding[] = []
  const say = (code: LintCode, params: LintFinding['params'] = {}) => found.push({ code, line: lineOf(element), params })

  if (tagName === 'form' && inCrowdForm(element)) say('nested_form')
  const type = typeOf(element)
  const submits = tagName === 'button' ? type === '' || type === 'submit' : tagName === 'input' && (type === 'submit' || type === 'image')
  if (submits && inCrowdForm(element)) say('native_submit')
  if (tagName.startsWith('crowd-') && !CROWD_TAGS.has(tagName)) say('unknown_tag', { tag: tagName.slice(0, 60) })
  if (isField(element) && (attribute(element, 'name') ?? '') === '') say('no_name', { tag: tagName })
  if (isField(element) && type === 'file') say('file_field', FILE_LIMITS)
  if (tagName === 'img' && attribute(element, 'alt') === undefined) say('no_alt')
  const link = tagName === 'a' ? leavingLink(element) : null
  if (link !== null) say('leaving_link', { address: link.slice(0, 200) })
  const address = externalAddress(element)
  if (address !== null) say(tagName === 'script' ? 'external_script' : 'external_file', { address: address.slice(0, 200) })
  return found
}

/** Where a link leads that would load in the place of the task; those to a place in the page stay. */
function leavingLink(element: Element): string | null {
  const address = (attribute(element, 'href') ?? '').trim()
  const target = (attribute(element, 'target') ?? '').trim().toLowerCase()
  const stays = address === '' || /^(#|javascript:|mailto:|tel:)/i.test(address) || attribute(element, 'download') !== undefined
  return stays || !['', '_self', '_parent', '_top'].includes(target) ? null : address
}

/** Where the element loads something from, if that is another site and we have no copy. */
function externalAddress(element: Element): string | null {
  const { tagName } = element
  const loads = tagName === 'link' ? attribute(element, 'href') : LOADING.has(tagName) ? attribute(element, 'src') : undefined
  if (loads === undefined || !/^\s*(https?:)?\/\//i.test(loads) || loads.includes('{{') || loads.includes('${')) return null
  return knownScript(loads) === null ? loads.trim() : null
}

const LOADING = new Set(['script', 'img', 'iframe', 'audio', 'video', 'source', 'embed', 'input'])

/** Custom tags do not close with a slash: what follows is inside them. The parser forgets the slash, so the text is read. */
function selfClosing(source: string): LintFinding[] {
  return [...source.matchAll(/<([a-z]+-[a-z-]+)\b(?:"[^"]*"|'[^']*'|[^>"'])*\/>/gi)].map((match) => ({
    code: 'self_closing',
    line: source.slice(0, match.index).split('\n').length,
    params: { tag: (match[1] ?? '').toLowerCase() },
  }))
}

function labelsMissing(elements: readonly Element[]): LintFinding[] {
  const labelled = new Set(elements.flatMap((element) => (element.tagName === 'label' ? [attribute(element, 'for') ?? ''] : [])))
  return elements.flatMap((element) => {
    const native = ['input', 'select', 'textarea'].includes(element.tagName)
    if (!native && !NAMED_BY_ATTRIBUTE.has(element.tagName)) return []
    if (native && (!isField(element) || typeOf(element) === 'hidden')) return []
    const id = attribute(element, 'id') ?? ''
    const named = ['label', 'header', 'aria-label', 'aria-labelledby', 'title'].some(
      (name) => (attribute(element, name) ?? '').trim() !== '',
    )
    if (named || hasText(element) || (id !== '' && labelled.has(id)) || inside(element, ({ tagName }) => tagName === 'label')) return []
    return [{ code: 'no_label' as const, line: lineOf(element), params: { tag: element.tagName } }]
  })
}

/** What stands inside these is what they are called. */
const hasText = (element: Element): boolean => GROUPED_TAGS.has(element.tagName) && holdsText(element)

function holdsText(node: Node): boolean {
  if (defaultTreeAdapter.isTextNode(node)) return node.value.trim() !== ''
  return 'childNodes' in node && node.childNodes.some(holdsText)
}

/** Elements that are read aloud by one of these attributes, or not at all. */
const NAMED_BY_ATTRIBUTE = new Set([
  'crowd-classifier',
  'crowd-classifier-multi-select',
  'crowd-image-classifier',
  'crowd-image-classifier-multi-select',
  'crowd-input',
  'crowd-slider',
  'crowd-text-area',
  'iframe',
  ...GROUPED_TAGS,
])
