import { checkStopRule, err, ok, type Result, type StopRuleError } from '@canut/domain'
import { findTaskType, type Issue } from '../task-types/index.ts'
import { stopRuleOf, type StopRuleColumns } from './stop-rule-columns.ts'

/** The settings of a batch do not fit its task type; the issues are named as the type's form names its fields. */
export interface SettingsNotValid {
  readonly kind: 'settings_not_valid'
  readonly issues: readonly Issue[]
}

interface TermsToCheck extends StopRuleColumns {
  readonly settings: unknown
  readonly redundancy: number
}

/** @returns the settings as they are stored: with the type's defaults filled in. */
export function checkSettings(taskType: string, terms: TermsToCheck): Result<unknown, SettingsNotValid | StopRuleError> {
  const type = findTaskType(taskType)
  if (type === null) throw new Error(`a project has the unknown task type ${taskType}`)
  const setup = type.setUp(terms.settings)
  if (!setup.ok) return err({ kind: 'settings_not_valid', issues: setup.error })
  const { settings, categories } = setup.value
  const rule = checkStopRule(stopRuleOf(terms), { redundancy: terms.redundancy, hasCategories: categories !== null, taskType })
  return rule.ok ? ok(settings) : rule
}
