import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    askOne: 'Which answer fits?',
    askSeveral: 'Which answers fit?',
    labels: 'Possible answers',
    labelsHint:
      'One per line, 2 to 50: value | English name | French name. The value is what your files and exports contain; the names are what people see. A value alone is shown as it is.',
    labelsExample: 'Example: yes | Yes, it does | Oui, tout à fait',
    multiple: 'Several answers may be chosen',
    none: 'Add “None of these” (its value in files and exports is none)',
  },
  fr: {
    askOne: 'Quelle réponse convient ?',
    askSeveral: 'Quelles réponses conviennent ?',
    labels: 'Réponses possibles',
    labelsHint:
      'Une par ligne, de 2 à 50 : valeur | nom anglais | nom français. La valeur est ce que contiennent vos fichiers et les exports ; les noms sont ce que les personnes voient. Une valeur seule est montrée telle quelle.',
    labelsExample: 'Exemple : oui | Yes, it does | Oui, tout à fait',
    multiple: 'Plusieurs réponses sont possibles',
    none: 'Ajouter « Aucune de ces réponses » (sa valeur dans les fichiers et les exports est none)',
  },
})
