import { describe, expect, it } from 'vitest'
import type { Crowd } from './crowd.ts'
import * as exported from './index.ts'
import { AggregationError, crowdBuilder, dawidSkeneLane, type StreamedCrowd } from './index.ts'
import * as inputs from './testing/bad-inputs.ts'

/** Exported, and no method over responses: what they are given is checked beside each of them. */
const OTHERS = `
  AggregationError answerAt answers topLabels bayesianInterval wilsonInterval onEloScale polygonOverlap
  chrF gleu tokensOf truthPairs spanScore expectedResponses responsesNeeded oneCoinPosterior updateOneCoin
  codedCrowd crowd crowdBuilder comparisonsOf responsesOf dawidSkeneLane
`
  .trim()
  .split(/\s+/)

/** One that no worker gave, and one of a task that nobody did. */
const gold = new Map([
  ['t1', 'unseen'],
  ['elsewhere', 'a'],
])
const few = { maxIterations: 30 }
const votes = (c: Crowd) => exported.majorityVote(c)

function streamOf({ tasks, size, workers, labels, byTask }: Crowd): StreamedCrowd {
  return { tasks: tasks.length, size, workers, labels, read: () => [byTask] }
}

const ofLabels: Readonly<Record<string, (c: Crowd) => unknown>> = {
  majorityVote: votes,
  voteShares: (c) => exported.voteShares(c),
  agreement: (c) => exported.agreement(c),
  accuracy: (c) => exported.accuracy(votes(c), gold),
  wawa: (c) => exported.wawa(c),
  zeroBasedSkill: (c) => exported.zeroBasedSkill(c),
  goldMajorityVote: (c) => exported.goldMajorityVote(c, { gold }),
  oneCoinDawidSkene: (c) => exported.oneCoinDawidSkene(c, { gold, ...few }),
  dawidSkene: (c) => exported.dawidSkene(c, { gold, ...few }),
  dawidSkeneParallel: async (c) => exported.dawidSkeneParallel(c, [async (order) => dawidSkeneLane()(order)], { gold, ...few }),
  dawidSkeneStream: async (c) => exported.dawidSkeneStream(streamOf(c), few),
  oneCoinDawidSkeneStream: async (c) => exported.oneCoinDawidSkeneStream(streamOf(c), few),
  hierarchicalDawidSkene: (c) => exported.hierarchicalDawidSkene(c, { gold, ...few }),
  ordinalDawidSkene: (c) => exported.ordinalDawidSkene(c, { order: [...c.labels, 'unseen'].toSorted(), gold, ...few }),
  sampledDawidSkene: (c) => exported.sampledDawidSkene(c, { gold, draws: 20 }),
  ibcc: (c) => exported.ibcc(c, { gold, ...few }),
  bwa: (c) => exported.bwa(c, { gold, ...few }),
  ebcc: (c) => exported.ebcc(c, { gold, ...few }),
  glad: (c) => exported.glad(c, { gold, ...few }),
  mace: (c) => exported.mace(c, { gold, ...few }),
  kos: (c) => exported.kos(c, few),
  mmsr: (c) => exported.mmsr(c, few),
  auto: (c) => exported.auto(c, { gold, folds: 2 }),
  cohenKappa: (c) => exported.cohenKappa(c, 'w0', 'w1', { resamples: 20 }),
  fleissKappa: (c) => exported.fleissKappa(c, { resamples: 20 }),
  gwetAc1: (c) => exported.gwetAc1(c, { resamples: 20 }),
  krippendorffAlpha: (c) => exported.krippendorffAlpha(c, { resamples: 20 }),
  confusionTable: (c) => exported.confusionTable(votes(c), gold),
  consistency: (c) => exported.consistency(c, votes(c)),
  constantAnswers: (c) => exported.constantAnswers(c),
  copiedAnswers: (c) => exported.copiedAnswers(c),
  goldAccuracy: (c) => exported.goldAccuracy(c, { gold }),
  itemDifficulty: (c) => exported.itemDifficulty(c, votes(c)),
  labelEntropy: (c) => exported.labelEntropy(c),
  workerAccuracy: (c) => exported.workerAccuracy(c, exported.dawidSkene(c, { gold, ...few }), { gold }),
  accuracyOnAggregates: (c) => exported.accuracyOnAggregates(c, votes(c)),
}

interface Family {
  readonly inputs: Readonly<Record<string, () => unknown>>
  readonly methods: Readonly<Record<string, (input: never) => unknown>>
}

function family<Input>(of: Readonly<Record<string, () => Input>>, methods: Readonly<Record<string, (input: Input) => unknown>>): Family {
  return { inputs: of, methods }
}

