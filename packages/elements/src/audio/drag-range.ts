import { toMilliseconds } from './segments.ts'

/** Less is a tap. */
const DRAG_PIXELS = 6

export interface DraggedRange {
  readonly start: number
  readonly end: number
  readonly isTap: boolean
}

/** Follows a pointer along a lane that stands for `duration` seconds, until it is let go. */
export function dragRange(lane: HTMLElement, down: PointerEvent, duration: number, done: (range: DraggedRange) => void): void {
  const box = lane.getBoundingClientRect()
  const at = ({ clientX }: PointerEvent) => toMilliseconds(Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * duration)
  const first = at(down)
  lane.setPointerCapture(down.pointerId)
  lane.addEventListener(
    'pointerup',
    (up) => {
      const last = at(up)
      done({ start: Math.min(first, last), end: Math.max(first, last), isTap: Math.abs(up.clientX - down.clientX) < DRAG_PIXELS })
    },
    { once: true },
  )
}
