import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { excerpt, membersOf } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'
import { optionName, type LabelOption, type LabelSettings } from './label-settings.ts'

const SEPARATOR = '|'

/** Why a label was chosen, where the batch offers reasons. */
export interface Reasons {
  /** of the member `reasons`; empty where there are none, so that the response has no such member */
  readonly shape: { readonly reasons?: z.ZodOptional<z.ZodArray<z.ZodEnum<Record<string, string>>>> }
  /** in the order of the settings, each once */
  inOrder(reasons: readonly string[] | undefined): string[]
  /** A reason is missing for a label that needs one; null when all is well. */
  missing(labels: readonly string[], reasons: readonly string[]): Issue | null
  /** The reasons of a gold row: none when the cell is empty. */
  readTruth(cell: unknown, path: string, issues: Issue[]): string[]
  names(response: unknown, locale: Locale): string[]
  readonly rowColumns: readonly string[]
  toRow(response: unknown): Record<string, string>
}

export function setUpReasons({ reasons, reasonsFor }: Pick<LabelSettings, 'reasons' | 'reasonsFor'>): Reasons {
  const values = reasons.map(({ value }) => value)
  const inOrder = (given: readonly string[] = []): string[] => values.filter((value) => given.includes(value))
  const columnOf = (value: string): string => `reason:${value}`
  return {
    shape:
      values.length === 0
        ? {}
        : {
            reasons: z
              .array(z.enum(values as [string, ...string[]]))
              .max(values.length)
              .optional(),
          },
    inOrder,
    missing(labels, given) {
      const needy = labels.some((label) => reasonsFor.includes(label))
      return needy && given.length === 0 ? { path: 'reasons', code: 'choose_reason', params: {} } : null
    },
    readTruth(cell, path, issues) {
      const parts = Array.isArray(cell) ? cell.map(String) : typeof cell === 'string' ? cell.split(SEPARATOR) : []
      const given = parts.map((part) => part.trim().normalize('NFC')).filter((part) => part !== '')
      const strange = given.find((part) => !values.includes(part))
      if (strange !== undefined)
        issues.push({ path, code: 'unknown_label', params: { value: excerpt(strange), known: excerpt(values.join(', ')) } })
      return inOrder(given)
    },
    names: (response, locale) => reasonsIn(response).map((value) => nameOf(reasons, value, locale)),
    rowColumns: values.map(columnOf),
    toRow(response) {
      const chosen = new Set(reasonsIn(response))
      return Object.fromEntries(values.map((value) => [columnOf(value), chosen.has(value) ? '1' : '0']))
    },
  }
}

export function reasonsIn(response: unknown): string[] {
  const { reasons } = membersOf(response)
  return Array.isArray(reasons) ? reasons.filter((each) => typeof each === 'string') : []
}

const nameOf = (options: readonly LabelOption[], value: string, locale: Locale): string => {
  const option = options.find((each) => each.value === value)
  return option === undefined ? value : optionName(option, locale)
}
