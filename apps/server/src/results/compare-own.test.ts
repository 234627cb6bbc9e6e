import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getTaskSetup } from '../task-types/index.ts'
import { compareOwn } from './compare-own.ts'
import type { OwnResponse } from './own-comparison.store.ts'

const setup = getTaskSetup('text-class', { labels: [{ value: 'yes' }, { value: 'no' }], multiple: false, none: false })
const of = (share: number | null, people: number, isClosed = false) => ({ setup, isClosed, everybody: { share, people } })

const response = (label: string, held: Partial<OwnResponse> = {}): OwnResponse => ({
  number: 1,
  label,
  response: { label },
  truth: null,
  heldLabel: 'yes',
  heldTied: null,
  heldResponse: null,
  responses: 3,
  ...held,
})
const many = (count: number, label: string) => Array.from({ length: count }, () => response(label))

describe('how own responses compare', () => {
  it('looks only at tasks that at least two others answered, and at no gold task', () => {
    const own = [
      response('yes'),
      response('yes', { responses: 2 }),
      response('yes', { truth: { label: 'yes' } }),
      response('yes', { heldLabel: null }),
    ]
    expect(compareOwn(own, of(0.9, 9))).toMatchObject({ compared: 1, agreed: 1 })
  })

  it('counts a tie in part', () => {
    expect(compareOwn([response('no', { heldLabel: null, heldTied: ['no', 'yes'] })], of(null, 9))).toMatchObject({
      compared: 1,
      agreed: 0.5,
    })
  })

  it('says that a few tasks cannot tell anybody from the average, and many can', () => {
    expect(compareOwn([...many(9, 'yes'), ...many(3, 'no')], of(0.88, 9)).verdict).toBe('cannot_tell')
    expect(compareOwn([...many(300, 'yes'), ...many(100, 'no')], of(0.88, 9)).verdict).toBe('less_often')
    expect(compareOwn(many(400, 'yes'), of(0.88, 9)).verdict).toBe('more_often')
    expect(compareOwn([], of(0.88, 9)).verdict).toBe('nothing')
  })

  it('shows no average of fewer than five people', () => {
    expect(compareOwn(many(400, 'yes'), of(0.5, 4))).toMatchObject({ everybody: null, verdict: 'nothing' })
  })

  it('tells gold apart only once the batch is closed', () => {
    const own = [response('yes', { truth: { label: 'yes' } }), response('no', { truth: { label: 'yes' } })]
    expect(compareOwn(own, of(0.5, 9)).gold).toBeNull()
    expect(compareOwn(own, of(0.5, 9, true)).gold).toMatchObject({ tasks: 2, right: 1 })
  })

  it('never leaves the share outside its interval, nor makes anything of nothing', () => {
    const any = fc.record({ label: fc.constantFrom('yes', 'no'), tied: fc.boolean(), responses: fc.integer({ min: 0, max: 9 }) })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (given) => {
        const own = given.map(({ label, tied, responses }) =>
          response(label, tied ? { heldLabel: null, heldTied: ['no', 'yes'], responses } : { responses }),
        )
        const { compared, agreed, low, high, labels } = compareOwn(own, of(0.5, 9))
        expect(compared).toBe(given.filter(({ responses }) => responses >= 3).length)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        if (compared > 0) expect(agreed / compared).toBeGreaterThanOrEqual(low - 1e-12)
        if (compared > 0) expect(agreed / compared).toBeLessThanOrEqual(high + 1e-12)
        expect(labels.every((each) => each.compared >= 10)).toBe(true)
      }),
    )
  })
})
