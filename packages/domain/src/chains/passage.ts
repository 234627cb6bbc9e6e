import { err, ok, type Result } from '../result.ts'

/** Which of the earlier step's answers pass: by themselves, before any sampling. */
export type Condition =
  | { readonly kind: 'all' }
  /** the answer is less sure than this, in (0, 1] */
  | { readonly kind: 'below'; readonly confidence: number }
  | { readonly kind: 'at_least'; readonly confidence: number }
  /** a check said that the draft was not right */
  | { readonly kind: 'not_ok' }
  /** the label is one of these */
  | { readonly kind: 'label'; readonly labels: readonly string[] }

/** What one task of the next step is made from: what all responses to a task say together, or each response by itself. */
export const PASSAGE_UNITS = ['result', 'response'] as const
export type PassageUnit = (typeof PASSAGE_UNITS)[number]

/** When it may pass: as soon as the responses are there, or only once they are approved. */
export const PASSAGE_MOMENTS = ['submitted', 'approved'] as const
export type PassageMoment = (typeof PASSAGE_MOMENTS)[number]

/** From one batch of a project to the next: what passes, when, and at most how much. */
export interface PassageRule {
  readonly unit: PassageUnit
  readonly moment: PassageMoment
  readonly condition: Condition
  /** of what the condition lets pass, in (0, 100] */
  readonly samplePercent: number
  /** tasks that may pass in all; null: no limit */
  readonly most: number | null
}

export type PassageError =
  | { kind: 'passage_makes_a_circle' }
  | { kind: 'passage_exists' }
  | { kind: 'passage_leaves_the_project' }
  | { kind: 'passage_condition_not_possible'; condition: Condition['kind'] }
  | { kind: 'passage_columns_missing'; columns: readonly string[] }
  | { kind: 'passage_source_unknown'; column: string; source: string }
  | { kind: 'passage_unit_not_possible' }

export interface Edge {
  readonly from: string
  readonly to: string
}

/** Whether a new edge would lead back to where it begins, in a graph that has no circle yet. Linear in the edges. */
export function makesCircle(edges: readonly Edge[], added: Edge): boolean {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const seen = new Set<string>()
  const waiting = [added.to]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === added.from) return true
    if (seen.has(at)) continue
    seen.add(at)
    waiting.push(...(next.get(at) ?? []))
  }
  return false
}

/** May these two batches be joined? One passage at most leads from one to the other. */
export function joinSteps(
  edges: readonly Edge[],
  added: Edge,
  projects: { readonly from: string; readonly to: string },
): Result<'may_join', PassageError> {
  if (projects.from !== projects.to) return err({ kind: 'passage_leaves_the_project' })
  if (edges.some(({ from, to }) => from === added.from && to === added.to)) return err({ kind: 'passage_exists' })
  return makesCircle(edges, added) ? err({ kind: 'passage_makes_a_circle' }) : ok('may_join')
}

/** The steps of each chain, every one after all that lead to it; chains, and steps side by side, in the order given. */
export function orderSteps(steps: readonly string[], edges: readonly Edge[]): string[] {
  const open = new Map(steps.map((step) => [step, 0]))
  for (const { to } of edges) open.set(to, (open.get(to) ?? 0) + 1)
  const ordered: string[] = []
  const take = (step: string) => {
    ordered.push(step)
    for (const { from, to } of edges) {
      if (from !== step) continue
      const left = (open.get(to) ?? 0) - 1
      open.set(to, left)
      if (left === 0) take(to)
    }
  }
  for (const step of steps) if (!edges.some(({ to }) => to === step)) take(step)
  return ordered
}

/** An answer of the earlier step, as the rule looks at it. */
export interface PassingAnswer {
  /** unique in the passage and always the same for the same answer: what the sample is drawn by */
  readonly key: string
  /** null where nothing is said of it */
  readonly confidence: number | null
  readonly label: string | null
  readonly response: unknown
}

export type PassageDecision = 'passes' | 'left_out' | 'not_sampled'

/**
 * Whether an answer passes. The same answer of the same passage is always decided alike, whatever came before it.
 * An answer of which no confidence is known is held to be unsure.
 *
 * @param seed of the passage.
 */
export function decidePassage(
  answer: PassingAnswer,
  rule: Pick<PassageRule, 'condition' | 'samplePercent'>,
  seed: string,
): PassageDecision {
  if (!meets(answer, rule.condition)) return 'left_out'
  return drawOf(seed, answer.key) * 100 < rule.samplePercent ? 'passes' : 'not_sampled'
}

function meets({ confidence, label, response }: PassingAnswer, condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return true
    case 'below':
      return confidence === null || confidence < condition.confidence
    case 'at_least':
      return confidence !== null && confidence >= condition.confidence
    case 'not_ok':
      return (response as { readonly ok?: unknown } | null)?.ok === false
    case 'label':
      return label !== null && condition.labels.includes(label)
  }
}

/**
 * A number in [0, 1) that depends on nothing but the two texts: 32-bit FNV-1a, with the last mixing of MurmurHash3 so that
 * keys which differ in one digit are far apart.
 */
export function drawOf(seed: string, key: string): number {
  let hash = 0x811c9dc5
  for (const text of [seed, '/', key]) {
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}

/** A batch of a chain, as far as the number of tasks it may come to depends on it. */
export interface StepSize {
  readonly step: string
  /** that it has now, those that passed into it included */
  readonly tasks: number
  readonly redundancy: number
}

export interface PassageSize extends Edge {
  readonly rule: Pick<PassageRule, 'unit' | 'samplePercent' | 'most'>
  /** tasks that passed already */
  readonly passed: number
  /** false when nothing more will pass: it is switched off, or the next step is closed */
  readonly isOpen: boolean
}

/**
 * The most tasks that each step can come to if every answer meets its condition: what to have money ready for. Steps in any
 * order; the graph has no circle.
 */
export function mostTasks(steps: readonly StepSize[], passages: readonly PassageSize[]): ReadonlyMap<string, number> {
  const sizes = new Map(steps.map((size) => [size.step, size]))
  const found = new Map<string, number>()
  for (const step of orderSteps([...sizes.keys()], passages)) {
    const size = sizes.get(step)
    if (size === undefined) continue
    const more = passages
      .filter(({ to, isOpen }) => to === step && isOpen)
      .reduce((sum, { from, rule, passed }) => {
        const answers = (found.get(from) ?? 0) * (rule.unit === 'response' ? (sizes.get(from)?.redundancy ?? 1) : 1)
        const all = Math.min(Math.ceil((answers * rule.samplePercent) / 100), rule.most ?? Number.POSITIVE_INFINITY)
        return sum + Math.max(0, all - passed)
      }, 0)
    found.set(step, size.tasks + more)
  }
  return found
}
