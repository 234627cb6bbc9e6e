import { describe, expect, it } from 'vitest'
import * as exported from './index.ts'

/** What reaches a package whose callers have no types, or whose data come from JSON: said as a refusal that names what is wrong. */
const given = {
  crowd: exported.crowd(
    ['a', 'b', 'a'].flatMap((label, t) => ['w', 'v'].map((worker) => ({ task: `t${t}`, worker, label: worker === 'v' ? 'a' : label }))),
  ),
  numbers: (value: unknown) =>
    exported.responsesOf([
      { task: 't', worker: 'w', value: 1 },
      { task: 't', worker: 'v', value },
    ]) as exported.Responses<never>,
}
const votes = exported.majorityVote(given.crowd)
const untyped = exported as unknown as Record<string, (...args: unknown[]) => unknown>

function refusalOf(run: () => unknown): exported.AggregationRefusal | string {
  try {
    const result = run()
    // a generator has not begun yet
    if (typeof result === 'object' && result !== null && Symbol.iterator in result) return `nothing, but gave ${[...(result as [])].length}`
    return 'nothing'
  } catch (error) {
    return error instanceof exported.AggregationError ? error.refusal : String(error)
  }
}

describe('responses of the wrong kind', () => {
  it.each(['crowd', 'responsesOf', 'comparisonsOf', 'codedCrowd'])('%s says what it takes', (name) => {
    for (const responses of [undefined, null, 5, true, () => []]) {
      const refusal = refusalOf(() => untyped[name]?.(responses))
      expect(refusal).toMatchObject({
        kind: 'invalid_option',
        option: 'responses',
        received: responses === null ? 'null' : typeof responses,
      })
    }
  })

  it.each(['crowd', 'codedCrowd'])('%s names the column that is missing', (name) => {
    const refusal = refusalOf(() => untyped[name]?.({ task: [], worker: [], labels: [] }))
    expect(refusal).toMatchObject({ kind: 'invalid_option', option: 'label', received: 'undefined' })
  })

  it('codedCrowd names the list of ids that is missing', () => {
    const none = new Int32Array(0)
    const refusal = refusalOf(() => untyped['codedCrowd']?.({ task: none, worker: none, label: none, tasks: [], workers: [] }))
    expect(refusal).toMatchObject({ kind: 'invalid_option', option: 'labels', received: 'undefined' })
  })

  it.each(['crowd', 'responsesOf', 'comparisonsOf'])('%s names the row that is none', (name) => {
    const good = { task: 't', worker: 'w', label: 'a', value: 1, left: 'a', right: 'b', winner: 'a' }
    for (const row of [null, undefined, 'abc', 7]) {
      expect(refusalOf(() => untyped[name]?.([good, row]))).toMatchObject({ kind: 'missing_id', row: 1 })
    }
  })
})

describe('values of the wrong type', () => {
  const takers = {
    numericMedian: exported.numericMedian,
    huberMean: exported.huberMean,
    gaussianWorkers: exported.gaussianWorkers,
    krippendorffAlpha: (responses: exported.Responses<number>) => exported.krippendorffAlpha(responses, { scale: 'interval' }),
  }
  it.each(Object.entries(takers))('%s takes what is missing, and what only looks like a number, for no number', (_, method) => {
    for (const value of [null, undefined, '', '5', true, [5], 10n, Number.NaN]) {
      expect(refusalOf(() => method(given.numbers(value)))).toMatchObject({ kind: 'invalid_value', worker: 'v', received: String(value) })
    }
  })

  it('krippendorffAlpha does not take a missing value for a value', () => {
    for (const value of [null, undefined, Number.NaN]) {
      expect(refusalOf(() => exported.krippendorffAlpha(given.numbers(value)))).toMatchObject({ kind: 'invalid_value', worker: 'v' })
    }
  })

  it.each(['maskMajority', 'maskEm', 'maskRasa'])('%s refuses a mask that is missing', (name) => {
    for (const value of [null, undefined]) {
      const masks = exported.responsesOf([{ task: 't', worker: 'w', value }])
      expect(refusalOf(() => untyped[name]?.(masks))).toMatchObject({ kind: 'invalid_value', worker: 'w' })
    }
  })

  it('texts that are compared are texts', () => {
    for (const name of ['wordErrorRate', 'characterErrorRate']) {
      for (const pair of [null, {}, { text: 'a' }, { text: 1, truth: 'a' }]) {
        expect(refusalOf(() => untyped[name]?.([{ text: 'a', truth: 'a' }, pair]))).toMatchObject({ kind: 'invalid_row', row: 1 })
      }
    }
    for (const name of ['chrF', 'gleu']) {
      for (const pair of [
        [null, 'a'],
        ['a', 5],
      ]) {
        expect(refusalOf(() => untyped[name]?.(...pair))).toMatchObject({ kind: 'invalid_option' })
      }
    }
    expect(refusalOf(() => untyped['tokensOf']?.(null))).toMatchObject({ kind: 'invalid_option', option: 'text' })
  })
})

