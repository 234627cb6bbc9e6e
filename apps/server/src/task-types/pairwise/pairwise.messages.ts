import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Compare two',
    summary: 'People see two things side by side and say which is better: answers of a machine, translations, pictures, voices.',
    ask: 'Which one is better?',
    prompt: 'What both answer',
    side: { a: 'First', b: 'Second' },
    better: { a: 'The first', b: 'The second' },
    tie: 'Neither is better',
    strength: 'How much better?',
    strengths: { 1: 'Slightly', 2: 'Somewhat', 3: 'Clearly', 4: 'Much' },
    noStrength: 'Leave this out if neither is better.',
    material: 'What the columns a and b hold',
    allowTie: 'People may say that neither is better',
    askStrength: 'Ask how much better, in four steps',
    criteria: 'More to compare by',
    criteriaHint:
      'One per line: value | English name | French name, for example helpful | Which helps more? | Laquelle aide le plus ? Leave empty if the one question is enough.',
    described: {
      a: 'The first (column a)',
      b: 'The second (column b)',
      tie: 'Neither',
    },
    steps: ({ step }: { step: string }) => `by ${step} of 4`,
  },
  fr: {
    title: 'Comparer deux choses',
    summary:
      'Les personnes voient deux choses côte à côte et disent laquelle est la meilleure : réponses d’une machine, traductions, images, voix.',
    ask: 'Laquelle est la meilleure ?',
    prompt: 'Ce à quoi les deux répondent',
    side: { a: 'Première', b: 'Seconde' },
    better: { a: 'La première', b: 'La seconde' },
    tie: 'Aucune n’est meilleure',
    strength: 'De combien est-elle meilleure ?',
    strengths: { 1: 'Très peu', 2: 'Un peu', 3: 'Nettement', 4: 'Beaucoup' },
    noStrength: 'Laissez vide si aucune n’est meilleure.',
    material: 'Ce que contiennent les colonnes a et b',
    allowTie: 'Les personnes peuvent dire qu’aucune n’est meilleure',
    askStrength: 'Demander de combien elle est meilleure, en quatre degrés',
    criteria: 'Autres points de comparaison',
    criteriaHint:
      'Un par ligne : valeur | nom anglais | nom français, par exemple helpful | Which helps more? | Laquelle aide le plus ? Laissez vide si une seule question suffit.',
    described: { a: 'La première (colonne a)', b: 'La seconde (colonne b)', tie: 'Aucune' },
    steps: ({ step }) => `de ${step} sur 4`,
  },
})
