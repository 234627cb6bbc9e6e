/**
 * How many responses does the stop rule save, and what does it cost in accuracy? Replays recorded crowds as the engine would have
 * run them, beside the fixed redundancy of the recording and beside a fixed redundancy of as many responses as the rule used.
 *
 *   npx node bench/stop-rule.bench.ts [sets…] [--folder ../shared/data/crowd] [--seeds 5] [--threshold 0.95] [--minimum 2] [--json]
 *
 * Sets whose folder is not there are left out. A table goes to stderr, and JSON to bench/results/stop-rule.json (with --json also to
 * stdout). Ends with 0 when three sets save a quarter of their responses and lose at most half a point by Dawid–Skene, 2 when not.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  accuracy,
  crowd,
  dawidSkene,
  majorityVote,
  oneCoinPosterior,
  updateOneCoin,
  type WorkerEstimate,
} from '../packages/aggregation/src/index.ts'
import { needsAnother, STOP_RULE_DEFAULTS } from '../packages/domain/src/work/stop-rule.ts'
import { randomFrom } from './random-from.ts'
import { readRecordedSet, type RecordedSet, type RecordedTask } from './recorded-crowd.ts'

const SETS = 'bluebird rte possent product labelme face tweets_mozafari zencrowd_all zencrowd_us zencrowd_in adult rel'
const SAVED_MIN = 0.25
const LOST_MAX_POINTS = 0.5
const SETS_MIN = 3

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: join(import.meta.dirname, '../../shared/data/crowd') },
    seeds: { type: 'string', default: '5' },
    threshold: { type: 'string', default: String(STOP_RULE_DEFAULTS.threshold) },
    minimum: { type: 'string', default: String(STOP_RULE_DEFAULTS.minimum) },
    json: { type: 'boolean', default: false },
  },
})
const rule = { minimum: Number(given.minimum), threshold: Number(given.threshold) }
const seeds = Array.from({ length: Number(given.seeds) }, (_, n) => n + 1)

/** A task with its recorded responses in the order in which they arrive. */
interface Arriving extends RecordedTask {
  wanted: number
  submitted: number
  credits: ReadonlyMap<string, number>
}

interface Batch {
  readonly tasks: readonly Arriving[]
  readonly estimates: Map<string, WorkerEstimate>
  readonly classes: number
}

interface Figures {
  readonly responses: number
  readonly majorityVote: number
  readonly dawidSkene: number
  readonly oneCoin: number
}

/** The engine: tasks in a row, each open for `first` responses; one that needs another goes to the end of the row. */
function runBatch(set: RecordedSet, seed: number, firstOf: (task: RecordedTask, position: number) => number, threshold: number): Batch {
  const random = randomFrom(seed)
  const tasks = shuffled(set.tasks, random).map(({ id, responses }, position): Arriving => {
    const arriving = { id, responses: shuffled(responses, random) }
    const wanted = Math.min(responses.length, firstOf(arriving, position))
    return { ...arriving, wanted, submitted: 0, credits: new Map() }
  })
  const batch = { tasks, estimates: new Map<string, WorkerEstimate>(), classes: set.classes }
  const row = shuffled(
    tasks.flatMap((task) => Array.from({ length: task.wanted }, () => task)),
    random,
  )
  for (const task of row) {
    task.submitted += 1
    if (task.submitted < task.wanted) continue
    const confidence = look(batch, task)
    const { submitted } = task
    // the recording has no more to give than it has
    if (!needsAnother({ submitted, minimum: 1, maximum: task.responses.length, confidence, threshold })) continue
    task.wanted += 1
    row.push(task)
  }
  return batch
}

function look({ estimates, classes }: Batch, task: Arriving): number {
  const updated = updateOneCoin({ responses: submittedTo(task), credits: task.credits, estimates }, { classes })
  task.credits = updated.credits
  for (const [worker, estimate] of updated.estimates) estimates.set(worker, estimate)
  return updated.posterior.confidence
}

function submittedTo({ responses, submitted }: Arriving): Map<string, string> {
  return new Map(responses.slice(0, submitted).map(({ worker, label }) => [worker, label]))
}

/** Per cent of the tasks with a known truth; ties of m labels count 1/m. */
function figuresOf({ tasks, estimates, classes }: Batch, truth: ReadonlyMap<string, string>): Figures {
  const used = crowd(
    tasks.flatMap(({ id, responses, submitted }) =>
      responses.slice(0, submitted).map(({ worker, label }) => ({ task: id, worker, label })),
    ),
  )
  let right = 0
  let known = 0
  for (const task of tasks) {
    const expected = truth.get(task.id)
    if (expected === undefined) continue
    known += 1
    const others = new Map(estimates)
    for (const [worker, credit] of task.credits) {
      const { correct, answered } = estimates.get(worker)!
      others.set(worker, { correct: Math.max(0, Math.min(answered - 1, correct - credit)), answered: answered - 1 })
    }
    const { labels, confidence } = oneCoinPosterior(submittedTo(task), others, { classes })
    const top = labels.filter(({ probability }) => probability > confidence - 1e-9).map(({ label }) => label)
    right += top.includes(expected) ? 1 / top.length : 0
  }
  return {
    responses: used.size,
    majorityVote: percent(accuracy(majorityVote(used), truth).fraction ?? Number.NaN),
    dawidSkene: percent(accuracy(dawidSkene(used), truth).fraction ?? Number.NaN),
    oneCoin: percent(right / known),
  }
}

