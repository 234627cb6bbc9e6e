/** Asks for one thing; resolves with its own answer. */
export type Grouped<Ask, Answer> = (ask: Ask) => Promise<Answer>

export interface GroupingOptions<Ask, Answer> {
  /** asks with the same key are carried out together, those of different keys side by side */
  readonly keyOf: (ask: Ask) => string
  /** two asks with the same value here are never in the same group; the later one waits for the next */
  readonly onceEach?: (ask: Ask) => string
  /** carries out up to `most` asks; one answer for each, in the same order */
  readonly carryOut: (asks: readonly Ask[]) => Promise<readonly Answer[]>
  readonly most: number
  /** groups of one key that are under way at the same time */
  readonly lanes: number
}

interface Waiting<Ask, Answer> {
  readonly ask: Ask
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

interface Queue<Ask, Answer> {
  readonly waiting: Waiting<Ask, Answer>[]
  running: number
  /** a lane will start at the end of this turn */
  isStarting: boolean
}

/**
 * Carries out together what is asked for while earlier asks are being carried out, so that many requests share one
 * transaction and one write to disk. Nobody waits for company: an ask that finds a free lane starts as soon as the process has
 * read what else has arrived by then.
 *
 * A group that fails is carried out again one by one, so that what is wrong with one ask is told to nobody else.
 */
export function createGrouping<Ask, Answer>(options: GroupingOptions<Ask, Answer>): Grouped<Ask, Answer> {
  const queues = new Map<string, Queue<Ask, Answer>>()

  return (ask) =>
    new Promise((resolve, reject) => {
      const key = options.keyOf(ask)
      const queue = queues.get(key) ?? { waiting: [], running: 0, isStarting: false }
      queues.set(key, queue)
      queue.waiting.push({ ask, resolve, reject })
      if (queue.running >= options.lanes || queue.isStarting) return
      queue.isStarting = true
      setImmediate(() => {
        queue.isStarting = false
        void runLane(key, queue)
      })
    })

  async function runLane(key: string, queue: Queue<Ask, Answer>): Promise<void> {
    queue.running += 1
    while (queue.waiting.length > 0) await carryOutGroup(takeGroup(queue.waiting))
    queue.running -= 1
    if (queue.running === 0 && !queue.isStarting) queues.delete(key)
  }

  function takeGroup(waiting: Waiting<Ask, Answer>[]): Waiting<Ask, Answer>[] {
    const { onceEach, most } = options
    if (onceEach === undefined) return waiting.splice(0, most)
    const group: Waiting<Ask, Answer>[] = []
    const later: Waiting<Ask, Answer>[] = []
    const seen = new Set<string>()
    for (const each of waiting) {
      const of = onceEach(each.ask)
      if (group.length >= most || seen.has(of)) later.push(each)
      else group.push(each)
      seen.add(of)
    }
    waiting.splice(0, waiting.length, ...later)
    return group
  }

  async function carryOutGroup(group: readonly Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await options.carryOut(group.map(({ ask }) => ask))
      if (answers.length !== group.length) throw new Error(`${group.length} asks had ${answers.length} answers`)
      for (const [i, { resolve }] of group.entries()) resolve(answers[i] as Answer)
    } catch (error) {
      const [only] = group
      if (group.length === 1) only?.reject(error)
      else for (const each of group) await carryOutGroup([each])
    }
  }
}
