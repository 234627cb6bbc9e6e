import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Preset } from '../task-type.ts'
import { presetField } from './preset-field.ts'

/** Drawn by tools/draw-clips.ts, which knows from when to when something moves. */
const clips = [
  { category: 'game', from: 2, to: 6, happening: 'A ball jumps from left to right' },
  { category: 'journey', from: 0, to: 10, happening: 'A boat sails to the right' },
  { category: 'game', from: 5, to: 9, happening: 'A ball jumps from left to right' },
  { category: 'weather', from: 3, to: 8, happening: '', isOpen: true },
]

const SAMPLES = join(import.meta.dirname, '../../../samples')
const nameOf = (index: number): string => `clip-${index + 1}.webm`

export const videoIndex: Preset = {
  name: 'video-index',
  title: { en: 'Index videos', fr: 'Indexer des vidéos' },
  summary: {
    en: 'People watch a clip of ten seconds, and say what happens, of which kind it is, and from when to when.',
    fr: 'Les personnes regardent un extrait de dix secondes, et disent ce qui se passe, de quel genre il est, et de quand à quand.',
  },
  sample: {
    settings: {
      material: ['video'],
      fields: [
        presetField('category', 'Which kind is it?', 'De quel genre est-ce ?', {
          kind: 'choice',
          choices: [
            { value: 'game', en: 'Game or sport', fr: 'Jeu ou sport' },
            { value: 'journey', en: 'Journey', fr: 'Voyage' },
            { value: 'weather', en: 'Weather', fr: 'Météo' },
            { value: 'other', en: 'Something else', fr: 'Autre chose' },
          ],
        }),
        presetField('from', 'It begins at second', 'Cela commence à la seconde', { kind: 'number', tolerance: 1 }),
        presetField('to', 'It ends at second', 'Cela finit à la seconde', { kind: 'number', tolerance: 1 }),
        // a sentence can be right in many ways: any is taken on gold tasks
        presetField('happening', 'What happens, in one sentence', 'Ce qui se passe, en une phrase', { maxLength: 200, tolerance: 100 }),
      ],
      textLanguage: '',
      answerLanguage: '',
      keepLocation: false,
    },
    instructions: {
      en: [
        'Watch the clip to its end. It never plays by itself; watch it as often as you like.',
        '',
        '- Say which kind it is, and what happens in one sentence.',
        '- Give the seconds from when to when something moves, to the nearest second. If it moves all the time, from 0 to 10.',
      ].join('\n'),
      fr: [
        'Regardez l’extrait jusqu’au bout. Il ne se lance jamais tout seul ; regardez-le autant de fois que vous voulez.',
        '',
        '- Dites de quel genre il est, et ce qui se passe en une phrase.',
        '- Donnez les secondes de quand à quand quelque chose bouge, à la seconde près. Si cela bouge tout le temps : de 0 à 10.',
      ].join('\n'),
    },
    rows: clips.map(({ category, from, to, happening, isOpen = false }, index) => ({
      video: nameOf(index),
      truth: isOpen ? '' : category,
      truth_from: isOpen ? '' : String(from),
      truth_to: isOpen ? '' : String(to),
      truth_happening: happening,
    })),
    drawings: [],
    films: clips.map((_, index) => ({ name: nameOf(index), webm: () => new Uint8Array(readFileSync(join(SAMPLES, nameOf(index)))) })),
  },
}
