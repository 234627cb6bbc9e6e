import { topLabels, type Aggregate } from '../aggregate.ts'
import { checkMap, checkTies } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'

/**
 * Per response, in the order of `crowd.byTask`, how right it is: 1, 0, or 1/m when it is one of m labels that tie; −1 for tasks
 * without an answer. `first` gives a tie to the first label in code-unit order.
 */
export function rightShares(
  crowd: Crowd,
  answers: Aggregate | ReadonlyMap<string, string>,
  ties: 'share' | 'first' = 'share',
): Float64Array {
  checkTies({ ties })
  const topOf = topReader(answers, ties)
  const { tasks, labels, byTask } = crowd
  const right = new Float64Array(crowd.size).fill(-1)
  for (let task = 0; task < tasks.length; task++) {
    const top = topOf(tasks[task]!)
    if (top.length === 0) continue
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++)
      right[i] = top.includes(labels[byTask.label[i]!]!) ? 1 / top.length : 0
  }
  return right
}

/** Of a task, by its id: the labels that hold, none when it has no answer. */
export function topReader(answers: Aggregate | ReadonlyMap<string, string>, ties: 'share' | 'first' = 'share') {
  // asked of an object, since what comes without types may be anything
  if (!('top' in Object(answers))) checkMap('answers', answers as ReadonlyMap<string, string>, 'a result, or a map from task to label')
  if (!('top' in answers)) {
    return (task: string): readonly string[] => {
      const label = answers.get(task)
      return label === undefined ? [] : [label]
    }
  }
  const row = new Map(answers.tasks.map((task, n) => [task, n]))
  return (task: string): readonly string[] => {
    const at = row.get(task)
    if (at === undefined) return []
    const top = topLabels(answers, at)
    return ties === 'first' ? top.slice(0, 1) : top
  }
}
