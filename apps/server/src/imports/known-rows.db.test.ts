import type { BatchView, ImportView } from '@canut/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePublicId } from '../platform/ids.ts'
import { aProject, startTestApp, type BuiltProject, type TestApp } from '../testing/index.ts'

let canut: TestApp
let project: BuiltProject
beforeAll(async () => {
  canut = await startTestApp()
  project = await aProject(canut)
})
afterAll(() => canut.close())

const settings = { labels: [{ value: 'yes' }, { value: 'no' }] }

async function draft(): Promise<BatchView> {
  const body = { name: 'Imports', settings, price: { micros: '50000', currency: 'EUR' } }
  return (await (await project.as.json(`/api/v1/projects/${project.publicId}/batches`, body)).json()) as BatchView
}

async function send(batch: BatchView, body: string, of: BuiltProject = project): Promise<ImportView> {
  const answer = await of.as(`/api/v1/batches/${batch.id}/imports`, { method: 'POST', body })
  return (await answer.json()) as ImportView
}

const tasksOf = (batch: BatchView) =>
  canut.services.db
    .selectFrom('tasks')
    .select(['payload', 'truth', 'source_line', 'passed'])
    .where('batch_id', '=', parsePublicId('bat', batch.id) ?? '')
    .orderBy('number')
    .execute()

describe('an export of Label Studio', () => {
  it('becomes tasks: ground truth makes gold, and what the type does not read is kept for exports', async () => {
    const batch = await draft()
    const choice = [{ id: '1', type: 'choices', from_name: 'kind', to_name: 'text', value: { choices: ['yes'] } }]
    const list = [
      { id: 7, data: { text: 'One', sku: 'A9' }, annotations: [{ result: choice, ground_truth: true }] },
      { id: 8, data: { body: 'Two' } },
    ]
    const report = await send(batch, JSON.stringify(list, null, 2))
    expect(report).toMatchObject({ state: 'done', rowsGood: 2, rowsGold: 1, problems: [] })
    expect(await tasksOf(batch)).toEqual([
      { payload: { text: 'One' }, truth: { label: 'yes' }, source_line: 2n, passed: { id: 7, sku: 'A9' } },
      { payload: { text: 'Two' }, truth: null, source_line: expect.anything(), passed: { id: 8 } },
    ])
  })

  it('begins with what a model said, in every kind of task that takes it, and knows what was marked as true', async () => {
    const forms = await aProject(canut, { taskType: 'collect' })
    const fields = [
      { name: 'mood', kind: 'choice', choices: [{ value: 'good' }, { value: 'bad' }] },
      { name: 'price', kind: 'number', required: false },
      // called like a member of other kinds of answer
      { name: 'text', kind: 'line', required: false },
    ]
    const begin = async (of: BuiltProject, chosen: unknown): Promise<BatchView> => {
      const body = { name: 'Predicted', settings: chosen, price: { micros: '50000', currency: 'EUR' } }
      return (await (await of.as.json(`/api/v1/projects/${of.publicId}/batches`, body)).json()) as BatchView
    }
    const said = (name: string, value: unknown) => ({ id: name, from_name: name, to_name: 'text', type: 'any', value })
    const result = [said('Mood', { choices: ['bad'] }), said('price', { number: 2.5 }), said('Text', { text: ['Hm'] })]
    const batch = await begin(forms, { fields })
    const lines = [
      { data: { text: 'One' }, predictions: [{ result }] },
      { data: { text: 'Two' }, annotations: [{ ground_truth: true, result }] },
    ]
    expect(await send(batch, JSON.stringify(lines), forms)).toMatchObject({ rowsGood: 2, rowsGold: 1, problems: [] })
    expect((await tasksOf(batch)).map(({ payload, truth }) => [payload, truth])).toEqual([
      [{ text: 'One', prediction: { mood: 'bad', price: 2.5, text: 'Hm' } }, null],
      [{ text: 'Two' }, { mood: 'bad', price: 2.5, text: 'Hm' }],
    ])

    const labelled = await draft()
    const label = { 'class-name': 'no', type: 'groundtruth/text-classification' }
    await send(labelled, JSON.stringify({ source: 'Three', kind: 1, 'kind-metadata': label }))
    expect((await tasksOf(labelled)).map(({ payload }) => payload)).toEqual([{ text: 'Three', prediction: { label: 'no' } }])

    const other = await draft()
    const mood = [{ id: '1', type: 'choices', from_name: 'mood', to_name: 'text', value: { choices: ['angry'] } }]
    expect(await send(other, JSON.stringify([{ data: { text: 'Four' }, predictions: [{ result: mood }] }]))).toMatchObject({ rowsGood: 1 })
    expect((await tasksOf(other)).map(({ payload }) => payload)).toEqual([{ text: 'Four' }])

    const rankings = await aProject(canut, { taskType: 'ranking' })
    const ranked = await begin(rankings, { dimensions: [{ value: 'clear' }, { value: 'true' }] })
    const ranks = ['clear', 'true'].map((name, n) => said(name, { ranker: { rank: n === 0 ? ['2', '1'] : ['1', '2'] } }))
    const items = ranks.map((item) => ({ ...item, type: 'ranker' }))
    await send(ranked, JSON.stringify([{ data: { items: ['x', 'y'] }, predictions: [{ result: items }] }]), rankings)
    expect((await tasksOf(ranked)).map(({ payload }) => payload)).toEqual([
      {
        items: ['x', 'y'],
        prediction: {
          dimensions: [
            { name: 'clear', ranks: [2, 1] },
            { name: 'true', ranks: [1, 2] },
          ],
        },
      },
    ])
  })

  it('with a task that has nothing to show, or a broken end, says where', async () => {
    const report = await send(await draft(), '[\n{"data": {"text": "One"}},\n{"data": {"image": 3}},\n{"data":')
    expect(report.state).toBe('failed')
    expect(report.problems.map(({ line, code }) => [line, code])).toEqual([
      [3, 'missing_value'],
      [4, 'not_json'],
      [5, 'not_json'],
    ])
  })
})

