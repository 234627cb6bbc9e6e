/**
 * Decodes large pictures beside the page, which would otherwise stand still meanwhile. A file of its own, because pages allow no
 * script but files of their own origin. Answers with the bitmaps; with null when it cannot.
 */
import { decode, type Wish } from './copies.ts'

addEventListener('message', ({ data: { wish, port } }: MessageEvent<{ wish: Wish; port: MessagePort }>) => {
  void decode(wish).then(
    (bitmaps) => port.postMessage(bitmaps, bitmaps),
    // what went wrong is told by the page, which tries it once more itself
    () => port.postMessage(null),
  )
})
