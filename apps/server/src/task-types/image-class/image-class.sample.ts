import type { SampleSet } from '../task-type.ts'
import { drawShapes, type ShapeKind } from './draw-shapes.ts'

const scenes: readonly (readonly [kind: ShapeKind, count: number, hasTruth: boolean])[] = [
  ['circle', 3, true],
  ['square', 4, true],
  ['triangle', 5, true],
  ['triangle', 3, false],
  ['circle', 6, false],
  ['square', 2, false],
  ['circle', 4, false],
  ['triangle', 7, false],
  ['square', 5, false],
  ['circle', 2, false],
]

const nameOf = (index: number): string => `shapes-${String(index + 1).padStart(2, '0')}.png`

export const sample: SampleSet = {
  settings: {
    question: { en: 'Which shape is there most often?', fr: 'Quelle forme revient le plus souvent ?' },
    labels: [
      { value: 'circle', en: 'Circle', fr: 'Cercle' },
      { value: 'square', en: 'Square', fr: 'Carré' },
      { value: 'triangle', en: 'Triangle', fr: 'Triangle' },
    ],
    multiple: false,
    none: true,
    textLanguage: 'en',
  },
  instructions: {
    en: [
      'Look at the drawing and choose the shape that is there most often.',
      '',
      '- Sizes and colours do not matter.',
      '- If two shapes come equally often, or if there is no shape, choose **None of these**.',
    ].join('\n'),
    fr: [
      'Regardez le dessin et choisissez la forme qui revient le plus souvent.',
      '',
      '- Les tailles et les couleurs ne comptent pas.',
      '- Si deux formes reviennent aussi souvent l’une que l’autre, ou s’il n’y a aucune forme, choisissez **Aucune de ces réponses**.',
    ].join('\n'),
  },
  rows: scenes.map(([kind, count, hasTruth], index) => ({
    image: nameOf(index),
    alt: `Drawing of shapes: ${count} of one kind, ${count - 1} of another`,
    truth: hasTruth ? kind : '',
  })),
  drawings: scenes.map(([kind, count], index) => ({ name: nameOf(index), svg: drawShapes(kind, count, index) })),
}
