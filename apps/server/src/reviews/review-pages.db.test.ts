import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogueProblems } from '../platform/i18n/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff, type BuiltResponse } from '../testing/responses-builder.ts'
import { newId } from '../platform/ids.ts'
import { insertApproval } from './approvals.store.ts'
import { findReviewed } from './board.store.ts'
import { messages } from './reviews.messages.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

async function aBoard(batch: BuiltBatch) {
  const send = canut.as(await someStaff(canut, batch, 'reviewer'))
  const page = async (query = '', locale = 'en') => {
    const answer = await send(`/batches/${batch.publicId}/review${query}`, { headers: { 'accept-language': locale } })
    return { status: answer.status, html: await answer.text() }
  }
  const approve = async (fields: Record<string, string | readonly string[]>) => {
    const answer = await send.form(`/batches/${batch.publicId}/approvals`, fields)
    return { status: answer.status, to: answer.headers.get('location') ?? '' }
  }
  const reject = async (response: BuiltResponse, fields: { reason?: string; line?: string; explanation?: string }) =>
    send.form(
      `/batches/${batch.publicId}/assignments/${response.publicId}/rejection`,
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${name}.${response.publicId}`, value])),
    )
  return { page, approve, reject, send }
}

const stateOf = async ({ id }: BuiltResponse) => (await findReviewed(canut.services.db, id))?.state

describe('the review board', () => {
  it('says the same in both languages', () => {
    expect(catalogueProblems(messages)).toEqual([])
  })

  it('shows the task, the response, what others said and when silence approves, without naming anybody', async () => {
    const batch = await aBatch(canut, { tasks: 1, gold: [1] })
    const responses = await someResponses(canut, batch, [['yes'], ['no']])
    const { html } = await (await aBoard(batch)).page()
    expect(html).toContain('Text 1')
    expect(html).toContain('Silence approves on 5 March 2026')
    expect(html.match(/Others on this task/g)).toHaveLength(2)
    expect(html).toContain('something else')
    expect(html).toMatch(/w-[0-9a-f]{12}/)
    for (const { worker } of responses) {
      expect(html).not.toContain(worker.name)
      expect(html).not.toContain(worker.id.replaceAll('-', ''))
    }
    expect((await (await aBoard(batch)).page('', 'fr')).html).toContain('Le silence accepte le 5 mars 2026')
  })

  it('approves what is selected, what is on the page, what agrees, and everything, by plain forms', async () => {
    const batch = await aBatch(canut, { tasks: 5, redundancy: 3 })
    const all = await someResponses(canut, batch, [
      ['yes', 'yes', 'no', 'yes', 'yes'],
      ['yes', 'no', 'no'],
      ['yes', 'yes'],
    ])
    const { approve, page } = await aBoard(batch)
    const [first, second] = all as [BuiltResponse, BuiltResponse]
    const selected = await approve({ do: 'selected', selected: [first.publicId, second.publicId] })
    expect(selected).toEqual({ status: 303, to: `/batches/${batch.publicId}/review?done=approved&count=2` })
    expect([await stateOf(first), await stateOf(second)]).toEqual(['approved', 'approved'])
    expect((await page('?done=approved&count=2')).html).toContain('2 responses are approved and paid.')
    // both "yes" of task 1, one of task 2, both "no" of task 3; not the "no" of task 2, nor the only responses of 4 and 5
    expect((await approve({ do: 'majority' })).to).toContain('count=5')
    expect((await approve({ do: 'selected' })).to).toContain('done=nothing')
    expect((await approve({ do: 'all' })).to).toContain('count=3')
    expect((await page()).html).toContain('Nothing waits for a review')
    expect((await page('?state=approved')).html.match(/Decided by a person on/g)).toHaveLength(5)
  })

  it('says how far an approval of many is: by itself where nobody writes, by a link beside forms that one may be writing in', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    await someResponses(canut, batch, [['yes']])
    const { id: by } = await someStaff(canut, batch, 'reviewer')
    const now = new Date(canut.services.now().getTime() + 60_000)
    await insertApproval(canut.services.db, { id: newId(now.getTime()), batchId: batch.id, selection: 'all', waiting: 1, by, now })
    const { send } = await aBoard(batch)
    const [waiting, approved] = [
      await send(`/batches/${batch.publicId}/review`),
      await send(`/batches/${batch.publicId}/review?state=approved`),
    ]
    expect([waiting.headers.get('refresh'), approved.headers.get('refresh')]).toEqual([null, expect.stringMatching(/^3;/)])
    expect(await waiting.text()).toContain('Look again')
    expect(await approved.text()).not.toContain('Look again')
  })

  it('rejects with the line of the instructions that was chosen, and shows it among the rejected', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    const { reject, page } = await aBoard(batch)
    const answer = await reject(response, { reason: 'other', line: '2', explanation: 'Kind it is,\r\nclearly so.' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/batches/${batch.publicId}/review?done=rejected`])
    const row = await findReviewed(canut.services.db, response.id)
    expect([row?.instruction_line, row?.explanation]).toEqual(['Choose yes if it is kind.', 'Kind it is,\nclearly so.'])
    expect((await page('?state=rejected')).html).toContain('Choose yes if it is kind.')
  })

  it('gives a rejection back with all its problems and what was typed', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    const { reject } = await aBoard(batch)
    const empty = await reject(response, { explanation: '<b>typed</b> before' })
    expect(empty.status).toBe(422)
    const html = await empty.text()
    expect(html).toMatch(/<details class="fold" open/)
    expect(html).toContain('&lt;b&gt;typed&lt;/b&gt; before')
    expect(html).toContain('>Choose a reason</a>')
    expect(html).not.toContain('instructions_not_followed,')
    const short = await reject(response, { reason: 'empty', line: '1', explanation: 'no' })
    expect([short.status, (await short.text()).includes('at least 10')]).toEqual([422, true])
    const elsewhere = await reject(response, { reason: 'empty', line: '9', explanation: 'It is empty indeed.' })
    expect(elsewhere.status).toBe(422)
    expect(await stateOf(response)).toBe('submitted')
  })

  it('offers lines of the version that the worker was shown, not of the newest', async () => {
    const batch = await aBatch(canut, { tasks: 2, instructions: 'Old line that stands.' })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    const { db } = canut.services
    await db
      .insertInto('instructions')
      .values({ batch_id: batch.id, version: 2, markdown: 'New line.', created_by: batch.ownerId })
      .execute()
    await db.updateTable('batches').set({ instructions_version: 2 }).where('id', '=', batch.id).execute()
    const { page, reject } = await aBoard(batch)
    const { html } = await page()
    expect([html.includes('Old line that stands.'), html.includes('New line.')]).toEqual([true, false])
    expect((await reject(response, { reason: 'other', line: 'New line.', explanation: 'Against the new line.' })).status).toBe(422)
  })

  it('has pages of twenty, and keeps the place after a decision', async () => {
    const batch = await aBatch(canut, { tasks: 25, redundancy: 1 })
    await someResponses(canut, batch, [Array<string>(25).fill('yes')])
    const { page, approve } = await aBoard(batch)
    const first = await page()
    const cursor = /cursor=(asg_[0-9a-f]{32})/.exec(first.html)?.[1] ?? ''
    const second = await page(`?cursor=${cursor}`)
    expect(second.html.match(/name="selected"/g)).toHaveLength(5)
    const [shown = ''] = [...second.html.matchAll(/name="shown" value="(asg_[0-9a-f]{32})"/g)].map((match) => match[1] ?? '')
    expect((await approve({ do: 'shown', shown, cursor })).to).toBe(
      `/batches/${batch.publicId}/review?cursor=${cursor}&done=approved&count=1`,
    )
    expect((await page(`?cursor=${cursor}`)).html.match(/name="selected"/g)).toHaveLength(4)
    expect((await page('?cursor=7')).status).toBe(422)
  })

  it('refuses what is not of this batch', async () => {
    const [batch, other] = [await aBatch(canut, { tasks: 1 }), await aBatch(canut, { tasks: 1 })]
    const [foreign] = (await someResponses(canut, other, [['yes']])) as [BuiltResponse]
    const { approve, send } = await aBoard(batch)
    expect((await approve({ do: 'selected', selected: foreign.publicId })).status).toBe(404)
    expect((await approve({ do: 'selected', selected: 'x' })).status).toBe(404)
    expect((await send.form(`/batches/${batch.publicId}/assignments/${foreign.publicId}/rejection`, {})).status).toBe(404)
    expect((await send.form(`/batches/${other.publicId}/assignments/${foreign.publicId}/rejection`, {})).status).toBe(403)
    expect(await stateOf(foreign)).toBe('submitted')
  })
})
