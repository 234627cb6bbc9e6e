import { maskEm, maskMajority, responsesOf, type Mask } from '@canut/aggregation'
import type { MaskRegion, MaskResponse, Size } from '@canut/contract'
import { decodeCounts, encodeCounts } from '@canut/contract/run-lengths'
import { compare, consolidated, inOrder, medoids } from '../drawing/consolidate-drawings.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { membersOf } from '../shared/text-value.ts'
import type { Consolidated, GivenResponse } from '../task-type.ts'
import { overlapOfRuns } from './overlap-of-runs.ts'

export const CLASS_METHODS = ['mask-em', 'mask-majority'] as const
export const INSTANCE_METHODS = ['medoid'] as const

interface Painted {
  readonly label: string
  readonly runs: readonly number[]
}

/** The regions of a checked response; null when it is none. */
export function regionsOf(response: unknown): readonly Painted[] | null {
  const { size, regions } = membersOf(response) as Partial<MaskResponse>
  if (size === undefined || !Array.isArray(regions)) return null
  return (regions as readonly MaskRegion[]).map(({ label, counts }) => ({ label, runs: decodeCounts(counts, size.w * size.h) ?? [] }))
}

export const overlapOf = (a: Painted, b: Painted): number => overlapOfRuns(a.runs, b.runs)

/** Runs of pictures of different sizes say nothing of each other: where no row says how large a picture is, a response may be wrong about it. */
export const areOfOneSize = (a: unknown, b: unknown): boolean => sizeNameOf(a) === sizeNameOf(b)

function sizeNameOf(response: unknown): string {
  const { size } = membersOf(response) as Partial<MaskResponse>
  return `${size?.w} × ${size?.h}`
}

const nearness = (a: unknown, b: unknown): number =>
  areOfOneSize(a, b) ? judgeShapes(regionsOf(a) ?? [], regionsOf(b) ?? [], overlapOf, { atLeast: 0, mistakes: 0 }).score : 0

/** Per task, the responses whose picture has the size that most of its responses say; of two sizes as frequent, the one that comes first as text. */
function ofUsualSize(given: readonly GivenResponse[]): readonly GivenResponse[] {
  return [...Map.groupBy(given, ({ task }) => task).values()].flatMap((own) => {
    const bySize = [...Map.groupBy(own, ({ response }) => sizeNameOf(response))]
    const [usual] = bySize.toSorted(([a, ofA], [b, ofB]) => ofB.length - ofA.length || compare(a, b))
    return usual?.[1] ?? []
  })
}

/** Of things that are each a region of their own: the response that is nearest to all others. */
export function consolidateInstances(responses: readonly GivenResponse[]): Consolidated {
  const given = inOrder(responses)
  return consolidated(given, medoids(given, nearness), nearness, {})
}

/**
 * Per label, the pixels that it probably has. One that two labels claim goes to the label that comes first in the settings. A response
 * to a picture of another size than most say is not counted, and has nothing in common with the result.
 */
export function consolidateClasses(method: string, responses: readonly GivenResponse[], labels: readonly string[]): Consolidated {
  const given = inOrder(responses)
  const compared = ofUsualSize(given)
  const rows = compared.flatMap(({ task, worker, response }) => {
    const regions = regionsOf(response) ?? []
    const { size } = response as MaskResponse
    return labels.map((label) => ({
      task: `${label} ${task}`,
      worker,
      value: maskOf(
        regions.find((each) => each.label === label),
        size,
      ),
    }))
  })
  const found = method === 'mask-majority' ? maskMajority(responsesOf(rows)) : maskEm(responsesOf(rows))
  const byName = new Map(found.tasks.map((name, index) => [name, { mask: found.masks[index], confidence: found.confidence[index] ?? 1 }]))
  const sizes = new Map(compared.map(({ task, response }) => [task, (response as MaskResponse).size]))
  const tasks = [...sizes].map(([task, size]) => {
    const parts = labels.map((label) => ({ label, ...byName.get(`${label} ${task}`) }))
    const regions = withoutOverlap(
      parts.map(({ label, mask }) => ({ label, runs: mask?.runs ?? [] })),
      size,
    )
    const said = parts.filter(({ mask }) => (mask?.runs.length ?? 0) > 1)
    const confidence = said.length === 0 ? 1 : said.reduce((sum, { confidence: own = 1 }) => sum + own, 0) / said.length
    return { task, response: { size, regions } satisfies MaskResponse, confidence }
  })
  return consolidated(given, tasks, nearness, 'iterations' in found ? { iterations: found.iterations, converged: found.converged } : {})
}

/** The package reads masks row by row, ours run column by column: to it the picture lies on its side. */
const maskOf = (region: Painted | undefined, { w, h }: Size): Mask => ({ width: h, height: w, runs: region?.runs ?? [w * h] })

function withoutOverlap(painted: readonly Painted[], { w, h }: Size): MaskRegion[] {
  const taken = new Uint8Array(w * h)
  return painted.flatMap(({ label, runs }, index): MaskRegion[] => {
    const own: number[] = []
    let [end, at] = [0, 0]
    for (const [place, run] of runs.entries()) {
      for (let pixel = at; place % 2 === 1 && pixel < at + run; pixel++) {
        if (taken[pixel] === 1) continue
        taken[pixel] = 1
        if (own.length > 0 && end === pixel) own[own.length - 1] = (own.at(-1) ?? 0) + 1
        else own.push(pixel - end, 1)
        end = pixel + 1
      }
      at += run
    }
    if (own.length === 0) return []
    if (end < w * h) own.push(w * h - end)
    return [{ id: `r${index + 1}`, label, counts: encodeCounts(own) }]
  })
}
