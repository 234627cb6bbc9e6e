import { z } from 'zod'
import { DIALECTS, openTemplate, readInputLines } from '../../templates/index.ts'
import { formText, formTexts, isWithin } from '../shared/text-value.ts'
import { storableText } from '../shared/schemas.ts'

/** Characters of a template: the longest that people share are a tenth of it. */
export const SOURCE_MAX_LENGTH = 200_000
const INPUTS_MAX_LENGTH = 50_000
const FILES_MAX = 20

const source = storableText(SOURCE_MAX_LENGTH, { required: true })
const inputs = storableText(INPUTS_MAX_LENGTH)
  .default('')
  .superRefine((text, context) => {
    const { wrongLine } = readInputLines(text)
    if (wrongLine !== null) context.addIssue({ code: 'custom', message: 'input_line', params: { line: wrongLine } })
  })

const example = storableText(INPUTS_MAX_LENGTH)
  .default('')
  .refine((text) => text.trim() === '' || readExample(text) !== null, { message: 'example_row' })

export const templateSettingsSchema = z
  .strictObject({
    dialect: z.enum(DIALECTS),
    source,
    inputs,
    /** columns whose cells name uploaded files */
    files: z
      .array(storableText(100, { required: true, line: true }))
      .max(FILES_MAX)
      .default(['source-ref']),
    /** a row to preview with, as JSON */
    example,
  })
  .superRefine((settings, context) => {
    if (!isWithin(settings.source, SOURCE_MAX_LENGTH)) return
    const opened = openTemplate(settings.dialect, settings.source)
    if (opened.ok) return
    const { message, line, column } = opened.error
    context.addIssue({
      code: 'custom',
      path: ['source'],
      message: 'template_problem',
      params: { problem: message, row: line ?? '?', column: column ?? '?' },
    })
  })

export function templateSettingsFromForm(form: FormData): unknown {
  return {
    dialect: formText(form, 'dialect'),
    source: formText(form, 'source'),
    inputs: formText(form, 'inputs'),
    files: formTexts(form, 'files')
      .flatMap((text) => text.split(','))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    example: formText(form, 'example'),
  }
}

/** The example as a row; null when it is not one JSON object. */
function readExample(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
