import { groupedBy } from '../grouped-by.ts'
import { coloursOf, numbersOf, toldApart } from '../categorical/colours.ts'
import { codedCrowd } from '../coded-crowd.ts'
import type { Asked, Candidates } from './candidates.ts'

/** Ids, which decide only where nothing else tells tasks or workers apart. */
export interface Ids {
  readonly tasks: readonly string[]
  readonly workers: readonly string[]
}

/** Lists one after the other: the n-th is `values[i]` for `start[n] <= i < start[n + 1]`. */
export interface Lists {
  readonly start: Int32Array
  readonly values: Int32Array
}

/**
 * Who was asked and who marked, in an order that hangs on these alone. Tasks that one person did alone say nothing, nor do those where
 * nobody marked anything: they are left out, and with them the workers who did no other.
 */
export interface MarksInOrder {
  /** Per task, the people who were asked. */
  readonly asked: Lists
  /** Its things are those from `things[task]` on. */
  readonly things: Int32Array
  /** Per thing, the people who marked it. */
  readonly marked: Lists
  /** Per worker, which of the people that is, or -1. */
  readonly person: Int32Array
  /** Per person, a number that is the same for those whom nothing tells apart. */
  readonly alike: Int32Array
}

export function marksInOrder(candidates: Candidates, asked: Asked, ids: Ids): MarksInOrder {
  const people = (task: number) => asked.worker.subarray(asked.start[task], asked.start[task + 1])
  const markers = (thing: number) => candidates.worker.subarray(candidates.start[thing], candidates.start[thing + 1])
  const tasks = [...groupedBy(candidates.task.keys(), (thing) => candidates.task[thing]!)]
    .filter(([task]) => people(task).length > 1)
    .map(([task, things]) => ({ id: ids.tasks[task]!, people: people(task), things: things.map(markers) }))

  const { crowd, place, nodeOf } = graphOf(tasks, ids.workers)
  const colours = coloursOf(crowd, 0)
  const apart = toldApart(crowd, colours)
  const inOrder = Array.from(numbersOf(apart.worker, crowd.workers).order)
  const person = new Int32Array(ids.workers.length).fill(-1)
  const known = inOrder.filter((n) => place[n]! < person.length)
  for (const [number, n] of known.entries()) person[place[n]!] = number
  const personsOf = (some: Int32Array) => some.map((worker) => person[worker]!).toSorted()
  const sorted = inOrder
    .filter((n) => place[n]! >= person.length)
    .map((n) => {
      const task = place[n]! - person.length
      const colourOf = (thing: number) => apart.task[nodeOf[task]! + 1 + thing]!
      const things = [...tasks[task]!.things.keys()].toSorted((a, b) => colourOf(a) - colourOf(b))
      return { people: personsOf(tasks[task]!.people), things: things.map((thing) => personsOf(tasks[task]!.things[thing]!)) }
    })
  return {
    asked: listed(sorted.map((task) => task.people)),
    things: startsOf(sorted.map((task) => task.things)),
    marked: listed(sorted.flatMap((task) => task.things)),
    person,
    alike: Int32Array.from(known, (n) => colours.worker[n]!),
  }
}

interface Told {
  readonly id: string
  readonly people: Int32Array
  readonly things: readonly Int32Array[]
}

/**
 * The marks as a crowd whose colours tell them apart. To be judged are each task, by those who were asked, and after it each of its things, by
 * those who marked it; all of them also by one more worker, who stands for the task and holds them together.
 *
 * @returns with it, per worker of the crowd, the number of the real worker, or above these that of the task; and per task its node.
 */
function graphOf(tasks: readonly Told[], workers: readonly string[]) {
  const ids = [...workers.map((id) => `worker ${id}`), ...tasks.map(({ id }) => `task ${id}`)]
  const own = tasks.map((_, task) => Int32Array.of(workers.length + task))
  const rows = tasks.flatMap(({ people, things }, task) => [people, own[task]!, ...things.flatMap((some) => [some, own[task]!])])
  const { start, values } = listed(rows)
  const [task, label] = [new Int32Array(values.length), new Int32Array(values.length)]
  const nodeOf = startsOf(tasks.map(({ things }) => ({ length: things.length + 1 })))
  const isTask = new Set(nodeOf)
  for (let row = 0; row < rows.length; row++) {
    const node = row >> 1
    task.fill(node, start[row], start[row + 1])
    label.fill(row % 2 === 1 ? 2 : isTask.has(node) ? 0 : 1, start[row], start[row + 1])
  }
  const names = {
    tasks: Array.from({ length: rows.length >> 1 }, (_, node) => `${node}`),
    workers: ids,
    labels: ['asked', 'marked', 'held'],
  }
  const crowd = codedCrowd({ task, worker: values, label, ...names }, { repeats: 'all' })
  const placeOf = new Map(ids.map((id, n) => [id, n]))
  return { crowd, place: crowd.workers.map((id) => placeOf.get(id)!), nodeOf }
}

function startsOf(lists: readonly { readonly length: number }[]): Int32Array {
  const start = new Int32Array(lists.length + 1)
  for (const [n, { length }] of lists.entries()) start[n + 1] = start[n]! + length
  return start
}

function listed(lists: readonly Int32Array[]): Lists {
  const start = startsOf(lists)
  const values = new Int32Array(start.at(-1)!)
  for (const [n, list] of lists.entries()) values.set(list, start[n])
  return { start, values }
}
