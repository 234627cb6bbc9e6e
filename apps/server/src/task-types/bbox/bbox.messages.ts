import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Draw boxes',
    summary: 'People draw a box around each thing in a picture and say what it is: cars, people, price tags…',
  },
  fr: {
    title: 'Tracer des boîtes',
    summary:
      'Les personnes tracent une boîte autour de chaque élément d’une image et disent ce que c’est : voitures, personnes, étiquettes de prix…',
  },
})
