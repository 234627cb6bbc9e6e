import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from './memory-store.ts'
import { createOutbox, type OutboxEvents } from './outbox.ts'

afterEach(() => vi.unstubAllGlobals())

function recorder() {
  const log: string[] = []
  const events: OutboxEvents = {
    onState: (state) => log.push(state),
    onProgress: (percent) => log.push(`${percent} %`),
    onKept: (assignment, sentence) => log.push(`kept ${assignment}${sentence === null ? '' : `: ${sentence}`}`),
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
    const outbox = createOutbox(memoryStore('per_1'), events)
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
    ['a session of somebody else', async () => answer(403), 'signed_out'],
  ])('keeps everything through %s', async (_name, fetch, state) => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', fetch)
    const store = memoryStore('per_1')
    const { events } = recorder()
    const outbox = createOutbox(store, events)
    await outbox.add('asg_1', [['do', 'submit']])
    await outbox.flush()
    expect(outbox.state).toBe(state)
    expect(await store.oldest()).toMatchObject({ assignment: 'asg_1' })
    vi.useRealTimers()
  })

  it('waits no longer than it may for a server that says nothing, and then goes on as without a line', async () => {
    vi.useFakeTimers()
    const gone = new AbortController()
    const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(gone.signal)
    vi.stubGlobal(
      'fetch',
      (_url: string, { signal }: RequestInit) =>
        new Promise((_answer, fail) => {
          signal?.addEventListener('abort', () => fail(signal.reason))
        }),
    )
    const store = memoryStore('usr_1')
    const outbox = createOutbox(store, recorder().events)
    await outbox.add('asg_1', [['response.text', 'x'.repeat(80_000)]])
    const flushed = outbox.flush()
    await vi.advanceTimersByTimeAsync(0)
    // a long response is given the time to go out
    expect(limit.mock.calls[0]?.[0]).toBeGreaterThan(80_000)
    gone.abort()
    await flushed
    expect(outbox.state).toBe('offline')
    expect(await store.oldest()).toMatchObject({ assignment: 'asg_1' })
    vi.useRealTimers()
    limit.mockRestore()
  })

  it('hands on what the server says about what it keeps, and needs no words for it', async () => {
    const answers = [answer(200, { sentence: 'Reported; €0.02 was paid.' }), new Response(null, { status: 204 })]
    vi.stubGlobal('fetch', async () => answers.shift())
    const { log, events } = recorder()
    const outbox = createOutbox(memoryStore('per_1'), events)
    await outbox.add('asg_1', [['do', 'report']])
    await outbox.add('asg_2', [['do', 'skip']])
    await outbox.flush()
    expect(log.filter((line) => line.startsWith('kept'))).toEqual(['kept asg_1: Reported; €0.02 was paid.', 'kept asg_2'])
  })

  it('hands back what the server refuses, with its sentence', async () => {
    vi.stubGlobal('fetch', async () => answer(422, { detail: 'Choose one answer.' }))
    const store = memoryStore('per_1')
    const { log, events } = recorder()
    const outbox = createOutbox(store, events)
    await outbox.add('asg_1', [['do', 'submit']])
    await outbox.flush()
    expect(log).toContain('refused asg_1: Choose one answer.')
    expect(await store.oldest()).toBeNull()
  })

  it('keeps what the server refuses as a draft, on the version that it went on from', async () => {
    vi.stubGlobal('fetch', async () => answer(422, { detail: 'Write something.' }))
    const store = memoryStore('per_1')
    await store.saveDraft('asg_1', { fields: [['response', 'ha']], version: 2 })
    const outbox = createOutbox(store, recorder().events)
    await outbox.add('asg_1', [
      ['response', 'half'],
      ['do', 'submit'],
    ])
    await outbox.add('asg_2', [['do', 'skip']])
    await outbox.flush()
    expect(await store.findDraft('asg_1')).toMatchObject({ fields: expect.arrayContaining([['response', 'half']]), version: 2 })
    expect(await store.findDraft('asg_2')).toBeNull()
  })
})

describe('files that a response names', () => {
  const key = 'local:0b7a3f5e-58a5-4f0a-8c58-2a1f6a3f9f10'
  const fields: [string, string][] = [['response.value', JSON.stringify({ audio: key, duration: 2 })]]
  const file = { key, blob: new Blob(['RIFF']), name: 'recording.wav', at: 0 }

  async function aStore() {
    const store = memoryStore('per_1')
    await store.saveFile(file)
    return store
  }

  it('are sent first, and the response names them as the server does', async () => {
    const bodies: string[] = []
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      if (init.body instanceof URLSearchParams) bodies.push(init.body.toString())
      return answer(200)
    })
    const store = await aStore()
    const { log, events } = recorder()
    const outbox = createOutbox(store, events, async () => ({ id: 'fil_1' }))
    await outbox.add('asg_1', fields)
    await outbox.flush()
    expect(new URLSearchParams(bodies[0]).get('response.value')).toBe('{"audio":"fil_1","duration":2}')
    expect(log).toContain('kept asg_1')
    expect(await store.findFile(key)).toBeNull()
  })

  it('stay on the device until the response is acknowledged, and go only once', async () => {
    vi.useFakeTimers()
    let isUp = false
    vi.stubGlobal('fetch', async () => answer(isUp ? 200 : 503))
    const store = await aStore()
    let sent = 0
    const outbox = createOutbox(store, recorder().events, async () => {
      sent += 1
      return sent === 1 ? { kind: 'offline' } : { id: 'fil_1' }
    })
    await outbox.add('asg_1', fields)
    await outbox.flush()
    expect([outbox.state, sent]).toEqual(['offline', 1])
    await outbox.flush()
    expect([outbox.state, sent]).toEqual(['offline', 2])
    expect(await store.findFile(key)).toMatchObject({ id: 'fil_1' })
    isUp = true
    await outbox.flush()
    expect([outbox.state, sent]).toEqual(['idle', 2])
    expect(await store.findFile(key)).toBeNull()
    vi.useRealTimers()
  })

  it('that the server refuses come back with its sentence, and do not hold up the others', async () => {
    vi.stubGlobal('fetch', async () => answer(200))
    const store = await aStore()
    const { log, events } = recorder()
    const outbox = createOutbox(store, events, async () => ({ kind: 'refused', sentence: 'The recording is damaged.' }))
    await outbox.add('asg_1', fields)
    await outbox.add('asg_2', [['do', 'submit']])
    await outbox.flush()
    expect(log).toContain('refused asg_1: The recording is damaged.')
    expect(log).toContain('kept asg_2')
    expect(await store.findFile(key)).not.toBeNull()
  })
})
