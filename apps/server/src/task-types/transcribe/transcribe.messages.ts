import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Transcribe sound',
    summary: 'People listen to a recording, or watch a film, and write down what is said, in segments with times and speakers.',
    material: 'What each row of your file names',
    materials: { audio: 'a recording, in the column audio', video: 'a film, in the column video' },
    language: 'Language that is spoken',
    languageHint: 'A code such as fr or en-GB; empty when there are several.',
    speakers: 'Speakers',
    speakersHint: 'One name or letter per line. Leave it empty if it does not matter who speaks.',
    overlap: 'Several people may speak at once: segments may overlap',
    tolerance: 'Words that may differ from a known text, in %',
    toleranceHint: 'For gold tasks. Case, punctuation and spaces never count.',
    nothing: '(nothing is said)',
  },
  fr: {
    title: 'Transcrire du son',
    summary:
      'Les personnes écoutent un enregistrement, ou regardent un film, et écrivent ce qui est dit, par segments avec leurs temps et qui parle.',
    material: 'Ce que nomme chaque ligne de votre fichier',
    materials: { audio: 'un enregistrement, dans la colonne audio', video: 'un film, dans la colonne video' },
    language: 'Langue parlée',
    languageHint: 'Un code comme fr ou en-GB ; vide s’il y en a plusieurs.',
    speakers: 'Personnes qui parlent',
    speakersHint: 'Un nom ou une lettre par ligne. Laissez vide si peu importe qui parle.',
    overlap: 'Plusieurs personnes peuvent parler à la fois : des segments peuvent se recouvrir',
    tolerance: 'Mots qui peuvent différer d’un texte connu, en %',
    toleranceHint: 'Pour les tâches témoins. La casse, la ponctuation et les espaces ne comptent jamais.',
    nothing: '(rien n’est dit)',
  },
})