describe('answers, truths and options of the wrong type', () => {
  const withTruth: Record<string, (truth: unknown) => unknown> = {
    accuracy: (truth) => untyped['accuracy']?.(votes, truth),
    confusionTable: (truth) => untyped['confusionTable']?.(votes, truth),
    goldAccuracy: (gold) => untyped['goldAccuracy']?.(given.crowd, { gold }),
    goldMajorityVote: (gold) => untyped['goldMajorityVote']?.(given.crowd, { gold }),
    itemDifficulty: (answers) => untyped['itemDifficulty']?.(given.crowd, answers),
    consistency: (answers) => untyped['consistency']?.(given.crowd, answers),
    accuracyOnAggregates: (answers) => untyped['accuracyOnAggregates']?.(given.crowd, answers),
    workerAccuracy: (result) => untyped['workerAccuracy']?.(given.crowd, result),
    truthPairs: (truth) => untyped['truthPairs']?.({ tasks: ['t'], texts: ['a'] }, truth),
    'spanScore, found': (found) => untyped['spanScore']?.(found, new Map()),
    'spanScore, truth': (truth) => untyped['spanScore']?.(new Map(), truth),
    tokenDawidSkene: (texts) => untyped['tokenDawidSkene']?.(exported.responsesOf([{ task: 't', worker: 'w', value: [] }]), texts),
  }
  it.each(Object.entries(withTruth))('%s says that it takes a map', (_, run) => {
    for (const truth of [undefined, null, {}, [], 5]) expect(refusalOf(() => run(truth))).toMatchObject({ kind: 'invalid_option' })
  })

  it('a text of a task that is none is refused with the task', () => {
    const responses = exported.responsesOf([{ task: 't', worker: 'w', value: [] }])
    expect(refusalOf(() => untyped['tokenDawidSkene']?.(responses, new Map([['t', 5]])))).toMatchObject({
      kind: 'invalid_value',
      task: 't',
    })
  })

  it('spans that are compared are lists', () => {
    for (const spans of [new Map([['t', null]]), new Map([['t', 5]])]) {
      expect(refusalOf(() => untyped['spanScore']?.(new Map(), spans))).toMatchObject({ kind: 'invalid_option', option: 'truth' })
      expect(refusalOf(() => untyped['spanScore']?.(spans, new Map([['t', []]])))).toMatchObject({
        kind: 'invalid_option',
        option: 'found',
      })
    }
  })

  it.each(['dawidSkene', 'oneCoinDawidSkene', 'hierarchicalDawidSkene', 'sampledDawidSkene', 'ibcc', 'bwa', 'ebcc', 'glad', 'mace'])(
    '%s begins from a result or from nothing',
    (name) => {
      for (const start of [null, {}, [], votes])
        expect(refusalOf(() => untyped[name]?.(given.crowd, { start }))).toMatchObject({ kind: 'invalid_option', option: 'start' })
    },
  )

  it('a prior has two numbers, and proportions are numbers', () => {
    const gold = new Map()
    for (const prior of [null, {}, 3, { right: '1', wrong: 1 }]) {
      for (const run of [
        () => untyped['goldMajorityVote']?.(given.crowd, { gold, prior }),
        () => untyped['oneCoinDawidSkene']?.(given.crowd, { prior }),
        () => untyped['goldAccuracy']?.(given.crowd, { gold, prior }),
        () => untyped['bayesianInterval']?.(1, 2, prior),
      ])
        expect(refusalOf(run)).toMatchObject({ kind: 'invalid_option' })
    }
    for (const name of ['wilsonInterval', 'bayesianInterval']) {
      expect(refusalOf(() => untyped[name]?.('1', '2'))).toMatchObject({ kind: 'invalid_option' })
    }
  })
})
