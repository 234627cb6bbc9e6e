/**
 * Accuracy in per cent of Crowd-Kit 1.4.1 on recorded crowds, with its defaults and its way with ties (the first label wins); null
 * where it failed or took too long. Measured by its users on the sets that `aggregation-categorical.bench.ts` reads.
 */
const METHODS = ['majorityVote', 'wawa', 'zeroBasedSkill', 'oneCoinDawidSkene', 'dawidSkene', 'glad', 'mace', 'mmsr', 'kos'] as const

const TABLE = `
bluebird         75.9 75.9 75.9 58.3 88.9 72.2 76.9 71.3 72.2
face             63.0 63.0 63.0 61.1 64.0 63.0 63.5 63.0 -
rte              91.9 92.1 92.1 92.5 92.8 92.6 92.8 85.8 49.8
labelme          76.9 77.4 77.4 76.7 79.2 77.5 77.3 76.7 -
tweets_mozafari  69.6 69.6 69.6 66.8 70.9 69.4 69.3 69.1 65.8
product          89.7 89.7 89.7 90.8 94.0 92.9 69.5 -    89.5
possent          93.2 95.1 95.3 94.9 96.0 94.8 95.3 93.7 93.3
rel              53.6 55.9 55.8 19.4 61.6 -    48.5 42.8 -
adult            76.0 76.3 76.6 71.5 76.6 -    75.7 -    -
zencrowd_all     83.6 83.7 83.6 86.0 80.1 83.1 84.7 84.6 85.3
zencrowd_in      74.4 74.5 74.5 78.9 76.1 75.2 77.4 75.8 75.0
zencrowd_us      86.9 86.6 86.2 90.1 83.7 87.6 84.1 86.7 87.3
hitspam_cf       66.0 66.0 66.0 66.0 66.0 66.0 66.0 66.0 66.0
`

export const RECORDED_SETS: readonly string[] = TABLE.trim()
  .split('\n')
  .map((line) => line.split(' ')[0]!)

const FIGURES = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [set, ...cells] = line.split(/ +/)
      return [set!, new Map(METHODS.map((method, n) => [method as string, cells[n] === '-' ? null : Number(cells[n])]))]
    }),
)

export function crowdKitAccuracy(set: string, method: string): number | null {
  return FIGURES.get(set)?.get(method) ?? null
}

/** The method that is best on average over these sets, of those that ran on all. */
export function bestReference(sets: readonly string[]): { readonly method: string; readonly mean: number } {
  const means = METHODS.flatMap((method) => {
    const cells = sets.map((set) => crowdKitAccuracy(set, method))
    return cells.includes(null) ? [] : [{ method, mean: cells.reduce((sum: number, cell) => sum + cell!, 0) / cells.length }]
  })
  return means.toSorted((a, b) => b.mean - a.mean)[0]!
}

/**
 * Why figures differ by more than half a point, by method. Those of votes, one coin and Dawid–Skene were tried by doing as the library
 * does; those of GLAD, MACE and M-MSR come from reading it.
 */
export const REASONS: Readonly<Record<string, string>> = {
  majorityVote: 'ties count 1/m here; given to the first label, all figures are the same',
  wawa: 'ties, and on rel the last of a worker’s repeated labels counts here, all of them there',
  oneCoinDawidSkene: 'on rel and adult it runs 100 iterations, past the stop of this package; after as many the figures are the same',
  dawidSkene:
    'its bound adds the class prior once per response and stops after two or three iterations; cut there, the figures are the same',
  glad: 'its M step stops at a tolerance of 0.01, and its EM early; on zencrowd_in the first iterations here are near its figure',
  mace: 'it depends on row order and repeats one start ten times; here the start with the greatest bound is kept, on zencrowd a worse answer',
  mmsr: 'with few common tasks it drops all but one of a worker’s values (a negative count), and starts at random',
}
