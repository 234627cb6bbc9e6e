import type { SampleSet } from '../task-type.ts'

/** Sentences of our own about small good and bad things of a day: opinions about objects and places, never about people. */
export const sample: SampleSet = {
  settings: {
    question: { en: 'What does the writer feel?', fr: 'Que ressent la personne qui écrit ?' },
    labels: [
      { value: 'pleased', en: 'Pleased', fr: 'Contente' },
      { value: 'neutral', en: 'Neutral', fr: 'Neutre' },
      { value: 'displeased', en: 'Displeased', fr: 'Mécontente' },
    ],
    multiple: false,
    none: false,
    textLanguage: '',
  },
  instructions: {
    en: [
      'Read the sentence and choose what its writer feels.',
      '',
      '- **Pleased**: something went well, or they recommend it.',
      '- **Neutral**: facts only, or as much good as bad.',
      '- **Displeased**: something went wrong, even when said politely or with irony.',
      '',
      'Judge the sentence alone. If you hesitate between two answers, take the weaker one.',
    ].join('\n'),
    fr: [
      'Lisez la phrase et choisissez ce que ressent la personne qui l’a écrite.',
      '',
      '- **Contente** : quelque chose s’est bien passé, ou elle le recommande.',
      '- **Neutre** : des faits seulement, ou autant de bien que de mal.',
      '- **Mécontente** : quelque chose s’est mal passé, même dit poliment ou avec ironie.',
      '',
      'Jugez la phrase seule. Si vous hésitez entre deux réponses, prenez la moins forte.',
    ].join('\n'),
  },
  rows: [
    { text: 'Le pain est sorti du four juste quand j’arrivais : quel bonheur !', truth: 'pleased' },
    { text: 'The library opens at nine and closes at six.', truth: 'neutral' },
    { text: 'Trois semaines d’attente, et la lampe est arrivée sans ampoule ni notice.', truth: 'displeased' },
    { text: 'The repair took ten minutes and the bike rides like new.', truth: '' },
    { text: 'La chambre donne sur la cour, au deuxième étage.', truth: '' },
    { text: 'Lovely, the umbrella broke in its very first rain.', truth: '' },
    { text: 'Le sentier est bien balisé ; nous y retournerons au printemps.', truth: '' },
    { text: 'The soup was warm and the bread was a little dry.', truth: '' },
    { text: 'Impossible de lire les horaires : l’affiche est tombée derrière le banc.', truth: '' },
    { text: 'My neighbour lent me her drill, and now every shelf is straight.', truth: '' },
    { text: 'Le colis pèse deux kilos et contient six bocaux.', truth: '' },
    { text: 'The film starts well, then the sound stops for good.', truth: '' },
  ],
  drawings: [],
}
