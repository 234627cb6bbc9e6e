import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    question: ({ language }: { language: string }) => `Question above the answers, in ${language}`,
    questionHint: 'One short sentence. If only one language is filled in, everybody sees that one.',
    languages: { en: 'English', fr: 'French' },
    materials: { text: 'a text', image: 'the name of a picture', audio: 'the name of a recording', video: 'the name of a film' },
    textLanguage: 'Language of the texts',
    textLanguageHint: 'A code such as fr, en or pt-BR, so that screen readers pronounce the texts well. Leave it empty if they vary.',
  },
  fr: {
    question: ({ language }) => `Question au-dessus des réponses, en ${language}`,
    questionHint: 'Une phrase courte. Si une seule langue est remplie, tout le monde voit celle-là.',
    languages: { en: 'anglais', fr: 'français' },
    materials: { text: 'un texte', image: 'le nom d’une image', audio: 'le nom d’un enregistrement', video: 'le nom d’un film' },
    textLanguage: 'Langue des textes',
    textLanguageHint:
      'Un code comme fr, en ou pt-BR, pour que les lecteurs d’écran prononcent bien les textes. Laissez vide si elle varie.',
  },
})
