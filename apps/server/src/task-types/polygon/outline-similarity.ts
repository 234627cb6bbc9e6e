import { polygonOverlap } from '@canut/aggregation'
import type { Point, Shape } from '@canut/contract'

/** Places on each line that are compared. */
const SAMPLES = 64

/** Of outlines the overlap; of lines the share of their length that lies within `distance` of the other. */
export function shapeSimilarity(distance: number): (a: Shape, b: Shape) => number {
  return (a, b) => (a.closed && b.closed ? polygonOverlap(a.points, b.points) : lineSimilarity(a.points, b.points, distance))
}

/** Harmonic mean of both shares, so that neither a stub nor a scrawl over everything comes near 1. Direction does not matter. */
function lineSimilarity(a: readonly Point[], b: readonly Point[], distance: number): number {
  const [ofA, ofB] = [shareNear(a, b, distance), shareNear(b, a, distance)]
  return ofA + ofB === 0 ? 0 : (2 * ofA * ofB) / (ofA + ofB)
}

function shareNear(line: readonly Point[], other: readonly Point[], distance: number): number {
  const places = placesAlong(line)
  return places.filter((place) => distanceTo(other, place) <= distance).length / places.length
}

/** Evenly along the line, both ends included. */
function placesAlong(line: readonly Point[]): Point[] {
  const edges = edgesOf(line)
  const total = edges.reduce((sum, [a, b]) => sum + lengthOf(a, b), 0)
  return Array.from({ length: SAMPLES }, (_, i) => placeAt(edges, (total * i) / (SAMPLES - 1)))
}

function placeAt(edges: readonly (readonly [Point, Point])[], at: number): Point {
  let left = at
  for (const [a, b] of edges) {
    const length = lengthOf(a, b)
    if (left <= length) return length === 0 ? a : [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length]
    left -= length
  }
  return edges.at(-1)?.[1] ?? [0, 0]
}

function distanceTo(line: readonly Point[], place: Point): number {
  return Math.min(...edgesOf(line).map(([a, b]) => distanceToEdge(a, b, place)))
}

function distanceToEdge(a: Point, b: Point, at: Point): number {
  const [x, y] = [b[0] - a[0], b[1] - a[1]]
  const length = x * x + y * y
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * x + (at[1] - a[1]) * y) / length))
  return Math.hypot(at[0] - a[0] - share * x, at[1] - a[1] - share * y)
}

const edgesOf = (line: readonly Point[]): (readonly [Point, Point])[] => line.slice(1).map((point, i) => [line[i] ?? point, point])
const lengthOf = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1])
