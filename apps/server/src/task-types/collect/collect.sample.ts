import type { SampleSet } from '../task-type.ts'

/** Sentences of our own, with the mistakes that a machine makes when it reads print: 1 for l, rn for m, 0 for O… */
export const sample: SampleSet = {
  settings: {
    material: ['text'],
    fields: [
      {
        name: 'corrected',
        en: 'The text without reading mistakes',
        fr: 'Le texte sans fautes de lecture',
        kind: 'paragraph',
        required: true,
        maxLength: 500,
        prefill: 'text',
        choices: [],
      },
    ],
    textLanguage: '',
    answerLanguage: '',
  },
  instructions: {
    en: [
      'A machine read a printed line and mistook some letters. Correct them.',
      '',
      '- Change only what was misread: `rn` for `m`, `1` for `l`, `0` for `O`, missing accents.',
      '- Keep the wording, the punctuation and the spelling of the time.',
      '- If the line is already right, send it as it is.',
    ].join('\n'),
    fr: [
      'Une machine a lu une ligne imprimée et s’est trompée de lettres. Corrigez-les.',
      '',
      '- Changez seulement ce qui a été mal lu : `rn` pour `m`, `1` pour `l`, `0` pour `O`, accents manquants.',
      '- Gardez les mots, la ponctuation et l’orthographe de l’époque.',
      '- Si la ligne est déjà juste, envoyez-la telle quelle.',
    ].join('\n'),
  },
  rows: [
    { text: 'Le rnarché se tient sur 1a p1ace tous les jeudis.', truth: 'Le marché se tient sur la place tous les jeudis.' },
    { text: 'The ferry 1eaves at n00n frorn the old pier.', truth: 'The ferry leaves at noon from the old pier.' },
    { text: 'Les ab0nnés recoivent 1e journal avant huit heures.', truth: 'Les abonnés reçoivent le journal avant huit heures.' },
    { text: 'P1ease return the larnps to the caretaker.', truth: '' },
    { text: 'La fanfare j0uera sous 1es tilleuls en cas de beau ternps.', truth: '' },
    { text: 'Two sma11 ro0ms to let, garden and we11 shared.', truth: '' },
    { text: 'On demande un apprenti re1ieur, 1ogé et n0urri.', truth: '' },
    { text: 'The choir meets in the schoo1 on Tuesday evenings.', truth: '' },
    { text: 'Perdu un parap1uie vert ; pri3re de le rapporter au café.', truth: '' },
    { text: 'Fresh eggs and h0ney at the farrn gate.', truth: '' },
  ],
  drawings: [],
}
