import type { LineState } from './line-fields.ts'

const en = {
  picture: 'Picture of the document',
  line: (number: number, of: number, state: string) => `Line ${number} of ${of}: ${state}.`,
  states: { open: 'still open', right: 'right', corrected: 'corrected' } satisfies Record<LineState, string>,
  right: 'Right',
  goOn: 'Go on',
  correct: 'Correct',
  back: 'Back to the draft',
  previous: 'Line before',
  next: 'Next line',
  stillOpen: (number: number) => `Line ${number} is still open: say that it is right, or correct it.`,
}

export type LinesMessages = typeof en

export const messages: Readonly<Record<'en' | 'fr', LinesMessages>> = {
  en,
  fr: {
    picture: 'Image du document',
    line: (number, of, state) => `Ligne ${number} sur ${of} : ${state}.`,
    states: { open: 'encore ouverte', right: 'juste', corrected: 'corrigée' },
    right: 'Juste',
    goOn: 'Continuer',
    correct: 'Corriger',
    back: 'Revenir au brouillon',
    previous: 'Ligne précédente',
    next: 'Ligne suivante',
    stillOpen: (number) => `La ligne ${number} est encore ouverte : dites qu’elle est juste, ou corrigez-la.`,
  },
}
