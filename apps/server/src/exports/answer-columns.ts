import { membersOf } from '../platform/members.ts'
import type { TaskSetup } from '../task-types/index.ts'

/** The columns of a table that hold a response in parts, and how they are filled. */
export interface AnswerColumns {
  readonly names: readonly string[]
  toCells(response: unknown): readonly (string | undefined)[]
}

/** More fields than this are no table any more: then one column has the whole answer, as result files of MTurk do. */
export const ANSWER_KEYS_MAX = 500
const WHOLE = 'taskAnswers'

/** Kinds of task of which a response is what people filled into fields that the requester named. */
export const isForm = (taskType: string): boolean => taskType === 'collect' || taskType === 'template'

/**
 * What people filled in is in columns called `Answer.` and the name of the field, as result files of MTurk have it; of the pages of
 * requesters each leaf has a column, such as `Answer.category.label`, and a list is JSON. Other kinds of task have columns of
 * their own.
 *
 * @param keys of all answers of a batch of pages, from `listAnswerKeys`
 */
export function answerColumns(taskType: string, { rowColumns, toRow }: TaskSetup, keys: readonly string[]): AnswerColumns {
  if (taskType === 'template') return columnsOfPages(keys)
  const prefix = isForm(taskType) ? 'Answer.' : 'response.'
  return {
    names: rowColumns.map((name) => `${prefix}${name}`),
    toCells(response) {
      const own = toRow(response)
      return rowColumns.map((name) => own[name])
    },
  }
}

export function columnsOfPages(keys: readonly string[]): AnswerColumns {
  if (keys.length > ANSWER_KEYS_MAX)
    return { names: [`Answer.${WHOLE}`], toCells: (response) => [JSON.stringify([membersOf(response)['answer'] ?? {}])] }
  return {
    names: keys.map((key) => `Answer.${key}`),
    toCells(response) {
      const leaves = leavesOf(membersOf(membersOf(response)['answer']))
      return keys.map((key) => leaves.get(key))
    },
  }
}

function leavesOf(answer: Readonly<Record<string, unknown>>, prefix = '', leaves = new Map<string, string>()): Map<string, string> {
  for (const [name, value] of Object.entries(answer)) {
    const inner = membersOf(value)
    if (Object.keys(inner).length > 0) leavesOf(inner, `${prefix}${name}.`, leaves)
    else leaves.set(prefix + name, typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value))
  }
  return leaves
}

/** Members of which the elements of the second generation make their answer. */
const SECOND_GENERATION = ['ordinalRankingDimensions', 'annotations']

/**
 * The answer of a page with one element of the second generation (ranking of texts, questions and answers) as programs written
 * for those expect it: what the element collected at the top, not under the name of the element. Two of them would collide, so
 * then all stay where they are.
 */
export function flatSecondGeneration(response: unknown): unknown {
  const { answer, ...others } = membersOf(response)
  const entries = Object.entries(membersOf(answer))
  const [element, ...more] = entries.filter(([, value]) => SECOND_GENERATION.some((name) => Array.isArray(membersOf(value)[name])))
  if (element === undefined || more.length > 0) return response
  const [name, value] = element
  const rest = Object.fromEntries(entries.filter(([each]) => each !== name))
  return { ...others, answer: { ...rest, ...membersOf(value) } }
}
