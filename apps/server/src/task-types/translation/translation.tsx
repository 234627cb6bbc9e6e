import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { elementValue } from '../shared/element-value.tsx'
import { formText, membersOf, readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import { SPANS_SCRIPT } from '../spans/spans-element.tsx'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { readGlossary } from './glossary.ts'
import { TranslationFields } from './translation-fields.tsx'
import {
  checkTranslation,
  consolidateTranslations,
  errorsIn,
  judgeTranslation,
  ratingIn,
  textIn,
  TRANSLATION_METHODS,
  translationSchema,
} from './translation-responses.ts'
import { TranslationScreen, type TranslationPayload } from './translation-screen.tsx'
import { messages } from './translation.messages.ts'
import { sample } from './translation.sample.ts'
import { translationSettingsFromForm, translationSettingsSchema, type TranslationSettings } from './translation.settings.ts'

/** A new translation, or a correction of one with its rating and its mistakes. */
export const translation: TaskType = {
  name: 'translation',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(translationSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: translationSettingsFromForm,
  SettingsFields: TranslationFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const parsed = translationSettingsSchema.safeParse(input)
  if (!parsed.success) return err(issuesOf(parsed.error, input))

  const settings = parsed.data
  const schema = translationSchema(settings)
  const draftOf = (payload: unknown): string => (payload as TranslationPayload).draft ?? ''
  const label = (response: unknown): string | null => textIn(response)?.trim().replaceAll(/\s+/gu, ' ').normalize('NFC') ?? null

  return ok({
    settings,
    scripts: settings.categories.length > 0 ? [SPANS_SCRIPT] : [],
    columns: {
      required: settings.postEdit ? ['text', 'draft'] : ['text'],
      optional: ['context', 'glossary', ...(settings.rating ? ['truth_rating'] : [])],
      truth: 'truth',
    },
    readRow: (row) => readRow(row, settings, (response, draft) => checkTranslation(response, schema, draft)),
    mediaNames: () => [],
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check: (response, payload) => checkTranslation(response, schema, draftOf(payload)),
    fromForm: (form) => fromForm(form, settings),
    categories: null,
    label,
    truthLabel: label,
    judge: (response, truth) => judgeTranslation(response, truth, settings.goldPercent),
    consolidation: {
      kind: 'responses',
      methods: TRANSLATION_METHODS,
      consolidate: (method, given) => consolidateTranslations(method, given, !settings.postEdit),
    },
    Screen: (props) => <TranslationScreen settings={settings} screen={props} />,
    describe(response, locale) {
      const t = messages[locale]
      const [rating, errors] = [ratingIn(response), errorsIn(response)]
      const more = [
        ...(rating === null ? [] : [t.rated({ rating })]),
        ...(errors.length === 0 ? [] : [t.errorsCount({ count: errors.length })]),
      ]
      return [textIn(response) ?? '', ...(more.length > 0 ? [`(${more.join(', ')})`] : [])].join('\n').trim()
    },
    rowColumns: ['text', 'edited', 'rating', 'errors'],
    toRow(response) {
      const errors = errorsIn(response)
      const { edited } = membersOf(response)
      return {
        text: textIn(response) ?? '',
        edited: typeof edited === 'boolean' ? String(edited) : '',
        rating: String(ratingIn(response) ?? ''),
        errors: errors.length === 0 ? '' : JSON.stringify(errors),
      }
    },
  })
}

type Check = (response: unknown, draft: string) => Result<unknown, Issue[]>

function readRow(row: Readonly<Record<string, unknown>>, settings: TranslationSettings, check: Check): ReturnType<TaskSetup['readRow']> {
  const issues: Issue[] = []
  const text = readText(row['text'], 'text', { required: true }, issues)
  const context = readText(row['context'], 'context', {}, issues)
  const draft = settings.postEdit ? readText(row['draft'], 'draft', { required: true }, issues) : ''
  const glossary = readGlossary(row['glossary'], 'glossary', issues)
  const known = readText(row['truth'], 'truth', {}, issues)
  const rated = settings.rating ? readText(row['truth_rating'], 'truth_rating', {}, issues) : ''
  // one without a rating of its own is taken for a middling one: only the text is compared
  const rating = settings.rating ? { rating: rated === '' ? 3 : Number(rated) } : {}
  const truth = known === '' || issues.length > 0 ? null : check({ text: known, ...rating }, draft)
  if (truth?.ok === false)
    issues.push(...truth.error.map((issue) => ({ ...issue, path: issue.path === 'rating' ? 'truth_rating' : 'truth' })))
  if (issues.length > 0) return err(issues)
  const more = {
    ...(context === '' ? {} : { context }),
    ...(draft === '' ? {} : { draft }),
    ...(glossary.length === 0 ? {} : { glossary }),
  }
  return ok({ payload: { text, ...more }, truth: truth?.ok === true ? truth.value : null })
}

function fromForm(form: FormData, { rating, categories }: TranslationSettings): unknown {
  const rated = formText(form, 'response.rating')
  const { spans } = membersOf(categories.length > 0 ? elementValue(form, 'errors') : undefined)
  const errors = (Array.isArray(spans) ? spans : []).map((span) => {
    const { start, end, label, grade } = membersOf(span)
    return { start, end, category: label, severity: grade }
  })
  return {
    text: formText(form, 'response.text'),
    ...(rating && rated !== '' ? { rating: Number(rated) } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  }
}