function replay(set: RecordedSet) {
  const runs = seeds.map((seed) => {
    const all = runBatch(set, seed, ({ responses }) => responses.length, 0)
    const byRule = runBatch(set, seed, () => rule.minimum, rule.threshold)
    const used = byRule.tasks.reduce((sum, { submitted }) => sum + submitted, 0)
    const same = runBatch(set, seed, fixedShare(set, used), 0)
    return { all: figuresOf(all, set.truth), rule: figuresOf(byRule, set.truth), same: figuresOf(same, set.truth) }
  })
  const [all, byRule, same] = [meanOf(runs.map((run) => run.all)), meanOf(runs.map((run) => run.rule)), meanOf(runs.map((run) => run.same))]
  return {
    set: set.name,
    tasks: set.tasks.length,
    classes: set.classes,
    responsesSaved: round(1 - byRule.responses / all.responses, 3),
    responsesPerTask: { all: round(all.responses / set.tasks.length, 2), rule: round(byRule.responses / set.tasks.length, 2) },
    accuracy: { all, rule: byRule, sameBudget: same },
    ruleMinusAll: differences(byRule, all),
    ruleMinusSameBudget: differences(byRule, same),
  }
}

/**
 * The same number of responses, the same number for every task: the whole part for all, and one more for as many as it takes.
 * Tasks of which fewer were recorded leave theirs to the others.
 */
function fixedShare(set: RecordedSet, used: number): (task: RecordedTask, position: number) => number {
  const taken = (share: number) => set.tasks.reduce((sum, { responses }) => sum + Math.min(share, responses.length), 0)
  let share = 0
  while (taken(share + 1) <= used) share += 1
  let left = used - taken(share)
  return ({ responses }) => {
    const takesOneMore = left > 0 && responses.length > share
    if (takesOneMore) left -= 1
    return share + (takesOneMore ? 1 : 0)
  }
}

function meanOf(runs: readonly Figures[]): Figures {
  const mean = (of: (figures: Figures) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length
  return {
    responses: Math.round(mean((run) => run.responses)),
    majorityVote: round(
      mean((run) => run.majorityVote),
      2,
    ),
    dawidSkene: round(
      mean((run) => run.dawidSkene),
      2,
    ),
    oneCoin: round(
      mean((run) => run.oneCoin),
      2,
    ),
  }
}

function differences(a: Figures, b: Figures) {
  return {
    majorityVote: round(a.majorityVote - b.majorityVote, 2),
    dawidSkene: round(a.dawidSkene - b.dawidSkene, 2),
    oneCoin: round(a.oneCoin - b.oneCoin, 2),
  }
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const result = [...values]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[result[last], result[other]] = [result[other]!, result[last]!]
  }
  return result
}

function percent(fraction: number): number {
  return fraction * 100
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}

function tableOf(lines: readonly ReturnType<typeof replay>[]): string {
  const head = ['set', 'per task', 'saved', ...['DS', 'one-coin', 'majority'].flatMap((name) => [`${name} all`, 'rule', 'same budget'])]
  const rows = lines.map((line) => [
    line.set,
    `${line.responsesPerTask.all} → ${line.responsesPerTask.rule}`,
    `${round(line.responsesSaved * 100, 1)} %`,
    ...(['dawidSkene', 'oneCoin', 'majorityVote'] as const).flatMap((method) =>
      (['all', 'rule', 'sameBudget'] as const).map((arm) => line.accuracy[arm][method].toFixed(1)),
    ),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)))
  return [head, ...rows]
    .map((row) => row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join('  '))
    .join('\n')
}

const results = (positionals.length > 0 ? positionals : SETS.split(' ')).flatMap((name) => {
  const set = readRecordedSet(given.folder, name)
  if (set === null) process.stderr.write(`${name}: not in ${given.folder}, left out\n`)
  return set === null ? [] : [replay(set)]
})
const reached = (method: 'dawidSkene' | 'oneCoin' | 'majorityVote') =>
  results.filter((line) => line.responsesSaved >= SAVED_MIN && line.ruleMinusAll[method] >= -LOST_MAX_POINTS).map(({ set }) => set)
const report = {
  rule,
  seeds: seeds.length,
  reached: { dawidSkene: reached('dawidSkene'), oneCoin: reached('oneCoin'), majorityVote: reached('majorityVote') },
  sets: results,
}
process.stderr.write(
  `\nAccuracy in per cent, mean of ${seeds.length} orders of arrival; minimum ${rule.minimum}, threshold ${rule.threshold}\n\n${tableOf(results)}\n\n`,
)
const json = `${JSON.stringify(report, null, 2)}\n`
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(join(import.meta.dirname, 'results/stop-rule.json'), json)
if (given.json) process.stdout.write(json)
process.exitCode = report.reached.dawidSkene.length >= SETS_MIN ? 0 : 2
