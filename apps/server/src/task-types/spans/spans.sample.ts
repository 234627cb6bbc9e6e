import type { SampleSet } from '../task-type.ts'

type Found = readonly [words: string, label: string]

/** The spans of a sentence by their words, so that the sample stays readable; each stands once in its sentence. */
function truthOf(text: string, found: readonly Found[]): string {
  const spans = found.map(([words, label]) => {
    const start = Array.from(text.slice(0, text.indexOf(words))).length
    return { start, end: start + Array.from(words).length, label }
  })
  return JSON.stringify(spans)
}

const row = (text: string, found: readonly Found[] | null): Record<string, string> => ({
  text,
  truth: found === null ? '' : truthOf(text, found),
})

/** Sentences of our own about people and places that do not exist. */
export const sample: SampleSet = {
  settings: {
    question: { en: 'Mark the people, places and organisations.', fr: 'Marquez les personnes, les lieux et les organisations.' },
    labels: [
      { value: 'person', en: 'Person', fr: 'Personne' },
      { value: 'place', en: 'Place', fr: 'Lieu' },
      { value: 'organisation', en: 'Organisation', fr: 'Organisation' },
    ],
    overlap: false,
    relations: [],
    unit: 'word',
    goldPercent: 80,
    textLanguage: '',
  },
  instructions: {
    en: [
      'Mark each name, whole: first name and family name together, without titles such as Mrs.',
      '',
      '- **Person**: a human being who is named.',
      '- **Place**: a town, a street, a river, a country.',
      '- **Organisation**: a company, an association, a school, a team.',
      '',
      'A street named after a person is a place. If there is no name, choose **Nothing to label**.',
    ].join('\n'),
    fr: [
      'Marquez chaque nom en entier : prénom et nom ensemble, sans les titres comme Mme.',
      '',
      '- **Personne** : un être humain qui est nommé.',
      '- **Lieu** : une ville, une rue, une rivière, un pays.',
      '- **Organisation** : une entreprise, une association, une école, une équipe.',
      '',
      'Une rue qui porte le nom d’une personne est un lieu. S’il n’y a aucun nom, choisissez **Rien à étiqueter**.',
    ].join('\n'),
  },
  rows: [
    row('Odile Martinet a ouvert une librairie à Vaugneray.', [
      ['Odile Martinet', 'person'],
      ['Vaugneray', 'place'],
    ]),
    row('The Harbour Choir rehearses in Old Mill Street 🎶 with Peter Lindqvist.', [
      ['Harbour Choir', 'organisation'],
      ['Old Mill Street', 'place'],
      ['Peter Lindqvist', 'person'],
    ]),
    row('Le train de huit heures était en retard, comme hier.', []),
    row('Mme Ferrand quitte l’Atelier des Tisseurs pour s’installer à Roanne.', null),
    row('The bakery on Weaver’s Row belongs to Amina Diallo.', null),
    row('Rémi et Jeanne traversent l’Ardèche à vélo.', null),
    row('Northgate School won against Riverside Rovers on Sunday.', null),
    row('Il a plu toute la nuit et les caves sont humides.', null),
    row('Samir Haddad chairs the Bridge Street Association in Leeds.', null),
    row('La Coopérative du Rhône recrute à Givors et à Vienne.', null),
  ],
  drawings: [],
}
