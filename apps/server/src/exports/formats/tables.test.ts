import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { aContext, aRow, bytesOf, rowsOf } from './format.builders.ts'
import { parquet } from './parquet.ts'

const settings = { labels: [{ value: 'yes' }, { value: 'no' }], multiple: false, none: false }

describe('Parquet', () => {
  it('has a column for each thing that is known, and who made it in its metadata', async () => {
    const row = aRow({
      task: 7,
      payload: { text: 'É 🎉' },
      response: { label: 'yes' },
      worker: 'w-1',
      truth: { label: 'no' },
      workMs: 4200,
      submittedAt: '2026-11-21T10:00:00.123Z',
      passed: { sku: 'A9' },
      sourceLine: 8,
      origin: { batch: 'bat_0', task: 3, assignment: 'asg_5' },
    })
    const results = [
      aRow({ method: 'majority-vote', confidence: 0.8, response: { label: 'no' } }),
      aRow({ method: 'adjudicated', response: { label: 'no' } }),
    ]
    const bytes = await bytesOf(parquet, [row, ...rowsOf([{ text: 'two' }, null]), ...results], aContext('text-class', settings))
    const file = new Uint8Array(bytes).buffer
    const [first, second, third, fourth] = await parquetReadObjects({ file })
    expect(first).toEqual({
      task: 7,
      worker: 'w-1',
      label: 'yes',
      response: { label: 'yes' },
      confidence: null,
      method: null,
      version: null,
      parameters: null,
      run: null,
      responses: 1,
      content: { text: 'É 🎉' },
      truth: { label: 'no' },
      work_ms: 4200,
      submitted_at: new Date('2026-11-21T10:00:00.123Z'),
      passed_on: { sku: 'A9' },
      source_line: 8,
      from_batch: 'bat_0',
      from_task: 3,
      from_assignment: 'asg_5',
    })
    expect(second).toMatchObject({ task: 1, label: null, response: null, from_batch: null, from_task: null })
    expect(third).toMatchObject({ method: 'majority-vote', version: '0.1.0', parameters: { seed: 7 }, run: 'run_1', confidence: 0.8 })
    expect(fourth).toMatchObject({ method: 'adjudicated', version: null, parameters: null, run: null })
    const { key_value_metadata: told, created_by: by } = parquetMetadata(file)
    expect(told).toContainEqual({ key: 'about', value: 'https://canut.example/batches/bat_1/exports/about.json' })
    expect(by).toMatch(/^Canut version /)
  })

  it('has all rows, however many groups they fill, and none when there are none', async () => {
    const many = Array.from({ length: 12_001 }, (_, place) =>
      aRow({ task: place + 1, response: { label: place % 2 === 0 ? 'yes' : 'no' } }),
    )
    const file = new Uint8Array(await bytesOf(parquet, many, aContext('text-class', settings))).buffer
    const read = await parquetReadObjects({ file, columns: ['task', 'label'] })
    expect(read.map(({ task }) => Number(task))).toEqual(many.map(({ task }) => task))
    expect(parquetMetadata(file).row_groups.length).toBe(3)
    const empty = new Uint8Array(await bytesOf(parquet, [], aContext('text-class', settings))).buffer
    expect(await parquetReadObjects({ file: empty })).toEqual([])
  })
})
