import type { fetchInTime } from './fetch-in-time.ts'

/** A picture on its way longer than this holds back no task: it is shown with what there is, and its waiting is time on the task. */
const PICTURES_MAX_MS = 1000

export interface ReadyTask {
  readonly assignment: string
  readonly form: HTMLFormElement
}

export interface NextAnswer {
  readonly tasks: readonly { assignmentId: string; html: string }[]
  readonly empty: { sentence: string } | null
}

/** The tasks that are leased, rendered and decoded already, so that the next one is there the moment it is asked for. */
export interface TaskQueue {
  /** fetches ahead if there is room; resolves when what was asked for is ready */
  fill(current: string | null): Promise<void>
  /** waits until a task is ready, or the server said that there is none: asks once more if an earlier request brought nothing */
  refill(): Promise<void>
  take(): ReadyTask | null
  /** forgets a task that another window has sent */
  drop(assignment: string): void
  /** puts a task in front of all others */
  putFirst(task: ReadyTask): void
  /** why the last request brought nothing; null when it did */
  readonly empty: string | null
  readonly waiting: readonly ReadyTask[]
}

export type Fetch = typeof fetchInTime

/** @param sent what was handed over lately: the server may not have it yet, and would offer it as still held. */
export function createTaskQueue(batch: string, fetchPage: Fetch, sent: () => readonly string[]): TaskQueue {
  const ready: ReadyTask[] = []
  const seen = new Set<string>()
  let empty: string | null = null
  let running: Promise<void> | null = null

  async function ask(current: string | null): Promise<void> {
    const have = [...ready.map(({ assignment }) => assignment), ...(current === null ? [] : [current])]
    const answer = await fetchPage(`/work/${batch}/next`, {
      method: 'POST',
      body: new URLSearchParams({ have: have.join(','), sent: sent().join(',') }),
      headers: { accept: 'application/json' },
    })
    if (!answer.ok) return
    const next = (await answer.json()) as NextAnswer
    empty = next.tasks.length === 0 ? (next.empty?.sentence ?? null) : null
    for (const { assignmentId, html } of next.tasks) {
      // a task that is being submitted at this instant may come back: it is not shown a second time
      if (seen.has(assignmentId)) continue
      seen.add(assignmentId)
      const form = parseForm(html)
      if (form === null) continue
      await Promise.race([decodeImages(form), new Promise((resolve) => setTimeout(resolve, PICTURES_MAX_MS))])
      ready.push({ assignment: assignmentId, form })
    }
  }

  function askOnce(current: string | null): Promise<void> {
    if (current !== null) seen.add(current)
    running ??= ask(current).finally(() => {
      running = null
    })
    return running
  }

  return {
    fill: askOnce,
    async refill() {
      // it was asked while the last task was on screen, so it may have asked for none
      if (running !== null) await running
      if (ready.length === 0) await askOnce(null)
    },
    take: () => ready.shift() ?? null,
    drop(assignment) {
      const index = ready.findIndex((task) => task.assignment === assignment)
      if (index !== -1) ready.splice(index, 1)
    },
    putFirst(task) {
      ready.unshift(task)
    },
    get empty() {
      return empty
    },
    get waiting() {
      return ready
    },
  }
}

export function parseForm(html: string): HTMLFormElement | null {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.querySelector('form')
}

/** Images, and those that an element names in `data-image`, are loaded and decoded before their task is shown. One that fails shows its alternative text instead. */
async function decodeImages(form: HTMLFormElement): Promise<void> {
  const sources = [...form.querySelectorAll('img, [data-image]')]
    .map((image) => image.getAttribute('data-image') ?? image.getAttribute('src'))
    .filter((source) => source !== null)
  await Promise.allSettled(
    sources.map((source) => {
      const image = new Image()
      image.src = source
      return image.decode()
    }),
  )
}
