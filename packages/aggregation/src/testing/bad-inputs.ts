import { crowd, type Crowd, type Response } from '../crowd.ts'
import { comparisonsOf, type Comparison, type Comparisons } from '../pairwise/comparisons.ts'
import type { Ranking } from '../ranking/rankings.ts'
import type { Box } from '../regions/boxes.ts'
import type { Keypoint } from '../regions/keypoints.ts'
import type { Mask } from '../regions/masks.ts'
import type { Polygon } from '../regions/polygons.ts'
import { responsesOf, type Responses } from '../responses.ts'
import type { Span } from '../spans/spans.ts'

/** Who answered what: the skeleton of an input, the same for every kind of response. */
type Place = readonly [task: string, worker: string]

const inTurn = <V>(values: readonly V[], n: number): V => values.at(n % values.length)!

const grid = (tasks: number, workers: number): Place[] =>
  Array.from({ length: tasks * workers }, (_, n) => [`t${Math.floor(n / workers)}`, `w${n % workers}`])

/** Inputs that say nothing of what was answered: everybody may meet them. */
const PLACES = {
  empty: [],
  'one worker': grid(5, 1),
  'one task': grid(1, 5),
  'one response': grid(1, 1),
  'workers with one response each': grid(40, 3).map(([task], n): Place => [task, `w${n}`]),
  'two groups that have nothing in common': [
    ...grid(4, 3),
    ...grid(4, 3).map(([task, worker]): Place => [`other ${task}`, `other ${worker}`]),
  ],
  'pairs of task and worker that are repeated': [...grid(4, 3), ...grid(4, 3)],
  'ids that differ by case or normalisation only': ['a', 'A', '\u00e9', 'e\u0301', ' a'].flatMap((task) =>
    ['w', 'W', '\u00fc', 'u\u0308'].map((worker): Place => [task, worker]),
  ),
} as const satisfies Record<string, readonly Place[]>

type Inputs<Input> = Readonly<Record<string, () => Input>>

/** The inputs of one kind of response: every place with values that differ, with values that are all equal, and some of its own. */
function inputsOf<V, Input>(
  values: readonly V[],
  build: (rows: { task: string; worker: string; value: V }[]) => Input,
  own: Record<string, () => Input>,
): Inputs<Input> {
  const rowsOf = (places: readonly Place[], given: readonly V[]) =>
    places.map(([task, worker], n) => ({ task, worker, value: inTurn(given, n + Math.floor(n / 3)) }))
  const placed = Object.entries(PLACES).map(([name, places]) => [name, () => build(rowsOf(places, values))] as const)
  const equal = () => build(rowsOf(grid(5, 3), values.slice(0, 1)))
  const crowded = () => build(rowsOf(grid(1, 3000), values))
  const general = { ...Object.fromEntries(placed), 'all equal': equal, '3,000 responses to one task': crowded }
  return { ...general, ...own }
}

const labelled = (rows: readonly { task: string; worker: string; value: string }[]): Crowd =>
  crowd(rows.map(({ task, worker, value }): Response => ({ task, worker, label: value })))

/** 10⁵ labels, and as many as there are responses. */
const manyLabels = () =>
  labelled(Array.from({ length: 100_000 }, (_, n) => ({ task: `t${n % 25_000}`, worker: `w${n % 997}`, value: `label ${n}` })))

export const labelInputs = inputsOf(['a', 'b', 'a', 'c'], labelled, {
  'two labels only': () => labelled(grid(6, 4).map(([task, worker], n) => ({ task, worker, value: n % 3 === 0 ? 'no' : 'yes' }))),
  '100,000 classes': manyLabels,
  'labels of punctuation only': () =>
    labelled(grid(4, 3).map(([task, worker], n) => ({ task, worker, value: inTurn(['…', '!', '¿?'], n) }))),
  'a label that is no text': () => labelled([{ task: 't', worker: 'w', value: Number.NaN as unknown as string }]),
})

/** Lists of labels, one list per response. */
export const listInputs = inputsOf<readonly string[], Responses<readonly string[]>>([['a'], [], ['a', 'b']], responsesOf, {
  'a list that is none': () => responsesOf([{ task: 't', worker: 'w', value: Number.NaN as unknown as readonly string[] }]),
})

export const numberInputs = inputsOf([1, 2.5, -3, 1e6], responsesOf, {
  'not a number': () => responsesOf([{ task: 't', worker: 'w', value: Number.NaN }]),
  'without end': () => responsesOf([{ task: 't', worker: 'w', value: Infinity }]),
  'numbers at the edge of what there is': () =>
    responsesOf(grid(3, 3).map(([task, worker], n) => ({ task, worker, value: (n % 2 === 0 ? 1 : -1) * 1e300 }))),
})

export const textInputs = inputsOf(['the cat sat', 'The cat', 'a dog', ''], responsesOf, {
  'only punctuation': () => responsesOf(grid(4, 3).map(([task, worker], n) => ({ task, worker, value: inTurn(['…', '?!', ' . '], n) }))),
  'not a text': () => responsesOf([{ task: 't', worker: 'w', value: Number.NaN as unknown as string }]),
})

const span = (start: number, end: number, label = 'x'): Span => ({ start, end, label })

export const spanInputs = inputsOf<readonly Span[], Responses<readonly Span[]>>(
  [[span(0, 3)], [], [span(0, 4), span(4, 7, 'y')]],
  responsesOf,
  {
    'a span that is not a number': () => responsesOf([{ task: 't', worker: 'w', value: [span(Number.NaN, 2)] }]),
    'a span that ends before it begins': () => responsesOf([{ task: 't', worker: 'w', value: [span(5, 2)] }]),
  },
)

