import { singVowels, type Vowel } from '../shared/sounds.ts'
import type { SampleSet } from '../task-type.ts'

const drafts: readonly (readonly [vowels: readonly Vowel[], draft: string, truth: string])[] = [
  [['a', 'i', 'o'], 'a i o', 'a i o'],
  [['o', 'a', 'e'], 'o a i', 'o a e'],
  [['i', 'u', 'a'], 'i ou a', 'i ou a'],
  [['e', 'o', 'i'], 'e o i', ''],
  [['u', 'a', 'o'], 'ou e o', ''],
  [['a', 'e', 'i'], 'a e i', ''],
]

const nameOf = (index: number): string => `heard-${String(index + 1).padStart(2, '0')}.wav`

export const sample: SampleSet = {
  settings: { kind: 'transcript', language: 'fr', tolerance: 0, autoplay: true },
  instructions: {
    en: [
      'Listen to the voice and compare it with the vowels that were written down: a e i o ou.',
      '',
      '- All right? Send it as it stands.',
      '- A vowel is wrong or missing? Correct the text, then send it.',
    ].join('\n'),
    fr: [
      'Écoutez la voix et comparez avec les voyelles qui ont été écrites : a e i o ou.',
      '',
      '- Tout est juste ? Envoyez tel quel.',
      '- Une voyelle est fausse ou manque ? Corrigez le texte, puis envoyez-le.',
    ].join('\n'),
  },
  rows: drafts.map(([, draft, truth], index) => ({ audio: nameOf(index), draft, truth })),
  drawings: [],
  sounds: drafts.map(([vowels], index) => ({ name: nameOf(index), wav: () => singVowels(vowels) })),
}
