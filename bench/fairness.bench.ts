/**
 * How near to the fairest possible week does every worker come, when work is scarce, comes in bursts and people come and go?
 * A simulated week, beside first come, first served with the same workers and the same batches. No server, no database:
 * the rules themselves, from packages/domain, on a simulated clock. The week is described in fairness/world.ts.
 *
 *   npx node bench/fairness.bench.ts [--seed 1] [--seeds 1] [--workers 1000] [--turns 48] [--every 60] [--plain] [--sweep] [--json]
 *
 * `--seeds 5` runs five weeks, from `--seed` on. `--sweep` tries other rules instead of comparing. `--json` writes
 * bench/results/fairness.json and .svg (the chart is of the first week).
 *
 * `--plain` is an easier week: everybody does every kind, and sits down on each of the seven days; all work is scarce.
 *
 * Three optima are computed offline, all over the workers who came:
 * - the week's: all of the week's supply is shared out as if it were there from Monday to Sunday, and each worker asks for
 *   what they asked, but no more than they could do in their own open sittings at their own speed;
 * - the clairvoyant's, which is stricter about what is possible: a batch is worked on only after its release, and within the
 *   time that each worker sat after it (see fairness/clairvoyant.ts). It still knows the whole week on Monday.
 *
 * - that of the work done: as the week's, but only of the work that was done in the simulation. What is left at the end of the
 *   week is not lost: it is shared out in the next one.
 *
 * "Near" is what the goal calls it: within 5 % of the optimum or one task, whichever is larger, above or below.
 * Ends with 0 when every worker is near the clairvoyant optimum, 2 when not.
 */
import { shareOut } from '@canut/domain'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { drawWeeklyHours } from './fairness/chart.ts'
import { clairvoyantOptimum } from './fairness/clairvoyant.ts'
import { distanceFrom } from './fairness/distance.ts'
import { canut, firstCome } from './fairness/policies.ts'
import { simulateWeek, type Policy } from './fairness/simulate.ts'
import { makeWorld, type World } from './fairness/world.ts'
import { tell } from './own-canut.ts'

const TURNS_TRIED = [0, 12, 24, 48, 72, 96, 168]

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1000' },
    turns: { type: 'string', default: '48' },
    every: { type: 'string', default: '60' },
    sweep: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const turnHours = Number(values.turns)
const shareEverySeconds = Number(values.every)
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.seed) + i)
const total = (each: readonly number[]) => each.reduce((sum, value) => sum + value, 0)
const hours = (seconds: number) => Math.round(seconds / 36) / 100

/** Per kind: all that was released in the week, in seconds at the estimates. */
function releasedSeconds({ batches, kindTaskSeconds }: World): number[] {
  return kindTaskSeconds.map((taskSeconds, kind) =>
    total(batches.filter((batch) => batch.kind === kind).map(({ tasks }) => tasks * taskSeconds)),
  )
}

/** This much work of each kind at once, for what the workers could do in their open sittings. */
function weekOptimum({ workers }: World, kindSeconds: readonly number[]): number[] {
  const claims = workers.map(({ askedSeconds, slowness, sittings, kinds }) => {
    const possible = total(sittings.map(({ from, to }) => to - from)) / slowness
    return { askedSeconds: Math.min(askedSeconds, possible), receivedSeconds: 0, eligible: kinds }
  })
  const supplies = kindSeconds.map((seconds) => ({ seconds }))
  return shareOut(claims, supplies).shares
}

function runWeek(seed: number) {
  const world = makeWorld(seed, Number(values.workers), values.plain)
  const optima = { week: weekOptimum(world, releasedSeconds(world)), clairvoyant: clairvoyantOptimum(world) }
  const measure = (policy: Policy) => {
    const outcome = simulateWeek(world, policy)
    const figures = {
      fromClairvoyant: distanceFrom(optima.clairvoyant, outcome, world),
      fromWeek: distanceFrom(optima.week, outcome, world),
      fromDone: distanceFrom(weekOptimum(world, outcome.takenSeconds), outcome, world),
      workHours: hours(total(outcome.receivedSeconds)),
      waitingHours: hours(outcome.waitingSeconds),
      takenAfterHours: hours(outcome.takenAfterSeconds),
    }
    return { outcome, figures }
  }
  return { seed, world, optima, measure, optimumHours: hours(total(optima.clairvoyant)) }
}

type Week = ReturnType<typeof runWeek>
type Figures = ReturnType<Week['measure']>['figures']

function lineOf(name: string, { fromClairvoyant: c, fromWeek, fromDone, workHours, waitingHours, takenAfterHours }: Figures): string {
  const cells = [
    c.nearShare,
    fromWeek.nearShare,
    fromDone.nearShare,
    c.belowShare,
    c.meanDistance,
    c.shortfall,
    c.jain,
    c.lowestPart,
    c.fifthPercentilePart,
    c.highestPart,
  ]
  const more = [c.gainedByLookingOften, workHours, waitingHours, takenAfterHours]
  return name.padEnd(26) + [...cells, ...more].map((cell) => String(cell).padStart(9)).join('')
}

