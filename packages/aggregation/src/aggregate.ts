/**
 * What every method returns: for each task the label it holds most likely, or all of them when it cannot tell.
 * Compact on purpose (a few bytes per task); `answers` reads it as objects.
 */
export interface Aggregate {
  readonly method: string
  readonly tasks: readonly string[]
  readonly labels: readonly string[]
  /** The top labels of task `t` are `top.label[i]` for `top.start[t] <= i < top.start[t + 1]`: several when tied. */
  readonly top: { readonly start: Int32Array; readonly label: Int32Array }
  /** Per task, the method's measure of its top label, in [0, 1]: a share of responses or a probability. */
  readonly confidence: Float64Array
}

/** One task of a result, as an object. */
export interface Answer {
  readonly task: string
  /** Null when several labels tie. */
  readonly label: string | null
  /** Two or more labels in code-unit order, or none. */
  readonly tied: readonly string[]
  /** In [0, 1]; of each single label when several tie. */
  readonly confidence: number
}

/** Reads a result task by task, in the order of the crowd's tasks. */
export function* answers(result: Aggregate): Generator<Answer, void, undefined> {
  for (let task = 0; task < result.tasks.length; task++) yield answerAt(result, task)
}

/** One answer, by the task's position in `result.tasks`. */
export function answerAt(result: Aggregate, task: number): Answer {
  const top = topLabels(result, task)
  return {
    task: result.tasks[task]!,
    label: top.length === 1 ? top[0]! : null,
    tied: top.length === 1 ? [] : top,
    confidence: result.confidence[task]!,
  }
}

/** The labels that a result holds most likely for a task: one, or in code-unit order those that tie. */
export function topLabels({ labels, top }: Aggregate, task: number): string[] {
  return Array.from(top.label.subarray(top.start[task], top.start[task + 1]), (label) => labels[label]!).toSorted()
}
