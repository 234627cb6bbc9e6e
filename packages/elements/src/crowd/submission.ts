import { allIn } from './all-in.ts'
import { collectAnswer, flattenAnswer, plainAnswer, type Answer, type Entry } from './answer.ts'
import { fileProblem, isFileField, judgeFiles } from './chosen-files.ts'
import { isRequirable } from './crowd-field.ts'
import { CrowdTabs } from './tabs.ts'

/** What leaves the page when the worker submits it. */
export interface Sent {
  readonly answer: Answer
  readonly _all?: Readonly<Record<string, readonly unknown[]>>
}

/** The one answer of the page, on its way out of the frame. */
export class AnswerEvent extends CustomEvent<Sent> {
  constructor(sent: Sent) {
    super('canut-answer', { bubbles: true, composed: true, detail: sent })
  }
}

/** Everything by name, as it was: for drafts, and so that nothing is lost in another shape. */
const wholeOf = (entries: readonly Entry[]): Record<string, unknown[]> =>
  Object.fromEntries([...Map.groupBy(entries, ({ name }) => name)].map(([name, values]) => [name, values.map(({ value }) => value)]))

/** A page of the browser's own fields, without any element of the dialect. */
export const serialisePlain = (entries: readonly Entry[]): Sent => ({ answer: plainAnswer(entries), _all: wholeOf(entries) })

export function serialise(entries: readonly Entry[], flatten: boolean): Sent {
  const { answer, all } = collectAnswer(entries)
  if (flatten) return { answer: flattenAnswer(answer), _all: wholeOf(entries) }
  return all === null ? { answer } : { answer, _all: all }
}

/** What is in a tab that is not shown cannot be seen or take the focus. */
function reveal(element: Element): void {
  for (let tabs = element.closest('crowd-tabs'); tabs !== null; tabs = tabs.parentElement?.closest('crowd-tabs') ?? null)
    if (tabs instanceof CrowdTabs) tabs.reveal(element)
}

/** Says at the first field what it still needs, and goes there. @returns whether all fields are complete. */
export function requireComplete(root: Node, before: readonly Element[] = []): boolean {
  for (const element of [...before, ...allIn(root)]) {
    if (isRequirable(element)) {
      if (element.hasAttribute('disabled') || element.missing === null) continue
      reveal(element)
      element.showMissing()
      element.scrollIntoView?.({ block: 'nearest' })
      return false
    }
    const isControl = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement
    if (isFileField(element) && fileProblem(element) !== null) {
      reveal(element)
      judgeFiles(element)
      return false
    }
    if (isControl && !element.checkValidity()) {
      reveal(element)
      element.reportValidity()
      return false
    }
  }
  return true
}
