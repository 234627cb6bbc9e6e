import type { TrueCrowd } from './crowd-parts.ts'
import { randomFrom } from './random-from.ts'

type Rows = TrueCrowd['rows']

/** Ways to leave out a part of a crowd, which make of it one that nobody has looked at; each draws from a seed. */
export const THINNINGS: Readonly<Record<string, (rows: Rows, random: () => number) => Rows>> = {
  '2 a task': (rows, random) => someOfEach(rows, 2, random),
  '3 a task': (rows, random) => someOfEach(rows, 3, random),
  '5 a task': (rows, random) => someOfEach(rows, 5, random),
  '15 % of responses': (rows, random) => rows.filter(() => random() < 0.15),
  '25 % of responses': (rows, random) => rows.filter(() => random() < 0.25),
  '50 % of responses': (rows, random) => rows.filter(() => random() < 0.5),
  '15 % of tasks': (rows, random) => ofSome(rows, 'task', 0.15, random),
  '40 % of tasks': (rows, random) => ofSome(rows, 'task', 0.4, random),
  '50 % of workers': (rows, random) => ofSome(rows, 'worker', 0.5, random),
}

/** Null where hardly anything would be left out. */
export function thinned({ name, rows, truth }: TrueCrowd, how: string, seed: number): TrueCrowd | null {
  const kept = THINNINGS[how]!(rows, randomFrom(seed))
  if (kept.length > 0.9 * rows.length) return null
  const tasks = new Set(kept.map(({ task }) => task))
  return { name: `${name}, ${how} #${seed}`, rows: kept, truth: new Map([...truth].filter(([task]) => tasks.has(task))) }
}

function someOfEach(rows: Rows, count: number, random: () => number): Rows {
  const shuffled = rows.map((row) => ({ row, at: random() })).toSorted((a, b) => a.at - b.at)
  return [...Map.groupBy(shuffled, ({ row }) => row.task).values()].flatMap((own) => own.slice(0, count).map(({ row }) => row))
}

function ofSome(rows: Rows, by: 'task' | 'worker', share: number, random: () => number): Rows {
  const kept = new Set([...new Set(rows.map((row) => row[by]))].filter(() => random() < share))
  return rows.filter((row) => kept.has(row[by]))
}
