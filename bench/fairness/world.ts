import { randomFrom } from '../random-from.ts'

/**
 * The week that is simulated. Chosen once, before the first run, to look like what is known of micro-work in France (most
 * people work little and a few a lot; work comes in bursts; most have another job). One thing was added after the first run:
 * the week before, without which nobody would be known to come when the week begins.
 *
 * | What | How |
 * |---|---|
 * | hours asked | log-normal, median 4, sigma 1, from half an hour to 40 |
 * | speed | real seconds per estimated second: log-normal, median 1, sigma 0.5 |
 * | kinds of work | 3 languages × 4 task types; everybody knows one to three languages, 4 in 10 take every type |
 * | coming | 5 % never, 10 % once, the others 2 + Poisson(4) times, at 7 in the morning to midnight, mostly evenings |
 * | the week before | the same habits, drawn anew: it tells who last sat when |
 * | open sittings | together 0.8 to 1.5 × the hours asked; no sitting is longer than 8 hours |
 * | looking again | everybody in their own rhythm, every 5 to 300 seconds |
 * | supply | 35 % of all hours asked; 80 batches, sizes log-normal, sigma 1.2; a tenth there from the start, the others mostly on weekdays |
 * | plentiful kinds | two of twelve, with half as much again as everybody who may do them asks for |
 */
export interface World {
  readonly workers: readonly SimulatedWorker[]
  /** in order of their release */
  readonly batches: readonly SimulatedBatch[]
  readonly kindTaskSeconds: readonly number[]
}

export interface SimulatedWorker {
  readonly askedSeconds: number
  /** real seconds per second of estimate */
  readonly slowness: number
  readonly kinds: readonly number[]
  /** in order, not overlapping; seconds since the week began */
  readonly sittings: readonly Sitting[]
  /** the end of their last sitting in the week before: seconds, negative; null when there was none */
  readonly lastSatBefore: number | null
  readonly looksEverySeconds: number
}

export interface Sitting {
  readonly from: number
  readonly to: number
}

export interface SimulatedBatch {
  readonly kind: number
  readonly releasedAt: number
  readonly tasks: number
}

const WEEK_SECONDS = 7 * 86_400
const HOUR_SECONDS = 3600
const TYPE_TASK_SECONDS = [20, 60, 120, 240]
const LANGUAGES = 3
const LANGUAGE_SPOKEN = [0.9, 0.45, 0.15]
const LANGUAGE_SUPPLY = [0.6, 0.3, 0.1]
const KINDS = LANGUAGES * TYPE_TASK_SECONDS.length
const PLENTIFUL_KINDS = [KINDS - 4, KINDS - 1]
const BATCHES = 80

export function makeWorld(seed: number, workerCount: number, isPlain = false): World {
  const random = randomFrom(seed)
  const workers = Array.from({ length: workerCount }, () => (isPlain ? plainOf(makeWorker(random), random) : makeWorker(random)))
  const kindTaskSeconds = Array.from({ length: KINDS }, (_, kind) => TYPE_TASK_SECONDS[kind % TYPE_TASK_SECONDS.length] ?? 0)
  const askedOf = (chosen: readonly SimulatedWorker[]) => chosen.reduce((sum, { askedSeconds }) => sum + askedSeconds, 0)
  const scarce = makeBatches(random, {
    seconds: 0.35 * askedOf(workers),
    count: BATCHES,
    kindTaskSeconds,
    pickKind: () => pick(random, LANGUAGE_SUPPLY) * TYPE_TASK_SECONDS.length + Math.floor(random() * TYPE_TASK_SECONDS.length),
  })
  const plentiful = (isPlain ? [] : PLENTIFUL_KINDS).flatMap((kind) => {
    const seconds = 1.5 * askedOf(workers.filter(({ kinds }) => kinds.includes(kind)))
    return makeBatches(random, { seconds, count: 4, kindTaskSeconds, pickKind: () => kind })
  })
  const batches = [...scarce.filter(({ kind }) => isPlain || !PLENTIFUL_KINDS.includes(kind)), ...plentiful]
  return { workers, batches: batches.toSorted((a, b) => a.releasedAt - b.releasedAt), kindTaskSeconds }
}

