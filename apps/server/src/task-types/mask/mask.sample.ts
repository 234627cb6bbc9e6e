import type { MaskResponse } from '@canut/contract'
import { encodeCounts } from '@canut/contract/run-lengths'
import { drawStreet, ROAD_TOP, STREET } from '../drawing/draw-street.ts'
import type { SampleSet } from '../task-type.ts'

/** Streets without cars nor trees: what is road and what is sky is then known to the pixel. */
const EMPTY_STREETS = 6
const GOLD = 3
const KERB = 8
const streets = Array.from({ length: EMPTY_STREETS }, (_, index) => index)
const nameOf = (index: number): string => `empty-street-${String(index + 1).padStart(2, '0')}.png`
const roadTop = (index: number): number => ROAD_TOP - 60 + index * 20

/** Rows of the picture from `top` to `bottom`, over its whole width. */
function band(top: number, bottom: number): string {
  const { w, h } = STREET
  const runs = [top, bottom - top]
  for (let column = 1; column < w; column++) runs.push(h - (bottom - top), bottom - top)
  return encodeCounts(bottom === h ? runs : [...runs, h - bottom])
}

const truthOf = (index: number): string =>
  JSON.stringify({
    size: STREET,
    regions: [
      { id: 'r1', label: 'road', counts: band(roadTop(index), STREET.h) },
      { id: 'r2', label: 'sky', counts: band(0, roadTop(index) - KERB) },
    ],
  } satisfies MaskResponse)

export const sample: SampleSet = {
  settings: {
    question: { en: 'Paint the road and the sky.', fr: 'Peignez la route et le ciel.' },
    labels: [
      { value: 'road', en: 'Road', fr: 'Route' },
      { value: 'sky', en: 'Sky', fr: 'Ciel' },
    ],
    instances: false,
    goldOverlap: 80,
    goldMistakes: 0,
    textLanguage: 'en',
  },
  instructions: {
    en: [
      'Paint what is road and what is sky.',
      '',
      '- **Fill by colour** does most of it with one tap each; put right with brush and eraser.',
      '- The kerb between the two stays unpainted.',
    ].join('\n'),
    fr: [
      'Peignez ce qui est route et ce qui est ciel.',
      '',
      '- **Remplir par couleur** fait l’essentiel en touchant chaque zone une fois ; corrigez au pinceau et à la gomme.',
      '- Le bord du trottoir entre les deux reste sans peinture.',
    ].join('\n'),
  },
  rows: streets.map((index) => ({
    image: nameOf(index),
    alt: 'Drawing of an empty street under a clear sky',
    width: String(STREET.w),
    height: String(STREET.h),
    truth: index < GOLD ? truthOf(index) : '',
  })),
  drawings: streets.map((index) => ({ name: nameOf(index), svg: drawStreet(null, roadTop(index)) })),
}
