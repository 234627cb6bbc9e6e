import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Runs in every page before anything of its own: marks the forms of tasks that have had the focus. */
export function markFocusedTasks(): void {
  const focused = ((globalThis as { focusedTasks?: WeakSet<Element> }).focusedTasks ??= new WeakSet())
  addEventListener('focusin', ({ target }) => {
    const form = target instanceof Element ? target.closest('form[data-number]') : null
    if (form !== null) focused.add(form)
  })
}

/**
 * Until the script of the task screen listens, and this task (any, unless told) is on: only then does its form get the focus.
 * Keys are heard by nobody before, and what is submitted goes the slow way. A network at rest says nothing of it: on a busy
 * machine it rests before the script begins.
 */
export async function taskIsOn(page: Page, number: number | null = null): Promise<void> {
  await page.waitForFunction((wanted) => {
    const form = document.querySelector<HTMLElement>('form[data-number]')
    const isOn = form !== null && (globalThis as { focusedTasks?: WeakSet<Element> }).focusedTasks?.has(form) === true
    return isOn && (wanted === null || form.dataset['number'] === String(wanted))
  }, number)
}

/** Opens what leads to a task of this batch, and waits for the task and for those that are fetched ahead of it. */
export async function tasksFetched(page: Page, batch: string, opening: () => Promise<void>): Promise<void> {
  const [answer] = await Promise.all([page.waitForResponse((each) => new URL(each.url()).pathname === `/work/${batch}/next`), opening()])
  await answer.finished()
  await taskIsOn(page)
}

/** Until all that was to be drawn with the next frame is drawn. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Where something is in the window, once it has stayed there for some frames: whatever watches its size has seen it by then. */
export async function placeAtRest(what: Locator): Promise<Box> {
  return what.evaluate(async (element) => {
    const place = () => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x, y, width, height }
    }
    let last = place()
    for (let same = 0; same < 3; same++) {
      await new Promise((done) => requestAnimationFrame(done))
      const now = place()
      if (JSON.stringify(now) !== JSON.stringify(last)) same = -1
      last = now
    }
    return last
  })
}

/** Until the device keeps what the task on screen holds just now: from then on it survives a reload. */
export async function draftIsKept(page: Page): Promise<void> {
  const [kept, shown] = [() => page.evaluate(keptFields), () => page.evaluate(shownFields)]
  await expect.poll(async () => JSON.stringify(await kept()) === JSON.stringify(await shown())).toBe(true)
}

function shownFields(): [string, string][] {
  const form = document.querySelector<HTMLFormElement>('form[data-assignment]')
  if (form === null) throw new Error('no task is on screen')
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && name.startsWith('response') ? [[name, value] as [string, string]] : [],
  )
}

async function keptFields(): Promise<unknown> {
  const assignment = document.querySelector<HTMLElement>('form[data-assignment]')?.dataset['assignment'] ?? ''
  const finished = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
    })
  const database = await finished(indexedDB.open('canut-work'))
  const asked = database.transaction('drafts').objectStore('drafts').get(assignment) as IDBRequest<{ fields: unknown } | undefined>
  const draft = await finished(asked)
  database.close()
  return draft?.fields
}
