import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDraftKeeper } from './drafts.ts'
import { memoryStore } from './memory-store.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A task with one text, a keeper of its drafts, and a server that answers when it is told. */
function aTask() {
  document.body.innerHTML = '<form data-assignment="asg_1" data-draft-version="0"><textarea name="response.text"></textarea></form>'
  const [form, text] = [document.querySelector('form'), document.querySelector('textarea')]
  if (form === null || text === null) throw new Error('no form')
  const asked: { version: string | null; text: string | null; answer(body: unknown): void }[] = []
  const said: string[] = []
  const keeper = createDraftKeeper(
    memoryStore(),
    (_url, { body }) =>
      new Promise((resolve) => {
        const fields = body as URLSearchParams
        const answer = (answered: unknown) => resolve(new Response(JSON.stringify(answered)))
        asked.push({ version: fields.get('version'), text: fields.get('response.text'), answer })
      }),
    { onDevice: () => undefined, onServer: () => said.push('saved'), onNewer: () => said.push('newer') },
  )
  const type = async (words: string) => {
    text.value = words
    keeper.touch(form)
    await vi.advanceTimersByTimeAsync(10_000)
  }
  return { asked, said, keeper, type }
}

describe('a draft', () => {
  it('is not saved on the server again before the server has answered: it would be taken for that of another tab', async () => {
    const { asked, said, type } = aTask()
    await type('slow')
    await type('slow line')
    expect(asked.map(({ text }) => text)).toEqual(['slow'])
    asked[0]?.answer({ saved: true, version: 1 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked.map(({ version, text }) => [version, text])).toEqual([
      ['0', 'slow'],
      ['1', 'slow line'],
    ])
    asked[1]?.answer({ saved: true, version: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(said).toEqual(['saved', 'saved'])
  })

  it('that a newer one of another tab replaces is told while the task is on screen, and never over the next task', async () => {
    for (const isLeft of [false, true]) {
      const { asked, said, keeper, type } = aTask()
      await type('mine')
      if (isLeft) keeper.stop()
      asked[0]?.answer({ saved: false, version: 7 })
      await vi.advanceTimersByTimeAsync(0)
      expect(said).toEqual(isLeft ? [] : ['newer'])
    }
  })
})
