import type { VoiceResponse } from '@canut/contract'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeMedia } from '../media/index.ts'
import { rejectResponse } from '../reviews/index.ts'
import { singVowels } from '../task-types/index.ts'
import { aBatchOfType, type BuiltBatch } from '../testing/batch-builder.ts'
import { aStepAfter } from '../testing/chain-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { unzipped } from './formats/format.builders.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

const SENTENCES = ['Allume la lumière', 'Éteins la lumière', 'Ferme la porte']

/** A recording of each sentence, as if workers had sent it: its file is one of the project. */
async function recorded(): Promise<BuiltBatch> {
  const rows = SENTENCES.map((sentence) => ({ sentence, locale: 'fr-FR' }))
  const batch = await aBatchOfType(canut, 'voice', { rows, redundancy: 1 })
  const worker = await canut.signUp()
  for (const [place] of SENTENCES.entries()) {
    const name = `clip-${place + 1}.wav`
    const stored = await storeMedia(canut.services, batch.projectId, name, Readable.from([singVowels(['a'])]))
    if (!stored.ok) throw new Error(stored.problem.code)
    const body: VoiceResponse = { audio: name, duration: 1, sampleRate: 16_000, peakDb: -3, clipped: false }
    await sql`
      with made as (
        insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at)
        values (${batch.id}, ${place + 1}, ${worker.id}, gen_random_uuid(), 'submitted', 1, 0, 1, ${canut.clock()}, ${canut.clock()}, ${canut.clock()})
        returning number)
      insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
      select ${batch.id}, number, ${worker.id}, ${JSON.stringify(body)}::jsonb, null, 1000, ${canut.clock()}, '' from made`.execute(
      canut.services.db,
    )
  }
  return batch
}

/** A step in which three people check each clip against its sentence. */
const checkedAfter = (voice: BuiltBatch): Promise<string> =>
  aStepAfter(canut, voice, {
    taskType: 'check',
    settings: { kind: 'transcript', language: 'fr', tolerance: 0, autoplay: false },
    redundancy: 3,
    mapping: { audio: 'response.audio', draft: 'payload.sentence' },
  })

/** One person checks the clips in their order. */
async function checks(batchId: string, heard: readonly string[]): Promise<string[]> {
  const worker = await canut.signUp()
  const leased = await leaseTasks(canut.services, { batchId, workerId: worker.id, count: heard.length })
  if (!leased.ok) throw new Error(leased.error.kind)
  const { leases } = leased.value
  const given = leases.map(({ assignmentId, number }) => ({
    assignmentId,
    response: { ok: false, text: heard[number - 1] ?? '' },
    workMs: null,
  }))
  for (const outcome of await submitResponses(canut.services, worker.id, given)) if (!outcome.ok) throw new Error('a check was refused')
  return leases.toSorted((a, b) => a.number - b.number).map(({ assignmentId }) => assignmentId)
}

describe('Common Voice', () => {
  it('has the checks of the next step as votes; those that were rejected are none', async () => {
    const voice = await recorded()
    const check = await checkedAfter(voice)
    const [yes, off, shut] = SENTENCES as [string, string, string]
    await checks(check, [yes, 'Allume la lumière', shut])
    await checks(check, [yes.toUpperCase(), 'Éteins', shut])
    const [, , last] = await checks(check, [yes, off, 'Ouvre la porte'])
    const rejected = await rejectResponse(canut.services, {
      assignment: { id: last ?? '', batchId: check },
      grounds: { reason: 'other', instructionLine: 'Look again.', explanation: 'The door is clearly closed.' },
      by: voice.ownerId,
    })
    if (!rejected.ok) throw new Error(rejected.error.kind)

    const answer = await canut.as({ id: voice.ownerId })(`/api/v1/batches/${voice.publicId}/exports/responses.common-voice.zip`)
    const files = await unzipped(Buffer.from(await answer.arrayBuffer()))
    const table = (name: string) =>
      parse<Record<string, string>>(files.get(`${name}.tsv`) ?? '', { columns: true, delimiter: '\t', quote: false }).map(
        ({ sentence, up_votes: up, down_votes: down }) => [sentence, up, down],
      )
    expect(table('validated')).toEqual([
      [yes, '3', '0'],
      [shut, '2', '0'],
    ])
    expect(table('invalidated')).toEqual([[off, '1', '2']])
    expect(table('other')).toEqual([])
    expect([...files.keys()].filter((name) => name.startsWith('clips/'))).toHaveLength(3)
  })
})
