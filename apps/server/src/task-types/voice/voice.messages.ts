import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Record a sentence',
    summary: 'People read a sentence aloud into their microphone: voices and accents for speech recognition.',
    locale: 'Language of the sentences',
    localeHint: 'A code such as fr-FR. A column “locale” says it for each row.',
    minSeconds: 'Shortest recording, in seconds',
    maxSeconds: 'Longest recording, in seconds',
    secondsHint: 'Columns “min_seconds” and “max_seconds” say it for each row.',
    format: 'Format of the recordings',
    formats: { wav: 'WAV: exact, larger (about 100 kB per second)', opus: 'Opus: compressed, smaller (about 6 kB per second)' },
    read: 'Read this aloud',
    recording: ({ seconds }: { seconds: string }) => `Recording of ${seconds} s`,
    clipped: 'too loud in places',
  },
  fr: {
    title: 'Enregistrer une phrase',
    summary: 'Les personnes lisent une phrase à voix haute dans leur micro : des voix et des accents pour la reconnaissance vocale.',
    locale: 'Langue des phrases',
    localeHint: 'Un code comme fr-FR. Une colonne « locale » le dit pour chaque ligne.',
    minSeconds: 'Durée minimale d’un enregistrement, en secondes',
    maxSeconds: 'Durée maximale d’un enregistrement, en secondes',
    secondsHint: 'Les colonnes « min_seconds » et « max_seconds » le disent pour chaque ligne.',
    format: 'Format des enregistrements',
    formats: {
      wav: 'WAV : exact, plus lourd (environ 100 ko par seconde)',
      opus: 'Opus : compressé, plus léger (environ 6 ko par seconde)',
    },
    read: 'Lisez ceci à voix haute',
    recording: ({ seconds }) => `Enregistrement de ${seconds} s`,
    clipped: 'trop fort par endroits',
  },
})
