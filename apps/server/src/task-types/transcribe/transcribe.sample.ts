import { secondsOf, singVowels, type Vowel } from '../shared/sounds.ts'
import type { SampleSet } from '../task-type.ts'

const songs: readonly (readonly [vowels: readonly Vowel[], hasTruth: boolean])[] = [
  [['a', 'i', 'o'], true],
  [['o', 'a', 'a', 'e'], true],
  [['i', 'u', 'a'], true],
  [['e', 'o', 'i', 'a', 'u'], false],
  [['u', 'a', 'o'], false],
  [['a', 'e', 'i', 'o'], false],
]

const nameOf = (index: number): string => `vowels-${String(index + 1).padStart(2, '0')}.wav`

export const sample: SampleSet = {
  settings: { language: 'fr', speakers: [], overlap: false, tolerance: 0.1 },
  instructions: {
    en: [
      'Listen to the voice and write the vowels that it sings, with a space between two: a e i o u.',
      '',
      '- The voice is made by a program, so nobody had to lend theirs.',
      '- One segment for the whole recording is enough.',
      '- If you hear nothing, choose **Nothing is said**.',
    ].join('\n'),
    fr: [
      'Écoutez la voix et écrivez les voyelles qu’elle chante, avec une espace entre deux : a e i o ou.',
      '',
      '- La voix est faite par un programme : personne n’a eu à prêter la sienne.',
      '- Un segment pour tout l’enregistrement suffit.',
      '- Si vous n’entendez rien, choisissez **Rien n’est dit**.',
    ].join('\n'),
  },
  rows: songs.map(([vowels, hasTruth], index) => ({
    audio: nameOf(index),
    duration: String(secondsOf(vowels)),
    draft: '',
    truth: hasTruth ? vowels.map((vowel) => (vowel === 'u' ? 'ou' : vowel)).join(' ') : '',
  })),
  drawings: [],
  sounds: songs.map(([vowels], index) => ({ name: nameOf(index), wav: () => singVowels(vowels) })),
}
