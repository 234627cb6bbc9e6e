import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    askOne: 'Which answer fits?',
    askSeveral: 'Which answers fit?',
    question: ({ language }: { language: string }) => `Question above the answers, in ${language}`,
    questionHint: 'One short sentence. If only one language is filled in, everybody sees that one.',
    languages: { en: 'English', fr: 'French' },
    labels: 'Possible answers',
    labelsHint:
      'One per line, 2 to 50: value | English name | French name. The value is what your files and exports contain; the names are what people see. A value alone is shown as it is.',
    labelsExample: 'Example: yes | Yes, it does | Oui, tout à fait',
    multiple: 'Several answers may be chosen',
    none: 'Add “None of these” (its value in files and exports is none)',
    textLanguage: 'Language of the texts',
    textLanguageHint: 'A code such as fr, en or pt-BR, so that screen readers pronounce the texts well. Leave it empty if they vary.',
  },
  fr: {
    askOne: 'Quelle réponse convient ?',
    askSeveral: 'Quelles réponses conviennent ?',
    question: ({ language }) => `Question au-dessus des réponses, en ${language}`,
    questionHint: 'Une phrase courte. Si une seule langue est remplie, tout le monde voit celle-là.',
    languages: { en: 'anglais', fr: 'français' },
    labels: 'Réponses possibles',
    labelsHint:
      'Une par ligne, de 2 à 50 : valeur | nom anglais | nom français. La valeur est ce que contiennent vos fichiers et les exports ; les noms sont ce que les personnes voient. Une valeur seule est montrée telle quelle.',
    labelsExample: 'Exemple : oui | Yes, it does | Oui, tout à fait',
    multiple: 'Plusieurs réponses sont possibles',
    none: 'Ajouter « Aucune de ces réponses » (sa valeur dans les fichiers et les exports est none)',
    textLanguage: 'Langue des textes',
    textLanguageHint:
      'Un code comme fr, en ou pt-BR, pour que les lecteurs d’écran prononcent bien les textes. Laissez vide si elle varie.',
  },
})
