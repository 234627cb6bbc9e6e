import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Sort texts',
    summary: 'People read a text and choose one or several labels: topic, feeling, language, relevance…',
  },
  fr: {
    title: 'Classer des textes',
    summary: 'Les personnes lisent un texte et choisissent une ou plusieurs étiquettes : sujet, sentiment, langue, pertinence…',
  },
})
