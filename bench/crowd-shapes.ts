import { always, between, coin, drawOf, each, even, guess, onScale, type Random, type TrueCrowd } from './crowd-parts.ts'
import { randomFrom } from './random-from.ts'

interface Shape {
  /** How common each class is, as weights. */
  readonly classes: readonly number[]
  /** Draws somebody: P(says l | truth k), by k. */
  readonly worker: (random: Random, who: number) => readonly (readonly number[])[]
  /** Draws how many respond to a task; as many as the size says unless told. */
  readonly perTask?: (random: Random) => number
  /** Draws how often a task is answered by a guess, whoever answers. */
  readonly hardness?: (random: Random, truth: number) => number
  /** Draws what misleads at a task: the answer of those who are taken in by it, and how many are. */
  readonly lure?: (random: Random, truth: number) => { readonly label: number; readonly share: number } | null
  /** Those who copy what the first of them said. */
  readonly copies?: (who: number) => boolean
  /** Of one worker, 40 unless told. */
  readonly responsesEach?: number
  /** The larger, the more is done by a few; 1.5 unless told, 1 for all alike. */
  readonly activity?: number
  /** Groups of tasks and workers that have nothing to do with each other. */
  readonly islands?: number
  /** Share of tasks whose truth is told. */
  readonly gold?: number
}

const byRank = (count: number, power: number) => each(count, (rank) => 1 / (rank + 1) ** power)
/** Right so often, and else mostly the class beside it. */
function beside(right: number, k: number): number[][] {
  return each(k, (truth) =>
    each(k, (given) => (given === truth ? right : (1 - right) * ((given === (truth ^ 1) ? 0.8 : 0) + 0.2 / (k - 1)))),
  )
}

/** Crowds as they come: unlike each other in how many answer, how classes are spread, who works and who does not. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  alikeCareful: { classes: even(2), worker: () => coin(0.8, 2), activity: 1 },
  busyFew: { classes: even(3), worker: (random) => coin(between(random, 0.5, 0.95), 3), activity: 5 },
  busySpammer: { classes: even(3), worker: (random, who) => (who < 2 ? guess(3) : coin(between(random, 0.6, 0.95), 3)), activity: 4 },
  copiedHalf: { classes: even(4), worker: (random) => coin(between(random, 0.5, 0.9), 4), copies: (who) => who % 3 === 0 },
  defaultLabel: {
    classes: [80, 20],
    worker: (random) => (random() < 0.25 ? always(0, 2) : coin(between(random, 0.65, 0.95), 2)),
  },
  experts: { classes: even(2), worker: (random) => coin(random() < 0.15 ? 0.97 : between(random, 0.5, 0.65), 2) },
  goldSome: { classes: even(3), worker: (random) => coin(between(random, 0.35, 0.9), 3), gold: 0.1 },
  hundredClasses: { classes: byRank(100, 1), worker: (random) => coin(between(random, 0.4, 0.95), 100) },
  islands: { classes: even(3), worker: (random) => coin(between(random, 0.5, 0.95), 3), islands: 10 },
  islandsOfTwo: { classes: even(2), worker: (random) => coin(between(random, 0.55, 0.95), 2), islands: 40 },
  likelyWrong: { classes: even(2), worker: (random) => coin(between(random, 0.4, 0.75), 2) },
  lured: {
    classes: even(4),
    worker: (random) => coin(between(random, 0.65, 0.95), 4),
    lure: (random, truth) => (random() < 0.2 ? { label: (truth + 1 + Math.floor(3 * random())) % 4, share: 0.6 } : null),
  },
  manyConfused: { classes: byRank(24, 1), worker: (random) => beside(between(random, 0.4, 0.95), 24) },
  mixedCounts: {
    classes: even(3),
    worker: (random) => coin(between(random, 0.5, 0.95), 3),
    perTask: (random) => (random() < 0.4 ? 1 : 2 + Math.floor(4 * random())),
  },
  mostlyHard: { classes: even(4), worker: (random) => coin(between(random, 0.6, 0.95), 4), hardness: (random) => Math.sqrt(random()) },
  mostlySpam: { classes: even(3), worker: (random) => (random() < 0.6 ? guess(3) : coin(between(random, 0.75, 0.97), 3)) },
  oneEach: { classes: even(3), worker: (random) => coin(between(random, 0.5, 0.95), 3), responsesEach: 1, activity: 1 },
  oneInTwenty: { classes: [95, 5], worker: (random) => coin(between(random, 0.7, 0.98), 2) },
  overcautious: {
    classes: [90, 10],
    worker: (random) => {
      const [common, rare] = [between(random, 0.6, 0.9), between(random, 0.8, 0.98)]
      return [
        [common, 1 - common],
        [1 - rare, rare],
      ]
    },
  },
  overlooked: {
    classes: [85, 15],
    worker: (random) => {
      const rare = between(random, 0.3, 0.8)
      return [
        [0.97, 0.03],
        [1 - rare, rare],
      ]
    },
  },
  ratings: { classes: [5, 10, 20, 35, 30], worker: (random) => onScale(random, 5), hardness: (random) => 0.4 * random() },
  rarelyMet: { classes: even(2), worker: (random) => coin(between(random, 0.55, 0.95), 2), responsesEach: 3 },
  scaleOfEleven: { classes: even(11), worker: (random) => onScale(random, 11) },
  spreadClasses: { classes: byRank(12, 1.3), worker: (random) => coin(between(random, 0.4, 0.95), 12) },
  twentyEven: { classes: even(20), worker: (random) => beside(between(random, 0.35, 0.9), 20) },
  twoHundred: { classes: byRank(200, 0.7), worker: (random) => coin(between(random, 0.5, 0.95), 200) },
}

/** A crowd of a shape; the same for the same seed. */
export function crowdOfShape(name: string, { tasks, perTask, seed }: { tasks: number; perTask: number; seed: number }): TrueCrowd {
  const shape = SHAPES[name]!
  const k = shape.classes.length
  const random = randomFrom(seed)
  const islands = shape.islands ?? 1
  const onIsland = Math.max(perTask + 2, Math.round((tasks * perTask) / (shape.responsesEach ?? 40) / islands))
  const rates = each(onIsland * islands, (who) => shape.worker(random, who))
  const rows: TrueCrowd['rows'][number][] = []
  const [truth, gold] = [new Map<string, string>(), new Map<string, string>()]
  for (let task = 0; task < tasks; task++) {
    const is = drawOf(shape.classes, random)
    const id = `t${task}`
    if (random() < (shape.gold ?? 0)) gold.set(id, `l${is}`)
    else truth.set(id, `l${is}`)
    const hardness = shape.hardness?.(random, is) ?? 0
    const lure = shape.lure?.(random, is) ?? null
    const wanted = shape.perTask?.(random) ?? perTask
    const chosen = new Set<number>()
    while (chosen.size < wanted) chosen.add((task % islands) * onIsland + Math.floor(onIsland * random() ** (shape.activity ?? 1.5)))
    let copied: number | null = null
    for (const who of chosen) {
      let own = drawOf(rates[who]![is]!, random)
      if (random() < hardness) own = Math.floor(k * random())
      if (lure !== null && random() < lure.share) own = lure.label
      if (shape.copies?.(who) === true) own = copied ??= own
      rows.push({ task: id, worker: `w${who}`, label: `l${own}` })
    }
  }
  return { name: `${name} ${tasks} × ${perTask} #${seed}`, rows, truth, ...(gold.size === 0 ? {} : { gold }) }
}
