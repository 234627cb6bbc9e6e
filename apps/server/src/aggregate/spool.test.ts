import { crowd, dawidSkene, dawidSkeneStream } from '@canut/aggregation'
import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSpool } from './spool.ts'

// ids that differ only by case, by normalisation, by half a character, or at their twenty-thousandth
const task = fc.constantFrom(
  't',
  'T',
  '\u00e9',
  'e\u0301',
  '\ud83e',
  '\ud83e\udd8a',
  'a,"b"\n',
  'x'.repeat(20_000),
  'x'.repeat(19_999) + 'y',
)
const row = fc.record({ task, worker: fc.constantFrom('ann', 'bob', 'cy', '1'), label: fc.constantFrom('a', 'b', 'c', '0') })
const rows = fc.array(row, { maxLength: 40 })
const known = fc.dictionary(fc.constantFrom('t', '\ud83e', 'elsewhere'), fc.constantFrom('a', 'unseen', 'again unseen'))

describe('a spool', () => {
  it('gives Dawid–Skene the responses that a crowd in memory gives it, in the same order', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('last' as const, 'all' as const), known, async (given, repeats, answers) => {
        const gold = new Map(Object.entries(answers))
        const built = crowd(given, { repeats })
        const { tasks, top, confidence, posteriors, ...expected } = dawidSkene(built, { gold })
        const folder = await mkdtemp(join(tmpdir(), 'canut-spool-'))
        try {
          const spool = createSpool(folder, repeats)
          for (const each of given) spool.add(each.task, each.worker, each.label)
          const spooled = await spool.sort(gold, new AbortController().signal)
          const { answer, ...found } = await dawidSkeneStream(spooled)
          expect(found).toEqual(expected)
          expect([...spooled.readIds()]).toEqual(tasks)
          expect([spooled.replaced, spooled.classes]).toEqual([built.replaced, built.labels.length])
          for await (const chunk of spooled.read()) expect(answer(chunk)).toEqual({ top, confidence, posteriors })
        } finally {
          await rm(folder, { recursive: true })
        }
      }),
      { numRuns: 100 },
    )
  })
})
