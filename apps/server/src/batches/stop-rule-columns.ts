import type { StopRule } from '@canut/domain'

/** A stop rule as the table of batches keeps it. */
export interface StopRuleColumns {
  readonly stop_rule: StopRule['kind']
  readonly redundancy_min: number | null
  readonly confidence: number | null
}

export function stopRuleOf({ stop_rule, redundancy_min, confidence }: StopRuleColumns): StopRule {
  if (stop_rule === 'fixed') return { kind: 'fixed' }
  if (redundancy_min === null || confidence === null) throw new Error('a batch has a stop rule without its figures')
  return { kind: 'until_confident', minimum: redundancy_min, threshold: confidence }
}

export function columnsOfRule(rule: StopRule): StopRuleColumns {
  if (rule.kind === 'fixed') return { stop_rule: 'fixed', redundancy_min: null, confidence: null }
  return { stop_rule: 'until_confident', redundancy_min: rule.minimum, confidence: rule.threshold }
}
