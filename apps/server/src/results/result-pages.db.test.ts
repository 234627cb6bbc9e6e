import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogueProblems } from '../platform/i18n/index.ts'
import { aBatch, aBatchOfType, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { AGGREGATE_QUEUE, aggregateBatch } from './aggregate-batch.ts'
import { messages } from './results.messages.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ idleQueues: [AGGREGATE_QUEUE] })
})
afterAll(() => canut.close())

async function aView(batch: BuiltBatch) {
  const send = canut.as(await someStaff(canut, batch, 'reviewer'))
  const page = async (query = '', locale = 'en') => {
    const answer = await send(`/batches/${batch.publicId}/results${query}`, { headers: { 'accept-language': locale } })
    return { status: answer.status, refresh: answer.headers.get('refresh'), html: await answer.text() }
  }
  return { send, page }
}

describe('the page of results', () => {
  it('says the same in both languages', () => {
    expect(catalogueProblems(messages)).toEqual([])
  })

  it('shows the majority at once, says that a computation is under way, then shows it', async () => {
    const batch = await aBatch(canut, { tasks: 3, gold: [1] })
    await someResponses(canut, batch, [
      ['yes', 'no'],
      ['yes', 'no'],
      ['no', 'no'],
    ])
    const { page, send } = await aView(batch)
    const first = await page()
    expect(first.html).toContain('66.7% of 3 responses')
    expect(first.html).toContain('not computed yet')
    expect(first.html).toContain('A new computation waits for its turn.')
    expect(first.refresh).toContain('3;url=')
    await aggregateBatch(canut.services, batch.id)
    const { html, refresh } = await page()
    expect(refresh).toBeNull()
    expect(html).toContain('from 6 responses')
    expect(html).toContain('Out of 1 gold task with responses')
    expect(html).toContain('Compute again')
    expect(html).toContain('No response yet')
    expect((await page('', 'fr')).html).toContain('Du 2 mars 2026')

    const asked = await send.form(`/batches/${batch.publicId}/aggregations`, {})
    expect([asked.status, asked.headers.get('location')]).toEqual([303, `/batches/${batch.publicId}/results?done=asked`])
    expect((await page('?done=asked')).html).toContain('A new computation was asked for.')
  })

  it('lists the least sure first, keeps only those below a limit, and says when there are none', async () => {
    const batch = await aBatch(canut, { tasks: 60, redundancy: 2 })
    const labels = (every: number) => Array.from({ length: 60 }, (_, i) => (i % every === 0 ? 'no' : 'yes'))
    await someResponses(canut, batch, [labels(1000), labels(1)])
    const { page } = await aView(batch)
    await page()
    await aggregateBatch(canut.services, batch.id)
    const { html } = await page('?order=least_sure')
    const next = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain('order=least_sure')
    expect(html.match(/\/results\/\d+"/g)).toHaveLength(50)
    const second = await page(next.slice(next.indexOf('?')))
    expect(second.html.match(/\/results\/\d+"/g)).toHaveLength(10)
    expect((await page('?order=least_sure&below=0.6&cursor=1.000000000000f03f')).html).toContain('No task is below this')
    expect((await page('?cursor=nonsense')).status).toBe(422)
  })

  it('shows of the tasks that divide people those on which they differ, and says when there are none', async () => {
    const contested = async (labels: readonly (readonly string[])[], locale = 'en') => {
      const batch = await aBatch(canut, { tasks: 3, redundancy: 2 })
      await someResponses(canut, batch, labels)
      const { page } = await aView(batch)
      const before = (await page('/contested', locale)).html
      await page()
      await aggregateBatch(canut.services, batch.id)
      return { before, after: (await page('/contested', locale)).html }
    }
    const divided = await contested([
      ['yes', 'yes', 'no'],
      ['yes', 'no', 'no'],
    ])
    expect(divided.before).toContain('Nothing to show yet')
    expect(divided.after.match(/<h3>Task \d+/g)).toEqual(['<h3>Task 2'])
    const unanimous = ['yes', 'yes', 'no']
    expect((await contested([unanimous, unanimous])).after).toContain('Nothing divides people here')
    expect((await contested([unanimous, unanimous], 'fr')).after).toContain('Rien ne divise ici')
  })

  it('judges gold tasks of drawings by their tolerance, and says in words what labels are known to be before anybody gave them', async () => {
    const box = (x: number) => ({ id: 's1', label: 'car', x, y: 20, w: 100, h: 80 })
    const truth = JSON.stringify({ boxes: [{ label: 'car', x: 10, y: 20, w: 100, h: 80 }] })
    const rows = [{ image: 'street-1.png', width: '640', height: '400', truth }]
    const batch = await aBatchOfType(canut, 'bbox', { rows })
    for (const x of [11, 12, 13]) {
      const worker = await canut.signUp()
      const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count: 1 })
      const assignmentId = leased.ok ? (leased.value.leases[0]?.assignmentId ?? '') : ''
      const response = { size: { w: 640, h: 400 }, boxes: [box(x)] }
      const [sent] = await submitResponses(canut.services, worker.id, [{ assignmentId, response, workMs: null }])
      expect(sent?.ok).toBe(true)
    }
    const { page } = await aView(batch)
    await page()
    await aggregateBatch(canut.services, batch.id)
    const { html } = await page('', 'fr')
    expect(html).toContain('1 (Voiture 1)')
    expect(html).toContain('la même')

    const labels = [{ value: 'square', en: 'Square', fr: 'Carré' }, { value: 'round' }]
    const sorted = await aBatchOfType(canut, 'text-class', { settings: { labels }, rows: [{ text: 'four sides', truth: 'square' }] })
    expect((await (await aView(sorted)).page('', 'fr')).html).toContain('Carré')
  })

  it('offers more responses to those who may ask for them, and no dead end to others', async () => {
    const batch = await aBatch(canut, { tasks: 2, redundancy: 3 })
    await someResponses(canut, batch, [['yes', 'yes'], ['yes', 'no'], ['no']])
    const { page, send } = await aView(batch)
    await page()
    await aggregateBatch(canut.services, batch.id)
    const manager = canut.as(await someStaff(canut, batch, 'manager'))
    expect(await (await manager(`/batches/${batch.publicId}/results`)).text()).toContain('Show what more responses would cost')
    const { html } = await page()
    expect(html).not.toContain('Show what more responses would cost')
    expect(html).toContain('Asking for more responses is for owners and managers')
    expect((await send(`/batches/${batch.publicId}/settings`)).status).toBe(200)
  })

  it('never renders what people typed as markup', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const hostile = '<img src=x onerror=alert(1)>'
    await canut.services.db
      .updateTable('tasks')
      .set({ payload: JSON.stringify({ text: hostile }) })
      .where('batch_id', '=', batch.id)
      .execute()
    await someResponses(canut, batch, [['yes']])
    await canut.services.db.updateTable('responses').set({ label: hostile }).where('batch_id', '=', batch.id).execute()
    const { html } = await (await aView(batch)).page()
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toContain('<img src=x')
  })
})
