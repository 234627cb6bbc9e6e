import type { Preset } from '../task-type.ts'

/** Searches and results of our own. */
export const searchRelevance: Preset = {
  name: 'search-relevance',
  title: { en: 'Search relevance', fr: 'Pertinence d’une recherche' },
  summary: {
    en: 'People read a search and one of its results, and say on a scale how well it answers.',
    fr: 'Les personnes lisent une recherche et un de ses résultats, et disent sur une échelle s’il y répond.',
  },
  sample: {
    settings: {
      question: { en: 'How well does the result answer the search?', fr: 'Le résultat répond-il à la recherche ?' },
      labels: [
        { value: '0', en: '0, not at all', fr: '0, pas du tout' },
        { value: '1', en: '1, it touches the subject', fr: '1, il touche au sujet' },
        { value: '2', en: '2, in part', fr: '2, en partie' },
        { value: '3', en: '3, fully', fr: '3, tout à fait' },
      ],
      multiple: false,
      none: false,
      ordered: true,
      stepsOff: 0,
      reasons: [],
      reasonsFor: [],
      contextName: { en: 'Search', fr: 'Recherche' },
      covered: false,
      textLanguage: '',
    },
    instructions: {
      en: [
        'Imagine that you typed the search yourself, and that the result is all you get.',
        '',
        '- **3**: you need nothing else.',
        '- **2**: it answers a part, or you must look further on the same page.',
        '- **1**: the same subject, but no answer.',
        '- **0**: something else.',
      ].join('\n'),
      fr: [
        'Imaginez que vous avez tapé la recherche, et que ce résultat est tout ce que vous recevez.',
        '',
        '- **3** : il ne vous faut rien d’autre.',
        '- **2** : il répond en partie, ou il faut chercher plus loin dans la même page.',
        '- **1** : le même sujet, mais pas de réponse.',
        '- **0** : autre chose.',
      ].join('\n'),
    },
    rows: [
      { context: 'heures d’ouverture piscine', text: 'Piscine municipale : ouverte du mardi au dimanche, de 9 h à 19 h.', truth: '3' },
      { context: 'repair bicycle chain', text: 'The history of the bicycle, from the running machine to carbon frames.', truth: '1' },
      { context: 'gâteau sans œufs', text: 'Horaires des bus de la ligne 7, été.', truth: '0' },
      { context: 'sharpen garden shears', text: 'Five tools every gardener needs, and how to clean and sharpen three of them.', truth: '' },
      { context: 'marché samedi', text: 'Le marché se tient le samedi matin, place des Tanneurs.', truth: '' },
      { context: 'train to the coast', text: 'Trains run hourly. Timetable and fares for all lines.', truth: '' },
      { context: 'bouture de lavande', text: 'La lavande : variétés, sols, exposition.', truth: '' },
      { context: 'lost library card', text: 'Lost your card? Bring proof of address to any branch; a new one is free.', truth: '' },
    ],
    drawings: [],
  },
}
