import type { SampleSet } from '../task-type.ts'

const sentences = [
  ['Allume la lumière du salon.', 'fr-FR'],
  ['Mets un réveil à sept heures moins le quart.', 'fr-FR'],
  ['Quel temps fera-t-il demain à Lyon ?', 'fr-FR'],
  ['Ajoute du beurre et des œufs à la liste des courses.', 'fr-FR'],
  ['Baisse un peu le chauffage, s’il te plaît.', 'fr-FR'],
  ['Turn the radio down a little.', 'en-GB'],
  ['How long does it take to walk to the station?', 'en-GB'],
  ['Remind me to call my sister on Sunday.', 'en-GB'],
] as const

export const sample: SampleSet = {
  settings: { locale: 'fr-FR', minSeconds: 1, maxSeconds: 20, format: 'wav' },
  instructions: {
    en: [
      'Read the sentence aloud as you would say it to somebody in the room.',
      '',
      '- Choose a quiet place. Listen to your recording, and record it again if a noise covers a word.',
      '- Read exactly what is written. A slip of the tongue: record it again.',
    ].join('\n'),
    fr: [
      'Lisez la phrase à voix haute, comme vous la diriez à quelqu’un dans la pièce.',
      '',
      '- Choisissez un endroit calme. Écoutez votre enregistrement, et recommencez si un bruit couvre un mot.',
      '- Lisez exactement ce qui est écrit. Si la langue vous fourche, recommencez.',
    ].join('\n'),
  },
  rows: sentences.map(([sentence, locale]) => ({ sentence, locale })),
  drawings: [],
}
