import { REDUNDANCY_MAX } from '../batches/batch.ts'
import { err, ok, type Result } from '../result.ts'

/**
 * How many responses a task gets. `fixed`: always the redundancy of its batch. `until_confident`: at least `minimum`, then another
 * one while the likeliest label is less probable than `threshold`, and never more than the redundancy.
 */
export type StopRule =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'until_confident'; readonly minimum: number; readonly threshold: number }

export const STOP_RULES = ['fixed', 'until_confident'] as const satisfies readonly StopRule['kind'][]

/** What a new batch is offered: two responses, then more until 19 in 20. */
export const STOP_RULE_DEFAULTS = { minimum: 2, threshold: 0.95 } as const
export const THRESHOLD = { min: 0.5, max: 0.999 } as const

export type StopRuleError =
  | { kind: 'stop_rule_needs_categories'; taskType: string }
  | { kind: 'stop_rule_minimum_out_of_range'; minimum: number; redundancy: number }
  | { kind: 'stop_rule_threshold_out_of_range'; threshold: number; min: number; max: number }

/** May a batch be published under this rule? Only labels that can be the same can agree. */
export function checkStopRule(
  rule: StopRule,
  batch: { redundancy: number; hasCategories: boolean; taskType: string },
): Result<StopRule, StopRuleError> {
  if (rule.kind === 'fixed') return ok(rule)
  const { minimum, threshold } = rule
  if (!batch.hasCategories) return err({ kind: 'stop_rule_needs_categories', taskType: batch.taskType })
  if (!Number.isInteger(minimum) || minimum < 1 || minimum >= batch.redundancy || batch.redundancy > REDUNDANCY_MAX) {
    return err({ kind: 'stop_rule_minimum_out_of_range', minimum, redundancy: batch.redundancy })
  }
  if (!(threshold >= THRESHOLD.min && threshold <= THRESHOLD.max)) {
    return err({ kind: 'stop_rule_threshold_out_of_range', threshold, ...THRESHOLD })
  }
  return ok(rule)
}

/** Does a task need another response? `confidence` is the probability of its likeliest label; one that is not known is not enough. */
export function needsAnother(task: {
  submitted: number
  minimum: number
  maximum: number
  confidence: number
  threshold: number
}): boolean {
  if (task.submitted < task.minimum) return true
  if (task.submitted >= task.maximum) return false
  return !(task.confidence >= task.threshold)
}

/** How many responses a task opens with: what is certainly asked for. */
export function responsesAtFirst(rule: StopRule, redundancy: number): number {
  return rule.kind === 'fixed' ? redundancy : Math.min(rule.minimum, redundancy)
}
