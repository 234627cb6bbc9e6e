/** What stands in a drawn street, in pixels of the picture: so the truth of a sample is known to the pixel. */
export interface StreetThing {
  readonly kind: 'car' | 'tree'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export const STREET = { w: 640, h: 400 } as const
export const ROAD_TOP = 250
const PAINTS = ['#b5482f', '#2f6db5', '#d9a520', '#5f6f52'] as const

/** The same street for the same number: one to three cars on the road, no to two trees behind it. Nothing hides another. */
export function streetOf(number: number): readonly StreetThing[] {
  const cars = Array.from({ length: 1 + (number % 3) }, (_, i): StreetThing => {
    const w = 110 + ((number * 13 + i * 29) % 50)
    return { kind: 'car', x: 30 + i * 200 + ((number * 17) % 30), y: 270 + ((number * 11 + i * 23) % 50), w, h: Math.round(w * 0.42) }
  })
  const trees = Array.from({ length: (number + 1) % 3 }, (_, i): StreetThing => {
    const w = 60 + ((number * 7 + i * 19) % 40)
    const h = Math.round(w * 1.7)
    return { kind: 'tree', x: 120 + i * 260 + ((number * 31) % 60), y: ROAD_TOP - h - 8, w, h }
  })
  return [...cars, ...trees]
}

/** @param number null for a street with nothing in it */
export function drawStreet(number: number | null, roadTop = ROAD_TOP): string {
  const things = (number === null ? [] : streetOf(number)).map((thing, i) =>
    thing.kind === 'car' ? car(thing, PAINTS[((number ?? 0) + i) % PAINTS.length] ?? PAINTS[0]) : tree(thing),
  )
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${STREET.w}" height="${STREET.h}" viewBox="0 0 ${STREET.w} ${STREET.h}">` +
    `<rect width="${STREET.w}" height="${STREET.h}" fill="#d7e6ee"/><rect y="${roadTop}" width="${STREET.w}" height="${STREET.h - roadTop}" fill="#8d8a85"/>` +
    `<rect y="${roadTop - 8}" width="${STREET.w}" height="8" fill="#c9c2b4"/>${things.join('')}</svg>`
  )
}

/** Fills its box exactly: wheels reach the lower side, the roof the upper, bumpers both ends. */
function car({ x, y, w, h }: StreetThing, paint: string): string {
  const wheel = h * 0.24
  const roof = [
    [x + w * 0.22, y + h * 0.45],
    [x + w * 0.34, y],
    [x + w * 0.7, y],
    [x + w * 0.84, y + h * 0.45],
  ]
  return (
    `<polygon points="${roof.map((point) => point.map(short).join(',')).join(' ')}" fill="${paint}"/>` +
    `<rect x="${x}" y="${short(y + h * 0.4)}" width="${w}" height="${short(h * 0.4)}" rx="${short(h * 0.1)}" fill="${paint}"/>` +
    [0.22, 0.78].map((at) => `<circle cx="${short(x + w * at)}" cy="${short(y + h - wheel)}" r="${short(wheel)}" fill="#26221e"/>`).join('')
  )
}

function tree({ x, y, w, h }: StreetThing): string {
  const trunk = w * 0.16
  return (
    `<rect x="${short(x + w / 2 - trunk / 2)}" y="${short(y + h * 0.5)}" width="${short(trunk)}" height="${short(h * 0.5)}" fill="#6b4b2a"/>` +
    `<ellipse cx="${short(x + w / 2)}" cy="${short(y + h * 0.32)}" rx="${short(w / 2)}" ry="${short(h * 0.32)}" fill="#4f7a3a"/>`
  )
}

const short = (value: number): string => String(Math.round(value * 10) / 10)
