import type { Preset } from '../task-type.ts'
import { drawPage, lineBox } from './draw-page.ts'

/** What stands on each page, and what a program read there. */
type Page = readonly (readonly [written: string, read: string])[]

const PAGES: readonly Page[] = [
  [
    ['LYON 14 MARS 1834', 'LYON 14 MARS 1884'],
    ['MAISON MARTIN', 'MAISON MARTIN'],
    ['VELOURS NOIR', 'VELOUR5 NOIR'],
    ['PRIX 27 FRANCS', 'PRIX 27 FRANCS'],
  ],
  [
    ['LYON 2 AVRIL 1834', 'LYON 2 AVRIL 1834'],
    ['ATELIER DE LA CROIX', 'ATELIER DE LA CROLX'],
    ['TAFFETAS BLEU', 'TAFFETAS BLEU'],
  ],
  [
    ['REMIS A JEANNE', 'REMIS A JEANNE'],
    ['CRAVATES 12 PIECES', 'CRAVATES 12 PIECES'],
    ['PRIX 40 FRANCS', 'PRIX 4O FRANCS'],
  ],
  [
    ['LYON 9 JUIN 1834', 'LYON 9 JUIN 1834'],
    ['SATIN BLANC', 'SATIN BIANC'],
    ['PRIX 31 FRANCS', 'PRIX 31 FRANCS'],
  ],
  [
    ['MAISON BERTHE', 'MAISON BERTHE'],
    ['RUBANS 60 PIECES', 'RUBANS 6O PIECES'],
    ['PAYE LE 3 MAI', 'PAYE LE 3 MAI'],
  ],
  [
    ['ATELIER MOREL', 'ATELIER M0REL'],
    ['DEUX METIERS', 'DEUX METIERS'],
    ['FOULARD ROUGE', 'FOULARD R0UGE'],
  ],
]
const GOLD = 3

const nameOf = (index: number): string => `register-${String(index + 1).padStart(2, '0')}.png`

export const documentLines: Preset = {
  name: 'document-lines',
  title: { en: 'Lines of a document', fr: 'Lignes d’un document' },
  summary: {
    en: 'People see a scanned page with what a program read in it, and say of each line that it is right, or correct it.',
    fr: 'Les personnes voient une page numérisée et ce qu’un programme y a lu ; elles disent de chaque ligne qu’elle est juste, ou la corrigent.',
  },
  sample: {
    settings: { kind: 'document', language: 'fr', tolerance: 0, autoplay: true },
    instructions: {
      en: [
        'A page of the register of a weavers’ workshop, read by a program. Compare each line with the picture.',
        '',
        '- All right? Say so.',
        '- A letter or a digit is wrong? Correct it.',
        '- No line is there? Empty the text.',
      ].join('\n'),
      fr: [
        'Une page du registre d’un atelier de tissage, lue par un programme. Comparez chaque ligne avec l’image.',
        '',
        '- Tout est juste ? Dites-le.',
        '- Une lettre ou un chiffre est faux ? Corrigez.',
        '- Il n’y a pas de ligne ? Videz le texte.',
      ].join('\n'),
    },
    rows: PAGES.map((page, index) => ({
      image: nameOf(index),
      lines: JSON.stringify(page.map(([written, read], place) => ({ text: read, box: lineBox(written, place) }))),
      truth: index < GOLD ? page.map(([written]) => written).join('\n') : '',
    })),
    drawings: PAGES.map((page, index) => ({ name: nameOf(index), svg: drawPage(page.map(([written]) => written)) })),
  },
}
