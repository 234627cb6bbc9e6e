import { groupedBy } from '../grouped-by.ts'
import { allocate } from '../vote-shares.ts'
import type { Extent } from './polygon-raster.ts'

export interface Clustering {
  /** Per region, its cluster, numbered in the order of regions. */
  readonly cluster: Int32Array
  readonly clusters: number
}

/** Of one task, in an order of the caller's own that rises with `left`. */
export interface RegionsToCluster {
  readonly extents: readonly Extent[]
  readonly worker: Int32Array
  /** In [0, 1]; 0 where extents have nothing in common. */
  readonly similarity: (a: number, b: number) => number
}

/**
 * Average linkage under a rule: a cluster has at most one region of each worker. Begins with every region by itself and joins the
 * two clusters whose regions are on average the most similar, as long as that is at least `threshold`, which is above 0; of equals,
 * those that come first.
 *
 * Joined in another order, to the same end: the average with others is never above the greater of the two joined, so that two clusters
 * that are each other's nearest may be joined at once (nearest-neighbour chain). Regions that no chain of overlaps connects are looked
 * at apart.
 *
 * Time O(regions²); memory 8 bytes × the square of the most regions that overlaps connect.
 *
 * References: Sokal and Michener, University of Kansas Science Bulletin 38, 1958. Benzécri, Les cahiers de l'analyse des données 7(2),
 * 1982, and Murtagh, Computer Journal 26(4), 1983; doi:10.1093/comjnl/26.4.354 (chains).
 */
export function clusterRegions(regions: RegionsToCluster, threshold: number, maxCells?: number): Clustering {
  const into = Int32Array.from(regions.worker, (_, region) => region)
  for (const connected of connectedIn(regions.extents)) joinNearest(connected, regions, threshold, into, maxCells)
  return numbered(into)
}

/** Regions that overlaps of extents connect, each list rising. Swept from left to right. */
function connectedIn(extents: readonly Extent[]): readonly (readonly number[])[] {
  const root = extents.map((_, region) => region)
  let open: number[] = []
  for (const [region, extent] of extents.entries()) {
    open = open.filter((other) => extents[other]!.right > extent.left)
    for (const other of open) {
      if (extents[other]!.bottom <= extent.top || extents[other]!.top >= extent.bottom) continue
      const [one, two] = [rootOf(root, other), rootOf(root, region)]
      root[Math.max(one, two)] = Math.min(one, two)
    }
    open.push(region)
  }
  return [...groupedBy(root.keys(), (region) => rootOf(root, region)).values()]
}

/** Shortens the way as it goes. */
function rootOf(root: number[], region: number): number {
  let at = region
  while (root[at] !== at) {
    root[at] = root[root[at]!]!
    at = root[at]!
  }
  return at
}

function joinNearest(
  own: readonly number[],
  { worker, similarity }: RegionsToCluster,
  threshold: number,
  into: Int32Array,
  maxCells: number | undefined,
): void {
  const n = own.length
  const link = allocate('The table of similarities of regions of one task that overlap', n * n, maxCells)
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      link[a * n + b] = worker[own[a]!] === worker[own[b]!] ? -Infinity : similarity(own[a]!, own[b]!)
      link[b * n + a] = link[a * n + b]!
    }
  }
  const size = new Int32Array(n).fill(1)
  let open = Int32Array.from(own.keys())
  const chain: number[] = []
  while (open.length > 1) {
    if (chain.length === 0) chain.push(open[0]!)
    const last = chain.at(-1)!
    const nearest = nearestTo(last, link, open, n)
    if (nearest === -1 || link[last * n + nearest]! < threshold) {
      // Similarities rise along a chain, so that it has no other: this cluster is done.
      open = open.filter((each) => each !== last)
      chain.pop()
    } else if (nearest === chain.at(-2)) {
      const [kept, gone] = [Math.min(last, nearest), Math.max(last, nearest)]
      chain.length -= 2
      open = open.filter((each) => each !== gone)
      for (const other of open) {
        if (other === kept) continue
        const joined = averageOf(link[kept * n + other]!, size[kept]!, link[gone * n + other]!, size[gone]!)
        link[kept * n + other] = joined
        link[other * n + kept] = joined
      }
      size[kept]! += size[gone]!
      into[own[gone]!] = own[kept]!
    } else chain.push(nearest)
  }
}

/** Below the greater unless both are equal, whatever the rounding: chains rely on it. */
function averageOf(one: number, ofOne: number, other: number, ofOther: number): number {
  if (one === other) return one
  return Math.min((ofOne * one + ofOther * other) / (ofOne + ofOther), Math.max(one, other) * (1 - Number.EPSILON))
}

/** The most similar; of equals, the pair that comes first. -1 where none may be joined. */
function nearestTo(a: number, link: Float64Array, open: Int32Array, n: number): number {
  let nearest = -1
  let most = -Infinity
  for (const b of open) {
    // They rise, as do the pairs with them.
    if (b === a || link[a * n + b]! <= most) continue
    nearest = b
    most = link[a * n + b]!
  }
  return nearest
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
