import type { Point } from '@canut/contract'
import type { KeyPress } from './drawing-keys.ts'

/** What keys do to the view of a picture on which nothing is drawn. */
export interface LookView {
  readonly isWhole: boolean
  zoom(steps: number): void
  /** by shares of the stage */
  pan(x: number, y: number): void
  showWhole(): void
}

const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const STEP = 0.1
const FAR_STEP = 0.5

/**
 * Looks around in a picture: nearer, further, aside. Arrows move the view only while the focus is on the picture and not the whole
 * of it is shown; else they are the page's, which scrolls.
 *
 * @returns whether the key meant something here.
 */
export function lookAround(event: Omit<KeyPress, 'repeat'>, place: 'stage' | 'button' | 'choice' | 'elsewhere', view: LookView): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const arrow = ARROWS[event.key]
  if (arrow !== undefined) {
    if (place !== 'stage' || view.isWhole) return false
    const step = event.shiftKey ? FAR_STEP : STEP
    view.pan(arrow[0] * step, arrow[1] * step)
  } else if (event.key === '+' || event.key === '=') view.zoom(1)
  else if (event.key === '-') view.zoom(-1)
  else if (event.code === 'KeyF') view.showWhole()
  else return false
  return true
}
