import { describe, expect, it } from 'vitest'
import { accuracy } from '../accuracy.ts'
import { answers } from '../aggregate.ts'
import { crowd, type Response } from '../crowd.ts'
import { dawidSkene } from '../dawid-skene.ts'
import { majorityVote } from '../majority-vote.ts'
import { confusionTable } from '../quality/confusion-table.ts'
import { goldAccuracy } from '../quality/gold-accuracy.ts'
import { auto } from './auto.ts'
import { bwa } from './bwa.ts'
import { mixed, uniformOf } from './colours.ts'
import { ebcc } from './ebcc.ts'
import { glad } from './glad.ts'
import { goldMajorityVote } from './gold-majority-vote.ts'
import { hierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { ibcc } from './ibcc.ts'
import { kos } from './kos.ts'
import { mace } from './mace.ts'
import { mmsr } from './mmsr.ts'
import { oneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { ordinalDawidSkene } from './ordinal-dawid-skene.ts'
import { sampledDawidSkene } from './sampled-dawid-skene.ts'
import { wawa } from './wawa.ts'
import { zeroBasedSkill } from './zero-based-skill.ts'

/** A task whose answers are numbered: every worker's response by a rule of the task's number and a random number in [0, 1). */
function rowsOf(tasks: number, workers: Record<string, (task: number, random: number) => string | null>): Response[] {
  return Array.from({ length: tasks }, (_, t) => t).flatMap((t) =>
    Object.entries(workers).flatMap(([worker, says], w) => {
      const label = says(t, uniformOf(mixed(t + 1, w + 1)))
      return label === null ? [] : [{ task: `t${t}`, worker, label }]
    }),
  )
}
const truthOf = (tasks: number, of: (task: number) => string) => new Map(Array.from({ length: tasks }, (_, t) => [`t${t}`, of(t)]))

const ab = (t: number) => 'ab'[(t * 7) % 3 === 0 ? 0 : 1]!
const other = (label: string) => (label === 'a' ? 'b' : 'a')
const sure = (p: number) => (t: number, random: number) => (random < p ? ab(t) : other(ab(t)))

const all = {
  wawa: (rows: Response[]) => wawa(crowd(rows)),
  zeroBasedSkill: (rows: Response[]) => zeroBasedSkill(crowd(rows)),
  goldMajorityVote: (rows: Response[]) => goldMajorityVote(crowd(rows), { gold: new Map([['t1', 'a']]) }),
  oneCoinDawidSkene: (rows: Response[]) => oneCoinDawidSkene(crowd(rows)),
  dawidSkene: (rows: Response[]) => dawidSkene(crowd(rows)),
  hierarchicalDawidSkene: (rows: Response[]) => hierarchicalDawidSkene(crowd(rows)),
  sampledDawidSkene: (rows: Response[]) => sampledDawidSkene(crowd(rows)),
  ibcc: (rows: Response[]) => ibcc(crowd(rows)),
  bwa: (rows: Response[]) => bwa(crowd(rows)),
  ebcc: (rows: Response[]) => ebcc(crowd(rows)),
  glad: (rows: Response[]) => glad(crowd(rows)),
  mace: (rows: Response[]) => mace(crowd(rows)),
  mmsr: (rows: Response[]) => mmsr(crowd(rows)),
  ordinalDawidSkene: (rows: Response[]) => ordinalDawidSkene(crowd(rows), { order: ['a', 'b', 'c'] }),
  auto: (rows: Response[]) => auto(crowd(rows)),
  kos: (rows: Response[]) => kos(crowd(rows)),
}

describe.each(Object.entries(all))('%s', (name, method) => {
  it('finds what good workers agree on, guessers beside them', () => {
    const rows = rowsOf(60, {
      ann: sure(0.95),
      bob: sure(0.9),
      cy: sure(0.9),
      dee: sure(0.85),
      eve: (_, random) => (random < 0.5 ? 'a' : 'b'),
      fay: () => 'b',
    })
    expect(accuracy(method(rows), truthOf(60, ab)).fraction).toBeGreaterThan(0.89)
  })

  it.each([
    ['nothing', []],
    ['one response', [['t', 'ann', 'a']]],
    [
      'one worker',
      [
        ['t1', 'ann', 'a'],
        ['t2', 'ann', 'b'],
        ['t3', 'ann', 'a'],
      ],
    ],
    [
      'one task',
      [
        ['t', 'ann', 'a'],
        ['t', 'bob', 'b'],
        ['t', 'cy', 'a'],
      ],
    ],
    [
      'one class',
      [
        ['t1', 'ann', 'a'],
        ['t1', 'bob', 'a'],
        ['t2', 'ann', 'a'],
      ],
    ],
    [
      'two crowds with nothing in common',
      [
        ['t1', 'ann', 'a'],
        ['t1', 'bob', 'a'],
        ['t2', 'cy', 'b'],
        ['t2', 'dee', 'b'],
      ],
    ],
    [
      'names that differ only by case or normalisation',
      [
        ['t', 'ann', 'a'],
        ['T', 'Ann', 'a'],
        ['\u00e9', 'e\u0301', 'b'],
        ['e\u0301', '\u00e9', 'b'],
      ],
    ],
  ])('gives what the majority says for %s', (built, cells) => {
    const rows = cells.map(([task, worker, label]) => ({ task: task!, worker: worker!, label: label! }))
    const result = method(rows)
    const votes = new Map(Array.from(answers(majorityVote(crowd(rows))), (answer) => [answer.task, answer.label]))
    expect(result.tasks.length).toBe(votes.size)
    // a subtype for each of three tasks leaves nothing to learn from: see its documentation
    if (name === 'ebcc' && built === 'one worker') return
    for (const { task, label, confidence } of answers(result)) {
      expect({ task, label }).toEqual({ task, label: votes.get(task) })
      expect(confidence > 0 && confidence <= 1).toBe(true)
    }
  })

  it('survives 3,000 responses to one task', () => {
    const rows = Array.from({ length: 3000 }, (_, n) => ({ task: 't', worker: `w${n}`, label: n % 3 === 0 ? 'b' : 'a' }))
    const slow = name === 'mmsr' || name === 'auto'
    const [answer] = answers(method(slow ? rows.slice(0, 300) : rows))
    expect(answer!.label).toBe('a')
  })
})

describe('methods for categories', () => {
  it('give a worker’s few responses little say: two in a hundred do not make an expert', () => {
    const rows = [
      ...rowsOf(100, { ann: sure(0.8), bob: sure(0.8), cy: sure(0.8), dee: sure(0.8) }),
      { task: 't0', worker: 'new', label: ab(0) },
      { task: 't1', worker: 'new', label: ab(1) },
    ]
    const { workers, workerAccuracy } = hierarchicalDawidSkene(crowd(rows))
    const [ann, fresh] = [workers.indexOf('ann'), workers.indexOf('new')]
    const width = (who: number) => workerAccuracy.high[who]! - workerAccuracy.low[who]!
    expect(workerAccuracy.mean[fresh]).toBeLessThan(0.95)
    expect(width(fresh)).toBeGreaterThan(width(ann))
  })

  it('begin where a former result ended, and end there sooner', () => {
    const rows = rowsOf(200, { ann: sure(0.7), bob: sure(0.65), cy: sure(0.8), dee: sure(0.6), eve: sure(0.6) })
    const built = crowd(rows)
    for (const method of [dawidSkene, oneCoinDawidSkene, ibcc, hierarchicalDawidSkene, bwa, glad]) {
      const own = method === bwa || method === glad ? 3 : 0
      const cold = method(built)
      const warm = method(built, { start: cold })
      // these two forget all but the posteriors
      expect(warm.iterations, method.name).toBeLessThan(cold.iterations + own)
      for (const [at, belief] of cold.posteriors.entries()) expect(Math.abs(warm.posteriors[at]! - belief)).toBeLessThan(0.02)
    }
    const more = crowd([...rows, { task: 'later', worker: 'ann', label: 'b' }])
    expect([...answers(ibcc(more, { start: ibcc(built) }))].at(-1)).toMatchObject({ task: 'later', label: 'b' })
  })

  it('learn from gold that a worker always says the opposite', () => {
    const rows = rowsOf(60, { ann: (t) => other(ab(t)) })
    const gold = new Map([...truthOf(60, ab)].slice(0, 40))
    const known = { gold }
    const prior = { right: 1, wrong: 1 }
    for (const result of [
      oneCoinDawidSkene(crowd(rows), { gold, prior }),
      ibcc(crowd(rows), known),
      hierarchicalDawidSkene(crowd(rows), known),
      sampledDawidSkene(crowd(rows), known),
    ]) {
      expect(accuracy(result, truthOf(60, ab)).fraction).toBe(1)
    }
  })

  it('EBCC gives the same for the same seed, and names the run with the greatest bound', () => {
    const built = crowd(rowsOf(120, { ann: sure(0.8), bob: sure(0.7), cy: sure(0.75), dee: sure(0.6) }))
    const [one, same] = [ebcc(built, { seed: 5 }), ebcc(built, { seed: 5 })]
    expect(same.posteriors).toEqual(one.posteriors)
    const bounds = [5, 6, 7].map((seed) => ebcc(built, { seed, runs: 1 }).bound.at(-1)!)
    expect(one.bound.at(-1)).toBeCloseTo(Math.max(...bounds), 3)
  })

  it('auto stays with majority vote for a handful of responses, and says why', () => {
    const { choice } = auto(crowd(rowsOf(4, { ann: sure(0.9), bob: sure(0.6), cy: sure(0.7) })))
    expect(choice.method).toBe('majority-vote')
    expect(choice.reason).toMatch(/standard error/)
    expect(choice.compared.map(({ method }) => method)).toEqual(['majority-vote', 'hierarchical-dawid-skene', 'sampled-dawid-skene'])
  })

  it('auto weighs workers when some guess, and chooses the same whatever the order of rows', () => {
    const guess = (_: number, random: number) => (random < 0.5 ? 'a' : 'b')
    const rows = rowsOf(200, { ann: sure(0.95), bob: sure(0.9), cy: guess, dee: guess, eve: guess, fay: guess })
    const one = auto(crowd(rows))
    expect(one.choice.method).not.toBe('majority-vote')
    expect(accuracy(one, truthOf(200, ab)).fraction!).toBeGreaterThan(
      accuracy(majorityVote(crowd(rows)), truthOf(200, ab)).fraction! + 0.05,
    )
    const { compared, ...choice } = auto(crowd(rows.toReversed())).choice
    expect(choice).toMatchObject({ method: one.choice.method, heldOut: one.choice.heldOut })
    for (const [n, { foresight }] of compared.entries()) expect(foresight).toBeCloseTo(one.choice.compared[n]!.foresight, 5)
  })

  it('auto stays with majority vote for one task, whoever answered it: nothing is to be learnt of them', () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({ task: 't', worker: `w${n}`, label: n % 10 < 6 ? 'a' : 'b' }))
    const { method, compared } = auto(crowd(rows)).choice
    expect(method).toBe('majority-vote')
    // all who said the same were once held out together, and then nobody foresaw them
    expect(compared[0]!.foresight).toBeGreaterThan(-0.7)
  })

  it('auto falls back to what fits when there are too many labels for a matrix each', () => {
    const rows = Array.from({ length: 3000 }, (_, n) => ({ task: `t${n >> 1}`, worker: `w${n % 40}`, label: `text ${n >> 2}` }))
    expect(['majority-vote', 'one-coin-dawid-skene']).toContain(auto(crowd(rows)).choice.method)
    expect(auto(crowd(rows), { maxCells: 1000 }).choice.method).toBe('majority-vote')
  })

  it('the gold majority weighs by gold, answers gold tasks by gold, and has intervals', () => {
    const rows = rowsOf(40, { ann: sure(1), bob: (t) => other(ab(t)), cy: (t) => other(ab(t)) })
    const gold = new Map([...truthOf(40, ab)].slice(0, 20))
    const result = goldMajorityVote(crowd(rows), { gold, prior: { right: 0.1, wrong: 0.1 } })
    expect(accuracy(result, truthOf(40, ab)).fraction).toBe(1)
    expect([...result.goldRight]).toEqual([20, 0, 0])
    expect(result.workerAccuracy.low[0]).toBeGreaterThan(0.9)
  })

  it('the ordinal model knows who leans up the scale', () => {
    const order = ['1', '2', '3', '4', '5']
    const scale = (t: number) => 1 + ((t * 3) % 5)
    const near = (by: number) => (t: number, random: number) =>
      String(Math.min(5, Math.max(1, scale(t) + by + (random < 0.2 ? -1 : random > 0.8 ? 1 : 0))))
    const built = crowd(rowsOf(150, { ann: near(0), bob: near(0), cy: near(0), up: near(1) }))
    const { workers, bias, precision } = ordinalDawidSkene(built, { order })
    expect(bias[workers.indexOf('up')]!).toBeGreaterThan(bias[workers.indexOf('ann')]! + 0.5)
    expect(precision.every((each) => each > 0)).toBe(true)
    expect(() => ordinalDawidSkene(built, { order: ['1', '2'] })).toThrow(/^Option order/)
    expect(() => ordinalDawidSkene(built, { order: [...order, '1'] })).toThrow(/^Option order/)
  })

  it('KOS turns a worker round who always errs, and refuses three labels', () => {
    const rows = rowsOf(60, { ann: sure(0.9), bob: sure(0.9), cy: sure(0.9), opposite: (t) => other(ab(t)) })
    const { workers, reliabilities } = kos(crowd(rows))
    expect(reliabilities[workers.indexOf('opposite')]).toBeLessThan(0)
    const three = crowd(['a', 'b', 'c'].map((label) => ({ task: 't', worker: label, label })))
    expect(() => kos(three)).toThrow(expect.objectContaining({ refusal: { kind: 'too_many_labels', labels: 3, most: 2 } }))
  })

  it('M-MSR bears adversaries', () => {
    const lies = (t: number) => other(ab(t))
    const rows = rowsOf(120, { a1: sure(0.85), a2: sure(0.85), a3: sure(0.85), a4: sure(0.85), a5: sure(0.85), x1: lies, x2: lies })
    expect(accuracy(mmsr(crowd(rows)), truthOf(120, ab)).fraction).toBeGreaterThan(0.9)
  })

  it('M-MSR counts votes alike where nothing tells which half of the crowd is right, in whatever order rows come', () => {
    // found by the property on the order of rows: skills sum to 0, with a sign that rounding gave them
    const given = ['t4 bob b', 't2 cy b', 't2 ann b', 't4 cy b', 't4 ann c', 't2 dee c', 't3 ann b', 't1 bob b']
    for (const order of [given, [7, 3, 1, 5, 2, 4, 0, 6].map((n) => given[n]!)]) {
      const rows = order.map((row): Response => {
        const [task = '', worker = '', label = ''] = row.split(' ')
        return { task, worker, label }
      })
      const result = mmsr(crowd(rows), { maxIterations: 5 })
      expect([...result.accuracies]).toEqual([0.5, 0.5, 0.5, 0.5])
      expect([...answers(result)]).toEqual([...answers(majorityVote(crowd(rows)))])
    }
  })

  it('refuse options without a meaning', () => {
    const none = crowd([])
    const bad = [
      () => dawidSkene(none, { smoothing: -1 }),
      () => dawidSkene(none, { smoothing: Number.NaN }),
      () => dawidSkene(none, { smoothing: Infinity }),
      () => dawidSkene(none, { tolerance: Number.NaN }),
      () => dawidSkene(none, { tolerance: 'little' as unknown as number }),
      () => ordinalDawidSkene(none, { order: 'abc' as unknown as string[] }),
      () => dawidSkene(none, { maxIterations: 0 }),
      () => dawidSkene(none, { maxIterations: 1.5 }),
      () => ibcc(none, { right: 0 }),
      () => ibcc(none, { wrong: Number.NaN }),
      () => ibcc(none, { classPrior: 0 }),
      () => ebcc(none, { classPrior: 'vote' as 'votes' }),
      () => sampledDawidSkene(none, { classPrior: Number.NaN }),
      () => sampledDawidSkene(none, { draws: 1 }),
      () => sampledDawidSkene(none, { seed: 0.5 }),
      () => ebcc(none, { subtypes: 0 }),
      () => ebcc(none, { runs: 1.5 }),
      () => ebcc(none, { seed: 0.5 }),
      () => mace(none, { restarts: 0 }),
      () => mace(none, { strategy: -1 }),
      () => kos(none, { maxIterations: 0 }),
      () => glad(none, { tolerance: Number.NaN }),
      () => bwa(none, { maxIterations: 0 }),
      () => bwa(none, { meanWeight: Infinity }),
      () => oneCoinDawidSkene(none, { prior: { right: -1, wrong: 0 } }),
      () => zeroBasedSkill(none, { rate: 2 }),
      () => auto(none, { folds: 1 }),
      () => goldMajorityVote(none, { gold: new Map(), prior: { right: 0, wrong: 1 } }),
    ]
    for (const run of bad) expect(run).toThrow(/^Option /)
  })

  it('refuse gold and truths that are no map of labels', () => {
    const some = crowd(['ab', 'ba', 'aa'].flatMap((each, t) => Array.from(each, (label, w) => ({ task: `t${t}`, worker: `w${w}`, label }))))
    const takers = [dawidSkene, ibcc, sampledDawidSkene, ebcc, oneCoinDawidSkene, bwa, glad, mace, auto, goldMajorityVote, goldAccuracy]
    for (const bad of [{ t0: 'a' }, [['t0', 'a']], new Map([['t0', '']]), new Map([['t0', 1]])]) {
      const gold = bad as unknown as Map<string, string>
      for (const method of takers) expect(() => method(some, { gold })).toThrow('Option gold must be a map from task to label')
      expect(() => accuracy(majorityVote(some), gold)).toThrow('Option truth must be a map')
      expect(() => confusionTable(some, gold)).toThrow('Option truth must be a map')
    }
  })

  it('refuse tables too large to be meant, before allocating them', () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ task: `t${n}`, worker: `w${n % 7}`, label: `text ${n}` }))
    for (const method of [dawidSkene, ibcc, hierarchicalDawidSkene, sampledDawidSkene, ebcc, oneCoinDawidSkene, bwa, glad, mace]) {
      expect(() => method(crowd(rows))).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ kind: 'too_large' }) }))
    }
    expect(auto(crowd(rows)).choice.method).toBe('majority-vote')
  })
})
