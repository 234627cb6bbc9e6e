import { describe, expect, it } from 'vitest'
import { crowd } from '../crowd.ts'
import { digamma, logGamma } from '../special-functions.ts'
import { rowsOf } from '../testing/small-crowds.ts'
import { bwa } from './bwa.ts'
import { ebcc } from './ebcc.ts'
import { glad } from './glad.ts'
import { ibcc } from './ibcc.ts'
import { kos } from './kos.ts'
import { mace } from './mace.ts'
import { oneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { ordinalDawidSkene } from './ordinal-dawid-skene.ts'
import { startingPosteriors } from './starting-posteriors.ts'
import { drawTruths, startSampler } from './truth-sampler.ts'

/** Written out from the models, over all truths that there could be: nothing here is shared with the methods. */
const given = ['aab', 'aba', 'bb.', 'bab']
const built = crowd(rowsOf(given))
const [T, W, K] = [4, 3, 2]
/** Per task, who said what. */
const said = given.map((labels) =>
  Array.from(labels, (label, w) => ({ w, l: label === 'a' ? 0 : 1, is: label !== '.' })).filter(({ is }) => is),
)
const settled = { tolerance: -1, maxIterations: 3000 }

/** All ways to give each of so many things one of so many values. */
function* everyWay(things: number, values: number): Generator<readonly number[]> {
  for (let n = 0; n < values ** things; n++) yield Array.from({ length: things }, (_, at) => Math.floor(n / values ** at) % values)
}

/** P(zₜ = k) and the log of the total, from the log weight of every truth. */
function summed(logWeight: (truth: readonly number[]) => number) {
  const posteriors = new Float64Array(T * K)
  let total = 0
  for (const truth of everyWay(T, K)) {
    const weight = Math.exp(logWeight(truth))
    total += weight
    for (const [t, k] of truth.entries()) posteriors[t * K + k]! += weight
  }
  return { posteriors: posteriors.map((each) => each / total), evidence: Math.log(total) }
}

/** ln of what a Dirichlet–multinomial gives such counts. */
function multinomial(counts: readonly number[], prior: readonly number[]): number {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  let log = logGamma(sum(prior)) - logGamma(sum(counts) + sum(prior))
  for (const [at, count] of counts.entries()) log += logGamma(count + prior[at]!) - logGamma(prior[at]!)
  return log
}

/** The same, with classes alike beforehand, rates of such priors, and both integrated out. */
function integrated(priorOf: (worker: number, truth: number) => readonly number[]) {
  return summed((truth) => {
    let log = multinomial(
      [0, 1].map((k) => truth.filter((each) => each === k).length),
      [1, 1],
    )
    for (let w = 0; w < W; w++) {
      for (let k = 0; k < K; k++) {
        const counts = [0, 0]
        for (const [t, each] of said.entries()) for (const { w: who, l } of each) if (who === w && truth[t] === k) counts[l]!++
        log += multinomial(counts, priorOf(w, k))
      }
    }
    return log
  })
}

function expectClose(found: Float64Array, wanted: ArrayLike<number>, within: number) {
  for (const [at, each] of found.entries()) expect(Math.abs(each - wanted[at]!)).toBeLessThan(within)
}

describe('posteriors are those of the model with the returned parameters', () => {
  it('of one coin', () => {
    const { posteriors, skills, priors, logLikelihood } = oneCoinDawidSkene(built, { prior: { right: 3, wrong: 1 }, ...settled })
    const exact = summed((truth) =>
      truth.reduce(
        (sum, k, t) =>
          sum + Math.log(priors[k]!) + said[t]!.reduce((log, { w, l }) => log + Math.log(l === k ? skills[w]! : 1 - skills[w]!), 0),
        0,
      ),
    )
    expectClose(posteriors, exact.posteriors, 1e-7)
    expect(logLikelihood.at(-1)).toBeCloseTo(exact.evidence, 7)
  })

  it('of a scale', () => {
    const { posteriors, confusion, priors, labels } = ordinalDawidSkene(built, { order: ['a', 'b'], ...settled })
    expect(labels).toEqual(['a', 'b'])
    const exact = summed((truth) =>
      truth.reduce(
        (sum, k, t) => sum + Math.log(priors[k]!) + said[t]!.reduce((log, { w, l }) => log + Math.log(confusion[(w * K + k) * K + l]!), 0),
        0,
      ),
    )
    expectClose(posteriors, exact.posteriors, 1e-6)
  })

  it('of abilities and difficulties, which no small step improves', () => {
    const { posteriors, abilities, ease, objective } = glad(built, settled)
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
    const exactOf = (alpha: ArrayLike<number>, ln: ArrayLike<number>) =>
      summed((truth) =>
        truth.reduce(
          (sum, k, t) =>
            sum -
            Math.log(K) +
            said[t]!.reduce((log, { w, l }) => log + Math.log(sigmoid((l === k ? 1 : -1) * alpha[w]! * Math.exp(ln[t]!))), 0),
          0,
        ),
      )
    const value = (parameters: readonly number[]) => {
      const [alpha, ln] = [parameters.slice(0, W), parameters.slice(W)]
      return exactOf(alpha, ln).evidence - parameters.reduce((sum, each) => sum + (each - 1) ** 2 / 2, 0)
    }
    expectClose(posteriors, exactOf(abilities.mean, ease).posteriors, 1e-6)
    const found = [...abilities.mean, ...ease]
    expect(objective.at(-1)).toBeCloseTo(value(found), 7)
    for (const at of found.keys()) {
      for (const step of [-0.01, 0.01]) expect(value(found.map((each, n) => (n === at ? each + step : each)))).toBeLessThan(value(found))
    }
  })
})

describe('variational bounds are below the evidence, and near it', () => {
  const exact = integrated((_, k) => (k === 0 ? [4, 1] : [1, 4]))

  it('of iBCC, whose posteriors are near the exact ones', () => {
    const { bound, posteriors } = ibcc(built, settled)
    expect(bound.at(-1)).toBeLessThan(exact.evidence)
    expect(bound.at(-1)).toBeGreaterThan(exact.evidence - 1)
    expectClose(posteriors, exact.posteriors, 0.15)
  })

  it('of EBCC with one subtype, which is iBCC', () => {
    const { bound, posteriors } = ebcc(built, { subtypes: 1, ...settled })
    const one = ibcc(built, settled)
    expect(bound.at(-1)).toBeCloseTo(one.bound.at(-1)!, 9)
    expectClose(posteriors, one.posteriors, 1e-9)
  })

  it.each([1, 2])('of EBCC, at a fixed point of its steps, with subtypes: %i', (subtypes) => {
    const { bound, responsibilities } = ebcc(built, { subtypes, runs: 1, ...settled })
    const cells = K * subtypes
    const share = (t: number, cell: number) => responsibilities[t * cells + cell]!
    const mass = Array.from({ length: cells }, (_, cell) => said.reduce((sum, _each, t) => sum + share(t, cell), 0))
    const own = (k: number) => mass.slice(k * subtypes, (k + 1) * subtypes)
    const all = (k: number) => own(k).reduce((a, b) => a + b)
    const small = Array<number>(subtypes).fill(0.1 / subtypes)
    const countsOf = (w: number, cell: number) =>
      [0, 1].map((label) =>
        said.reduce((sum, each, t) => sum + share(t, cell) * each.filter((one) => one.w === w && one.l === label).length, 0),
      )
    const priorOf = (cell: number) => (cell < subtypes ? [4, 1] : [1, 4])

    let value = multinomial([all(0), all(1)], [1, 1])
    if (subtypes > 1) value += multinomial(own(0), small) + multinomial(own(1), small)
    for (let w = 0; w < W; w++) for (let cell = 0; cell < cells; cell++) value += multinomial(countsOf(w, cell), priorOf(cell))
    for (const each of responsibilities) if (each > 0) value -= each * Math.log(each)
    expect(bound.at(-1)).toBeCloseTo(value, 7)

    const logs = (t: number, cell: number) => {
      const k = Math.floor(cell / subtypes)
      let log = digamma(all(k) + 1) + (subtypes > 1 ? digamma(mass[cell]! + 0.1 / subtypes) - digamma(all(k) + 0.1) : 0)
      for (const { w, l } of said[t]!) {
        const counts = countsOf(w, cell)
        log += digamma(counts[l]! + priorOf(cell)[l]!) - digamma(counts[0]! + counts[1]! + 5)
      }
      return Math.exp(log)
    }
    for (let t = 0; t < T; t++) {
      const weights = mass.map((_, cell) => logs(t, cell))
      const sum = weights.reduce((a, b) => a + b)
      for (const [cell, weight] of weights.entries()) expect(share(t, cell)).toBeCloseTo(weight / sum, 6)
    }
  })

  it('of EBCC with two subtypes', () => {
    let total = 0
    for (const truth of everyWay(T, K)) {
      for (const subtype of everyWay(T, 2)) {
        let log = multinomial(
          [0, 1].map((k) => truth.filter((each) => each === k).length),
          [1, 1],
        )
        for (let k = 0; k < K; k++) {
          const own = [...truth.keys()].filter((t) => truth[t] === k)
          log += multinomial(
            [0, 1].map((m) => own.filter((t) => subtype[t] === m).length),
            [0.05, 0.05],
          )
          for (let m = 0; m < 2; m++) {
            for (let w = 0; w < W; w++) {
              const counts = [0, 0]
              for (const t of own) if (subtype[t] === m) for (const each of said[t]!) if (each.w === w) counts[each.l]!++
              log += multinomial(counts, k === 0 ? [4, 1] : [1, 4])
            }
          }
        }
        total += Math.exp(log)
      }
    }
    const { bound } = ebcc(built, { subtypes: 2, ...settled })
    expect(bound.at(-1)).toBeLessThan(Math.log(total))
    expect(bound.at(-1)).toBeGreaterThan(Math.log(total) - 3)
  })

  it('of MACE, over who knew and who did not', () => {
    const responses = said.flatMap((each, t) => each.map(({ w, l }) => ({ t, w, l })))
    const posteriors = new Float64Array(T * K)
    let total = 0
    for (const truth of everyWay(T, K)) {
      for (const spam of everyWay(responses.length, 2)) {
        if (responses.some(({ t, l }, n) => spam[n] === 0 && l !== truth[t])) continue
        let log = -T * Math.log(K)
        for (let w = 0; w < W; w++) {
          const own = [...responses.keys()].filter((n) => responses[n]!.w === w)
          const spams = own.filter((n) => spam[n] === 1)
          log += multinomial([own.length - spams.length, spams.length], [0.5, 0.5])
          log += multinomial(
            [0, 1].map((label) => spams.filter((n) => responses[n]!.l === label).length),
            [10, 10],
          )
        }
        total += Math.exp(log)
        for (const [t, k] of truth.entries()) posteriors[t * K + k]! += Math.exp(log)
      }
    }
    const { bound, posteriors: found, competence, strategies } = mace(built, settled)
    expect(bound.at(-1)).toBeLessThan(Math.log(total))
    expect(bound.at(-1)).toBeGreaterThan(Math.log(total) - 3)
    // From the returned means the expected counts, from these the posteriors, from these the counts again.
    const times = [0, 1, 2].map((w) => responses.filter((each) => each.w === w).length)
    const known = times.map((n, w) => competence.mean[w]! * (n + 1) - 0.5)
    const spammed = (w: number) => times[w]! - known[w]!
    const cell = (w: number, l: number) => {
      const counted = strategies[w * K + l]! * (spammed(w) + 20)
      return Math.exp(digamma(spammed(w) + 0.5) - digamma(times[w]! + 1) + digamma(counted) - digamma(spammed(w) + 20))
    }
    const knows = (w: number) => Math.exp(digamma(known[w]! + 0.5) - digamma(times[w]! + 1))
    const byHand = summed((truth) =>
      responses.reduce((log, { t, w, l }) => log + Math.log(cell(w, l) + (truth[t] === l ? knows(w) : 0)), 0),
    )
    expectClose(found, byHand.posteriors, 1e-6)
    for (let w = 0; w < W; w++) {
      const again = responses
        .filter((each) => each.w === w)
        .reduce((sum, { t, l }) => sum + (found[t * K + l]! * knows(w)) / (knows(w) + cell(w, l)), 0)
      expect(again).toBeCloseTo(known[w]!, 6)
    }
    // the same label is likelier
    for (let at = 0; at < T * K; at += K)
      expect(Math.sign(found[at]! - found[at + 1]!)).toBe(Math.sign(posteriors[at]! - posteriors[at + 1]!))
  })
})

it('truths that are drawn have the frequencies of the exact posterior, what workers are like held', () => {
  const sampler = startSampler(built, startingPosteriors(built, {}), 5)
  const { labels, numbers, strength, pseudo } = sampler
  expect(labels).toBe(K)
  const label = numbers.label.numbers
  const prior = (w: number, k: number, l: number) => pseudo[(numbers.worker.numbers[w]! * K + label[l]!) * K + label[k]!]!
  expect(prior(0, 0, 0) + prior(0, 0, 1)).toBeCloseTo(strength, 9)
  const exact = integrated((w, k) => [prior(w, k, 0), prior(w, k, 1)])
  const sums = new Float64Array(T * K)
  const draws = 20_000
  for (let draw = 0; draw < draws; draw++) drawTruths(sampler, sums)
  const found = Float64Array.from(sums, (_, at) => {
    const [t, k] = [Math.floor(at / K), at % K]
    return sums[numbers.task.numbers[t]! * K + label[k]!]! / draws
  })
  expectClose(found, exact.posteriors, 0.01)
})

describe('what repeats itself stands still', () => {
  it('in BWA: the scores, the precisions and the mean give each other', () => {
    const { posteriors, weights } = bwa(built, { tolerance: 1e-13 })
    // With two labels the scores of a task sum to 1, so that they are the posteriors.
    for (const k of [0, 1]) {
      const z = said.map((_, t) => posteriors[t * K + k]!)
      const share = said.map((each) => each.filter(({ l }) => l === k).length / each.length)
      const spread = share.reduce((sum, each, t) => sum + said[t]!.length * each * (1 - each), 0) / built.size
      const b = 15 * spread * 4 * (1 - 1 / K)
      const v = [0, 1, 2].map((who) => {
        const own = said.flatMap((each, t) => each.filter(({ w }) => w === who).map(({ l }) => ((l === k ? 1 : 0) - z[t]!) ** 2))
        return (15 + own.length) / (b + own.reduce((sum, each) => sum + each, 0))
      })
      const mean = z.reduce((sum, each) => sum + each / T, 0)
      for (const [t, each] of said.entries()) {
        const above = each.reduce((sum, { w, l }) => sum + (l === k ? v[w]! : 0), mean)
        expect(z[t]).toBeCloseTo(above / each.reduce((sum, { w }) => sum + v[w]!, 1), 7)
      }
      const total = v.reduce((sum, each) => sum + each / W, 0)
      for (const [w, each] of v.entries()) expect(weights[w * K + k]).toBeCloseTo(each / total, 6)
    }
  })

  it('in KOS: one more round of messages, each by itself, changes them by a factor only', () => {
    // Nine tasks of five workers, one of whom says the opposite: enough to come to rest.
    const rows = ['aaaab', 'bbbba', 'aaaab', 'bbaba', 'abaab', 'bbbaa', 'aaabb', 'babba', 'aaaab']
    const { scores, reliabilities, tasks } = kos(crowd(rowsOf(rows)), { maxIterations: 400 })
    const edges = rows.flatMap((each, t) => Array.from(each, (label, w) => ({ t, w, sign: label === 'a' ? 1 : -1 })))
    let messages = edges.map(() => 1)
    for (let round = 0; round < 400; round++) {
      const toWorker = edges.map(({ t, w }) =>
        edges.reduce((sum, other, m) => sum + (other.t === t && other.w !== w ? other.sign * messages[m]! : 0), 0),
      )
      const next = edges.map(({ t, w }) =>
        edges.reduce((sum, other, n) => sum + (other.w === w && other.t !== t ? other.sign * toWorker[n]! : 0), 0),
      )
      const greatest = Math.max(...next.map(Math.abs))
      messages = next.map((each) => each / greatest)
    }
    for (const [t] of tasks.entries()) {
      const own = edges.flatMap((edge, n) => (edge.t === t ? [{ ...edge, message: messages[n]! }] : []))
      const score =
        own.reduce((sum, { sign, message }) => sum + sign * message, 0) / own.reduce((sum, { message }) => sum + Math.abs(message), 0)
      expect(scores[t]).toBeCloseTo(score, 6)
    }
    for (let w = 0; w < 5; w++) {
      const own = messages.filter((_, n) => edges[n]!.w === w)
      expect(reliabilities[w]).toBeCloseTo(
        own.reduce((sum, each) => sum + each / own.length, 0),
        6,
      )
    }
    expect(reliabilities[4]).toBeLessThan(0)
  })
})
