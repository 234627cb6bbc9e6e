import { accuracy, auto, crowd, goldMajorityVote, majorityVote } from '../packages/aggregation/src/index.ts'
import { printTable } from './bench-results.ts'
import { RECORDED_SETS } from './crowd-kit-accuracy.ts'
import { crowdOfFamily, FAMILIES } from './crowd-families.ts'
import type { TrueCrowd } from './crowd-parts.ts'
import { crowdOfShape, SHAPES } from './crowd-shapes.ts'
import { readRecordedSet } from './recorded-crowd.ts'
import { thinned, THINNINGS } from './thinned-crowds.ts'

/** With fewer tasks of known truth, one of them is a point or more. */
const tasksLeast = 100
/** Larger ones are much like the whole. */
const responsesMost = 20_000
const sizes = [200, 1000].flatMap((tasks) => [3, 5].map((perTask) => ({ tasks, perTask })))

type Half = 'looked at' | 'looked at last'
interface Source {
  readonly from: string
  /** The first half by name is what `auto` was made by, the second what it was then tried on. */
  readonly half: Half
  readonly kind: 'thinned' | 'generated' | 'shaped'
  readonly crowds: () => Iterable<TrueCrowd>
}

/**
 * How does `auto` do beside majority vote on crowds that nobody has looked at? Recorded ones of which a part is left out, and generated
 * ones of families and shapes that no recorded one is made like.
 */
export function measureUnseen(folder: string, seeds: readonly number[], only: readonly string[]) {
  const lines = [...recordedSources(folder, seeds), ...familySources(seeds), ...shapeSources(seeds)]
    .filter(({ from }) => only.length === 0 || only.includes(from))
    .flatMap((source) => [...source.crowds()].flatMap((each) => measureCrowd(source, each)))
  const groups = Map.groupBy(lines, ({ kind, half }) => `${kind}, ${half}`)
  const summary = [...groups].map(([group, own]) => ({ group, ...summed(own) }))
  printTable('auto less majority vote, in points', summary)
  printTable(
    'The same by where crowds come from',
    [...Map.groupBy(lines, ({ from }) => from)].map(([group, own]) => ({ group, ...summed(own) })),
  )
  return { summary, lines }
}

function recordedSources(folder: string, seeds: readonly number[]): Source[] {
  return inHalves(RECORDED_SETS).flatMap(({ name: from, half }) => {
    const set = readRecordedSet(folder, from)
    if (set === null) return []
    const rows = set.tasks.flatMap(({ id, responses }) => responses.map((each) => ({ task: id, ...each })))
    const ways = Object.keys(THINNINGS).flatMap((how) => seeds.map((seed) => ({ how, seed })))
    const crowds = () => ways.flatMap(({ how, seed }) => thinned({ name: from, rows, truth: set.truth }, how, seed) ?? [])
    return [{ from, half, kind: 'thinned' as const, crowds }]
  })
}

function familySources(seeds: readonly number[]): Source[] {
  return inHalves(Object.keys(FAMILIES)).map(({ name: from, half }) => {
    const crowds = () => sizes.flatMap((size) => seeds.map((seed) => crowdOfFamily(from, { ...size, seed })))
    return { from, half, kind: 'generated', crowds }
  })
}

function shapeSources(seeds: readonly number[]): Source[] {
  const shapes = [300, 1000].map((tasks) => ({ tasks, perTask: 3 }))
  return Object.keys(SHAPES).map((from) => {
    const crowds = () => shapes.flatMap((size) => seeds.map((seed) => crowdOfShape(from, { ...size, seed })))
    return { from, half: 'looked at', kind: 'shaped', crowds }
  })
}

function inHalves(names: readonly string[]): { name: string; half: Half }[] {
  return names.toSorted().map((name, n) => ({ name, half: n < names.length / 2 ? 'looked at' : 'looked at last' }))
}

function measureCrowd({ from, half, kind }: Source, { name, rows, truth, gold }: TrueCrowd) {
  const built = crowd(rows)
  const votes = accuracy(gold === undefined ? majorityVote(built) : goldMajorityVote(built, { gold }), truth)
  if (votes.tasks < tasksLeast || built.size > responsesMost) return []
  const result = auto(built, { gold })
  const [voted, gained] = [100 * votes.fraction!, 100 * (accuracy(result, truth).fraction! - votes.fraction!)]
  process.stderr.write(`${name}: majority vote ${voted.toFixed(1)}, auto ${gained.toFixed(1)} more (${result.choice.method})\n`)
  const rounded = (points: number) => Math.round(points * 100) / 100
  return [{ name, from, half, kind, tasks: votes.tasks, majorityVote: rounded(voted), gain: rounded(gained), chosen: result.choice.method }]
}

function summed(lines: ReturnType<typeof measureCrowd>) {
  const worst = lines.toSorted((a, b) => a.gain - b.gain)[0]!
  const mean = lines.reduce((sum, { gain }) => sum + gain, 0) / lines.length
  const below = lines.filter(({ gain }) => gain < -1).length
  return { crowds: lines.length, mean: mean.toFixed(2), belowByMoreThanOne: below, worst: worst.gain.toFixed(1), of: worst.name }
}
