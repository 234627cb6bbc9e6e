import { serve } from '@hono/node-server'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '../identity/index.ts'
import { addBackgroundWork } from '../main.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import type { RecordedCrowd } from './read-crowd.ts'
import { replayCrowd, type ReplayStep } from './replay-crowd.ts'

let canut: TestApp
let server: Server
let url: string
let token: string
beforeAll(async () => {
  canut = await startTestApp({ now: new Date() })
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  server = serve({ fetch: canut.app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  token = await tokenOf(true)
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await canut.services.jobs.stop()
  await canut.close()
})

async function tokenOf(isSteward: boolean): Promise<string> {
  const person = await canut.signUp({ isSteward })
  const scopes = isSteward ? (['request', 'steward'] as const) : (['request'] as const)
  const made = await createToken(canut.services, { personId: person.id, name: 'replay', scopes: [...scopes], expiresAt: null })
  if (!made.ok) throw new Error(made.error.kind)
  return made.value.token
}

/** 12 tasks; `ann` labels all, the others some, so that most tasks have fewer responses than the busiest. */
function aCrowd(): RecordedCrowd {
  const tasks = Array.from({ length: 12 }, (_, i) => `comment ${i + 1}`)
  const label = (number: number, flip: boolean) => ((number % 3 === 0) !== flip ? 'unkind' : 'kind')
  const labelled = (id: string, numbers: readonly number[], flip = false) => ({
    id,
    responses: numbers.map((number) => ({ number, label: label(number, flip) })),
  })
  const workers = [
    labelled('ann', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    labelled('bob', [12, 10, 8, 6, 4, 2]),
    labelled('cy', [1, 2, 3, 4]),
    labelled('dee', [4, 3, 2, 1, 5, 6, 7, 8], true),
  ]
  return {
    tasks,
    workers,
    labels: ['kind', 'unkind'],
    truth: new Map(tasks.map((_, i) => [i + 1, label(i + 1, false)])),
    responses: 30,
    dropped: 0,
    truthWithoutTask: 0,
    redundancy: 4,
  }
}

const options = (more: Partial<Parameters<typeof replayCrowd>[0]> = {}) => ({
  url,
  token,
  crowd: aCrowd(),
  name: 'a test',
  concurrency: 3,
  now: new Date(),
  signal: AbortSignal.timeout(60_000),
  onStep: () => undefined,
  onWork: () => undefined,
  ...more,
})

describe('a replay of a recorded crowd', () => {
  it('submits, pays, exports and verifies all of it through HTTP', async () => {
    const steps: ReplayStep[] = []
    const report = await replayCrowd(options({ onStep: (step) => steps.push(step) }))
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(report).toMatchObject({
      responses: 30,
      repeats: 0,
      overAssigned: 0,
      lapsed: 0,
      paid: 30,
      ledger: 'verified',
      accuracy: { dawidSkene: 1, tasks: 12 },
      // 12 tasks × 4 × 0.055 and 5 % were set aside; 30 responses were paid
      money: { currency: 'XTS', deposited: '2772000', workers: '1500000', fees: '150000', left: '1122000' },
      ok: true,
    })
    // ann and dee alone disagree about tasks 5 and 7, where the first label is the true one
    expect(report.accuracy).toMatchObject({ majorityVote: 1, tied: 2 })
    expect(report.accuracy.majorityVoteTiesShared).toBeCloseTo(11 / 12, 10)
    expect(report.accuracy.ofInstance.majorityVote).toBeCloseTo(11 / 12, 6)
    expect(report.wallSeconds).toBeGreaterThan(0)
    expect(report.requestsPerSecond).toBeGreaterThan(0)
    expect(steps).toEqual(['setUp', 'accounts', 'approve', 'aggregate', 'export', 'close', 'verify'])
  })

  it('leaves no batch on offer when it is interrupted, and what was done is paid', async () => {
    const interrupted = new AbortController()
    const onWork = () => interrupted.abort()
    await expect(replayCrowd(options({ signal: interrupted.signal, onWork, concurrency: 1 }))).rejects.toThrow(/abort/i)
    const { db } = canut.services
    const newest = await db.selectFrom('batches').select(['id', 'state']).orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    const states = await db.selectFrom('assignments').select('state').where('batch_id', '=', newest.id).execute()
    expect(newest.state).toBe('closed')
    expect(states.filter(({ state }) => state === 'approved').length).toBeGreaterThan(0)
    expect(states.filter(({ state }) => state === 'submitted')).toEqual([])
  })

  it('makes nothing when the token is not a steward’s, does not work, or nobody answers', async () => {
    const organisations = () => canut.services.db.selectFrom('organisations').select('id').execute()
    const before = (await organisations()).length
    await expect(replayCrowd(options({ token: await tokenOf(false) }))).rejects.toThrow('not a steward’s')
    await expect(replayCrowd(options({ token: 'cnt_nothing' }))).rejects.toThrow('GET /api/v1/me was refused (401)')
    expect((await organisations()).length).toBe(before)
  })
})
