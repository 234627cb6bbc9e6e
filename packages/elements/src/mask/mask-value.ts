import type { MaskRegion, MaskResponse } from '@canut/contract'
import { decodeCounts, encodeCounts } from '@canut/contract/run-lengths'
import type { MaskGrid } from './mask-grid.ts'

/** A region of the grid: its number there is its place in the list, from 1. */
export interface Region {
  readonly id: string
  readonly label: string
}

/**
 * The regions of a grid as a response, in natural pixels. Regions without a pixel are left out: they were begun and not painted,
 * or painted over.
 */
export function responseOfGrid(grid: MaskGrid, regions: readonly Region[]): MaskResponse {
  const { w, h } = grid.picture
  const runs = regions.map(() => [] as number[])
  const ends = new Float64Array(regions.length)
  forEachRun(grid, (value, start, length) => {
    const own = runs[value - 1]
    if (own === undefined) return
    const end = ends[value - 1] ?? 0
    // a run that goes on from the foot of a column to the top of the next is one
    if (own.length > 0 && end === start) own[own.length - 1] = (own.at(-1) ?? 0) + length
    else own.push(start - end, length)
    ends[value - 1] = start + length
  })
  const painted = regions.flatMap(({ id, label }, index): MaskRegion[] => {
    const own = runs[index] ?? []
    if (own.length === 0) return []
    const rest = w * h - (ends[index] ?? 0)
    return [{ id, label, counts: encodeCounts(rest > 0 ? [...own, rest] : own) }]
  })
  return { size: { w, h }, regions: painted }
}

/** Calls with the runs of every region, in pixels of the picture, column by column. */
function forEachRun({ cells, picture, factor, w, h }: MaskGrid, each: (value: number, start: number, length: number) => void): void {
  for (let column = 0; column < w; column++) {
    const natural = Math.min(factor, picture.w - column * factor)
    for (let x = column * factor; x < column * factor + natural; x++) {
      let row = 0
      while (row < h) {
        const value = cells[column * h + row] ?? 0
        let next = row + 1
        while (next < h && cells[column * h + next] === value) next++
        if (value > 0) each(value, x * picture.h + row * factor, Math.min(next * factor, picture.h) - row * factor)
        row = next
      }
    }
  }
}

/**
 * Paints the regions of a response into an empty grid. Those that are no mask of this picture are left out.
 *
 * @returns the regions, numbered as they are painted
 */
export function paintResponse(grid: MaskGrid, response: MaskResponse): Region[] {
  const { w, h } = grid.picture
  const kept: Region[] = []
  if (response.size.w !== w || response.size.h !== h) return kept
  for (const { id, label, counts } of response.regions) {
    const runs = decodeCounts(counts, w * h)
    if (runs === null) continue
    kept.push({ id, label })
    let at = 0
    for (const [place, run] of runs.entries()) {
      if (place % 2 === 1) paintRun(grid, at, run, kept.length)
      at += run
    }
  }
  return kept
}

/** A cell belongs to what lies in its first pixel. */
function paintRun(grid: MaskGrid, start: number, length: number, value: number): void {
  const { factor, picture } = grid
  for (let at = start; at < start + length;) {
    const [x, y] = [Math.floor(at / picture.h), at % picture.h]
    const bottom = Math.min(picture.h, y + start + length - at)
    if (x % factor === 0) grid.paintColumn(x / factor, Math.ceil(y / factor), Math.ceil(bottom / factor) - 1, value)
    at += bottom - y
  }
}

/** A response as it stands in an attribute or a draft; null when it is none. */
export function readMask(value: string): MaskResponse | null {
  if (value === '') return null
  try {
    const parsed = JSON.parse(value) as Partial<MaskResponse> | null
    if (parsed === null || typeof parsed !== 'object' || !Array.isArray(parsed.regions)) return null
    if (typeof parsed.size?.w !== 'number' || typeof parsed.size.h !== 'number') return null
    const regions = parsed.regions.filter(
      (each: unknown): each is MaskRegion =>
        typeof each === 'object' && each !== null && 'counts' in each && typeof each.counts === 'string' && 'label' in each,
    )
    return { size: parsed.size, regions }
  } catch {
    // a draft of another kind of task, or nothing of ours: as if there were none
    return null
  }
}
