import type { Response } from '../packages/aggregation/src/index.ts'

type Beliefs = Map<string, Record<string, number>>

/**
 * Dawid and Skene's method as one would write it first: objects and maps by id. The same formulas as the package, from the same
 * start, for a given number of iterations; here to show what the arrays of the package are worth.
 */
export function plainDawidSkene(rows: readonly Response[], iterations: number): Beliefs {
  const labels = [...new Set(rows.map((row) => row.label))]
  const byTask = Map.groupBy(rows, (row) => row.task)
  const beliefs: Beliefs = new Map()
  for (const [task, own] of byTask) {
    beliefs.set(task, Object.fromEntries(labels.map((label) => [label, own.filter((row) => row.label === label).length / own.length])))
  }
  for (let iteration = 0; iteration < iterations; iteration++) step(byTask, labels, beliefs)
  return beliefs
}

function step(byTask: Map<string, Response[]>, labels: readonly string[], beliefs: Beliefs): void {
  const priors = Object.fromEntries(labels.map((label) => [label, 0]))
  const confusion = new Map<string, Record<string, Record<string, number>>>()
  for (const [task, own] of byTask) {
    const belief = beliefs.get(task)!
    for (const truth of labels) priors[truth]! += belief[truth]! / byTask.size
    for (const { worker, label } of own) {
      if (!confusion.has(worker)) {
        confusion.set(worker, Object.fromEntries(labels.map((truth) => [truth, Object.fromEntries(labels.map((given) => [given, 0]))])))
      }
      for (const truth of labels) confusion.get(worker)![truth]![label]! += belief[truth]!
    }
  }
  for (const matrix of confusion.values()) {
    for (const row of Object.values(matrix)) {
      const sum = Object.values(row).reduce((a, b) => a + b, 0)
      for (const given of labels) row[given] = sum === 0 ? 0 : row[given]! / sum
    }
  }
  for (const [task, own] of byTask) {
    const scores = labels.map((truth) =>
      own.reduce((score, { worker, label }) => score + Math.log(confusion.get(worker)![truth]![label]!), Math.log(priors[truth]!)),
    )
    const greatest = Math.max(...scores)
    const weights = scores.map((score) => Math.exp(score - greatest))
    const sum = weights.reduce((a, b) => a + b, 0)
    beliefs.set(task, Object.fromEntries(labels.map((label, n) => [label, weights[n]! / sum])))
  }
}
