import { listIn, textIn } from '../../platform/members.ts'
import type { Colour } from './indexed-png.ts'

export const BACKGROUND: Colour = [255, 255, 255]
const FIRST: readonly Colour[] = [
  [0x2c, 0xa0, 0x2c],
  [0x1f, 0x77, 0xb4],
  [0xff, 0x7f, 0x0e],
  [0xd6, 0x27, 0x28],
  [0x94, 0x67, 0xbd],
]

/** A colour for each number from 1, no two alike among the first thousands: five that are easily told apart, then a walk through the cube. */
export function colourOf(place: number): Colour {
  const known = FIRST[place]
  if (known !== undefined) return known
  // 2^24 and this step have no common factor, so nothing comes again for 16 million colours
  const code = ((place + 1) * 0x61c889) % 0xffffff
  return [code >> 16, (code >> 8) & 255, code & 255]
}

/** The colour of each class: its own in the settings, else by its place. */
export function classColour(settings: unknown, label: string, place: number): Colour {
  const own = ['labels', 'classes'].flatMap((member) => listIn(settings, member)).find((each) => textIn(each, 'value', 'label') === label)
  const hex = /^#([0-9a-f]{6})$/i.exec(textIn(own, 'color', 'colour'))?.[1]
  if (hex === undefined) return colourOf(place)
  const code = Number.parseInt(hex, 16)
  return [code >> 16, (code >> 8) & 255, code & 255]
}

export const hexOf = (colour: Colour): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
