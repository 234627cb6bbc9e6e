import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkStopRule, needsAnother, responsesAtFirst, type StopRule } from './stop-rule.ts'

const rule: StopRule = { kind: 'until_confident', minimum: 2, threshold: 0.95 }
const batch = { redundancy: 5, hasCategories: true, taskType: 'text-class' }

describe('asking for another response', () => {
  it('goes on until the minimum, however sure the answer is', () => {
    expect(needsAnother({ submitted: 1, minimum: 2, maximum: 5, confidence: 1, threshold: 0.95 })).toBe(true)
  })

  it('stops once the answer is sure, and at the maximum in any case', () => {
    const task = { submitted: 2, minimum: 2, maximum: 5, confidence: 0.95, threshold: 0.95 }
    expect(needsAnother(task)).toBe(false)
    expect(needsAnother({ ...task, confidence: 0.9499 })).toBe(true)
    expect(needsAnother({ ...task, confidence: 0.5, submitted: 5 })).toBe(false)
  })

  it('never takes an unknown confidence for enough, nor goes past the maximum', () => {
    const numbers = fc.oneof(fc.double(), fc.constant(Number.NaN))
    fc.assert(
      fc.property(numbers, numbers, fc.nat(20), (confidence, threshold, submitted) => {
        const needs = needsAnother({ submitted, minimum: 2, maximum: 10, confidence, threshold })
        expect(needs && submitted >= 10).toBe(false)
        expect(!needs && Number.isNaN(confidence) && submitted < 10).toBe(false)
      }),
    )
  })
})

describe('the stop rule of a batch', () => {
  it('needs labels that can be compared', () => {
    expect(checkStopRule(rule, { ...batch, hasCategories: false, taskType: 'collect' })).toEqual({
      ok: false,
      error: { kind: 'stop_rule_needs_categories', taskType: 'collect' },
    })
    expect(checkStopRule({ kind: 'fixed' }, { ...batch, hasCategories: false }).ok).toBe(true)
  })

  it('needs a minimum below the redundancy and a threshold that means something', () => {
    for (const minimum of [0, -1, 1.5, 5, 6, Number.NaN]) expect(checkStopRule({ ...rule, minimum }, batch).ok).toBe(false)
    for (const threshold of [0.49, 1, 0, 2, Number.NaN]) expect(checkStopRule({ ...rule, threshold }, batch).ok).toBe(false)
    for (const minimum of [1, 2, 4]) expect(checkStopRule({ ...rule, minimum, threshold: 0.999 }, batch).ok).toBe(true)
  })

  it('opens a task with what is certainly asked for', () => {
    expect(responsesAtFirst(rule, 5)).toBe(2)
    expect(responsesAtFirst({ kind: 'fixed' }, 5)).toBe(5)
  })
})
