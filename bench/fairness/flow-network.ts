/** What is smaller is rounding: a ten-thousandth of a second. */
const DUST = 1e-4

/** A maximum flow (Dinic) that can be made wider and raised again; what flows out of the source never gets less. */
export class FlowNetwork {
  readonly source: number
  readonly sink: number
  readonly #edgesOf: number[][] = []
  /** an edge and its reverse stand side by side: 2i and 2i + 1 */
  readonly #to: number[] = []
  readonly #left: number[] = []
  #layer = new Int32Array(0)
  #next = new Int32Array(0)

  constructor() {
    this.source = this.addNode()
    this.sink = this.addNode()
  }

  addNode(): number {
    return this.#edgesOf.push([]) - 1
  }

  addEdge(from: number, to: number, capacity: number): number {
    const edge = this.#to.push(to, from) - 2
    this.#left.push(capacity, 0)
    this.#edgesOf[from]?.push(edge)
    this.#edgesOf[to]?.push(edge + 1)
    return edge
  }

  flowOf(edge: number): number {
    return this.#left[edge + 1] ?? 0
  }

  /** Never below what flows through it already. */
  setCapacity(edge: number, capacity: number): void {
    this.#left[edge] = Math.max(0, capacity - this.flowOf(edge))
  }

  raiseFlow(): void {
    while (this.#layOut()) {
      this.#next = new Int32Array(this.#edgesOf.length)
      this.#send(this.source, Infinity)
    }
  }

  #layOut(): boolean {
    this.#layer = new Int32Array(this.#edgesOf.length).fill(-1)
    this.#layer[this.source] = 0
    const queue = [this.source]
    for (const node of queue) {
      if (this.#layer[this.sink] !== -1) break
      const layer = (this.#layer[node] ?? 0) + 1
      for (const edge of this.#edgesOf[node] ?? []) {
        const to = this.#to[edge] ?? 0
        if ((this.#left[edge] ?? 0) <= DUST || this.#layer[to] !== -1) continue
        this.#layer[to] = layer
        queue.push(to)
      }
    }
    return this.#layer[this.sink] !== -1
  }

  #send(node: number, wanted: number): number {
    if (node === this.sink) return wanted

    const edges = this.#edgesOf[node] ?? []
    let sent = 0
    for (let at = this.#next[node] ?? 0; at < edges.length; at += 1) {
      this.#next[node] = at
      const edge = edges[at] ?? 0
      const to = this.#to[edge] ?? 0
      const left = this.#left[edge] ?? 0
      if (left <= DUST || this.#layer[to] !== (this.#layer[node] ?? 0) + 1) continue
      const through = this.#send(to, Math.min(left, wanted - sent))
      this.#left[edge] = left - through
      this.#left[edge ^ 1] = (this.#left[edge ^ 1] ?? 0) + through
      sent += through
      if (wanted - sent <= DUST) return sent
    }
    this.#next[node] = edges.length
    return sent
  }
}
