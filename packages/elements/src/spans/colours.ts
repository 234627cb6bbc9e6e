import { css, unsafeCSS } from 'lit'
import type { Option } from './marker.ts'

/** Of middling lightness: as a line on light and on dark paper, and thinned as a ground for text. Names say what colours only show. */
const COLOURS = ['#1f7a8c', '#b3541e', '#5b7f2b', '#8e4585', '#a67c00', '#3f62b5', '#b03a5b', '#3d8361', '#7a5c99', '#7d6b5d'] as const

const placeOf = (labels: readonly Option[], label: string): number => {
  const place = labels.findIndex(({ value }) => value === label)
  return (place === -1 ? COLOURS.length - 1 : place) % COLOURS.length
}

/** By place in the list, so that a batch has the same colours for everybody. */
export const colourFor = (labels: readonly Option[], label: string): string => COLOURS[placeOf(labels, label)]!

/** A class that sets `--label`: a strict policy of the page forbids style attributes. */
export const colourClass = (labels: readonly Option[], label: string): string => `colour-${placeOf(labels, label)}`

export const colourStyles = COLOURS.map(
  (colour, place) => css`
    .colour-${unsafeCSS(String(place))} {
      --label: ${unsafeCSS(colour)};
    }
  `,
)
