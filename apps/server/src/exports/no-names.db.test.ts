import { ANSWER_KINDS } from '@canut/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getBatch } from '../batches/index.ts'
import type { Person } from '../platform/http/env.ts'
import { taskTypes } from '../task-types/index.ts'
import { aBatchOfType } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { formatsFor } from './formats/registry.ts'
import { openExport } from './open-export.ts'

let canut: TestApp
let worker: Person
beforeAll(async () => {
  canut = await startTestApp()
  worker = await canut.signUp({ name: 'Zénobie Quillard-Marchandeau', email: 'zenobie.quillard@example.org' })
})
afterAll(() => canut.close())

const size = { w: 640, h: 480 }
const RESPONSES: Readonly<Record<string, unknown>> = {
  'image-class': { label: 'square' },
  'text-class': { label: 'kind' },
  bbox: { size, boxes: [{ id: 'a', label: 'car', x: 1, y: 1, w: 5, h: 5 }] },
  polygon: {
    size,
    shapes: [
      {
        id: 'a',
        label: 'car',
        closed: true,
        points: [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      },
    ],
  },
  mask: { size: { w: 160, h: 120 }, regions: [{ id: 'm', label: 'car', counts: 'P[2`U1`W?' }] },
  keypoints: { size, objects: [{ id: 'o', label: 'person', points: [{ name: 'nose', x: 1, y: 1, v: 2 }] }] },
  spans: { spans: [{ id: 'a', start: 0, end: 3, label: 'person' }] },
  pairwise: { choice: 'a', shownFirst: 'a' },
  ranking: { dimensions: [{ name: 'rank', ranks: [1, 2, 3] }] },
  transcribe: { segments: [{ start: 0, end: 1, speaker: 'A', text: 'a' }] },
  check: { ok: true, text: 'a' },
  voice: { audio: `fil_${'0'.repeat(32)}`, duration: 1, sampleRate: 48_000, peakDb: -3, clipped: false },
  translation: { text: 'a', edited: false },
  collect: { place: 'a' },
  template: { answer: { mood: { label: 'good' } } },
}

/** A response of the worker to the first task, as the use cases leave it. */
async function respond(batchId: string, response: unknown): Promise<void> {
  const at = canut.clock()
  await sql`insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at)
    values (${batchId}, 1, ${worker.id}, gen_random_uuid(), 'submitted', 1, 0, 1, ${at}, ${at}, ${at})`.execute(canut.services.db)
  await sql`insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
    values (${batchId}, 1, ${worker.id}, ${JSON.stringify(response)}::jsonb, 'x', 1000, ${at}, '')`.execute(canut.services.db)
}

it('covers every kind of task', () => {
  expect(Object.keys(RESPONSES).toSorted()).toEqual(taskTypes.map(({ name }) => name).toSorted())
})

const pseudonyms: string[] = []

it.each(Object.entries(RESPONSES))(
  'no export of %s names who did the work, but by a pseudonym of this batch alone',
  async (type, response) => {
    const built = await aBatchOfType(canut, type)
    await respond(built.id, response)
    const batch = await getBatch(canut.services.db, built.id)
    const found = new Set<string>()
    for (const answers of ANSWER_KINDS)
      for (const format of ['csv', 'jsonl', ...formatsFor(batch, answers).map(({ name }) => name)]) {
        const file = openExport(canut.services, batch, { answers, format, style: {}, shape: 'nested' })
        if (!file.ok) throw new Error(`${answers}.${format} is not to be had`)
        const pieces: Buffer[] = []
        for await (const piece of file.value.pieces()) pieces.push(Buffer.from(piece as string))
        // archives are stored: names of entries and texts are bytes of the file
        const text = Buffer.concat(pieces).toString()
        const secrets = [worker.id, worker.id.replaceAll('-', ''), worker.email, worker.name, 'Quillard', 'zenobie']
        expect([answers, format, secrets.filter((secret) => text.includes(secret))]).toEqual([answers, format, []])
        for (const [pseudonym] of text.matchAll(/\bw-[0-9a-f]{12}\b/g)) found.add(pseudonym)
      }
    expect(found.size).toBe(1)
    pseudonyms.push(...found)
  },
)

it('the same person has another pseudonym in every batch', () => {
  expect(new Set(pseudonyms).size).toBe(Object.keys(RESPONSES).length)
})
