import { keypoints, responsesOf } from '@canut/aggregation'
import type { Keypoint, KeypointObject, KeypointsResponse, Size } from '@canut/contract'
import { compare, confidenceOf, consolidated, inOrder } from '../drawing/consolidate-drawings.ts'
import { judgeShapes, matchShapes } from '../drawing/match-shapes.ts'
import { membersOf } from '../shared/text-value.ts'
import type { Consolidated, GivenResponse } from '../task-type.ts'
import { objectSimilarity, type KeypointRule } from './keypoint-similarity.ts'

export const objectsOf = (response: unknown): readonly KeypointObject[] | null => {
  const { objects } = membersOf(response)
  return Array.isArray(objects) ? (objects as readonly KeypointObject[]) : null
}

export const sizeOf = (response: unknown): Size => (membersOf(response)['size'] as Size | undefined) ?? { w: 1, h: 1 }

/** The points of a label's skeleton, in their order. */
type NamesOf = (label: string) => readonly string[]

/** Objects of several workers that are the same thing. */
interface Candidate {
  readonly first: KeypointObject
  readonly marks: { readonly worker: string; readonly object: KeypointObject }[]
}

/** Objects of this likeness or more are the same thing. */
const SAME_AT = 0.3

/**
 * Objects of all workers are matched, each with the first drawing of a thing; what half of the workers or more have drawn is
 * there. Its points are placed by `keypoints` of the aggregation package, and those that most did not see are left out.
 */
export function consolidateKeypoints(responses: readonly GivenResponse[], namesOf: NamesOf, rule: KeypointRule): Consolidated {
  const given = inOrder(responses)
  const byTask = [...Map.groupBy(given, ({ task }) => task)].map(([task, own]) => ({ task, own, candidates: candidatesOf(own, rule) }))
  const placed = placePoints(byTask)
  const tasks = byTask.map(({ task, own, candidates }) => {
    const shares = candidates.map(({ marks }) => marks.length / own.length)
    const objects = candidates
      .map((candidate, c) => objectOf(candidate, placed.get(`${task} ${c}`) ?? new Map(), namesOf, sizeOf(own[0]?.response)))
      .filter(({ points }, c) => (shares[c] ?? 0) >= 0.5 && points.some(({ v }) => v !== 0))
      .map((object, index) => ({ ...object, id: `s${index + 1}` }))
    const presence = shares.map((share) => ({ presence: share >= 0.5 ? Math.max(share, 0.5 + Number.EPSILON) : share }))
    return {
      task,
      response: { size: sizeOf(own[0]?.response), objects } satisfies KeypointsResponse,
      confidence: confidenceOf(presence, own.length),
    }
  })
  const nearness = (a: unknown, b: unknown) =>
    judgeShapes(objectsOf(a) ?? [], objectsOf(b) ?? [], objectSimilarity(rule, sizeOf(a)), { atLeast: 0, mistakes: 0 }).score
  return consolidated(given, tasks, nearness, { measure: rule.measure, sameAt: SAME_AT })
}

function candidatesOf(own: readonly GivenResponse[], rule: KeypointRule): readonly Candidate[] {
  const candidates: Candidate[] = []
  // by nearness alone: a thing may well have been given two names
  const unnamed = (object: KeypointObject): KeypointObject => ({ ...object, label: '' })
  for (const { worker, response } of own) {
    const objects = objectsOf(response) ?? []
    const alike = objectSimilarity(rule, sizeOf(response))
    const pairs = matchShapes(
      objects.map(unnamed),
      candidates.map(({ first }) => unnamed(first)),
      alike,
      SAME_AT,
    )
    const known = new Map(pairs.map((pair) => [pair.given, pair.known]))
    for (const [i, object] of objects.entries()) {
      const candidate = candidates[known.get(i) ?? -1]
      if (candidate === undefined) candidates.push({ first: object, marks: [{ worker, object }] })
      else candidate.marks.push({ worker, object })
    }
  }
  return candidates
}

interface Matched {
  readonly task: string
  readonly candidates: readonly Candidate[]
}

/** Per candidate (its task and its number), where each named point is. */
function placePoints(matched: readonly Matched[]): ReadonlyMap<string, ReadonlyMap<string, { x: number; y: number }>> {
  const rows = matched.flatMap(({ task, candidates }) =>
    candidates.flatMap(({ marks }, c) =>
      marks.map(({ worker, object }) => ({
        task: `${task} ${c}`,
        worker,
        value: object.points.filter(({ v }) => v !== 0).map(({ name, x, y }) => ({ label: name, x, y })),
      })),
    ),
  )
  const found = keypoints(responsesOf(rows))
  return new Map(
    found.tasks.map((task, t) => [
      task,
      new Map(
        found.keypoints
          .slice(found.start[t], found.start[t + 1])
          .filter(({ presence }) => presence > 0.5)
          .map(({ label, x, y }) => [label, { x, y }]),
      ),
    ]),
  )
}

function objectOf(
  { marks }: Candidate,
  places: ReadonlyMap<string, { x: number; y: number }>,
  namesOf: NamesOf,
  { w, h }: Size,
): Omit<KeypointObject, 'id'> {
  const label = mostFrequent(marks.map(({ object }) => object.label)) ?? ''
  const points = namesOf(label).map((name): Keypoint => {
    const place = places.get(name)
    if (place === undefined) return { name, x: 0, y: 0, v: 0 }
    const seen = marks.flatMap(({ object }) => object.points.filter((point) => point.name === name && point.v !== 0).map(({ v }) => v))
    const hidden = seen.filter((v) => v === 1).length
    return { name, x: Math.min(w, Math.round(place.x)), y: Math.min(h, Math.round(place.y)), v: 2 * hidden > seen.length ? 1 : 2 }
  })
  return { label, points }
}

/** Of as many, the first in code-unit order. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({ value, count: all.length }))
  return counts.toSorted((a, b) => b.count - a.count || compare(a.value, b.value))[0]?.value
}
