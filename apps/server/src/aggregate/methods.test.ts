import { describe, expect, it } from 'vitest'
import { METHOD_NAMES, METHODS, parseMethod, settingProblems } from './methods.ts'
import { runMethod } from './run-method.ts'
import { aCrowd, numbers, texts } from './responses.builders.ts'

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
  const none = { seed: null, order: null, hasGold: false }
  it('is refused rather than ignored', () => {
    expect(settingProblems('majority-vote', { seed: 1, order: ['a'], hasGold: true })).toEqual([
      'takes_no_gold',
      'takes_no_seed',
      'takes_no_order',
    ])
    expect(settingProblems('gold-majority-vote', none)).toEqual(['needs_gold'])
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