/** The same person in the plain week: does everything, and sits down on each of the seven days. */
function plainOf(worker: SimulatedWorker, random: () => number): SimulatedWorker {
  const openSeconds = (worker.askedSeconds * (0.8 + 0.7 * random())) / 7
  const sittings = Array.from({ length: 7 }, (_, day) => {
    const from = day * 86_400 + (7 + 16 * Math.max(random(), random())) * HOUR_SECONDS
    return { from, to: Math.min((day + 1) * 86_400, from + Math.min(8 * HOUR_SECONDS, Math.max(300, openSeconds * (0.5 + random())))) }
  })
  const kinds = Array.from({ length: KINDS }, (_, kind) => kind)
  return { ...worker, kinds, sittings, lastSatBefore: -HOUR_SECONDS }
}

function makeWorker(random: () => number): SimulatedWorker {
  const askedSeconds = Math.min(40, Math.max(0.5, 4 * Math.exp(normal(random)))) * HOUR_SECONDS
  const languages = [...LANGUAGE_SPOKEN.keys()].filter((language) => random() < (LANGUAGE_SPOKEN[language] ?? 0))
  const takesAll = random() < 0.4
  const types = [...TYPE_TASK_SECONDS.keys()].filter(() => takesAll || random() < 0.5)
  const spoken = languages.length > 0 ? languages : [0]
  const taken = types.length > 0 ? types : [Math.floor(random() * TYPE_TASK_SECONDS.length)]
  const habit = random()
  const count = () => (habit < 0.05 ? 0 : habit < 0.15 ? 1 : 2 + poisson(random, 4))
  const before = makeSittings(random, askedSeconds, count()).at(-1)
  return {
    askedSeconds,
    slowness: Math.exp(0.5 * normal(random)),
    kinds: spoken.flatMap((language) => taken.map((type) => language * TYPE_TASK_SECONDS.length + type)),
    sittings: makeSittings(random, askedSeconds, count()),
    lastSatBefore: before === undefined ? null : before.to - WEEK_SECONDS,
    looksEverySeconds: Math.round(5 * 60 ** random()),
  }
}

function makeSittings(random: () => number, askedSeconds: number, count: number): Sitting[] {
  const openSeconds = askedSeconds * (0.8 + 0.7 * random())
  const sittings = Array.from({ length: count }, () => {
    // mostly evenings: the later of two moments of the day
    const hour = 7 + 17 * Math.max(random(), random())
    const from = Math.floor(random() * 7) * 86_400 + hour * HOUR_SECONDS
    const length = Math.min(8 * HOUR_SECONDS, Math.max(300, (openSeconds / count) * (0.5 + random())))
    return { from, to: Math.min(WEEK_SECONDS, from + length) }
  })
  return joinOverlaps(sittings)
}

function joinOverlaps(sittings: readonly Sitting[]): Sitting[] {
  const joined: Sitting[] = []
  for (const each of sittings.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && each.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, each.to) }
    else joined.push(each)
  }
  return joined
}

interface Supply {
  readonly seconds: number
  readonly count: number
  readonly kindTaskSeconds: readonly number[]
  readonly pickKind: () => number
}

function makeBatches(random: () => number, { seconds, count, kindTaskSeconds, pickKind }: Supply): SimulatedBatch[] {
  const sizes = Array.from({ length: count }, () => Math.exp(1.2 * normal(random)))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return sizes.map((size, i) => {
    const kind = pickKind()
    const tasks = Math.max(1, Math.round(((size / total) * seconds) / (kindTaskSeconds[kind] ?? 1)))
    return { kind, releasedAt: i < count / 10 ? 0 : releaseMoment(random), tasks }
  })
}

/** Eight in ten on weekdays from 8 to 19 o'clock, the others at any moment. */
function releaseMoment(random: () => number): number {
  if (random() < 0.2) return random() * WEEK_SECONDS

  return Math.floor(random() * 5) * 86_400 + (8 + 11 * random()) * HOUR_SECONDS
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function poisson(random: () => number, mean: number): number {
  let count = 0
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1
  return count
}

function pick(random: () => number, weights: readonly number[]): number {
  let left = random()
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  )
}
