import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDraftKeeper } from './drafts.ts'
import { memoryStore } from './memory-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A task in whose field somebody writes, and a server that answers each draft when it is told to, as the one of Canut does. */
function aTask() {
  document.body.innerHTML = '<form data-assignment="asg_1" data-draft-version="0"><textarea name="response.text"></textarea></form>'
  const [form, field] = [document.querySelector('form'), document.querySelector('textarea')]
  if (form === null || field === null) throw new Error('no form')
  let standing = { text: '', version: 0 }
  const answers: (() => void)[] = []
  const said: string[] = []
  const server = async (_url: string, { body }: RequestInit): Promise<Response> => {
    const sent = body instanceof URLSearchParams ? body : new URLSearchParams()
    await new Promise<void>((resolve) => answers.push(resolve))
    const saved = Number(sent.get('version')) === standing.version
    if (saved) standing = { text: sent.get('response.text') ?? '', version: standing.version + 1 }
    return Response.json({ saved, version: standing.version })
  }
  const store = memoryStore('usr_1')
  const drafts = createDraftKeeper(store, server, {
    onDevice: () => undefined,
    onServer: () => said.push('kept'),
    onNewer: () => said.push('newer elsewhere'),
  })
  return {
    said,
    drafts,
    store,
    standing: () => standing.text,
    async write(text: string) {
      field.value = text
      drafts.touch(form)
      await vi.advanceTimersByTimeAsync(10_000)
    },
    /** the oldest draft that waits for its answer gets it */
    async answer() {
      answers.shift()?.()
      await vi.advanceTimersByTimeAsync(10_000)
    },
  }
}

it('sends one draft after the other over a slow line, so that none is taken for one from elsewhere', async () => {
  const task = aTask()
  await task.write('Velours')
  await task.write('Velours de Lyon')
  await task.answer()
  await task.answer()
  expect(task.said).toEqual(['kept', 'kept'])
  expect(task.standing()).toBe('Velours de Lyon')
})

it('says nothing any more of a task that was left meanwhile', async () => {
  const task = aTask()
  await task.write('Velours')
  task.drafts.stop()
  await task.answer()
  expect(task.said).toEqual([])
  expect(task.standing()).toBe('Velours')
})

it('keeps on the device what goes on from the draft of the server, also when the task was left before it answered', async () => {
  const task = aTask()
  await task.write('Velours')
  await task.write('Velours de Lyon')
  task.drafts.stop()
  await task.answer()
  expect(task.standing()).toBe('Velours')
  expect(await task.store.findDraft('asg_1')).toEqual({ fields: [['response.text', 'Velours de Lyon']], version: 1 })
})
