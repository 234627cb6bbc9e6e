import type { Preset } from '../task-type.ts'
import { drawShapes, type ShapeKind } from './draw-shapes.ts'

/** Shapes stand for what a real batch would show: a sample hurts nobody. Here triangles break the rule. */
const scenes: readonly (readonly [kind: ShapeKind, count: number, truth: string])[] = [
  ['triangle', 4, 'remove'],
  ['circle', 1, 'keep'],
  ['triangle', 2, 'remove'],
  ['square', 1, ''],
  ['triangle', 6, ''],
  ['circle', 1, ''],
]

const nameOf = (index: number): string => `moderation-${String(index + 1).padStart(2, '0')}.png`

export const imageModeration: Preset = {
  name: 'image-moderation',
  title: { en: 'Moderate images', fr: 'Modérer des images' },
  summary: {
    en: 'People decide whether an image may stay, and why not. It is covered and blurred until they uncover it, and only those who accept its kind are offered it.',
    fr: 'Les personnes décident si une image peut rester, et sinon pourquoi. Elle est couverte et floue tant qu’elles ne la découvrent pas, et n’est proposée qu’à celles qui acceptent ce genre de contenu.',
  },
  sample: {
    settings: {
      question: { en: 'May this image stay?', fr: 'Cette image peut-elle rester ?' },
      labels: [
        { value: 'keep', en: 'It may stay', fr: 'Elle peut rester' },
        { value: 'remove', en: 'It must go', fr: 'Elle doit partir' },
        { value: 'unsure', en: 'I cannot tell', fr: 'Je ne peux pas le dire' },
      ],
      multiple: false,
      none: false,
      ordered: false,
      stepsOff: 0,
      reasons: [
        { value: 'triangles', en: 'It shows triangles', fr: 'Elle montre des triangles' },
        { value: 'unreadable', en: 'It shows nothing that can be recognised', fr: 'Elle ne montre rien de reconnaissable' },
      ],
      reasonsFor: ['remove'],
      contextName: { en: '', fr: '' },
      covered: true,
      textLanguage: 'en',
    },
    instructions: {
      en: [
        'This is a sample: triangles stand for what must not be shown. Uncover the drawing and decide.',
        '',
        '- With triangles it must go; say why. Otherwise it may stay.',
        '- Blur it as much as you like, skip what you do not want to see, and stop whenever you want: none of it costs you anything.',
      ].join('\n'),
      fr: [
        'Ceci est un exemple : les triangles représentent ce qui ne doit pas être montré. Découvrez le dessin et décidez.',
        '',
        '- Avec des triangles il doit partir ; dites pourquoi. Sinon il peut rester.',
        '- Floutez autant que vous voulez, passez ce que vous ne voulez pas voir, arrêtez quand vous voulez : rien de cela ne vous coûte.',
      ].join('\n'),
    },
    rows: scenes.map(([, , truth], index) => ({
      image: nameOf(index),
      alt: `Drawing of shapes, number ${index + 1}`,
      warning: index === 0 ? 'Triangles' : '',
      truth,
      truth_reasons: truth === 'remove' ? 'triangles' : '',
    })),
    drawings: scenes.map(([kind, count], index) => ({ name: nameOf(index), svg: drawShapes(kind, count, index) })),
  },
}
