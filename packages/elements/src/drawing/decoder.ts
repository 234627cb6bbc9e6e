import { decode, type Wish } from './copies.ts'

/** Decodes in a worker; where the page may not have one (a frame without an origin), or it cannot do it, in the page itself. */
export class Decoder {
  #worker = startWorker()

  /** @throws DOMException when the source cannot be decoded. */
  async decode(wish: Wish): Promise<ImageBitmap[]> {
    const bitmaps = this.#worker === null ? null : await ask(this.#worker, wish)
    if (bitmaps !== null) return bitmaps
    this.close()
    return decode(wish)
  }

  /** What the worker is decoding never comes then. */
  close(): void {
    this.#worker?.terminate()
    this.#worker = null
  }
}

function startWorker(): Worker | null {
  try {
    return new Worker(new URL('./picture-worker.js', import.meta.url), { type: 'module' })
  } catch {
    return null
  }
}

async function ask(worker: Worker, wish: Wish): Promise<ImageBitmap[] | null> {
  const { port1, port2 } = new MessageChannel()
  const answered = new AbortController()
  try {
    return await new Promise((resolve) => {
      const { signal } = answered
      port1.addEventListener('message', ({ data }: MessageEvent<ImageBitmap[] | null>) => resolve(data), { signal })
      // its script could not be loaded
      worker.addEventListener('error', () => resolve(null), { signal })
      port1.start()
      worker.postMessage({ wish, port: port2 }, [port2])
    })
  } finally {
    answered.abort()
    port1.close()
  }
}
