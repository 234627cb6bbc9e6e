import type { Preset } from '../task-type.ts'
import { drawLetters } from './draw-letters.ts'
import { presetField } from './preset-field.ts'

interface Page {
  readonly lines: readonly string[]
  readonly year: number
  /** the line under a blot from this letter on, of which nothing can be read */
  readonly blot?: readonly [line: number, from: number, letters: number]
  readonly isGold?: boolean
}

/** Pages of a weaver’s book that never was. */
const pages: readonly Page[] = [
  { lines: ['LE 12 MARS 1834', 'REÇU DE JEANNE BRUN', 'TROIS AUNES DE SOIE', 'PAYÉ 9 FRANCS'], year: 1834, isGold: true },
  { lines: ['LE 2 AVRIL 1834', 'PRÊTÉ UN MÉTIER', 'À PIERRE FAURE', 'POUR SIX SEMAINES'], year: 1834, blot: [2, 9, 5], isGold: true },
  { lines: ['9 MAY 1841', 'TWO DOZEN BOBBINS', 'SOLD TO THE MILL', 'NOT YET PAID'], year: 1841, isGold: true },
  { lines: ['LE 3 JUIN 1841', 'RENDU LE MÉTIER', 'EN BON ÉTAT'], year: 1841 },
  { lines: ['20 JULY 1852', 'MENDED FOUR COMBS', 'FOR MARY HALE', 'SIX SHILLINGS'], year: 1852, blot: [1, 9, 4] },
  { lines: ['LE 8 OCTOBRE 1852', 'ACHETÉ DU FIL ROUGE', 'ET DU FIL BLEU'], year: 1852 },
]

const nameOf = (index: number): string => `page-${String(index + 1).padStart(2, '0')}.png`

function textOf({ lines, blot }: Page): string {
  return lines
    .map((line, index) => (index === blot?.[0] ? line.slice(0, blot[1]) + UNREADABLE + line.slice(blot[1] + blot[2]) : line))
    .join('\n')
}

/** What stands for words that nobody can read. */
const UNREADABLE = '[…]'

export const archivePages: Preset = {
  name: 'archive-transcription',
  title: { en: 'Transcribe archives', fr: 'Transcrire des archives' },
  summary: {
    en: 'People copy a page of an old document, line by line, and mark what cannot be read.',
    fr: 'Les personnes recopient une page d’un document ancien, ligne à ligne, et marquent ce qui est illisible.',
  },
  sample: {
    settings: {
      material: ['image'],
      fields: [
        presetField('lines', 'The text, line by line', 'Le texte, ligne à ligne', { kind: 'paragraph', tolerance: 8 }),
        presetField('year', 'The year, if the page has one', 'L’année, si la page en porte une', { kind: 'number', required: false }),
      ],
      textLanguage: '',
      answerLanguage: '',
      keepLocation: false,
    },
    instructions: {
      en: [
        'Copy what is written, one line of yours for each line of the page.',
        '',
        '- Keep the spelling, even where it looks wrong. Capital letters do not matter.',
        `- Write \`${UNREADABLE}\` for what nobody can read, and a question mark in brackets after a word you are not sure of: \`Faure[?]\`.`,
        '- Open the full image to see it larger.',
      ].join('\n'),
      fr: [
        'Recopiez ce qui est écrit, une ligne pour chaque ligne de la page.',
        '',
        '- Gardez l’orthographe, même si elle semble fautive. Les majuscules ne comptent pas.',
        `- Écrivez \`${UNREADABLE}\` pour ce que personne ne peut lire, et un point d’interrogation entre crochets après un mot dont vous doutez : \`Faure[?]\`.`,
        '- Ouvrez l’image entière pour la voir en plus grand.',
      ].join('\n'),
    },
    rows: pages.map((page, index) => ({
      image: nameOf(index),
      alt: `Page of an old book, number ${index + 1}`,
      truth: page.isGold === true ? textOf(page) : '',
      truth_year: page.isGold === true ? String(page.year) : '',
    })),
    drawings: pages.map((page, index) => ({ name: nameOf(index), svg: drawPage(page) })),
  },
}

/** Letters are 16 pixels high, and 15 from one to the next. */
function drawPage({ lines, blot }: Page): string {
  const [left, top, pitch, step] = [48, 48, 54, (16 / 6) * 5.6]
  const written = lines.map((line, index) => drawLetters(line, { x: left, y: top + index * pitch, height: 16, ink: '#4a3524' }))
  const rules = lines.map((_, index) => `<path d="M36 ${top + 26 + index * pitch}H444" stroke="#cbb994"/>`)
  const stain =
    blot === undefined
      ? ''
      : `<ellipse cx="${(left + (blot[1] + blot[2] / 2) * step).toFixed(0)}" cy="${top + 8 + blot[0] * pitch}" rx="${(blot[2] * step * 0.6).toFixed(0)}" ry="20" fill="#33261a"/>`
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="280" viewBox="0 0 480 280">' +
    `<rect width="480" height="280" fill="#efe2c4"/><path d="M0 0H22V280H0Z" fill="#dcc99f"/>${rules.join('')}${written.join('')}${stain}</svg>`
  )
}