describe('a manifest of Ground Truth', () => {
  it('becomes tasks, and its lines come back with the other members', async () => {
    const batch = await draft()
    const lines = [{ source: 'One', sku: 'A9' }, { source: 'Two' }]
    expect(await send(batch, lines.map((line) => JSON.stringify(line)).join('\n'))).toMatchObject({ state: 'done', rowsGood: 2 })
    expect((await tasksOf(batch)).map(({ payload, passed }) => [payload, passed])).toEqual([
      [{ text: 'One' }, lines[0]],
      [{ text: 'Two' }, lines[1]],
    ])
    const file = await (await project.as(`/api/v1/batches/${batch.id}/exports/results.manifest.jsonl`)).text()
    expect(
      file
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(lines)
  })

  it('that is too long for Ground Truth itself is told by line and member', async () => {
    const report = await send(await draft(), `{"source":"One"}\n${JSON.stringify({ source: 'Two', $x: 1, more: 'x'.repeat(20_001) })}\n`)
    expect(report.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, '$x', 'manifest_name_reserved'],
      [2, 'more', 'manifest_attribute_too_long'],
    ])
    expect(report.problems[1]?.sentence).toContain('20,001')
  })

  it('finds the pictures of the project behind their addresses', async () => {
    const pictures = await aProject(canut, { taskType: 'image-class' })
    const form = new FormData()
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    form.append('files', new Blob([new Uint8Array(png)]), '2026/7.png')
    await pictures.as(`/api/v1/projects/${pictures.publicId}/media`, { method: 'POST', body: form })
    const body = { name: 'Pictures', settings, price: { micros: '50000', currency: 'EUR' } }
    const batch = (await (await pictures.as.json(`/api/v1/projects/${pictures.publicId}/batches`, body)).json()) as BatchView
    const query = 'mode=load&onBadRows=skip'
    const lines = ['{"source-ref":"s3://bucket/pets/2026/7.png"}', '{"source-ref":"s3://bucket/pets/8.png"}'].join('\n')
    const answer = await pictures.as(`/api/v1/batches/${batch.id}/imports?${query}`, { method: 'POST', body: lines })
    const report = (await answer.json()) as ImportView
    expect(report.problems.map(({ line, code, params }) => [line, code, params])).toEqual([[2, 'media_missing', { name: '8.png' }]])
    expect((await tasksOf(batch)).map(({ payload }) => payload)).toEqual([{ image: expect.stringContaining('7.png') }])
  })
})

describe('a table with columns of its own', () => {
  it('keeps them beside the task, so that answers come back with the ids of the requester', async () => {
    const batch = await draft()
    const file = 'id,text,note,constructor\nA-7,One,,\nA-8,Two,"said ""no""",me\n'
    expect(await send(batch, file)).toMatchObject({ state: 'done', rowsGood: 2, problems: [] })
    const passed: Record<string, string>[] = [{ id: 'A-7' }, { id: 'A-8', note: 'said "no"', constructor: 'me' }]
    expect((await tasksOf(batch)).map((task) => task.passed)).toEqual(passed)
    expect((await tasksOf(batch)).map(({ payload }) => payload)).toEqual([{ text: 'One' }, { text: 'Two' }])
  })

  it('keeps nothing when it has none', async () => {
    const batch = await draft()
    await send(batch, 'text,truth,context\nOne,yes,\n')
    expect((await tasksOf(batch)).map(({ passed }) => passed)).toEqual([null])
  })
})
