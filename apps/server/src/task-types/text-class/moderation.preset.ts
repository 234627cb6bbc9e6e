import type { Preset } from '../task-type.ts'

/** Comments of our own, mild on purpose: a sample hurts nobody. */
export const moderation: Preset = {
  name: 'text-moderation',
  title: { en: 'Moderate texts', fr: 'Modérer des textes' },
  summary: {
    en: 'People decide whether a message may stay, and why not. It is covered until they uncover it, and only those who accept its kind are offered it.',
    fr: 'Les personnes décident si un message peut rester, et sinon pourquoi. Il est couvert tant qu’elles ne le découvrent pas, et n’est proposé qu’à celles qui acceptent ce genre de contenu.',
  },
  sample: {
    settings: {
      question: { en: 'May this message stay?', fr: 'Ce message peut-il rester ?' },
      labels: [
        { value: 'keep', en: 'It may stay', fr: 'Il peut rester' },
        { value: 'remove', en: 'It must go', fr: 'Il doit partir' },
        { value: 'unsure', en: 'I cannot tell', fr: 'Je ne peux pas le dire' },
      ],
      multiple: false,
      none: false,
      ordered: false,
      stepsOff: 0,
      reasons: [
        { value: 'insult', en: 'It insults somebody', fr: 'Il insulte quelqu’un' },
        { value: 'threat', en: 'It threatens somebody', fr: 'Il menace quelqu’un' },
        { value: 'advertising', en: 'It is advertising', fr: 'C’est de la publicité' },
        { value: 'personal_data', en: 'It gives away personal data', fr: 'Il livre des données personnelles' },
      ],
      reasonsFor: ['remove'],
      contextName: { en: 'It answers', fr: 'Il répond à' },
      covered: true,
      textLanguage: '',
    },
    instructions: {
      en: [
        'Uncover the message, read it, and decide whether it may stay in the forum of a gardening club.',
        '',
        '- Sharp criticism of an idea may stay. Words against a person must go.',
        '- Say why when it must go; several reasons are possible.',
        '- Blur it as much as you like, skip what you do not want to read, and stop whenever you want: none of it costs you anything.',
      ].join('\n'),
      fr: [
        'Découvrez le message, lisez-le, et décidez s’il peut rester sur le forum d’un club de jardinage.',
        '',
        '- Une critique vive d’une idée peut rester. Des mots contre une personne doivent partir.',
        '- Dites pourquoi quand il doit partir ; plusieurs raisons sont possibles.',
        '- Floutez autant que vous voulez, passez ce que vous ne voulez pas lire, arrêtez quand vous voulez : rien de cela ne vous coûte.',
      ].join('\n'),
    },
    rows: [
      { text: 'Your tomatoes rot because you water the leaves. Water the soil.', context: 'Why do my tomatoes rot?', truth: 'keep' },
      { text: 'Only a fool would plant in March. Leave gardening to adults.', context: '', truth: 'remove', truth_reasons: 'insult' },
      {
        text: 'Terreau à moitié prix, seulement ce soir, cliquez sur mon profil !!!',
        context: '',
        truth: 'remove',
        truth_reasons: 'advertising',
      },
      { text: 'I disagree, compost needs air more than it needs worms.', context: 'Worms make compost.', truth: '' },
      { text: 'Le voisin du 12 s’absente en août, sa clé est sous le pot.', context: '', truth: '' },
      { text: 'Merci pour les boutures, elles ont pris !', context: '', truth: '' },
      { text: 'Post that again and you will be sorry.', context: '', truth: '' },
      { text: 'Quelqu’un aurait des graines de bourrache ?', context: '', truth: '' },
    ],
    drawings: [],
  },
}
