import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { crowd } from '../crowd.ts'
import type { Aggregate } from '../aggregate.ts'
import { majorityVote } from '../majority-vote.ts'
import { weightedVote } from '../categorical/weighted-vote.ts'
import { accuracyOnAggregates } from './accuracy-on-aggregates.ts'
import { consistency } from './consistency.ts'
import { krippendorffAlpha } from './krippendorff-alpha.ts'
import { labelEntropy } from './label-entropy.ts'

/** Crowd-Kit 1.4.1's figures of recorded crowds, which are not part of this repository: without them nothing is compared. */
const FOLDER = resolve(import.meta.dirname, '../../../../../shared/data/crowd')
const FILE = join(FOLDER, 'parity/metrics.json')
type Figures = Readonly<Record<string, number>>
const given = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Figures & Record<string, Figures>>) : {}

function read(set: string) {
  const lines = readFileSync(join(FOLDER, set, 'labels.csv'), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
  const rows = lines.map((line) => line.split(',')).map(([task, worker, label]) => ({ task: task!, worker: worker!, label: label! }))
  const once = [...new Map(rows.map((row) => [`${row.task},${row.worker},${row.label}`, row])).values()]
  return { built: crowd(rows, { repeats: 'all' }), once: crowd(once, { repeats: 'all' }) }
}

/** The likeliest labels in its own table of posteriors: its model floors counts, and so settles elsewhere than ours. */
function itsDawidSkene(set: string): Aggregate {
  const lines = readFileSync(join(FOLDER, `parity/${set}-DawidSkene-n100-proba.csv`), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
  const [header, ...rows] = lines.map((line) => line.split(','))
  const likeliest = rows.map(([, ...cells]) => cells.map(Number)).map((row) => row.indexOf(Math.max(...row)))
  return {
    method: 'dawid-skene',
    tasks: rows.map(([task]) => task!),
    labels: header!.slice(1),
    top: { start: Int32Array.from([...likeliest.keys(), likeliest.length]), label: Int32Array.from(likeliest) },
    confidence: new Float64Array(likeliest.length),
  }
}

/** Ties as in that library: the first label has them. */
const ties = 'first'

describe.skipIf(!existsSync(FILE))("Crowd-Kit's figures", () => {
  for (const set of ['bluebird', 'face', 'labelme', 'anaesthesia1979']) {
    it(`are ours for ${set}`, () => {
      const { built, once } = read(set)
      const theirs = given[set]!
      const votes = majorityVote(built)
      expect(krippendorffAlpha(built, { resamples: 0 }).alpha).toBeCloseTo(theirs['alpha_krippendorff(answers)']!, 9)
      expect(labelEntropy(built).mean).toBeCloseTo(theirs['uncertainty(answers)']!, 9)
      expect(labelEntropy(built, { by: 'worker' }).mean).toBeCloseTo(theirs["uncertainty(answers, compute_by='worker')"]!, 9)
      const entropies = labelEntropy(built).each
      for (const [task, entropy] of Object.entries(theirs['uncertainty by task, first 3 tasks (sorted)'] as unknown as Figures)) {
        expect(entropies[built.tasks.indexOf(task)]).toBeCloseTo(entropy, 9)
      }
      // It counts a label that a worker repeats once only.
      const skillOf = accuracyOnAggregates(once, votes, { ties })
      const skills = built.workers.map((worker) => skillOf.perWorker[skillOf.workers.indexOf(worker)]!)
      expect(labelEntropy(built, { skills }).mean).toBeCloseTo(theirs['uncertainty(answers, aggregator=MajorityVote())']!, 9)
      const { mean, ...workers } = theirs[
        "accuracy_on_aggregates(answers, by='worker') first 3 workers (sorted), mean"
      ] as unknown as Figures
      for (const [worker, right] of Object.entries(workers))
        expect(skillOf.perWorker[skillOf.workers.indexOf(worker.slice(1))]).toBeCloseTo(right, 9)
      expect(skills.reduce((sum, each) => sum + each, 0) / skills.length).toBeCloseTo(mean!, 9)
      expect(skillOf.mean).toBeCloseTo(theirs['accuracy_on_aggregates(answers)']!, 9)
      expect(consistency(built, votes, { ties, skills }).mean).toBeCloseTo(theirs['consistency(answers)  # MajorityVote, its skills_']!, 9)
      const weighted = { ...votes, ...weightedVote(built, Float64Array.from(skills)) }
      const ofWawa = consistency(built, weighted, { ties, skills }).mean
      expect(ofWawa).toBeCloseTo(theirs['consistency(answers, aggregator=Wawa())']!, 9)
      const ofModel = accuracyOnAggregates(once, itsDawidSkene(set), { ties })
      expect(ofModel.mean).toBeCloseTo(theirs['accuracy_on_aggregates(answers, aggregator=DawidSkene(n_iter=100))']!, 9)
    })
  }
})
