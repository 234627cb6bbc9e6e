import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { formatNumber, type Locale } from '../../platform/i18n/index.ts'
import { optionName, type LabelOption } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { elementValue } from '../shared/element-value.tsx'
import { inLocale } from '../shared/in-locale.ts'
import { Suggested } from '../shared/suggested.tsx'
import { readJson } from '../shared/read-json.ts'
import { membersOf, readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { MarkedText } from './marked-text.tsx'
import { consolidateSpans, SPAN_METHODS } from './spans-consolidation.ts'
import { SPANS_SCRIPT, SpansElement } from './spans-element.tsx'
import { SpansFields } from './spans-fields.tsx'
import { checkSpans, judgeSpans, lengthOf, spansIn, spansLabel, spansSchema } from './spans-responses.ts'
import { messages } from './spans.messages.ts'
import { sample } from './spans.sample.ts'
import { spansSettingsFromForm, spansSettingsSchema, type SpansSettings } from './spans.settings.ts'

interface SpansPayload {
  readonly text: string
  readonly context?: string
  /** what a machine, or a person before, has marked: the worker begins there */
  readonly draft?: unknown
}

/** A chapter: longer texts are better cut by the requester, who knows where. */
const TEXT_MAX = 50_000

/** Names, key phrases, mistakes: parts of a text with a label each, and relations between them. */
export const spans: TaskType = {
  name: 'spans',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(spansSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: spansSettingsFromForm,
  SettingsFields: SpansFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const parsed = spansSettingsSchema.safeParse(input)
  if (!parsed.success) return err(issuesOf(parsed.error, input))

  const settings = parsed.data
  const schema = spansSchema(settings)
  const check = (response: unknown, text: string) => checkSpans(response, { schema, overlap: settings.overlap, length: lengthOf(text) })

  /** A cell with spans, as JSON text or as it is in JSON Lines: a list of them, or a whole response. */
  const readSpans = (cell: unknown, column: string, text: string, issues: Issue[]): unknown => {
    const read = readJson(cell, column, issues)
    if (read === null) return null
    const checked = check(Array.isArray(read) ? { spans: withIds(read) } : read, text)
    if (checked.ok) return checked.value
    issues.push(...checked.error.map((issue) => ({ ...issue, path: column })))
    return null
  }

  return ok({
    settings,
    scripts: [SPANS_SCRIPT],
    columns: { required: ['text'], optional: ['context', 'draft'], truth: 'truth' },
    readRow(row) {
      const issues: Issue[] = []
      const text = readText(row['text'], 'text', { required: true, max: TEXT_MAX }, issues)
      const context = readText(row['context'], 'context', {}, issues)
      const draft = readSpans(row['draft'], 'draft', text, issues)
      const truth = readSpans(row['truth'], 'truth', text, issues)
      if (issues.length > 0) return err(issues)
      return ok({ payload: { text, ...(context === '' ? {} : { context }), ...(draft === null ? {} : { draft }) }, truth })
    },
    mediaNames: () => [],
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check: (response, payload) => check(response, (payload as SpansPayload).text),
    fromForm: (form) => elementValue(form) ?? {},
    categories: null,
    label: spansLabel,
    truthLabel: spansLabel,
    judge: (response, truth) => judgeSpans(response, truth, settings.goldPercent),
    consolidation: { kind: 'responses', methods: SPAN_METHODS, consolidate: consolidateSpans },
    Screen: (props) => <SpansScreen settings={settings} screen={props} />,
    describe: (response, locale) => describe(response, settings, locale),
    rowColumns: ['spans', 'relations'],
    toRow: (response) => {
      const { relations } = membersOf(response)
      const found = spansIn(response)
      return { spans: found === null ? '' : JSON.stringify(found), relations: Array.isArray(relations) ? JSON.stringify(relations) : '' }
    },
  })
}

const withIds = (list: readonly unknown[]): unknown[] => list.map((each, index) => ({ id: `s${index + 1}`, ...membersOf(each) }))

function SpansScreen({ settings, screen }: { settings: SpansSettings; screen: ScreenProps }) {
  const { id, payload, locale, readOnly = false, issues = [] } = screen
  const { text, context, draft } = payload as SpansPayload
  const language = settings.textLanguage
  const response = screen.response ?? draft ?? null
  const value = spansIn(response) === null ? '' : JSON.stringify(response)
  return (
    <>
      <h2>{inLocale(settings.question, locale) || messages[locale].ask}</h2>
      {context !== undefined && (
        <p class="pre" dir="auto" lang={language === '' ? undefined : language}>
          {context}
        </p>
      )}
      <Suggested screen={screen} />
      {readOnly ? (
        <>
          <MarkedText text={text} language={language} response={response} labels={settings.labels} locale={locale} />
          <input type="hidden" name={`${id}.response.value`} value={value} disabled />
        </>
      ) : (
        <SpansElement
          id={`${id}-spans`}
          name="response.value"
          text={text}
          language={language}
          labels={settings.labels}
          relations={settings.relations}
          overlap={settings.overlap}
          unit={settings.unit}
          value={value}
          errors={sentencesOf(issues, 'spans', locale)}
          screen={screen}
        />
      )}
    </>
  )
}

/** How many of which: the text itself is beside it wherever this is read. */
function describe(response: unknown, { labels }: SpansSettings, locale: Locale): string {
  const found = spansIn(response)
  if (found === null) return ''
  const t = messages[locale]
  const counts = Map.groupBy(found, ({ label }) => label)
  const nameOf = (option: LabelOption): string =>
    `${optionName(option, locale)} ${formatNumber(counts.get(option.value)?.length ?? 0, locale)}`
  const parts = labels.filter(({ value }) => counts.has(value)).map(nameOf)
  const { relations } = membersOf(response)
  const links = Array.isArray(relations) && relations.length > 0 ? [t.links({ count: relations.length })] : []
  return [t.marks({ count: found.length }), ...(parts.length > 0 ? [`(${parts.join(', ')})`] : []), ...links].join(' ')
}
