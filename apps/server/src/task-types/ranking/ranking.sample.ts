import type { SampleSet } from '../task-type.ts'

/** Headlines of our own for short reports: one says what happened, one says part of it, one misleads. */
export const sample: SampleSet = {
  settings: {
    question: {
      en: 'Which headline says best what happened? 1 is the best.',
      fr: 'Quel titre dit le mieux ce qui s’est passé ? 1 est le meilleur.',
    },
    material: 'text',
    dimensions: [],
    allowTie: false,
    tolerance: 1,
    textLanguage: '',
  },
  instructions: {
    en: [
      'Read the report, then put the headlines in order.',
      '',
      '- First comes the one that says what happened, where and to whom.',
      '- One that says only part of it comes after.',
      '- One that says something else than the report comes last, however well it sounds.',
    ].join('\n'),
    fr: [
      'Lisez la nouvelle, puis mettez les titres en ordre.',
      '',
      '- D’abord celui qui dit ce qui s’est passé, où et à qui.',
      '- Celui qui n’en dit qu’une partie vient après.',
      '- Celui qui dit autre chose que la nouvelle vient en dernier, même s’il sonne bien.',
    ].join('\n'),
  },
  rows: [
    {
      prompt:
        'The footbridge over the mill stream, closed since the flood in March, opened again on Saturday. Walkers no longer need the long way by the road.',
      item_1: 'Good news for walkers',
      item_2: 'Mill stream footbridge open again after the flood',
      item_3: 'Flood closes another bridge',
      truth: '2 1 3',
    },
    {
      prompt: 'La bibliothèque du quartier prête désormais des outils de jardin. Il suffit de la carte habituelle.',
      item_1: 'La bibliothèque du quartier prête aussi des outils de jardin',
      item_2: 'La bibliothèque ferme son jardin',
      item_3: 'Du nouveau à la bibliothèque',
      truth: '1 3 2',
    },
    {
      prompt: 'The night bus will run every half hour instead of every hour from next month, at the same price.',
      item_1: 'Night bus dearer from next month',
      item_2: 'Changes on the night bus',
      item_3: 'Night bus to run twice as often at the same price',
      truth: '3 2 1',
    },
    {
      prompt: 'Le boulanger de la place part à la retraite ; deux de ses apprentis reprennent le four en coopérative.',
      item_1: 'Deux apprentis reprennent la boulangerie de la place en coopérative',
      item_2: 'La boulangerie de la place change de mains',
      item_3: 'La place perd sa boulangerie',
      truth: '',
    },
    {
      prompt: 'After two dry weeks the reservoir stands at half its level; the town asks people not to water lawns.',
      item_1: 'Reservoir half full: the town asks people to leave lawns dry',
      item_2: 'Dry weeks behind us',
      item_3: 'Town forbids gardens',
      truth: '',
    },
  ],
  drawings: [],
}
