import type { Crowd } from '../crowd.ts'
import { groupedBy } from '../grouped-by.ts'

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
export function coloursOf(crowd: Crowd, seed: number): Colours {
  const { tasks, workers, labels } = crowd
  const same = {
    task: new Int32Array(tasks.length).fill(1),
    worker: new Int32Array(workers.length).fill(2),
    label: new Int32Array(labels.length).fill(3),
  }
  return refined(crowd, same, mixed(seed % 4_294_967_296, Math.floor(seed / 4_294_967_296)))
}

function refined({ tasks, workers, labels, byTask }: Crowd, { task, worker, label }: Colours, salt: number): Colours {
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

/** So many responses, tasks, workers and labels may be looked at again to tell labels and workers apart. */
const looksMost = 1_000_000

/**
 * The colours with labels and workers told apart: of the fewest that are alike, one is given a colour of its own, then all are refined, and
 * so on; that one whose sum of colours is then the least. Where several have the same, they can, as far as is seen, change places and leave
 * the crowd as it is: it makes no difference that the first of them by id is taken.
 */
export function toldApart(crowd: Crowd, colours: Colours): Colours {
  const { tasks, labels, workers, byWorker, size } = crowd
  const hasResponses = (who: number) => byWorker.start[who]! < byWorker.start[who + 1]!
  const all = size + tasks.length + labels.length + workers.length
  if (all > looksMost / 4) return colours
  let apart = refined(crowd, colours, 0)
  for (let looks = 0; ;) {
    const ofLabels = fewestAlike(apart.label, labels, () => true)
    const alike = ofLabels ?? fewestAlike(apart.worker, workers, hasResponses) ?? []
    looks += alike.length * all
    if (looks > looksMost) return apart
    // tasks have not yet taken in what now sets labels and workers apart
    if (alike.length === 0) return looks === 0 ? apart : refined(crowd, apart, 0)
    const recoloured = (of: Int32Array, one: number) => of.map((colour, each) => (each === one ? mixed(colour, 23) : colour))
    const { label, worker } = apart
    const tried = alike.map((one) =>
      refined(crowd, { ...apart, ...(ofLabels === null ? { worker: recoloured(worker, one) } : { label: recoloured(label, one) }) }, 0),
    )
    // not of workers without responses: whether they are there must make no difference
    const sums = tried.map(
      ({ task, worker: who, label: each }) => sumOf(task) ^ mixed(sumOf(who.filter((_, w) => hasResponses(w))), sumOf(each)),
    )
    apart = tried[sums.indexOf(Math.min(...sums))]!
  }
}

const sumOf = (colours: Int32Array) => colours.reduce((sum, each) => (sum + mixed(each, 29)) | 0, 0)

/** The smallest group that has one colour, of two or more, by id; of several groups the one whose colour is least. */
function fewestAlike(colours: Int32Array, ids: readonly string[], counts: (each: number) => boolean): number[] | null {
  const counted = Array.from(colours.keys()).filter(counts)
  const groups = [...groupedBy(counted, (each) => colours[each]!)].filter(([, { length }]) => length > 1)
  const [fewest] = groups.toSorted(([a, of], [b, other]) => of.length - other.length || a - b)
  return fewest?.[1].toSorted((a, b) => (ids[a]! < ids[b]! ? -1 : 1)) ?? null
}

export interface Numbers {
  /** Which is the n-th, and the other way round. */
  readonly order: Int32Array
  readonly numbers: Int32Array
}

/** Numbers by who answered what, and by ids only where that tells nothing apart: the order of rows decides nothing. */
export function numbersOf(colours: Int32Array, ids: readonly string[]): Numbers {
  const colour = (each: number) => colours[each] ?? 0
  const order = Int32Array.from(ids, (_, each) => each).toSorted((a, b) => colour(a) - colour(b) || (ids[a]! < ids[b]! ? -1 : 1))
  const numbers = new Int32Array(order.length)
  for (let number = 0; number < order.length; number++) numbers[order[number]!] = number
  return { order, numbers }
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
