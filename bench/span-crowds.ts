import type { ResponseOf, Span } from '../packages/aggregation/src/index.ts'
import { randomFrom } from './random-from.ts'

/** A crowd of known truth: what is to be marked, who marked what, and how good each worker is meant to be. */
export interface SpanCrowd {
  readonly texts: ReadonlyMap<string, string>
  readonly truth: ReadonlyMap<string, readonly Span[]>
  readonly rows: readonly ResponseOf<readonly Span[]>[]
  /** By worker, the chance that what is there overlaps a mark of theirs by 0.3 of both together. */
  readonly found: ReadonlyMap<string, number>
  /** By worker, how many marks they have besides, for each thing that is there. */
  readonly falseAlarms: ReadonlyMap<string, number>
}

export interface SpanCrowdOptions {
  readonly seed: number
  readonly tasks: number
  readonly workers: number
  readonly redundancy: number
}

interface Worker {
  readonly id: string
  readonly misses: number
  readonly slips: number
  readonly alarms: number
  readonly mislabels: number
}

const LABELS = ['person', 'place', 'organisation'] as const
const WORDS_PER_TEXT = 60
const WORD = 'parole '

/** Names in texts of sixty words: spans missed, begun or ended a word off, with a wrong label, or where nothing is. */
export function textCrowd(options: SpanCrowdOptions): SpanCrowd {
  const random = randomFrom(options.seed)
  const at = (word: number, words: number, label: string) => ({ start: word * WORD.length, end: (word + words) * WORD.length - 1, label })
  const isInside = (word: number, words: number) => word >= 0 && words >= 1 && word + words <= WORDS_PER_TEXT
  return crowdOf(options, random, {
    truth: () =>
      placed(random, WORDS_PER_TEXT, () => 1 + Math.floor(random() * 4), 1).map(({ from, size }) => at(from, size, pick(random, LABELS))),
    mark: ({ start, end, label }, worker) => {
      const [from, to] = [start / WORD.length, (end + 1) / WORD.length]
      const slip = () => (random() < worker.slips ? Math.sign(random() - 0.5) : 0)
      const [word, until] = [from + slip(), to + slip()]
      const marked = random() < worker.mislabels ? pick(random, LABELS) : label
      return isInside(word, until - word) ? at(word, until - word, marked) : at(from, to - from, marked)
    },
    alarm: () => at(Math.floor(random() * (WORDS_PER_TEXT - 3)), 1 + Math.floor(random() * 3), pick(random, LABELS)),
  })
}

/** Sounds in a minute of recording: boundaries early or late, at times by a lot. */
export function audioCrowd(options: SpanCrowdOptions): SpanCrowd {
  const random = randomFrom(options.seed)
  return crowdOf(options, random, {
    truth: () =>
      placed(random, 60, () => 0.8 + random() * 4, 0.5).map(({ from, size }) => ({
        start: from,
        end: from + size,
        label: pick(random, LABELS),
      })),
    mark: ({ start, end, label }, worker) => {
      const jitter = () => normal(random) * (random() < worker.slips / 2 ? 1.5 : 0.1 + worker.slips / 4)
      const [from, to] = [Math.max(0, start + jitter()), Math.min(60, end + jitter())]
      const marked = random() < worker.mislabels ? pick(random, LABELS) : label
      return to - from > 0.05 ? { start: from, end: to, label: marked } : { start, end, label: marked }
    },
    alarm: () => {
      const start = random() * 57
      return { start, end: start + 0.3 + random() * 2.5, label: pick(random, LABELS) }
    },
  })
}

interface Kind {
  readonly truth: () => readonly Span[]
  readonly mark: (span: Span, worker: Worker) => Span
  readonly alarm: () => Span
}

function crowdOf({ tasks, workers, redundancy }: SpanCrowdOptions, random: () => number, kind: Kind): SpanCrowd {
  const people = Array.from({ length: workers }, (_, n): Worker => {
    return {
      id: `w${n}`,
      misses: 0.05 + 0.45 * random(),
      slips: 0.02 + 0.38 * random(),
      alarms: 1.5 * random() ** 2,
      mislabels: 0.2 * random(),
    }
  })
  const truth = new Map<string, readonly Span[]>()
  const rows: ResponseOf<readonly Span[]>[] = []
  for (let t = 0; t < tasks; t++) {
    const spans = kind.truth()
    truth.set(`t${t}`, spans)
    const team = new Set<Worker>()
    while (team.size < Math.min(redundancy, workers)) team.add(pick(random, people))
    for (const worker of team) {
      rows.push({ task: `t${t}`, worker: worker.id, value: respond(spans, worker, random, kind) })
    }
  }
  const text = WORD.repeat(WORDS_PER_TEXT)
  return {
    texts: new Map(Array.from(truth.keys(), (task) => [task, text])),
    truth,
    rows,
    ...whatTheyDo(people, random, kind),
  }
}

function respond(spans: readonly Span[], worker: Worker, random: () => number, kind: Kind): readonly Span[] {
  const marked = spans.filter(() => random() >= worker.misses).map((span) => kind.mark(span, worker))
  const alarms = Math.floor(worker.alarms) + (random() < worker.alarms % 1 ? 1 : 0)
  return [...marked, ...Array.from({ length: alarms }, () => kind.alarm())]
}

/** Counted over so many other tasks that chance moves it by half a point. */
const tasksCounted = 1000

function whatTheyDo(people: readonly Worker[], random: () => number, kind: Kind): Pick<SpanCrowd, 'found' | 'falseAlarms'> {
  const tasks = Array.from({ length: tasksCounted }, kind.truth)
  const things = tasks.reduce((sum, spans) => sum + spans.length, 0)
  const counted = people.map((worker) => {
    let [found, alarms] = [0, 0]
    for (const spans of tasks) {
      const marks = respond(spans, worker, random, kind)
      const here = spans.filter((span) => marks.some((mark) => isSame(span, mark))).length
      found += here
      alarms += marks.length - here
    }
    return { id: worker.id, found: found / things, alarms: alarms / things }
  })
  return {
    found: new Map(counted.map(({ id, found }) => [id, found])),
    falseAlarms: new Map(counted.map(({ id, alarms }) => [id, alarms])),
  }
}

function isSame(span: Span, mark: Span): boolean {
  const common = Math.min(span.end, mark.end) - Math.max(span.start, mark.start)
  return common >= 0.3 * (Math.max(span.end, mark.end) - Math.min(span.start, mark.start))
}

/** Stretches from left to right that do not touch. */
function placed(random: () => number, length: number, sizeOf: () => number, gap: number) {
  const found: { readonly from: number; readonly size: number }[] = []
  let from = Math.floor(random() * 6)
  while (from < length) {
    const size = sizeOf()
    if (from + size > length) break
    found.push({ from, size })
    from += size + gap + Math.floor(random() * 12)
  }
  return found
}

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