const FAMILIES: Readonly<Record<string, Family>> = {
  labels: family(inputs.labelInputs, ofLabels),
  'lists of labels': family(inputs.listInputs, { multiLabel: (r) => exported.multiLabel(r, (c) => exported.ibcc(c, few)) }),
  numbers: family(inputs.numberInputs, {
    numericMedian: (r) => exported.numericMedian(r),
    huberMean: (r) => exported.huberMean(r),
    gaussianWorkers: (r) => exported.gaussianWorkers(r, few),
  }),
  texts: family(inputs.textInputs, {
    rover: (r) => exported.rover(r),
    textMedoid: (r) => exported.textMedoid(r),
    textRasa: (r) => exported.textRasa(r, few),
    textHrrasa: (r) => exported.textHrrasa(r, { embed: (text) => [text.length, 1], ...few }),
    wordErrorRate: (r) => exported.wordErrorRate(exported.truthPairs(exported.rover(r), new Map([['t1', 'the cat']]))),
    characterErrorRate: (r) => exported.characterErrorRate(exported.truthPairs(exported.rover(r), new Map([['t1', '…']]))),
  }),
  spans: family(inputs.spanInputs, {
    spanVote: (r) => exported.spanVote(r),
    spanClusters: (r) => exported.spanClusters(r),
    tokenDawidSkene: (r) => exported.tokenDawidSkene(r, inputs.textsFor(r), few),
    spanAgreement: (r) => exported.spanAgreement(r),
  }),
  comparisons: family(inputs.comparisonInputs, {
    bradleyTerry: (c) => exported.bradleyTerry(c),
    davidson: (c) => exported.davidson(c),
    crowdBradleyTerry: (c) => exported.crowdBradleyTerry(c, few),
    elo: (c) => exported.elo(c),
  }),
  rankings: family(inputs.rankingInputs, { borda: (r) => exported.borda(r), plackettLuce: (r) => exported.plackettLuce(r) }),
  boxes: family(inputs.boxInputs, { boxes: (r) => exported.boxes(r, { pictures: inputs.pictures }) }),
  polygons: family(inputs.polygonInputs, { polygons: (r) => exported.polygons(r, { pictures: inputs.pictures, resolution: 16 }) }),
  keypoints: family(inputs.keypointInputs, { keypoints: (r) => exported.keypoints(r, { pictures: inputs.pictures }) }),
  masks: family(inputs.maskInputs, {
    maskMajority: (r) => exported.maskMajority(r),
    maskEm: (r) => exported.maskEm(r, few),
    maskRasa: (r) => exported.maskRasa(r, few),
  }),
}

/** Where in a result something is not a number, as a path; nothing else may be wrong with any number. */
function notNumbers(value: unknown, at = ''): string[] {
  if (typeof value === 'number') return Number.isNaN(value) ? [at] : []
  if (value === null || typeof value !== 'object') return []
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array).some(Number.isNaN) ? [at] : []
  const parts = value instanceof Map ? [...value] : Object.entries(value)
  return parts.flatMap(([name, part]) => notNumbers(part, `${at}.${String(name)}`))
}

/** The result, or the kind of the refusal; any other error is a defect. */
async function outcomeOf(work: () => unknown): Promise<{ readonly refused: string | null; readonly notNumbers: readonly string[] }> {
  try {
    return { refused: null, notNumbers: notNumbers(await work()) }
  } catch (error) {
    if (error instanceof AggregationError) return { refused: error.refusal.kind, notNumbers: [] }
    throw error
  }
}

/** Never a result: these must be refused, by kind. */
const MUST_REFUSE: Readonly<Record<string, string>> = {
  'a label that is no text': 'missing_id',
  'a list that is none': 'invalid_value',
  'not a number': 'invalid_value',
  'without end': 'invalid_value',
  'numbers at the edge of what there is': 'invalid_value',
  'not a text': 'invalid_value',
  'a span that is not a number': 'invalid_value',
  'a span that ends before it begins': 'invalid_value',
  'an item ranked twice': 'invalid_value',
  'outside the picture': 'invalid_value',
  'without extent': 'invalid_value',
  'two corners': 'invalid_value',
  'of different sizes': 'invalid_value',
  'whose runs do not fit': 'invalid_value',
  'an item with itself': 'invalid_row',
  'a winner who is neither': 'invalid_row',
}

/** Beside those above, what a method may refuse, and of what. */
const MAY_REFUSE: Readonly<Record<string, readonly string[]>> = {
  kos: ['too_many_labels'],
  cohenKappa: ['invalid_option'],
}

it('has every exported function, as a method or as something else', () => {
  const named = Object.values(FAMILIES).flatMap(({ methods }) => Object.keys(methods))
  const functions = Object.entries(exported).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  expect([...named, ...OTHERS].toSorted()).toEqual(functions.toSorted())
})

describe.each(Object.entries(FAMILIES))('%s', { timeout: 120_000 }, (_, { inputs: given, methods }) => {
  describe.each(Object.entries(methods))('%s', (name, method) => {
    it.each(Object.entries(given))('has a result or a typed refusal, and no NaN: %s', async (input, build) => {
      const { refused, notNumbers: found } = await outcomeOf(() => method(build() as never))
      expect(found).toEqual([])
      const mayRefuse = [null, ...(MAY_REFUSE[name] ?? []), ...(input === '100,000 classes' ? ['too_large'] : [])]
      expect(input in MUST_REFUSE ? [MUST_REFUSE[input]] : mayRefuse).toContain(refused)
    })
  })
})

describe('ids that differ by case or normalisation only', () => {
  it('are different tasks, workers and labels', () => {
    const builder = crowdBuilder()
    for (const id of ['a', 'A', '\u00e9', 'e\u0301']) builder.add(id, id, id)
    const built = builder.build()
    expect([built.tasks.length, built.workers.length, built.labels.length]).toEqual([4, 4, 4])
  })
})
