import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { approveBySilence } from './approve-by-silence.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

it('pays everybody whose review period is over, even when the batch that is due first cannot be paid', async () => {
  const { services } = canut
  const [broken, sound] = [await aBatch(canut, { tasks: 1 }), await aBatch(canut, { tasks: 1 })]
  await someResponses(canut, broken, [['yes']])
  canut.clock.advance({ seconds: 1 })
  await someResponses(canut, sound, [['yes']])
  // more than its escrow ever held
  await sql`update assignments set price_micros = 1000000000000 where batch_id = ${broken.id}`.execute(services.db)
  canut.clock.advance({ days: 4 })
  await expect(approveBySilence(services)).rejects.toThrow('1 of 2 batches')
  const { rows } = await sql<{ batch_id: string; state: string }>`select batch_id, state from assignments`.execute(services.db)
  expect(new Map(rows.map((row) => [row.batch_id, row.state]))).toEqual(
    new Map([
      [broken.id, 'submitted'],
      [sound.id, 'approved'],
    ]),
  )
})
