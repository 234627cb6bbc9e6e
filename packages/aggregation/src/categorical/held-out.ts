import type { Crowd } from '../crowd.ts'
import { coloursOf, mixed, numbersOf, toldApart } from './colours.ts'

/** Of workers, see `numbersOf`. */
export function workerNumbers(crowd: Crowd): Int32Array {
  return numbersOf(toldApart(crowd, coloursOf(crowd, 0)).worker, crowd.workers).numbers
}

/**
 * Per response, in the order of `crowd.byTask`, the part it is held out with, drawn from who answered what. Responses to one task that nothing
 * tells apart are shared among the parts in turn, in the order of `numbers`: drawn, all would be in one part, and who is to foresee them would
 * have seen none of their kind.
 */
export function foldsOf(crowd: Crowd, folds: number, seed: number, numbers: () => Int32Array): Int32Array {
  const colours = coloursOf(crowd, seed)
  const { start, worker, label } = crowd.byTask
  const fold = new Int32Array(crowd.size)
  const alike = new Map<number, number[]>()
  for (let task = 0; task < crowd.tasks.length; task++) {
    alike.clear()
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const look = mixed(mixed(colours.task[task]!, colours.worker[worker[i]!]!), colours.label[label[i]!]!)
      fold[i] = (mixed(look, 17) >>> 0) % folds
      const others = alike.get(look)
      if (others === undefined) alike.set(look, [i])
      else others.push(i)
    }
    for (const group of alike.values()) {
      if (group.length === 1) continue
      group.sort((a, b) => numbers()[worker[a]!]! - numbers()[worker[b]!]!)
      for (const [n, i] of group.entries()) fold[i] = (fold[i]! + n) % folds
    }
  }
  return fold
}

/** The crowd without one part of its responses. Ids keep their numbers, so that tasks and workers without responses stay. */
export function withoutFold(crowd: Crowd, fold: Int32Array, left: number): Crowd {
  const { byTask, tasks, workers } = crowd
  let size = 0
  for (const each of fold) if (each !== left) size++
  const kept = { start: new Int32Array(tasks.length + 1), worker: new Int32Array(size), label: new Int32Array(size) }
  const start = new Int32Array(workers.length + 1)
  let length = 0
  for (let task = 0; task < tasks.length; task++) {
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      if (fold[i] === left) continue
      start[byTask.worker[i]! + 1]!++
      kept.worker[length] = byTask.worker[i]!
      kept.label[length++] = byTask.label[i]!
    }
    kept.start[task + 1] = length
  }
  for (let who = 0; who < workers.length; who++) start[who + 1]! += start[who]!
  const next = start.slice(0, workers.length)
  const byWorker = { start, task: new Int32Array(size), label: new Int32Array(size) }
  for (let task = 0; task < tasks.length; task++) {
    for (let i = kept.start[task]!; i < kept.start[task + 1]!; i++) {
      const at = next[kept.worker[i]!]!++
      byWorker.task[at] = task
      byWorker.label[at] = kept.label[i]!
    }
  }
  return { ...crowd, size, replaced: 0, byTask: kept, byWorker }
}

/** P(worker w says l about task t), for a response that the method has not seen. */
export type Predict = (task: number, worker: number, label: number) => number

/** How well a method foresaw each held-out response, summed over the times it was held out; in the order of `crowd.byTask`. */
export interface Foresight {
  /** ln P of the response. */
  readonly logs: Float64Array
  /** 1 if the response is the answer; 1/m if it is one of m that tie; else 0. */
  readonly agreed: Float64Array
  readonly times: Int32Array
}

export function noForesight(size: number): Foresight {
  return { logs: new Float64Array(size), agreed: new Float64Array(size), times: new Int32Array(size) }
}

export function addForesight(
  { logs, agreed, times }: Foresight,
  { crowd, fold, left }: { crowd: Crowd; fold: Int32Array; left: number },
  top: { readonly start: Int32Array; readonly label: Int32Array },
  predict: Predict,
): void {
  const { start, worker, label } = crowd.byTask
  for (let task = 0; task < crowd.tasks.length; task++) {
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      if (fold[i] !== left) continue
      logs[i]! += Math.log(Math.max(1e-300, predict(task, worker[i]!, label[i]!)))
      const [from, to] = [top.start[task]!, top.start[task + 1]!]
      if (top.label.subarray(from, to).includes(label[i]!)) agreed[i]! += 1 / (to - from)
      times[i]!++
    }
  }
}

/** A mean difference and its standard error. */
export interface Difference {
  readonly difference: number
  readonly error: number
}

/** Of the responses that were held out: mean of a − b, each response's mean over the times it was. 0 and 0 for nothing. */
export function compare(a: Float64Array, b: Float64Array, times: Int32Array): Difference {
  let count = 0
  let sum = 0
  let squares = 0
  for (let i = 0; i < times.length; i++) {
    if (times[i] === 0) continue
    const by = (a[i]! - b[i]!) / times[i]!
    count++
    sum += by
    squares += by * by
  }
  if (count === 0) return { difference: 0, error: 0 }
  const difference = sum / count
  return { difference, error: Math.sqrt(Math.max(0, squares / count - difference ** 2) / Math.max(1, count - 1)) }
}
