import { isMembers } from './values.ts'
import { allIn } from './all-in.ts'
import { isFileField, restoreFiles, valueOfFiles } from './chosen-files.ts'
import { isCrowdField, isCrowdToggle } from './crowd-field.ts'

export type Answer = Record<string, unknown>

/** What one field, or all the toggles of one name, contribute; in document order, a group where its last member is. */
export interface Entry {
  readonly name: string
  readonly value: unknown
}

export interface Collected {
  readonly answer: Answer
  /** all values of the names that several fields share; null when no name is shared */
  readonly all: Readonly<Record<string, readonly unknown[]>> | null
}

const SILENT = new Set(['submit', 'button', 'reset', 'image'])

interface Source {
  readonly name: string
  /** of a toggle: what it stands for */
  readonly toggle: { readonly value: string; readonly checked: boolean } | null
  /** undefined: nothing */
  readonly value: unknown
  restore(value: unknown): void
}

/**
 * Everything under an element that has a name and a value, in document order: our fields, our toggles, and the browser's own
 * controls, also those inside a nested form.
 */
function sourcesIn(root: Node, submitter: Element | null = null): Source[] {
  return allIn(root).flatMap((element) => (element === submitter ? submitterSource(element) : sourceOf(element)) ?? [])
}

/** The button that a form was sent with: it stands for its value, as in every browser. */
function submitterSource(element: Element): Source | null {
  const isButton = element instanceof HTMLButtonElement || (element instanceof HTMLInputElement && element.type === 'submit')
  if (!isButton || element.name === '') return null
  return { name: element.name, value: element.value, toggle: null, restore: () => undefined }
}

function sourceOf(element: Element): Source | null {
  if (isCrowdToggle(element)) {
    if (element.name === '' || element.disabled) return null
    const { name, value, checked } = element
    return { name, value: checked, toggle: { value, checked }, restore: (given) => void (element.checked = given === true) }
  }
  if (isCrowdField(element)) {
    const name = element.answerKey ?? element.name
    if (name === '' || element.hasAttribute('disabled')) return null
    return { name, value: element.submittable, toggle: null, restore: (given) => element.restore(given) }
  }
  return nativeSource(element)
}

function nativeSource(element: Element): Source | null {
  const isControl = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement
  if (!isControl || element.name === '' || element.matches(':disabled')) return null
  const { name } = element
  if (element instanceof HTMLSelectElement && element.multiple) {
    const chosen = [...element.selectedOptions].map((option) => option.value)
    return { name, toggle: null, value: chosen, restore: (given) => selectAll(element, given) }
  }
  if (element instanceof HTMLInputElement) {
    if (SILENT.has(element.type)) return null
    if (isFileField(element)) return { name, toggle: null, value: valueOfFiles(element), restore: (given) => restoreFiles(element, given) }
    if (element.type === 'checkbox' || element.type === 'radio') {
      const toggle = { value: element.value, checked: element.checked }
      return { name, toggle, value: element.checked, restore: (given) => void (element.checked = given === true) }
    }
  }
  const restore = (given: unknown) => void (element.value = typeof given === 'string' ? given : '')
  return { name, toggle: null, value: element.value === '' ? undefined : element.value, restore }
}

function selectAll(select: HTMLSelectElement, given: unknown): void {
  const chosen = new Set(Array.isArray(given) ? given : [])
  for (const option of select.options) option.selected = chosen.has(option.value)
}

interface Gathered {
  readonly name: string
  readonly sources: readonly Source[]
}

/** Toggles of one name are one thing, which stands where the last of them stands. */
function gather(sources: readonly Source[]): Gathered[] {
  const toggles = Map.groupBy(
    sources.filter(({ toggle }) => toggle !== null),
    ({ name }) => name,
  )
  return sources.flatMap((source): Gathered[] => {
    if (source.toggle === null) return [{ name: source.name, sources: [source] }]
    const group = toggles.get(source.name) ?? []
    return group.at(-1) === source ? [{ name: source.name, sources: group }] : []
  })
}

