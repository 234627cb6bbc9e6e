import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from './memory-store.ts'
import { createOutbox, type OutboxEvents } from './outbox.ts'

afterEach(() => vi.unstubAllGlobals())

function recorder() {
  const log: string[] = []
  const events: OutboxEvents = {
    onState: (state) => log.push(state),
    onKept: (assignment) => log.push(`kept ${assignment}`),
    onRefused: (assignment, _fields, sentence) => log.push(`refused ${assignment}: ${sentence}`),
  }
  return { log, events }
}

const answer = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status })

describe('the outbox', () => {
  it('sends in the order things were done and forgets only what the server has', async () => {
    const sent: string[] = []
    vi.stubGlobal('fetch', async (url: string) => {
      sent.push(url)
      return answer(200, { hash: 'x' })
    })
    const { log, events } = recorder()
    const outbox = createOutbox(memoryStore(), events)
    await outbox.add('asg_1', [['do', 'submit']])
    await outbox.add('asg_2', [['do', 'skip']])
    await outbox.flush()
    expect(sent).toEqual(['/work/tasks/asg_1', '/work/tasks/asg_2'])
    expect(log.filter((line) => line.startsWith('kept'))).toEqual(['kept asg_1', 'kept asg_2'])
  })

  it.each([
    ['no line', () => Promise.reject(new TypeError('failed to fetch')), 'offline'],
    ['a server that is down', async () => answer(503), 'offline'],
    ['an ended session', async () => answer(401), 'signed_out'],
  ])('keeps everything through %s', async (_name, fetch, state) => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', fetch)
    const store = memoryStore()
    const { events } = recorder()
    const outbox = createOutbox(store, events)
    await outbox.add('asg_1', [['do', 'submit']])
    await outbox.flush()
    expect(outbox.state).toBe(state)
    expect(await store.oldest()).toMatchObject({ assignment: 'asg_1' })
    vi.useRealTimers()
  })

  it('hands back what the server refuses, with its sentence', async () => {
    vi.stubGlobal('fetch', async () => answer(422, { detail: 'Choose one answer.' }))
    const store = memoryStore()
    const { log, events } = recorder()
    const outbox = createOutbox(store, events)
    await outbox.add('asg_1', [['do', 'submit']])
    await outbox.flush()
    expect(log).toContain('refused asg_1: Choose one answer.')
    expect(await store.oldest()).toBeNull()
  })
})
