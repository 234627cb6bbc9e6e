import type { Crowd } from '../crowd.ts'

/** A 32-bit number for each task, worker and label. */
export interface Colours {
  readonly task: Int32Array
  readonly worker: Int32Array
  readonly label: Int32Array
}

/**
 * Numbers that look drawn at random, and depend on who answered what, not on names or on the order of rows: each starts from how
 * many responses there are, and then three times takes in those of its neighbours (Weisfeiler–Lehman refinement). Tasks,
 * workers or labels that nothing tells apart get the same number, so that a random start treats them alike.
 *
 * Time O(responses). Sums of 32-bit integers are exact in every order.
 */
export function coloursOf({ tasks, workers, labels, byTask }: Crowd, seed: number): Colours {
  let task = new Int32Array(tasks.length).fill(1)
  let worker = new Int32Array(workers.length).fill(2)
  let label = new Int32Array(labels.length).fill(3)
  const salt = mixed(seed % 4_294_967_296, Math.floor(seed / 4_294_967_296))
  for (let round = 0; round < 4; round++) {
    const next = { task: new Int32Array(tasks.length), worker: new Int32Array(workers.length), label: new Int32Array(labels.length) }
    for (let t = 0; t < tasks.length; t++) {
      for (let i = byTask.start[t]!; i < byTask.start[t + 1]!; i++) {
        const w = byTask.worker[i]!
        const k = byTask.label[i]!
        next.task[t]! += mixed(mixed(salt, worker[w]!), label[k]!)
        next.worker[w]! += mixed(mixed(salt + 1, task[t]!), label[k]!)
        next.label[k]! += mixed(mixed(salt + 2, task[t]!), worker[w]!)
      }
    }
    task = next.task.map((sum, t) => mixed(task[t]!, sum))
    worker = next.worker.map((sum, w) => mixed(worker[w]!, sum))
    label = next.label.map((sum, k) => mixed(label[k]!, sum))
  }
  return { task, worker, label }
}

/** Two 32-bit integers to one (the finaliser of MurmurHash3); the order of the two matters. */
export function mixed(first: number, second: number): number {
  let h = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second + 0x7f4a_7c15, 0x85eb_ca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35)
  return h ^ (h >>> 16)
}

/** In (0, 1). */
export function uniformOf(colour: number): number {
  return ((colour >>> 0) + 0.5) / 4_294_967_296
}
