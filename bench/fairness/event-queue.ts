export interface Look {
  readonly at: number
  readonly worker: number
}

/** The next moment first (a binary heap); at the same moment the lower number first, so that a run can be repeated. */
export class EventQueue {
  readonly #heap: Look[] = []

  add(at: number, worker: number): void {
    const heap = this.#heap
    const look = { at, worker }
    let place = heap.push(look) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(look, above)) break
      heap[place] = above
      place = parent
    }
    heap[place] = look
  }

  take(): Look | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      const [left, right] = [heap[child], heap[child + 1]]
      if (left === undefined) break
      if (right !== undefined && isBefore(right, left)) child += 1
      const lower = heap[child]
      if (lower === undefined || !isBefore(lower, last)) break
      heap[place] = lower
      place = child
    }
    heap[place] = last
    return first
  }
}

function isBefore(a: Look, b: Look): boolean {
  return a.at < b.at || (a.at === b.at && a.worker < b.worker)
}
