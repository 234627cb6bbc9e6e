import { always, between, coin, drawOf, each, even, guess, onScale, type Random, type TrueCrowd } from './crowd-parts.ts'
import { randomFrom } from './random-from.ts'

interface Family {
  /** How common each class is, as weights. */
  readonly classes: readonly number[]
  /** Draws somebody: P(says l | truth k), by k. */
  readonly worker: (random: Random, who: number) => readonly (readonly number[])[]
  /** Draws a task: what somebody says instead of their own answer, or null. */
  readonly task?: (random: Random, truth: number) => (own: number, random: Random) => number
  /** Those whose answers are copies of the first of them. */
  readonly copies?: (who: number) => boolean
  /** Of one worker, 40 unless told. */
  readonly responsesEach?: number
  /** Worker 0 answers every task. */
  readonly giant?: boolean
}

/** One part of the workers takes the last class for the one before. */
function ofTwoSchools(random: Random, who: number): number[][] {
  const rates = coin(between(random, 0.65, 0.95), 4)
  if (who % 5 < 2) rates[3] = [0.05, 0.05, 0.75, 0.15]
  return rates
}

/** Common shapes of crowds, none made after a recorded one. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  adversaries: { classes: even(2), worker: (random) => coin(random() < 0.2 ? between(random, 0.1, 0.4) : between(random, 0.6, 0.95), 2) },
  colluders: { classes: even(3), worker: (random) => coin(between(random, 0.5, 0.9), 3), copies: (who) => who % 5 === 0 },
  constant: {
    classes: even(3),
    worker: (random) => (random() < 0.3 ? always(Math.floor(3 * random()), 3) : coin(between(random, 0.5, 0.95), 3)),
  },
  easy: { classes: even(4), worker: (random) => coin(between(random, 0.85, 0.98), 4) },
  fewEach: { classes: even(3), worker: (random) => coin(between(random, 0.4, 0.95), 3), responsesEach: 4 },
  giant: { classes: even(3), worker: (random, who) => coin(who === 0 ? 0.6 : between(random, 0.5, 0.95), 3), giant: true },
  hardTasks: {
    classes: even(2),
    worker: (random) => coin(between(random, 0.7, 0.98), 2),
    task: (random) => {
      const hardness = random() ** 2
      return (own, draw) => (draw() < hardness ? Math.floor(2 * draw()) : own)
    },
  },
  manyClasses: { classes: even(20), worker: (random) => coin(between(random, 0.3, 0.9), 20) },
  misled: {
    classes: even(3),
    worker: (random) => coin(between(random, 0.6, 0.95), 3),
    task: (random, truth) => {
      const wrong = random() < 0.25 ? (truth + 1) % 3 : null
      return (own, draw) => (wrong !== null && draw() < 0.5 ? wrong : own)
    },
  },
  oneSided: {
    classes: even(2),
    worker: (random) => {
      const [one, other] = [between(random, 0.3, 0.95), between(random, 0.6, 0.98)]
      return [
        [one, 1 - one],
        [1 - other, other],
      ]
    },
  },
  ordinal: { classes: even(5), worker: (random) => onScale(random, 5) },
  plain: { classes: even(2), worker: (random) => coin(between(random, 0.55, 0.95), 2) },
  rare: { classes: [9, 1], worker: (random) => coin(between(random, 0.6, 0.95), 2) },
  skewed: { classes: [70, 15, 8, 5, 2], worker: (random) => coin(between(random, 0.5, 0.95), 5) },
  spammers: { classes: even(4), worker: (random) => (random() < 0.4 ? guess(4) : coin(between(random, 0.6, 0.95), 4)) },
  twoSchools: { classes: even(4), worker: ofTwoSchools },
}

/** A crowd of a family; the same for the same seed. */
export function crowdOfFamily(name: string, { tasks, perTask, seed }: { tasks: number; perTask: number; seed: number }): TrueCrowd {
  const family = FAMILIES[name]!
  const random = randomFrom(seed)
  const workers = Math.max(perTask + 2, Math.round((tasks * perTask) / (family.responsesEach ?? 40)))
  const rates = each(workers, (who) => family.worker(random, who))
  const rows: TrueCrowd['rows'][number][] = []
  const truth = new Map<string, string>()
  for (let task = 0; task < tasks; task++) {
    const is = drawOf(family.classes, random)
    truth.set(`t${task}`, `l${is}`)
    const instead = family.task?.(random, is) ?? ((own: number) => own)
    let copied: number | null = null
    const chosen = new Set<number>(family.giant === true ? [0] : [])
    while (chosen.size < perTask) chosen.add(Math.floor(workers * random() ** 1.5))
    for (const who of chosen) {
      const own = instead(drawOf(rates[who]![is]!, random), random)
      const isCopy = family.copies?.(who) === true
      if (isCopy) copied ??= own
      rows.push({ task: `t${task}`, worker: `w${who}`, label: `l${isCopy ? copied! : own}` })
    }
  }
  return { name: `${name} ${tasks} × ${perTask} #${seed}`, rows, truth }
}
