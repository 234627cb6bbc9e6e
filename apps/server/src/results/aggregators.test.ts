import { describe, expect, it } from 'vitest'
import { labelAggregator } from './aggregate-labels.ts'
import { responseAggregator } from './aggregate-responses.ts'
import { findTaskType } from '../task-types/index.ts'
import { resultLines } from './result-lines.ts'

const LABELS = { kind: 'labels', method: 'majority-vote', ordered: null, former: null } as const

function aggregated(
  rows: readonly (readonly [task: string, worker: string, label: string])[],
  asked: Parameters<typeof labelAggregator>[0] = LABELS,
) {
  const aggregator = labelAggregator(asked)
  aggregator.addTruths(['1'], ['yes'])
  aggregator.addResponses(
    rows.map(([task]) => task),
    rows.map(([, worker]) => worker),
    rows.map(([, , label]) => label),
    [],
  )
  return { figures: aggregator.compute(), results: [...aggregator.results()] }
}

const ROWS = [
  ['1', 'a', 'yes'],
  ['1', 'b', 'yes'],
  ['1', 'c', 'no'],
  ['2', 'a', 'no'],
  ['2', 'b', 'yes'],
  ['3', 'a', 'yes'],
  ['3', 'c', 'yes'],
] as const

describe('labels made one', () => {
  it('are compared with gold, which is counted apart', () => {
    const { figures, results } = aggregated(ROWS)
    expect(figures).toMatchObject({ responses: 7, tasks: 3, workers: 3, goldTasks: 1, accuracy: 1, method: 'majority-vote' })
    expect(figures.responseAgreement).toBeCloseTo(2 / 3, 10)
    expect(figures.calibration).toMatchObject([{ count: 1, accuracy: 1 }])
    expect(results).toEqual([
      { number: '1', label: 'yes', tied: [], response: null, confidence: 2 / 3, responses: 3, divided: true },
      { number: '2', label: null, tied: ['no', 'yes'], response: null, confidence: 0.5, responses: 2, divided: true },
      { number: '3', label: 'yes', tied: [], response: null, confidence: 1, responses: 2, divided: false },
    ])
  })

  it('of nothing are nothing', () => {
    const { figures, results } = aggregated([])
    expect(figures).toMatchObject({ responses: 0, tasks: 0, agreement: null, alpha: null, accuracy: null, responseAgreement: null })
    expect(results).toEqual([])
  })

  it('keep a choice of auto while responses grow by less than a tenth, and make it anew after that', () => {
    const rows = Array.from({ length: 600 }, (_, i) => [String(i % 200), `w${i % 31}`, (i * 7) % 3 === 0 ? 'no' : 'yes'] as const)
    const compared = [{ method: 'majority-vote', foresight: -0.5, agreement: 0.8 }]
    const former = { method: 'one-coin-dawid-skene', reason: 'as before', compared, responses: 580 }
    expect(aggregated(rows, { ...LABELS, method: 'auto', former }).figures).toMatchObject({
      method: 'one-coin-dawid-skene',
      reason: 'as before',
      compared,
      chosenAt: 580,
    })
    expect(aggregated(rows, { ...LABELS, method: 'auto', former: { ...former, responses: 100 } }).figures.chosenAt).toBe(600)
  })

  it('are written as COPY reads them', () => {
    const lines = [
      ...resultLines([{ number: '7', label: null, tied: ['a\tb', '"'], response: null, confidence: 0.5, responses: 2, divided: true }]),
    ]
    expect(lines).toEqual([{ text: '7\t\\N\t{"a\\tb","\\\\""}\t\\N\t0.5\t2\tt\n', count: 1 }])
  })
})

describe('boxes made one', () => {
  const drawn = (x: number) => JSON.stringify({ size: { w: 640, h: 400 }, boxes: [{ id: 's1', label: 'car', x, y: 20, w: 100, h: 80 }] })

  it('divide people where somebody is further from the result than the batch allows, not by a pixel', () => {
    const settings = findTaskType('bbox')?.sample.settings
    const aggregator = responseAggregator({ kind: 'responses', taskType: 'bbox', settings, method: 'boxes' })
    const places = { 1: [10, 11, 12], 2: [10, 11, 400] }
    for (const [task, each] of Object.entries(places))
      aggregator.addResponses(
        each.map(() => task),
        ['a', 'b', 'c'],
        each.map(drawn),
        each.map(() => 'null'),
      )
    aggregator.compute()
    expect([...aggregator.results()].map(({ number, divided }) => [number, divided])).toEqual([
      ['1', false],
      ['2', true],
    ])
  })
})
