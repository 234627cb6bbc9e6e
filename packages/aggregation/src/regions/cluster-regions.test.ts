import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusterRegions } from './cluster-regions.ts'
import type { Extent } from './polygon-raster.ts'

/** The rule as it is said: always the two most similar of all, of equals the first; averages are of all pairs. */
function joinedPlainly(worker: readonly number[], similarity: (a: number, b: number) => number, threshold: number): number[][] {
  const clusters = worker.map((_, region) => [region])
  for (;;) {
    let [most, one, other] = [-Infinity, -1, -1]
    for (const [a, first] of clusters.entries()) {
      for (const [b, second] of clusters.entries()) {
        if (b <= a || first.some((x) => second.some((y) => worker[x] === worker[y]))) continue
        const pairs = first.flatMap((x) => second.map((y) => similarity(x, y)))
        const mean = pairs.reduce((sum, each) => sum + each, 0) / pairs.length
        if (mean > most + 1e-12) [most, one, other] = [mean, a, b]
      }
    }
    if (most < threshold - 1e-12) return clusters.map((cluster) => cluster.toSorted((a, b) => a - b))
    clusters[one]!.push(...clusters.splice(other, 1)[0]!)
  }
}

const everywhere: Extent = { left: 0, top: 0, right: 1, bottom: 1 }

/** Regions side by side: those `apart` do not touch the others, and are not like them. */
const regions = fc.array(
  fc.record({
    worker: fc.integer({ min: 0, max: 3 }),
    apart: fc.boolean(),
    row: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 9, maxLength: 9 }),
  }),
  { maxLength: 9 },
)

it('joins what plain average linkage joins, ties included', () => {
  fc.assert(
    fc.property(regions, fc.constantFrom(0.25, 0.4, 0.5), (drawn, threshold) => {
      const inOrder = drawn.toSorted((a, b) => Number(a.apart) - Number(b.apart))
      const worker = inOrder.map((each) => each.worker)
      // Eighths, so that averages of a few tie exactly or not at all.
      const similarity = (a: number, b: number) =>
        inOrder[a]!.apart === inOrder[b]!.apart ? inOrder[Math.min(a, b)]!.row[Math.max(a, b)]! / 8 : 0
      const extents = inOrder.map(({ apart }) => (apart ? { ...everywhere, left: 2, right: 3 } : everywhere))
      const { cluster, clusters } = clusterRegions({ extents, worker: Int32Array.from(worker), similarity }, threshold)
      const found = Array.from({ length: clusters }, (_, c) => Array.from(cluster.keys()).filter((region) => cluster[region] === c))
      expect(found).toEqual(joinedPlainly(worker, similarity, threshold))
    }),
    { numRuns: 3000 },
  )
})

it('needs a table of the regions that overlap, not of all', () => {
  const extents = Array.from({ length: 400 }, (_, n) => ({ left: n, top: 0, right: n + 0.5, bottom: 1 }))
  const worker = Int32Array.from(extents, (_, n) => n)
  expect(clusterRegions({ extents, worker, similarity: () => 1 }, 0.5, 1).clusters).toBe(400)
})
