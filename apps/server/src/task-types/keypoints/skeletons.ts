import { z } from 'zod'
import { partsOf, refuseRepeats } from '../drawing/drawing-settings.ts'
import { linesFromOptions, optionSchema, optionsFromLines } from '../labels/label-settings.ts'
import { membersOf } from '../shared/text-value.ts'

const MOST_POINTS = 200
const BAR = '|'

/** The points that are marked on a thing, in the order in which they are asked for, and what the eye sees joined. */
const skeletonParts = {
  points: z.array(optionSchema).max(MOST_POINTS),
  edges: z
    .array(z.array(z.string()).length(2, 'not_an_edge'))
    .max(2 * MOST_POINTS)
    .default([]),
}

export const skeletonSettings = {
  /** of all labels but those which have their own */
  points: skeletonParts.points.default([]),
  edges: skeletonParts.edges,
  /** of one label each */
  skeletons: z
    .array(z.strictObject({ label: z.string().max(100), ...skeletonParts }))
    .max(50)
    .default([]),
}

const schemaOfSkeletons = z.object(skeletonSettings)
type SkeletonSettings = z.output<typeof schemaOfSkeletons>
export type SkeletonParts = Pick<SkeletonSettings, 'points' | 'edges'>

/** The skeleton of what has this label. */
export function skeletonFor({ points, edges, skeletons }: SkeletonSettings, label: string): SkeletonParts {
  return skeletons.find((each) => each.label === label) ?? { points, edges }
}

/** What is wrong is told under the field that it was written in, with its line where each line is one thing. */
export function refuseSkeletons(
  { labels, ...settings }: SkeletonSettings & { readonly labels: readonly { readonly value: string }[] },
  context: z.RefinementCtx,
): void {
  const { skeletons } = settings
  const known = labels.map(({ value }) => value)
  refuseSkeleton(settings, [], context)
  for (const [index, each] of skeletons.entries()) {
    const path = ['skeletons', index]
    if (!known.includes(each.label))
      context.addIssue({ code: 'custom', message: 'unknown_label', path, params: { value: each.label, known: known.join(', ') } })
    refuseSkeleton(each, path, context)
  }
  refuseRepeats(
    'skeletons',
    skeletons.map(({ label }) => ({ value: label })),
    context,
  )
  const without = known.find((label) => skeletonFor(settings, label).points.length === 0)
  if (without !== undefined) context.addIssue({ code: 'custom', message: 'points_missing', path: ['points'], params: { label: without } })
}

function refuseSkeleton({ points, edges }: SkeletonParts, path: (string | number)[], context: z.RefinementCtx): void {
  const names = points.map(({ value }) => value)
  for (const [index, value] of names.entries())
    if (names.indexOf(value) < index)
      context.addIssue({ code: 'custom', message: 'repeated_value', path: [...path, 'points', index], params: { value } })
  for (const [index, edge] of edges.entries()) {
    const strange = edge.find((value) => !names.includes(value))
    const at = [...path, 'edges', index]
    if (strange !== undefined) context.addIssue({ code: 'custom', message: 'unknown_point', path: at, params: { value: strange } })
    else if (edge[0] === edge[1]) context.addIssue({ code: 'custom', message: 'not_an_edge', path: at })
  }
}

/** A line `[label]` begins what is of that label alone; what comes before the first one is of all others. */
export function skeletonsFromLines(pointLines: string, edgeLines: string) {
  const [points, edges] = [sectionsOf(pointLines), sectionsOf(edgeLines)]
  const parts = (label: string) => ({
    points: optionsFromLines(points.get(label) ?? ''),
    edges: partsOf(edges.get(label) ?? '', '\n').map((line) => partsOf(line, BAR)),
  })
  const labels = new Set([...points.keys(), ...edges.keys()].filter((label) => label !== ''))
  return { ...parts(''), skeletons: [...labels].map((label) => ({ label, ...parts(label) })) }
}

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>()
  let label = ''
  for (const line of text.split('\n')) {
    const heading = /^\[(.*)\]$/.exec(line.trim())
    if (heading !== null) label = heading[1]?.trim() ?? ''
    sections.set(label, heading === null ? `${sections.get(label) ?? ''}${line}\n` : (sections.get(label) ?? ''))
  }
  return sections
}

/** The same as lines for the form. */
export function linesFromSkeletons(settings: unknown): { points: string; edges: string } {
  const { points, edges, skeletons } = membersOf(settings)
  const own = Array.isArray(skeletons) ? skeletons.map(membersOf) : []
  const under = (lines: string, common: string, label: unknown) => `${common}${common === '' ? '' : '\n'}[${String(label)}]\n${lines}`
  return {
    points: own.reduce<string>((text, each) => under(linesFromOptions(each['points']), text, each['label']), linesFromOptions(points)),
    edges: own
      .filter(({ edges: ownEdges }) => Array.isArray(ownEdges) && ownEdges.length > 0)
      .reduce<string>((text, each) => under(linesFromEdges(each['edges']), text, each['label']), linesFromEdges(edges)),
  }
}

function linesFromEdges(edges: unknown): string {
  if (!Array.isArray(edges)) return ''
  return edges
    .map((edge: unknown) => (Array.isArray(edge) ? edge.filter((end) => typeof end === 'string').join(` ${BAR} `) : ''))
    .join('\n')
}
