import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Sort images',
    summary: 'People look at an image and choose one or several labels: what it shows, how many, whether it is usable…',
  },
  fr: {
    title: 'Classer des images',
    summary:
      'Les personnes regardent une image et choisissent une ou plusieurs étiquettes : ce qu’elle montre, combien, si elle est utilisable…',
  },
})
