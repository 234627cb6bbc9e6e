import type { Marker } from './marker.ts'

export interface Follower {
  readonly marker: Marker
  show(): void
  /** puts the focus on the piece under the cursor */
  focus(): void
}

/** Mouse, pen and finger: a drag over words marks them, a tap begins or ends. A finger that goes up or down scrolls, as everywhere. */
export function followPointer(root: HTMLElement, { marker, show, focus }: Follower): void {
  let held: { anchor: number; moved: boolean; before: Marker['selection'] } | null = null

  root.addEventListener('pointerdown', (event) => {
    const piece = pieceOf(event.target)
    if (!event.isPrimary || event.button !== 0 || piece === null) return
    held = { anchor: piece, moved: false, before: marker.selection }
  })
  root.addEventListener('pointermove', (event) => {
    if (held === null) return
    const piece = pieceAt(root, event)
    if (piece === null || (piece === held.anchor && !held.moved)) return
    // from here on the drag is ours, also outside the text
    if (!held.moved) root.setPointerCapture(event.pointerId)
    held.moved = true
    if (marker.selection?.head === piece && marker.selection.anchor === held.anchor) return
    marker.drag(held.anchor, piece)
    show()
  })
  root.addEventListener('pointerup', (event) => {
    if (held === null) return
    const { anchor, moved } = held
    held = null
    if (moved) marker.complete()
    else marker.tap(anchor, event.shiftKey)
    show()
    focus()
  })
  root.addEventListener('pointercancel', () => {
    if (held?.moved === true) marker.selection = held.before
    held = null
    show()
  })
}

function pieceOf(target: EventTarget | null): number | null {
  const piece = target instanceof Element ? target.closest<HTMLElement>('[data-i]') : null
  return piece === null ? null : Number(piece.dataset['i'])
}

/** Under the pointer, also while another element has captured it. */
function pieceAt(root: HTMLElement, { clientX, clientY }: PointerEvent): number | null {
  const within = root.getRootNode()
  return within instanceof ShadowRoot || within instanceof Document ? pieceOf(within.elementFromPoint(clientX, clientY)) : null
}
