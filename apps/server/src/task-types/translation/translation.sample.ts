import type { SampleSet } from '../task-type.ts'

/** Sentences of our own, with the mistakes that a machine makes: words for words, false friends, a wrong gender. */
export const sample: SampleSet = {
  settings: {
    sourceLanguage: 'en',
    targetLanguage: 'fr',
    postEdit: true,
    rating: true,
    categories: [
      { value: 'accuracy', en: 'Meaning', fr: 'Sens' },
      { value: 'fluency', en: 'Language', fr: 'Langue' },
      { value: 'terminology', en: 'Term', fr: 'Terme' },
    ],
    goldPercent: 60,
  },
  instructions: {
    en: [
      'A machine has translated the sentence into French. Correct the translation.',
      '',
      '- Change what is wrong or sounds foreign, and keep the rest.',
      '- Use the terms of the list, if there is one.',
      '- Mark each mistake of the draft: **Meaning** when it says something else, **Language** for grammar and spelling, **Term** when a term of the list is missing.',
      '- Then say how good the draft was.',
    ].join('\n'),
    fr: [
      'Une machine a traduit la phrase en français. Corrigez la traduction.',
      '',
      '- Changez ce qui est faux ou sonne étranger, et gardez le reste.',
      '- Employez les termes de la liste, s’il y en a une.',
      '- Marquez chaque faute du brouillon : **Sens** quand il dit autre chose, **Langue** pour la grammaire et l’orthographe, **Terme** quand un terme de la liste manque.',
      '- Dites ensuite ce que valait le brouillon.',
    ].join('\n'),
  },
  rows: [
    {
      text: 'The library lends tools as well as books.',
      draft: 'La librairie prête des outils ainsi que des livres.',
      glossary: 'library = bibliothèque',
      truth: 'La bibliothèque prête des outils aussi bien que des livres.',
      truth_rating: '3',
    },
    {
      text: 'Please leave the keys at the front desk.',
      draft: 'S’il vous plaît partez les clés à le bureau de face.',
      glossary: '',
      truth: 'Veuillez laisser les clés à l’accueil.',
      truth_rating: '1',
    },
    {
      text: 'The weaver repaired the loom before the fair.',
      draft: 'La tisserande a réparé le métier à tisser avant la foire.',
      glossary: 'loom = métier à tisser',
      truth: 'La tisserande a réparé le métier à tisser avant la foire.',
      truth_rating: '5',
    },
    {
      text: 'Our bus was late, so we missed the concert.',
      draft: 'Notre bus était tard, alors nous avons manqué le concert.',
      glossary: '',
      truth: '',
    },
    {
      text: 'Bring a spare battery for the lamp.',
      draft: 'Apportez une batterie de rechange pour la lampe.',
      glossary: 'battery = pile',
      truth: '',
    },
    { text: 'The bread is baked twice a day.', draft: 'Le pain est cuit deux fois un jour.', glossary: '', truth: '' },
    { text: 'She eventually found the right platform.', draft: 'Elle a éventuellement trouvé le bon quai.', glossary: '', truth: '' },
    { text: 'Dogs are welcome on the terrace.', draft: 'Les chiens sont bienvenus sur le terrasse.', glossary: '', truth: '' },
    {
      text: 'The well behind the school has run dry.',
      draft: 'Le bien derrière l’école a couru sec.',
      glossary: 'well = puits',
      truth: '',
    },
    { text: 'Tickets are sold at the door.', draft: 'Les billets sont vendus à la porte.', glossary: '', truth: '' },
  ],
  drawings: [],
}
