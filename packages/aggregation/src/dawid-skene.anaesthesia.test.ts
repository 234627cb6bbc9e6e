import { describe, expect, it } from 'vitest'
import { answers } from './aggregate.ts'
import { hierarchicalDawidSkene } from './categorical/hierarchical-dawid-skene.ts'
import { oneCoinDawidSkene } from './categorical/one-coin-dawid-skene.ts'
import { ordinalDawidSkene } from './categorical/ordinal-dawid-skene.ts'
import { crowd } from './crowd.ts'
import { dawidSkene, type DawidSkene } from './dawid-skene.ts'

/**
 * Dawid and Skene (1979), Table 1: 45 patients, five anaesthetists, fitness for anaesthesia from 1 to 4.
 * A patient is "111 1 1 1 1": the three readings of observer 1, then one of each other observer.
 */
const table = `
  111 1 1 1 1 / 333 4 3 3 4 / 112 2 1 2 2 / 222 3 1 2 1 / 222 3 2 2 2 / 222 3 3 2 2 / 122 2 1 1 1 / 333 3 4 3 3 / 222 2 2 2 3 /
  232 2 2 2 3 / 444 4 4 4 4 / 222 3 3 4 3 / 111 1 1 1 1 / 222 3 2 1 2 / 121 1 1 1 1 / 111 2 1 1 1 / 111 1 1 1 1 / 111 1 1 1 1 /
  222 2 2 2 1 / 222 1 3 2 2 / 222 2 2 2 2 / 222 2 2 2 1 / 222 3 2 2 2 / 221 2 2 2 2 / 111 1 1 1 1 / 111 1 1 1 1 / 232 2 2 2 2 /
  111 1 1 1 1 / 111 1 1 1 1 / 112 1 1 2 1 / 111 1 1 1 1 / 333 3 2 3 3 / 111 1 1 1 1 / 222 2 2 2 2 / 222 3 2 3 2 / 433 4 3 4 3 /
  221 2 2 3 2 / 232 3 2 3 3 / 333 3 4 3 2 / 111 1 1 1 1 / 111 1 1 1 1 / 121 2 1 1 1 / 232 2 2 2 2 / 121 1 1 1 1 / 222 2 2 2 2
`
const rows = table.split('/').flatMap((patient, p) =>
  patient
    .trim()
    .split(' ')
    .flatMap((readings, observer) =>
      Array.from(readings, (label) => ({ task: `patient ${p + 1}`, worker: `observer ${observer + 1}`, label })),
    ),
)
// Observer 1 judged each patient three times over: every reading counts.
const readings = crowd(rows, { repeats: 'all' })
const classes = ['1', '2', '3', '4']

const priorOf = ({ labels, priors }: DawidSkene, label: string) => priors[labels.indexOf(label)]!

function matrixOf({ workers, labels, confusion }: DawidSkene, observer: string): number[][] {
  const w = workers.indexOf(observer)
  return classes.map((truth) =>
    classes.map((given) => confusion[(w * labels.length + labels.indexOf(truth)) * labels.length + labels.indexOf(given)]!),
  )
}

function posteriorOf({ tasks, labels, posteriors }: DawidSkene, patient: number, label: string): number {
  return posteriors[tasks.indexOf(`patient ${patient}`) * labels.length + labels.indexOf(label)]!
}

