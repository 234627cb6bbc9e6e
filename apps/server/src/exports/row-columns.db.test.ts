import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicId } from '../platform/ids.ts'
import { aBatch, aBatchOfType, type BuiltBatch } from '../testing/batch-builder.ts'
import { aStepAfter } from '../testing/chain-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

type Cells = Record<string, string>

function filesOf({ ownerId }: BuiltBatch, publicBatch: string) {
  const file = (name: string) => canut.as({ id: ownerId })(`/api/v1/batches/${publicBatch}/exports/${name}`)
  return {
    file,
    csv: async (name: string) => parse<Cells>(await (await file(name)).text(), { columns: true }),
    jsonl: async (name: string) =>
      (await (await file(name)).text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    parquet: async (name: string) => parquetReadObjects({ file: await (await file(name)).arrayBuffer() }),
  }
}

/** One person does all tasks that there are. */
async function respond(batchId: string, responses: readonly unknown[]): Promise<void> {
  const worker = await canut.signUp()
  const leased = await leaseTasks(canut.services, { batchId, workerId: worker.id, count: responses.length })
  if (!leased.ok) throw new Error(leased.error.kind)
  const given = leased.value.leases.map(({ assignmentId }, place) => ({ assignmentId, response: responses[place], workMs: null }))
  for (const outcome of await submitResponses(canut.services, worker.id, given)) if (!outcome.ok) throw new Error('refused')
}

describe('rows', () => {
  it('say which answer of an earlier step their task was made of, in every table, and nothing where it was imported', async () => {
    const first = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const [one, two] = await someResponses(canut, first, [['yes', 'no']])
    const settings = { labels: [{ value: 'good' }, { value: 'bad' }], multiple: false, none: false }
    const next = await aStepAfter(canut, first, { taskType: 'text-class', settings, redundancy: 1, mapping: { text: 'payload.text' } })
    await respond(next, [{ label: 'good' }, { label: 'bad' }])
    const { csv, jsonl, parquet } = filesOf(first, publicId('bat', next))
    const origins = [one, two].map((response) => [first.publicId, response?.number, response?.publicId])
    const shown = ({ from_batch: batch, from_task: task, from_assignment: assignment }: Record<string, unknown>) => [
      batch,
      Number(task),
      assignment,
    ]
    for (const answers of ['responses', 'results']) {
      expect((await csv(`${answers}.csv`)).map(shown)).toEqual(origins)
      expect((await jsonl(`${answers}.jsonl`)).map(shown)).toEqual(origins)
      expect((await parquet(`${answers}.parquet`)).map(shown)).toEqual(origins)
    }
    const imported = filesOf(first, first.publicId)
    expect((await imported.csv('responses.csv'))[0]).toMatchObject({ from_batch: '', from_task: '', from_assignment: '' })
    expect((await imported.jsonl('results.jsonl'))[0]).toMatchObject({ from_batch: null, from_task: null, from_assignment: null })
    expect((await imported.parquet('responses.parquet'))[0]).toMatchObject({ from_batch: null, from_task: null, from_assignment: null })
  })

  it('say what their rows had besides the columns of the type, so that they can be joined with the requester’s own table', async () => {
    const batch = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const { id } = batch
    await canut.services.db
      .updateTable('tasks')
      .set({ passed: '{"id": "A-7", "pages": [1, 2]}' })
      .where('batch_id', '=', id)
      .where('number', '=', 1)
      .execute()
    await someResponses(canut, batch, [['yes', 'no']])
    const { csv, jsonl } = filesOf(batch, batch.publicId)
    for (const answers of ['responses', 'results']) {
      const rows = await csv(`${answers}.csv`)
      expect(rows.map((row) => [row['task'], row['Input.id'], row['Input.pages']])).toEqual([
        ['1', 'A-7', '[1,2]'],
        ['2', '', ''],
      ])
      expect((await jsonl(`${answers}.jsonl`)).map((row) => row['passed_on'])).toEqual([{ id: 'A-7', pages: [1, 2] }, null])
    }
  })

  it('of requesters’ pages have a column for each field that anybody filled in, as MTurk names them', async () => {
    const batch = await aBatchOfType(canut, 'template', { redundancy: 2, rows: [{ source: 'a' }, { source: 'b' }] })
    const ranking = { ordinalRankingDimensions: [{ name: 'Clarity', responseRankings: [2, 1] }] }
    await respond(batch.id, [{ answer: { mood: { label: 'kind' }, note: 'x, "y"' } }, { answer: { ranking } }])
    await respond(batch.id, [{ answer: { mood: { label: 'rude' }, sure: { on: true } } }, { answer: {} }])
    const { csv, jsonl, parquet, file } = filesOf(batch, batch.publicId)
    const rows = await csv('responses.csv')
    expect(new Set(rows.map((row) => row['Input.source']))).toEqual(new Set(['a', 'b']))
    const names = Object.keys(rows[0] ?? {}).filter((name) => name.startsWith('Answer.'))
    expect(names).toEqual(['Answer.mood.label', 'Answer.note', 'Answer.ranking.ordinalRankingDimensions', 'Answer.sure.on'])
    const cells = rows.map((row) => names.map((name) => row[name]))
    expect(cells).toHaveLength(4)
    expect(cells).toEqual(
      expect.arrayContaining([
        ['kind', 'x, "y"', '', ''],
        ['', '', JSON.stringify(ranking.ordinalRankingDimensions), ''],
        ['rude', '', '', 'true'],
        ['', '', '', ''],
      ]),
    )
    expect((await parquet('responses.parquet')).map((row): unknown => row['Answer.mood.label'])).toEqual(
      expect.arrayContaining(['kind', 'rude', null]),
    )
    const flat = (await jsonl('responses.jsonl?shape=v2-flat')).map(({ response }) => response)
    expect(flat).toContainEqual({ answer: ranking })
    expect((await jsonl('responses.jsonl')).map(({ response }) => response)).toContainEqual({ answer: { ranking } })
    const refused = await file('responses.csv?shape=v2-flat')
    expect([refused.status, JSON.stringify(await refused.json()).includes('responses.jsonl?shape=v2-flat')]).toEqual([422, true])
  })

  it('of forms have a column for each field', async () => {
    const batch = await aBatchOfType(canut, 'collect', { redundancy: 1 })
    const { file } = filesOf(batch, batch.publicId)
    const [header = ''] = (await (await file('responses.csv')).text()).split('\n')
    expect(header).toMatch(/,label,Answer\.[a-z_]+,/)
    expect(header).not.toContain('response.')
  })
})