/** As long as the spans above need, for methods that want the text: only punctuation for every second task. */
export const textsFor = ({ tasks }: Responses<unknown>): ReadonlyMap<string, string> =>
  new Map(tasks.map((task, t) => [task, t % 2 === 0 ? 'one two three' : '….!?… …!?….!']))

export const rankingInputs = inputsOf<Ranking, Responses<Ranking>>([['a', 'b', 'c'], [['a', 'b'], 'c'], ['c']], responsesOf, {
  'an item ranked twice': () => responsesOf([{ task: 't', worker: 'w', value: ['a', 'a'] }]),
  'nothing ranked': () => responsesOf([{ task: 't', worker: 'w', value: [] }]),
})

const box = (x: number, side: number): Box => ({ x, y: x, width: side, height: side, label: 'car' })

export const boxInputs = inputsOf<readonly Box[], Responses<readonly Box[]>>([[box(0, 10)], [box(1, 10), box(40, 9)], []], responsesOf, {
  '3,000 responses to one task of three objects each, no two the same': () =>
    responsesOf(
      grid(1, 3000).map(([task, worker], n) => ({ task, worker, value: [0, 40, 80].map((x) => box(x + (n % 977) / 500, 10 + n / 3000)) })),
    ),
  'partly outside the picture': () => responsesOf([{ task: 'bounded', worker: 'w', value: [box(95, 50)] }]),
  'outside the picture': () => responsesOf([{ task: 'bounded', worker: 'w', value: [box(100, 5)] }]),
  'without extent': () => responsesOf([{ task: 't', worker: 'w', value: [box(0, 0)] }]),
  'not a number': () => responsesOf([{ task: 't', worker: 'w', value: [box(Number.NaN, 5)] }]),
})

const triangle = (x: number, side: number): Polygon => ({
  points: [
    [x, x],
    [x + side, x],
    [x, x + side],
  ],
})

export const polygonInputs = inputsOf<readonly Polygon[], Responses<readonly Polygon[]>>(
  [[triangle(0, 10)], [triangle(1, 10), triangle(40, 9)], []],
  responsesOf,
  {
    'outside the picture': () => responsesOf([{ task: 'bounded', worker: 'w', value: [triangle(95, 50)] }]),
    'two corners': () =>
      responsesOf([
        {
          task: 't',
          worker: 'w',
          value: [
            {
              points: [
                [0, 0],
                [1, 1],
              ],
            },
          ],
        },
      ]),
    'not a number': () => responsesOf([{ task: 't', worker: 'w', value: [triangle(Number.NaN, 5)] }]),
  },
)

const point = (x: number, label = 'nose'): Keypoint => ({ x, y: x, label })

export const keypointInputs = inputsOf<readonly Keypoint[], Responses<readonly Keypoint[]>>(
  [[point(1)], [point(2), point(9, 'tail')], []],
  responsesOf,
  {
    '3,000 responses to one task of 20 points each': () =>
      responsesOf(
        grid(1, 3000).map(([task, worker], n) => ({
          task,
          worker,
          value: Array.from({ length: 20 }, (__, k) => point(k + (n % 977) / 500, `point ${k}`)),
        })),
      ),
    'outside the picture': () => responsesOf([{ task: 'bounded', worker: 'w', value: [point(101)] }]),
    'not a number': () => responsesOf([{ task: 't', worker: 'w', value: [point(Number.NaN)] }]),
  },
)

/** Of the task `bounded`, for methods that know sizes. */
export const pictures: ReadonlyMap<string, { readonly width: number; readonly height: number }> = new Map([
  ['bounded', { width: 100, height: 100 }],
])

const mask = (width: number, height: number, inside: number): Mask => ({ width, height, runs: [0, inside, width * height - inside] })

export const maskInputs = inputsOf<Mask, Responses<Mask>>([mask(4, 4, 5), mask(4, 4, 9), mask(4, 4, 0)], responsesOf, {
  'of different sizes': () =>
    responsesOf([
      { task: 't', worker: 'a', value: mask(4, 4, 5) },
      { task: 't', worker: 'b', value: mask(5, 4, 5) },
    ]),
  'whose runs do not fit': () => responsesOf([{ task: 't', worker: 'a', value: { width: 4, height: 4, runs: [3] } }]),
  'not a number': () => responsesOf([{ task: 't', worker: 'a', value: { width: Number.NaN, height: 4, runs: [4] } }]),
})

const compared = (rows: readonly { task: string; worker: string; value: number }[]): Comparisons =>
  comparisonsOf(
    rows.map(({ task, worker, value }): Comparison => ({
      worker,
      left: task,
      right: `${task}'`,
      winner: value === 0 ? task : value === 1 ? `${task}'` : null,
    })),
  )

export const comparisonInputs = inputsOf([0, 1, 2, 0], compared, {
  'a circle': () => comparisonsOf(['ab', 'bc', 'ca'].map(([left = '', right = '']) => ({ worker: 'w', left, right, winner: left }))),
  'an item with itself': () => comparisonsOf([{ worker: 'w', left: 'a', right: 'a', winner: 'a' }]),
  'a winner who is neither': () => comparisonsOf([{ worker: 'w', left: 'a', right: 'b', winner: 'c' }]),
  'an item that always won': () => comparisonsOf(['b', 'c', 'd'].map((right) => ({ worker: 'w', left: 'a', right, winner: 'a' }))),
})
