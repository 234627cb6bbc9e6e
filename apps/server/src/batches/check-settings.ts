import { err, ok, type Result } from '@canut/domain'
import { findTaskType, type Issue } from '../task-types/index.ts'

/** The settings of a batch do not fit its task type; the issues are named as the type's form names its fields. */
export interface SettingsNotValid {
  readonly kind: 'settings_not_valid'
  readonly issues: readonly Issue[]
}

/** @returns the settings as they are stored: with the type's defaults filled in. */
export function checkSettings(taskType: string, settings: unknown): Result<unknown, SettingsNotValid> {
  const type = findTaskType(taskType)
  if (type === null) throw new Error(`a project has the unknown task type ${taskType}`)
  const setup = type.setUp(settings)
  return setup.ok ? ok(setup.value.settings) : err({ kind: 'settings_not_valid', issues: setup.error })
}
