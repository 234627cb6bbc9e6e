import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../ids.ts'
import type { Person } from './env.ts'
import { aProject, startTestApp, type TestApp } from '../../testing/index.ts'
import { createToken } from '../../identity/index.ts'
import { forgetAnswers } from './repeated-requests.ts'
import { claimKey } from './repeated-requests.store.ts'

let canut: TestApp
let person: Person
beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
})
afterAll(() => canut.close())
beforeEach(async () => {
  canut.clock.set('2026-03-02T09:00:00Z')
  person = await canut.signUp()
})

const post = (key: string, body: unknown, by: Person = person, path = '/api/v1/organisations') =>
  canut.as(by)(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const anOrganisation = () => ({ name: `Weavers ${newId()}`, country: 'FR', website: null })

async function countOrganisations(): Promise<number> {
  const rows = await canut.services.db.selectFrom('organisations').select('id').where('created_by', '=', person.id).execute()
  return rows.length
}
async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code
}

describe('a request with an idempotency key', () => {
  test('is carried out once; the same request again gets the same answer, byte for byte', async () => {
    const body = anOrganisation()
    const first = await post('create-1', body)
    expect(first.status).toBe(201)
    expect(first.headers.get('idempotent-replay')).toBeNull()
    const again = await post('create-1', body)
    expect(again.status).toBe(201)
    expect(again.headers.get('idempotent-replay')).toBe('true')
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(await again.text()).toBe(await first.text())
    expect(await countOrganisations()).toBe(1)
  })

  test('is carried out once when it arrives twenty times at the same instant', async () => {
    const body = anOrganisation()
    // on a busy machine the first may take longer than the others wait: they are told to come again, and do
    const insist = async () => {
      for (;;) {
        const answer = await post('at-once', body)
        if (answer.status !== 409) return answer
        expect(await codeOf(answer)).toBe('request_in_progress')
      }
    }
    const answers = await Promise.all(Array.from({ length: 20 }, insist))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(answers.filter((answer) => answer.headers.has('idempotent-replay'))).toHaveLength(19)
    expect(await countOrganisations()).toBe(1)
  })

  test('is refused when the key was used for another body or another address', async () => {
    const body = anOrganisation()
    await post('mine', body)
    const other = await post('mine', anOrganisation())
    expect([other.status, await codeOf(other)]).toEqual([422, 'idempotency_key_reused'])
    const elsewhere = await post('mine', body, person, '/api/v1/work/leases')
    expect(await codeOf(elsewhere)).toBe('idempotency_key_reused')
    expect(await countOrganisations()).toBe(1)
  })

  test('has keys of its own for each person, and for each set of scopes of a token', async () => {
    await post('shared', anOrganisation())
    const other = await canut.signUp()
    expect((await post('shared', anOrganisation(), other)).status).toBe(201)

    const made = await createToken(canut.services, { personId: person.id, name: 'work', scopes: ['work'], expiresAt: null })
    if (!made.ok) throw new Error(made.error.kind)
    const body = anOrganisation()
    await post('scoped', body)
    const withToken = await canut.withToken(made.value.token)('/api/v1/organisations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'scoped' },
      body: JSON.stringify(body),
    })
    expect(await codeOf(withToken)).toBe('idempotency_key_reused')
  })

  test('gets a refusal again too, even after what was wrong has changed', async () => {
    const body = { name: '', country: 'FR', website: null }
    const first = await post('wrong', body)
    expect(first.status).toBe(422)
    const again = await post('wrong', body)
    expect([again.status, again.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    expect(await again.text()).toBe(await first.text())
  })

  test('can be sent again after a failure of ours', async () => {
    const { services } = canut
    const project = await aProject(canut)
    const path = `/api/v1/organisations/${((await (await project.as('/api/v1/organisations')).json()) as { items: { id: string }[] }).items[0]?.id}/projects`
    const body = { name: 'A project', taskType: 'text-class' }
    await services.pool.query('alter table projects rename to projects_away')
    const failed = await post('failing', body, project.owner, path)
    await services.pool.query('alter table projects_away rename to projects')
    expect(failed.status).toBe(500)
    const again = await post('failing', body, project.owner, path)
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, null])
  })

  test('waits its turn, and is taken over when the process that carried it out has ended', async () => {
    const body = anOrganisation()
    const { db, now } = canut.services
    await post('left', body)
    const [row] = await db.selectFrom('idempotency_keys').select('request_hash').where('person_id', '=', person.id).execute()
    await db.deleteFrom('idempotency_keys').where('person_id', '=', person.id).execute()
    const long = new Date(0)
    const claim = { personId: person.id, key: 'left', id: newId(), requestHash: row?.request_hash ?? Buffer.alloc(0), now: now() }
    expect(await claimKey(db, { ...claim, abandonedBefore: long, forgottenBefore: long })).toBe(true)
    const other = await post('left', anOrganisation())
    expect(await codeOf(other)).toBe('idempotency_key_reused')
    const waiting = await post('left', body)
    expect([waiting.status, await codeOf(waiting), waiting.headers.get('retry-after')]).toEqual([409, 'request_in_progress', '10'])
    canut.clock.advance({ minutes: 11 })
    // carried out again: the name is taken by the first one
    expect(await codeOf(await post('left', body))).toBe('organisation_name_taken')
  })

  test('must have a key that can be written in a header', async () => {
    for (const key of ['k'.repeat(201), 'with a space', 'naïve']) {
      const answer = await post(key, anOrganisation())
      expect([key.length, answer.status, await codeOf(answer)]).toEqual([key.length, 422, 'invalid_request'])
    }
    expect((await post('k'.repeat(200), anOrganisation())).status).toBe(201)
  })
})

describe('a request with a key that is too large', () => {
  test('is refused before it is kept in memory, as it is without a key', async () => {
    const answer = await post('large', JSON.stringify({ ...anOrganisation(), website: 'x'.repeat(1_100_000) }))
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'body_too_large'])
    const rows = await canut.services.db.selectFrom('idempotency_keys').select('key').where('person_id', '=', person.id).execute()
    expect(rows).toEqual([])
  })
})

describe('a kept answer', () => {
  test('is forgotten after 48 hours', async () => {
    const body = anOrganisation()
    await post('old', body)
    canut.clock.advance({ hours: 47, minutes: 59 })
    await forgetAnswers(canut.services)
    expect((await post('old', body)).headers.get('idempotent-replay')).toBe('true')
    canut.clock.advance({ minutes: 2 })
    // forgotten at once, whether or not it was swept away
    expect((await post('old', anOrganisation())).status).toBe(201)
    canut.clock.advance({ hours: 49 })
    await forgetAnswers(canut.services)
    expect(await canut.services.db.selectFrom('idempotency_keys').select('key').where('key', '=', 'old').execute()).toEqual([])
  })

  test('never holds a secret: the request is still not carried out twice', async () => {
    await canut.services.db.updateTable('people').set({ is_steward: true }).where('id', '=', person.id).execute()
    const body = { count: 1 }
    const first = await post('tokens', body, person, '/api/v1/steward/replay-accounts')
    expect([first.status, first.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const again = await post('tokens', body, person, '/api/v1/steward/replay-accounts')
    expect([again.status, await codeOf(again)]).toEqual([409, 'answer_not_kept'])
    const kept = await canut.services.db.selectFrom('idempotency_keys').select('body').where('key', '=', 'tokens').execute()
    expect(kept).toEqual([{ body: null }])
  })
})
