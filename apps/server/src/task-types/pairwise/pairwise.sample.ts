import type { SampleSet } from '../task-type.ts'

/** Questions and answers of our own, one of each two better for a reason that can be named. */
export const sample: SampleSet = {
  settings: {
    question: { en: 'Which answer helps more?', fr: 'Quelle réponse aide le plus ?' },
    material: 'text',
    allowTie: true,
    strength: false,
    criteria: [],
    textLanguage: '',
  },
  instructions: {
    en: [
      'Somebody asked a question, and a machine answered twice. Choose the answer that would help that person more.',
      '',
      '- An answer that is wrong helps less than a short one that is right.',
      '- An answer that leaves the question aside helps less than one that says “I do not know”.',
      '- If you would be glad of either, choose **Neither is better**.',
    ].join('\n'),
    fr: [
      'Quelqu’un a posé une question, et une machine a répondu deux fois. Choisissez la réponse qui aiderait le plus cette personne.',
      '',
      '- Une réponse fausse aide moins qu’une réponse courte et juste.',
      '- Une réponse à côté de la question aide moins que « je ne sais pas ».',
      '- Si l’une et l’autre vous conviendraient, choisissez **Aucune n’est meilleure**.',
    ].join('\n'),
  },
  rows: [
    {
      prompt: 'How long does an egg take to boil hard?',
      a: 'About ten minutes from the moment the water boils.',
      b: 'Eggs are laid by hens and come in many colours.',
      truth: 'a',
    },
    {
      prompt: 'Comment enlever une tache d’encre fraîche sur du coton ?',
      a: 'Le coton est une fibre végétale.',
      b: 'Tamponnez avec un chiffon et un peu de lait ou d’alcool, sans frotter, puis lavez à l’eau froide.',
      truth: 'b',
    },
    { prompt: 'Which day comes after Tuesday?', a: 'Wednesday.', b: 'It is Wednesday.', truth: 'tie' },
    {
      prompt: 'What can I cook with two potatoes and an onion?',
      a: 'A thin omelette if you have eggs; otherwise slice both and fry them slowly with a lid on.',
      b: 'Potatoes.',
      truth: '',
    },
    {
      prompt: 'Le musée est-il ouvert le lundi ?',
      a: 'Oui, tous les musées du monde ouvrent le lundi.',
      b: 'Je ne sais pas pour celui-ci ; beaucoup de musées ferment le lundi ou le mardi.',
      truth: '',
    },
    {
      prompt: 'Why is my bread flat?',
      a: 'The dough may have risen too long, or the yeast was old: try a shorter rise with fresh yeast.',
      b: 'Bread is flat when it is not high.',
      truth: '',
    },
  ],
  drawings: [],
}
