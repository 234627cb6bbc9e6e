import type { SimulatedWorker, World } from './world.ts'
import { EventQueue } from './event-queue.ts'

export interface WeekOutcome {
  /** per worker: seconds of work at the estimates */
  readonly receivedSeconds: readonly number[]
  /** per kind: what was taken of it, in the same seconds */
  readonly takenSeconds: readonly number[]
  /** all workers together: seconds in an open sitting, wanting work and having none */
  readonly waitingSeconds: number
  /** mean time between the release of a task and its being taken, of those that were taken */
  readonly takenAfterSeconds: number
}

export interface WeekState {
  readonly receivedSeconds: readonly number[]
  /** per kind: tasks that nobody has taken yet */
  readonly openTasks: readonly number[]
}

/** Which kind of work a worker is given at a moment; undefined for none now. */
export type Policy = (worker: number, now: number, state: WeekState) => number | undefined

/** The tasks of one kind, oldest first. */
class Shelf {
  open = 0
  readonly #batches: { readonly releasedAt: number; left: number }[] = []

  add(releasedAt: number, tasks: number): void {
    this.#batches.push({ releasedAt, left: tasks })
    this.open += tasks
  }

  /** When the task that is taken was released. */
  take(): number {
    const [oldest] = this.#batches
    if (oldest === undefined) throw new Error('a task was taken where there is none')
    oldest.left -= 1
    this.open -= 1
    if (oldest.left === 0) this.#batches.shift()
    return oldest.releasedAt
  }
}

/**
 * One week: workers come and go as the world says, take one task at a time while the policy gives them one, and otherwise
 * look again in their own rhythm until the sitting ends. A task begun in a sitting is finished. Somebody who has had all
 * the hours they asked for looks no more.
 */
export function simulateWeek({ workers, batches, kindTaskSeconds }: World, policy: Policy): WeekOutcome {
  const receivedSeconds = workers.map(() => 0)
  const takenSeconds = kindTaskSeconds.map(() => 0)
  const shelves = kindTaskSeconds.map(() => new Shelf())
  let [waitingSeconds, delaySeconds, taken, released] = [0, 0, 0, 0]
  const looks = new EventQueue()
  const lookAgain = (worker: number, from: number) => {
    const sitting = workers[worker]?.sittings.find(({ to }) => to > from)
    if (sitting !== undefined) looks.add(Math.max(from, sitting.from), worker)
  }
  for (const worker of workers.keys()) lookAgain(worker, 0)

  for (let look = looks.take(); look !== undefined; look = looks.take()) {
    const { at: now, worker } = look
    for (let batch = batches[released]; batch !== undefined && batch.releasedAt <= now; batch = batches[released]) {
      shelves[batch.kind]?.add(batch.releasedAt, batch.tasks)
      released += 1
    }
    const { askedSeconds, slowness, looksEverySeconds, sittings } = workers[worker] as SimulatedWorker
    const received = receivedSeconds[worker] ?? 0
    if (received >= askedSeconds) continue

    const kind = policy(worker, now, { receivedSeconds, openTasks: shelves.map(({ open }) => open) })
    if (kind === undefined) {
      const endsAt = sittings.find(({ to }) => to > now)?.to ?? now
      waitingSeconds += Math.min(looksEverySeconds, endsAt - now)
      lookAgain(worker, now + looksEverySeconds)
      continue
    }
    const seconds = kindTaskSeconds[kind] ?? 0
    delaySeconds += now - (shelves[kind]?.take() ?? now)
    taken += 1
    receivedSeconds[worker] = received + seconds
    takenSeconds[kind] = (takenSeconds[kind] ?? 0) + seconds
    lookAgain(worker, now + seconds * slowness)
  }
  return { receivedSeconds, takenSeconds, waitingSeconds, takenAfterSeconds: delaySeconds / Math.max(1, taken) }
}
