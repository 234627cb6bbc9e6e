import { drawStreet, STREET, streetOf } from '../drawing/draw-street.ts'
import type { SampleSet } from '../task-type.ts'

const STREETS = 8
const GOLD = 3
const nameOf = (index: number): string => `street-${String(index + 1).padStart(2, '0')}.png`
const streets = Array.from({ length: STREETS }, (_, index) => index)

const truthOf = (index: number): string =>
  JSON.stringify({
    size: STREET,
    boxes: streetOf(index).map(({ kind, x, y, w, h }, i) => ({ id: `s${i + 1}`, label: kind, x, y, w, h })),
  })

export const sample: SampleSet = {
  settings: {
    question: { en: 'Draw a box around each car and each tree.', fr: 'Tracez une boîte autour de chaque voiture et de chaque arbre.' },
    labels: [
      { value: 'car', en: 'Car', fr: 'Voiture' },
      { value: 'tree', en: 'Tree', fr: 'Arbre' },
    ],
    attributes: [],
    minSize: 4,
    goldOverlap: 70,
    goldMistakes: 0,
    textLanguage: 'en',
  },
  instructions: {
    en: [
      'Draw a box around every car and every tree.',
      '',
      '- The box touches the thing on all four sides: wheels and trunk belong to it.',
      '- Choose the label first, or change it afterwards.',
      '- If there is neither, choose **Nothing to label**.',
    ].join('\n'),
    fr: [
      'Tracez une boîte autour de chaque voiture et de chaque arbre.',
      '',
      '- La boîte touche l’élément des quatre côtés : les roues et le tronc en font partie.',
      '- Choisissez l’étiquette d’abord, ou changez-la ensuite.',
      '- S’il n’y a ni l’un ni l’autre, choisissez **Rien à étiqueter**.',
    ].join('\n'),
  },
  rows: streets.map((index) => ({
    image: nameOf(index),
    alt: 'Drawing of a street with cars and trees',
    width: String(STREET.w),
    height: String(STREET.h),
    truth: index < GOLD ? truthOf(index) : '',
  })),
  drawings: streets.map((index) => ({ name: nameOf(index), svg: drawStreet(index) })),
}