describe('dawidSkene on the data of the 1979 paper', () => {
  const result = dawidSkene(readings, { tolerance: -1, maxIterations: 100 })

  it('has all 315 readings of 45 patients', () => {
    expect({ size: readings.size, patients: readings.tasks.length }).toEqual({ size: 315, patients: 45 })
  })

  it('finds the printed class probabilities and error rates of observer 1, to their two decimals', () => {
    expect(classes.map((label) => priorOf(result, label).toFixed(2))).toEqual(['0.40', '0.42', '0.11', '0.07'])
    expect(matrixOf(result, 'observer 1').map((row) => row.map((rate) => rate.toFixed(2)))).toEqual([
      ['0.89', '0.11', '0.00', '0.00'],
      ['0.07', '0.88', '0.05', '0.00'],
      ['0.00', '0.34', '0.66', '0.00'],
      ['0.00', '0.00', '0.56', '0.44'],
    ])
  })

  /** Crowd-Kit 1.4.1, `DawidSkene(n_iter=100)` with its stop rule disabled; it floors probabilities at 10⁻¹⁰. */
  it('agrees with an independent implementation after 100 iterations, to 1e-9', () => {
    const expected = [0.39955475288268, 0.4219833919144738, 0.111795188536141, 0.06666666666670519]
    for (const [n, label] of classes.entries()) expect(Math.abs(priorOf(result, label) - expected[n]!)).toBeLessThan(1e-9)

    const matrices: Record<string, number[][]> = {
      'observer 1': [
        [0.88948834868245641, 0.11051165131383581, 0, 0],
        [0.07058545052884474, 0.87637993683952919, 0.05303461262987072, 0],
        [0, 0.33882154019176097, 0.66117845979498735, 0],
        [0, 0, 0.55555555554346669, 0.44444444443431103],
      ],
      'observer 2': [
        [0.83421408314026912, 0.16578591684860738, 0, 0],
        [0.052706703954546526, 0.63294619506601357, 0.31434710097417384, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
      'observer 3': [
        [1, 0, 0, 0],
        [0.10637786325634879, 0.78829940296106482, 0.10532273377732018, 0],
        [0, 0.40367141431024195, 0.19877619521835005, 0.39755239045153046],
        [0, 0, 0.66666666662183693, 0.33333333331149639],
      ],
      'observer 4': [
        [0.94443003988978758, 0.055569960099088989, 0, 0],
        [0.053671516999222943, 0.84262684957359246, 0.1037016334219186, 0],
        [0, 0, 0.80122380474582711, 0.19877619521441764],
        [0, 0, 0.33333333331149639, 0.66666666662183693],
      ],
      'observer 5': [
        [1, 0, 0, 0],
        [0.15903923014523122, 0.73452049267969999, 0.10644027716980271, 0],
        [0, 0.20911351109735676, 0.79088648886288804, 0],
        [0, 0, 0.33333333331149639, 0.66666666662183693],
      ],
    }
    for (const [observer, matrix] of Object.entries(matrices)) {
      for (const [n, rate] of matrixOf(result, observer).flat().entries()) {
        expect(Math.abs(rate - matrix.flat()[n]!), `${observer}, cell ${n}`).toBeLessThan(1e-9)
      }
    }

    // The only three patients of whom the model is less than 99.9 % sure.
    expect(posteriorOf(result, 7, '1')).toBeCloseTo(0.981020295038741, 9)
    expect(posteriorOf(result, 35, '2')).toBeCloseTo(0.94799520202550214, 9)
    expect(posteriorOf(result, 38, '3')).toBeCloseTo(0.97879951581938995, 9)
    expect(Array.from(answers(result)).filter(({ confidence }) => confidence < 0.999).length).toBe(3)
  })

  it('stops by itself at the same decisions, and without gaining more than a hair', () => {
    const stopped = dawidSkene(readings)
    expect(stopped.converged).toBe(true)
    expect(Array.from(answers(stopped), ({ label }) => label)).toEqual(Array.from(answers(result), ({ label }) => label))
    expect(result.logLikelihood.at(-1)! - stopped.logLikelihood.at(-1)!).toBeLessThan(0.01)
  })
})

describe('other methods on the same data', () => {
  /** Crowd-Kit 1.4.1, `OneCoinDawidSkene` after its seven iterations. */
  it('one coin agrees with an independent implementation, to 1e-9', () => {
    const { workers, labels, skills, priors } = oneCoinDawidSkene(readings, { tolerance: -1, maxIterations: 7 })
    const expected = [0.8854294926031723, 0.7007274439699582, 0.8114626883926833, 0.8530703683800985, 0.8089224951001248]
    for (const [n, skill] of expected.entries()) {
      expect(Math.abs(skills[workers.indexOf(`observer ${n + 1}`)]! - skill)).toBeLessThan(1e-9)
    }
    const shares = [0.40191909086310573, 0.4510985149748695, 0.1246308772413687, 0.022351516920655963]
    for (const [n, share] of shares.entries()) expect(Math.abs(priors[labels.indexOf(classes[n]!)]! - share)).toBeLessThan(1e-9)
  })

  it('a learnt prior and a scale decide as the printed table does, but for patients in doubt', () => {
    const plain = Array.from(answers(dawidSkene(readings)), ({ label }) => label)
    for (const result of [hierarchicalDawidSkene(readings), ordinalDawidSkene(readings, { order: classes })]) {
      const same = Array.from(answers(result), ({ label }) => label).filter((label, n) => label === plain[n])
      expect(same.length).toBeGreaterThanOrEqual(43)
    }
  })
})
