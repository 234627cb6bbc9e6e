import type { Crowd } from '../crowd.ts'
import { coloursOf, mixed } from './colours.ts'

/** Per response, in the order of `crowd.byTask`, the part it is held out with; the same whatever the order of rows and the names. */
export function foldsOf(crowd: Crowd, folds: number, seed: number): Int32Array {
  const colours = coloursOf(crowd, seed)
  const { start, worker, label } = crowd.byTask
  const fold = new Int32Array(crowd.size)
  for (let task = 0; task < crowd.tasks.length; task++) {
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const colour = mixed(mixed(colours.task[task]!, colours.worker[worker[i]!]!), colours.label[label[i]!]!)
      fold[i] = (mixed(colour, 17) >>> 0) % folds
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

/** How well a method foresaw each held-out response, in one order for all methods. */
export interface Foresight {
  /** ln P of the response. */
  readonly logs: number[]
  /** 1 if the response is the answer; 1/m if it is one of m that tie; else 0. */
  readonly agreed: number[]
}

export function addForesight(
  foresight: Foresight,
  { crowd, fold, left }: { crowd: Crowd; fold: Int32Array; left: number },
  top: { readonly start: Int32Array; readonly label: Int32Array },
  predict: Predict,
): void {
  const { start, worker, label } = crowd.byTask
  for (let task = 0; task < crowd.tasks.length; task++) {
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      if (fold[i] !== left) continue
      foresight.logs.push(Math.log(Math.max(1e-300, predict(task, worker[i]!, label[i]!))))
      const [from, to] = [top.start[task]!, top.start[task + 1]!]
      foresight.agreed.push(top.label.subarray(from, to).includes(label[i]!) ? 1 / (to - from) : 0)
    }
  }
}

/** Mean of a − b and its standard error; 0 and 0 for nothing. */
export function compare(a: readonly number[], b: readonly number[]): { readonly difference: number; readonly error: number } {
  const count = a.length
  if (count === 0) return { difference: 0, error: 0 }
  let sum = 0
  for (let i = 0; i < count; i++) sum += a[i]! - b[i]!
  const difference = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += (a[i]! - b[i]! - difference) ** 2
  return { difference, error: Math.sqrt(squares / count / Math.max(1, count - 1)) }
}
