import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Check a text',
    summary: 'People compare a draft with a recording, a picture or a text: they send it as it stands, or correct it first.',
    kind: 'What is checked',
    kinds: {
      transcript: 'A transcript of a recording',
      ocr: 'A text read from a picture by a program',
      translation: 'A translation',
      document: 'A document, which may still be without a text',
    },
    language: 'Language of the draft',
    languageHint: 'A code such as fr or en-GB; empty when there are several.',
    tolerance: 'Characters that may differ from a known text, in %',
    toleranceHint: 'For gold tasks. Case, punctuation and spaces never count.',
    autoplay: 'Recordings play as soon as they are shown',
    draft: {
      transcript: 'What was written down',
      ocr: 'What the program read',
      translation: 'The translation',
      document: 'The text of the document',
    },
    source: 'The original',
    how: 'Right as it stands? Send it. If not, correct it first: E goes to the text, Ctrl and Enter send from there.',
    ok: 'Right as it stands',
    corrected: ({ text }: { text: string }) => `Corrected: ${text}`,
  },
  fr: {
    title: 'Vérifier un texte',
    summary:
      'Les personnes comparent un brouillon avec un enregistrement, une image ou un texte : elles l’envoient tel quel, ou le corrigent d’abord.',
    kind: 'Ce qui est vérifié',
    kinds: {
      transcript: 'La transcription d’un enregistrement',
      ocr: 'Un texte lu dans une image par un programme',
      translation: 'Une traduction',
      document: 'Un document, qui peut être encore sans texte',
    },
    language: 'Langue du brouillon',
    languageHint: 'Un code comme fr ou en-GB ; vide s’il y en a plusieurs.',
    tolerance: 'Caractères qui peuvent différer d’un texte connu, en %',
    toleranceHint: 'Pour les tâches témoins. La casse, la ponctuation et les espaces ne comptent jamais.',
    autoplay: 'Les enregistrements se lancent dès qu’ils sont affichés',
    draft: {
      transcript: 'Ce qui a été écrit',
      ocr: 'Ce que le programme a lu',
      translation: 'La traduction',
      document: 'Le texte du document',
    },
    source: 'L’original',
    how: 'Juste tel quel ? Envoyez-le. Sinon, corrigez-le d’abord : E va au texte, Ctrl et Entrée envoient de là.',
    ok: 'Juste tel quel',
    corrected: ({ text }) => `Corrigé : ${text}`,
  },
})
