import { z } from 'zod'
import { optionSchema, repeatsIn, type LabelOption } from '../labels/label-settings.ts'
import { bilingual, languageTag, missingOr } from '../shared/schemas.ts'

const MOST_LABELS = 50
const MOST_QUESTIONS = 10
/** No picture is larger than this along a side, nor any coordinate. */
export const SIDE_MAX = 100_000
/** Nor has it more pixels: twice what may be uploaded. Whoever makes masks one, or pictures of them, has room for each pixel. */
export const PIXELS_MAX = 200_000_000
/** More in one response is a mistake, or an attack. */
export const MOST_SHAPES = 2000

export const wholeNumber = (min: number, max: number) => z.number(missingOr('wrong_type')).int('wrong_type').min(min).max(max)

/** Something to choose for each shape, such as whether it is cut off by the edge. */
const questionSchema = z.strictObject({ ...optionSchema.shape, options: z.array(optionSchema.shape.value).min(1).max(MOST_LABELS) })
export type ShapeQuestion = z.output<typeof questionSchema>

/** What all kinds of drawing have in common. */
export const commonSettings = {
  /** asked above the picture; when both are empty, a plain default */
  question: bilingual(500).default({ en: '', fr: '' }),
  labels: z.array(optionSchema).min(1).max(MOST_LABELS),
  /** of descriptions of pictures, for screen readers */
  textLanguage: languageTag.default(''),
  /** shapes too many, too few or out of place that a response to a gold task may have and still be right */
  goldMistakes: wholeNumber(0, 1000).default(0),
}

export const shapeSettings = {
  attributes: z.array(questionSchema).max(MOST_QUESTIONS).default([]),
  /** shortest width and height, in pixels of the picture */
  minSize: wholeNumber(1, 10_000).default(1),
}

/** in percent of the area that both cover together */
export const overlapSetting = wholeNumber(1, 100).default(70)
/** in pixels of the picture */
export const distanceSetting = wholeNumber(1, 10_000).default(10)

export interface CommonSettings {
  readonly question: { readonly en: string; readonly fr: string }
  readonly labels: readonly LabelOption[]
  readonly textLanguage: string
}

/** Each value of a list once. */
export function refuseRepeats(path: string, options: readonly { readonly value: string }[], context: z.RefinementCtx): void {
  for (const { index, value } of repeatsIn(options.map((option) => option.value))) {
    context.addIssue({ code: 'custom', message: 'repeated_value', path: [path, index], params: { value } })
  }
}

const QUESTION_MARK = ':'

/** `value | English | French : yes, no`, one per line. */
export function questionsFromLines(text: string): unknown[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.lastIndexOf(QUESTION_MARK)
      const [names, options] = at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
      const [value = '', en = '', ...fr] = names.split('|').map((part) => part.trim())
      return { value, en, fr: fr.join(' | '), options: partsOf(options, ',') }
    })
}

export function linesFromQuestions(questions: unknown): string {
  if (!Array.isArray(questions)) return ''
  return questions
    .map((question: Partial<Record<keyof ShapeQuestion, unknown>> | null) => {
      const names = [question?.value, question?.en, question?.fr].map((part) => (typeof part === 'string' ? part : ''))
      while (names.length > 1 && names.at(-1) === '') names.pop()
      const options = Array.isArray(question?.options) ? question.options.filter((each) => typeof each === 'string') : []
      return `${names.join(' | ')} ${QUESTION_MARK} ${options.join(', ')}`
    })
    .join('\n')
}

export const partsOf = (text: string, separator: string): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
