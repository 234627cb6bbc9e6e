import * as aggregation from '@canut/aggregation'
import { describe, expect, it } from 'vitest'
import { METHOD_NAMES, METHODS, parseMethod, settingProblems } from './methods.ts'
import { runMethod } from './run-method.ts'
import { aCrowd, numbers, texts } from '../testing/responses-to-aggregate.ts'

describe('the name of a method', () => {
  it.each([
    ['auto', 'auto'],
    ['dawid-skene', 'dawid-skene'],
    ['DawidSkene', 'dawid-skene'],
    ['oneCoinDawidSkene', 'one-coin-dawid-skene'],
    ['MAJORITY_VOTE', 'majority-vote'],
    ['median', 'numeric-median'],
    ['hrrasa', 'text-hrrasa'],
  ])('may be written %s', (text, name) => expect(parseMethod(text)).toBe(name))

  it.each(['', 'nope', 'constructor', '__proto__'])('is not %j', (text) => expect(parseMethod(text)).toBeNull())
})

describe('a setting that a method does not have', () => {
  const none = { seed: null, order: null, hasGold: false, threads: 1, stream: false, hasReport: false }
  it('is refused rather than ignored', () => {
    expect(settingProblems('majority-vote', { seed: 1, order: ['a'], hasGold: true, threads: 2, stream: true, hasReport: true })).toEqual([
      'takes_no_gold',
      'takes_no_seed',
      'takes_no_order',
      'takes_no_threads',
      'takes_no_stream',
      'streams_without_report',
      'streams_in_one_thread',
    ])
    expect(settingProblems('gold-majority-vote', none)).toEqual(['needs_gold'])
    expect(settingProblems('dawid-skene', { ...none, threads: 2, hasReport: true })).toEqual([])
    expect(settingProblems('dawid-skene', { ...none, stream: true })).toEqual([])
    expect(settingProblems('ebcc', { ...none, seed: 1, hasGold: true })).toEqual([])
  })
})

describe('every method', () => {
  const given = { labels: { kind: 'labels', crowd: aCrowd() }, numbers: numbers(), texts: texts() } as const
  it.each(METHOD_NAMES)('%s answers each task of its kind, with the parameters that are written down', (method) => {
    const { kind } = METHODS[method]
    const gold = new Map([['t1', 'yes']])
    const { result } = runMethod(method, given[kind], { gold: kind === 'labels' ? gold : null, seed: 3, order: null })
    expect(result.tasks).toEqual(['t1', 't2', 't3'])
  })

  it('refuses responses of another kind', () =>
    expect(() => runMethod('rover', given.labels, { gold: null, seed: null, order: null })).toThrow('does not take labels'))
})

describe('auto', () => {
  it('answers as the package does, with the votes pooled in, and tells of workers what the chosen method does', () => {
    const crowd = aCrowd()
    const choice = { method: 'hierarchical-dawid-skene', reason: 'told', heldOut: 0, compared: [] } as const
    const expected = aggregation.auto(crowd, { choice })
    const { result } = runMethod('auto', { kind: 'labels', crowd }, { gold: null, seed: null, order: null, choice })
    expect(result).toMatchObject({ top: expected.top, confidence: expected.confidence })
    expect(result).not.toMatchObject({ confidence: expected.result.confidence })
    expect('workerAccuracy' in result && result.workerAccuracy?.mean.length).toBe(crowd.workers.length)
  })
})

describe('the parameters that are written down', () => {
  const crowd = aggregation.crowd(
    Array.from({ length: 150 }, (_, n) => ({
      task: `t${n % 25}`,
      worker: `w${(n * 7) % 11}`,
      label: 'abc'[(n * n + (n >> 3)) % 3] ?? 'a',
    })),
  )
  const values = (text: (n: number) => string) =>
    Array.from({ length: 60 }, (_, n) => ({ task: `t${n % 15}`, worker: `w${(n * 7) % 6}`, value: text(n) }))
  const words = aggregation.responsesOf(values((n) => `the ${['red', 'old', 'big'][n % 3]} ${['fox', 'box'][(n >> 2) % 2]} runs`))
  const measured = aggregation.responsesOf(values((n) => String((n * n) % 13)).map((row) => ({ ...row, value: Number(row.value) })))
  const options = { gold: null, seed: null, order: null }

  it.each([
    ['zero-based-skill', aggregation.zeroBasedSkill],
    ['one-coin-dawid-skene', aggregation.oneCoinDawidSkene],
    ['dawid-skene', aggregation.dawidSkene],
    ['hierarchical-dawid-skene', aggregation.hierarchicalDawidSkene],
    ['sampled-dawid-skene', aggregation.sampledDawidSkene],
    ['glad', aggregation.glad],
    ['mace', aggregation.mace],
    ['mmsr', aggregation.mmsr],
    ['ibcc', aggregation.ibcc],
    ['bwa', aggregation.bwa],
    ['ebcc', aggregation.ebcc],
  ] as const)('are what %s does when nothing is said', (method, plain) =>
    expect(runMethod(method, { kind: 'labels', crowd }, options).result).toEqual(plain(crowd)),
  )

  it('are what the methods for texts and numbers do when nothing is said', () => {
    const ofTexts = { kind: 'texts', responses: words } as const
    expect(runMethod('rover', ofTexts, options).result).toEqual(aggregation.rover(words))
    expect(runMethod('text-medoid', ofTexts, options).result).toEqual(aggregation.textMedoid(words))
    expect(runMethod('text-rasa', ofTexts, options).result).toEqual(aggregation.textRasa(words))
    expect(runMethod('text-hrrasa', ofTexts, options).result).toEqual(aggregation.textHrrasa(words))
    const ofNumbers = { kind: 'numbers', responses: measured } as const
    expect(runMethod('huber-mean', ofNumbers, options).result).toEqual(aggregation.huberMean(measured))
    expect(runMethod('gaussian-workers', ofNumbers, options).result).toEqual(aggregation.gaussianWorkers(measured))
  })
})
