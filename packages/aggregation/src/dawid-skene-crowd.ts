import { startingPosteriors, type StartOptions } from './categorical/starting-posteriors.ts'
import type { Crowd } from './crowd.ts'
import { addTo, countTasks, expectTasks, partsOf, partStart, runsOf } from './dawid-skene-model.ts'
import type { Parameters, Sums, TaskRows } from './dawid-skene-model.ts'
import { allocate } from './vote-shares.ts'

/** Everything that the two steps read and write for a crowd in memory; allocated once. */
export interface Model {
  readonly labels: readonly string[]
  readonly rows: TaskRows
  readonly parameters: Parameters
  readonly sums: Sums
  readonly parts: number
  /** Where one part is summed before it is added to the others; the sums themselves when there is only one. */
  readonly partSums: Sums
}

/** Begins at the shares of votes or at a former result, gold held at its label. */
export function startModel(crowd: Crowd, start: StartOptions): Model {
  const { labels, gold, posteriors } = startingPosteriors(crowd, start)
  const k = labels.length
  const counts = allocate('The confusion matrices', crowd.workers.length * k * k, start.maxCells)
  const sums = { counts, mass: new Float64Array(k) }
  const parts = partsOf(crowd.size)
  return {
    labels,
    rows: { start: crowd.byTask.start, runs: runsOf(crowd.byTask.worker, crowd.byTask.label, k), gold, posteriors },
    parameters: { logConfusion: new Float64Array(counts.length), logPriors: new Float64Array(k) },
    sums,
    parts,
    partSums: parts === 1 ? sums : { counts: new Float64Array(counts.length), mass: new Float64Array(k) },
  }
}

/** The E step: posteriors and expected counts. Returns the log-likelihood of the parameters that it read. */
export function expectation(model: Model): number {
  return sumParts(model, (from, to) => expectTasks(model.rows, model.parameters, model.partSums, from, to))
}

/** The expected counts of the posteriors with which a run begins. */
export function countExpected(model: Model): void {
  sumParts(model, (from, to) => {
    countTasks(model.rows, model.partSums, from, to)
    return 0
  })
}

function sumParts({ rows, sums, parts, partSums }: Model, sumPart: (from: number, to: number) => number): number {
  let total = 0
  clear(sums)
  for (let part = 0; part < parts; part++) {
    if (partSums !== sums) clear(partSums)
    total += sumPart(partStart(rows.gold.length, part, parts), partStart(rows.gold.length, part + 1, parts))
    if (partSums === sums) continue
    addTo(sums.counts, partSums.counts)
    addTo(sums.mass, partSums.mass)
  }
  return total
}

function clear({ counts, mass }: Sums): void {
  counts.fill(0)
  mass.fill(0)
}