const HEAD = [
  'near',
  '(week)',
  '(done)',
  'below',
  'distance',
  'lack',
  'jain',
  'lowest',
  '5th pct',
  'highest',
  'looking',
  'work h',
  'wait h',
  'taken h',
]
const say = (line: string) => process.stderr.write(`${line}\n`)
say(`${''.padEnd(26)}${HEAD.map((cell) => cell.padStart(9)).join('')}`)

function compare(week: Week) {
  const rule = { turnHours, shareEverySeconds, onlyMeant: true }
  const ours = week.measure(canut(week.world, rule))
  const theirs = week.measure(firstCome(week.world))
  say(lineOf(`week ${week.seed}: Canut`, ours.figures))
  say(lineOf('  first come', theirs.figures))
  const { seed, optimumHours } = week
  return {
    figures: { seed, optimumHours, canut: ours.figures, firstCome: theirs.figures },
    ours,
    theirs,
    week,
  }
}

/** Other lengths of a turn; and shares that are taken of any work, whatever they are made of. */
function sweep(week: Week): void {
  const anyWork = week.measure(canut(week.world, { turnHours, shareEverySeconds, onlyMeant: false }))
  say(lineOf(`week ${week.seed}: of any work`, anyWork.figures))
  for (const turn of TURNS_TRIED) {
    const { figures } = week.measure(canut(week.world, { turnHours: turn, shareEverySeconds, onlyMeant: true }))
    say(lineOf(`week ${week.seed}: a turn of ${turn} h`, figures))
  }
}

function chartOf({ week, ours, theirs }: ReturnType<typeof compare>): string {
  const each = week.world.workers.flatMap(({ askedSeconds, sittings }, worker) => {
    const [optimum, had, before] = [week.optima.clairvoyant, ours.outcome.receivedSeconds, theirs.outcome.receivedSeconds].map(
      (seconds) => (seconds[worker] ?? 0) / 3600,
    )
    if (sittings.length === 0) return []
    return [{ asked: askedSeconds / 3600, optimum: optimum ?? 0, canut: had ?? 0, firstCome: before ?? 0 }]
  })
  return drawWeeklyHours(each, `Simulated week ${week.seed}; a turn is kept for ${turnHours} hours; bench/fairness.bench.ts`)
}

if (values.sweep) {
  for (const seed of seeds) sweep(runWeek(seed))
} else {
  const weeks = seeds.map((seed) => compare(runWeek(seed)))
  const over = (pick: (figures: (typeof weeks)[number]['figures']) => number) =>
    Math.round((total(weeks.map(({ figures }) => pick(figures))) / weeks.length) * 1000) / 1000
  const summary = {
    allNear: weeks.every(({ figures }) => figures.canut.fromClairvoyant.nearShare === 1),
    nearCanut: over(({ canut: of }) => of.fromClairvoyant.nearShare),
    nearFirstCome: over(({ firstCome: of }) => of.fromClairvoyant.nearShare),
    nearOfWorkDoneCanut: over(({ canut: of }) => of.fromDone.nearShare),
    nearOfWorkDoneFirstCome: over(({ firstCome: of }) => of.fromDone.nearShare),
    belowCanut: over(({ canut: of }) => of.fromClairvoyant.belowShare),
    belowFirstCome: over(({ firstCome: of }) => of.fromClairvoyant.belowShare),
    shortfallCanut: over(({ canut: of }) => of.fromClairvoyant.shortfall),
    shortfallFirstCome: over(({ firstCome: of }) => of.fromClairvoyant.shortfall),
    distanceCanut: over(({ canut: of }) => of.fromClairvoyant.meanDistance),
    distanceFirstCome: over(({ firstCome: of }) => of.fromClairvoyant.meanDistance),
    lowestPartCanut: Math.min(...weeks.map(({ figures }) => figures.canut.fromClairvoyant.lowestPart)),
    lowestPartFirstCome: Math.min(...weeks.map(({ figures }) => figures.firstCome.fromClairvoyant.lowestPart)),
    jainCanut: over(({ canut: of }) => of.fromClairvoyant.jain),
    jainFirstCome: over(({ firstCome: of }) => of.fromClairvoyant.jain),
    optimumHours: over(({ optimumHours }) => optimumHours),
    workHoursCanut: over(({ canut: of }) => of.workHours),
    workHoursFirstCome: over(({ firstCome: of }) => of.workHours),
    waitingHoursCanut: over(({ canut: of }) => of.waitingHours),
    waitingHoursFirstCome: over(({ firstCome: of }) => of.waitingHours),
    takenAfterHoursCanut: over(({ canut: of }) => of.takenAfterHours),
    takenAfterHoursFirstCome: over(({ firstCome: of }) => of.takenAfterHours),
  }
  const figures = { workers: Number(values.workers), turnHours, shareEverySeconds, ...summary, weeks: weeks.map((each) => each.figures) }
  const [first] = weeks
  if (values.json && first !== undefined) {
    const folder = join(import.meta.dirname, 'results')
    mkdirSync(folder, { recursive: true })
    const name = values.plain ? 'fairness-plain' : 'fairness'
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`)
    writeFileSync(join(folder, `${name}.svg`), chartOf(first))
  }
  tell(`${weeks.length} simulated weeks of ${values.workers} workers`, figures)
  if (!summary.allNear) process.exitCode = 2
}