function valueOf({ sources }: Gathered): unknown {
  const [first] = sources
  if (first?.toggle === null) return first.value
  const group: Record<string, boolean> = {}
  // radios without a value of their own would hide each other: one that is on counts
  for (const { toggle } of sources) if (toggle !== null) group[toggle.value] = group[toggle.value] === true || toggle.checked
  return group
}

/**
 * All values, in document order; several may have one name.
 *
 * @param before values that stand outside of the root, such as those of an element around the form.
 * @param submitter the button whose value counts; none where a form is not yet sent, or has its own way
 */
export function entriesIn(root: Node, before: readonly Entry[] = [], submitter: Element | null = null): Entry[] {
  const own = gather(sourcesIn(root, submitter)).map((gathered) => ({ name: gathered.name, value: valueOf(gathered) }))
  return [...before, ...own].filter(({ value }) => value !== undefined)
}

/** One object by name. Of several fields with one name the last stays, as templates rely on; `all` has every one of them. */
export function collectAnswer(entries: readonly Entry[]): Collected {
  // entries, not assignments: a field may be called __proto__
  const answer: Answer = Object.fromEntries(entries.map(({ name, value }) => [name, value]))
  const shared = [...Map.groupBy(entries, ({ name }) => name)].filter(([, values]) => values.length > 1)
  const all = Object.fromEntries(shared.map(([name, values]) => [name, values.map(({ value }) => value)]))
  return { answer, all: shared.length === 0 ? null : all }
}

/**
 * Puts a draft back: of each name the values go to its fields one after the other.
 *
 * @returns whether every value found its field.
 */
export function restoreEntries(root: Node, entries: readonly Entry[], before: (entry: Entry) => boolean = () => false): boolean {
  const waiting = Map.groupBy(
    entries.filter((entry) => !before(entry)),
    ({ name }) => name,
  )
  for (const gathered of gather(sourcesIn(root))) {
    const entry = waiting.get(gathered.name)?.shift()
    for (const { toggle, restore } of gathered.sources) {
      if (toggle === null) restore(entry?.value)
      else restore(isMembers(entry?.value) ? entry.value[toggle.value] : false)
    }
  }
  return [...waiting.values()].every((left) => left.length === 0)
}

/** One member per leaf, its path joined by points, as layouts of Mechanical Turk expect; lists become JSON text. */
export function flattenAnswer(answer: Readonly<Answer>): Answer {
  const leaves = (path: string, value: unknown): [string, unknown][] => {
    if (Array.isArray(value)) return [[path, JSON.stringify(value)]]
    if (!isMembers(value)) return [[path, value]]
    return Object.entries(value).flatMap(([name, member]) => leaves(path === '' ? name : `${path}.${name}`, member))
  }
  return Object.fromEntries(leaves('', answer))
}

/**
 * What a browser would send of its own fields, as Mechanical Turk keeps it: a text by name, where there are several with | between
 * them, and of boxes and radios those that are on.
 */
export function plainAnswer(entries: readonly Entry[]): Answer {
  const texts = [...Map.groupBy(entries, ({ name }) => name)].flatMap(([name, values]): [string, unknown][] => {
    const sent = values.flatMap(({ value }) => plainValues(value))
    if (sent.length === 0) return []
    // chosen files are no texts
    return [[name, sent.every((each) => typeof each === 'string') ? sent.join('|') : sent.length === 1 ? sent[0] : sent]]
  })
  return Object.fromEntries(texts)
}

function plainValues(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const toggles = isMembers(value) ? Object.entries(value) : []
  if (toggles.length === 0 || !toggles.every(([, on]) => typeof on === 'boolean')) return [value]
  return toggles.flatMap(([name, on]) => (on === true ? [name] : []))
}
