import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Put in order',
    summary: 'People put two to ten things in order, from the best: answers, summaries, pictures, voices. By one measure or by several.',
    ask: 'Put them in order: 1 is the best.',
    prompt: 'What they all answer',
    item: ({ number }: { number: number }) => `Number ${number}`,
    place: ({ number }: { number: number }) => `Place of number ${number}`,
    placeBy: ({ number, dimension }: { number: number; dimension: string }) => `${dimension}: place of number ${number}`,
    hint: 'With a keyboard, press the number of the best, then of the next, and so on.',
    ties: 'The same place may be given twice.',
    material: 'What the columns item_1, item_2, … hold',
    dimensions: 'What to rank by',
    dimensionsHint:
      'One per line: value | English name | French name, for example clarity | Clarity | Clarté. Leave empty for one ranking under your question.',
    allowTie: 'Two things may have the same place',
    tolerance: 'A gold task is right from this share of pairs in the right order, in percent',
    toleranceHint: '100 means exactly the known order. Empty means 100.',
  },
  fr: {
    title: 'Mettre en ordre',
    summary:
      'Les personnes mettent en ordre de deux à dix choses, en commençant par la meilleure : réponses, résumés, images, voix. Selon un point de vue ou plusieurs.',
    ask: 'Mettez-les en ordre : 1 est la meilleure.',
    prompt: 'Ce à quoi elles répondent',
    item: ({ number }) => `Numéro ${number}`,
    place: ({ number }) => `Place du numéro ${number}`,
    placeBy: ({ number, dimension }) => `${dimension} : place du numéro ${number}`,
    hint: 'Au clavier, tapez le numéro de la meilleure, puis de la suivante, et ainsi de suite.',
    ties: 'La même place peut être donnée deux fois.',
    material: 'Ce que contiennent les colonnes item_1, item_2, …',
    dimensions: 'Selon quoi mettre en ordre',
    dimensionsHint:
      'Un par ligne : valeur | nom anglais | nom français, par exemple clarity | Clarity | Clarté. Laissez vide pour un seul ordre sous votre question.',
    allowTie: 'Deux choses peuvent avoir la même place',
    tolerance: 'Une tâche connue est juste à partir de cette part de paires dans le bon ordre, en pour cent',
    toleranceHint: '100 veut dire exactement l’ordre connu. Vide veut dire 100.',
  },
})
