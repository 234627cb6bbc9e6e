import type { Point } from '@canut/contract'
import type { SampleSet } from '../task-type.ts'

const SIZE = { w: 600, h: 420 } as const
const MAPS = 8
const GOLD = 3
const nameOf = (index: number): string => `map-${String(index + 1).padStart(2, '0')}.png`
const maps = Array.from({ length: MAPS }, (_, index) => index)

interface Place {
  readonly kind: 'lake' | 'field'
  readonly points: readonly Point[]
}

/** The same map for the same number: a lake and up to two fields, of straight sides, each in a third of the map. */
function placesOf(number: number): readonly Place[] {
  return Array.from({ length: 1 + (number % 3) }, (_, i): Place => {
    const corners = 5 + ((number + i) % 3)
    const [x, y] = [105 + i * 195, 150 + ((number * 37 + i * 61) % 110)]
    const points = Array.from({ length: corners }, (__, c): Point => {
      const angle = (2 * Math.PI * c) / corners - Math.PI / 2
      const reach = 60 + ((number * 17 + i * 29 + c * 23) % 28)
      return [Math.round(x + reach * Math.cos(angle)), Math.round(y + reach * Math.sin(angle))]
    })
    return { kind: i === number % 2 ? 'lake' : 'field', points }
  })
}

function drawMap(number: number): string {
  const places = placesOf(number).map(
    ({ kind, points }) =>
      `<polygon points="${points.map((point) => point.join(',')).join(' ')}" fill="${kind === 'lake' ? '#5f97b8' : '#cfb95a'}"/>`,
  )
  const path = `<path d="M0 ${360 + (number % 5) * 8} C 180 ${330 - (number % 4) * 6} 380 410 600 350" fill="none" stroke="#e9e2d2" stroke-width="9"/>`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.w}" height="${SIZE.h}" viewBox="0 0 ${SIZE.w} ${SIZE.h}">` +
    `<rect width="${SIZE.w}" height="${SIZE.h}" fill="#a9bf8f"/><rect width="${SIZE.w}" height="24" fill="#8fa878"/>${path}${places.join('')}</svg>`
  )
}

const truthOf = (index: number): string =>
  JSON.stringify({
    size: SIZE,
    shapes: placesOf(index).map(({ kind, points }, i) => ({ id: `s${i + 1}`, label: kind, closed: true, points })),
  })

export const sample: SampleSet = {
  settings: {
    question: { en: 'Outline each lake and each field.', fr: 'Tracez le contour de chaque lac et de chaque champ.' },
    labels: [
      { value: 'lake', en: 'Lake', fr: 'Lac' },
      { value: 'field', en: 'Field', fr: 'Champ' },
    ],
    attributes: [],
    kind: 'polygon',
    mayCross: false,
    minSize: 5,
    goldOverlap: 75,
    goldDistance: 10,
    goldMistakes: 0,
    textLanguage: 'en',
  },
  instructions: {
    en: [
      'Follow the outline of every lake (blue) and every field (yellow).',
      '',
      '- Set a point at each corner, then choose **Finish**.',
      '- The pale path is not asked for.',
      '- If there is neither a lake nor a field, choose **Nothing to label**.',
    ].join('\n'),
    fr: [
      'Suivez le contour de chaque lac (bleu) et de chaque champ (jaune).',
      '',
      '- Placez un point à chaque coin, puis choisissez **Terminer la forme**.',
      '- Le chemin clair n’est pas demandé.',
      '- S’il n’y a ni lac ni champ, choisissez **Rien à étiqueter**.',
    ].join('\n'),
  },
  rows: maps.map((index) => ({
    image: nameOf(index),
    alt: 'Drawn map with lakes and fields',
    width: String(SIZE.w),
    height: String(SIZE.h),
    truth: index < GOLD ? truthOf(index) : '',
  })),
  drawings: maps.map((index) => ({ name: nameOf(index), svg: drawMap(index) })),
}
