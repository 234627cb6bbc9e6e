import { FlowNetwork } from './flow-network.ts'
import type { World } from './world.ts'

/** A level rises by this much at a time, or by half a percent, whichever is more: the exactness of what is returned. */
const STEP_SECONDS = 20
const STEP_SHARE = 0.005

/**
 * The max–min optimum of somebody who knows the whole week beforehand: when each batch comes, when everybody sits, how fast
 * they are. A batch is worked on only after its release, and by each worker only as far as their open sittings, at their
 * own speed, leave time for it. Nobody who decides during the week can know this much, so no rule reaches it; it says how
 * much of a distance from the optimum is nobody's fault.
 *
 * All levels rise together, in steps, in one growing maximum flow; whoever cannot be given a step more has their optimum.
 */
export function clairvoyantOptimum(world: World): number[] {
  const { workers } = world
  const { network, workerEdges } = networkOf(world)
  const optimum = workers.map(() => 0)
  let rising = workers.flatMap(({ sittings }, worker) => (sittings.length > 0 ? [worker] : []))
  for (let level = 0; rising.length > 0;) {
    level += Math.max(STEP_SECONDS, level * STEP_SHARE)
    for (const worker of rising) network.setCapacity(workerEdges[worker] ?? -1, Math.min(level, workers[worker]?.askedSeconds ?? 0))
    network.raiseFlow()
    for (const worker of rising) optimum[worker] = network.flowOf(workerEdges[worker] ?? -1)
    const reached = level
    rising = rising.filter((worker) => {
      const isFull = (workers[worker]?.askedSeconds ?? 0) <= reached
      return !isFull && (optimum[worker] ?? 0) >= reached - 1
    })
  }
  return optimum
}

/**
 * From the source to each worker; to the pieces of their open time between two releases, as wide as what they can do in
 * it; to "kind k as far as released by then", which holds the batches released at that moment and what was there before.
 */
function networkOf({ workers, batches, kindTaskSeconds }: World) {
  const network = new FlowNetwork()
  const { source, sink } = network
  const byKind = kindTaskSeconds.map((_, kind) => batches.filter((batch) => batch.kind === kind))
  const stages = byKind.map((own, kind) => {
    let before: number | undefined
    return own.map(({ releasedAt, tasks }) => {
      const node = network.addNode()
      network.addEdge(node, sink, tasks * (kindTaskSeconds[kind] ?? 0))
      if (before !== undefined) network.addEdge(node, before, Infinity)
      before = node
      return { releasedAt, node }
    })
  })
  const workerEdges = workers.map(({ kinds, sittings, slowness }) => {
    const worker = network.addNode()
    const edge = network.addEdge(source, worker, 0)
    const moments = kinds.flatMap((kind) => (stages[kind] ?? []).map(({ releasedAt }) => releasedAt)).toSorted((a, b) => a - b)
    for (const [i, from] of moments.entries()) {
      const to = moments[i + 1] ?? Infinity
      const open = sittings.reduce((sum, sitting) => sum + Math.max(0, Math.min(to, sitting.to) - Math.max(from, sitting.from)), 0)
      if (open === 0) continue
      const piece = network.addNode()
      network.addEdge(worker, piece, open / slowness)
      for (const kind of kinds) {
        const stage = stages[kind]?.findLast(({ releasedAt }) => releasedAt <= from)
        if (stage !== undefined) network.addEdge(piece, stage.node, Infinity)
      }
    }
    return edge
  })
  return { network, workerEdges }
}
