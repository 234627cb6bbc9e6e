import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LedgerWorld } from '../testing/ledger-world.ts'
import type { JsonValue } from '../platform/canonical-json.ts'
import { appendEvent, verifyEvents } from './index.ts'

let world: LedgerWorld
beforeAll(async () => {
  world = await LedgerWorld.open()
})
afterAll(() => world.close())

const append = (details: Record<string, JsonValue>) =>
  world.db
    .transaction()
    .execute((tx) => appendEvent(tx, { at: world.now, actorId: world.steward, kind: 'test', subject: 'thing', details }))

describe('the chain of events', () => {
  it('is whole when it is empty', async () => expect(await verifyEvents(world.db)).toEqual({ events: 0, brokenAt: null, reason: null }))

  it('has no gap and no fork when forty decisions are taken at once, some of which are rolled back', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        world.db.transaction().execute(async (tx) => {
          await appendEvent(tx, { at: world.now, actorId: null, kind: 'test', subject: `${index}`, details: { index } })
          if (index % 4 === 0) throw new Error('rolled back')
        }),
      ),
    )
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10)
    expect(await verifyEvents(world.db)).toEqual({ events: 30, brokenAt: null, reason: null })
  })

  it('stays whole whatever the details contain', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue() as fc.Arbitrary<JsonValue>), async (details) => {
        await append(details)
      }),
      { numRuns: 100 },
    )
    await append({ '\ud800': 1, '\ue000': 2, '\u0000': 3, '\ufffd': 4 })
    await append({ amount: 10n ** 18n, at: new Date(), text: '\ud800 \u0000', list: [1e21, -0, 1e-7, 0.1 + 0.2] })
    expect((await verifyEvents(world.db)).brokenAt).toBeNull()
  })
})
