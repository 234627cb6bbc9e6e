import { allocate } from '../vote-shares.ts'

export interface Clustering {
  /** Per region, its cluster, numbered in the order of regions. */
  readonly cluster: Int32Array
  readonly clusters: number
}

/**
 * Average linkage under a rule: a cluster has at most one region of each worker. Begins with every region by itself and joins the
 * two clusters whose regions are on average the most similar, as long as that is at least `threshold`; of equals, those that come
 * first, so that callers must put regions in an order of their own.
 *
 * Time O(regions²) as a rule, O(regions³) at worst; memory 8 regions² bytes.
 *
 * Reference: Sokal and Michener, University of Kansas Science Bulletin 38, 1958.
 */
export function clusterRegions(
  worker: Int32Array,
  similarity: (a: number, b: number) => number,
  threshold: number,
  maxCells?: number,
): Clustering {
  const n = worker.length
  const link = allocate('The table of similarities of the regions of one task', n * n, maxCells)
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) link[a * n + b] = link[b * n + a] = worker[a] === worker[b] ? -Infinity : similarity(a, b)
  }
  const size = new Int32Array(n).fill(1)
  const into = Int32Array.from({ length: n }, (_, a) => a)
  const best = new Int32Array(n)
  for (let a = 0; a < n; a++) best[a] = bestOf(a, link, into, n)
  for (;;) {
    let a = -1
    for (let each = 0; each < n; each++) {
      if (into[each] !== each || best[each] === -1) continue
      if (a === -1 || link[each * n + best[each]!]! > link[a * n + best[a]!]!) a = each
    }
    if (a === -1 || link[a * n + best[a]!]! < threshold) break
    const b = best[a]!
    for (let c = 0; c < n; c++) {
      if (c === a || c === b || into[c] !== c) continue
      link[a * n + c] = link[c * n + a] = (size[a]! * link[a * n + c]! + size[b]! * link[b * n + c]!) / (size[a]! + size[b]!)
    }
    size[a]! += size[b]!
    into[b] = a
    // Averages never rise above the greater: only clusters whose best was one of the two need to look again.
    for (let c = 0; c < n; c++) if (into[c] === c && (c === a || best[c] === a || best[c] === b)) best[c] = bestOf(c, link, into, n)
  }
  return numbered(into)
}

function bestOf(a: number, link: Float64Array, into: Int32Array, n: number): number {
  let best = -1
  for (let b = 0; b < n; b++) {
    if (b === a || into[b] !== b || link[a * n + b] === -Infinity) continue
    if (best === -1 || link[a * n + b]! > link[a * n + best]!) best = b
  }
  return best
}

function numbered(into: Int32Array): Clustering {
  const number = new Map<number, number>()
  const cluster = into.map((_, region) => {
    let root = region
    while (into[root] !== root) root = into[root]!
    if (!number.has(root)) number.set(root, number.size)
    return number.get(root)!
  })
  return { cluster, clusters: number.size }
}
