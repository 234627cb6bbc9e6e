import { describe, expect, it } from 'vitest'
import { aContext, aRow, archiveOf, bytesOf, linesOf, rowsOf, textOf, unzipped } from './format.builders.ts'
import { manifest, maskManifest } from './ground-truth.ts'
import { labelStudio } from './label-studio.ts'
import { workerResponses } from './worker-responses.ts'

const size = { w: 640, h: 480 }
const settings = { labels: [{ value: 'Dog' }, { value: 'Cat' }] }

describe('Ground Truth manifest', () => {
  it('is the line of the reference, members of the input included', async () => {
    const row = aRow({
      payload: { image: '7.jpg' },
      passed: { 'source-ref': 'store://b/7.jpg', sku: 'A9' },
      response: { size, boxes: [{ id: 'b1', label: 'Cat', x: 40, y: 25, w: 120, h: 90 }] },
      confidence: 0.86,
    })
    const context = aContext('bbox', settings)
    expect(await linesOf(manifest, [row], { ...context, batch: { ...context.batch, name: 'pets' } })).toEqual([
      {
        'source-ref': 'store://b/7.jpg',
        sku: 'A9',
        pets: {
          image_size: [{ width: 640, height: 480, depth: 3 }],
          annotations: [{ class_id: 1, left: 40, top: 25, width: 120, height: 90 }],
        },
        'pets-metadata': {
          objects: [{ confidence: 0.86 }],
          'class-map': { '1': 'Cat' },
          type: 'groundtruth/object-detection',
          'human-annotated': 'yes',
          'creation-date': '2026-11-21T10:00:00.000000',
          'job-name': 'labeling-job/pets',
        },
      },
    ])
  })

  it('hands on what was not labelled as it came', async () => {
    const passed = { source: 'Hello', n: 1 }
    expect(await linesOf(manifest, [aRow({ payload: { text: 'Hello' }, passed })], aContext('text-class', settings))).toEqual([passed])
  })

  it('keeps masks as pictures beside it, which the label names', async () => {
    const regions = [{ id: '1', label: 'Cat', counts: '04' }]
    const rows = rowsOf([{ image: 'a.jpg' }, { size: { w: 2, h: 2 }, regions }], [{ image: 'b.jpg' }, null])
    const entries = await unzipped(await bytesOf(maskManifest, rows, aContext('mask', settings)))
    const [first, second] = (entries.get('output.manifest')?.toString() ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    expect(entries.has(String(first?.['Cats-dogs-ref']))).toBe(true)
    expect(first?.['Cats-dogs-ref-metadata']).toMatchObject({
      type: 'groundtruth/semantic-segmentation',
      'internal-color-map': {
        '0': { 'class-name': 'BACKGROUND', 'hex-color': '#ffffff' },
        '1': { 'class-name': 'Dog' },
        '2': { 'class-name': 'Cat', 'hex-color': '#1f77b4' },
      },
    })
    expect(second).toEqual({ 'source-ref': 'b.jpg' })
  })

  type Line = Readonly<Record<string, unknown>>
})

describe('Label Studio', () => {
  it('has a task once, with the annotations of each who answered', async () => {
    const payload = { text: 'Hello' }
    const rows = [
      aRow({
        task: 1,
        payload,
        passed: { id: 31, sku: 'A9' },
        response: { label: 'Cat' },
        worker: 'w-1',
        workMs: 4200,
        submittedAt: '2026-11-20T10:00:00.000Z',
      }),
      aRow({ task: 1, payload, passed: { id: 31, sku: 'A9' }, response: { label: 'Dog' }, worker: 'w-2' }),
      aRow({ task: 2, payload: { text: 'Bye' } }),
    ]
    const tasks = JSON.parse(await textOf(labelStudio, rows, aContext('text-class', settings))) as Task[]
    expect(tasks.map(({ id, data, annotations }) => [id, data, annotations.length])).toEqual([
      [1, { id: 31, sku: 'A9', text: 'Hello' }, 2],
      [2, { text: 'Bye' }, 0],
    ])
    // names of its own users are all that it takes there: a file with a pseudonym is refused
    expect(tasks.flatMap(({ annotations }) => annotations)).not.toContainEqual(expect.objectContaining({ completed_by: expect.anything() }))
    expect(tasks[0]?.annotations[0]).toMatchObject({
      meta: { task: 1, annotator: 'w-1' },
      lead_time: 4.2,
      created_at: '2026-11-20T10:00:00.000Z',
      result: [{ from_name: 'label', to_name: 'text', type: 'choices', value: { choices: ['Cat'] } }],
    })
  })

  it('is a list also without any task', async () => {
    expect(JSON.parse(await textOf(labelStudio, [], aContext('bbox', settings)))).toEqual([])
  })

  interface Task {
    readonly id: number
    readonly data: unknown
    readonly annotations: readonly unknown[]
  }
})

it('archives are empty, not broken, without any row', async () => {
  expect([...(await archiveOf(maskManifest, [], aContext('mask', settings))).keys()]).toEqual(['output.manifest', 'about.json'])
})

describe('Ground Truth worker responses', () => {
  it('are a file per task with what each person answered, which the line of the task names', async () => {
    const one = { payload: { source: 'a', sku: 'A9' }, task: 1 }
    const rows = [
      aRow({
        ...one,
        worker: 'w1',
        response: { answer: { mood: { label: 'Good' } } },
        submittedAt: '2026-01-02T10:00:00.000Z',
        workMs: 40_500,
      }),
      aRow({ ...one, worker: 'w2', response: { answer: { mood: { label: 'Bad' } }, _all: { note: ['x', 'y'] } } }),
      aRow({ task: 3, payload: { source: 'c' }, worker: 'w1', response: { answer: {} } }),
    ]
    const entries = await unzipped(await bytesOf(workerResponses, rows, aContext('template')))
    expect([...entries.keys()]).toEqual(['worker-responses/1.json', 'worker-responses/3.json', 'output.manifest', 'about.json'])
    expect(JSON.parse(String(entries.get('worker-responses/1.json')))).toEqual({
      answers: [
        {
          submissionTime: '2026-01-02T10:00:00.000Z',
          timeSpentInSeconds: 40.5,
          workerId: 'w1',
          answerContent: { mood: { label: 'Good' } },
        },
        { submissionTime: null, timeSpentInSeconds: null, workerId: 'w2', answerContent: { mood: { label: 'Bad' } } },
      ],
    })
    const lines = String(entries.get('output.manifest')).trimEnd().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        source: 'a',
        sku: 'A9',
        'Cats-dogs': [{ mood: { label: 'Good' } }, { mood: { label: 'Bad' } }],
        'Cats-dogs-metadata': expect.objectContaining({ type: 'groundTruth/custom', 'worker-response-ref': 'worker-responses/1.json' }),
      },
      expect.objectContaining({ source: 'c', 'Cats-dogs': [{}] }),
    ])
    expect([...(await archiveOf(workerResponses, [], aContext('template'))).keys()]).toEqual(['output.manifest', 'about.json'])
  })
})
