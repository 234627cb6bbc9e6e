import type { Keypoint } from '@canut/contract'
import type { SampleSet } from '../task-type.ts'

const SIZE = { w: 560, h: 420 } as const
const PICTURES = 8
const GOLD = 3
const nameOf = (index: number): string => `dancer-${String(index + 1).padStart(2, '0')}.png`
const pictures = Array.from({ length: PICTURES }, (_, index) => index)

const POINTS = [
  { value: 'head', en: 'Head', fr: 'Tête' },
  { value: 'left_hand', en: 'Left hand', fr: 'Main gauche' },
  { value: 'right_hand', en: 'Right hand', fr: 'Main droite' },
  { value: 'hips', en: 'Hips', fr: 'Bassin' },
  { value: 'left_foot', en: 'Left foot', fr: 'Pied gauche' },
  { value: 'right_foot', en: 'Right foot', fr: 'Pied droit' },
] as const
const EDGES = [
  ['head', 'hips'],
  ['hips', 'left_foot'],
  ['hips', 'right_foot'],
] as const

/** One or two dancers; of the second one a column hides the right hand, which is therefore not there. */
function dancersOf(number: number): readonly (readonly Keypoint[])[] {
  return Array.from({ length: 1 + (number % 2) }, (_, i): Keypoint[] => {
    const [x, y] = [150 + i * 230 + ((number * 19) % 40), 90 + ((number * 23 + i * 31) % 40)]
    const [swing, lift] = [((number * 17 + i * 13) % 30) - 15, (number * 29 + i * 37) % 70]
    const at = (name: string, dx: number, dy: number): Keypoint => ({ name, x: x + dx, y: y + dy, v: 2 })
    return [
      at('head', 0, 0),
      at('left_hand', 78, 40 + lift),
      i === 1 ? { name: 'right_hand', x: 0, y: 0, v: 0 } : at('right_hand', -78, 110 - lift),
      at('hips', swing, 130),
      at('left_foot', 48 + swing, 250),
      at('right_foot', -44, 254),
    ]
  })
}

function drawDancers(number: number): string {
  const dancers = dancersOf(number).map((points) => {
    const place = (name: string) => points.find((point) => point.name === name && point.v !== 0)
    const [head, hips] = [place('head'), place('hips')]
    if (head === undefined || hips === undefined) return ''
    const neck = { x: head.x + (hips.x - head.x) * 0.25, y: head.y + (hips.y - head.y) * 0.25 }
    const limbs = ['left_hand', 'right_hand', 'left_foot', 'right_foot'].map((name) => {
      const [end, from] = [place(name), name.endsWith('hand') ? neck : hips]
      if (end === undefined) return ''
      return `<path d="M${from.x} ${from.y}L${end.x} ${end.y}" stroke="#4a5f8f" stroke-width="13" stroke-linecap="round"/><circle cx="${end.x}" cy="${end.y}" r="9" fill="#d9a178"/>`
    })
    return `<path d="M${head.x} ${head.y}L${hips.x} ${hips.y}" stroke="#a2433a" stroke-width="26" stroke-linecap="round"/>${limbs.join('')}<circle cx="${head.x}" cy="${head.y}" r="24" fill="#d9a178"/>`
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.w}" height="${SIZE.h}" viewBox="0 0 ${SIZE.w} ${SIZE.h}">` +
    `<rect width="${SIZE.w}" height="${SIZE.h}" fill="#eee3cf"/><rect y="360" width="${SIZE.w}" height="60" fill="#c7ad84"/>${dancers.join('')}</svg>`
  )
}

const truthOf = (index: number): string =>
  JSON.stringify({ size: SIZE, objects: dancersOf(index).map((points, i) => ({ id: `s${i + 1}`, label: 'dancer', points })) })

export const sample: SampleSet = {
  settings: {
    question: { en: 'Mark the points of each dancer.', fr: 'Marquez les points de chaque personne qui danse.' },
    labels: [{ value: 'dancer', en: 'Dancer', fr: 'Personne qui danse' }],
    points: POINTS,
    edges: EDGES,
    goldMeasure: 'oks',
    goldPoints: 75,
    goldDistance: 15,
    goldMistakes: 0,
    textLanguage: 'en',
  },
  instructions: {
    en: [
      'Mark six points on every dancer, in the order that is asked: head, hands, hips, feet.',
      '',
      '- Left and right are as you see them from the dancer: their left hand is on the right of the picture.',
      '- If a hand or a foot cannot be seen and you cannot tell where it is, choose **Not there**.',
      '- If nobody dances, choose **Nothing to label**.',
    ].join('\n'),
    fr: [
      'Marquez six points sur chaque personne qui danse, dans l’ordre demandé : tête, mains, bassin, pieds.',
      '',
      '- La gauche et la droite sont celles de la personne : sa main gauche est à droite sur l’image.',
      '- Si une main ou un pied ne se voit pas et que vous ne savez pas où il est, choisissez **Absent**.',
      '- Si personne ne danse, choisissez **Rien à étiqueter**.',
    ].join('\n'),
  },
  rows: pictures.map((index) => ({
    image: nameOf(index),
    alt: 'Drawing of dancers',
    width: String(SIZE.w),
    height: String(SIZE.h),
    truth: index < GOLD ? truthOf(index) : '',
  })),
  drawings: pictures.map((index) => ({ name: nameOf(index), svg: drawDancers(index) })),
}
