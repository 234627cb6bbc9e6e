import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decidePassage, drawOf, joinSteps, makesCircle, mostTasks, orderSteps, type Edge, type PassingAnswer } from './passage.ts'

const edge = (text: string): Edge => ({ from: text[0] ?? '', to: text[1] ?? '' })
const edges = (text: string): Edge[] => text.split(' ').filter(Boolean).map(edge)
const answer = (of: Partial<PassingAnswer> = {}): PassingAnswer => ({ key: '1', confidence: 0.8, label: 'yes', response: {}, ...of })
const everything = { condition: { kind: 'all' } as const, samplePercent: 100 }

describe('steps that are joined', () => {
  test.each([
    ['', 'aa'],
    ['ab', 'ba'],
    ['ab bc cd', 'da'],
    ['ab ac bd cd', 'da'],
  ])('%s never lead back: %s is refused', (before, added) => {
    expect(makesCircle(edges(before), edge(added))).toBe(true)
  })

  test('may split and meet again', () => {
    expect(makesCircle(edges('ab ac bd'), edge('cd'))).toBe(false)
    expect(orderSteps(['d', 'c', 'b', 'a', 'x'], edges('ab ac bd cd'))).toEqual(['a', 'b', 'c', 'd', 'x'])
  })

  test('belong to one project, and are joined once', () => {
    const same = { from: 'p', to: 'p' }
    expect(joinSteps([], edge('ab'), { from: 'p', to: 'q' })).toMatchObject({ error: { kind: 'passage_leaves_the_project' } })
    expect(joinSteps(edges('ab'), edge('ab'), same)).toMatchObject({ error: { kind: 'passage_exists' } })
    expect(joinSteps(edges('ab'), edge('ba'), same)).toMatchObject({ error: { kind: 'passage_makes_a_circle' } })
    expect(joinSteps(edges('ab'), edge('bc'), same).ok).toBe(true)
  })

  test('can always be put in an order in which each comes after what leads to it', () => {
    const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 30 })
    fc.assert(
      fc.property(pairs, (asked) => {
        const made: Edge[] = []
        for (const [from, to] of asked) {
          const added = { from: String(from), to: String(to) }
          if (joinSteps(made, added, { from: 'p', to: 'p' }).ok) made.push(added)
        }
        const steps = Array.from({ length: 8 }, (_, index) => String(index))
        const ordered = orderSteps(steps, made)
        expect(ordered.toSorted()).toEqual(steps)
        for (const { from, to } of made) expect(ordered.indexOf(from)).toBeLessThan(ordered.indexOf(to))
      }),
    )
  })
})

describe('what passes', () => {
  test.each([
    [{ kind: 'all' }, {}, 'passes'],
    [{ kind: 'below', confidence: 0.8 }, { confidence: 0.79 }, 'passes'],
    [{ kind: 'below', confidence: 0.8 }, { confidence: 0.8 }, 'left_out'],
    [{ kind: 'below', confidence: 0.8 }, { confidence: null }, 'passes'],
    [{ kind: 'at_least', confidence: 0.8 }, { confidence: 0.8 }, 'passes'],
    [{ kind: 'at_least', confidence: 0.8 }, { confidence: null }, 'left_out'],
    [{ kind: 'not_ok' }, { response: { ok: false, text: '' } }, 'passes'],
    [{ kind: 'not_ok' }, { response: { ok: true } }, 'left_out'],
    [{ kind: 'not_ok' }, { response: null }, 'left_out'],
    [{ kind: 'label', labels: ['no', 'yes'] }, {}, 'passes'],
    [{ kind: 'label', labels: ['no'] }, {}, 'left_out'],
    [{ kind: 'label', labels: ['no'] }, { label: null }, 'left_out'],
  ] as const)('%j of %j: %s', (condition, of, expected) => {
    expect(decidePassage(answer(of), { condition, samplePercent: 100 }, 'seed')).toBe(expected)
  })

  test('is a sample that is the same whenever it is drawn, and grows with its share', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 99 }), (seed, key, percent) => {
        const decide = (samplePercent: number) => decidePassage(answer({ key }), { ...everything, samplePercent }, seed)
        expect(decide(percent)).toBe(decide(percent))
        expect([decide(percent), decide(percent + 1)]).not.toEqual(['passes', 'not_sampled'])
        expect(decide(100)).toBe('passes')
      }),
    )
  })

  test('is a sample of about the share that was asked for, and another one for another passage', () => {
    const drawn = (seed: string) => Array.from({ length: 20_000 }, (_, index) => drawOf(seed, String(index)) < 0.1)
    const [first, second] = [drawn('one'), drawn('two')]
    const share = first.filter(Boolean).length / first.length
    const both = first.filter((taken, index) => taken && second[index] === true).length / first.length
    // four standard deviations of 20,000 draws
    expect(Math.abs(share - 0.1)).toBeLessThan(0.0085)
    expect(Math.abs(both - 0.01)).toBeLessThan(0.003)
  })
})

describe('the tasks that a chain may come to', () => {
  const rule = { unit: 'result', samplePercent: 100, most: null } as const
  const size = (step: string, tasks: number, redundancy = 1) => ({ step, tasks, redundancy })
  const passage = (text: string, more: object = {}) => ({ ...edge(text), rule, passed: 0, isOpen: true, ...more })

  test('are those of the step before, each response by itself if that is what passes', () => {
    const most = mostTasks(
      [size('c', 0), size('b', 0, 3), size('a', 10, 5)],
      [passage('bc', { rule: { ...rule, samplePercent: 10 } }), passage('ab', { rule: { ...rule, unit: 'response' } })],
    )
    expect(Object.fromEntries(most)).toEqual({ a: 10, b: 50, c: 5 })
  })

  test('count what passed once, keep to the limit, and end where nothing passes any more', () => {
    expect(mostTasks([size('a', 10), size('b', 4)], [passage('ab', { passed: 4 })]).get('b')).toBe(10)
    expect(mostTasks([size('a', 10), size('b', 0)], [passage('ab', { rule: { ...rule, most: 7 } })]).get('b')).toBe(7)
    expect(mostTasks([size('a', 10), size('b', 4)], [passage('ab', { passed: 4, isOpen: false })]).get('b')).toBe(4)
  })
})
